//! The profiles that have names.

use std::str::FromStr;

use super::SigningProfile;
use super::builder::SigningProfileBuilder;
use super::error::ProfileError;
use super::quirks::{
    DigestEncoding, DiscoverySigning, GlobalIdentifier, ParameterOrder, SignatureMethod, SignaturePlace,
};
use super::template::StringToSign;
use crate::encode::{QueryEncoding, UrlEncoding};
use crate::timestamp::TimestampFormat;

/// What Ethervision signs is not public: its `dosign.py` was not available to us, and without a secret the signatures
/// that the guide prints cannot be checked. These are the candidates, all of them HMAC-SHA256 in lower-case hex. **None is
/// confirmed.**
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum EthervisionCandidate {
    /// Method, host, path and encoded query on four lines: variant A with another digest encoding. The closest guess,
    /// since both producers claim to implement one specification.
    #[default]
    B1,
    /// The same with the query as given (`:` not encoded, as the guide prints it).
    B2,
    /// The query as given.
    B3,
    /// The encoded query.
    B4,
    /// Path, `?`, and the query as given.
    B5,
    /// The whole `https` URL with the query as given.
    B6,
}

impl SigningProfile {
    /// The names that [`SigningProfile::named`] knows, besides `ethervision` for `ethervision-b1`.
    pub const NAMES: [&'static str; 9] = [
        "dancik",
        "ethervision-b1",
        "ethervision-b2",
        "ethervision-b3",
        "ethervision-b4",
        "ethervision-b5",
        "ethervision-b6",
        "shared-secret",
        "unsigned",
    ];

    /// The profile of this name. Case counts.
    ///
    /// # Errors
    ///
    /// [`ProfileError::UnknownName`] if there is none.
    pub fn named(name: &str) -> Result<Self, ProfileError> {
        use EthervisionCandidate::{B1, B2, B3, B4, B5, B6};
        Ok(match name {
            "dancik" => Self::dancik(),
            "ethervision" | "ethervision-b1" => Self::ethervision(B1),
            "ethervision-b2" => Self::ethervision(B2),
            "ethervision-b3" => Self::ethervision(B3),
            "ethervision-b4" => Self::ethervision(B4),
            "ethervision-b5" => Self::ethervision(B5),
            "ethervision-b6" => Self::ethervision(B6),
            "shared-secret" => Self::shared_secret(),
            "unsigned" => Self::unsigned(),
            _ => return Err(ProfileError::UnknownName(name.to_owned())),
        })
    }

    /// Variant A, as Buckwold's server (Kerridge/Dancik) takes it: the only algorithm that is fully documented, and that
    /// of AWS Signature Version 2 but for its names, the case of the host and the empty path.
    ///
    /// How a `POST` would be signed is not known: the sources sign `GET` only.
    #[must_use]
    pub fn dancik() -> Self {
        Self {
            fields: SigningProfileBuilder {
                method: SignatureMethod::HmacSha256,
                string_to_sign: StringToSign::four_lines(),
                query_encoding: QueryEncoding::Rfc3986,
                url_encoding: UrlEncoding::Rfc3986,
                digest_encoding: DigestEncoding::Base64,
                key_name: Some("apiKey".to_owned()),
                signature_name: "Signature".to_owned(),
                time_name: "TimeStamp".to_owned(),
                timestamp_format: TimestampFormat::SECONDS,
                parameter_order: ParameterOrder::ByteSorted,
                signature_place: SignaturePlace::Last,
                global_identifier: GlobalIdentifier::Sent,
                discovery: DiscoverySigning::Plain,
            },
        }
    }

    /// Variant B, Ethervision. From the 15 URLs of its guide: names, order, the place and form of the signature, the form of
    /// the time, no `GlobalIdentifier`, discovery signed. **Unconfirmed**: the string to sign ([`EthervisionCandidate`]),
    /// that it is an HMAC keyed with the secret, and that a time without a zone is UTC.
    #[must_use]
    pub fn ethervision(candidate: EthervisionCandidate) -> Self {
        use EthervisionCandidate::{B1, B2, B3, B4, B5, B6};
        let mut fields = Self::dancik().fields;
        fields.string_to_sign = match candidate {
            B1 | B2 => StringToSign::four_lines(),
            B3 | B4 => StringToSign::query_only(),
            B5 => StringToSign::path_and_query(),
            B6 => StringToSign::url(),
        };
        fields.query_encoding = match candidate {
            B1 | B4 => QueryEncoding::Rfc3986,
            B2 | B3 | B5 | B6 => QueryEncoding::Raw,
        };
        fields.url_encoding = UrlEncoding::Minimal;
        fields.digest_encoding = DigestEncoding::Hex;
        fields.signature_name = "signature".to_owned();
        fields.timestamp_format = TimestampFormat::MICROSECONDS_WITHOUT_ZONE;
        fields.global_identifier = GlobalIdentifier::Omitted;
        fields.discovery = DiscoverySigning::LikeOthers;
        Self { fields }
    }

    /// Variant C, as a client of Engineered Floors sends it: `Signature` is the secret itself. Discovery is not in the
    /// client's code; that it is asked like every other service is our choice.
    ///
    /// The secret is in the URL and lands in every log that keeps URLs.
    #[must_use]
    pub fn shared_secret() -> Self {
        let mut fields = Self::unsigned().fields;
        fields.method = SignatureMethod::SharedSecret;
        fields.key_name = Some("ApiKey".to_owned());
        fields.signature_place = SignaturePlace::AfterKey;
        Self { fields }
    }

    /// Variant D: no key and no signature, as one client written from the specification has it. The `Authorization` header
    /// that it sends instead is its own guess and not ours to make.
    #[must_use]
    pub fn unsigned() -> Self {
        let mut fields = Self::dancik().fields;
        fields.method = SignatureMethod::Unsigned;
        fields.query_encoding = QueryEncoding::Form;
        fields.url_encoding = UrlEncoding::Form;
        fields.key_name = None;
        fields.timestamp_format = TimestampFormat::MILLISECONDS;
        fields.parameter_order = ParameterOrder::Insertion;
        fields.discovery = DiscoverySigning::LikeOthers;
        Self { fields }
    }
}

impl FromStr for SigningProfile {
    type Err = ProfileError;

    /// # Errors
    ///
    /// As [`SigningProfile::named`].
    fn from_str(name: &str) -> Result<Self, ProfileError> {
        Self::named(name)
    }
}
