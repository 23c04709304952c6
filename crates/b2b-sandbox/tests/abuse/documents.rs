//! Documents that are cheap to send and dear to read.

use b2b_sandbox::Limits;

use crate::support::Abused;

const MIB: usize = 1024 * 1024;

/// Where XML is read.
const ROUTES: [&str; 3] = ["/xmlservlet", "/B2B/OrderStatus/v2/OrderStatus.svc", "/wsse/digest/OrderStatus.svc"];

/// An envelope is looked into only if it is one.
fn wrapped(route: &str, inner: &str) -> Vec<u8> {
    let soap = "http://schemas.xmlsoap.org/soap/envelope/";
    match route {
        "/xmlservlet" => format!("<XML_Order_Submit>{inner}</XML_Order_Submit>"),
        _ => format!("<s:Envelope xmlns:s=\"{soap}\"><s:Body>{inner}</s:Body></s:Envelope>"),
    }
    .into_bytes()
}

async fn check(inner: &str) {
    let abused = Abused::with(Limits::default()).await;
    for route in ROUTES {
        let document = wrapped(route, inner);
        let (answered, ()) = tokio::join!(abused.post(route, document), abused.serves_others());
        // A SOAP fault over HTTP is a 500 by SOAP 1.1, section 6.2, and no failure.
        assert!(answered < 500 || route != "/xmlservlet", "{route}: {answered}");
        abused.serves_others().await;
    }
    let peak_of_a_document = 12 * inner.len();
    abused.survives(peak_of_a_document.min(64 * MIB));
}

#[tokio::test]
async fn deep_documents() {
    check(&"<a>".repeat(1_000_000)).await;
}

#[tokio::test]
async fn a_million_attributes() {
    let attributes: String = (0..500_000).map(|at| format!(" a{at}='1'")).collect();
    check(&format!("<a{attributes}/>")).await;
}

#[tokio::test]
async fn a_million_namespaces() {
    let declarations: String = (0..200_000).map(|at| format!(" xmlns:a{at}='urn:{at}'")).collect();
    check(&format!("<a{declarations}/>")).await;
}

#[tokio::test]
async fn a_million_unknown_elements() {
    check(&"<a/>".repeat(1_000_000)).await;
}

#[tokio::test]
async fn one_text_of_eight_megabytes() {
    check(&format!("<a>{}</a>", "x&amp;".repeat(1_300_000))).await;
}

#[tokio::test]
async fn entity_bombs() {
    let abused = Abused::with(Limits::default()).await;
    let bomb = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY l 'lol'><!ENTITY m '&l;&l;&l;&l;&l;&l;&l;&l;&l;&l;'>\
                <!ENTITY n '&m;&m;&m;&m;&m;&m;&m;&m;&m;&m;'>]><a>&n;</a>";
    let outside = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>";
    for route in ROUTES {
        for document in [bomb, outside] {
            let answered = abused.post(route, document.as_bytes().to_vec()).await;
            assert!(answered < 500 || route != "/xmlservlet", "{route}: {answered}");
            abused.serves_others().await;
        }
    }
    let shown: String = abused.sandbox.exchanges().iter().map(|exchange| exchange.response_body.clone()).collect();
    assert!(!shown.contains("lollol") && !shown.contains("root:"), "{shown}");
    abused.survives(0);
}
