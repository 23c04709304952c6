//! Text as these documents carry it.

use std::fmt;
use std::ops::Deref;

use b2b_xml::{Lexed, Lexical, NotLexical};
use serde::{Deserialize, Serialize};

/// The white space of XML.
const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// A text without white space around it.
///
/// Tech Data's answers pad values with blanks (`<ItemStatus> ACTIVE</ItemStatus>`), so they are trimmed on reading, with a
/// warning, and whatever is made into a `Text` is trimmed as well: what is written reads back as the same. An empty element
/// and one of blanks alone are read as no text at all, or in a list as an empty one.
///
/// ```
/// use techdata_xml::Text;
///
/// assert_eq!(Text::from(" 5350 TECH DATA DR "), "5350 TECH DATA DR");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Text(String);

impl Text {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(text.trim_matches(SPACE).to_owned())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        if text.starts_with(SPACE) || text.ends_with(SPACE) { Self::from(text.as_str()) } else { Self(text) }
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl Lexical for Text {
    const TYPE: &'static str = "a text";

    fn parse(text: &str) -> Result<Lexed<Self>, NotLexical> {
        let inner = text.trim_matches(SPACE);
        if inner.is_empty() {
            return Err(NotLexical);
        }
        let value = Self(inner.to_owned());
        Ok(if inner.len() == text.len() { Lexed::proper(value) } else { Lexed::odd(value, "is padded") })
    }

    fn write(&self, out: &mut String) {
        out.push_str(&self.0);
    }

    /// In a list, an empty element is an item too.
    fn of_empty() -> Option<Self> {
        Some(Self::default())
    }
}

/// A user name that an answer repeats: compared and written like any text, and shown nowhere.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct UserName(Text);

impl UserName {
    /// The user name itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl<T: Into<Text>> From<T> for UserName {
    fn from(name: T) -> Self {
        Self(name.into())
    }
}

impl fmt::Debug for UserName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UserName([REDACTED])")
    }
}

impl Lexical for UserName {
    const TYPE: &'static str = "a user name";

    fn parse(text: &str) -> Result<Lexed<Self>, NotLexical> {
        // That it is padded is not told, since the text would be told with it.
        Text::parse(text).map(|lexed| Lexed::proper(Self(lexed.value)))
    }

    fn write(&self, out: &mut String) {
        self.0.write(out);
    }
}
