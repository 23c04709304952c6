//! What is wrong with a configuration.

use std::error::Error;

/// A configuration that cannot be used: where, what is wrong, and what to do. No value is ever shown, so no secret is.
///
/// What to do: what [`hint`](Self::hint) says.
#[derive(Debug, thiserror::Error)]
#[error("{place}{message}")]
pub struct ConfigError {
    place: String,
    message: String,
    hint: String,
    is_of_secret: bool,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl ConfigError {
    /// What to do, in one sentence.
    #[must_use]
    pub fn hint(&self) -> &str {
        &self.hint
    }

    /// Whether all but a secret is in order: it is not where the configuration says, or must not be there. A reference that
    /// says no place, such as `keyring:SERVICE`, is not in order.
    #[must_use]
    pub fn is_of_secret(&self) -> bool {
        self.is_of_secret
    }

    /// An error that stands nowhere in particular.
    pub(crate) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { place: String::new(), message: message.into(), hint: hint.into(), is_of_secret: false, source: None }
    }

    /// The place comes before the message: `b2b.toml: westcon.url `.
    pub(crate) fn at(place: impl Into<String>, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { place: place.into() + " ", ..Self::new(message, hint) }
    }

    pub(super) fn of_secret(mut self) -> Self {
        self.is_of_secret = true;
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

/// ` Did you mean "account"?`, if one of the known names is near, else all of them.
pub(super) fn suggestion<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let distance = |name: &str| strsim::osa_distance(&written.to_ascii_lowercase(), name);
    match known.iter().copied().min_by_key(|name| distance(name)) {
        Some(name) if distance(name) <= name.len() / 3 + 1 => format!("Did you mean {name}?"),
        _ => format!("Known: {}.", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_what_is_near_and_else_lists() {
        assert_eq!(suggestion("acount", ["account", "key"]), "Did you mean account?");
        assert_eq!(suggestion("URL", ["account", "url"]), "Did you mean url?");
        assert_eq!(suggestion("frobnicate", ["account", "url"]), "Known: account, url.");
    }
}
