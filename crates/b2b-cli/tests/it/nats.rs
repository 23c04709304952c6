//! A real nats-server that is guarded, and what anybody may publish.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;

use b2b_testing::NatsServer;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use nkeys::KeyPair;
use rcgen::{CertificateParams, IsCa};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A server that speaks TLS alone, and takes whoever has the credentials of a user, beside the paths of its certificate and of these
/// credentials.
pub(crate) fn guarded() -> Option<(NatsServer, String, String)> {
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
    Some((NatsServer::for_test_in(home, &config)?, ca, credentials))
}

/// Publishes what anybody could, and waits until it is stored.
pub(crate) fn publish(nats: &NatsServer, subject: &str, payload: &str) {
    let mut stream = TcpStream::connect(nats.address()).unwrap();
    let subscribe = "CONNECT {\"verbose\":false}\r\nSUB reply 1\r\n";
    write!(stream, "{subscribe}PUB {subject} reply {}\r\n{payload}\r\n", payload.len()).unwrap();
    assert!(BufReader::new(stream).lines().map(Result::unwrap).any(|line| line.contains("\"stream\"")));
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
