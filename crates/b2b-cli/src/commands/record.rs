//! The record of what is sent once, which stands in a file from before it is sent until it is known what became of it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use b2b_desk::{PendingOrder, PendingReservation};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;
use crate::render::json;

/// Something of which a record is kept.
pub(super) trait Recorded: Serialize + DeserializeOwned {
    /// What it is.
    const WHAT: &'static str;
    /// How the names of its files end.
    const SUFFIX: &'static str;
    /// Which command makes one.
    const MAKES: &'static str;
    /// Which command finds out what became of one.
    const FINDS: &'static str;

    /// What the file is called after.
    fn mark(&self) -> &str;
}

impl Recorded for PendingReservation {
    const WHAT: &'static str = "reservation";
    const SUFFIX: &'static str = "reserve.json";
    const MAKES: &'static str = "b2b reserve";
    const FINDS: &'static str = "b2b reserves --reconcile";

    fn mark(&self) -> &str {
        self.sidemark.as_str()
    }
}

impl Recorded for PendingOrder {
    const WHAT: &'static str = "order";
    const SUFFIX: &'static str = "order.json";
    const MAKES: &'static str = "b2b place-order";
    const FINDS: &'static str = "b2b place-order --reconcile";

    fn mark(&self) -> &str {
        &self.order.purchase_order
    }
}

/// A record in its file.
#[derive(Debug)]
pub(super) struct Record(PathBuf);

impl Record {
    /// Writes a new one. A file that is there already is the record of another one, and stays.
    pub(super) fn create<T: Recorded>(path: Option<&Path>, pending: &T) -> Result<Self, Failure> {
        let path = path.map_or_else(|| default_path(pending), Path::to_owned);
        let text = json::value(pending)?;
        let written = OpenOptions::new().write(true).create_new(true).open(&path).and_then(|file| fill(file, &text));
        match written {
            Ok(()) => Ok(Self(path)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let (path, what, finds) = (path.display(), T::WHAT, T::FINDS);
                let article = if what.starts_with('o') { "an" } else { "a" };
                let message =
                    format!("{path} is there already: it may record {article} {what} whose outcome is unknown");
                let hint = format!("Find out: {finds} {path}. Nothing was sent.");
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
    pub(super) fn open<T: Recorded>(path: &Path) -> Result<(Self, T), Failure> {
        let refused = |message: String| {
            let hint = format!("Give the file that {} has named.", T::MAKES);
            Failure::new(Exit::Input, format!("{} {message}", path.display()), hint)
        };
        let text = fs::read_to_string(path).map_err(|error| refused(format!("cannot be read: {error}")))?;
        let pending = serde_json::from_str(&text).map_err(|error| refused(format!("is no record: {error}")))?;
        Ok((Self(path.to_owned()), pending))
    }

    /// Writes what has been found out since. The record as it was does too, if that fails.
    pub(super) fn amend<T: Recorded>(&self, pending: &T) {
        let amended = json::value(pending).ok().and_then(|text| {
            let file = File::create(&self.0).ok()?;
            fill(file, &text).ok()
        });
        if amended.is_none() {
            tracing::debug!("{} is not amended", self.0.display());
        }
    }

    /// Removes it: it is known what became of it.
    pub(super) fn close(self) {
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

/// `./b2b-0c5e1f7a92d4.reserve.json`, after the sidemark, or `./PO-1001.order.json`.
fn default_path<T: Recorded>(pending: &T) -> PathBuf {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || "-_".contains(letter) { letter } else { '_' };
    let mark: String = pending.mark().chars().map(plain).take(64).collect();
    PathBuf::from(format!("{mark}.{}", T::SUFFIX))
}
