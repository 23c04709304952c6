//! The `wsse:Security` header block, as it is read: everything that the checks need, mistakes included.

use std::borrow::Cow;
use std::fmt;

use b2b_xml::{Cursor, DecodeError, Name};
use secrecy::SecretString;

use super::plain;
use crate::fragment::Fragment;
use crate::ns;
use crate::qname::QName;
use crate::version::SoapVersion;

/// A `wsse:Security` block that was read. What is repeated or misplaced is kept, so that a
/// [`Verifier`](crate::Verifier) can say what is wrong.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ReceivedSecurity {
    /// Whether it is meant for us.
    pub for_us: bool,
    /// Whether it says `actor` in SOAP 1.2 or `role` in SOAP 1.1.
    pub misnamed_role: bool,
    /// The names of its children, in document order.
    pub children: Vec<QName>,
    /// Its timestamps: one at most, if the sender is right.
    pub timestamps: Vec<ReceivedTimestamp>,
    /// Its tokens.
    pub tokens: Vec<ReceivedToken>,
    /// Its references to tokens, those inside other children included.
    pub(crate) references: Vec<TokenReference>,
}

/// A `wsse:SecurityTokenReference` that was read, as far as the rules about username tokens need it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TokenReference {
    /// The `wsse11:TokenType`.
    pub(crate) token_type: Option<String>,
    /// `URI` and `ValueType` of each `Reference`.
    pub(crate) references: Vec<(Option<String>, Option<String>)>,
    /// The `ValueType` of each `KeyIdentifier`.
    pub(crate) key_identifiers: Vec<Option<String>>,
}

/// A `wsu:Timestamp` that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReceivedTimestamp {
    /// The `wsu:Id`.
    pub id: Option<String>,
    /// Its children, in document order.
    pub parts: Vec<TimestampPart>,
}

/// A child of a `wsu:Timestamp`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimestampPart {
    /// Its name.
    pub name: QName,
    /// Its text.
    pub text: String,
    /// Whether it has a `ValueType`, which it must not.
    pub has_value_type: bool,
}

impl ReceivedTimestamp {
    /// The first `wsu:Created`, as written.
    #[must_use]
    pub fn created(&self) -> Option<&str> {
        self.texts("Created").next()
    }

    /// The first `wsu:Expires`, as written.
    #[must_use]
    pub fn expires(&self) -> Option<&str> {
        self.texts("Expires").next()
    }

    pub(crate) fn texts<'a>(&'a self, local: &'a str) -> impl Iterator<Item = &'a str> {
        self.parts.iter().filter(move |part| part.is(local)).map(|part| part.text.as_str())
    }
}

impl TimestampPart {
    pub(crate) fn is(&self, local: &str) -> bool {
        self.name.ns == ns::WSU && self.name.local == local
    }
}

/// A `wsse:UsernameToken` that was read.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ReceivedToken {
    /// The `wsu:Id`.
    pub id: Option<String>,
    /// The texts of its `Username` elements: one, if the sender is right.
    pub usernames: Vec<String>,
    /// Its `Password` elements: one at most, if the sender is right.
    pub passwords: Vec<ReceivedPassword>,
    /// Its `Nonce` elements: one at most, if the sender is right.
    pub nonces: Vec<ReceivedNonce>,
    /// The texts of its `Created` elements, exactly as sent: one at most, if the sender is right.
    pub created: Vec<String>,
    /// How many `wsse11:Salt` elements it has: one, if a key is derived from it and the sender is right.
    pub salts: usize,
    /// The texts of its `wsse11:Iteration` elements: one, if a key is derived from it and the sender is right.
    pub iterations: Vec<String>,
    /// The names of its other children.
    pub others: Vec<QName>,
}

/// A `Password` that was read.
#[derive(Clone)]
#[non_exhaustive]
pub struct ReceivedPassword {
    /// The `Type`.
    pub password_type: Option<String>,
    /// A `wsse:Type`, as old versions of WCF wrote it by mistake.
    pub qualified_type: Option<String>,
    /// The password or digest.
    pub text: SecretString,
}

/// A `Nonce` that was read.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReceivedNonce {
    /// The `EncodingType`.
    pub encoding_type: Option<String>,
    /// The text, in Base64.
    pub text: String,
}

impl ReceivedSecurity {
    pub(crate) fn read(cursor: &mut Cursor<'_>, version: SoapVersion, for_us: bool) -> Result<Self, DecodeError> {
        let misnamed_role = cursor.attribute(version.name(version.other().role_attribute()))?.is_some();
        let mut security = Self { for_us, misnamed_role, ..Self::default() };
        while cursor.child()?.is_some() {
            security.children.push(QName::of(cursor));
            if cursor.is(Name::new(ns::WSU, "Timestamp")) {
                security.timestamps.push(ReceivedTimestamp::read(cursor)?);
            } else if cursor.is(Name::new(ns::WSSE, "UsernameToken")) {
                security.tokens.push(ReceivedToken::read(cursor)?);
            } else {
                // From a copy, as for tokens: what stands in there is not ours to warn of.
                let fragment = Fragment::cut(cursor)?;
                collect_references(&mut fragment.cursor()?, &mut security.references)?;
            }
        }
        Ok(security)
    }
}

const TOKEN_REFERENCE: Name = Name::new(ns::WSSE, "SecurityTokenReference");

/// Collects the references in the current element, itself included. The cursor's depth limit bounds the nesting.
fn collect_references(cursor: &mut Cursor<'_>, references: &mut Vec<TokenReference>) -> Result<(), DecodeError> {
    if cursor.is(TOKEN_REFERENCE) {
        references.push(TokenReference::read(cursor)?);
        return Ok(());
    }
    while cursor.child()?.is_some() {
        collect_references(cursor, references)?;
    }
    Ok(())
}

impl TokenReference {
    fn read(cursor: &mut Cursor<'_>) -> Result<Self, DecodeError> {
        let token_type = cursor.attribute(Name::new(ns::WSSE11, "TokenType"))?.map(Cow::into_owned);
        let mut reference = Self { token_type, ..Self::default() };
        while cursor.child()?.is_some() {
            if cursor.is(Name::new(ns::WSSE, "Reference")) {
                reference.references.push((plain(cursor, "URI")?, plain(cursor, "ValueType")?));
            } else if cursor.is(Name::new(ns::WSSE, "KeyIdentifier")) {
                reference.key_identifiers.push(plain(cursor, "ValueType")?);
            }
            cursor.skip()?;
        }
        Ok(reference)
    }
}

impl ReceivedTimestamp {
    fn read(cursor: &mut Cursor<'_>) -> Result<Self, DecodeError> {
        let mut timestamp = Self { id: id(cursor)?, parts: Vec::new() };
        while cursor.child()?.is_some() {
            let name = QName::of(cursor);
            let has_value_type = cursor.attribute(Name::new(Name::ANY, "ValueType"))?.is_some();
            let text = cursor.text()?.trim().to_owned();
            timestamp.parts.push(TimestampPart { name, text, has_value_type });
        }
        Ok(timestamp)
    }
}

impl ReceivedToken {
    /// Reads the current element. It is read from a copy, so that no warning can quote a secret that stands beside its
    /// place.
    fn read(cursor: &mut Cursor<'_>) -> Result<Self, DecodeError> {
        let fragment = Fragment::cut(cursor)?;
        let cursor = &mut fragment.cursor()?;
        let mut token = Self { id: id(cursor)?, ..Self::default() };
        while cursor.child()?.is_some() {
            if cursor.is(Name::new(ns::WSSE, "Username")) {
                token.usernames.push(cursor.text()?.into_owned());
            } else if cursor.is(Name::new(ns::WSSE, "Password")) {
                token.passwords.push(ReceivedPassword {
                    password_type: plain(cursor, "Type")?,
                    qualified_type: cursor.attribute(Name::new(ns::WSSE, "Type"))?.map(Cow::into_owned),
                    text: cursor.text()?.into_owned().into(),
                });
            } else if cursor.is(Name::new(ns::WSSE, "Nonce")) {
                token.nonces.push(ReceivedNonce {
                    encoding_type: plain(cursor, "EncodingType")?,
                    text: cursor.text()?.into_owned(),
                });
            } else if cursor.is(Name::new(ns::WSU, "Created")) {
                token.created.push(cursor.text()?.into_owned());
            } else if cursor.is(Name::new(ns::WSSE11, "Salt")) {
                token.salts += 1;
                cursor.skip()?;
            } else if cursor.is(Name::new(ns::WSSE11, "Iteration")) {
                token.iterations.push(cursor.text()?.trim().to_owned());
            } else {
                token.others.push(QName::of(cursor));
                cursor.skip()?;
            }
        }
        Ok(token)
    }
}

impl PartialEq for ReceivedPassword {
    /// Whether the types are the same; secrets are compared by the [`Verifier`](crate::Verifier) only.
    fn eq(&self, other: &Self) -> bool {
        self.password_type == other.password_type && self.qualified_type == other.qualified_type
    }
}

impl fmt::Debug for ReceivedPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceivedPassword")
            .field("password_type", &self.password_type)
            .field("qualified_type", &self.qualified_type)
            .field("text", &"‹secret›")
            .finish()
    }
}

impl fmt::Debug for ReceivedNonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceivedNonce")
            .field("encoding_type", &self.encoding_type)
            .field("text", &format_args!("‹{} characters›", self.text.len()))
            .finish()
    }
}

fn id(cursor: &mut Cursor<'_>) -> Result<Option<String>, DecodeError> {
    Ok(cursor.attribute(Name::new(ns::WSU, "Id"))?.map(Cow::into_owned))
}
