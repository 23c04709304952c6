//! A flooring producer's side of the wire: the fifteen fcB2B services of Ethervision's guide.
//!
//! **Known**: names and required parameters of the services (the guide); the documents of discovery, stock check, inventory
//! inquiry and related items (recorded answers of Buckwold); three error codes and the status of one of them; habits of
//! Engineered Floors. **Our choice**, since nothing is public: what discovery says of services that Buckwold does not have; the
//! documents of all other services, which are those of `fcb2b-client`; all other codes and statuses; the window of 15 minutes; that a `GlobalIdentifier` works once; that an unknown
//! key and a wrong signature have two codes, as at Amazon S3 (a sandbox whose keys are public tells nothing by that); which key
//! may ask what; how conditions, minimum and maximum are read.
//!
//! Parameters that a service does not have are let pass, as the guide's own examples need; bodies are ignored. What the items,
//! orders and codes are stands in `fcb2b/tables.md`.

mod amount;
mod catalogs;
mod discovery;
mod gate;
mod inspect;
mod items;
mod orders;
mod pick;
mod prices;
mod refused;
mod related;
mod reserves;
mod secrets;
mod seed;
mod service;
mod snippets;
mod solutions;
mod stock;

use std::sync::Arc;

use axum::Router;
use fcb2b_client::{ServiceName, SigningProfile};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use crate::store::Migration;
use crate::supplier::{Context, Mount, Mounting, Supplier};
use gate::Gate;
use service::Producer;

/// A flooring producer with its own items, orders and reserves.
///
/// Each service is at its name, in whatever case: `/stockcheck`, `/StockCheck`. Discovery writes some addresses in the one
/// way and some in the other.
///
#[doc = include_str!("fcb2b/tables.md")]
#[derive(Debug)]
pub struct Fcb2b {
    profile: SigningProfile,
    profile_name: String,
    secret: SecretString,
}

impl Fcb2b {
    /// A key that may ask everything.
    pub const API_KEY: &'static str = "SANDBOXFCB2BKEY1";

    /// Its secret unless another is chosen, made up for the sandbox.
    pub const SECRET: &'static str = "sandbox-fcb2b-secret-not-for-business";

    /// A key that may ask for stock only: `AccessDenied` for everything else.
    pub const STOCK_ONLY_KEY: &'static str = "SANDBOXFCB2BKEY2";

    /// Its secret.
    pub const STOCK_ONLY_SECRET: &'static str = "sandbox-fcb2b-stock-secret-not-for-business";

    /// The key of those who have none. It may ask what discovery says that it may, without a client, and is signed like others.
    pub const ANONYMOUS_KEY: &'static str = "anonymous";

    /// Its secret.
    pub const ANONYMOUS_SECRET: &'static str = "sandbox-fcb2b-anonymous-secret";

    /// The client of most of the guide's examples.
    pub const CLIENT_IDENTIFIER: &'static str = "100059";

    /// The client of the others.
    pub const OTHER_CLIENT_IDENTIFIER: &'static str = "cl0000002";

    /// Where the services are listed.
    pub const SERVICES_PATH: &'static str = "/services";

    /// The name of the profile by which requests are checked unless another is chosen.
    pub const DEFAULT_PROFILE: &'static str = "ethervision-b1";

    /// A producer that checks signatures as [`DEFAULT_PROFILE`](Self::DEFAULT_PROFILE).
    #[must_use]
    pub fn new() -> Self {
        Self {
            profile: SigningProfile::ethervision(fcb2b_signing::EthervisionCandidate::B1),
            profile_name: Self::DEFAULT_PROFILE.to_owned(),
            secret: Self::SECRET.into(),
        }
    }

    /// With another profile, and the name under which the ready line tells it.
    ///
    /// ```
    /// use b2b_sandbox::Fcb2b;
    ///
    /// let producer = Fcb2b::new().profile("dancik".parse()?, "dancik");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn profile(mut self, profile: SigningProfile, name: impl Into<String>) -> Self {
        self.profile = profile;
        self.profile_name = name.into();
        self
    }

    /// With another secret of [`API_KEY`](Self::API_KEY), of a test's own.
    #[must_use]
    pub fn secret(mut self, secret: impl Into<SecretString>) -> Self {
        self.secret = secret.into();
        self
    }
}

impl Default for Fcb2b {
    fn default() -> Self {
        Self::new()
    }
}

impl Supplier for Fcb2b {
    fn name(&self) -> &'static str {
        "fcb2b"
    }

    fn migrations(&self) -> Vec<Migration> {
        seed::migrations()
    }

    fn mount(self: Box<Self>, context: Context) -> Mounting {
        Box::pin(async move {
            seed::plant(&context.store, context.clock.now()).await?;
            let ready = json!({
                "api_key": Self::API_KEY,
                "secret": self.secret.expose_secret(),
                "client_identifier": Self::CLIENT_IDENTIFIER,
                "profile": self.profile_name,
                "services": Self::SERVICES_PATH,
            });
            let signature_name = self.profile.signature_name().to_owned();
            let shelves = items::Shelves::of(&context.store).await?;
            let inspector = inspect::Inspector {
                context: context.clone(),
                shelves: shelves.clone(),
                profile: self.profile.clone(),
                profile_name: self.profile_name.clone(),
            };
            let gate = Arc::new(Gate::new(self.profile, self.profile_name, self.secret.clone())?);
            let producer = Producer { context, shelves, gate };
            let mount = Mount::new(Router::new().fallback(service::answer).with_state(producer.clone()))
                .plain_http(Router::new().fallback(service::answer_plainly).with_state(producer))
                .ready(ready)
                .inspect(inspector)
                .find_secrets(move |parts, body| {
                    // Bodies are ignored, so nobody knows where in one a secret would be.
                    let query = parts.uri.query().unwrap_or_default();
                    body.is_empty().then(|| secrets::in_query(query, &signature_name))
                });
            let secrets = [self.secret, Self::STOCK_ONLY_SECRET.into(), Self::ANONYMOUS_SECRET.into()];
            let mount = secrets.into_iter().fold(mount, Mount::secret);
            Ok(ServiceName::KNOWN.iter().map(service::path).fold(mount, Mount::at))
        })
    }
}
