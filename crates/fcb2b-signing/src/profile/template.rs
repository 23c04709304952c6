//! The string to sign, as a template.

use std::fmt;
use std::str::FromStr;

use super::error::ProfileError;
use crate::encode::{Escape, Layout, Sink};

/// What is signed: a text with places to fill in.
///
/// `{method}`, `{host}`, `{path}`, `{query}` and `{secret}` are the places, `{{` and `}}` are braces, everything else
/// stands for itself. `{query}` is the canonical query; it must be there. `{host}` and `{path}` go in as they are given:
/// no case is folded and nothing is encoded.
///
/// What the template leaves out is not protected: anybody on the way may change it.
///
/// ```
/// use fcb2b_signing::StringToSign;
///
/// let lines: StringToSign = "{method}\n{host}\n{path}\n{query}".parse()?;
/// assert_eq!(lines, StringToSign::four_lines());
/// assert!("{method} {uri}".parse::<StringToSign>().is_err());
/// # Ok::<(), fcb2b_signing::ProfileError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StringToSign {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Piece {
    Text(String),
    Place(Place),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    Method,
    Host,
    Path,
    Query,
    Secret,
}

impl StringToSign {
    /// Method, host, path and query, each on its line, without a newline at the end: variant A, and AWS Signature
    /// Version 2.
    #[must_use]
    pub fn four_lines() -> Self {
        let line = || Piece::Text("\n".to_owned());
        let place = Piece::Place;
        Self {
            pieces: vec![
                place(Place::Method),
                line(),
                place(Place::Host),
                line(),
                place(Place::Path),
                line(),
                place(Place::Query),
            ],
        }
    }

    /// The canonical query and nothing else. Neither method nor host nor path is protected.
    #[must_use]
    pub fn query_only() -> Self {
        Self { pieces: vec![Piece::Place(Place::Query)] }
    }

    /// `{path}?{query}`. Neither method nor host is protected.
    #[must_use]
    pub fn path_and_query() -> Self {
        Self { pieces: vec![Piece::Place(Place::Path), Piece::Text("?".to_owned()), Piece::Place(Place::Query)] }
    }

    /// `https://{host}{path}?{query}`. The method is not protected.
    #[must_use]
    pub fn url() -> Self {
        let mut template = Self::path_and_query();
        template.pieces.splice(..0, [Piece::Text("https://".to_owned()), Piece::Place(Place::Host)]);
        template
    }

    pub(crate) fn has(&self, place: Place) -> bool {
        self.pieces.contains(&Piece::Place(place))
    }

    pub(crate) fn write<S: Sink>(&self, sink: &mut S, fill: &Fill<'_>, query: &QuerySource<'_>) {
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => sink.put(text),
                Piece::Place(Place::Method) => sink.put(fill.method),
                Piece::Place(Place::Host) => sink.put(fill.host),
                Piece::Place(Place::Path) => sink.put(fill.path),
                Piece::Place(Place::Query) => query.write(sink),
                Piece::Place(Place::Secret) => sink.put(fill.secret),
            }
        }
    }
}

impl FromStr for StringToSign {
    type Err = ProfileError;

    /// # Errors
    ///
    /// [`ProfileError::Template`] for an unknown place, a lonely brace, or a template without `{query}`.
    fn from_str(text: &str) -> Result<Self, ProfileError> {
        let wrong = || ProfileError::Template(text.to_owned());
        let (mut pieces, mut literal, mut rest) = (Vec::new(), String::new(), text);
        while let Some((before, from_brace)) = rest.find(['{', '}']).and_then(|at| rest.split_at_checked(at)) {
            literal.push_str(before);
            if let Some(after) = from_brace.strip_prefix("{{") {
                literal.push('{');
                rest = after;
            } else if let Some(after) = from_brace.strip_prefix("}}") {
                literal.push('}');
                rest = after;
            } else {
                let (name, after) =
                    from_brace.strip_prefix('{').and_then(|inside| inside.split_once('}')).ok_or_else(wrong)?;
                let place = Place::ALL.into_iter().find(|place| place.name() == name).ok_or_else(wrong)?;
                if !literal.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut literal)));
                }
                pieces.push(Piece::Place(place));
                rest = after;
            }
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            pieces.push(Piece::Text(literal));
        }
        let template = Self { pieces };
        if template.has(Place::Query) { Ok(template) } else { Err(wrong()) }
    }
}

impl fmt::Display for StringToSign {
    /// The template, as it is parsed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces.iter().try_for_each(|piece| match piece {
            Piece::Text(text) => f.write_str(&text.replace('{', "{{").replace('}', "}}")),
            Piece::Place(place) => write!(f, "{{{}}}", place.name()),
        })
    }
}

impl Place {
    const ALL: [Self; 5] = [Self::Method, Self::Host, Self::Path, Self::Query, Self::Secret];

    fn name(self) -> &'static str {
        match self {
            Self::Method => "method",
            Self::Host => "host",
            Self::Path => "path",
            Self::Query => "query",
            Self::Secret => "secret",
        }
    }
}

/// What goes into the places, but for the query.
#[derive(Clone, Copy)]
pub(crate) struct Fill<'a> {
    pub(crate) method: &'a str,
    pub(crate) host: &'a str,
    pub(crate) path: &'a str,
    pub(crate) secret: &'a str,
}

/// Where the canonical query comes from.
pub(crate) enum QuerySource<'a> {
    /// It is already written.
    Written(&'a str),
    /// It is encoded on the way.
    Pairs(&'a [(&'a str, &'a str)], Escape),
}

impl QuerySource<'_> {
    pub(crate) fn write<S: Sink>(&self, sink: &mut S) {
        match self {
            Self::Written(query) => sink.put(query),
            Self::Pairs(pairs, escape) => Layout::of(*escape, pairs).write(sink, 0, pairs),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &StringToSign) {
        assert_eq!(&text.parse::<StringToSign>().unwrap(), expected);
        assert_eq!(expected.to_string(), text);
    }

    #[test]
    fn the_known_templates_are_texts() {
        check("{method}\n{host}\n{path}\n{query}", &StringToSign::four_lines());
        check("{query}", &StringToSign::query_only());
        check("{path}?{query}", &StringToSign::path_and_query());
        check("https://{host}{path}?{query}", &StringToSign::url());
    }

    #[test]
    fn braces_are_doubled() {
        let template: StringToSign = "{{{secret}}}:{query}{{}}".parse().unwrap();
        let fill = Fill { method: "GET", host: "h", path: "/p", secret: "s" };
        let mut out = String::new();
        template.write(&mut out, &fill, &QuerySource::Pairs(&[("a", " "), ("b", "")], Escape::Rfc3986));
        assert_eq!(out, "{s}:a=%20&b={}");
        assert_eq!(template.to_string(), "{{{secret}}}:{query}{{}}");
    }

    #[test]
    fn mistakes_are_found() {
        for text in ["", "{method}", "{query", "query}", "{Query}", "{query}}", "{query}{", "{}{query}", "{é}{query}"]
        {
            assert_eq!(text.parse::<StringToSign>(), Err(ProfileError::Template(text.to_owned())));
        }
    }
}
