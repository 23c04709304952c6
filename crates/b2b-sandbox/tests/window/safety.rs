//! What the pages never do.

use b2b_sandbox::{Fcb2b, Techdata, Westcon};
use bytes::Bytes;
use http::{Request, header};

use crate::support::{SITE, World};

const HOSTILE: &str = "<script>alert(1)</script>";

#[tokio::test]
async fn every_page_is_sealed() {
    let world = World::new().await;
    world.ask("/nowhere").await;
    for path in [
        "/_sandbox/",
        "/_sandbox/rows",
        "/_sandbox/exchanges/1",
        "/_sandbox/exchanges/99",
        "/_sandbox/state",
        "/_sandbox/faults",
        "/_sandbox/events",
        "/_sandbox/assets/window.js",
        "/_sandbox/exchanges",
        "/_sandbox/nowhere",
    ] {
        let request = Request::get(path).header(header::HOST, SITE).body(Bytes::new()).unwrap();
        let answer = world.0.answer(request, b2b_sandbox::Scheme::Https).await.unwrap();
        let policy = answer.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{path}");
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(answer.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{path}");
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store", "{path}");
    }
}

#[tokio::test]
async fn pages_hold_no_script_and_no_style_of_their_own() {
    let world = World::new().await;
    world.ask("/stockcheck?x=y").await;
    for path in ["/_sandbox/", "/_sandbox/exchanges/1", "/_sandbox/state", "/_sandbox/faults"] {
        let page = world.page(path).await;
        assert_eq!(page.matches("<script").count(), 1, "{path}");
        assert!(page.contains("<script src=\"/_sandbox/assets/window.js\" defer></script>"), "{path}");
        for banned in ["<style", " style=", " onclick=", " onload=", "javascript:", "http://", "https://"] {
            let page = page.replace("https://127.0.0.1:", "").replace("http://127.0.0.1:", "");
            assert!(!page.contains(banned), "{banned} in {path}: {page}");
        }
    }
}

#[tokio::test]
async fn whatever_is_sent_is_text() {
    let world = World::new().await;
    let encoded = "%3Cscript%3Ealert(1)%3C%2Fscript%3E";
    world.ask(&format!("/stockcheck?ClientIdentifier={encoded}&SupplierItemSKU={encoded}&{encoded}=1")).await;
    world.ask(&format!("/{encoded}")).await;
    let request = Request::get("/stockcheck").header(header::HOST, SITE).header("x-note", HOSTILE).body(Bytes::new());
    world.send(request.unwrap()).await;
    for body in [
        HOSTILE,
        "<XML_Order_Submit><Header><PONbr><![CDATA[<script>alert(1)</script>]]></PONbr></Header></XML_Order_Submit>",
    ] {
        world.submit(Techdata::PATH, "text/xml", body).await;
    }
    world.submit(Westcon::PATH, HOSTILE, HOSTILE).await;
    let mut pages =
        vec![format!("/_sandbox/?q={encoded}&supplier={encoded}&outcome={encoded}"), "/_sandbox/".to_owned()];
    pages.extend((1..=6).map(|id| format!("/_sandbox/exchanges/{id}")));
    for path in pages {
        let page = world.page(&path).await;
        assert_eq!(page.matches("<script").count(), 1, "{path}: {page}");
        assert!(!page.contains("<SCRIPT"), "{path}");
    }
    let (_, problem) = world.post("/_sandbox/faults", format!("token={}&switch={encoded}", world.token().await)).await;
    assert!(problem.contains("&lt;script&gt;") && !problem.contains(HOSTILE), "{problem}");
}

#[tokio::test]
async fn no_page_tells_a_secret() {
    let world = World::new().await;
    world.stock_check("VV01701002").await;
    world.ask(&format!("/stockcheck?apiKey=SANDBOXFCB2BKEY1&TimeStamp={0}&signature={0}", Fcb2b::SECRET)).await;
    world.ask(&format!("/xmlservlet?p={}", Techdata::PASSWORD)).await;
    world.submit(Techdata::PATH, "text/xml", format!("<a><Password>{}</Password></a>", Techdata::PASSWORD)).await;
    world.submit(Westcon::PATH, "text/xml", format!("<a><Password>{}</Password>", Westcon::KEY)).await;
    let mut pages = vec!["/_sandbox/".to_owned(), "/_sandbox/state".to_owned(), "/_sandbox/faults".to_owned()];
    pages.extend((1..=5).map(|id| format!("/_sandbox/exchanges/{id}")));
    for path in pages {
        let page = world.page(&path).await;
        for secret in [Fcb2b::SECRET, Fcb2b::STOCK_ONLY_SECRET, Techdata::PASSWORD, Westcon::KEY] {
            assert!(!page.contains(secret), "{path}: {page}");
        }
    }
}

/// What a client chooses freely: a method, and the text of a fault switch.
#[tokio::test]
async fn no_method_and_no_switch_tells_a_secret() {
    let world = World::new().await;
    let odd = |method: &str, switch: String| {
        let request = Request::builder().method(method).uri("/stockcheck").header(header::HOST, SITE);
        world.send(request.header("x-sandbox-fault", switch).body(Bytes::new()).unwrap())
    };
    odd(Fcb2b::SECRET, "after=9".to_owned()).await;
    odd("GET", format!("status=503;id={}", Fcb2b::SECRET)).await;
    assert_eq!(world.0.exchanges().len(), 2);
    // A list first: nothing has been looked at by then.
    for path in
        ["/_sandbox/rows", "/_sandbox/", "/_sandbox/exchanges", "/_sandbox/exchanges/1", "/_sandbox/exchanges/2"]
    {
        let page = world.page(path).await;
        assert!(!page.contains(Fcb2b::SECRET), "{path}: {page}");
        assert!(page.contains("‹redacted›"), "{path}: {page}");
    }
}

#[tokio::test]
async fn scripts_of_other_sites_change_nothing() {
    let world = World::new().await;
    world.ask("/nowhere").await;
    let change = async |method: &str, path: &str, origin: &str| {
        let request = Request::builder().method(method).uri(path).header(header::HOST, SITE);
        let request = request.header(header::ORIGIN, origin).body(Bytes::from_static(b"status=503")).unwrap();
        world.send(request).await.status().as_u16()
    };
    let changes = [("DELETE", "/_sandbox/exchanges"), ("PUT", "/_sandbox/fault"), ("DELETE", "/_sandbox/fault")];
    for (method, path) in changes {
        for origin in ["https://evil.example", "null"] {
            assert_eq!(change(method, path, origin).await, 403, "{method} {path} {origin}");
        }
    }
    assert_eq!(world.0.exchanges().len(), 1);
    assert_eq!(world.stock_check("VV01701002").await, 200);
    for (method, path) in changes {
        assert_eq!(change(method, path, &format!("https://{SITE}")).await, 204, "{method} {path}");
    }
}

#[tokio::test]
async fn other_sites_get_nothing() {
    let world = World::new().await;
    for path in ["/_sandbox/", "/_sandbox/rows", "/_sandbox/events", "/_sandbox/exchanges/1", "/_sandbox/state"] {
        for (name, value) in [(header::HOST, "rebound.example"), (header::ORIGIN, "https://evil.example")] {
            let mut request = Request::get(path).header(header::HOST, SITE).body(Bytes::new()).unwrap();
            request.headers_mut().insert(name, value.parse().unwrap());
            assert_eq!(world.send(request).await.status(), 403, "{path} {value}");
        }
    }
}
