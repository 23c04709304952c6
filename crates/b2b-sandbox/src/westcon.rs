//! Westcon's side of the wire: `GetOrderStatus` as a WCF service would answer it.
//!
//! What the guide and WCF leave open is our choice here: which error an unknown order gets, that nonces and creation times
//! are checked wherever they are sent, and that the service's local time is four hours behind UTC, as in the guide's sample.

mod faults;
mod inspect;
mod orders;
mod question;
mod secrets;
mod service;
mod wsdl;

use axum::Router;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use crate::store::Migration;
use crate::supplier::{Context, Mount, Mounting, Supplier};
use service::{Door, Service};

/// A Westcon with its own account and orders.
///
/// It has two doors to one service: [`PATH`](Self::PATH) is strict as WCF is and takes clear passwords only,
/// [`DIGEST_PATH`](Self::DIGEST_PATH) takes digests as well, for clients of other services.
///
/// | order | answers with |
/// |---|---|
/// | 704571, customer order 897879 | the answer printed in Westcon's guide |
/// | 704572, customer order PO-2001 | two lines, two parcels, a purchase at the vendor |
/// | 704573, customer order PO-2001 | serial numbers and MAC addresses |
/// | 704574 | nil wherever nil can be |
/// | 704575 | an error of its own beside its data |
/// | 704576 | a return order |
/// | 704577 | odd forms: unlisted codes, a compact date, a quantity that is none |
/// | 704580 | 5,000 lines |
/// | 704599 | a system error of the whole call |
/// | 7100 and a code of the guide's table, such as 710031 | an order with that status |
/// | any other | an order with an error that says it is unknown |
#[derive(Debug)]
pub struct Westcon {
    key: SecretString,
}

impl Westcon {
    /// The account: the one the guide's sample is for.
    pub const ACCOUNT: &'static str = "1001065";

    /// Its authentication key unless another is chosen, made up for the sandbox.
    pub const KEY: &'static str = "sandbox-westcon-key-not-for-business";

    /// Where the service is, as at Westcon.
    pub const PATH: &'static str = "/B2B/OrderStatus/v2/OrderStatus.svc";

    /// The same service for clients that send password digests.
    pub const DIGEST_PATH: &'static str = "/wsse/digest/OrderStatus.svc";

    /// With another authentication key, of a test's own.
    #[must_use]
    pub fn key(mut self, key: impl Into<SecretString>) -> Self {
        self.key = key.into();
        self
    }
}

impl Default for Westcon {
    fn default() -> Self {
        Self { key: Self::KEY.into() }
    }
}

impl Supplier for Westcon {
    fn name(&self) -> &'static str {
        "westcon"
    }

    fn migrations(&self) -> Vec<Migration> {
        orders::migrations()
    }

    fn mount(self: Box<Self>, context: Context) -> Mounting {
        Box::pin(async move {
            orders::plant(&context.store).await?;
            let inspector = inspect::Inspector(context.store.clone());
            let router = Router::new().fallback(service::answer).with_state(Service::new(context, self.key.clone()));
            let ready = json!({
                "account": Self::ACCOUNT,
                "key": self.key.expose_secret(),
                "path": Self::PATH,
                "digest_path": Self::DIGEST_PATH,
            });
            Ok(Mount::new(router)
                .at(Door::Westcon.path())
                .at(Door::Digest.path())
                .ready(ready)
                .inspect(inspector)
                .secret(self.key)
                .find_secrets(|parts, body| secrets::find(&parts.headers, body)))
        })
    }
}
