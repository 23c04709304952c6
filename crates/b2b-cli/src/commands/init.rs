//! `b2b init`: a supplier is written into the configuration.

mod asker;
mod draft;
mod file;
mod flags;
mod secret;

use std::io::{self, IsTerminal as _};
use std::path::Path;

use b2b_desk::{Keyring, Sources};

use self::asker::{Asker, Terminal};
use self::draft::Draft;
use super::desk::DEFAULT_FILE;
use crate::args::{Global, Init};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;

pub(super) fn run(global: &Global, args: &Init) -> Result<Exit, Failure> {
    let path = global.config.as_deref().unwrap_or(Path::new(DEFAULT_FILE));
    let mut terminal = Terminal;
    let asker: Option<&mut dyn Asker> = if io::stdin().is_terminal() { Some(&mut terminal) } else { None };
    write(path, args, asker, &Keyring::system())?;
    Ok(Exit::Answered)
}

/// Gathers what the supplier's table needs, and writes it.
fn write(path: &Path, args: &Init, mut asker: Option<&mut dyn Asker>, keyring: &Keyring) -> Result<(), Failure> {
    let mut document = file::read(path)?;
    let mut draft = Draft::gather(args, &mut asker)?;
    file::refuse_namesake(&document, path, &draft.name)?;
    check(&draft)?;
    if let Some(typed) = draft.typed.take() {
        typed.keep(path, keyring)?;
    }
    file::add(&mut document, &draft);
    file::write(path, &document)?;

    let Draft { name, .. } = &draft;
    output::talk(&format_args!("[{name}] is in {} now.", path.display()));
    if let Some(variable) = draft.variable() {
        output::talk(&format_args!("Set {variable} to the secret before you ask anything."));
    }
    let config = if path == Path::new(DEFAULT_FILE) { String::new() } else { format!(" --config {}", path.display()) };
    output::talk(&format_args!("Check it with: b2b doctor --supplier {name}{config}"));
    Ok(())
}

/// That the values are such as a configuration can have. The secret need not be there yet.
fn check(draft: &Draft) -> Result<(), Failure> {
    let sources = draft
        .values()
        .fold(Sources::new(), |sources, (key, value)| sources.set(format!("{}.{key}", draft.name), value.to_owned()));
    match sources.load_each()?.remove(&draft.name) {
        Some(Err(error)) if !error.is_of_secret() => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
