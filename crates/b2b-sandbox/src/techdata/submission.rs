//! What came in, read and checked by its declaration.

use b2b_xml::chrono::NaiveDate;
use b2b_xml::{DecodeError, DecodeErrorKind, FromXml, Name, Problem, ToXml};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use techdata_xml::{CodedHeader, ElementViolation, Text, TransactionSet, decode_recorded};

use super::Techdata;
use super::answer::{Answered, Findings};
use crate::rusqlite::{self, Connection};

/// One of the ten transactions, as the sandbox answers it.
pub(super) trait Transaction: FromXml + ToXml + Sized + Send + 'static {
    /// Its name: the root element without `XML_` and `_Submit`.
    const NAME: &'static str;
    /// Whether it changes anything.
    const WRITES: bool = false;
    /// Elements whose content the manual requires and without which live clients were served.
    const WAIVED: &'static [&'static str] = &[];
    /// What `TransSetIDCode` must be, if a source tells.
    const SET: Option<&'static str> = None;

    fn opening(&self) -> Opening<'_>;

    /// The answer that refuses the whole submission, in the place where this transaction has its errors.
    fn refused(asked: Option<&Self>, texts: &[String]) -> Answered;

    /// The answer. The faults are those of single lines.
    fn answer(self, conn: &Connection, today: NaiveDate, faults: &Faults) -> rusqlite::Result<Answered>;
}

/// What the header of a submission says of the sender.
#[derive(Debug)]
pub(super) struct Opening<'a> {
    pub(super) user_name: Option<&'a SecretString>,
    pub(super) password: Option<&'a SecretString>,
    pub(super) set: Option<&'a str>,
}

impl<'a> Opening<'a> {
    /// Of a header that names no transaction set.
    pub(super) fn of(user_name: &'a Option<SecretString>, password: &'a Option<SecretString>) -> Self {
        Self { user_name: user_name.as_ref(), password: password.as_ref(), set: None }
    }

    /// Of one that does.
    pub(super) fn coded(header: &'a CodedHeader) -> Self {
        let set = header.trans_set_id_code.as_ref().map(TransactionSet::as_str);
        Self { set, ..Self::of(&header.user_name, &header.password) }
    }
}

/// What is wrong with single lines, in the words of the service.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<(usize, String)>);

impl Faults {
    /// What is wrong with a line, counted from 0.
    pub(super) fn of(&self, line: usize) -> impl Iterator<Item = String> {
        self.0.iter().filter(move |(at, _)| *at == line).map(|(_, text)| text.clone())
    }

    pub(super) fn all(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(_, text)| text.clone())
    }
}

/// Reads, checks and answers a submission.
pub(super) fn handle<T: Transaction>(
    body: &[u8],
    password: &SecretString,
    conn: &Connection,
    today: NaiveDate,
) -> rusqlite::Result<Answered> {
    let asked = match read::<T>(body) {
        Ok(asked) => asked,
        Err(error) => {
            let (text, sentence) = unreadable(&error);
            return Ok(with(T::refused(None, &[text]), Findings::of(sentence)));
        }
    };
    let (whole, faults, mut findings) = check(&asked);
    let mut texts = whole;
    if texts.is_empty()
        && let Some((text, sentence)) = wrong_credentials(&asked.opening(), password)
    {
        findings.add(sentence);
        texts.push(text.to_owned());
    }
    if let (Some(expected), Some(found)) = (T::SET, asked.opening().set)
        && !found.is_empty()
        && found != expected
    {
        findings.add(format!("TransSetIDCode is {found}, and must be {expected}."));
        texts.push(format!("The TransSetIDCode tag must be {expected}"));
    }
    if texts.is_empty() {
        let answered = asked.answer(conn, today, &faults)?;
        return Ok(with(answered, findings));
    }
    Ok(with(T::refused(Some(&asked), &texts), findings))
}

/// The answer, with what was found before it was made.
fn with(mut answered: Answered, mut found: Findings) -> Answered {
    found.extend(std::mem::take(&mut answered.findings));
    answered.findings = found;
    answered
}

/// Reads a submission. The end may be missing: live clients leave it out and are served.
fn read<T: FromXml>(body: &[u8]) -> Result<T, DecodeError> {
    const END: &[u8] = b"<Summary><NbrOfSegments/></Summary>";
    match decode_recorded::<T>(body) {
        Err(error) if matches!(error.kind(), DecodeErrorKind::Missing(Name { local: "Summary", .. })) => {
            let Some(end) = body.windows(2).rposition(|two| two == b"</") else { return Err(error) };
            let (before, after) = body.split_at(end);
            decode_recorded::<T>(&[before, END, after].concat()).map(|decoded| decoded.value)
        }
        read => read.map(|decoded| decoded.value),
    }
}

/// What the service says of a document that cannot be read, and what the record does. Text of the document is shown only
/// where it is a value that is no secret.
pub(super) fn unreadable(error: &DecodeError) -> (String, String) {
    let place = error.place();
    match error.kind() {
        DecodeErrorKind::Missing(Name { local, .. }) => (
            format!("The required {local} tag is either blank or missing"),
            format!("{local} is missing, which the document type demands: {place}."),
        ),
        DecodeErrorKind::Value { .. } | DecodeErrorKind::Empty(_) => {
            let name = place.path.rsplit('/').next().unwrap_or_default();
            (format!("The {name} tag is not valid"), format!("A value cannot be read: {error}."))
        }
        _ => (
            "The XML document could not be parsed".to_owned(),
            format!("The document is not well-formed, or not read for safety: {place}."),
        ),
    }
}

/// What is wrong by the declaration: of the whole, and of single lines.
fn check<T: Transaction>(asked: &T) -> (Vec<String>, Faults, Findings) {
    let (mut whole, mut faults, mut findings) = (Vec::new(), Faults::default(), Findings::default());
    let violations = techdata_xml::check(asked).err();
    for element in violations.iter().flat_map(|violations| violations.elements()) {
        let path = &element.violation.path;
        let name = path.rsplit('/').next().unwrap_or_default();
        let name = name.split('[').next().unwrap_or_default();
        if element.is_missing() && T::WAIVED.contains(&name) {
            continue;
        }
        let text = in_the_words_of_the_service(name, element);
        findings.add_element(name, element);
        match line_of(path) {
            Some(line) => faults.0.push((line, text)),
            None => whole.push(text),
        }
    }
    (whole, faults, findings)
}

/// The one text that is known, and our own in its manner.
fn in_the_words_of_the_service(name: &str, element: &ElementViolation) -> String {
    match &element.violation.problem {
        Problem::Required => format!("The required {name} tag is either blank or missing"),
        Problem::TooLong { max, .. } => format!("The {name} tag is longer than {max} characters"),
        _ => format!("The {name} tag is not valid"),
    }
}

/// Which line a path leads into, counted from 0. The first one has no index in paths.
fn line_of(path: &str) -> Option<usize> {
    let (_, rest) = path.split_once("/LineInfo")?;
    let (number, inside) = match rest.strip_prefix('[') {
        Some(rest) => {
            let (number, inside) = rest.split_once(']')?;
            (number.parse::<usize>().ok()?, inside)
        }
        None => (1, rest),
    };
    if inside.starts_with('/') { number.checked_sub(1) } else { None }
}

/// Whether user name and password are those of the ready line, compared without telling by time how much of them is right.
fn wrong_credentials(opening: &Opening<'_>, password: &SecretString) -> Option<(&'static str, &'static str)> {
    let same = |given: Option<&SecretString>, ours: &str| {
        let given = given.map(|given| given.expose_secret().trim()).unwrap_or_default();
        bool::from(given.as_bytes().ct_eq(ours.as_bytes()))
    };
    let user = same(opening.user_name, Techdata::USERNAME);
    let password = same(opening.password, password.expose_secret());
    let text = "Login failed: the user name or password is not valid";
    match (user, password) {
        (true, true) => None,
        (false, true) => Some((text, "The user name is not the one of the ready line; the password is.")),
        (true, false) => Some((text, "The password is not the one of the ready line; the user name is.")),
        (false, false) => Some((text, "Neither user name nor password is the one of the ready line.")),
    }
}

/// The sender's id as the answer repeats it. Two ids are magic.
pub(super) fn echoed(id: Option<&Text>) -> Option<Text> {
    match id.map(Text::as_str) {
        Some(Techdata::NOT_ECHOED) => Some("an id of another message".into()),
        Some(Techdata::NOT_REPEATED) => None,
        // Answers to messages without one have the empty element.
        _ => Some(id.cloned().unwrap_or_default()),
    }
}

/// The sender's id of a line as the answer repeats it; none is repeated as none.
pub(super) fn echoed_line(id: Option<&Text>) -> Option<Text> {
    id.and_then(|id| echoed(Some(id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_its_line() {
        for (path, line) in [
            ("/XML_Order_Submit/Detail/LineInfo/ProductID", Some(0)),
            ("/XML_Order_Submit/Detail/LineInfo[12]/ProductID", Some(11)),
            ("/XML_Order_Submit/Detail/LineInfo", None),
            ("/XML_Order_Submit/Header/PONbr", None),
        ] {
            assert_eq!(line_of(path), line, "{path}");
        }
    }
}
