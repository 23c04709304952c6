//! Files that are their owner's only.

use std::io::{self, Write as _};
use std::path::Path;

/// Writes the file by way of a neighbour: a reader sees all of it or nothing.
pub(crate) fn replace(path: &Path, text: &str) -> io::Result<()> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Temporary files are their owner's only.
    let mut draft = tempfile::NamedTempFile::new_in(directory)?;
    draft.write_all(text.as_bytes())?;
    draft.persist(path)?;
    Ok(())
}
