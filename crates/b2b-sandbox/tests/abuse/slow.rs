//! Slowloris: requests that never get done.

use std::time::Duration;

use b2b_sandbox::Limits;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{Abused, status};

const FOREVER: Duration = Duration::from_secs(3600);

/// Few places and no patience, but with all the time there is for those who leave room.
fn crowded() -> Limits {
    Limits {
        max_connections: 8,
        crowded_timeout: Duration::ZERO,
        header_timeout: FOREVER,
        request_timeout: FOREVER,
        ..Limits::default()
    }
}

#[tokio::test]
async fn who_dribbles_headers_makes_room_for_others() {
    check(b"GET /stockcheck HTTP/1.1\r\nHost: localhost\r\nX-Slow: 1").await;
}

#[tokio::test]
async fn who_dribbles_a_body_makes_room_for_others() {
    check(b"POST /xmlservlet HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n<Xml").await;
}

#[tokio::test]
async fn who_says_nothing_after_the_handshake_makes_room_for_others() {
    check(b"").await;
}

/// Who asks for a delay waits at their own cost.
#[tokio::test]
async fn who_asks_for_a_delay_makes_room_for_others() {
    check(b"GET /services HTTP/1.1\r\nHost: localhost\r\nX-Sandbox-Fault: delay=10m\r\n\r\n").await;
}

/// Three times as many dribblers as there are places, each a byte further every time an ordinary client has been served.
async fn check(beginning: &[u8]) {
    let abused = Abused::with(crowded()).await;
    let mut dribblers = Vec::new();
    for _ in 0..24 {
        let mut dribbler = abused.connect().await;
        dribbler.write_all(beginning).await.unwrap();
        dribblers.push(dribbler);
    }
    for _ in 0..5 {
        abused.serves_others().await;
        for dribbler in &mut dribblers {
            // Those who had to leave cannot go on.
            let _ = dribbler.write_all(b"x").await;
        }
    }
    abused.is_unharmed(0);
}

#[tokio::test]
async fn time_runs_out_for_headers_bodies_and_handshakes() {
    let short = Duration::from_millis(50);
    let limits = Limits { header_timeout: short, request_timeout: short, ..Limits::default() };
    let abused = Abused::with(limits).await;
    let mut handshake = TcpStream::connect(abused.sandbox.addr()).await.unwrap();
    handshake.write_all(&[0x16, 0x03]).await.unwrap();
    assert_eq!(handshake.read_to_end(&mut Vec::new()).await.unwrap(), 0);

    let mut body = abused.connect().await;
    body.write_all(b"POST /xmlservlet HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n<Xml").await.unwrap();
    assert_eq!(status(&mut body).await, 408);

    let mut headers = TcpStream::connect(abused.sandbox.http_addr()).await.unwrap();
    headers.write_all(b"GET /xmlservlet HTTP/1.1\r\nHost: lo").await.unwrap();
    let ended = headers.read_to_end(&mut Vec::new()).await;
    assert!(ended.is_err() || ended.is_ok_and(|length| length == 0));
    abused.is_unharmed(0);
}
