//! The record of a reservation, which stands in a file from before it is sent until it is known what became of it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use b2b_desk::PendingReservation;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;
use crate::render::json;

/// A record in its file.
#[derive(Debug)]
pub(in crate::commands) struct Record(PathBuf);

impl Record {
    /// Writes a new one. A file that is there already is the record of another reservation, and stays.
    pub(super) fn create(path: Option<&Path>, pending: &PendingReservation) -> Result<Self, Failure> {
        let path = path.map_or_else(|| default_path(pending), Path::to_owned);
        let text = json::value(pending)?;
        let written = OpenOptions::new().write(true).create_new(true).open(&path).and_then(|file| fill(file, &text));
        match written {
            Ok(()) => Ok(Self(path)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let message = format!(
                    "{} is there already: it may record a reservation whose outcome is unknown",
                    path.display()
                );
                let hint = format!("Find out: b2b reserves --reconcile {}. Nothing was sent.", path.display());
                Err(Failure::new(Exit::Input, message, hint))
            }
            Err(error) => {
                let message = format!("{} cannot be written: {error}", path.display());
                let hint = "Nothing was sent. Give --record a path in a directory of your own.";
                Err(Failure::new(Exit::Input, message, hint))
            }
        }
    }

    /// Reads one that was left.
    pub(in crate::commands) fn open(path: &Path) -> Result<(Self, PendingReservation), Failure> {
        let refused = |message: String| {
            let hint = "Give the file that b2b reserve has named.";
            Failure::new(Exit::Input, format!("{} {message}", path.display()), hint)
        };
        let text = fs::read_to_string(path).map_err(|error| refused(format!("cannot be read: {error}")))?;
        let pending = serde_json::from_str(&text).map_err(|error| refused(format!("is no record: {error}")))?;
        Ok((Self(path.to_owned()), pending))
    }

    /// Writes what has been found out since. The record as it was does too, if that fails.
    pub(super) fn amend(&self, pending: &PendingReservation) {
        let amended = json::value(pending).ok().and_then(|text| {
            let file = File::create(&self.0).ok()?;
            fill(file, &text).ok()
        });
        if amended.is_none() {
            tracing::debug!("{} is not amended", self.0.display());
        }
    }

    /// Removes it: it is known what became of the reservation.
    pub(in crate::commands) fn close(self) {
        if let Err(error) = fs::remove_file(&self.0) {
            output::warn(&format!("{} is no longer needed and cannot be removed: {error}", self.0.display()));
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

fn fill(mut file: File, text: &str) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// `./b2b-0c5e1f7a92d4.reserve.json`, after the sidemark.
fn default_path(pending: &PendingReservation) -> PathBuf {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || "-_".contains(letter) { letter } else { '_' };
    let mark: String = pending.sidemark.as_str().chars().map(plain).take(64).collect();
    PathBuf::from(format!("{mark}.reserve.json"))
}
