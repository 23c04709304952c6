//! Why a command has nothing to show: one sentence, and what to do.

use std::error::Error;
use std::io;

use b2b_desk::{ConfigError, DeskError};

use crate::exit::Exit;
use crate::output;

/// Why a command has nothing to show.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    message: String,
    hint: String,
    /// What lies behind it, outermost first.
    causes: Vec<String>,
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { exit, message: message.into(), hint: hint.into(), causes: Vec::new() }
    }

    /// Keeps the errors behind it for those who ask for details.
    pub(crate) fn because(mut self, error: &(dyn Error + 'static)) -> Self {
        self.causes.extend(std::iter::successors(Some(error), |&error| error.source()).map(ToString::to_string));
        self
    }

    /// Says what it happened to.
    pub(crate) fn about(mut self, what: &str) -> Self {
        self.message = format!("{what}: {}", self.message);
        self
    }

    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }

    /// With another hint.
    pub(crate) fn advise(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Tells it on stderr.
    pub(crate) fn report(&self) -> Exit {
        output::complain(&self.message, &self.hint);
        for cause in &self.causes {
            tracing::debug!("because: {cause}");
        }
        self.exit
    }
}

impl From<DeskError> for Failure {
    fn from(error: DeskError) -> Self {
        Self::from(&error)
    }
}

impl From<&DeskError> for Failure {
    fn from(error: &DeskError) -> Self {
        let (exit, hint) = (error.cause().into(), error.hint());
        let Some(source) = error.source() else { return Self::new(exit, error.to_string(), hint) };
        // What the system says of a file belongs into the sentence.
        let message = match source.downcast_ref::<io::Error>() {
            Some(reason) => format!("{error}: {reason}"),
            None => error.to_string(),
        };
        Self::new(exit, message, hint).because(source)
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        DeskError::from(error).into()
    }
}
