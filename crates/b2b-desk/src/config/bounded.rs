//! Reading files that a configuration names, and no more of them than there can be.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// All of a file that is not larger than so many KiB. Only a regular file is read: opening a pipe may wait for ever, and a device
/// may never end. So a shell's `<(…)` cannot be used; that is our choice.
pub(crate) fn bounded(path: &Path, most_kib: u64) -> io::Result<(Vec<u8>, File)> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "is no regular file"));
    }
    let file = File::open(path)?;
    let most = most_kib.saturating_mul(1024);
    // With room for all of it: growing would leave what may be a secret behind.
    let length = file.metadata()?.len().min(most).saturating_add(1);
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    (&file).take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= most) {
        return Ok((bytes, file));
    }
    Err(io::Error::new(io::ErrorKind::InvalidData, format!("is larger than {most_kib} KiB")))
}

/// [`bounded`], of a text in UTF-8.
pub(super) fn bounded_text(path: &Path, most_kib: u64) -> io::Result<(String, File)> {
    let (bytes, file) = bounded(path, most_kib)?;
    let text = String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "is not UTF-8"))?;
    Ok((text, file))
}

/// `is larger than 64 KiB`, or that it cannot be read for a reason of the system's.
pub(crate) fn why_unreadable(error: &io::Error) -> String {
    error.get_ref().map_or_else(|| "cannot be read".to_owned(), ToString::to_string)
}
