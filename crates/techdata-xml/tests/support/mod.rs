//! What tests share: an endpoint, fixed attempts, and one exchange without a network.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses its part")]

use b2b_http::{Attempt, Operation, Received, Refused, Rejected};
use bytes::Bytes;
use http::Response;
use techdata_xml::chrono::{DateTime, Utc};
use techdata_xml::{Answer, Call, Endpoint, Environment, Transaction};

pub const USER: &str = "100001";
pub const PASSWORD: &str = "a-made-up-passw0rd-&-more";

pub fn now() -> DateTime<Utc> {
    "2012-07-09T12:00:00Z".parse().unwrap()
}

pub fn endpoint() -> Endpoint {
    Endpoint::new(Environment::Production, USER, PASSWORD)
}

pub fn attempt() -> Attempt {
    let mut random = [0x11; 32];
    random[16..].fill(0xAB);
    Attempt::new(1, now(), random)
}

/// The TransControlID of [`attempt`].
pub const CONTROL_ID: &str = "11111111-1111-4111-9111-111111111111";

pub fn written<T: Transaction>(submission: T) -> String {
    let (request, _) = Call::new(endpoint(), submission).request(&attempt()).unwrap();
    String::from_utf8(request.into_body().to_vec()).unwrap()
}

pub fn refusal<T: Transaction>(submission: T) -> Refused {
    Call::new(endpoint(), submission).request(&attempt()).unwrap_err()
}

pub fn response(status: u16, body: impl Into<Bytes>) -> Response<Bytes> {
    Response::builder().status(status).body(body.into()).unwrap()
}

/// Sends a submission and reads this answer.
pub fn exchange<T: Transaction>(submission: T, status: u16, body: &str) -> Result<Answer<T::Response>, Rejected> {
    exchange_with(&Call::new(endpoint(), submission), status, body)
}

pub fn exchange_with<T: Transaction>(call: &Call<T>, status: u16, body: &str) -> Result<Answer<T::Response>, Rejected> {
    let (_, sent) = call.request(&attempt()).unwrap();
    call.response(&sent, Received::new(now(), response(status, body.to_owned())))
}

pub fn answer(case: &str) -> String {
    let path = format!("{}/tests/answers/{case}.xml", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}
