//! A load generator: connections that send what was written beforehand, as fast as they are answered.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::{ClientConfig, pki_types::ServerName};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::{TlsConnector, client::TlsStream};

use crate::{IN_FLIGHT, Runtimes};

/// Connections to one server.
pub(crate) struct Drive {
    connections: Vec<TlsStream<TcpStream>>,
}

impl Drive {
    pub(crate) fn connect(runtimes: &Runtimes, base: &str, tls: ClientConfig) -> Self {
        let address: SocketAddr = base.trim_start_matches("https://").parse().unwrap();
        let connector = TlsConnector::from(Arc::new(tls));
        let connections = runtimes.clients.block_on(async {
            let mut connections = Vec::new();
            for _ in 0..IN_FLIGHT {
                let stream = TcpStream::connect(address).await.unwrap();
                stream.set_nodelay(true).unwrap();
                connections.push(connector.connect(ServerName::from(address.ip()), stream).await.unwrap());
            }
            connections
        });
        Self { connections }
    }

    /// Sends the request so many times over all connections and says how long it took.
    pub(crate) fn run(&mut self, runtimes: &Runtimes, request: &[u8], times: usize) -> Duration {
        let request: Arc<[u8]> = request.into();
        let each = times / self.connections.len();
        let connections = std::mem::take(&mut self.connections);
        let begin = Instant::now();
        self.connections = runtimes.clients.block_on(async {
            let tasks: Vec<_> = connections
                .into_iter()
                .map(|connection| tokio::spawn(repeat(connection, Arc::clone(&request), each)))
                .collect();
            let mut back = Vec::new();
            for task in tasks {
                back.push(task.await.unwrap());
            }
            back
        });
        begin.elapsed()
    }
}

async fn repeat(mut connection: TlsStream<TcpStream>, request: Arc<[u8]>, times: usize) -> TlsStream<TcpStream> {
    let mut answer = vec![0; 64 * 1024];
    for _ in 0..times {
        connection.write_all(&request).await.unwrap();
        connection.flush().await.unwrap();
        let mut filled = 0;
        loop {
            let read = connection.read(&mut answer[filled..]).await.unwrap();
            assert!(read > 0, "the server closed the connection");
            filled += read;
            if whole(&answer[..filled]).is_some_and(|length| length <= filled) {
                break;
            }
        }
        let begin = String::from_utf8_lossy(&answer[..filled]);
        assert!(begin.starts_with("HTTP/1.1 200"), "{begin}");
    }
    connection
}

/// How long the whole answer is, if its headers are there.
fn whole(answer: &[u8]) -> Option<usize> {
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&answer[..head]).unwrap();
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().unwrap())
    });
    Some(head + length.expect("a server that says how long its answers are"))
}
