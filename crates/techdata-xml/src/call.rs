//! One transaction: the submission that is posted, and the reading of its answer.

use b2b_http::{Attempt, Operation, Received, Redactions, Redactor, Refused, Rejected, Repeatable};
use b2b_xml::{FromXml, Problem, ToXml, Writing, encode_with};
use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{Request, Response};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use crate::types::Violations;
use crate::{Answer, DoctypeLine, Endpoint, TechDataErrors, Text, Wire, XmlDeclaration};

/// A submission that Tech Data's service answers.
///
/// The submissions of this crate have it; it is sealed. What a submission leaves open (user name and password, ids,
/// ResponseVersion, the transaction set) is filled in by [`Call`].
pub trait Transaction: ToXml + FromXml + Clone + std::fmt::Debug + Send + Sync + sealed::Steps<Self::Response> {
    /// The name in errors and traces, for example `techdata.Availability`.
    const NAME: &'static str;

    /// Whether it may be sent again when nobody knows if the first one was processed. All may but the order.
    const REPEATABLE: Repeatable = Repeatable::Yes;

    /// The version of the response document that is asked for if the submission names none. Where several were seen, the
    /// newest.
    const RESPONSE_VERSION: &'static str;

    /// What its answer is read into.
    type Response: Send;
}

pub(crate) mod sealed {
    use super::{Answer, Bytes, Opening, Refused, Rejected, Response, SecretString, Wire};

    /// The steps of a transaction.
    pub trait Steps<R>: Sized {
        /// Fills in what the submission leaves open.
        fn complete(&mut self, opening: &Opening);

        /// What must not even be tried.
        ///
        /// # Errors
        ///
        /// With the reason.
        fn check(&self) -> Result<(), Refused> {
            Ok(())
        }

        /// What is secret in it beside the credentials, each with the name of its element.
        fn secrets(&self) -> Vec<(&'static str, SecretString)> {
            Vec::new()
        }

        /// Reads the answer to this submission.
        ///
        /// # Errors
        ///
        /// If it is none, is another's, or refuses the whole request.
        fn read(&self, response: &Response<Bytes>, wire: Wire) -> Result<Answer<R>, Rejected>;
    }
}

/// What is filled into a submission.
#[derive(Debug)]
pub struct Opening {
    pub(crate) user_name: SecretString,
    pub(crate) password: SecretString,
    pub(crate) control_id: Text,
    pub(crate) version: Text,
    /// What the ids of its lines begin with.
    prefix: String,
}

impl Opening {
    /// The AssignedID of a line, counted from 0. It is another one in each message, so that an answer to another message
    /// is found out by its lines too.
    pub(crate) fn assigned_id(&self, line: usize) -> Text {
        format!("{}-{:04}", self.prefix, line + 1).into()
    }
}

/// A transaction at an endpoint: the operation that the client of `b2b-http` sends.
///
/// It does no I/O:
///
/// ```
/// use b2b_http::{Attempt, Operation};
/// use techdata_xml::{AvailabilitySubmit, Call, Endpoint, Environment, Item};
///
/// let endpoint = Endpoint::new(Environment::Production, "100001", "a password");
/// let call = Call::new(endpoint, AvailabilitySubmit::of([Item::tech_data("7512ZJ")]));
/// # let (now, random) = (b2b_xml::chrono::DateTime::UNIX_EPOCH, [7; 32]);
/// let (request, sent) = call.request(&Attempt::new(1, now, random))?;
/// assert_eq!(request.uri(), "https://tdxml.techdata.com/xmlservlet");
/// assert_eq!(sent.submission().lines[0].assigned_id.as_deref(), Some("07070707-0001"));
/// # Ok::<(), b2b_http::Refused>(())
/// ```
#[derive(Clone, Debug)]
pub struct Call<T> {
    endpoint: Endpoint,
    submission: T,
}

/// What an attempt remembers to judge its answer: the submission as it was sent.
#[derive(Clone, Debug)]
pub struct Sent<T> {
    submission: T,
    redactor: Redactor,
}

impl<T> Sent<T> {
    /// The submission as it was sent, with all that was filled in.
    #[must_use]
    pub fn submission(&self) -> &T {
        &self.submission
    }

    /// A rejection whose errors of Tech Data's show no secret: the client keeps the type of such sources alone.
    pub(crate) fn redacted(&self, rejected: Rejected) -> Rejected {
        let source = std::error::Error::source(&rejected).and_then(|source| source.downcast_ref::<TechDataErrors>());
        let Some(TechDataErrors(errors)) = source else { return rejected };
        let clean = |text: &Option<Text>| text.as_ref().map(|text| self.redactor.text(text).into());
        let mut errors = errors.clone();
        for error in &mut errors {
            error.qualifier = clean(&error.qualifier);
            error.number = clean(&error.number);
            error.text = clean(&error.text);
        }
        rejected.with_source(TechDataErrors(errors))
    }
}

/// Secrets of fewer characters are hidden in their own elements and not searched for elsewhere, where they would hide
/// half the text: three digits of a card stand in order numbers too. Our choice.
const SHORTEST_SECRET: usize = 6;

/// What to hide of a secret that stands in this element.
fn hidden(element: &str, secret: &SecretString) -> SecretString {
    let text = secret.expose_secret();
    if text.chars().count() >= SHORTEST_SECRET || text.is_empty() {
        return secret.clone();
    }
    let escapes = [('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;")];
    let escaped = escapes.into_iter().fold(Zeroizing::new(text.to_owned()), |text, (character, escape)| {
        Zeroizing::new(text.replace(character, escape))
    });
    let whole = Zeroizing::new(format!("<{element}>{}</{element}>", *escaped));
    whole.as_str().into()
}

impl<T: Transaction> Call<T> {
    /// A transaction for an endpoint.
    #[must_use]
    pub fn new(endpoint: Endpoint, submission: T) -> Self {
        Self { endpoint, submission }
    }

    /// The submission as it was given.
    #[must_use]
    pub fn into_submission(self) -> T {
        self.submission
    }

    /// The submission as it would be sent in an attempt.
    #[must_use]
    pub fn document(&self, attempt: &Attempt) -> T {
        let nonce = attempt.nonce();
        let prefix = nonce.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let id = uuid::Builder::from_random_bytes(attempt.uuid_bytes()).into_uuid();
        let mut submission = self.submission.clone();
        submission.complete(&Opening {
            user_name: self.endpoint.user_name.clone(),
            password: self.endpoint.password.clone(),
            control_id: Uuid::hyphenated(id).to_string().into(),
            version: T::RESPONSE_VERSION.into(),
            prefix,
        });
        submission
    }
}

impl<T: Transaction> Operation for Call<T> {
    const NAME: &'static str = T::NAME;
    const REPEATABLE: Repeatable = T::REPEATABLE;
    type Sent = Sent<T>;
    type Output = Answer<T::Response>;

    fn request(&self, attempt: &Attempt) -> Result<(Request<Bytes>, Sent<T>), Refused> {
        let checked = self.submission.check();
        let submission = self.document(attempt);
        let body = match (checked, write(&submission, self.endpoint.wire)) {
            (Ok(()), written) => written?,
            (Err(refused), Ok(_)) => return Err(refused),
            (Err(refused), Err(unwritten)) => return Err(both(refused, &unwritten)),
        };
        let Endpoint { user_name, password, .. } = &self.endpoint;
        let credentials = [("Password", password.clone()), ("UserName", user_name.clone())];
        let secrets = credentials.into_iter().chain(submission.secrets());
        let redactions = secrets
            .fold(Redactions::new(), |redactions, (element, secret)| redactions.secret(hidden(element, &secret)));
        let redactor = Redactor::new(&redactions);
        let request = Request::post(self.endpoint.url.as_str())
            .header(CONTENT_TYPE, "text/xml; charset=utf-8")
            .header(ACCEPT, "text/xml, application/xml")
            .extension(redactions)
            .body(Bytes::from(body))
            .map_err(|error| {
                Refused::new("the service's address is not a URL")
                    .with_hint("Give the whole address, beginning with https://.")
                    .with_source(error)
            })?;
        Ok((request, Sent { submission, redactor }))
    }

    fn response(&self, sent: &Sent<T>, received: Received) -> Result<Self::Output, Rejected> {
        sent.submission.read(&received.response, self.endpoint.wire).map_err(|rejected| sent.redacted(rejected))
    }
}

/// What must not be tried and what cannot be written, at once. That a list is empty is said by the first.
fn both(refused: Refused, unwritten: &Refused) -> Refused {
    let source = std::error::Error::source(unwritten).and_then(|source| source.downcast_ref::<Violations>());
    let Some(violations) = source.map(Violations::of_content).filter(|found| !found.elements().is_empty()) else {
        return refused;
    };
    let hint = refused.hint().map(str::to_owned).unwrap_or_default();
    let message = format!("{}; {violations}", refused.message());
    Refused::new(message).with_hint(hint).with_source(violations)
}

/// Writes a submission, or tells everything that is wrong with it at once.
fn write<T: ToXml>(submission: &T, wire: Wire) -> Result<String, Refused> {
    let body = encode_with(submission, Writing::default()).map_err(|error| {
        let unwritable = error.violations().iter().any(|violation| matches!(violation.problem, Problem::Unwritable(_)));
        let violations = Violations::new(&error, T::RECORD);
        let hint = if unwritable {
            "Correct what is named, and strip control characters."
        } else {
            "Correct what is named: types and lengths are those of Tech Data's manual."
        };
        Refused::new(violations.to_string()).with_hint(hint).with_source(violations)
    })?;
    let mut document = String::new();
    if wire.declaration == XmlDeclaration::Send {
        document.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    }
    if let (DoctypeLine::Send, Some(record)) = (wire.doctype, T::RECORD) {
        let root = record.name.local;
        document.push_str(&format!("<!DOCTYPE {root} SYSTEM \"{root}.dtd\">\n"));
    }
    document.push_str(&body);
    Ok(document)
}
