//! Open code lists: the codes a manual lists, and every other one kept as it came.

/// Declares a code list as an open enum: known codes are variants, any other text is kept in `Other`.
///
/// Suppliers add codes without notice. Such a list never fails to decode, never loses the raw text, and writes back
/// exactly what it read.
///
/// ```
/// b2b_xml::open_code! {
///     /// How an order line stands.
///     pub enum Status {
///         /// Nothing happens to it.
///         Inactive = "00",
///         /// On its way.
///         Released = "72",
///     }
/// }
///
/// assert_eq!(Status::from("72"), Status::Released);
/// assert_eq!(Status::from("99"), Status::Other("99".to_owned()));
/// assert_eq!(Status::from("99").as_str(), "99");
/// assert_eq!(Status::KNOWN.len(), 2);
/// ```
#[macro_export]
macro_rules! open_code {
    (
        $(#[$list:meta])*
        $visibility:vis enum $Name:ident {
            $( $(#[$code:meta])* $Variant:ident = $text:literal ),+ $(,)?
        }
    ) => {
        $(#[$list])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        $visibility enum $Name {
            $( $(#[$code])* $Variant, )+
            /// A code that the manual does not list, as it came.
            Other(::std::string::String),
        }

        impl $Name {
            /// The listed codes, in the manual's order.
            $visibility const KNOWN: &'static [Self] = &[$(Self::$Variant),+];

            /// The code as it stands on the wire.
            #[must_use]
            $visibility fn as_str(&self) -> &str {
                match self {
                    $( Self::$Variant => $text, )+
                    Self::Other(text) => text,
                }
            }
        }

        impl ::core::convert::From<&str> for $Name {
            fn from(text: &str) -> Self {
                match text {
                    $( $text => Self::$Variant, )+
                    _ => Self::Other(text.to_owned()),
                }
            }
        }

        impl ::core::fmt::Display for $Name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::Lexical for $Name {
            const TYPE: &'static str = "a code";

            fn parse(text: &str) -> ::core::result::Result<$crate::Lexed<Self>, $crate::NotLexical> {
                let inner = text.trim_matches([' ', '\t', '\r', '\n']);
                let value = Self::from(inner);
                ::core::result::Result::Ok(if inner.len() == text.len() {
                    $crate::Lexed::proper(value)
                } else {
                    $crate::Lexed::odd(value, "is padded")
                })
            }

            fn write(&self, out: &mut ::std::string::String) {
                out.push_str(self.as_str());
            }
        }

        $crate::__serde_code!($Name);
    };
}

/// Codes are serialized as their text.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_code {
    ($Name:ident) => {
        impl $crate::__serde::Serialize for $Name {
            fn serialize<S: $crate::__serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::__serde::Deserialize<'de> for $Name {
            fn deserialize<D: $crate::__serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let text = <::std::borrow::Cow<'de, str> as $crate::__serde::Deserialize>::deserialize(deserializer)?;
                ::core::result::Result::Ok(Self::from(&*text))
            }
        }
    };
}

/// Without serde there is nothing to implement.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_code {
    ($Name:ident) => {};
}
