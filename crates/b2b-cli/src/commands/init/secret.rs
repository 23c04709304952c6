//! Where the secret is, or is kept from now on.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use b2b_desk::Keyring;
use secrecy::{ExposeSecret as _, SecretString};

use super::asker::{Asker, Empty};
use crate::exit::Exit;
use crate::failure::Failure;

/// The service that typed secrets have in the keyring.
const SERVICE: &str = "b2b";

/// A secret that was typed, and where it is to be kept.
#[derive(Debug)]
pub(super) struct Typed {
    secret: SecretString,
    place: Place,
}

#[derive(Debug)]
enum Place {
    /// In the keyring, under this user.
    Keyring(String),
    /// In a file beside the configuration.
    File(String),
}

/// A reference that was given as a flag. What is none may be the secret itself, and is not repeated.
pub(super) fn reference(given: &str) -> Result<String, Failure> {
    match given.split_once(':') {
        Some(("env" | "file" | "keyring", place)) if !place.is_empty() => Ok(given.to_owned()),
        _ => Err(Failure::new(
            Exit::Usage,
            "--secret is no reference to a secret",
            "Write env:NAME, file:PATH or keyring:SERVICE/USER: a command line is seen by others.",
        )),
    }
}

/// Asks where the secret is. A typed one comes back with the reference to where it will be.
pub(super) fn ask(asker: &mut dyn Asker, supplier: &str, key: &str) -> Result<(String, Option<Typed>), Failure> {
    let places = [
        "in an environment variable",
        "in a file",
        "in the keyring",
        "I type it, to be kept in the keyring",
        "I type it, to be kept in a file of its own",
    ];
    let at = asker.choice(&format!("Where is the {key}?"), &places)?;
    let typed = |secret, place| Some(Typed { secret, place });
    Ok(match at {
        0 => (format!("env:{}", asker.text("The variable's name", Empty::Refused)?), None),
        1 => (format!("file:{}", asker.text("The file's path", Empty::Refused)?), None),
        2 => (format!("keyring:{}", asker.text("Its place in the keyring, as SERVICE/USER", Empty::Refused)?), None),
        3 => {
            let (secret, user) = (asker.secret(&format!("The {key}"))?, format!("{supplier}.{key}"));
            (format!("keyring:{SERVICE}/{user}"), typed(secret, Place::Keyring(user)))
        }
        _ => {
            let (secret, file) = (asker.secret(&format!("The {key}"))?, format!("{supplier}.{key}"));
            (format!("file:{file}"), typed(secret, Place::File(file)))
        }
    })
}

impl Typed {
    /// Keeps it. A file that is there is left alone.
    pub(super) fn keep(self, config: &Path, keyring: &Keyring) -> Result<(), Failure> {
        match &self.place {
            Place::Keyring(user) => keyring.keep(SERVICE, user, &self.secret).map_err(|error| {
                Failure::new(
                    Exit::Config,
                    error.to_string(),
                    "Unlock or start the keyring, or keep the secret in a file.",
                )
            }),
            Place::File(name) => {
                let path = config.parent().unwrap_or(Path::new("")).join(name);
                let mut options = OpenOptions::new();
                options.write(true).create_new(true);
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                let written =
                    options.open(&path).and_then(|mut file| writeln!(file, "{}", self.secret.expose_secret()));
                written.map_err(|error| {
                    let message = format!("{} cannot be written: {error}", path.display());
                    Failure::new(
                        Exit::Input,
                        message,
                        "Remove the file if it is not needed, or keep the secret elsewhere.",
                    )
                })
            }
        }
    }
}
