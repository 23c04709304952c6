//! A sandbox without ports, and ways to look at it.

use b2b_sandbox::{Clock, Fcb2b, InProcess, Options, Sandbox, Scheme, Techdata, Westcon};
use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use http::{Method, Request, Response, StatusCode, header::HOST};
use http_body_util::BodyExt;
use serde_json::Value;
use sha2::Sha256;

pub(crate) const NOW: &str = "2025-01-02T03:04:05Z";
pub(crate) const SITE: &str = "127.0.0.1:8443";

/// The parameters of a stock check with much in it that must be encoded, as they are signed.
pub(crate) const QUERY: &str = "ClientIdentifier=100059&SupplierItemSKU=VV%201701%2F%28x%29\
     &TimeStamp=2025-01-02T03%3A04%3A05.000000&apiKey=SANDBOXFCB2BKEY1";

pub(crate) struct World(pub(crate) InProcess);

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(Options { clock: Clock::Fixed(NOW.parse().unwrap()), seed: Some(1), ..Options::default() }).await
    }

    pub(crate) async fn with(options: Options) -> Self {
        let builder = Sandbox::builder().options(options).supplier(Westcon::default());
        Self(builder.supplier(Fcb2b::new()).supplier(Techdata::default()).in_process().await.unwrap())
    }

    pub(crate) async fn send(&self, request: Request<Bytes>) -> Response<Bytes> {
        let answer = self.0.answer(request, Scheme::Https).await.unwrap();
        let (head, body) = answer.into_parts();
        Response::from_parts(head, body.collect().await.unwrap().to_bytes())
    }

    /// The body of a page, which has to be there.
    pub(crate) async fn page(&self, path: &str) -> String {
        let (status, page) = self.get(path).await;
        assert_eq!(status, StatusCode::OK, "{path}: {page}");
        page
    }

    pub(crate) async fn get(&self, path: &str) -> (StatusCode, String) {
        text(self.send(Request::get(path).header(HOST, SITE).body(Bytes::new()).unwrap()).await)
    }

    /// Sends a form with these fields.
    pub(crate) async fn post(&self, path: &str, form: String) -> (StatusCode, String) {
        let request = Request::post(path).header(HOST, SITE);
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(form.into()).unwrap();
        let answer = self.send(request).await;
        let location = answer.headers().get("location").map(|it| it.to_str().unwrap().to_owned());
        let (status, text) = text(answer);
        (status, location.unwrap_or(text))
    }

    /// What the pages' forms send along.
    pub(crate) async fn token(&self) -> String {
        let page = self.page("/_sandbox/").await;
        let (_, rest) = page.split_once("name=\"token\" value=\"").unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    }

    /// Asks for something with a GET.
    pub(crate) async fn ask(&self, target: &str) -> StatusCode {
        self.ask_at(Method::GET, SITE, target).await
    }

    pub(crate) async fn ask_at(&self, method: Method, host: &str, target: &str) -> StatusCode {
        let request = Request::builder().method(method).uri(target).header(HOST, host).body(Bytes::new()).unwrap();
        self.send(request).await.status()
    }

    /// Posts a document.
    pub(crate) async fn submit(&self, path: &str, content_type: &str, body: impl Into<Bytes>) -> (StatusCode, String) {
        let request = Request::post(path).header(HOST, SITE).header("content-type", content_type);
        text(self.send(request.body(body.into()).unwrap()).await)
    }

    /// The newest exchange as the JSON has it.
    pub(crate) async fn newest(&self) -> Value {
        let all: Vec<Value> = serde_json::from_str(&self.page("/_sandbox/exchanges?limit=1").await).unwrap();
        all.into_iter().next().unwrap()
    }

    /// The page of the newest exchange.
    pub(crate) async fn newest_page(&self) -> String {
        let id = &self.newest().await["id"];
        self.page(&format!("/_sandbox/exchanges/{id}")).await
    }

    /// Asks for stock as one does who is right.
    pub(crate) async fn stock_check(&self, sku: &str) -> StatusCode {
        let query = format!(
            "ClientIdentifier=100059&SupplierItemSKU={sku}&TimeStamp=2025-01-02T03%3A04%3A05.000000&apiKey=SANDBOXFCB2BKEY1"
        );
        let signature = hex(&mac(Fcb2b::SECRET, &lines("/stockcheck", &query)));
        self.ask(&format!("/stockcheck?{query}&signature={signature}")).await
    }
}

fn text(answer: Response<Bytes>) -> (StatusCode, String) {
    (answer.status(), String::from_utf8(answer.into_body().to_vec()).unwrap())
}

/// The string to sign of somebody who is right.
pub(crate) fn lines(path: &str, query: &str) -> String {
    format!("GET\n{SITE}\n{path}\n{query}")
}

pub(crate) fn mac(secret: &str, text: &str) -> Vec<u8> {
    Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap().chain_update(text).finalize().into_bytes().to_vec()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
