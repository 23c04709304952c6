//! Where files go.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use b2b_http::BoxError;
use object_store::ObjectStore;
use object_store::local::LocalFileSystem;
use object_store::path::Path;

use super::SinkError;

/// Where files go: a directory, or, with the feature `s3`, `s3://BUCKET/PREFIX`.
#[derive(Clone)]
pub struct Place {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
    shown: String,
    /// The directory, if it is one.
    directory: Option<PathBuf>,
}

impl Place {
    /// A directory, which is made if it is not there, or the address of a bucket. Credentials and region of a bucket come from the
    /// environment, by the names that Amazon's own tools know.
    ///
    /// # Errors
    ///
    /// [`SinkError`] when it cannot be used.
    pub fn new(text: &str) -> Result<Self, SinkError> {
        if let Some(bucket) = text.strip_prefix("s3://") {
            return Self::bucket(text, bucket);
        }
        let failed = |error: BoxError| SinkError::Place(text.to_owned(), error);
        std::fs::create_dir_all(text).map_err(|error| failed(error.into()))?;
        let store = LocalFileSystem::new_with_prefix(text).map_err(|error| failed(error.into()))?;
        // Whoever is told that a run is done finds its files, whatever happens to the power.
        let store = store.with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
            prefix: Path::default(),
            shown: text.to_owned(),
            directory: Some(text.into()),
        })
    }

    #[cfg(feature = "s3")]
    fn bucket(shown: &str, bucket: &str) -> Result<Self, SinkError> {
        let failed = |error: object_store::Error| SinkError::Place(shown.to_owned(), error.into());
        // object_store leaves it to the process. That there is one already is no error.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let (bucket, prefix) = bucket.split_once('/').unwrap_or((bucket, ""));
        let store = object_store::aws::AmazonS3Builder::from_env().with_bucket_name(bucket).build().map_err(failed)?;
        Ok(Self { store: Arc::new(store), prefix: Path::from(prefix), shown: shown.to_owned(), directory: None })
    }

    #[cfg(not(feature = "s3"))]
    fn bucket(shown: &str, _: &str) -> Result<Self, SinkError> {
        Err(SinkError::WithoutS3(shown.to_owned()))
    }

    /// Whether it is a directory of this machine.
    #[must_use]
    pub fn is_local(text: &str) -> bool {
        !text.contains("://")
    }

    /// Removes what a run left of this file that was killed while it wrote it: `stock.parquet#1`. A bucket removes that by itself, where it
    /// is told to.
    pub(super) fn remove_drafts(&self, file: &str) {
        let entries = self.directory.as_ref().and_then(|directory| std::fs::read_dir(directory).ok());
        for entry in entries.into_iter().flatten().flatten() {
            let name = entry.file_name();
            let number = name.to_str().and_then(|name| name.strip_prefix(file)?.strip_prefix('#'));
            if number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit())) {
                // What cannot be removed does no harm.
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }

    pub(super) fn store(&self) -> &dyn ObjectStore {
        &*self.store
    }

    pub(super) fn file(&self, name: &str) -> Path {
        self.prefix.clone().join(name)
    }

    /// A file, as messages call it.
    pub(super) fn shown(&self, name: &str) -> String {
        format!("{}/{name}", self.shown.trim_end_matches('/'))
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Place").field(&self.shown).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "s3")]
    #[test]
    fn a_bucket_is_a_place() {
        let place = Place::new("s3://nightly/mill/").unwrap();
        assert_eq!(place.shown("stock.parquet"), "s3://nightly/mill/stock.parquet");
        assert_eq!(place.file("stock.parquet").as_ref(), "mill/stock.parquet");
    }

    #[cfg(not(feature = "s3"))]
    #[test]
    fn a_bucket_needs_the_feature() {
        assert!(matches!(Place::new("s3://nightly/mill"), Err(SinkError::WithoutS3(_))));
    }
}
