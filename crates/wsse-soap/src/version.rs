//! The two versions of SOAP and how each goes over HTTP.

use std::fmt;

use b2b_xml::Name;

use crate::ns;

/// A version of SOAP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SoapVersion {
    /// SOAP 1.1 (W3C Note of May 2000): `text/xml` and a `SOAPAction` header.
    Soap11,
    /// SOAP 1.2 (W3C Recommendation): `application/soap+xml` with an `action` parameter.
    #[default]
    Soap12,
}

impl SoapVersion {
    /// The version whose envelope has this namespace.
    #[must_use]
    pub fn of_namespace(uri: &str) -> Option<Self> {
        match uri {
            ns::SOAP11 => Some(Self::Soap11),
            ns::SOAP12 => Some(Self::Soap12),
            _ => None,
        }
    }

    /// The namespace of the envelope.
    #[must_use]
    pub const fn namespace(self) -> &'static str {
        match self {
            Self::Soap11 => ns::SOAP11,
            Self::Soap12 => ns::SOAP12,
        }
    }

    /// The media type without parameters.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Soap11 => "text/xml",
            Self::Soap12 => "application/soap+xml",
        }
    }

    /// The value of the `Content-Type` header.
    ///
    /// SOAP 1.2 carries the action here (SOAP 1.2 Part 2, appendix A); SOAP 1.1 does not, see
    /// [`soap_action`](Self::soap_action). Characters that no URI has are percent-encoded, so that an action can
    /// never end the header; that is our choice.
    ///
    /// ```
    /// use wsse_soap::SoapVersion;
    ///
    /// assert_eq!(
    ///     SoapVersion::Soap12.content_type(Some("urn:a")),
    ///     r#"application/soap+xml; charset=utf-8; action="urn:a""#,
    /// );
    /// assert_eq!(SoapVersion::Soap11.content_type(Some("urn:a")), "text/xml; charset=utf-8");
    /// ```
    #[must_use]
    pub fn content_type(self, action: Option<&str>) -> String {
        let mut header = format!("{}; charset=utf-8", self.media_type());
        if let (Self::Soap12, Some(action)) = (self, action) {
            header.push_str("; action=");
            header.push_str(&quoted(action));
        }
        header
    }

    /// The value of the `SOAPAction` header, in quotes; `None` for SOAP 1.2, which has none.
    ///
    /// SOAP 1.1 demands the header (section 6.1.1); without an action it is `""`.
    #[must_use]
    pub fn soap_action(self, action: Option<&str>) -> Option<String> {
        match self {
            Self::Soap11 => Some(quoted(action.unwrap_or_default())),
            Self::Soap12 => None,
        }
    }

    /// The role of whoever comes next, which every node plays (SOAP 1.1 section 4.2.2, SOAP 1.2 Part 1 section 2.2).
    #[must_use]
    pub const fn next_role(self) -> &'static str {
        match self {
            Self::Soap11 => "http://schemas.xmlsoap.org/soap/actor/next",
            Self::Soap12 => "http://www.w3.org/2003/05/soap-envelope/role/next",
        }
    }

    /// Whether a header block with this `actor` or `role` is meant for the ultimate receiver.
    ///
    /// "Next" is understood in the words of either version: node-soap writes those of SOAP 1.1 in SOAP 1.2 as well.
    #[must_use]
    pub fn is_for_us(self, role: Option<&str>) -> bool {
        match role.map(str::trim) {
            None | Some("") => true,
            Some(role) => {
                role == self.next_role()
                    || role == self.other().next_role()
                    || (self == Self::Soap12 && role == "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver")
            }
        }
    }

    /// A name in the envelope's namespace.
    pub(crate) const fn name(self, local: &'static str) -> Name {
        Name::new(self.namespace(), local)
    }

    /// The attribute that names whom a header block is for.
    pub(crate) const fn role_attribute(self) -> &'static str {
        match self {
            Self::Soap11 => "actor",
            Self::Soap12 => "role",
        }
    }

    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Soap11 => Self::Soap12,
            Self::Soap12 => Self::Soap11,
        }
    }
}

impl fmt::Display for SoapVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Soap11 => "SOAP 1.1",
            Self::Soap12 => "SOAP 1.2",
        })
    }
}

/// A URI in quotes, safe in a header.
fn quoted(uri: &str) -> String {
    let mut out = String::with_capacity(uri.len() + 2);
    out.push('"');
    for byte in uri.bytes() {
        match byte {
            b'"' | b'\\' | 0..=0x20 | 0x7F.. => out.push_str(&format!("%{byte:02X}")),
            _ => out.push(char::from(byte)),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(version: SoapVersion, action: Option<&str>, content_type: &str, soap_action: Option<&str>) {
        assert_eq!(version.content_type(action), content_type);
        assert_eq!(version.soap_action(action).as_deref(), soap_action);
    }

    #[test]
    fn http_headers() {
        check(SoapVersion::Soap11, Some("urn:a"), "text/xml; charset=utf-8", Some("\"urn:a\""));
        check(SoapVersion::Soap11, None, "text/xml; charset=utf-8", Some("\"\""));
        check(SoapVersion::Soap12, None, "application/soap+xml; charset=utf-8", None);
        check(SoapVersion::Soap12, Some("urn:a"), "application/soap+xml; charset=utf-8; action=\"urn:a\"", None);
    }

    #[test]
    fn an_action_cannot_end_its_header() {
        assert_eq!(quoted("a\"\r\nX: b\\é"), "\"a%22%0D%0AX:%20b%5C%C3%A9\"");
    }

    #[test]
    fn roles() {
        for version in [SoapVersion::Soap11, SoapVersion::Soap12] {
            assert!(
                version.is_for_us(None) && version.is_for_us(Some("")) && version.is_for_us(Some(version.next_role()))
            );
            assert!(version.is_for_us(Some(version.other().next_role())));
            assert!(!version.is_for_us(Some("urn:cache")));
        }
        assert!(SoapVersion::Soap12.is_for_us(Some("http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver")));
    }
}
