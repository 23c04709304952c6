//! The sandbox's stock checks per second with a page of the inspector open, against those without.

use std::net::SocketAddr;

use b2b_bench::{Contest, Target};
use b2b_sandbox::Options;
use fcb2b_client::StockCheck;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use crate::asking::{SKU, sandbox, signed, wire};
use crate::drive::Drive;
use crate::tls::trusting;
use crate::{IN_FLIGHT, Runtimes};

const ROUNDS: usize = 9;
const REQUESTS: usize = 200 * IN_FLIGHT;

const OPEN: &str = "with a page of the inspector open";
const NONE: &str = "with none";

pub(crate) fn compare(runtimes: &Runtimes) {
    let sandbox = sandbox(runtimes, Options::default());
    let request = wire(&signed(sandbox.url(), StockCheck::new(SKU)));
    let connect = || Drive::connect(runtimes, sandbox.url(), trusting(sandbox.ca_pem()));
    let (mut watched, mut alone) = (connect(), connect());
    // Fills the record with as many exchanges as it holds.
    alone.run(runtimes, &request, REQUESTS);
    let mut contest = Contest::new("stock checks of the sandbox, watched").rounds(ROUNDS).times(REQUESTS);
    contest.enter_timed(OPEN, || {
        let page = runtimes.clients.spawn(page(sandbox.http_addr()));
        let time = watched.run(runtimes, &request, REQUESTS);
        page.abort();
        let _ = runtimes.clients.block_on(page);
        time
    });
    contest.enter_timed(NONE, || alone.run(runtimes, &request, REQUESTS));
    contest.run().speed(OPEN, NONE, Target::AtLeast(0.9));
    runtimes.servers.block_on(sandbox.shutdown());
}

/// Does what an open page does: waits for news, and asks for the rows that it shows.
async fn page(sandbox: SocketAddr) {
    let mut events = BufReader::new(get(sandbox, "/_sandbox/events").await);
    let mut line = String::new();
    while events.read_line(&mut line).await.unwrap() > 0 {
        if line.starts_with("data:") {
            let mut rows = Vec::new();
            get(sandbox, "/_sandbox/rows").await.read_to_end(&mut rows).await.unwrap();
            assert!(rows.starts_with(b"HTTP/1.1 200"));
        }
        line.clear();
    }
}

async fn get(sandbox: SocketAddr, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(sandbox).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: {sandbox}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}
