//! What an element says that is an error or a message, by its name.

use super::{Message, Severity};
use crate::element::Element;

/// Whether an element's name says that it is an error or a message.
pub(crate) fn is_message(local: &str) -> bool {
    Kind::of(local).is_some()
}

/// What an element's name says of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One or more errors.
    Error,
    /// One or more messages, of any gravity.
    Message,
}

impl Kind {
    pub(super) const ERRORS: &[&str] =
        &["error", "errors", "errorlist", "errormessage", "errorresponse", "fault", "exception"];
    pub(super) const MESSAGES: &[&str] = &["message", "messages", "messagelist"];

    pub(super) fn of(local: &str) -> Option<Self> {
        let is = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(local));
        if is(Self::ERRORS) {
            Some(Self::Error)
        } else if is(Self::MESSAGES) {
            Some(Self::Message)
        } else {
            None
        }
    }
}

/// How many messages of a document are kept: errors rather than others, and the first ones. Our choice.
const MOST: usize = 16;

/// How many bytes of a text are kept. Our choice.
const LONGEST: usize = 4 << 10;

/// How many bytes of a code are kept. Our choice.
pub(super) const LONGEST_CODE: usize = 128;

const CODES: &[&str] =
    &["code", "errorcode", "messagecode", "faultcode", "number", "errornumber", "id", "name", "type"];
pub(super) const TEXTS: &[&str] =
    &["faultstring", "description", "message", "messages", "messagetext", "text", "reason", "detail", "errormessage"];
/// Words of a message by which nothing is wrong. Our choice.
const FINE: &[&str] = &["ok", "success", "successful", "done", "complete", "completed"];
const SEVERITIES: &[&str] = &["severity", "level", "messagetype", "type"];

/// The messages of an element that is one, or holds several.
pub(super) fn read(element: &Element, kind: Kind, messages: &mut Vec<Message>) {
    let own = |names: &[&str]| -> Option<String> {
        let is = |name: &str| is_one_of(names, name);
        let child = element.children.iter().find(|child| is(&child.name)).map(joined);
        let attribute = || element.attributes.iter().find(|(name, _)| is(name)).map(|(_, value)| value.clone());
        child.or_else(attribute).filter(|text| !text.is_empty())
    };
    let nested: Vec<&Element> = element.children.iter().filter(|child| Kind::of(&child.name).is_some()).collect();
    let (code, text) = (own(CODES), own(TEXTS));
    if code.is_none() && !nested.is_empty() && nested.iter().any(|child| !child.children.is_empty() || nested.len() > 1)
    {
        nested.iter().for_each(|child| read(child, kind_in(kind, child), messages));
        return;
    }
    let said = own(SEVERITIES);
    let severity = match said.as_deref().map(str::to_ascii_lowercase).as_deref() {
        Some("information" | "informational" | "info" | "i" | "success" | "s") => Severity::Information,
        Some("warning" | "warn" | "w") if kind == Kind::Message => Severity::Warning,
        _ => Severity::Error,
    };
    // A `type` can be a code or a severity.
    let code = code.filter(|code| severity == Severity::Error || Some(code) != said.as_ref());
    let mut message = Message { severity, code, text };
    let is_fine = is_one_of(FINE, element.text.trim_end_matches(['.', '!'])) && element.children.is_empty();
    if kind == Kind::Message && said.is_none() && message.code.is_none() && is_fine {
        // `<Messages>OK</Messages>`
        let text = Some(element.text.clone());
        keep(messages, Message { severity: Severity::Information, code: None, text });
        return;
    }
    if !element.text.is_empty() {
        match (&message.code, is_code(&element.text)) {
            (None, true) => message.code = Some(element.text.clone()),
            _ if message.text.is_none() => message.text = Some(element.text.clone()),
            _ => {}
        }
    }
    if kind == Kind::Error && message.code.is_none() && message.text.is_none() {
        message.text = Some(joined(element)).filter(|text| !text.is_empty());
    }
    if message.code.is_some() || message.text.is_some() {
        keep(messages, message);
    }
}

/// What stands in an error is an error.
fn kind_in(outer: Kind, child: &Element) -> Kind {
    match (outer, Kind::of(&child.name)) {
        (Kind::Message, Some(kind)) => kind,
        _ => Kind::Error,
    }
}

/// Keeps a message, an error if need be in place of what is none.
fn keep(messages: &mut Vec<Message>, mut message: Message) {
    message.code = message.code.map(|code| cut(&code, LONGEST_CODE));
    message.text = message.text.map(|text| cut(&text, LONGEST));
    if messages.len() >= MOST {
        let other = messages.iter().rposition(|kept| kept.severity != Severity::Error);
        let Some(other) = other.filter(|_| message.severity == Severity::Error) else { return };
        messages.remove(other);
    }
    messages.push(message);
}

pub(super) fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// One word, as codes are: `SKUNotFound`.
fn is_code(text: &str) -> bool {
    !text.contains(char::is_whitespace) && text.len() <= 64
}

/// The text of an element and of all in it, or its beginning.
pub(super) fn joined(element: &Element) -> String {
    let mut all = String::new();
    for text in element.descendants().map(|element| element.text.as_str()).filter(|text| !text.is_empty()) {
        if !all.is_empty() {
            all.push_str("; ");
        }
        all.push_str(text);
        if all.len() > LONGEST {
            return cut(&all, LONGEST);
        }
    }
    all
}

/// The text, or its beginning.
pub(crate) fn cut(text: &str, longest: usize) -> String {
    if text.len() <= longest {
        return text.to_owned();
    }
    let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= longest).last();
    format!("{}…", text.get(..end.unwrap_or_default()).unwrap_or_default())
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use crate::generic::Any;
    use crate::message::survey;

    #[test]
    fn few_messages_are_kept_and_errors_first() {
        let long = "x".repeat(100_000);
        let document = format!(
            "<r>{}<Error><Code>E</Code><Message>{long}</Message></Error>{}</r>",
            "<Message><Code>I</Code><Severity>Information</Severity></Message>".repeat(1_000),
            "<error>L</error>".repeat(20_000),
        );
        let found = survey::<Any>(document.as_bytes()).unwrap().messages;
        assert_eq!(found.len(), MOST);
        assert!(found.iter().all(|message| message.severity == Severity::Error));
        assert_eq!(found[0].code.as_deref(), Some("E"));
        assert!(found[0].text.as_deref().unwrap().len() <= LONGEST + "…".len());
        let kept = cut("ééé", 3);
        assert_eq!(kept, "é…");
    }
}
