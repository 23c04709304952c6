//! The states of an element that a plain `Option` merges.

/// An element that may be absent, nil, empty or present: four things on the wire.
///
/// `Option<T>` reads the first three as `None`; use `Presence` where the difference matters or must survive a round trip.
///
/// With serde, `Nil` is `null`, `Empty` is `""`, and `Absent` is left out where the member says
/// `#[serde(default, skip_serializing_if = "Presence::is_absent")]`, `null` elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Presence<T> {
    /// No such element.
    #[default]
    Absent,
    /// `<Element xsi:nil="true"/>`.
    Nil,
    /// `<Element/>` or `<Element></Element>`.
    Empty,
    /// An element with content.
    Value(T),
}

impl<T> Presence<T> {
    /// The content, if there is any.
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// The content by value, if there is any.
    #[must_use]
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// No such element.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl<T: std::ops::Deref> Presence<T> {
    /// The content as its target, for example `&str`.
    #[must_use]
    pub fn as_deref(&self) -> Option<&T::Target> {
        self.value().map(|value| &**value)
    }
}

impl<T> From<T> for Presence<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl From<&str> for Presence<String> {
    fn from(value: &str) -> Self {
        if value.is_empty() { Self::Empty } else { Self::Value(value.to_owned()) }
    }
}

/// A value, or the raw text where it is not what the manual promises.
///
/// One unreadable number must not cost the whole answer: the tolerant reader keeps the text and warns, the strict one
/// refuses.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum OrRaw<T> {
    /// The text that was not understood.
    #[cfg_attr(feature = "serde", serde(rename = "raw"))]
    Raw(String),
    /// The value as understood.
    #[cfg_attr(feature = "serde", serde(untagged))]
    Value(T),
}

impl<T> OrRaw<T> {
    /// The value, if it was understood.
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Raw(_) => None,
        }
    }

    /// The text, if it was not understood.
    #[must_use]
    pub fn raw(&self) -> Option<&str> {
        match self {
            Self::Value(_) => None,
            Self::Raw(text) => Some(text),
        }
    }
}

impl<T> From<T> for OrRaw<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

#[cfg(feature = "serde")]
mod serialized {
    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::{Serialize, Serializer};

    use super::Presence;

    impl<T: Serialize> Serialize for Presence<T> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            match self {
                Self::Absent | Self::Nil => serializer.serialize_none(),
                Self::Empty => serializer.serialize_str(""),
                Self::Value(value) => value.serialize(serializer),
            }
        }
    }

    impl<'de, T: Deserialize<'de>> Deserialize<'de> for Presence<T> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            Ok(match Wire::deserialize(deserializer)? {
                Wire::Nil(()) => Self::Nil,
                Wire::Empty(Nothing) => Self::Empty,
                Wire::Value(value) => Self::Value(value),
            })
        }
    }

    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Wire<T> {
        Nil(()),
        Empty(Nothing),
        Value(T),
    }

    /// The empty string and nothing else.
    struct Nothing;

    impl<'de> Deserialize<'de> for Nothing {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
            if text.is_empty() { Ok(Self) } else { Err(D::Error::custom("not empty")) }
        }
    }
}
