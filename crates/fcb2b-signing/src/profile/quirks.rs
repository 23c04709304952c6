//! The ways in which producers differ, each with a name.

/// What the signature is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum SignatureMethod {
    /// HMAC-SHA256 of the string to sign, keyed with the secret as UTF-8 (RFC 2104).
    HmacSha256,
    /// Plain SHA-256 of a string that contains the secret at `{secret}`. No producer is known to do so and no named
    /// profile does; it is here because nobody outside knows how Ethervision signs. Weaker than a MAC.
    Sha256,
    /// The shared secret itself, in clear. Nothing is computed and nothing is protected; whoever sees the URL has it.
    SharedSecret,
    /// There is none.
    Unsigned,
}

/// How the 32 bytes of the signature are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum DigestEncoding {
    /// 44 characters, standard alphabet, with padding (RFC 4648, section 4).
    Base64,
    /// 64 lower-case digits.
    Hex,
}

/// The order of the parameters, in the string to sign and in the URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum ParameterOrder {
    /// By the bytes of the name before encoding, upper case before lower case; parameters of one name by the bytes of
    /// their values (our choice, as AWS does: the sources sort names only and repeat none).
    ByteSorted,
    /// As given: the key first, then the service's parameters, the time, and `GlobalIdentifier`.
    Insertion,
}

/// Where the signature stands in the URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum SignaturePlace {
    /// At the end.
    Last,
    /// Behind the key.
    AfterKey,
}

/// Whether requests carry a `GlobalIdentifier`, a UUID of the caller's making.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum GlobalIdentifier {
    /// They do, and must. It is signed like every other parameter.
    Sent,
    /// They do not. One that the caller has is left out.
    Omitted,
}

/// What a request for service discovery looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum DiscoverySigning {
    /// Like every other request of the profile.
    LikeOthers,
    /// Plain: no key, time, identifier or signature is added, and none is asked for.
    Plain,
}
