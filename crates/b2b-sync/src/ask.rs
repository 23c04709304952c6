//! Who is asked.

mod articles;
mod orders;
mod receipts;
mod reservations;

use std::time::Duration;

use b2b_desk::{Capability, Desk, DeskBuilder, DeskError, Pace, Whom};
use b2b_http::{Error, ErrorKind, RetryPolicy, TlsProblem};

use self::receipts::receipts;
use crate::answer::{Digest, Said, Status, Trouble};
use crate::{Cause, Question};

/// Who answers: the suppliers of a desk, or whoever stands for them in a test.
pub trait Ask: Send + Sync + 'static {
    /// How many keys one request asks about; `None` if the supplier is not there or cannot be asked that.
    fn per_request(&self, supplier: &str, question: Question) -> Option<usize>;

    /// How the supplier may be asked.
    fn pace(&self, supplier: &str) -> Pace;

    /// Asks about so many keys as one request takes, and says what came of each, in their order. What is wrong with one key can make
    /// a supplier refuse all of a request: of several keys, each that is not answered is asked about again, alone.
    fn ask(&self, supplier: &str, question: Question, keys: &[String]) -> impl Future<Output = Vec<Asked>> + Send;
}

/// What came of asking about one key.
pub type Asked = Result<Heard, Trouble>;

/// What a supplier says about one key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Heard {
    /// That it answers, does not know it, or refuses.
    pub status: Status,
    /// Why it does not answer, in its words.
    pub message: Option<String>,
    /// What it says.
    pub said: Option<Said>,
    /// What came over the wire.
    pub digest: Option<Digest>,
}

impl Heard {
    /// An answer.
    #[must_use]
    pub fn answered(said: Said) -> Self {
        Self { status: Status::Answered, message: None, said: Some(said), digest: None }
    }

    /// That there is none.
    pub(crate) fn denied(status: Status, message: impl Into<String>) -> Self {
        Self { status, message: Some(message.into()), said: None, digest: None }
    }

    /// With the digest of what came over the wire.
    #[must_use]
    pub fn digest(mut self, digest: Option<Digest>) -> Self {
        self.digest = digest;
        self
    }
}

/// The suppliers of a desk.
#[derive(Debug)]
pub struct Suppliers {
    desk: Desk,
}

impl Suppliers {
    /// A desk for long runs: it takes note of what comes over the wire, and leaves it to the [`Worker`](crate::Worker) to wait for a
    /// supplier that says when to come back: it keeps all other requests from it meanwhile.
    ///
    /// # Errors
    ///
    /// As [`DeskBuilder::build`].
    pub fn new(builder: DeskBuilder) -> Result<Self, DeskError> {
        let retry = RetryPolicy::default().max_retry_after(Duration::ZERO);
        Ok(Self { desk: builder.retry(retry).clerk(|_, receipt, body| receipts::note(receipt, body)).build()? })
    }

    /// The suppliers' names, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.desk.suppliers()
    }
}

impl Ask for Suppliers {
    fn per_request(&self, supplier: &str, question: Question) -> Option<usize> {
        let capability = match question {
            Question::OrderStatus | Question::Shipments => Capability::OrdersBySupplierNumber,
            Question::Stock => Capability::Availability,
            Question::Prices => Capability::Prices,
            Question::Reservations => Capability::Reservations,
        };
        self.desk.per_request(supplier, capability)
    }

    fn pace(&self, supplier: &str) -> Pace {
        self.desk.pace(supplier).cloned().unwrap_or_default()
    }

    async fn ask(&self, supplier: &str, question: Question, keys: &[String]) -> Vec<Asked> {
        let whom = Whom::named(supplier);
        let (mut asked, digest) = receipts(async {
            match question {
                Question::OrderStatus | Question::Shipments => orders::ask(&self.desk, &whom, question, keys).await,
                Question::Stock => articles::stock(&self.desk, &whom, keys).await,
                Question::Prices => articles::prices(&self.desk, &whom, keys).await,
                Question::Reservations => reservations::ask(&self.desk, &whom, keys).await,
            }
        })
        .await;
        for asked in &mut asked {
            match asked {
                Ok(heard) => heard.digest = digest,
                Err(trouble) => trouble.digest = digest,
            }
        }
        asked
    }
}

/// What an error says of a key.
fn failed(error: &DeskError) -> Asked {
    let exchange = match error {
        DeskError::Supplier(error) => Some(error.error()),
        _ => None,
    };
    let message = error.problem().to_string();
    // A supplier that refuses for the moment will answer.
    let is_busy = exchange.is_some_and(Error::is_retryable);
    let cause = match (error.cause(), exchange) {
        (Cause::NotFound, _) => return Ok(Heard::denied(Status::NotFound, message)),
        (Cause::Refused, _) if !is_busy => return Ok(Heard::denied(Status::Refused, message)),
        (Cause::Refused, _) => Cause::OutcomeUnknown,
        // Who may not ask this may be permitted to ask something else.
        (Cause::Credentials, Some(Error::Answered(failure))) if failure.code() == Some(NOT_PERMITTED) => Cause::Refused,
        // The handshake broke, and nobody has said anything against a certificate.
        (Cause::Certificate, Some(error)) if error.kind() == ErrorKind::Tls(TlsProblem::Protocol) => Cause::Unreachable,
        (cause, _) => cause,
    };
    Err(Trouble {
        retry_after: exchange.and_then(Error::retry_after),
        is_held_back: exchange.is_some_and(|error| error.kind() == ErrorKind::RateLimited),
        ..Trouble::new(cause, error.to_string())
    })
}

/// The code of producers for a service that the key, which they accept, is not permitted.
const NOT_PERMITTED: &str = "AccessDenied";

/// What is wrong with who asks, if that has come up: then nothing more is asked.
fn everybodys(asked: &Asked) -> Option<&Trouble> {
    asked.as_ref().err().filter(|trouble| trouble.is_everybodys())
}

/// What a supplier says about a key without answering is a refusal.
fn heard(said: Said, is_bare: bool, problems: &[b2b_model::Problem]) -> Heard {
    if !is_bare || problems.is_empty() {
        return Heard::answered(said);
    }
    let words: Vec<_> = problems.iter().map(ToString::to_string).collect();
    Heard { said: Some(said), ..Heard::denied(Status::Refused, words.join("; ")) }
}

/// That a supplier passes over a key.
fn silent() -> Asked {
    Err(Trouble::new(Cause::Unreadable, "the supplier does not answer for it"))
}
