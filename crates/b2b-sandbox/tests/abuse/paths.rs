//! Targets that mean one thing to a router and another to somebody else.

use b2b_sandbox::Limits;

use crate::support::Abused;

#[tokio::test]
async fn none_of_them_leads_anywhere() {
    let abused = Abused::with(Limits::default()).await;
    let long = format!("/{}", "a/".repeat(15_000));
    for target in [
        "/%2e%2e/%2e%2e/etc/passwd",
        "/services/../_sandbox/exchanges",
        "/services/%2e%2e/_sandbox/fault",
        "//services",
        "/services/",
        "/services//",
        "/_sandbox//exchanges",
        "//_sandbox/exchanges",
        "/services%00",
        "/%00",
        "/services;jsessionid=1",
        "/serv%69ces",
        "/\\services",
        "/services%2f",
        &long,
    ] {
        let answered = abused.raw(format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).await;
        assert_eq!(answered, 404, "{target}");
        abused.serves_others().await;
    }
    abused.is_unharmed(0);
}

#[tokio::test]
async fn what_is_no_target_is_refused() {
    let abused = Abused::with(Limits::default()).await;
    for request in [
        "GET /ser\0vices HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET services HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET  HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /services HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "GET /services HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST /xmlservlet HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ] {
        let answered = abused.raw(request.as_bytes()).await;
        assert!((400..500).contains(&answered), "{request:?}: {answered}");
        abused.serves_others().await;
    }
    for request in [
        "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "CONNECT supplier.example:443 HTTP/1.1\r\nHost: supplier.example:443\r\n\r\n",
        "TRACE /services HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ] {
        let answered = abused.raw(request.as_bytes()).await;
        assert!((400..500).contains(&answered), "{request:?}: {answered}");
    }
    abused.is_unharmed(0);
}

/// The absolute form is the origin's own target (RFC 9112, section 3.2.2), whatever host it names: nothing is forwarded.
#[tokio::test]
async fn the_absolute_form_is_answered_here() {
    let abused = Abused::with(Limits::default()).await;
    let own = abused.stock_check(b2b_sandbox::Fcb2b::DEFAULT_PROFILE);
    let host = abused.sandbox.addr();
    let request = format!("GET {own} HTTP/1.1\r\nHost: {host}\r\n\r\n");
    assert_eq!(abused.raw(request.as_bytes()).await, 200);
    let elsewhere = "GET https://supplier.example/_sandbox/exchanges HTTP/1.1\r\nHost: supplier.example\r\n\r\n";
    assert_eq!(abused.raw(elsewhere.as_bytes()).await, 403);
    abused.is_unharmed(0);
}
