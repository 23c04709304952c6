//! Profiles that are none.

use std::fmt;

/// A signing profile that cannot work.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProfileError {
    /// There is no profile of this name.
    ///
    /// What to do: use one of [`SigningProfile::NAMES`](crate::SigningProfile::NAMES).
    UnknownName(String),
    /// The string to sign has an unknown place, a lonely brace, or no `{query}`.
    ///
    /// What to do: see [`StringToSign`](crate::StringToSign).
    Template(String),
    /// The name of a parameter is empty or has other characters than the unreserved ones of RFC 3986.
    ///
    /// What to do: use letters, digits and `-._~`.
    ParameterName(String),
    /// Two parameters have the same name, but for upper and lower case.
    ///
    /// What to do: name the key, the signature and the time differently, and none of them `GlobalIdentifier`.
    SameName(String),
    /// Requests are signed, but the key is not named.
    ///
    /// What to do: give the name of the key parameter, or choose unsigned requests.
    NoKeyName,
    /// The secret does not go where the signature needs it: a digest over a string without `{secret}` is one that anybody
    /// can make, and a MAC is keyed already.
    ///
    /// What to do: put `{secret}` into the template of a digest, and into no other.
    SecretPlace,
    /// The assumed time zone is a day or more off.
    ///
    /// What to do: give minutes east of UTC between -1439 and 1439.
    AssumedOffset(i16),
}

impl fmt::Display for ProfileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownName(name) => {
                write!(f, "there is no signing profile {name:?}; there are {}", crate::SigningProfile::NAMES.join(", "))
            }
            Self::Template(text) => write!(f, "{text:?} is no template of a string to sign"),
            Self::ParameterName(name) => write!(f, "{name:?} is no name of a parameter"),
            Self::SameName(name) => write!(f, "two parameters of the profile have the name {name:?}"),
            Self::NoKeyName => f.write_str("the profile signs, but names no key parameter"),
            Self::SecretPlace => {
                f.write_str("the string to sign must contain {secret} if the signature is a digest, and only then")
            }
            Self::AssumedOffset(minutes) => write!(f, "an assumed offset of {minutes} minutes is a day or more"),
        }
    }
}

impl std::error::Error for ProfileError {}
