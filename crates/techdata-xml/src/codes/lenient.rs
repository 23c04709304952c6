//! Codes that are words, in whatever case and with whatever blanks they come.

use std::fmt;

use b2b_xml::{Lexed, Lexical, NotLexical};
use serde::{Deserialize, Serialize};

macro_rules! lenient_code {
    (
        $(#[$list:meta])*
        pub enum $Name:ident { $( $(#[$code:meta])* $Variant:ident = $text:literal, )+ }
    ) => {
        $(#[$list])*
        ///
        /// Compared without blanks and case. A code that is not listed is kept as it came.
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(from = "String", into = "String")]
        #[non_exhaustive]
        pub enum $Name {
            $( $(#[$code])* $Variant, )+
            /// A code that is not listed, as it came.
            Other(String),
        }

        impl $Name {
            /// The listed codes.
            pub const KNOWN: &'static [Self] = &[$(Self::$Variant),+];

            /// The code as it stands on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$Variant => $text, )+
                    Self::Other(text) => text,
                }
            }
        }

        impl From<&str> for $Name {
            fn from(text: &str) -> Self {
                let text = text.trim();
                let known = Self::KNOWN.iter().find(|code| bare(code.as_str()).eq(bare(text)));
                known.cloned().unwrap_or_else(|| Self::Other(text.to_owned()))
            }
        }

        impl From<String> for $Name {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl From<$Name> for String {
            fn from(code: $Name) -> Self {
                code.as_str().to_owned()
            }
        }

        impl fmt::Display for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl Lexical for $Name {
            const TYPE: &'static str = "a code";

            fn parse(text: &str) -> Result<Lexed<Self>, NotLexical> {
                if text.trim().is_empty() {
                    return Err(NotLexical);
                }
                let value = Self::from(text);
                Ok(if value.as_str() == text {
                    Lexed::proper(value)
                } else if value.as_str() == text.trim() {
                    Lexed::odd(value, "is padded")
                } else {
                    Lexed::odd(value, "is spelled in another way")
                })
            }

            fn write(&self, out: &mut String) {
                out.push_str(self.as_str());
            }
        }
    };
}

/// A text without blanks and case.
fn bare(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase)
}

lenient_code! {
    /// How an item stands: the table *Item Status Codes* of the manual.
    pub enum ItemStatus {
        /// Recently released by the vendor; stock levels can be uncertain.
        New = "NEW",
        /// Readily available.
        Active = "ACTIVE",
        /// Of limited availability, and soon to be discontinued.
        PhasedOut = "PHASEDOUT",
        /// Heavily back-ordered; the delivery time is uncertain.
        Allocated = "ALLOCATED",
        /// A kit, or a part of an assembly.
        Components = "COMPONENTS",
    }
}

lenient_code! {
    /// How an order or a line stands. No source has the list: these are the codes that were seen.
    pub enum StatusCode {
        /// Given to the warehouse: lines of a confirmed order.
        Released = "Released",
        /// Sent: Invoice Detail by PO.
        Shipped = "SHIPPED",
        /// Invoiced: Order Status.
        Invoiced = "INVOICED",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_case_do_not_matter() {
        for text in ["PHASEDOUT", "PHASED OUT", " Phased Out "] {
            let lexed = ItemStatus::parse(text).unwrap();
            assert_eq!((lexed.value, lexed.odd.is_some()), (ItemStatus::PhasedOut, text != "PHASEDOUT"), "{text:?}");
        }
        assert_eq!(StatusCode::from("Released"), StatusCode::Released);
        assert_eq!(ItemStatus::from("Gone Fishing"), ItemStatus::Other("Gone Fishing".to_owned()));
        assert!(ItemStatus::parse("  ").is_err());
    }
}
