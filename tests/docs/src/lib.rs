//! The book under `docs/`, tested: its Rust is run by `cargo test --doc`, with what stands here; the tests beside this look at
//! its other blocks, its links and the messages that it quotes. Consoles and configurations are gone through by the tests of
//! `b2b-cli`.
#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "this is for tests")]

use std::error::Error;

use b2b_desk::{Config, Sources};
use b2b_http::ReqwestTransport;
use b2b_sandbox::{Fcb2b, Sandbox, Techdata, Westcon};
use fcb2b_client::{Directory, Producer, SigningKey, SigningProfile};

/// What a test ends with.
pub type Ended = Result<(), Box<dyn Error>>;

/// Runs a test against a sandbox of its own, over TLS.
pub fn with_sandbox(test: impl AsyncFnOnce(&Sandbox) -> Ended) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let builder =
            Sandbox::builder().supplier(Westcon::default()).supplier(Fcb2b::new()).supplier(Techdata::default());
        let sandbox = builder.start().await.unwrap();
        test(&sandbox).await.unwrap();
        sandbox.shutdown().await;
    });
}

/// A transport that trusts the sandbox.
#[must_use]
pub fn transport(sandbox: &Sandbox) -> ReqwestTransport {
    ReqwestTransport::builder().extra_roots_pem(std::fs::read(sandbox.ca_path()).unwrap()).build().unwrap()
}

/// A client that trusts the sandbox.
#[must_use]
pub fn http_client(sandbox: &Sandbox) -> b2b_http::Client<ReqwestTransport> {
    b2b_http::Client::new(transport(sandbox))
}

/// A client of the sandbox's fcB2B producer.
#[must_use]
pub fn producer(sandbox: &Sandbox) -> fcb2b_client::Client {
    let key = SigningKey::new(Fcb2b::API_KEY, Fcb2b::SECRET.into()).unwrap();
    let profile = SigningProfile::named(Fcb2b::DEFAULT_PROFILE).unwrap();
    let producer = Producer::new(profile, key).client_identifier(Fcb2b::CLIENT_IDENTIFIER);
    let discovery = format!("{}{}", sandbox.url(), Fcb2b::SERVICES_PATH);
    fcb2b_client::Client::with(producer, Directory::discovered(discovery.parse().unwrap()), http_client(sandbox))
}

/// A client of the sandbox's Tech Data.
#[must_use]
pub fn techdata(sandbox: &Sandbox) -> techdata_xml::Client {
    let url = format!("{}{}", sandbox.url(), Techdata::PATH);
    let endpoint = techdata_xml::Endpoint::at(url, Techdata::USERNAME, Techdata::PASSWORD);
    techdata_xml::Client::with(endpoint, http_client(sandbox))
}

/// A configuration of two of the sandbox's suppliers.
///
/// # Errors
///
/// If the configuration cannot be used.
pub fn config(sandbox: &Sandbox) -> Result<Config, b2b_desk::ConfigError> {
    let (url, ca) = (sandbox.url(), sandbox.ca_path().display().to_string());
    let set = [
        ("techdata.url", format!("{url}{}", Techdata::PATH)),
        ("techdata.username", Techdata::USERNAME.to_owned()),
        ("techdata.ca", ca.clone()),
        ("fcb2b.services", format!("{url}{}", Fcb2b::SERVICES_PATH)),
        ("fcb2b.profile", Fcb2b::DEFAULT_PROFILE.to_owned()),
        ("fcb2b.api_key", Fcb2b::API_KEY.to_owned()),
        ("fcb2b.client_identifier", Fcb2b::CLIENT_IDENTIFIER.to_owned()),
        ("fcb2b.ca", ca),
    ];
    let secrets = [("B2B_TECHDATA_PASSWORD", Techdata::PASSWORD), ("B2B_FCB2B_SECRET", Fcb2b::SECRET)];
    set.into_iter().fold(Sources::new().environment(secrets), |sources, (key, value)| sources.set(key, value)).load()
}

/// The pages with Rust on them.
#[cfg(doctest)]
mod pages {
    macro_rules! pages {
        ($($name:ident: $path:literal,)*) => {
            $( #[doc = include_str!(concat!("../../../docs/", $path))] mod $name {} )*
        };
    }

    pages! {
        readme: "../README.md",
        westcon: "start/westcon.md",
        techdata: "start/techdata.md",
        fcb2b: "start/fcb2b.md",
        bulk_stock: "recipes/bulk-stock.md",
        unknown_outcome: "recipes/unknown-outcome.md",
        signing_profile: "recipes/signing-profile.md",
        http_client: "recipes/http-client.md",
    }
}
