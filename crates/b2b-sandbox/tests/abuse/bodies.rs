//! Bodies that take memory and give nothing back.

use b2b_sandbox::Limits;
use tokio::io::AsyncWriteExt as _;

use crate::support::{Abused, status};

const MIB: usize = 1024 * 1024;

#[tokio::test]
async fn half_sent_bodies_share_a_bound() {
    let limits = Limits { max_bodies_bytes: 16 * MIB, ..Limits::default() };
    let abused = Abused::with(limits).await;
    let mut hoarders = Vec::new();
    for _ in 0..40 {
        let mut hoarder = abused.connect().await;
        let head = format!("POST /xmlservlet HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\r\n", 4 * MIB + 1);
        hoarder.write_all(head.as_bytes()).await.unwrap();
        // A hoarder that had to leave for another may find out while it writes.
        let _ = hoarder.write_all(&vec![b'x'; 4 * MIB]).await;
        hoarders.push(hoarder);
        let refused = abused.post("/xmlservlet", b"<Small/>".to_vec()).await;
        assert!(refused < 500, "{refused}");
    }
    abused.serves_others().await;
    // A buffer that grows is there twice for a moment, and the newest hoarder has its own copy.
    abused.is_unharmed(16 * MIB + 16 * MIB + 8 * MIB);
}

#[tokio::test]
async fn parts_of_a_single_byte() {
    let abused = Abused::with(Limits::default()).await;
    let mut sender = abused.connect().await;
    let head = "POST /xmlservlet HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    sender.write_all(head.as_bytes()).await.unwrap();
    let parts = b"1\r\nx\r\n".repeat(10_000);
    for _ in 0..50 {
        sender.write_all(&parts).await.unwrap();
    }
    abused.serves_others().await;
    sender.write_all(b"0\r\n\r\n").await.unwrap();
    let answered = status(&mut sender).await;
    assert!(answered < 500, "{answered}");
    abused.is_unharmed(0);
}

#[tokio::test]
async fn more_than_a_body_may_have() {
    let abused = Abused::with(Limits::default()).await;
    let mut sender = abused.connect().await;
    let head = format!("POST /xmlservlet HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\r\n", 20 * MIB);
    sender.write_all(head.as_bytes()).await.unwrap();
    for _ in 0..20 {
        sender.write_all(&vec![b'x'; MIB]).await.unwrap();
        abused.serves_others().await;
    }
    assert_eq!(status(&mut sender).await, 413);
    abused.is_unharmed(16 * MIB);
}
