//! The codes of faults.

use crate::ns;
use crate::qname::QName;
use crate::version::SoapVersion;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $ns:expr, $local:literal, under $base:ident $(, $hint:literal)?;)*) => {
        /// A fault code that is known, or any other.
        ///
        /// Sources: SOAP 1.1 section 4.4.1, SOAP 1.2 Part 1 section 5.4.6, OASIS WSS SOAP Message Security 1.1 section 12,
        /// WS-Addressing SOAP Binding section 6, and WCF.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum FaultCode {
            $($(#[$doc])* $variant,)*
            /// A code of the service's own.
            Other(QName),
        }

        impl FaultCode {
            /// All codes that are known.
            pub const KNOWN: &[Self] = &[$(Self::$variant),*];

            /// The local name in SOAP 1.2, and the namespace; the empty one stands for that of SOAP.
            fn parts(&self) -> Option<(&'static str, &'static str)> {
                match self {
                    $(Self::$variant => Some(($ns, $local)),)*
                    Self::Other(_) => None,
                }
            }

            /// The code of SOAP 1.2 that this one is a subcode of; a code of SOAP itself is its own.
            ///
            /// What is not known counts as the sender's fault; that is our choice.
            #[must_use]
            pub fn base(&self) -> Self {
                match self {
                    $(Self::$variant => Self::$base,)*
                    Self::Other(_) => Self::Sender,
                }
            }

            /// What to do about it: one sentence. These are our words, from what is known of these services.
            #[must_use]
            pub fn hint(&self) -> Option<&'static str> {
                match self {
                    $($(Self::$variant => Some($hint),)?)*
                    _ => None,
                }
            }
        }
    };
}

codes! {
    /// The envelope is in a version that the receiver does not speak.
    VersionMismatch = "", "VersionMismatch", under VersionMismatch,
        "The service speaks the other SOAP version: switch between SOAP 1.1 and SOAP 1.2.";
    /// A header block that must be understood was not.
    MustUnderstand = "", "MustUnderstand", under MustUnderstand,
        "The service does not know one of the header blocks: leave out the security or addressing headers, or their mustUnderstand.";
    /// The sender's fault; `Client` in SOAP 1.1.
    Sender = "", "Sender", under Sender,
        "The request was refused: the reason says what about it.";
    /// The receiver's fault; `Server` in SOAP 1.1.
    Receiver = "", "Receiver", under Receiver,
        "The service failed: the same request may succeed later.";
    /// The data encoding is not supported. SOAP 1.2 only.
    DataEncodingUnknown = "", "DataEncodingUnknown", under DataEncodingUnknown;
    /// A token of a kind that is not supported.
    UnsupportedSecurityToken = ns::WSSE, "UnsupportedSecurityToken", under Sender,
        "The service wants another kind of token: check the password type and whether a nonce is expected.";
    /// A signature or encryption algorithm that is not supported.
    UnsupportedAlgorithm = ns::WSSE, "UnsupportedAlgorithm", under Sender,
        "The service does not support the algorithm that was used.";
    /// The security header could not be processed.
    InvalidSecurity = ns::WSSE, "InvalidSecurity", under Sender,
        "This is usually clock skew or credentials: compare the clocks, send a Timestamp, check the user name and password.";
    /// The token is not valid.
    InvalidSecurityToken = ns::WSSE, "InvalidSecurityToken", under Sender,
        "The token breaks a rule of the service: check Password/@Type, the nonce and Created.";
    /// The token could not be authenticated.
    FailedAuthentication = ns::WSSE, "FailedAuthentication", under Sender,
        "Check the user name and the password, and for a digest that the clear password goes into it.";
    /// A signature or decryption failed.
    FailedCheck = ns::WSSE, "FailedCheck", under Sender,
        "A signature did not verify: something changed the message on its way.";
    /// A referenced token could not be found.
    SecurityTokenUnavailable = ns::WSSE, "SecurityTokenUnavailable", under Sender,
        "The message refers to a token that is not in it.";
    /// The message is older than the receiver allows.
    MessageExpired = ns::WSSE, "MessageExpired", under Sender,
        "Compare the clocks: the message was too old, or too far in the future, when it was read.";
    /// WCF could not read the body.
    DeserializationFailed = ns::WCF_DISPATCHER, "DeserializationFailed", under Sender,
        "An element of the body has the wrong form: the reason names it. Check namespaces and the order of elements.";
    /// An exception in a WCF service.
    InternalServiceFault = ns::WCF_DISPATCHER, "InternalServiceFault", under Receiver,
        "The service failed inside: the same request may succeed later; otherwise ask the operator for the exception.";
    /// A WCF session was ended.
    SessionTerminated = ns::WCF_DISPATCHER, "SessionTerminated", under Sender,
        "Begin a new session.";
    /// An addressing header is not valid.
    InvalidAddressingHeader = ns::WSA, "InvalidAddressingHeader", under Sender,
        "An addressing header is missing, repeated or wrong: check Action, To and MessageID.";
    /// An addressing header holds an address that is none.
    InvalidAddress = ns::WSA, "InvalidAddress", under Sender,
        "Check the addresses in To and ReplyTo.";
    /// An endpoint reference is not valid.
    InvalidEpr = ns::WSA, "InvalidEPR", under Sender,
        "Check ReplyTo.";
    /// An addressing header stands there more often than allowed.
    InvalidCardinality = ns::WSA, "InvalidCardinality", under Sender,
        "Send each addressing header once.";
    /// An endpoint reference has no address.
    MissingAddressInEpr = ns::WSA, "MissingAddressInEPR", under Sender,
        "Give ReplyTo an Address.";
    /// The message id has been used before.
    DuplicateMessageId = ns::WSA, "DuplicateMessageID", under Sender,
        "Give each message a new MessageID.";
    /// The action of the HTTP header is not the one of the addressing header.
    ActionMismatch = ns::WSA, "ActionMismatch", under Sender,
        "Make SOAPAction, or the action parameter, equal to the Action header.";
    /// Replies go to the anonymous address only.
    OnlyAnonymousAddressSupported = ns::WSA, "OnlyAnonymousAddressSupported", under Sender,
        "Set ReplyTo to the anonymous address.";
    /// Replies do not go to the anonymous address.
    OnlyNonAnonymousAddressSupported = ns::WSA, "OnlyNonAnonymousAddressSupported", under Sender,
        "The service replies on another connection only.";
    /// An addressing header is missing.
    MessageAddressingHeaderRequired = ns::WSA, "MessageAddressingHeaderRequired", under Sender,
        "Send Action, and MessageID if a reply is expected.";
    /// Nobody listens at the address in `To`.
    DestinationUnreachable = ns::WSA, "DestinationUnreachable", under Sender,
        "Set To to the address that the service believes to have, or leave it out.";
    /// The service does not know the action.
    ActionNotSupported = ns::WSA, "ActionNotSupported", under Sender,
        "Check the action, the SOAP version and the address: the service has no such operation there.";
    /// The endpoint cannot process the message now.
    EndpointUnavailable = ns::WSA, "EndpointUnavailable", under Receiver,
        "The same request may succeed later.";
}

impl FaultCode {
    /// The code with this name.
    ///
    /// Both versions' names of the SOAP codes are known, without namespace too, since services write `Client` without
    /// prefix, and with a dotted tail (`Client.Authentication`, SOAP 1.1 section 4.4.1). `MessageExpired` is known in both
    /// WS-Security namespaces.
    #[must_use]
    pub fn of(name: &QName) -> Self {
        let soap = name.ns.is_empty() || SoapVersion::of_namespace(&name.ns).is_some();
        let head = name.local.split('.').next().unwrap_or_default();
        let found = Self::KNOWN.iter().find(|code| match code.parts() {
            Some(("", local)) => soap && (local == head || code.local_in_soap11() == head),
            Some((ns::WSSE, "MessageExpired")) if name.ns == ns::WSU => name.local == "MessageExpired",
            Some((uri, local)) => uri == name.ns && local == name.local,
            None => false,
        });
        found.cloned().unwrap_or_else(|| Self::Other(name.clone()))
    }

    /// Whether the same request may succeed later: `Receiver`, `InternalServiceFault` and `EndpointUnavailable`.
    ///
    /// This is our reading of the codes; no specification promises it, and none says that the request was not processed.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Receiver | Self::InternalServiceFault | Self::EndpointUnavailable)
    }

    /// The name in this version. SOAP 1.1 has no `DataEncodingUnknown`; it becomes `Client` there.
    #[must_use]
    pub fn qname(&self, version: SoapVersion) -> QName {
        match (self, self.parts()) {
            (Self::Other(name), _) => name.clone(),
            (_, Some(("", _))) if version == SoapVersion::Soap11 => QName::new(ns::SOAP11, self.local_in_soap11()),
            (_, Some(("", local))) => QName::new(ns::SOAP12, local),
            (_, Some((uri, local))) => QName::new(uri, local),
            (_, None) => QName::new("", ""),
        }
    }

    fn local_in_soap11(&self) -> &'static str {
        match self {
            Self::Sender | Self::DataEncodingUnknown => "Client",
            Self::Receiver => "Server",
            _ => self.parts().map_or("", |(_, local)| local),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_known_by_its_name() {
        for code in FaultCode::KNOWN {
            for version in [SoapVersion::Soap11, SoapVersion::Soap12] {
                let back = FaultCode::of(&code.qname(version));
                if *code == FaultCode::DataEncodingUnknown && version == SoapVersion::Soap11 {
                    assert_eq!(back, FaultCode::Sender);
                } else {
                    assert_eq!(back, *code);
                }
            }
            assert_eq!(code.base().base(), code.base());
            assert!(code.hint().is_none_or(|hint| hint.ends_with('.')));
        }
    }

    #[test]
    fn odd_names() {
        #[track_caller]
        fn check(ns: &'static str, local: &'static str, expected: Option<FaultCode>) {
            let name = QName::new(ns, local);
            assert_eq!(FaultCode::of(&name), expected.unwrap_or(FaultCode::Other(name)));
        }
        check("", "Client", Some(FaultCode::Sender));
        check("", "Receiver", Some(FaultCode::Receiver));
        check(ns::SOAP11, "Client.Authentication", Some(FaultCode::Sender));
        check(ns::SOAP11, "ServiceFault", None);
        check("", "ERR_NO_SESSION", None);
        check(ns::WSU, "MessageExpired", Some(FaultCode::MessageExpired));
        check("urn:other", "Client", None);
        check("", "", None);
    }

    #[test]
    fn transient_codes_are_those_whose_hint_says_later() {
        for code in FaultCode::KNOWN {
            let later = code.hint().is_some_and(|hint| hint.contains("may succeed later"));
            assert_eq!(code.is_transient(), later, "{code:?}");
        }
        assert!(!FaultCode::Other(QName::new("urn:x", "Receiver")).is_transient());
    }
}
