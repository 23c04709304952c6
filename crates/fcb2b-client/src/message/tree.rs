//! What an element says that is an error or a message, in whatever shape.

use super::{LONGEST, Message, Severity, cut, keep};
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

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use crate::generic::Any;
    use crate::message::survey;

    #[track_caller]
    fn check(document: &str, expected: &[(Severity, Option<&str>, Option<&str>)]) {
        let found = survey::<Any>(document.as_bytes()).unwrap().messages;
        let found: Vec<_> = found.iter().map(|it| (it.severity, it.code.as_deref(), it.text.as_deref())).collect();
        assert_eq!(found, expected, "{document}");
    }

    #[test]
    fn errors_wherever_they_stand() {
        use Severity::{Error, Information, Warning};
        let not_found = &[(Error, Some("SKUNotFound"), Some("SKU not available or does not exist"))];
        check(
            "<x><error>SKUNotFound</error><Description>SKU not available or does not exist</Description></x>",
            not_found,
        );
        check(
            "<x><y><error>SKUNotFound<Messages>SKU not available or does not exist</Messages></error></y></x>",
            not_found,
        );
        check(
            "<Error><Code>SKUNotFound</Code><Message>SKU not available or does not exist</Message></Error>",
            not_found,
        );
        check("<a:Error xmlns:a='urn:a' code='SKUNotFound'>SKU not available or does not exist</a:Error>", not_found);
        check("<x><Error>No such thing</Error></x>", &[(Error, None, Some("No such thing"))]);
        check(
            "<x><MessageList><Message><Code>W1</Code><Severity>Warning</Severity><Text>t</Text></Message>\
             <Message><Code>I1</Code><Severity>Information</Severity></Message></MessageList><StockCheck/></x>",
            &[(Warning, Some("W1"), Some("t")), (Information, Some("I1"), None)],
        );
        check("<x><Message type='Warning'>Back soon</Message></x>", &[(Warning, None, Some("Back soon"))]);
        check("<x><Error type='E7'>Gone</Error></x>", &[(Error, Some("E7"), Some("Gone"))]);
        check("<x><Error><Why>Gone</Why><Since>May</Since></Error></x>", &[(Error, None, Some("Gone; May"))]);
        let fault = "<s:Envelope xmlns:s='urn:s'><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>No key</faultstring>\
             </s:Fault></s:Body></s:Envelope>";
        check(fault, &[(Error, Some("s:Client"), Some("No key"))]);
        check("<x><Messages>OK</Messages></x>", &[(Information, None, Some("OK"))]);
        check("<x><Messages>Success.</Messages></x>", &[(Information, None, Some("Success."))]);
        check("<x><error>OK</error></x>", &[(Error, Some("OK"), None)]);
        check("<x><Messages>Nothing there</Messages></x>", &[(Error, None, Some("Nothing there"))]);
        check(
            "<Errors><Error><Code>A</Code></Error><Error><Code>B</Code></Error></Errors>",
            &[(Error, Some("A"), None), (Error, Some("B"), None)],
        );
    }

    #[test]
    fn words_stand_beside_the_last_error() {
        use Severity::Error;
        check(
            "<x><error>A</error><error>B</error><Line/><Messages>words</Messages><Description>goods</Description></x>",
            &[(Error, Some("A"), None), (Error, Some("B"), Some("words"))],
        );
        check(
            "<x><error>A</error><Messages><Message><Code>B</Code></Message></Messages></x>",
            &[(Error, Some("A"), None), (Error, Some("B"), None)],
        );
        check("<x><error>A</error><y><Description>goods</Description></y></x>", &[(Error, Some("A"), None)]);
    }

    #[test]
    fn what_is_no_message() {
        check("<x xmlns:ml='http://fcb2b.com/schemas/common/2.0/MessageList'><StockCheck/></x>", &[]);
        check("<x><MessageList/><Error/></x>", &[]);
        check("<x><AdditionalMessage>Call first</AdditionalMessage></x>", &[]);
    }
}
