//! Tech Data's side of the wire: the ten transactions of its XML servlet.
//!
//! Submissions are read, checked and explained by the declarations of `techdata-xml`, and answers are written by them.
//! What no source tells is our choice here; where a choice shows on the wire, it is said at its place.

mod answer;
mod availability;
mod confirmation;
mod inspect;
mod invoices;
mod items;
mod magic;
mod orders;
mod packing;
mod placing;
mod price_list;
mod prices;
mod quotes;
mod secrets;
mod seed;
mod service;
mod ship_via;
mod status;
mod submission;

use axum::Router;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use crate::store::Migration;
use crate::supplier::{Context, Mount, Mounting, Supplier};
use service::Servlet;

#[doc = include_str!("techdata/magic.md")]
#[derive(Debug)]
pub struct Techdata {
    password: SecretString,
}

impl Techdata {
    /// The EC logon id, made up for the sandbox: six digits, as those that were seen.
    pub const USERNAME: &'static str = "740913";

    /// Its password unless another is chosen, made up too.
    pub const PASSWORD: &'static str = "sandbox-techdata-password-not-for-business";

    /// Where the servlet is, as at Tech Data: one path for all transactions, over TLS and in the clear.
    pub const PATH: &'static str = "/xmlservlet";

    /// An id, of a message or a line, that is answered with another one.
    pub const NOT_ECHOED: &'static str = "NOT-ECHOED";

    /// An id, of a message or a line, that the answer leaves out; a Price List has an empty header then.
    pub const NOT_REPEATED: &'static str = "NOT-REPEATED";

    /// How PO numbers begin whose order is placed and answered with both a number and an error.
    pub const CONTRADICTED: &'static str = "PO-CONTRADICTED";

    /// How PO numbers begin whose order is placed and answered with neither a number nor an error.
    pub const UNNUMBERED: &'static str = "PO-UNNUMBERED";

    /// With another password, of a test's own.
    #[must_use]
    pub fn password(mut self, password: impl Into<SecretString>) -> Self {
        self.password = password.into();
        self
    }
}

impl Default for Techdata {
    fn default() -> Self {
        Self { password: Self::PASSWORD.into() }
    }
}

impl Supplier for Techdata {
    fn name(&self) -> &'static str {
        "techdata"
    }

    fn migrations(&self) -> Vec<Migration> {
        seed::migrations()
    }

    fn mount(self: Box<Self>, context: Context) -> Mounting {
        Box::pin(async move {
            seed::plant(&context.store).await?;
            let inspector = inspect::Inspector(context.store.clone());
            let router = Router::new()
                .fallback(service::answer)
                .with_state(Servlet { context, password: self.password.clone() });
            let ready =
                json!({ "username": Self::USERNAME, "password": self.password.expose_secret(), "path": Self::PATH });
            // Tech Data's own test host speaks plain http.
            Ok(Mount::new(router.clone())
                .plain_http(router)
                .at(Self::PATH)
                .at(format!("{}/", Self::PATH))
                .ready(ready)
                .inspect(inspector)
                .secret(self.password)
                .find_secrets(|_, body| secrets::find(body)))
        })
    }
}
