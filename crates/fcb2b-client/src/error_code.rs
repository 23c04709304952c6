//! The codes of errors.

use b2b_xml::open_code;

open_code! {
    /// The code of an error; others are kept as they come.
    ///
    /// The first three are known. The rest are our choice, for what our sandbox refuses: fcB2B's own names are not public,
    /// and two of the known three read as if they were modelled on those of Amazon S3, from whose table (error responses of
    /// the S3 API) these are.
    pub enum ErrorCode {
        /// The request came over http and not over https. In the guide.
        InvalidTransport = "InvalidTransport",
        /// The producer does not have the item. In the guide.
        SkuNotFound = "SKUNotFound",
        /// There is not enough stock for a reservation. In the guide, with status 409.
        OperationAborted = "OperationAborted",
        /// The key is not known. Our choice.
        InvalidAccessKeyId = "InvalidAccessKeyId",
        /// The signature is another one. Our choice.
        SignatureDoesNotMatch = "SignatureDoesNotMatch",
        /// The clocks differ by too much. Our choice.
        RequestTimeTooSkewed = "RequestTimeTooSkewed",
        /// The key has no permission for the service. Our choice.
        AccessDenied = "AccessDenied",
        /// A parameter is missing or wrong. Our choice.
        InvalidArgument = "InvalidArgument",
        /// The service is not asked by this method. Our choice.
        MethodNotAllowed = "MethodNotAllowed",
        /// The producer has too many requests. Our choice.
        SlowDown = "SlowDown",
        /// The producer cannot answer at the moment. Our choice.
        ServiceUnavailable = "ServiceUnavailable",
        /// The producer took too long. Our choice.
        RequestTimeout = "RequestTimeout",
        /// The producer has failed. Our choice.
        InternalError = "InternalError",
    }
}

impl ErrorCode {
    /// Whether it says that the producer failed, and not that it refused: what it did before is not known then.
    pub(crate) fn is_breakdown(&self) -> bool {
        matches!(self, Self::InternalError | Self::ServiceUnavailable | Self::RequestTimeout)
    }

    /// Whether it leaves open what the producer did before: a breakdown, also by names that others use for one. Our choice.
    pub(crate) fn is_doubtful(&self) -> bool {
        const WHOLE: &[&str] = &[
            "serviceunavailable",
            "temporarilyunavailable",
            "unavailable",
            "servererror",
            "systemerror",
            "unexpectederror",
            "unknownerror",
            "server",
            "receiver",
        ];
        let code = self.as_str();
        // `s:Server`, as SOAP has it.
        let local = code.rsplit(':').next().unwrap_or(code);
        let plain: String = local.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        self.is_breakdown()
            || WHOLE.contains(&plain.as_str())
            || plain.starts_with("internal")
            || plain.contains("timeout")
            || plain.contains("timedout")
    }

    /// Whether it says by itself, whatever the status, that the producer refused and did nothing.
    #[cfg(feature = "client")]
    pub(crate) fn is_refusal(&self) -> bool {
        const OURS: &[&str] = &["InvalidClientIdentifier", "MissingParameter", "PriceMismatch"];
        match self {
            Self::Other(code) => OURS.contains(&code.as_str()),
            _ => !self.is_doubtful(),
        }
    }

    /// Whether every request of the same key and clock will be refused alike.
    #[cfg(feature = "client")]
    pub(crate) fn is_about_key(&self) -> bool {
        matches!(
            self,
            Self::InvalidTransport
                | Self::InvalidAccessKeyId
                | Self::SignatureDoesNotMatch
                | Self::RequestTimeTooSkewed
                | Self::AccessDenied
        )
    }

    /// What to do about it, in one sentence.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::InvalidTransport => {
                "Ask at the https address; if it is one, a proxy on the way may have removed TLS."
            }
            Self::SkuNotFound => {
                "Use the item's number as the producer's price catalog (832) writes it; it may also be out of stock."
            }
            Self::OperationAborted => "Ask what is available and reserve less, or from another lot or place.",
            Self::InvalidAccessKeyId => "Check the key's identifier, and that it is of this producer.",
            Self::SignatureDoesNotMatch => {
                "Check the secret and the signing profile; its explanation shows the string that was signed."
            }
            Self::RequestTimeTooSkewed => "Set this machine's clock, or the producer's clock offset.",
            Self::AccessDenied => "Have the producer permit this service for the key, and check the ClientIdentifier.",
            Self::InvalidArgument => "Correct the parameter that the message names.",
            Self::MethodNotAllowed => "Ask by GET: producers take their parameters from the query only.",
            Self::SlowDown => "Wait, and lower the rate limit of the account.",
            Self::ServiceUnavailable | Self::RequestTimeout | Self::InternalError => {
                "Try again later; if it persists, tell the producer."
            }
            Self::Other(_) => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_code_says_what_to_do() {
        for code in ErrorCode::KNOWN {
            assert!(code.hint().is_some_and(|hint| hint.ends_with('.')), "{}", code.as_str());
        }
        assert_eq!(ErrorCode::from("ZZ9").hint(), None);
    }
}
