//! Whom the tests ask, and as whom.
#![allow(dead_code, unused_imports, reason = "each test binary uses its part")]

#[cfg(feature = "client")]
mod served;

use fcb2b_client::chrono::{DateTime, Utc};
use fcb2b_client::{Producer, ServiceUrl, SigningKey, SigningProfile};

#[cfg(feature = "client")]
pub(crate) use self::served::*;

pub(crate) const SECRET: &str = "fcb2b-example-secret-0001";

pub(crate) fn now() -> DateTime<Utc> {
    "2024-12-21T07:53:23.186983Z".parse().unwrap()
}

pub(crate) fn key() -> SigningKey {
    SigningKey::new("EXAMPLEKEY1", SECRET.into()).unwrap()
}

pub(crate) fn producer(profile: &str) -> Producer {
    Producer::new(SigningProfile::named(profile).unwrap(), key()).client_identifier("100059")
}

pub(crate) fn url(text: &str) -> ServiceUrl {
    text.parse().unwrap()
}
