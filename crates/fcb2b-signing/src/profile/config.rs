//! Profiles from configuration and into it.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::quirks::{
    DigestEncoding, DiscoverySigning, GlobalIdentifier, ParameterOrder, SignatureMethod, SignaturePlace,
};
use super::{SigningProfile, SigningProfileBuilder, StringToSign};
use crate::encode::{QueryEncoding, UrlEncoding};
use crate::timestamp::TimestampFormat;

macro_rules! define {
    ($( $field:ident: $Type:ty, )+) => {
        /// A profile as configuration writes it. An empty `key_name` means that no key is sent.
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        struct Written {
            base: Option<String>,
            key_name: Option<String>,
            $( $field: Option<$Type>, )+
        }

        impl Written {
            fn build<E: Error>(self) -> Result<SigningProfile, E> {
                let base = self.base.as_deref().map(SigningProfile::named).transpose().map_err(E::custom)?;
                let base = base.map(|profile| profile.fields);
                let missing = |name: &str| E::custom(format_args!("a profile without `base` needs `{}`", name.replace('_', "-")));
                let key_name = match (self.key_name, &base) {
                    (Some(name), _) => (!name.is_empty()).then_some(name),
                    (None, Some(base)) => base.key_name.clone(),
                    (None, None) => return Err(missing("key_name")),
                };
                let fields = SigningProfileBuilder {
                    key_name,
                    $( $field: match (self.$field, &base) {
                        (Some(value), _) => value,
                        (None, Some(base)) => base.$field.clone(),
                        (None, None) => return Err(missing(stringify!($field))),
                    }, )+
                };
                fields.build().map_err(E::custom)
            }
        }
    };
}

define! {
    method: SignatureMethod,
    string_to_sign: StringToSign,
    query_encoding: QueryEncoding,
    url_encoding: UrlEncoding,
    digest_encoding: DigestEncoding,
    signature_name: String,
    time_name: String,
    timestamp_format: TimestampFormat,
    parameter_order: ParameterOrder,
    signature_place: SignaturePlace,
    global_identifier: GlobalIdentifier,
    discovery: DiscoverySigning,
}

impl Serialize for SigningProfile {
    /// Every field, so that the profile stays what it is when a named one changes.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = &self.fields;
        let mut out = serializer.serialize_struct("SigningProfile", 13)?;
        out.serialize_field("method", &fields.method)?;
        out.serialize_field("string-to-sign", &fields.string_to_sign)?;
        out.serialize_field("query-encoding", &fields.query_encoding)?;
        out.serialize_field("url-encoding", &fields.url_encoding)?;
        out.serialize_field("digest-encoding", &fields.digest_encoding)?;
        out.serialize_field("key-name", fields.key_name.as_deref().unwrap_or_default())?;
        out.serialize_field("signature-name", &fields.signature_name)?;
        out.serialize_field("time-name", &fields.time_name)?;
        out.serialize_field("timestamp-format", &fields.timestamp_format)?;
        out.serialize_field("parameter-order", &fields.parameter_order)?;
        out.serialize_field("signature-place", &fields.signature_place)?;
        out.serialize_field("global-identifier", &fields.global_identifier)?;
        out.serialize_field("discovery", &fields.discovery)?;
        out.end()
    }
}

impl<'de> Deserialize<'de> for SigningProfile {
    /// A name; or a table with `base`, a name, and the fields that differ; or a table with every field.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NameOrTable)
    }
}

struct NameOrTable;

impl<'de> Visitor<'de> for NameOrTable {
    type Value = SigningProfile;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a signing profile, or its fields")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<SigningProfile, E> {
        SigningProfile::named(name).map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<SigningProfile, A::Error> {
        Written::deserialize(MapAccessDeserializer::new(map))?.build()
    }
}

impl Serialize for StringToSign {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for StringToSign {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}
