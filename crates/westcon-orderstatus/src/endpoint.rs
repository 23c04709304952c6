//! Where and as whom: addresses, credentials and the quirks of the wire.

use b2b_xml::chrono::TimeDelta;
use secrecy::SecretString;

/// Westcon's two environments, with the addresses of table 3.0 of the guide.
///
/// Section 4.1.1 of the guide calls the production host "QA"; table 3.0 is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Environment {
    /// For tests.
    Qa,
    /// For business.
    Production,
}

impl Environment {
    /// The address of the service.
    #[must_use]
    pub fn url(self) -> &'static str {
        match self {
            Self::Qa => "https://webservicetest.westcon.com/B2B/OrderStatus/v2/OrderStatus.svc",
            Self::Production => "https://webservices.westcon.com/b2b/OrderStatus/v2/OrderStatus.svc",
        }
    }
}

/// A service, and the account to ask it with.
#[derive(Clone, Debug)]
pub struct Endpoint {
    pub(crate) url: String,
    pub(crate) account: String,
    pub(crate) user_name: String,
    pub(crate) key: SecretString,
    pub(crate) wire: Wire,
    pub(crate) clock_offset: TimeDelta,
}

impl Endpoint {
    /// One of Westcon's environments. The account number and the 36-character authentication key are those of the
    /// Subscriber's Details Document (table 5.1 of the guide).
    #[must_use]
    pub fn new(environment: Environment, account: impl Into<String>, key: impl Into<SecretString>) -> Self {
        Self::at(environment.url(), account, key)
    }

    /// Another address, for example a sandbox.
    #[must_use]
    pub fn at(url: impl Into<String>, account: impl Into<String>, key: impl Into<SecretString>) -> Self {
        let account = account.into();
        Self {
            url: url.into(),
            user_name: account.clone(),
            account,
            key: key.into(),
            wire: Wire::default(),
            clock_offset: TimeDelta::zero(),
        }
    }

    /// Another user name than the account number. The guide forbids it (chapter 4), and such a request is refused before
    /// it is sent; the member exists so that configurations which carry both are checked.
    #[must_use]
    pub fn user_name(mut self, user_name: impl Into<String>) -> Self {
        self.user_name = user_name.into();
        self
    }

    /// How the request is written.
    #[must_use]
    pub fn wire(mut self, wire: Wire) -> Self {
        self.wire = wire;
        self
    }

    /// Added to the local clock for everything that is sent and checked: for a machine whose clock cannot be set right.
    #[must_use]
    pub fn clock_offset(mut self, offset: TimeDelta) -> Self {
        self.clock_offset = offset;
        self
    }

    /// The address of the service.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The account.
    #[must_use]
    pub fn account(&self) -> &str {
        &self.account
    }
}

/// How a request is written. The default is what WCF's `wsHttpBinding` with `TransportWithMessageCredential` means, the
/// binding that chapter 4.1.2 of the guide prescribes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wire {
    /// The envelope and its content type.
    pub soap: Soap,
    /// WS-Addressing headers.
    pub addressing: Addressing,
    /// The Timestamp in the security header.
    pub timestamp: Timestamp,
    /// Nonce and Created in the token.
    pub token: Token,
    /// HTTP Basic authentication beside the token.
    pub basic: Basic,
    /// The metadata block of the request.
    pub metadata: MetadataBlock,
    /// The order of members.
    pub members: MemberOrder,
}

impl Default for Wire {
    fn default() -> Self {
        Self::WCF
    }
}

impl Wire {
    /// As WCF: SOAP 1.2, all WS-Addressing headers, a Timestamp, a bare password.
    pub const WCF: Self = Self {
        soap: Soap::Soap12,
        addressing: Addressing::Full,
        timestamp: Timestamp::Send,
        token: Token::Bare,
        basic: Basic::Omit,
        metadata: MetadataBlock::Omit,
        members: MemberOrder::DataContract,
    };

    /// As chapter 4.2 of the guide tells other clients: SOAP 1.1 as `text/xml`, HTTP Basic, a token with nonce and time.
    ///
    /// Whether the service has an endpoint for it is not known; a `wsHttpBinding` answers it with status 415.
    pub const GUIDE: Self = Self {
        soap: Soap::Soap11,
        addressing: Addressing::Omit,
        timestamp: Timestamp::Omit,
        token: Token::NonceAndCreated,
        basic: Basic::Send,
        metadata: MetadataBlock::Omit,
        members: MemberOrder::DataContract,
    };

    /// As the one public client of the service: SOAP 1.2 with a plain content type, a token with nonce and time, the
    /// action and nothing else of WS-Addressing, and the metadata block.
    pub const LEAN: Self = Self {
        soap: Soap::Soap12Plain,
        addressing: Addressing::ActionOnly,
        timestamp: Timestamp::Omit,
        token: Token::NonceAndCreated,
        basic: Basic::Omit,
        metadata: MetadataBlock::Send,
        members: MemberOrder::DataContract,
    };
}

/// The envelope and its content type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Soap {
    /// SOAP 1.1, `text/xml; charset=utf-8` and a `SOAPAction` header.
    Soap11,
    /// SOAP 1.2, `application/soap+xml; charset=utf-8; action="…"`.
    Soap12,
    /// SOAP 1.2, `application/soap+xml` without parameters.
    Soap12Plain,
}

/// WS-Addressing headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Addressing {
    /// Action, MessageID, ReplyTo and To; the answer's `RelatesTo` must name the MessageID.
    Full,
    /// The same without To, for a service behind a proxy that knows itself by another address.
    WithoutTo,
    /// Only Action.
    ActionOnly,
    /// None.
    Omit,
}

/// The Timestamp in the security header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Timestamp {
    /// Valid for five minutes, WCF's default.
    Send,
    /// None.
    Omit,
}

/// Nonce and Created in the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Token {
    /// Neither, as WCF.
    Bare,
    /// Both, as the guide's SoapUI settings.
    NonceAndCreated,
}

/// HTTP Basic authentication beside the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Basic {
    /// An `Authorization` header with account and key.
    Send,
    /// None.
    Omit,
}

/// The metadata block of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MetadataBlock {
    /// As the known client sends it.
    Send,
    /// As in the guide's sample.
    Omit,
}

/// Where `ReturnSerialNumberAndMACAddress` stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MemberOrder {
    /// After `Orders`: the alphabetical order in which a `DataContractSerializer` reads. Inferred; no sample shows it.
    DataContract,
    /// Before `Orders`, as table 3.1 of the guide lists it.
    GuideTable,
}
