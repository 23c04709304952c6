//! Booleans: XML Schema Part 2, section 3.2.2, and the `Y`/`N` of older documents.

use super::{Lexed, Lexical, NotLexical, unpad};

impl Lexical for bool {
    const TYPE: &'static str = "a boolean";

    fn parse(text: &str) -> Result<Lexed<Self>, NotLexical> {
        let (inner, padded) = unpad(text);
        let (value, odd) = match inner {
            "true" | "1" => (true, None),
            "false" | "0" => (false, None),
            "Y" | "y" => (true, Some("stands for true")),
            "N" | "n" => (false, Some("stands for false")),
            _ if inner.eq_ignore_ascii_case("true") => (true, Some("is not in lower case")),
            _ if inner.eq_ignore_ascii_case("false") => (false, Some("is not in lower case")),
            _ => return Err(NotLexical),
        };
        Ok(Lexed { value, odd: padded.or(odd) })
    }

    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(bool, bool)>) {
        assert_eq!(bool::parse(text).ok().map(|lexed| (lexed.value, lexed.odd.is_some())), expected, "{text:?}");
    }

    #[test]
    fn forms() {
        for (text, value) in [("true", true), ("false", false), ("1", true), ("0", false)] {
            check(text, Some((value, false)));
        }
        for (text, value) in [("Y", true), ("N", false), ("TRUE", true), ("False", false), (" true ", true)] {
            check(text, Some((value, true)));
        }
        for text in ["", "yes", "2", "tru", "R"] {
            check(text, None);
        }
    }
}
