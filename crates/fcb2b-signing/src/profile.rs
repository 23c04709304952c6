//! Signing profiles: how one producer wants its requests signed, as data.

mod builder;
#[cfg(feature = "serde")]
mod config;
mod error;
mod named;
mod quirks;
pub(crate) mod template;

pub use builder::SigningProfileBuilder;
pub use error::ProfileError;
pub use named::EthervisionCandidate;
pub use quirks::{DigestEncoding, DiscoverySigning, GlobalIdentifier, ParameterOrder, SignatureMethod, SignaturePlace};
pub use template::StringToSign;

use crate::encode::{QueryEncoding, UrlEncoding};
use crate::timestamp::TimestampFormat;

/// The name of the request's identifier (fcB2B; the same in every source).
pub(crate) const GLOBAL_IDENTIFIER: &str = "GlobalIdentifier";

/// How one producer wants its requests signed.
///
/// A profile comes from a name ([`SigningProfile::named`], `"dancik".parse()`), from [`SigningProfile::builder`], or with
/// feature `serde` from configuration. Every profile that exists is consistent.
///
/// | name | signature | string to sign | in the URL | time | `GlobalIdentifier` | discovery | source |
/// |---|---|---|---|---|---|---|---|
/// | `dancik` | HMAC, Base64, `Signature` | 4 lines, encoded | RFC 3986, sorted | seconds, `Z` | sent | plain | a public client of Buckwold (variant A) |
/// | `ethervision-b1` … `-b6` | HMAC, hex, `signature` | **unconfirmed**, see [`SigningProfile::ethervision`] | `:` kept, sorted | microseconds, no zone | omitted | signed | the Ethervision guide (variant B) |
/// | `shared-secret` | the secret as `Signature` | none | form, as given | milliseconds, `Z` | sent | **unconfirmed**: like others | a client of Engineered Floors (variant C) |
/// | `unsigned` | none | none | form, as given | milliseconds, `Z` | sent | like others | a client written from the specification (variant D) |
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SigningProfile {
    fields: SigningProfileBuilder,
}

impl SigningProfile {
    /// A builder that starts with this profile.
    ///
    /// ```
    /// use fcb2b_signing::{DigestEncoding, SigningProfile};
    ///
    /// let profile = SigningProfile::dancik().builder().digest_encoding(DigestEncoding::Hex).build()?;
    /// assert_eq!(profile.signature_name(), "Signature");
    /// # Ok::<(), fcb2b_signing::ProfileError>(())
    /// ```
    pub fn builder(&self) -> SigningProfileBuilder {
        self.fields.clone()
    }

    /// What the signature is.
    #[must_use]
    pub fn method(&self) -> SignatureMethod {
        self.fields.method
    }

    /// The string to sign. Of no effect unless the signature is computed.
    #[must_use]
    pub fn string_to_sign(&self) -> &StringToSign {
        &self.fields.string_to_sign
    }

    /// How the query stands in the string to sign.
    #[must_use]
    pub fn query_encoding(&self) -> QueryEncoding {
        self.fields.query_encoding
    }

    /// How the query stands in the URL.
    #[must_use]
    pub fn url_encoding(&self) -> UrlEncoding {
        self.fields.url_encoding
    }

    /// How a computed signature is written.
    #[must_use]
    pub fn digest_encoding(&self) -> DigestEncoding {
        self.fields.digest_encoding
    }

    /// The name of the key parameter; `None` if no key is sent.
    #[must_use]
    pub fn key_name(&self) -> Option<&str> {
        self.fields.key_name.as_deref()
    }

    /// The name of the signature parameter. Of no effect if there is no signature.
    #[must_use]
    pub fn signature_name(&self) -> &str {
        &self.fields.signature_name
    }

    /// The name of the time parameter.
    #[must_use]
    pub fn time_name(&self) -> &str {
        &self.fields.time_name
    }

    /// How the time is written.
    #[must_use]
    pub fn timestamp_format(&self) -> TimestampFormat {
        self.fields.timestamp_format
    }

    /// The order of the parameters.
    #[must_use]
    pub fn parameter_order(&self) -> ParameterOrder {
        self.fields.parameter_order
    }

    /// Where the signature stands in the URL.
    #[must_use]
    pub fn signature_place(&self) -> SignaturePlace {
        self.fields.signature_place
    }

    /// Whether `GlobalIdentifier` is sent.
    #[must_use]
    pub fn global_identifier(&self) -> GlobalIdentifier {
        self.fields.global_identifier
    }

    /// How service discovery is asked.
    #[must_use]
    pub fn discovery(&self) -> DiscoverySigning {
        self.fields.discovery
    }

    /// Whether there is a signature parameter.
    pub(crate) fn is_signed(&self) -> bool {
        self.method() != SignatureMethod::Unsigned
    }

    /// Whether the signature is computed from a string to sign.
    pub(crate) fn computes(&self) -> bool {
        matches!(self.method(), SignatureMethod::HmacSha256 | SignatureMethod::Sha256)
    }

    /// The names that the profile takes for itself: key, signature, time and identifier, where it uses them.
    pub(crate) fn own_names(&self) -> impl Iterator<Item = &str> {
        let signature = self.is_signed().then(|| self.signature_name());
        let identifier = (self.global_identifier() == GlobalIdentifier::Sent).then_some(GLOBAL_IDENTIFIER);
        [self.key_name(), signature, Some(self.time_name()), identifier].into_iter().flatten()
    }
}
