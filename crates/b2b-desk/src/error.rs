//! Why there is no answer.

mod supplier;

use std::time::Duration;

use b2b_http::{ErrorKind, Refused};
use b2b_model::Problem;

pub use self::supplier::SupplierError;
pub(crate) use self::supplier::{in_the_words_of_the_configuration, sentence};

use crate::{Capability, Cause, ConfigError, Protocol};

/// Why a question has no answer. [`hint`](Self::hint) says what to do in one sentence.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DeskError {
    /// The configuration cannot be used.
    ///
    /// What to do: what [`ConfigError::hint`] says.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// No supplier is configured.
    ///
    /// What to do: name one in the configuration.
    #[error("no supplier is configured")]
    NoSupplier,
    /// The suppliers were to be named, and none was.
    ///
    /// What to do: name one, or ask every supplier that can answer.
    #[error("no supplier is named")]
    NobodyNamed,
    /// No supplier of this name is configured.
    ///
    /// What to do: use one of the names that are.
    #[error("no supplier is called {name}")]
    UnknownSupplier {
        /// The name that was asked for.
        name: String,
        /// The names that are configured.
        known: Vec<String>,
    },
    /// The supplier's protocol has no such question. Nothing was sent.
    ///
    /// What to do: ask a supplier that can answer it, or ask otherwise.
    #[error("{supplier} cannot be asked {capability}: {protocol} has no such service")]
    Unsupported {
        /// The supplier's name in the configuration.
        supplier: String,
        /// What it speaks.
        protocol: Protocol,
        /// What was asked.
        capability: Capability,
    },
    /// None of the configured suppliers can answer such a question. Nothing was sent.
    ///
    /// What to do: configure a supplier that can.
    #[error("no configured supplier can be asked {capability}")]
    NobodyAble {
        /// What was asked.
        capability: Capability,
    },
    /// Several suppliers could do it, and only one is to.
    ///
    /// What to do: name one of them.
    #[error("several suppliers can be asked {capability}")]
    SeveralAble {
        /// What is to be done.
        capability: Capability,
        /// The suppliers that could.
        able: Vec<String>,
    },
    /// There is no supplier whose requests are signed in their address.
    ///
    /// What to do: configure one that speaks fcB2B, or give profile and key.
    #[error("{}", no_signer(.name.as_deref()))]
    NoSigner {
        /// The name that was asked for.
        name: Option<String>,
    },
    /// The requests to several suppliers are signed.
    ///
    /// What to do: name one of them.
    #[error("there are several suppliers whose requests are signed")]
    SeveralSigners {
        /// Their names.
        names: Vec<String>,
    },
    /// The request cannot be written, and nothing was sent.
    ///
    /// What to do: correct the value that the message names.
    #[error("{supplier} cannot be asked: {}", .refused.message())]
    Unwritable {
        /// The supplier's name in the configuration.
        supplier: String,
        /// Why.
        refused: Refused,
    },
    /// The supplier has no usable answer.
    ///
    /// What to do: see [`SupplierError::cause`], or the kinds of [`SupplierError::error`].
    #[error(transparent)]
    Supplier(#[from] SupplierError),
    /// The supplier has not answered by its deadline. The request may have arrived.
    ///
    /// What to do: ask again, or give it longer. What is not [repeatable](crate::Question::is_repeatable): see whether it was done
    /// before it is asked for again.
    #[error("{supplier} has not answered within {}", seconds(*.after))]
    Deadline {
        /// The supplier's name in the configuration.
        supplier: String,
        /// How long it had.
        after: Duration,
        /// Whether to ask again changes nothing.
        repeatable: bool,
    },
    /// The supplier was not asked for this part of the question, since too many requests before it had failed.
    ///
    /// What to do: what the errors before it say, then ask for the rest.
    #[error("{supplier} was not asked: {}", in_a_row(*.failures))]
    NotAsked {
        /// The supplier's name in the configuration.
        supplier: String,
        /// How many have failed.
        failures: usize,
        /// What the last of them came down to.
        cause: Cause,
    },
    /// A recorded document is a supplier's refusal.
    ///
    /// What to do: see the supplier's code and words.
    #[error("the recorded answer is a refusal ({code}): {words}")]
    RecordedRefusal {
        /// The supplier's code.
        code: String,
        /// The supplier's words.
        words: String,
    },
    /// A recorded document is not a supplier's answer.
    ///
    /// What to do: check that all of the answer's body was recorded, and nothing else.
    #[error("the document is no answer of a supplier: {message}")]
    NoRecording {
        /// What it is instead, or where it differs.
        message: String,
    },
}

impl DeskError {
    /// What to do, in one sentence.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Config(error) => error.hint().to_owned(),
            Self::NoSupplier => {
                "Give b2b.toml a table such as [westcon], or set variables such as B2B_WESTCON_ACCOUNT.".to_owned()
            }
            Self::NobodyNamed => "Name one, or ask every supplier that can answer.".to_owned(),
            Self::UnknownSupplier { known, .. } => format!("Configured suppliers: {}.", known.join(", ")),
            Self::Unsupported { capability: Capability::OrdersByCustomerNumber, .. }
            | Self::NobodyAble { capability: Capability::OrdersByCustomerNumber } => {
                "Ask by the supplier's own number.".to_owned()
            }
            Self::Unsupported { .. } => "Ask a supplier that can answer it.".to_owned(),
            Self::NobodyAble { .. } => "Configure a supplier whose protocol has such a service.".to_owned(),
            Self::NoSigner { .. } => {
                "Configure one with protocol = \"fcb2b\", or give --profile and the key.".to_owned()
            }
            Self::SeveralSigners { names } => format!("Name one of {}.", names.join(", ")),
            Self::SeveralAble { able, .. } => format!("Name one of {}.", able.join(", ")),
            Self::Unwritable { refused, .. } => {
                refused.hint().unwrap_or("Correct the value that the message names.").to_owned()
            }
            Self::Supplier(error) => error.hint().to_owned(),
            Self::Deadline { repeatable: false, .. } => {
                "It may have arrived: see whether the catalog comes before you ask for it again.".to_owned()
            }
            Self::Deadline { .. } => "Ask again; if the supplier needs longer, raise its deadline.".to_owned(),
            Self::NotAsked { .. } => "See to what failed before, then ask for the rest.".to_owned(),
            Self::RecordedRefusal { .. } => "Do what the supplier's message says.".to_owned(),
            Self::NoRecording { .. } => {
                "Check that all of the answer's body was recorded, and nothing else.".to_owned()
            }
        }
    }

    /// Whether the supplier just does not have what was asked for.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.cause() == Cause::NotFound
    }

    /// It, as what stands in place of an answer: the supplier's own code and words if it refused, else the whole sentence.
    #[must_use]
    pub fn problem(&self) -> Problem {
        match self {
            Self::Supplier(error) if error.decisive().kind() == ErrorKind::Refused => Problem {
                code: error.decisive().code().map(str::to_owned),
                message: Some(error.decisive().message().to_owned()),
            },
            error => Problem { code: None, message: Some(error.to_string()) },
        }
    }

    /// What it comes down to.
    #[must_use]
    pub fn cause(&self) -> Cause {
        match self {
            Self::Config(_) | Self::NoSupplier => Cause::Config,
            Self::NobodyNamed
            | Self::UnknownSupplier { .. }
            | Self::SeveralAble { .. }
            | Self::NoSigner { .. }
            | Self::SeveralSigners { .. } => Cause::Question,
            Self::Unsupported { .. } | Self::NobodyAble { .. } => Cause::Unsupported,
            Self::Unwritable { .. } => Cause::Input,
            Self::Supplier(error) => error.cause(),
            Self::Deadline { .. } => Cause::OutcomeUnknown,
            Self::NotAsked { cause, .. } => *cause,
            Self::RecordedRefusal { .. } => Cause::Refused,
            Self::NoRecording { .. } => Cause::Unreadable,
        }
    }
}

/// `20 s`, `0.5 s`.
fn seconds(duration: Duration) -> String {
    format!("{} s", duration.as_secs_f64())
}

fn in_a_row(failures: usize) -> String {
    match failures {
        1 => "a request before it has failed".to_owned(),
        _ => format!("{failures} requests in a row have failed"),
    }
}

fn no_signer(name: Option<&str>) -> String {
    match name {
        Some(name) => format!("no supplier whose requests are signed is called {name}"),
        None => "there is no supplier whose requests are signed".to_owned(),
    }
}
