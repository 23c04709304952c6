//! A sandbox, and the configuration of a desk that asks it.
#![allow(dead_code, reason = "each test takes what it needs")]

use b2b_desk::{Config, Sources};
use b2b_sandbox::{Fcb2b, Sandbox, Techdata, Westcon};

/// What a supplier wants to be told in secret.
#[derive(Clone)]
pub(crate) struct Secrets {
    pub(crate) westcon: String,
    pub(crate) fcb2b: String,
    pub(crate) username: String,
    pub(crate) techdata: String,
}

impl Secrets {
    /// Those that the sandbox takes.
    pub(crate) fn right() -> Self {
        Self {
            westcon: Westcon::KEY.to_owned(),
            fcb2b: Fcb2b::SECRET.to_owned(),
            username: Techdata::USERNAME.to_owned(),
            techdata: Techdata::PASSWORD.to_owned(),
        }
    }
}

pub(crate) async fn sandbox() -> Sandbox {
    let builder = Sandbox::builder().supplier(Westcon::default()).supplier(Fcb2b::new());
    builder.supplier(Techdata::default()).start().await.unwrap()
}

/// All three suppliers, by the names of their protocols.
pub(crate) fn sources(sandbox: &Sandbox, secrets: &Secrets) -> Sources {
    at(sandbox.url(), secrets).set_all("ca", &sandbox.ca_path().display().to_string())
}

/// All three suppliers at some address.
pub(crate) fn at(url: &str, secrets: &Secrets) -> Sources {
    Sources::new()
        .set("westcon.url", format!("{url}{}", Westcon::PATH))
        .set("westcon.account", Westcon::ACCOUNT)
        .set("fcb2b.services", format!("{url}{}", Fcb2b::SERVICES_PATH))
        .set("fcb2b.profile", Fcb2b::DEFAULT_PROFILE)
        .set("fcb2b.api_key", Fcb2b::API_KEY)
        .set("fcb2b.client_identifier", Fcb2b::CLIENT_IDENTIFIER)
        .set("techdata.url", format!("{url}{}", Techdata::PATH))
        .set("techdata.username", &secrets.username)
        .set("techdata.order_type", "BS")
        .environment([
            ("B2B_WESTCON_KEY", &secrets.westcon),
            ("B2B_FCB2B_SECRET", &secrets.fcb2b),
            ("B2B_TECHDATA_PASSWORD", &secrets.techdata),
        ])
}

pub(crate) trait SetAll {
    /// Sets a key of every supplier.
    fn set_all(self, key: &str, value: &str) -> Self;
}

impl SetAll for Sources {
    fn set_all(self, key: &str, value: &str) -> Self {
        ["westcon", "fcb2b", "techdata"].iter().fold(self, |sources, name| sources.set(format!("{name}.{key}"), value))
    }
}

/// A producer of another name, as another customer of the same sandbox.
pub(crate) fn second_producer(sandbox: &Sandbox) -> Config {
    Sources::new()
        .set("loom.protocol", "fcb2b")
        .set("loom.services", format!("{}{}", sandbox.url(), Fcb2b::SERVICES_PATH))
        .set("loom.profile", Fcb2b::DEFAULT_PROFILE)
        .set("loom.api_key", Fcb2b::STOCK_ONLY_KEY)
        .set("loom.client_identifier", Fcb2b::CLIENT_IDENTIFIER)
        .set("loom.ca", sandbox.ca_path().display().to_string())
        .environment([("B2B_LOOM_SECRET", Fcb2b::STOCK_ONLY_SECRET)])
        .load()
        .unwrap()
}
