//! Who is asked.

mod articles;
mod orders;
mod receipts;
mod reservations;

use b2b_desk::{Capability, Desk, DeskBuilder, DeskError, Pace, Whom};

use self::receipts::receipts;
use crate::answer::{Digest, Said, Status, Trouble};
use crate::{Cause, Question};

/// Who answers: the suppliers of a desk, or whoever stands for them in a test.
pub trait Ask: Send + Sync + 'static {
    /// How many keys one request asks about; `None` if the supplier is not there or cannot be asked that.
    fn per_request(&self, supplier: &str, question: Question) -> Option<usize>;

    /// How the supplier may be asked.
    fn pace(&self, supplier: &str) -> Pace;

    /// Asks about so many keys as one request takes, and says what came of each, in their order.
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
    /// A desk for long runs: it takes note of what comes over the wire.
    ///
    /// # Errors
    ///
    /// As [`DeskBuilder::build`].
    pub fn new(builder: DeskBuilder) -> Result<Self, DeskError> {
        Ok(Self { desk: builder.clerk(|_, receipt| receipts::note(receipt)).build()? })
    }

    /// The suppliers' names, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.desk.suppliers()
    }

    /// Asks once, about all of these.
    async fn ask_once(&self, supplier: &str, question: Question, keys: &[String]) -> Vec<Asked> {
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

    /// What is wrong with one key can make a supplier refuse all of a request: then each is asked about alone.
    async fn ask(&self, supplier: &str, question: Question, keys: &[String]) -> Vec<Asked> {
        let mut all = self.ask_once(supplier, question, keys).await;
        if keys.len() > 1 {
            for (key, asked) in keys.iter().zip(&mut all) {
                if is_of_all(asked)
                    && let Some(alone) = self.ask_once(supplier, question, std::slice::from_ref(key)).await.pop()
                {
                    *asked = alone;
                }
            }
        }
        all
    }
}

/// Whether it may have been said of the whole request for the sake of another key.
fn is_of_all(asked: &Asked) -> bool {
    match asked {
        Ok(heard) => heard.said.is_none(),
        Err(trouble) => !trouble.is_passing() && !trouble.is_everybodys(),
    }
}

/// What an error says of a key.
fn failed(error: &DeskError) -> Asked {
    let message = error.problem().to_string();
    let retry_after = match error {
        DeskError::Supplier(error) => error.error().retry_after(),
        _ => None,
    };
    // A supplier that refuses for the moment will answer.
    let is_busy = matches!(error, DeskError::Supplier(error) if error.error().is_retryable());
    match error.cause() {
        Cause::NotFound => Ok(Heard::denied(Status::NotFound, message)),
        Cause::Refused if !is_busy => Ok(Heard::denied(Status::Refused, message)),
        Cause::Refused => Err(Trouble { retry_after, ..Trouble::new(Cause::OutcomeUnknown, error.to_string()) }),
        cause => Err(Trouble { retry_after, ..Trouble::new(cause, error.to_string()) }),
    }
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
