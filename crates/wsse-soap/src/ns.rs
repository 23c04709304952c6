//! The namespaces and URIs of the specifications.

/// SOAP 1.1 (W3C Note, section 4.1.2).
pub const SOAP11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
/// SOAP 1.2 (Part 1, section 5).
pub const SOAP12: &str = "http://www.w3.org/2003/05/soap-envelope";
/// WS-Security extensions: `Security`, `UsernameToken` (OASIS WSS SOAP Message Security 1.1).
pub const WSSE: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
/// WS-Security extensions of version 1.1: `Salt`, `Iteration`, `TokenType`.
pub const WSSE11: &str = "http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd";
/// WS-Security utility: `Timestamp`, `Created`, `Id`.
pub const WSU: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
/// WS-Addressing 1.0 Core.
pub const WSA: &str = "http://www.w3.org/2005/08/addressing";
/// The codes that WCF's dispatcher puts into its faults.
pub const WCF_DISPATCHER: &str = "http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher";
/// The action of the faults of WCF's dispatcher.
pub const WCF_FAULT: &str = "http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher/fault";
/// The `xml` prefix, for `xml:lang`.
pub const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// `Password/@Type` for a password in clear (UsernameToken Profile 1.1, section 3.1).
pub const PASSWORD_TEXT: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText";
/// `Password/@Type` for a password digest (UsernameToken Profile 1.1, section 3.1).
pub const PASSWORD_DIGEST: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest";
/// `Reference/@ValueType` for a username token (UsernameToken Profile 1.1, section 3.3).
pub const USERNAME_TOKEN: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#UsernameToken";
/// `Nonce/@EncodingType` (SOAP Message Security 1.1, section 6.3.2).
pub const BASE64_BINARY: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";

/// The address that means the HTTP response (WS-Addressing Core, section 2.1).
pub const ANONYMOUS: &str = "http://www.w3.org/2005/08/addressing/anonymous";
/// The address that means nowhere (WS-Addressing Core, section 2.1).
pub const NONE: &str = "http://www.w3.org/2005/08/addressing/none";
/// The relationship of an answer to its question (WS-Addressing Core, section 3).
pub const REPLY: &str = "http://www.w3.org/2005/08/addressing/reply";
/// The action of faults about addressing (WS-Addressing SOAP Binding, section 6).
pub const ADDRESSING_FAULT: &str = "http://www.w3.org/2005/08/addressing/fault";
/// The action of other SOAP faults (WS-Addressing SOAP Binding, section 6).
pub const SOAP_FAULT: &str = "http://www.w3.org/2005/08/addressing/soap/fault";
