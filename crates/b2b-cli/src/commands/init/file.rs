//! The configuration file: what is in it stays as it is.

use std::path::Path;
use std::{fs, io};

use toml_edit::{DocumentMut, Item, Table, value};

use super::draft::Draft;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::own_file;

/// The file as it is; empty if there is none.
pub(super) fn read(path: &Path) -> Result<DocumentMut, Failure> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => {
            let message = format!("{} cannot be read: {error}", path.display());
            return Err(Failure::new(Exit::Config, message, "Check that it is a text file and that you may read it."));
        }
    };
    // The parser's own text shows the line, which may hold a secret.
    text.parse::<DocumentMut>().map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let words: Vec<_> = error.message().lines().collect();
        let message = format!("{}: line {line} is not TOML: {}", path.display(), words.join(": "));
        Failure::new(Exit::Config, message, "Correct the line; text values stand in double quotes.")
    })
}

/// That there is no such supplier yet, nor one with the same variables.
pub(super) fn refuse_namesake(document: &DocumentMut, path: &Path, name: &str) -> Result<(), Failure> {
    let upper = |name: &str| name.to_ascii_uppercase().replace('-', "_");
    match document.iter().find(|(other, _)| upper(other) == upper(name)) {
        None => Ok(()),
        Some((other, _)) => {
            let message = format!("{} has a supplier {other} already", path.display());
            Err(Failure::new(Exit::Input, message, "Give it another name, or change the file yourself."))
        }
    }
}

/// Adds the supplier's table at the end.
pub(super) fn add(document: &mut DocumentMut, draft: &Draft) {
    let mut table = Table::new();
    for (key, text) in draft.values() {
        table.insert(key, if key == "plain_http" { value(text == "true") } else { value(text) });
    }
    if !document.is_empty() {
        table.decor_mut().set_prefix("\n");
    }
    document.insert(&draft.name, Item::Table(table));
}

/// Writes the file, its owner's only.
pub(super) fn write(path: &Path, document: &DocumentMut) -> Result<(), Failure> {
    // A link stays one.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    own_file::replace(&target, &document.to_string()).map_err(|error| {
        let message = format!("{} cannot be written: {error}", path.display());
        Failure::new(Exit::Input, message, "Give --config a path in a directory of your own.")
    })
}
