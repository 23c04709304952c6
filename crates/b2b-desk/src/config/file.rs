//! The configuration file.

use std::fs::File;
use std::io;
use std::path::Path;

use figment::providers::{Format as _, Toml};
use figment::value::Dict;

use super::ConfigError;
use super::bounded::{bounded_text, why_unreadable};
use super::layer::{Layer, Origin};

/// The most that a configuration file may hold. Our choice.
const MOST_KIB: u64 = 1024;

/// A configuration file that has been read.
pub(super) struct ConfigFile {
    pub(super) layer: Layer,
    pub(super) readers: Readers,
}

/// Who may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Readers {
    /// Only its owner, as far as the system tells.
    Owner,
    /// Others too.
    Others,
}

impl ConfigFile {
    /// Reads the file; `None` if there is none.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, ConfigError> {
        let place = format!("{}:", path.display());
        let (text, readers) = match contents(path) {
            Ok(contents) => contents,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                let hint = "Check that it is a text file in UTF-8 and that you may read it.";
                return Err(
                    ConfigError::at(place, format!("the file {}", why_unreadable(&error)), hint).with_source(error)
                );
            }
        };
        // The parser's own text shows the line, which may hold a secret: only its message and the line's number are kept.
        let values: Dict = Toml::from_str(&text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let (message, hint) = misread(line, error.message());
            ConfigError::at(place, message, hint)
        })?;
        Ok(Some(Self { layer: Layer { origin: Origin::File(path.to_owned()), values }, readers }))
    }
}

/// What is wrong with a line, and what to do. What stands twice is told in our words: it is not a matter of TOML.
fn misread(line: usize, message: &str) -> (String, &'static str) {
    let twice = message.rsplit_once("duplicate key `").and_then(|(_, rest)| rest.split_once('`'));
    match twice {
        Some((name, place)) if place.ends_with("in document root") => {
            (format!("two suppliers are called {name}, the second in line {line}"), "Give one of them another name.")
        }
        Some((key, _)) => (format!("line {line} has {key} a second time"), "Remove one of the two."),
        None => {
            let words: Vec<_> = message.lines().collect();
            let message = format!("line {line} is not TOML: {}", words.join(": "));
            (message, "Correct the line; text values stand in double quotes.")
        }
    }
}

fn contents(path: &Path) -> io::Result<(String, Readers)> {
    let (text, file) = bounded_text(path, MOST_KIB)?;
    Ok((text, readers(&file)?))
}

#[cfg(unix)]
fn readers(file: &File) -> io::Result<Readers> {
    use std::os::unix::fs::PermissionsExt as _;

    let mode = file.metadata()?.permissions().mode();
    Ok(if mode & 0o077 == 0 { Readers::Owner } else { Readers::Others })
}

/// Whether those who are neither the file's owner nor of its group may read it, as far as the system tells.
#[cfg(unix)]
pub(super) fn is_open_to_all(file: &File) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;

    Ok(file.metadata()?.permissions().mode() & 0o004 != 0)
}

#[cfg(not(unix))]
pub(super) fn is_open_to_all(_: &File) -> io::Result<bool> {
    Ok(false)
}

#[cfg(not(unix))]
fn readers(_: &File) -> io::Result<Readers> {
    Ok(Readers::Owner)
}
