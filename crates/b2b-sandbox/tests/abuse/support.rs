//! A sandbox with all suppliers, an ordinary client, and abusers who speak for themselves.

use std::sync::Arc;

use b2b_http::{Attempt, Operation as _};
use b2b_sandbox::{Clock, Fcb2b, Limits, Options, Sandbox, Techdata, Westcon};
use fcb2b_client::{Call, Producer, SigningKey, SigningProfile, StockCheck};
use rustls::pki_types::ServerName;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::{Mutex, MutexGuard},
};
use tokio_rustls::{TlsConnector, client::TlsStream};

use crate::HEAP;
use crate::tls::trusting;

/// So much more than before the abuse is always all right: answers, records and the ordinary client's own.
const ORDINARY: usize = 24 * 1024 * 1024;

static TURN: Mutex<()> = Mutex::const_new(());

/// A sandbox that is going to be abused.
pub(crate) struct Abused {
    pub(crate) sandbox: Sandbox,
    client: reqwest::Client,
    tls: TlsConnector,
    /// What was allocated at the beginning.
    before: usize,
    _turn: MutexGuard<'static, ()>,
}

impl Abused {
    pub(crate) async fn with(limits: Limits) -> Self {
        Self::start(Options { limits, ..Options::default() }, Fcb2b::DEFAULT_PROFILE).await
    }

    pub(crate) async fn start(options: Options, profile: &str) -> Self {
        let turn = TURN.lock().await;
        let producer = Fcb2b::new().profile(profile.parse().unwrap(), profile);
        let suppliers =
            Sandbox::builder().supplier(producer).supplier(Westcon::default()).supplier(Techdata::default());
        let sandbox = suppliers.options(options).start().await.unwrap();
        let tls = trusting(sandbox.ca_pem());
        // A connection of its own for each request, like a client that comes for the first time.
        let client = reqwest::Client::builder().tls_backend_preconfigured(tls.clone()).pool_max_idle_per_host(0);
        let client = client.no_proxy().build().unwrap();
        HEAP.reset_peak_usage();
        let before = HEAP.current_usage();
        Self { sandbox, client, tls: TlsConnector::from(Arc::new(tls)), before, _turn: turn }
    }

    /// A bare TLS connection.
    pub(crate) async fn connect(&self) -> TlsStream<TcpStream> {
        let name = ServerName::from(self.sandbox.addr().ip());
        self.tls.connect(name, TcpStream::connect(self.sandbox.addr()).await.unwrap()).await.unwrap()
    }

    /// The address of a signed stock check.
    pub(crate) fn stock_check(&self, profile: &str) -> String {
        let key = SigningKey::new(Fcb2b::API_KEY, Fcb2b::SECRET.into()).unwrap();
        let producer = Producer::new(SigningProfile::named(profile).unwrap(), key);
        let producer = Arc::new(producer.client_identifier(Fcb2b::CLIENT_IDENTIFIER));
        let url = format!("{}/stockcheck", self.sandbox.url()).parse().unwrap();
        let call = Call::new(producer, url, StockCheck::new("VV01701002"));
        call.request(&Attempt::new(1, Clock::System.now(), [6; 32])).unwrap().0.uri().to_string()
    }

    /// The status of a request over a connection of its own.
    pub(crate) async fn get(&self, url: &str) -> u16 {
        self.client.get(url).send().await.unwrap().status().as_u16()
    }

    /// The same, or nothing if it cannot be sent or is not answered.
    pub(crate) async fn try_get(&self, url: &str) -> Option<u16> {
        self.client.get(url).send().await.ok().map(|answer| answer.status().as_u16())
    }

    /// The status of a document that is posted.
    pub(crate) async fn post(&self, path: &str, document: Vec<u8>) -> u16 {
        let url = format!("{}{path}", self.sandbox.url());
        let request = self.client.post(url).header("content-type", "text/xml; charset=utf-8").body(document);
        request.send().await.unwrap().status().as_u16()
    }

    /// The status of whatever is written, and that a first line of an answer comes at all.
    pub(crate) async fn raw(&self, request: &[u8]) -> u16 {
        let mut connection = self.connect().await;
        connection.write_all(request).await.unwrap();
        status(&mut connection).await
    }

    /// An ordinary client is served as if nothing were the matter.
    pub(crate) async fn serves_others(&self) {
        let url = self.stock_check(Fcb2b::DEFAULT_PROFILE);
        let answer = self.client.get(url).send().await.expect("the ordinary client is answered");
        assert_eq!(answer.status(), 200);
        assert!(answer.text().await.unwrap().contains("VV01701002"));
    }

    /// What has been allocated at most is no more than so much above the ordinary, and nothing was answered with 500.
    #[track_caller]
    pub(crate) fn is_unharmed(&self, more: usize) {
        self.survives(more);
        let exchanges = self.sandbox.exchanges();
        let broken = exchanges.iter().find(|exchange| exchange.status.is_some_and(|status| status == 500));
        assert!(broken.is_none(), "{broken:?}");
    }

    /// The same, where 500 is how SOAP says that something is wrong with a request.
    #[track_caller]
    pub(crate) fn survives(&self, more: usize) {
        let peak = HEAP.peak_usage().saturating_sub(self.before);
        assert!(peak <= ORDINARY + more, "{peak} bytes, and {} are all right", ORDINARY + more);
        let exchanges = self.sandbox.exchanges();
        let origins = exchanges.iter().filter(|exchange| exchange.response_body.contains("The sandbox's "));
        assert_eq!(origins.count(), 0, "a handler panicked, broke off or took too long");
    }
}

/// The status of the answer that comes next.
pub(crate) async fn status(connection: &mut TlsStream<TcpStream>) -> u16 {
    let mut start = [0; 12];
    connection.read_exact(&mut start).await.expect("an answer begins");
    let start = std::str::from_utf8(&start).unwrap();
    start.strip_prefix("HTTP/1.1 ").expect("an answer").parse().unwrap()
}
