//! What shows that a request was made on one of our own pages.

use std::{fmt, io};

use maud::{Markup, html};
use subtle::ConstantTimeEq;

use crate::random::Random;

/// Drawn when the sandbox starts, written into the forms of its pages, and sent back with them. Another site's page cannot
/// read it.
pub(crate) struct Token(String);

impl Token {
    /// From the system: a sandbox with a seed would have one that everybody knows.
    pub(crate) fn draw() -> io::Result<Self> {
        let bytes = Random::from_system()?.bytes::<16>();
        Ok(Self(format!("{:032x}", u128::from_be_bytes(bytes))))
    }

    pub(super) fn is(&self, sent: &str) -> bool {
        self.0.as_bytes().ct_eq(sent.as_bytes()).into()
    }

    /// The field of a form.
    pub(super) fn field(&self) -> Markup {
        html! { input type="hidden" name="token" value=(self.0); }
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").finish_non_exhaustive()
    }
}
