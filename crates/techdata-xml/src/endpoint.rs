//! Where and as whom: addresses, credentials and the quirks of the wire.

use secrecy::SecretString;

/// Tech Data's two hosts, as five independent groups of clients have used them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Environment {
    /// For business.
    Production,
    /// For tests: **plain http**, so that the password can be read on its way. It must be allowed by name, for example with
    /// `Environment::Test.plain_http()`; use a password that is worth nothing elsewhere.
    Test,
}

impl Environment {
    /// The address of the service: one for all transactions, which the root element tells apart.
    #[must_use]
    pub fn url(self) -> &'static str {
        match self {
            Self::Production => "https://tdxml.techdata.com/xmlservlet",
            Self::Test => "http://tdxml.cstenet.com/xmlservlet",
        }
    }

    /// The policy that the host needs: plain http to the test host and to no other.
    ///
    /// ```no_run
    /// use b2b_http::ReqwestTransport;
    /// use techdata_xml::{Client, Endpoint, Environment};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let endpoint = Endpoint::new(Environment::Test, "100001", "a password worth nothing");
    /// let policy = b2b_http::Client::builder(ReqwestTransport::new()?).plain_http(Environment::Test.plain_http());
    /// let client = Client::with(endpoint, policy.build());
    /// # Ok(()) }
    /// ```
    #[cfg(feature = "client")]
    #[must_use]
    pub fn plain_http(self) -> b2b_http::PlainHttp {
        match self {
            Self::Production => b2b_http::PlainHttp::Never,
            Self::Test => b2b_http::PlainHttp::AllowHost("tdxml.cstenet.com".to_owned()),
        }
    }
}

/// The service, and the account to use it with.
///
/// User name and password go nowhere but into the header of each submission, and are shown nowhere.
#[derive(Clone, Debug)]
pub struct Endpoint {
    pub(crate) url: String,
    pub(crate) user_name: SecretString,
    pub(crate) password: SecretString,
    pub(crate) wire: Wire,
}

impl Endpoint {
    /// One of Tech Data's hosts. The EC logon id and its password are those that the reseller's administrator assigned.
    #[must_use]
    pub fn new(
        environment: Environment,
        user_name: impl Into<SecretString>,
        password: impl Into<SecretString>,
    ) -> Self {
        Self::at(environment.url(), user_name, password)
    }

    /// Another address, for example a sandbox.
    #[must_use]
    pub fn at(url: impl Into<String>, user_name: impl Into<SecretString>, password: impl Into<SecretString>) -> Self {
        Self { url: url.into(), user_name: user_name.into(), password: password.into(), wire: Wire::default() }
    }

    /// How documents are written and read.
    #[must_use]
    pub fn wire(mut self, wire: Wire) -> Self {
        self.wire = wire;
        self
    }

    /// The address of the service.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// How documents are written and read. The default is what most clients do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wire {
    /// The XML declaration.
    pub declaration: XmlDeclaration,
    /// The document type declaration.
    pub doctype: DoctypeLine,
    /// Bare ampersands in answers.
    pub ampersands: Ampersands,
}

impl Wire {
    /// With an XML declaration.
    #[must_use]
    pub fn declaration(mut self, declaration: XmlDeclaration) -> Self {
        self.declaration = declaration;
        self
    }

    /// With a document type declaration.
    #[must_use]
    pub fn doctype(mut self, doctype: DoctypeLine) -> Self {
        self.doctype = doctype;
        self
    }

    /// With another rule for bare ampersands.
    #[must_use]
    pub fn ampersands(mut self, ampersands: Ampersands) -> Self {
        self.ampersands = ampersands;
        self
    }
}

/// Whether submissions begin with `<?xml version="1.0" encoding="utf-8"?>`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum XmlDeclaration {
    /// They do not, as most submissions seen.
    #[default]
    Omit,
    /// They do.
    Send,
}

/// Whether submissions name their document type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum DoctypeLine {
    /// They do not.
    #[default]
    Omit,
    /// They do: `<!DOCTYPE XML_Order_Submit SYSTEM "XML_Order_Submit.dtd">`.
    Send,
}

/// What becomes of an answer with an ampersand that begins no reference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ampersands {
    /// It is unreadable, as every other document that is not well-formed.
    #[default]
    Refuse,
    /// Such ampersands are taken for themselves. The manual warns of special characters; whether answers ever have them
    /// is not known.
    Repair,
}
