//! Making a profile.

use super::error::ProfileError;
use super::quirks::{
    DigestEncoding, DiscoverySigning, GlobalIdentifier, ParameterOrder, SignatureMethod, SignaturePlace,
};
use super::template::{Place, StringToSign};
use super::{GLOBAL_IDENTIFIER, SigningProfile};
use crate::class;
use crate::encode::{QueryEncoding, UrlEncoding};
use crate::timestamp::{TimestampFormat, TimestampZone};

/// A profile in the making. [`SigningProfileBuilder::build`] checks it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub struct SigningProfileBuilder {
    pub(super) method: SignatureMethod,
    pub(super) string_to_sign: StringToSign,
    pub(super) query_encoding: QueryEncoding,
    pub(super) url_encoding: UrlEncoding,
    pub(super) digest_encoding: DigestEncoding,
    pub(super) key_name: Option<String>,
    pub(super) signature_name: String,
    pub(super) time_name: String,
    pub(super) timestamp_format: TimestampFormat,
    pub(super) parameter_order: ParameterOrder,
    pub(super) signature_place: SignaturePlace,
    pub(super) global_identifier: GlobalIdentifier,
    pub(super) discovery: DiscoverySigning,
}

impl SigningProfileBuilder {
    /// With this kind of signature.
    pub fn method(mut self, method: SignatureMethod) -> Self {
        self.method = method;
        self
    }

    /// With this string to sign.
    pub fn string_to_sign(mut self, template: StringToSign) -> Self {
        self.string_to_sign = template;
        self
    }

    /// With the query encoded like this in the string to sign.
    pub fn query_encoding(mut self, encoding: QueryEncoding) -> Self {
        self.query_encoding = encoding;
        self
    }

    /// With the query encoded like this in the URL.
    pub fn url_encoding(mut self, encoding: UrlEncoding) -> Self {
        self.url_encoding = encoding;
        self
    }

    /// With the signature written like this.
    pub fn digest_encoding(mut self, encoding: DigestEncoding) -> Self {
        self.digest_encoding = encoding;
        self
    }

    /// With a key parameter of this name, or without one.
    pub fn key_name<'a>(mut self, name: impl Into<Option<&'a str>>) -> Self {
        self.key_name = name.into().map(str::to_owned);
        self
    }

    /// With a signature parameter of this name.
    pub fn signature_name(mut self, name: impl Into<String>) -> Self {
        self.signature_name = name.into();
        self
    }

    /// With a time parameter of this name.
    pub fn time_name(mut self, name: impl Into<String>) -> Self {
        self.time_name = name.into();
        self
    }

    /// With the time written like this.
    pub fn timestamp_format(mut self, format: TimestampFormat) -> Self {
        self.timestamp_format = format;
        self
    }

    /// With the parameters in this order.
    pub fn parameter_order(mut self, order: ParameterOrder) -> Self {
        self.parameter_order = order;
        self
    }

    /// With the signature at this place.
    pub fn signature_place(mut self, place: SignaturePlace) -> Self {
        self.signature_place = place;
        self
    }

    /// With or without `GlobalIdentifier`.
    pub fn global_identifier(mut self, identifier: GlobalIdentifier) -> Self {
        self.global_identifier = identifier;
        self
    }

    /// With service discovery asked like this.
    pub fn discovery(mut self, discovery: DiscoverySigning) -> Self {
        self.discovery = discovery;
        self
    }

    /// The profile.
    ///
    /// # Errors
    ///
    /// [`ProfileError`] if the parts do not fit together: names that are the same or not plain, a signature without a key
    /// parameter, a secret in the wrong place, an impossible time zone.
    pub fn build(self) -> Result<SigningProfile, ProfileError> {
        let profile = SigningProfile { fields: self };
        let mut names = vec![GLOBAL_IDENTIFIER];
        let signature = profile.is_signed().then(|| profile.signature_name());
        for name in [profile.key_name(), signature, Some(profile.time_name())].into_iter().flatten() {
            if name.is_empty() || !class::all(name, class::UNRESERVED) {
                return Err(ProfileError::ParameterName(name.to_owned()));
            }
            if names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                return Err(ProfileError::SameName(name.to_owned()));
            }
            names.push(name);
        }
        if profile.is_signed() && profile.key_name().is_none() {
            return Err(ProfileError::NoKeyName);
        }
        let is_digest = profile.method() == SignatureMethod::Sha256;
        if profile.string_to_sign().has(Place::Secret) != is_digest {
            return Err(ProfileError::SecretPlace);
        }
        if let TimestampZone::Omitted { assumed_offset_minutes } = profile.timestamp_format().zone
            && profile.timestamp_format().zone.assumed().is_none()
        {
            return Err(ProfileError::AssumedOffset(assumed_offset_minutes));
        }
        Ok(profile)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(change: impl FnOnce(SigningProfileBuilder) -> SigningProfileBuilder, expected: ProfileError) {
        assert_eq!(change(SigningProfile::dancik().builder()).build(), Err(expected));
    }

    #[test]
    fn what_does_not_fit_together_is_no_profile() {
        check(|it| it.key_name(None), ProfileError::NoKeyName);
        check(|it| it.key_name(""), ProfileError::ParameterName(String::new()));
        check(|it| it.signature_name("a b"), ProfileError::ParameterName("a b".to_owned()));
        check(|it| it.time_name("APIKEY"), ProfileError::SameName("APIKEY".to_owned()));
        check(|it| it.time_name("globalidentifier"), ProfileError::SameName("globalidentifier".to_owned()));
        check(|it| it.time_name("GlobalIdentifier"), ProfileError::SameName(GLOBAL_IDENTIFIER.to_owned()));
        check(|it| it.method(SignatureMethod::Sha256), ProfileError::SecretPlace);
        let keyed_twice = "{secret}{query}".parse().unwrap();
        check(|it| it.string_to_sign(keyed_twice), ProfileError::SecretPlace);
        let zone = TimestampZone::Omitted { assumed_offset_minutes: 1440 };
        let format = TimestampFormat { zone, ..TimestampFormat::SECONDS };
        check(|it| it.timestamp_format(format), ProfileError::AssumedOffset(1440));
    }

    #[test]
    fn every_named_profile_is_consistent() {
        for name in SigningProfile::NAMES {
            let profile = SigningProfile::named(name).unwrap();
            assert_eq!(profile.builder().build().as_ref(), Ok(&profile), "{name}");
        }
    }
}
