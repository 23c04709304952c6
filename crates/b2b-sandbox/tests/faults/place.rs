//! Where the cells happen: a sandbox, ways to it, and a count of what came in.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use b2b_http::{
    Client as HttpClient, ReqwestTransport, RetryPolicy, StreamingTransport, Transport, TransportError, TransportLimits,
};
use b2b_sandbox::{Exchange, FAULT_HEADER, Fcb2b, Limits, Options, Sandbox, Techdata, Westcon};
use bytes::Bytes;
use fcb2b_client::{Producer, SigningKey, SigningProfile};
use http::{HeaderValue, Request, Response};
use tokio::net::{TcpSocket, TcpStream};

use crate::fault::{LARGEST, LONG};

/// The header by which the sandbox's record tells the calls apart.
const CALL: &str = "x-call";

/// A sandbox with all suppliers.
pub(crate) struct Place {
    pub(crate) sandbox: Sandbox,
    pub(crate) transport: ReqwestTransport,
    pub(crate) producer: Arc<Producer>,
    /// How many requests each call must have made: at least and at most.
    expected: Mutex<HashMap<String, (usize, usize)>>,
}

impl Place {
    pub(crate) async fn start() -> Self {
        // All of them are counted, and none is looked into.
        let limits = Limits { max_recorded_bytes: 0, ..Limits::default() };
        let options = Options { max_exchanges: 100_000, limits, ..Options::default() };
        let sandbox = Sandbox::builder()
            .options(options)
            .supplier(Westcon::default())
            .supplier(Fcb2b::new())
            .supplier(Techdata::default());
        let sandbox = sandbox.start().await.unwrap();
        let profile = SigningProfile::named("ethervision").unwrap();
        let key = SigningKey::new(Fcb2b::API_KEY, Fcb2b::SECRET.into()).unwrap();
        let producer = Arc::new(Producer::new(profile, key).client_identifier(Fcb2b::CLIENT_IDENTIFIER));
        let transport = transport(&sandbox);
        Self { sandbox, transport, producer, expected: Mutex::default() }
    }

    /// A transport with connections of its own.
    pub(crate) fn transport(&self) -> ReqwestTransport {
        transport(&self.sandbox)
    }

    pub(crate) fn expect(&self, call: String, requests: (usize, usize)) {
        self.expected.lock().unwrap().insert(call, requests);
    }

    /// The calls that did not make as many requests as they must have. A request whose client left is recorded when the
    /// sandbox notices, so that what is missing is waited for.
    pub(crate) async fn miscounted(&self) -> Vec<String> {
        let expected = self.expected.lock().unwrap().clone();
        let of = |counts: &HashMap<String, usize>, call: &str| counts.get(call).copied().unwrap_or(0);
        let complete = self.sandbox.exchanges_when(|exchanges| {
            let counts = count(exchanges);
            expected.iter().all(|(call, (least, _))| of(&counts, call) >= *least)
        });
        // What is still missing then is told below.
        let complete = tokio::time::timeout(Duration::from_secs(30), complete).await;
        let counts = count(&complete.unwrap_or_else(|_| self.sandbox.exchanges()));
        let wrong = expected.iter().filter(|(call, (least, most))| !(*least..=*most).contains(&of(&counts, call)));
        let wrong = wrong.map(|(call, (least, most))| {
            format!("{call}: {} requests instead of {least} to {most}", of(&counts, call))
        });
        wrong.collect()
    }
}

/// How many requests each call has made.
fn count(exchanges: &[Arc<Exchange>]) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for call in exchanges.iter().filter_map(|exchange| exchange.request_headers.get(CALL)) {
        *counts.entry(call.clone()).or_insert(0) += 1;
    }
    counts
}

fn transport(sandbox: &Sandbox) -> ReqwestTransport {
    ReqwestTransport::builder().extra_roots_pem(sandbox.ca_pem().as_bytes()).build().unwrap()
}

/// What one call is made with.
#[derive(Clone)]
pub(crate) struct At {
    pub(crate) place: Arc<Place>,
    /// Where the operation is sent.
    pub(crate) url: String,
    pub(crate) http: HttpClient<Carrier>,
    /// Another one for each call: what is written carries it.
    pub(crate) mark: String,
}

impl At {
    /// The sandbox itself, without any fault.
    pub(crate) fn undisturbed(&self) -> Self {
        let carrier = Carrier::of(self.place.transport.clone());
        let http = HttpClient::builder(carrier).read_timeout(LONG).total_timeout(LONG).retry(RetryPolicy::never());
        let http = http.max_response_bytes(LARGEST).build();
        Self { url: self.place.sandbox.url().to_owned(), http, ..self.clone() }
    }
}

/// A transport that adds a switch and the name of the call, and may open a closed door after the first failure.
#[derive(Clone)]
pub(crate) struct Carrier {
    pub(crate) inner: ReqwestTransport,
    pub(crate) switch: Option<HeaderValue>,
    pub(crate) call: Option<HeaderValue>,
    /// What it goes through; its port is taken for as long as the carrier is there.
    pub(crate) door: Option<Arc<Door>>,
    pub(crate) opens: bool,
}

impl Carrier {
    pub(crate) fn of(inner: ReqwestTransport) -> Self {
        Self { inner, switch: None, call: None, door: None, opens: false }
    }

    pub(crate) fn call(mut self, call: &str) -> Self {
        self.call = Some(HeaderValue::from_str(call).unwrap());
        self
    }

    fn mark(&self, request: &mut Request<Bytes>) {
        let headers = [(FAULT_HEADER, &self.switch), (CALL, &self.call)];
        for (name, value) in headers.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
            request.headers_mut().insert(name, value.clone());
        }
    }

    fn open_door(&self) {
        if let Some(door) = self.door.as_ref().filter(|_| self.opens) {
            door.open();
        }
    }
}

impl Transport for Carrier {
    async fn send(
        &self,
        mut request: Request<Bytes>,
        limits: &TransportLimits,
    ) -> Result<Response<Bytes>, TransportError> {
        self.mark(&mut request);
        self.inner.send(request, limits).await.inspect_err(|_| self.open_door())
    }
}

impl StreamingTransport for Carrier {
    type Body = <ReqwestTransport as StreamingTransport>::Body;

    async fn open(
        &self,
        mut request: Request<Bytes>,
        limits: &TransportLimits,
    ) -> Result<Response<Self::Body>, TransportError> {
        self.mark(&mut request);
        self.inner.open(request, limits).await.inspect_err(|_| self.open_door())
    }
}

/// A port where nobody listens, and behind which, once it is open, the sandbox is.
pub(crate) struct Door {
    socket: Mutex<Option<TcpSocket>>,
    pub(crate) addr: SocketAddr,
    behind: SocketAddr,
}

impl Door {
    pub(crate) fn closed(behind: SocketAddr) -> Arc<Self> {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let addr = socket.local_addr().unwrap();
        Arc::new(Self { socket: Mutex::new(Some(socket)), addr, behind })
    }

    pub(crate) fn open(&self) {
        let Some(socket) = self.socket.lock().unwrap().take() else { return };
        let (listener, behind) = (socket.listen(16).unwrap(), self.behind);
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let mut sandbox = TcpStream::connect(behind).await?;
                    tokio::io::copy_bidirectional(&mut client, &mut sandbox).await
                });
            }
        });
    }
}
