//! Queries: written in canonical form, and read.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::percent_decode_str;

use crate::encode::{Escape, Layout, QueryEncoding, UrlEncoding};
use crate::profile::{ParameterOrder, SigningProfile};

/// The query as it stands in the string to sign: parameters in the profile's order, encoded by
/// [`SigningProfile::query_encoding`], joined as `name=value` with `&`.
///
/// This is the bare step: nothing is added, and the signature, if it is among the parameters, is not taken out.
///
/// ```
/// use fcb2b_signing::{SigningProfile, canonical_query};
///
/// let query = canonical_query(&SigningProfile::dancik(), &[("b", "x y"), ("a", "é"), ("B", "'")]);
/// assert_eq!(query, "B=%27&a=%C3%A9&b=x%20y");
/// ```
#[must_use]
pub fn canonical_query(profile: &SigningProfile, parameters: &[(&str, &str)]) -> String {
    let mut parameters = parameters.to_vec();
    order(profile.parameter_order(), &mut parameters);
    written(profile.query_encoding().into(), &parameters)
}

/// A name and its value, borrowed from the query where nothing had to be decoded.
pub type Parameter<'q> = (Cow<'q, str>, Cow<'q, str>);

/// Reads a raw query, without its `?`, into names and values. [`UrlEncoding::Form`] reads `+` as a space, the others as `+`.
///
/// A piece without `=` is a name with an empty value; empty pieces are skipped.
///
/// # Errors
///
/// [`QueryError`] at the first `%` that two hexadecimal digits do not follow, or text that is not UTF-8.
pub fn parse_query(query: &str, encoding: UrlEncoding) -> Result<Vec<Parameter<'_>>, QueryError> {
    let mut parameters = Vec::new();
    let mut at = 0;
    for piece in query.split('&') {
        if !piece.is_empty() {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            parameters.push((decode(name, encoding, at)?, decode(value, encoding, at + name.len() + 1)?));
        }
        at += piece.len() + 1;
    }
    Ok(parameters)
}

/// A query that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum QueryError {
    /// A `%` is not followed by two hexadecimal digits.
    ///
    /// What to do: the sender must write `%25` for a percent sign, and encode once.
    Escape {
        /// Where, in bytes from the start of the query.
        offset: usize,
    },
    /// A name or a value is not UTF-8 when decoded.
    ///
    /// What to do: the sender must encode UTF-8, not another character set.
    NotUtf8 {
        /// Where it begins, in bytes from the start of the query.
        offset: usize,
    },
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Escape { offset } => write!(f, "at byte {offset} of the query, % is not followed by two digits"),
            Self::NotUtf8 { offset } => write!(f, "the text at byte {offset} of the query is not UTF-8"),
        }
    }
}

impl std::error::Error for QueryError {}

/// Puts parameters into the order of a profile.
pub(crate) fn order(order: ParameterOrder, parameters: &mut [(&str, &str)]) {
    match order {
        ParameterOrder::ByteSorted => {
            // Names mostly differ in their first byte.
            let first = |(name, _): &(&str, &str)| name.bytes().next();
            parameters.sort_unstable_by(|one, other| first(one).cmp(&first(other)).then_with(|| one.cmp(other)));
        }
        ParameterOrder::Insertion => {}
    }
}

pub(crate) fn written(escape: Escape, parameters: &[(&str, &str)]) -> String {
    let layout = Layout::of(escape, parameters);
    let mut query = String::with_capacity(layout.len());
    layout.write(&mut query, 0, parameters);
    query
}

/// Whether an unencoded query could be mistaken for another one because of this parameter.
pub(crate) fn is_ambiguous(encoding: QueryEncoding, name: &str, value: &str) -> bool {
    encoding == QueryEncoding::Raw
        && (name.contains('=') || name.chars().chain(value.chars()).any(|it| it == '&' || it.is_control()))
}

fn decode(text: &str, encoding: UrlEncoding, offset: usize) -> Result<Cow<'_, str>, QueryError> {
    // Most names and values.
    if !text.bytes().any(|byte| matches!(byte, b'%' | b'+')) {
        return Ok(Cow::Borrowed(text));
    }
    let mut pieces = text.split('%');
    let mut at = offset + pieces.next().map_or(0, str::len);
    for piece in pieces {
        if piece.len() < 2 || !piece.bytes().take(2).all(|byte| byte.is_ascii_hexdigit()) {
            return Err(QueryError::Escape { offset: at });
        }
        at += piece.len() + 1;
    }
    let not_utf8 = |_| QueryError::NotUtf8 { offset };
    if encoding == UrlEncoding::Form && text.contains('+') {
        let spaced = text.replace('+', " ");
        return percent_decode_str(&spaced).decode_utf8().map(|text| Cow::Owned(text.into_owned())).map_err(not_utf8);
    }
    percent_decode_str(text).decode_utf8().map_err(not_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, expected: &[(&str, &str)]) {
        let read = parse_query(query, UrlEncoding::Rfc3986).unwrap();
        assert_eq!(read.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn queries_are_read_tolerantly() {
        check("", &[]);
        check("a=1&&b&c=&d=x=y&", &[("a", "1"), ("b", ""), ("c", ""), ("d", "x=y")]);
        check("a%3d=%3A:+%c3%a9", &[("a=", "::+é")]);
        let form = parse_query("a+b=c+%2B", UrlEncoding::Form).unwrap();
        assert_eq!(form, [("a b".into(), "c +".into())]);
    }

    #[test]
    fn mistakes_have_a_place() {
        let error = |query| parse_query(query, UrlEncoding::Rfc3986).unwrap_err();
        assert_eq!(error("a=1&b=%4"), QueryError::Escape { offset: 6 });
        assert_eq!(error("%"), QueryError::Escape { offset: 0 });
        assert_eq!(error("a=%41%zz"), QueryError::Escape { offset: 5 });
        assert_eq!(error("a=%é"), QueryError::Escape { offset: 2 });
        assert_eq!(error("a=1&b=x%FF"), QueryError::NotUtf8 { offset: 6 });
    }
}
