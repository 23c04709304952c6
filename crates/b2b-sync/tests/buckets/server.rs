//! The server of a bucket: what S3 does with a file that comes in parts, and what it refuses.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::hash::{DefaultHasher, Hasher as _};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::request::Parts;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use percent_encoding::percent_decode_str;
use rcgen::CertifiedKey;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

use crate::signature;

/// The least that each part but the last has.
const PART: usize = 5 * 1024 * 1024;

/// What is asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    Create,
    Part(usize),
    Complete,
    Abort,
}

/// What it does then.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Does {
    Serve,
    /// Answers with a status, a code and a message.
    Refuse(u16, &'static str, &'static str),
    /// Answers never.
    Wait,
}

type Answer = Response<Full<Bytes>>;
type Mood = dyn Fn(Call) -> Does + Send + Sync;

/// A server, as long as it is kept.
pub(crate) struct Server {
    address: SocketAddr,
    /// Its certificate, if it has one.
    pub(crate) certificate: Option<String>,
    shared: Arc<Shared>,
    serving: JoinSet<()>,
}

struct Shared {
    mood: Mutex<Box<Mood>>,
    objects: Mutex<BTreeMap<String, Bytes>>,
    /// What has come of files that are not whole, by the upload's id.
    uploads: Mutex<BTreeMap<String, Upload>>,
    /// What was done, in order.
    done: watch::Sender<Vec<Call>>,
}

struct Upload {
    key: String,
    parts: BTreeMap<usize, Bytes>,
}

impl Server {
    pub(crate) async fn start() -> Self {
        Self::serve(None).await
    }

    /// One with a certificate that nobody has issued.
    pub(crate) async fn start_with_tls() -> Self {
        let CertifiedKey { cert, signing_key } = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        let key = signing_key.serialize_der().try_into().unwrap();
        let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = config.with_no_client_auth().with_single_cert(vec![cert.der().clone()], key).unwrap();
        let mut server = Self::serve(Some(TlsAcceptor::from(Arc::new(config)))).await;
        server.certificate = Some(cert.pem());
        server
    }

    async fn serve(tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let shared = Arc::new(Shared {
            mood: Mutex::new(Box::new(|_| Does::Serve)),
            objects: Mutex::default(),
            uploads: Mutex::default(),
            done: watch::Sender::default(),
        });
        let mut server =
            Self { address: listener.local_addr().unwrap(), certificate: None, shared, serving: JoinSet::new() };
        let shared = Arc::clone(&server.shared);
        server.serving.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let (tls, shared) = (tls.clone(), Arc::clone(&shared));
                connections.spawn(async move {
                    match tls {
                        None => speak(stream, shared).await,
                        Some(tls) => {
                            // Who does not trust it goes away.
                            if let Ok(stream) = tls.accept(stream).await {
                                speak(stream, shared).await;
                            }
                        }
                    }
                });
            }
        });
        server
    }

    pub(crate) fn address(&self) -> String {
        let scheme = if self.certificate.is_some() { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// From now on it does this.
    pub(crate) fn will(&self, mood: impl Fn(Call) -> Does + Send + Sync + 'static) {
        *self.shared.mood.lock().unwrap() = Box::new(mood);
    }

    /// The names of what is there.
    pub(crate) fn names(&self) -> Vec<String> {
        self.shared.objects.lock().unwrap().keys().cloned().collect()
    }

    pub(crate) fn object(&self, key: &str) -> Bytes {
        self.shared.objects.lock().unwrap()[key].clone()
    }

    /// How many files are neither whole nor thrown away.
    pub(crate) fn unfinished(&self) -> usize {
        self.shared.uploads.lock().unwrap().len()
    }

    /// What it has done.
    pub(crate) fn done(&self) -> Vec<Call> {
        self.shared.done.borrow().clone()
    }

    /// Waits until it has done this, after as much as it had done then.
    pub(crate) async fn has_done_after(&self, then: usize, call: Call) {
        self.shared.done.subscribe().wait_for(|done| done[then..].contains(&call)).await.unwrap();
    }
}

async fn speak(stream: impl AsyncRead + AsyncWrite + Unpin, shared: Arc<Shared>) {
    let service = service_fn(|request: Request<Incoming>| {
        let shared = Arc::clone(&shared);
        async move {
            let (parts, body) = request.into_parts();
            let answer = match body.collect().await {
                Ok(body) => shared.answer(&parts, body.to_bytes()).await,
                Err(_) => refuse(400, "RequestTimeout", "The body did not arrive"),
            };
            Ok::<_, Infallible>(answer)
        }
    });
    // Whoever is given up breaks the connection.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

impl Shared {
    async fn answer(&self, request: &Parts, body: Bytes) -> Answer {
        if let Some(answer) = signature::refused(request, &body) {
            return answer;
        }
        let query: BTreeMap<&str, &str> = request
            .uri
            .query()
            .unwrap_or_default()
            .split('&')
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .collect();
        let number = query.get("partNumber").and_then(|number| number.parse().ok());
        let call = match (&request.method, query.get("uploadId"), number) {
            (&Method::POST, None, None) if query.contains_key("uploads") => Call::Create,
            (&Method::PUT, Some(_), Some(number)) => Call::Part(number),
            (&Method::POST, Some(_), None) => Call::Complete,
            (&Method::DELETE, Some(_), None) => Call::Abort,
            _ => return refuse(405, "MethodNotAllowed", "The specified method is not allowed against this resource."),
        };
        let does = (self.mood.lock().unwrap())(call);
        match does {
            Does::Wait => std::future::pending().await,
            Does::Refuse(status, code, message) => refuse(status, code, message),
            Does::Serve => {
                let key = percent_decode_str(request.uri.path()).decode_utf8().unwrap().into_owned();
                let answer = self.serve(call, key, query.get("uploadId").copied().unwrap_or_default(), body);
                if answer.status().is_success() {
                    self.done.send_modify(|done| done.push(call));
                }
                answer
            }
        }
    }

    fn serve(&self, call: Call, key: String, id: &str, body: Bytes) -> Answer {
        let mut uploads = self.uploads.lock().unwrap();
        let upload = uploads.get_mut(id).filter(|upload| upload.key == key);
        match (call, upload) {
            (Call::Create, _) => {
                let id = format!("upload{}", self.done.borrow().len());
                let text = format!(
                    "<InitiateMultipartUploadResult><Bucket>nightly</Bucket><Key>{key}</Key><UploadId>{id}</UploadId>\
                     </InitiateMultipartUploadResult>"
                );
                uploads.insert(id, Upload { key, parts: BTreeMap::new() });
                document(200, &text)
            }
            (_, None) => refuse(404, "NoSuchUpload", "The specified multipart upload does not exist."),
            (Call::Part(number), Some(upload)) => {
                let answer = Response::builder().header("ETag", tag(&body)).body(Full::default()).unwrap();
                upload.parts.insert(number, body);
                answer
            }
            (Call::Abort, Some(_)) => {
                uploads.remove(id);
                Response::builder().status(StatusCode::NO_CONTENT).body(Full::default()).unwrap()
            }
            (Call::Complete, Some(upload)) => match whole(upload, &body) {
                Ok(object) => {
                    let tag = tag(&object);
                    uploads.remove(id);
                    self.objects.lock().unwrap().insert(key, object);
                    document(
                        200,
                        &format!(
                            "<CompleteMultipartUploadResult><ETag>{}</ETag></CompleteMultipartUploadResult>",
                            tag.replace('"', "&quot;")
                        ),
                    )
                }
                Err((code, message)) => refuse(400, code, message),
            },
        }
    }
}

/// The parts that the list names, one after the other.
fn whole(upload: &Upload, list: &[u8]) -> Result<Bytes, (&'static str, &'static str)> {
    let text = std::str::from_utf8(list).unwrap();
    let malformed =
        ("MalformedXML", "The XML you provided was not well-formed or did not validate against our schema.");
    let list = roxmltree::Document::parse(text).map_err(|_| malformed)?;
    let parts: Vec<_> = list.descendants().filter(|node| node.has_tag_name("Part")).collect();
    if !list.root_element().has_tag_name("CompleteMultipartUpload") || parts.is_empty() {
        return Err(malformed);
    }
    let (mut object, mut before) = (Vec::new(), 0);
    for (at, part) in parts.iter().enumerate() {
        let child = |name| part.children().find(|node| node.has_tag_name(name)).and_then(|node| node.text());
        let number: usize = child("PartNumber").and_then(|number| number.parse().ok()).ok_or(malformed)?;
        let bytes = upload.parts.get(&number).filter(|bytes| child("ETag") == Some(&tag(bytes)));
        let bytes = bytes.ok_or(("InvalidPart", "One or more of the specified parts could not be found."))?;
        if number <= before {
            return Err(("InvalidPartOrder", "The list of parts was not in ascending order."));
        }
        if at + 1 < parts.len() && bytes.len() < PART {
            return Err(("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed object size."));
        }
        object.extend_from_slice(bytes);
        before = number;
    }
    Ok(object.into())
}

fn tag(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    format!("\"{:016x}\"", hasher.finish())
}

pub(crate) fn refuse(status: u16, code: &str, message: &str) -> Answer {
    document(status, &format!("<Error><Code>{code}</Code><Message>{message}</Message><RequestId>1</RequestId></Error>"))
}

pub(crate) fn document(status: u16, text: &str) -> Answer {
    let text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{text}");
    let answer = Response::builder().status(status).header("Content-Type", "application/xml");
    answer.body(Full::from(text)).unwrap()
}
