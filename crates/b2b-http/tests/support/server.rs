//! A server on an ephemeral loopback port that answers as its script says, over TLS if asked.
//!
//! It runs on the test's own runtime: with tokio's clock paused, time moves on only when neither side has anything to do.
#![allow(dead_code, reason = "each test binary uses its part")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a broken test server is a failed test")]

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// What the server does once it has read a request.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// Writes these bytes and waits for the next request.
    Answer(String),
    /// Writes these bytes and closes the connection.
    AnswerAndClose(String),
    /// Writes these bytes and then nothing, for ever.
    AnswerAndStall(String),
    /// Resets the connection.
    Reset,
}

/// What the server does with a connection before it reads anything.
#[derive(Clone)]
pub(crate) enum Door {
    Plain,
    Tls(Arc<rustls::ServerConfig>),
    /// Accepts and then says nothing.
    Stall,
    /// Accepts and resets.
    Reset,
    /// Accepts and answers these bytes to whatever comes first.
    Answer(String),
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers with the script's replies in turn; the last one stays.
    pub(crate) async fn start(door: Door, script: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let script = Arc::new(Mutex::new(script.into_iter().collect::<VecDeque<_>>()));
        let log = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(admit(door.clone(), stream, Arc::clone(&script), Arc::clone(&log)));
            }
        });
        Self { address, requests }
    }

    pub(crate) async fn plain(script: impl IntoIterator<Item = Reply>) -> Self {
        Self::start(Door::Plain, script).await
    }

    /// The requests so far, head and body.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    pub(crate) fn http(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn https(&self, path: &str) -> String {
        format!("https://localhost:{}{path}", self.address.port())
    }
}

/// A whole answer with this status line, headers (each ended by CRLF) and body.
pub(crate) fn answer(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n{headers}\r\n{body}", body.len())
}

async fn admit(door: Door, mut stream: TcpStream, script: Arc<Mutex<VecDeque<Reply>>>, log: Arc<Mutex<Vec<String>>>) {
    let socket = socket2::SockRef::from(&stream).try_clone().unwrap();
    match door {
        Door::Plain => serve(stream, socket, script, log).await,
        Door::Tls(config) => {
            if let Ok(stream) = TlsAcceptor::from(config).accept(stream).await {
                serve(stream, socket, script, log).await;
            }
        }
        Door::Stall => std::future::pending().await,
        Door::Reset => reset_on_close(&socket),
        Door::Answer(bytes) => {
            // What the client says first is read, or closing the connection would reset it.
            let _ = stream.read(&mut [0; 4096]).await;
            stream.write_all(bytes.as_bytes()).await.unwrap();
        }
    }
}

async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    socket: socket2::Socket,
    script: Arc<Mutex<VecDeque<Reply>>>,
    log: Arc<Mutex<Vec<String>>>,
) {
    while let Some(request) = read_request(&mut stream).await {
        log.lock().unwrap().push(request);
        let reply = {
            let mut script = script.lock().unwrap();
            if script.len() > 1 { script.pop_front() } else { script.front().cloned() }
        };
        let bytes = match reply.unwrap() {
            Reply::Reset => return reset_on_close(&socket),
            Reply::Answer(bytes) => {
                stream.write_all(bytes.as_bytes()).await.unwrap();
                stream.flush().await.unwrap();
                continue;
            }
            Reply::AnswerAndClose(bytes) => bytes,
            Reply::AnswerAndStall(bytes) => {
                stream.write_all(bytes.as_bytes()).await.unwrap();
                stream.flush().await.unwrap();
                std::future::pending::<()>().await;
                return;
            }
        };
        // The client may give up first, when the answer is too large.
        let _ = stream.write_all(bytes.as_bytes()).await;
        let _ = stream.shutdown().await;
        return;
    }
}

async fn read_request<S: AsyncRead + Unpin>(stream: &mut S) -> Option<String> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
            if bytes.len() >= end + 4 + length.unwrap_or(0) {
                return Some(String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return None,
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
        }
    }
}

/// Has the connection reset instead of closed, once the last handle on it is dropped.
fn reset_on_close(socket: &socket2::Socket) {
    socket.set_linger(Some(std::time::Duration::ZERO)).unwrap();
}
