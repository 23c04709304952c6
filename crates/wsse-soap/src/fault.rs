//! Faults: one type over the shapes of both versions.

pub(crate) mod code;
mod detail;
mod read;
mod write;

use std::fmt;

use b2b_xml::{EncodeError, ToXml};

use self::code::FaultCode;
pub use self::detail::Detail;
use self::detail::wrap;
use crate::ns;
use crate::qname::QName;
use crate::version::SoapVersion;

/// A SOAP fault (SOAP 1.1 section 4.4, SOAP 1.2 Part 1 section 5.4).
///
/// A fault is written by taking it for the body of an [`Envelope`](crate::Envelope): the shape follows the version. In
/// SOAP 1.1, which has no subcodes, the innermost subcode becomes the `faultcode`, as WCF and the WS-Addressing binding
/// have it.
///
/// ```
/// use wsse_soap::{Envelope, Fault, FaultCode, SoapVersion};
///
/// let fault = Fault::new(FaultCode::Sender, "No such order.");
/// assert_eq!(
///     Envelope::new(SoapVersion::Soap11, &fault).encode()?,
///     "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault>\
///      <faultcode>s:Client</faultcode><faultstring>No such order.</faultstring></s:Fault></s:Body></s:Envelope>",
/// );
/// # Ok::<(), b2b_xml::EncodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// The code: `Code/Value` or `faultcode`. What is no qualified name is kept whole, without namespace.
    pub code: QName,
    /// The subcodes, outermost first. None in SOAP 1.1.
    pub subcodes: Vec<QName>,
    /// What went wrong, in one or more languages.
    pub reasons: Vec<Reason>,
    /// The node that failed. None in SOAP 1.1.
    pub node: Option<String>,
    /// The role it played, in SOAP 1.1 the `faultactor`.
    pub role: Option<String>,
    /// What the application says about it.
    pub detail: Option<Detail>,
}

/// The reason of a fault in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reason {
    /// The `xml:lang`; empty if there is none.
    pub lang: String,
    /// The text.
    pub text: String,
}

/// Which HTTP status a fault is sent with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FaultStatus {
    /// 500 for every fault, as WCF does and the SOAP 1.1 binding says (section 6.2).
    #[default]
    Always500,
    /// In SOAP 1.2 400 for what the sender did wrong (SOAP 1.2 Part 2, table 20); otherwise 500.
    ByCode,
}

impl Fault {
    /// A fault with a reason in English.
    ///
    /// A code that SOAP does not define, such as [`FaultCode::InvalidSecurity`], becomes the subcode of the code that it
    /// belongs under.
    #[must_use]
    pub fn new(code: FaultCode, reason: impl Into<String>) -> Self {
        let base = code.base();
        let subcodes = match code {
            FaultCode::Other(name) => vec![name],
            code if code == base => Vec::new(),
            code => vec![code.qname(SoapVersion::Soap12)],
        };
        let code = base.qname(SoapVersion::Soap12);
        let reasons = vec![Reason { lang: "en".to_owned(), text: reason.into() }];
        Self { code, subcodes, reasons, node: None, role: None, detail: None }
    }

    /// With one more subcode inside the others.
    #[must_use]
    pub fn subcode(mut self, name: QName) -> Self {
        self.subcodes.push(name);
        self
    }

    /// With the reason in one more language.
    #[must_use]
    pub fn reason_in(mut self, lang: impl Into<String>, text: impl Into<String>) -> Self {
        self.reasons.push(Reason { lang: lang.into(), text: text.into() });
        self
    }

    /// With the node that failed.
    #[must_use]
    pub fn node(mut self, node: impl Into<String>) -> Self {
        self.node = Some(node.into());
        self
    }

    /// With the role it played.
    #[must_use]
    pub fn role(mut self, role: impl Into<String>) -> Self {
        self.role = Some(role.into());
        self
    }

    /// With one more detail entry.
    ///
    /// # Errors
    ///
    /// If the entry breaks its declaration.
    pub fn detail<T: ToXml>(mut self, entry: &T) -> Result<Self, EncodeError> {
        self.detail = Some(wrap(self.detail.as_ref(), entry)?);
        Ok(self)
    }

    /// The codes from the outermost to the innermost, as far as they are known.
    pub fn codes(&self) -> impl DoubleEndedIterator<Item = FaultCode> {
        std::iter::once(&self.code).chain(&self.subcodes).map(FaultCode::of)
    }

    /// The code that says most: the innermost one that is known, or the outermost if none is.
    #[must_use]
    pub fn kind(&self) -> FaultCode {
        let known = self.codes().rev().find(|code| !matches!(code, FaultCode::Other(_)));
        known.unwrap_or_else(|| FaultCode::of(&self.code))
    }

    /// Whether one of the codes is this one.
    #[must_use]
    pub fn is(&self, code: &FaultCode) -> bool {
        self.codes().any(|own| own == *code)
    }

    /// The reason in English, or else in the first language there is; empty if there is none.
    #[must_use]
    pub fn reason(&self) -> &str {
        let english = |reason: &&Reason| reason.lang == "en" || reason.lang.starts_with("en-");
        let best = self.reasons.iter().find(english).or_else(|| self.reasons.first());
        best.map_or("", |reason| reason.text.as_str())
    }

    /// What to do about it, for the codes that are known.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        self.kind().hint()
    }

    /// The WS-Addressing action to send it with: WCF's own for the codes of its dispatcher, that of addressing faults
    /// for the codes of WS-Addressing, and that of SOAP faults for all others (WS-Addressing SOAP Binding, section 6).
    #[must_use]
    pub fn action(&self) -> &'static str {
        let has = |ns: &str| std::iter::once(&self.code).chain(&self.subcodes).any(|name| name.ns == ns);
        if has(ns::WCF_DISPATCHER) {
            ns::WCF_FAULT
        } else if has(ns::WSA) {
            ns::ADDRESSING_FAULT
        } else {
            ns::SOAP_FAULT
        }
    }

    /// The HTTP status to send it with.
    #[must_use]
    pub fn http_status(&self, version: SoapVersion, status: FaultStatus) -> u16 {
        let sender = FaultCode::of(&self.code).base() == FaultCode::Sender;
        if status == FaultStatus::ByCode && version == SoapVersion::Soap12 && sender { 400 } else { 500 }
    }
}

impl fmt::Display for Fault {
    /// `InvalidSecurity: An error occurred when verifying security for the message.`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let innermost = self.subcodes.last().unwrap_or(&self.code);
        match (innermost.local.is_empty(), self.reason()) {
            (true, "") => f.write_str("a fault without code and reason"),
            (true, reason) => f.write_str(reason),
            (false, "") => f.write_str(&innermost.local),
            (false, reason) => write!(f, "{}: {reason}", innermost.local),
        }
    }
}

impl std::error::Error for Fault {}
