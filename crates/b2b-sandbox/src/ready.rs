//! The line that says a sandbox is ready, and everything a client needs to use it.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Where a sandbox listens, what to trust and which credentials to use. [`Display`](fmt::Display) writes it as one line
/// of JSON, with the suppliers' parts under their names.
///
/// The line holds the sandbox's credentials, and is meant to; its `Debug` does not.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReadyLine {
    /// `https://127.0.0.1:PORT`, without a slash at the end.
    pub url: String,
    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub http_url: String,
    /// The file with the certificate to trust, in PEM.
    pub ca: String,
    /// The address of the inspector. It is in the clear: it stays on this machine, and a browser would not trust the
    /// sandbox's certificate.
    pub inspector: String,
    /// What each supplier has to say, by its name.
    #[serde(flatten)]
    pub suppliers: BTreeMap<String, Value>,
}

impl fmt::Display for ReadyLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for ReadyLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadyLine")
            .field("url", &self.url)
            .field("http_url", &self.http_url)
            .field("ca", &self.ca)
            .field("inspector", &self.inspector)
            .field("suppliers", &self.suppliers.keys())
            .finish()
    }
}
