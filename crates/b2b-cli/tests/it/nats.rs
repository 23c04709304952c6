//! A real nats-server, with JetStream in a directory of its own.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use nkeys::KeyPair;
use rcgen::{CertificateParams, IsCa};
use serde_json::{Value, json};
use tempfile::TempDir;

/// What it says before its address, and when it can be used.
const LISTENING: &str = "Listening for client connections on ";
const READY: &str = "Server is ready";

pub(crate) struct Nats {
    pub(crate) home: TempDir,
    child: Child,
    pub(crate) address: String,
}

impl Nats {
    /// A server that takes everybody, at a port that is free; `None` where it is not installed.
    pub(crate) fn start() -> Option<Self> {
        Self::of("")
    }

    /// One with this in its configuration, too.
    fn of(config: &str) -> Option<Self> {
        Self::in_home(TempDir::new().unwrap(), config)
    }

    #[allow(clippy::print_stderr, reason = "what is skipped is said")]
    fn in_home(home: TempDir, config: &str) -> Option<Self> {
        if Command::new("nats-server").arg("--version").output().is_err() {
            // Where everything is installed, this is an error.
            assert!(std::env::var_os("CI").is_none(), "nats-server is not installed");
            eprintln!("skipped: nats-server is not installed");
            return None;
        }
        let store = format!("jetstream {{ store_dir: {:?} }}\n", home.path().join("store"));
        fs::write(home.path().join("nats.conf"), store + config).unwrap();
        let (child, address) = spawn(&home, "-1");
        Some(Self { home, child, address })
    }

    /// One that speaks TLS alone, and takes whoever has the credentials of a user, beside the paths of its certificate and of these
    /// credentials.
    pub(crate) fn guarded() -> Option<(Self, String, String)> {
        let home = TempDir::new().unwrap();
        let path = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
        let (ca, key, credentials) = (path("ca.pem"), path("key.pem"), path("user.creds"));
        let mut params = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
        params.is_ca = IsCa::ExplicitNoCa;
        let pair = rcgen::KeyPair::generate().unwrap();
        fs::write(&ca, params.self_signed(&pair).unwrap().pem()).unwrap();
        fs::write(&key, pair.serialize_pem()).unwrap();

        let (operator, system) = (KeyPair::new_operator(), KeyPair::new_account());
        let (account, user) = (KeyPair::new_account(), KeyPair::new_user());
        let mut limits = json!({
            "subs": -1, "conn": -1, "leaf": -1, "imports": -1, "exports": -1, "data": -1, "payload": -1, "wildcards": true,
        });
        let of_account = |account: &KeyPair, limits: &Value| {
            token(&operator, &account.public_key(), &json!({ "type": "account", "version": 2, "limits": limits }))
        };
        // JetStream is not for this one.
        let system_token = of_account(&system, &limits);
        for unlimited in ["mem_storage", "disk_storage", "streams", "consumer"] {
            limits[unlimited] = json!(-1);
        }
        let user_claims = json!({ "type": "user", "version": 2, "subs": -1, "data": -1, "payload": -1 });
        let user_token = token(&account, &user.public_key(), &user_claims);
        let text = format!(
            "-----BEGIN NATS USER JWT-----\n{user_token}\n------END NATS USER JWT------\n\n\
             -----BEGIN USER NKEY SEED-----\n{}\n------END USER NKEY SEED------\n",
            user.seed().unwrap()
        );
        fs::write(&credentials, text).unwrap();
        let config = format!(
            "tls {{ cert_file: {ca:?}, key_file: {key:?} }}\noperator: {}\nsystem_account: {}\nresolver: MEMORY\n\
             resolver_preload {{ {}: {}, {}: {} }}\n",
            token(&operator, &operator.public_key(), &json!({ "type": "operator", "version": 2 })),
            system.public_key(),
            system.public_key(),
            system_token,
            account.public_key(),
            of_account(&account, &limits),
        );
        Some((Self::in_home(home, &config)?, ca, credentials))
    }

    pub(crate) fn url(&self) -> String {
        format!("nats://{}", self.address)
    }

    /// Publishes what anybody could, and waits until it is stored.
    pub(crate) fn publish(&self, subject: &str, payload: &str) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let subscribe = "CONNECT {\"verbose\":false}\r\nSUB reply 1\r\n";
        write!(stream, "{subscribe}PUB {subject} reply {}\r\n{payload}\r\n", payload.len()).unwrap();
        assert!(BufReader::new(stream).lines().map(Result::unwrap).any(|line| line.contains("\"stream\"")));
    }

    /// Stops it as an administrator does.
    pub(crate) fn stop(&mut self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.child.wait().unwrap();
    }

    /// Starts it again where it was, with what it had stored.
    pub(crate) fn go_on(&mut self) {
        let (_, port) = self.address.rsplit_once(':').unwrap();
        (self.child, _) = spawn(&self.home, port);
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts it, waits until it says that it is ready, and tells where it listens.
fn spawn(home: &TempDir, port: &str) -> (Child, String) {
    let mut command = Command::new("nats-server");
    command.args(["--addr", "127.0.0.1", "--port", port, "--config"]).arg(home.path().join("nats.conf"));
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
    let (mut all, mut address) = (String::new(), None);
    for line in said.by_ref() {
        let line = line.unwrap();
        if let Some((_, listening)) = line.split_once(LISTENING) {
            address = Some(listening.to_owned());
        }
        if line.ends_with(READY) {
            break;
        }
        all.push_str(&line);
        all.push('\n');
    }
    let address = address.unwrap_or_else(|| panic!("nats-server does not start:\n{all}"));
    // Or it waits for somebody to read what it says.
    std::thread::spawn(move || said.for_each(drop));
    (child, address)
}

/// What one key says of another, as NATS wants it: a JWT that is signed with an nkey.
fn token(issuer: &KeyPair, subject: &str, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let header = part(&json!({ "typ": "JWT", "alg": "ed25519-nkey" }));
    let issuer_key = issuer.public_key();
    let body = part(&json!({
        "jti": subject, "iat": 1_700_000_000, "iss": issuer_key, "name": "test", "sub": subject, "nats": claims,
    }));
    let signature = issuer.sign(format!("{header}.{body}").as_bytes()).unwrap();
    format!("{header}.{body}.{}", URL_SAFE_NO_PAD.encode(signature))
}
