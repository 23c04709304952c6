//! Refusals: a status, a code, and what the exchange record says about them.
//!
//! Of the codes only three are known. The others are our choice: Amazon S3's where it has one that fits, since fcB2B
//! shares one with it and signs as it once did, and our own where it has not. The document is our choice too.

use std::fmt;

use b2b_xml::{Name, Writer, Writing};
use fcb2b_client::InvalidParameter;
use http::StatusCode;
use serde_json::Value;

use crate::notes::{Cause, Explanation};

/// A refusal.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) status: StatusCode,
    pub(super) code: &'static str,
    description: String,
    cause: Option<Box<Cause>>,
    detail: Value,
    shape: Shape,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Ours,
    Engineered,
}

impl Refused {
    pub(super) fn new(status: StatusCode, code: &'static str, description: impl Into<String>) -> Self {
        Self { status, code, description: description.into(), cause: None, detail: Value::Null, shape: Shape::Ours }
    }

    pub(super) fn with_detail(mut self, detail: Value) -> Self {
        self.detail = detail;
        self
    }

    pub(super) fn with_cause(mut self, cause: Option<Cause>) -> Self {
        self.cause = cause.map(Box::new);
        self
    }

    pub(super) fn invalid_argument(description: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "InvalidArgument", description)
    }

    /// All that is wrong with the parameters, at once. If one is missing, that is what the code says.
    pub(super) fn parameters(problems: &[InvalidParameter]) -> Self {
        let missing = problems.iter().any(|problem| problem.problem == "is missing");
        let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let code = if missing { "MissingParameter" } else { "InvalidArgument" };
        Self::new(StatusCode::BAD_REQUEST, code, all.join("; "))
    }

    pub(super) fn sku_not_found(sku: &str) -> Self {
        let description = format!("the SKU {sku:?} is not available or does not exist");
        Self::new(StatusCode::NOT_FOUND, "SKUNotFound", description)
    }

    /// There is not enough to reserve.
    pub(super) fn aborted(description: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "OperationAborted", description)
    }

    /// As Engineered Floors refuses: with status 200, and in words that a public client looks for.
    pub(super) fn engineered() -> Self {
        let refused = Self::new(StatusCode::OK, "SKUNotFound", "SKU not available or does not exist");
        Self { shape: Shape::Engineered, ..refused }
    }

    /// The sandbox is broken, not the request.
    pub(super) fn internal(error: &dyn std::error::Error) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalError", format!("the sandbox failed: {error}"))
    }

    /// `<ErrorResponse><Error><Code/><Description/></Error></ErrorResponse>`, in no namespace: none is known.
    pub(super) fn document(&self) -> String {
        let name = |local| Name::new("", local);
        let description = xml_text(&self.description);
        let mut writer = Writer::new(Writing::default());
        match self.shape {
            Shape::Ours => {
                writer.start(name("ErrorResponse"), &[]);
                writer.start(name("Error"), &[]);
                writer.leaf(name("Code"), self.code);
                writer.leaf(name("Description"), &description);
                writer.end();
            }
            // What stands around the two is not known.
            Shape::Engineered => {
                writer.start(name("Response"), &[]);
                writer.leaf(name("error"), self.code);
                writer.leaf(name("Description"), &description);
            }
        }
        writer.end();
        let plain = || format!("<ErrorResponse><Error><Code>{}</Code></Error></ErrorResponse>", self.code);
        writer.finish().unwrap_or_else(|_| plain())
    }

    pub(super) fn explanation(self) -> Explanation {
        Explanation::new(self.to_string()).with_detail(self.detail).with_cause(self.cause.map(|cause| *cause))
    }
}

/// One sentence.
impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut characters = self.description.chars();
        let first = characters.next().map(|first| first.to_ascii_uppercase()).into_iter();
        write!(f, "{}{}.", first.collect::<String>(), characters.as_str().trim_end_matches('.'))
    }
}

/// What XML can carry of a text (XML 1.0, section 2.2).
fn xml_text(text: &str) -> String {
    text.chars().map(|character| if is_xml(character) { character } else { char::REPLACEMENT_CHARACTER }).collect()
}

/// Whether XML can carry a character.
pub(super) fn is_xml(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_hold_whatever_came() {
        let refused = Refused::invalid_argument("<a> & \u{0} \u{FFFF}");
        assert_eq!(
            refused.document(),
            "<ErrorResponse><Error><Code>InvalidArgument</Code>\
             <Description>&lt;a&gt; &amp; \u{FFFD} \u{FFFD}</Description></Error></ErrorResponse>",
        );
    }

    #[test]
    fn sentences_begin_and_end() {
        assert_eq!(Refused::aborted("there is none").explanation().sentence, "There is none.");
        assert_eq!(Refused::aborted("").explanation().sentence, ".");
    }
}
