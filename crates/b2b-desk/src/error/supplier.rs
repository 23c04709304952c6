//! The error of an exchange, told as the error of a question.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use b2b_http::{Error, ErrorKind, TlsProblem};

use crate::{Cause, supplier};

/// A supplier has no usable answer to a question. A question changes nothing, so that it can always be asked again; what
/// changes something says so.
#[derive(Clone, Debug)]
pub struct SupplierError {
    supplier: String,
    error: Arc<Error>,
}

impl SupplierError {
    pub(crate) fn new(supplier: &str, error: impl Into<Arc<Error>>) -> Self {
        Self { supplier: supplier.to_owned(), error: error.into() }
    }

    /// The supplier's name in the configuration.
    #[must_use]
    pub fn supplier(&self) -> &str {
        &self.supplier
    }

    /// The exchange's own error: status, supplier's code, raw answer.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }

    /// The error that decides: where another question has to be asked first, such as for an address, and fails, that one's.
    pub(crate) fn decisive(&self) -> &Error {
        let first = self.error.source().and_then(|source| source.downcast_ref::<Arc<Error>>());
        first.map_or(&*self.error, Arc::as_ref)
    }

    /// The supplier's code, if it answered with one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.decisive().code()
    }

    /// What it comes down to.
    #[must_use]
    pub fn cause(&self) -> Cause {
        let error = self.decisive();
        Cause::of(error, |code| supplier::read_code(error.operation(), code))
    }

    /// What to do, in one sentence and in the words of the configuration, where it has a key for it.
    #[must_use]
    pub fn hint(&self) -> &str {
        if self.cause() == Cause::Clock {
            return "Usually a clock is wrong: set this machine's clock right, or clock_offset to the difference.";
        }
        let decisive = self.decisive();
        let code = decisive.code().filter(|_| decisive.kind() == ErrorKind::Refused);
        if let Some(hint) = code.and_then(|code| supplier::hint(decisive.operation(), code, decisive.message())) {
            return hint;
        }
        if decisive.operation() == "fcb2b.PriceCatalogRequest" && matches!(decisive, Error::OutcomeUnknown(_)) {
            return "It may have arrived: see whether the catalog comes before you ask for it again.";
        }
        if let Some(hint) = in_the_words_of_the_configuration(decisive.kind()) {
            return hint;
        }
        match (decisive.kind(), decisive) {
            (ErrorKind::TooLarge { .. }, _) => "Ask for less at once, or raise max_response_bytes.",
            (ErrorKind::HeaderTimeout | ErrorKind::BodyTimeout, _) => {
                "Ask again; if the supplier needs longer, raise read_timeout."
            }
            (ErrorKind::TotalTimeout, Error::OutcomeUnknown(_)) => {
                "Ask again; if the supplier needs longer, raise total_timeout."
            }
            (ErrorKind::Reset | ErrorKind::Truncated, _) => "Ask again: a question changes nothing.",
            (ErrorKind::Redirect, _) => "If the new address is the supplier's, set url to it.",
            (ErrorKind::Unreadable, _) if decisive.hint().contains("exchange record") => {
                "Look at the answer with --trace-http, and keep that for the supplier."
            }
            _ => decisive.hint(),
        }
    }
}

/// What to do about a connection that was not made, where the configuration has a key for it.
pub(crate) fn in_the_words_of_the_configuration(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::Tls(TlsProblem::UnknownIssuer) => {
            "If the certificate is the supplier's, set ca to the PEM file of the authority that signed it."
        }
        ErrorKind::Tls(TlsProblem::SelfSigned) => "If the certificate is the supplier's, set ca to its PEM file.",
        ErrorKind::Tls(TlsProblem::SelfSignedAuthority) => {
            "Have the host use a certificate that an authority has signed and set ca to that authority's, or make the \
             host's anew with openssl req -x509 … -addext basicConstraints=critical,CA:FALSE and set ca to that one."
        }
        ErrorKind::ConnectTimeout => "Try again; if it persists, check the firewall or raise connect_timeout.",
        _ => return None,
    })
}

impl fmt::Display for SupplierError {
    /// One sentence: `westcon refused (FailedAuthentication): …`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&sentence(&self.supplier, self.decisive()))
    }
}

/// An exchange's error as a sentence. Where a supplier has several services, it names the one that was asked.
pub(crate) fn sentence(supplier: &str, error: &Error) -> String {
    let about = |before: &str| match supplier::service(error.operation()) {
        Some(service) => format!("{before}{service}"),
        None => String::new(),
    };
    let what = match (error, error.kind()) {
        (Error::NotSent(_), _) => format!("{supplier} was not asked{}", about(" for ")),
        (_, ErrorKind::Refused) => format!("{supplier} refused{}", about(" ")),
        (_, ErrorKind::TooLarge { .. }) | (Error::Answered(_), _) => {
            format!("{supplier}'s answer{} cannot be used", about(" to "))
        }
        _ => format!("{supplier}'s answer{} did not arrive", about(" to ")),
    };
    let mark = match (error.code(), error.status()) {
        (Some(code), _) => format!(" ({code})"),
        (None, Some(status)) => format!(" (status {})", status.as_u16()),
        (None, None) => String::new(),
    };
    format!("{what}{mark}: {}", error.message())
}

impl StdError for SupplierError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        // The sentence has the error's own message.
        self.decisive().source()
    }
}

#[cfg(test)]
mod tests;
