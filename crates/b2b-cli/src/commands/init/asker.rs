//! Questions to whoever sits at the terminal.

use dialoguer::{Input, Password, Select};
use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;

use crate::exit::Exit;
use crate::failure::Failure;

/// Asks questions.
pub(super) trait Asker {
    /// A text; one that may be left out can be empty.
    fn text(&mut self, question: &str, may_be_empty: Empty) -> Result<String, Failure>;

    /// One of these, by its place among them.
    fn choice(&mut self, question: &str, of: &[&str]) -> Result<usize, Failure>;

    /// A text that nobody sees while it is typed.
    fn secret(&mut self, question: &str) -> Result<SecretString, Failure>;
}

/// Whether an answer can be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Empty {
    Refused,
    Allowed,
}

/// The terminal. Questions stand on stderr.
pub(super) struct Terminal;

impl Asker for Terminal {
    fn text(&mut self, question: &str, may_be_empty: Empty) -> Result<String, Failure> {
        let input = Input::<String>::new().with_prompt(question).allow_empty(may_be_empty == Empty::Allowed);
        input.interact_text().map(|text| text.trim().to_owned()).map_err(|error| unanswered(&error))
    }

    fn choice(&mut self, question: &str, of: &[&str]) -> Result<usize, Failure> {
        Select::new().with_prompt(question).items(of).default(0).interact().map_err(|error| unanswered(&error))
    }

    fn secret(&mut self, question: &str) -> Result<SecretString, Failure> {
        let typed = Password::new().with_prompt(question).interact().map_err(|error| unanswered(&error))?;
        Ok(Zeroizing::new(typed).as_str().into())
    }
}

fn unanswered(error: &dialoguer::Error) -> Failure {
    Failure::new(
        Exit::Usage,
        format!("a question was not answered: {error}"),
        "Give the values as flags: b2b init --help.",
    )
}
