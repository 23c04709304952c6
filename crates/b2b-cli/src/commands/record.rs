//! The record of what is sent once, which stands in a file from before it is sent until it is known what became of it.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use b2b_desk::{PendingOrder, PendingReservation};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tempfile::NamedTempFile;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;
use crate::render::json;

/// Why nobody knows what became of something whose record says no more.
const UNSEEN: &str = "nobody saw the end of the request";

/// What something of which a record is kept is called.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Mark<'a> {
    Sidemark(&'a str),
    PurchaseOrder(&'a str),
}

/// Something of which a record is kept.
pub(super) trait Recorded: Serialize + DeserializeOwned {
    /// What it is, with its article.
    const WHAT: &'static str;
    /// Which command lists what the supplier has of it.
    const LISTS: &'static str;
    /// How the names of its files end.
    const SUFFIX: &'static str;
    /// Which command makes one.
    const MAKES: &'static str;
    /// Which command finds out what became of one.
    const FINDS: &'static str;

    fn supplier(&self) -> &str;

    /// What it is called, and its file after it.
    fn mark(&self) -> Mark<'_>;

    /// Why nobody knows what became of it.
    fn reason(&self) -> &str;

    /// Whether both may be the same thing, sent twice.
    fn is_alike(&self, other: &Self) -> bool;
}

impl Recorded for PendingReservation {
    const WHAT: &'static str = "a reservation";
    const LISTS: &'static str = "b2b reserves";
    const SUFFIX: &'static str = "reserve.json";
    const MAKES: &'static str = "b2b reserve";
    const FINDS: &'static str = "b2b reserves --reconcile";

    fn supplier(&self) -> &str {
        &self.supplier
    }

    fn mark(&self) -> Mark<'_> {
        Mark::Sidemark(self.sidemark.as_str())
    }

    fn reason(&self) -> &str {
        self.reason.as_deref().unwrap_or(UNSEEN)
    }

    /// Of the same article, by the same supplier.
    fn is_alike(&self, other: &Self) -> bool {
        let (one, other) = ((&self.supplier, &self.request), (&other.supplier, &other.request));
        one.0 == other.0 && one.1.sku.trim().eq_ignore_ascii_case(other.1.sku.trim())
    }
}

impl Recorded for PendingOrder {
    const WHAT: &'static str = "an order";
    const LISTS: &'static str = "b2b order po:NUMBER";
    const SUFFIX: &'static str = "order.json";
    const MAKES: &'static str = "b2b place-order";
    const FINDS: &'static str = "b2b place-order --reconcile";

    fn supplier(&self) -> &str {
        &self.supplier
    }

    fn mark(&self) -> Mark<'_> {
        Mark::PurchaseOrder(&self.order.purchase_order)
    }

    fn reason(&self) -> &str {
        self.reason.as_deref().unwrap_or(UNSEEN)
    }

    /// Under the same purchase order, by the same supplier.
    fn is_alike(&self, other: &Self) -> bool {
        let (one, other) = ((&self.supplier, &self.order), (&other.supplier, &other.order));
        one.0 == other.0 && one.1.purchase_order.trim().eq_ignore_ascii_case(other.1.purchase_order.trim())
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
        let written =
            draft(&path, &text).and_then(|draft| Ok(draft.persist_noclobber(&path)?)).and_then(|_| settle(&path));
        match written {
            Ok(()) => Ok(Self(path)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(occupied::<T>(&path)),
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
        if text.trim().is_empty() {
            let message = format!("{} is empty: it does not say what was to be sent", path.display());
            let hint = format!("See in {} whether something is there that you miss, then remove the file.", T::LISTS);
            return Err(Failure::new(Exit::Input, message, hint));
        }
        let pending =
            serde_json::from_str(&text).map_err(|error| refused(format!("is no record of {}: {error}", T::WHAT)))?;
        Ok((Self(path.to_owned()), pending))
    }

    /// The records beside the one that is to be written, and that one, of what may be the same thing. As long as they are
    /// there, nobody knows what became of it.
    pub(super) fn unresolved<T: Recorded>(path: Option<&Path>, pending: &T) -> Vec<(PathBuf, T)> {
        let own = path.map_or_else(|| default_path(pending), Path::to_owned);
        let mut paths: Vec<PathBuf> = match fs::read_dir(directory(&own)) {
            // As the command line would name them.
            Ok(files) => files.flatten().map(|file| own.with_file_name(file.file_name())).collect(),
            // A directory that cannot be read says so when the record is written.
            Err(_) => Vec::new(),
        };
        let suffix = format!(".{}", T::SUFFIX);
        paths.retain(|path| *path == own || path.to_string_lossy().ends_with(&suffix));
        paths.sort();
        let mut unresolved = Vec::new();
        for path in paths {
            match Self::open::<T>(&path) {
                Ok((_, other)) if other.is_alike(pending) => unresolved.push((path, other)),
                Ok(_) => {}
                Err(_) if path == own => {}
                Err(failure) => output::warn(&failure.message()),
            }
        }
        unresolved
    }

    /// Writes what has been found out since. The record as it was does too, if that fails.
    pub(super) fn amend<T: Recorded>(&self, pending: &T) {
        let Ok(text) = json::value(pending) else { return };
        let amended = draft(&self.0, &text).and_then(|draft| Ok(draft.persist(&self.0)?)).and_then(|_| settle(&self.0));
        if let Err(error) = amended {
            tracing::debug!("{} is not amended: {error}", self.0.display());
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

/// That nothing is written where something is.
fn occupied<T: Recorded>(path: &Path) -> Failure {
    let shown = path.display();
    let (what, hint) = match Record::open::<T>(path) {
        Ok(_) => (
            format!("it may record {} whose outcome is unknown", T::WHAT),
            format!("Find out: {} {shown}. Nothing was sent.", T::FINDS),
        ),
        Err(_) => {
            (format!("it is no record of {}", T::WHAT), "Nothing was sent. Give --record another path.".to_owned())
        }
    };
    Failure::new(Exit::Input, format!("{shown} is there already: {what}"), hint)
}

/// The text in a neighbour of the file, on disk: whoever reads the file sees all of a record or none of it.
fn draft(path: &Path, text: &str) -> io::Result<NamedTempFile> {
    let mut draft = NamedTempFile::new_in(directory(path))?;
    draft.write_all(text.as_bytes())?;
    draft.as_file().sync_all()?;
    Ok(draft)
}

/// Has the file's name on disk too.
#[cfg(unix)]
fn settle(path: &Path) -> io::Result<()> {
    fs::File::open(directory(path))?.sync_all()
}

/// Has the file's name on disk too, as far as the system lets us.
#[cfg(not(unix))]
fn settle(_: &Path) -> io::Result<()> {
    Ok(())
}

fn directory(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// `./b2b-0c5e1f7a92d4.reserve.json`, after the sidemark, or `./PO-1001.order.json`.
fn default_path<T: Recorded>(pending: &T) -> PathBuf {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || "-_".contains(letter) { letter } else { '_' };
    let (Mark::Sidemark(mark) | Mark::PurchaseOrder(mark)) = pending.mark();
    let mark: String = mark.chars().map(plain).take(64).collect();
    PathBuf::from(format!("{mark}.{}", T::SUFFIX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pending(reason: &str) -> PendingReservation {
        let text = r#"{"supplier": "mill", "request": {"sku": "A", "quantity": "1", "unit": "BX", "same_lot": false},
            "sidemark": {"given": "M"}, "began": "2025-01-02T03:04:05Z", "reason": "REASON"}"#;
        serde_json::from_str(&text.replace("REASON", reason)).unwrap()
    }

    #[test]
    fn a_record_is_replaced_and_never_emptied() {
        let home = tempfile::tempdir().unwrap();
        let (path, other) = (home.path().join("a.reserve.json"), home.path().join("other"));
        let record = Record::create(Some(&path), &pending("first")).unwrap();
        // What is written over the file itself is seen by its other name too.
        fs::hard_link(&path, &other).unwrap();
        record.amend(&pending("second"));
        let opened = |path: &Path| Record::open::<PendingReservation>(path).unwrap().1;
        assert_eq!(opened(&path), pending("second"));
        assert_eq!(opened(&other), pending("first"));
        assert!(Record::create(Some(&path), &pending("third")).is_err());
        assert_eq!(Record::unresolved(Some(&home.path().join("b")), &pending("third")), [(path, pending("second"))]);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 2);
    }
}
