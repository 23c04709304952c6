//! Replies: the body asked for, or a fault, or a well-typed error.

mod check;
pub(crate) mod error;
pub(crate) mod expect;

use b2b_xml::{Decoded, FromXml, Warning, decode_with};

use self::check::check;
use self::error::{ReplyError, ReplyErrorKind};
use self::expect::Expect;
use crate::fault::Fault;
use crate::received::headers::Headers;
use crate::received::{Content, Received};
use crate::version::SoapVersion;

/// An HTTP response as it came.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct HttpReply<'a> {
    /// The status.
    pub status: u16,
    /// The `Content-Type`.
    pub content_type: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
}

impl<'a> HttpReply<'a> {
    /// A response with this status, `Content-Type` and body.
    #[must_use]
    pub fn new(status: u16, content_type: Option<&'a str>, body: &'a [u8]) -> Self {
        Self { status, content_type, body }
    }
}

impl std::fmt::Debug for HttpReply<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpReply")
            .field("status", &self.status)
            .field("content_type", &self.content_type)
            .field("body", &format_args!("‹{} bytes›", self.body.len()))
            .finish()
    }
}

/// What a service said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<B> {
    /// The body asked for.
    Body(B),
    /// A fault, whatever the HTTP status.
    Fault(Fault),
}

/// A reply that was read, with its headers and what was tolerated on the way.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Reply<B> {
    /// The body or the fault.
    pub outcome: Outcome<B>,
    /// The HTTP status.
    pub status: u16,
    /// The version of the envelope.
    pub version: SoapVersion,
    /// The header blocks.
    pub headers: Headers,
    /// What the tolerant reader let pass.
    pub warnings: Vec<Warning>,
    /// How many more warnings there were than were kept.
    pub more_warnings: usize,
}

impl<B: FromXml> Reply<B> {
    /// Reads an HTTP response in one pass.
    ///
    /// A message is a fault if its body's one child is one, whatever the status (WS-I Basic Profile 1.1, R1107). A fault
    /// is handed over even if its headers are odd: only one that answers another request is not.
    ///
    /// # Errors
    ///
    /// If the response is neither the body asked for nor a fault, or is not as expected: see [`ReplyErrorKind`].
    pub fn read(http: &HttpReply<'_>, expect: &Expect) -> Result<Self, ReplyError> {
        Self::read_kind(http, expect).map_err(|kind| kind.at(http.status))
    }

    fn read_kind(http: &HttpReply<'_>, expect: &Expect) -> Result<Self, ReplyErrorKind> {
        let success = (200..300).contains(&http.status);
        if http.is_multipart() {
            return Err(ReplyErrorKind::Multipart);
        }
        if http.is_empty() {
            return Err(match http.status {
                415 => ReplyErrorKind::WrongVersion { sent: expect.version },
                _ if success => ReplyErrorKind::Empty,
                _ => ReplyErrorKind::Unexplained { excerpt: String::new(), source: None },
            });
        }
        let (received, warnings, more_warnings) = match decode_with::<Received<B>>(http.body, expect.reading) {
            Ok(Decoded { value, warnings, more_warnings, .. }) => (value, warnings, more_warnings),
            Err(_) if http.status == 415 => return Err(ReplyErrorKind::WrongVersion { sent: expect.version }),
            Err(_) if !http.looks_like_xml() => return Err(http.not_soap()),
            Err(error) if success => return Err(ReplyErrorKind::Decode(error)),
            Err(error) => return Err(ReplyErrorKind::Unexplained { excerpt: http.excerpt(), source: Some(error) }),
        };
        let Received::Envelope(envelope) = received else {
            return Err(match http.status {
                415 => ReplyErrorKind::WrongVersion { sent: expect.version },
                _ => http.not_soap(),
            });
        };
        let fault = matches!(envelope.content, Content::Fault(_));
        if !fault && http.status == 415 {
            return Err(ReplyErrorKind::WrongVersion { sent: expect.version });
        }
        if !fault && !success {
            return Err(ReplyErrorKind::Unexplained { excerpt: http.excerpt(), source: None });
        }
        check(&envelope, expect)?;
        let outcome = match envelope.content {
            Content::Body(body) => Outcome::Body(body),
            Content::Fault(fault) => Outcome::Fault(fault),
        };
        let (version, headers) = (envelope.version, envelope.headers);
        Ok(Self { outcome, status: http.status, version, headers, warnings, more_warnings })
    }
}

impl<B> Reply<B> {
    /// The body, or the fault as an error.
    ///
    /// # Errors
    ///
    /// The fault, if the service sent one.
    pub fn into_body(self) -> Result<B, Box<Fault>> {
        match self.outcome {
            Outcome::Body(body) => Ok(body),
            Outcome::Fault(fault) => Err(Box::new(fault)),
        }
    }

    /// The fault, if the service sent one.
    #[must_use]
    pub fn fault(&self) -> Option<&Fault> {
        match &self.outcome {
            Outcome::Body(_) => None,
            Outcome::Fault(fault) => Some(fault),
        }
    }
}

impl HttpReply<'_> {
    fn essence(&self) -> String {
        let essence = self.content_type.and_then(|header| header.split(';').next()).unwrap_or_default();
        essence.trim().to_ascii_lowercase()
    }

    fn is_multipart(&self) -> bool {
        self.essence().starts_with("multipart/")
    }

    fn is_empty(&self) -> bool {
        let body = self.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(self.body);
        body.iter().all(u8::is_ascii_whitespace)
    }

    /// Whether a body that cannot be read was meant as XML: a broken envelope rather than a page.
    fn looks_like_xml(&self) -> bool {
        let essence = self.essence();
        let says_xml = essence.is_empty() || essence.ends_with("/xml") || essence.ends_with("+xml");
        let start =
            String::from_utf8_lossy(self.body.get(..self.body.len().min(512)).unwrap_or_default()).to_ascii_lowercase();
        let html = start.contains("<!doctype html") || start.contains("<html");
        let utf16 =
            self.body.starts_with(&[0xFF, 0xFE]) || self.body.starts_with(&[0xFE, 0xFF]) || start.contains('\0');
        let marked = start.trim_start_matches(['\u{FEFF}', '\u{FFFD}']).trim_start().starts_with('<') || utf16;
        says_xml && marked && !html && essence != "application/xhtml+xml"
    }

    fn not_soap(&self) -> ReplyErrorKind {
        let content_type = self.content_type.map(|header| header.chars().take(100).collect());
        ReplyErrorKind::NotSoap { content_type, excerpt: self.excerpt() }
    }

    /// The title of a page, or the beginning of a text, on one line.
    fn excerpt(&self) -> String {
        const MOST: usize = 120;
        let start = String::from_utf8_lossy(self.body.get(..self.body.len().min(4096)).unwrap_or_default());
        let lower = start.to_ascii_lowercase();
        let title = lower.find("<title").and_then(|from| {
            let from = from + lower.get(from..)?.find('>')? + 1;
            let to = from + lower.get(from..)?.find("</title")?;
            start.get(from..to)
        });
        let words: Vec<&str> = title.unwrap_or(&start).split_whitespace().collect();
        let line = words.join(" ");
        let mut excerpt: String = line.chars().take(MOST).collect();
        if excerpt.len() < line.len() {
            excerpt.push('…');
        }
        excerpt
    }
}
