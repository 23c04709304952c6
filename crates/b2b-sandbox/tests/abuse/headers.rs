//! Heads of requests that are too much of everything.

use b2b_sandbox::Limits;

use crate::support::Abused;

async fn check(request: &[u8], expected: u16) {
    let abused = Abused::with(Limits::default()).await;
    for _ in 0..10 {
        assert_eq!(abused.raw(request).await, expected);
        abused.serves_others().await;
    }
    abused.is_unharmed(10 * request.len());
}

#[tokio::test]
async fn a_huge_header() {
    check(format!("GET /stockcheck HTTP/1.1\r\nHost: localhost\r\nX-Huge: {}", "x".repeat(66_000)).as_bytes(), 431)
        .await;
}

#[tokio::test]
async fn more_headers_than_anyone_reads() {
    check(
        format!("GET /stockcheck HTTP/1.1\r\nHost: localhost\r\n{}\r\n", "X-Many: 1\r\n".repeat(5_000)).as_bytes(),
        431,
    )
    .await;
}

#[tokio::test]
async fn a_target_without_end() {
    check(format!("GET /{}", "stockcheck".repeat(6_600)).as_bytes(), 431).await;
}

#[tokio::test]
async fn a_switch_without_end() {
    let switch = format!("status=503;after=1;id={}", "x".repeat(50_000));
    let request = format!("GET /services HTTP/1.1\r\nHost: localhost\r\nX-Sandbox-Fault: {switch}\r\n\r\n");
    check(request.as_bytes(), 400).await;
}

#[tokio::test]
async fn garbage_instead_of_a_request() {
    check(&b"\x16\x03\x01 \xFF\xFE no HTTP\r\n\r\n".repeat(100), 400).await;
}

/// What is recorded comes from the abuser as well.
#[tokio::test]
async fn records_of_the_largest_requests() {
    let abused = Abused::with(Limits::default()).await;
    let padding = "x".repeat(30_000);
    let request = format!("GET /{padding}?{padding} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    for _ in 0..1_500 {
        assert_eq!(abused.raw(request.as_bytes()).await, 404);
    }
    abused.serves_others().await;
    let kept: usize = abused.sandbox.exchanges().iter().map(|exchange| exchange.path.len()).sum();
    assert!(kept < 32 * 1024 * 1024, "{kept}");
    // What is kept, and once more since it was shown just now.
    abused.is_unharmed(2 * 32 * 1024 * 1024);
}
