//! Where files go.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use b2b_http::BoxError;
use object_store::ObjectStore;
use object_store::local::LocalFileSystem;
use object_store::path::Path;

use super::SinkError;
#[cfg(feature = "s3")]
use super::bucket;
use super::told::told;

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
    /// A directory, which is made if it is not there, or a bucket: `s3://BUCKET/PREFIX`.
    ///
    /// How a bucket is reached comes from the environment, by the names that Amazon's own tools know: `AWS_ACCESS_KEY_ID`,
    /// `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_REGION`, and `AWS_ENDPOINT_URL` for a server that is not Amazon's; without a
    /// key, the machine's own role is asked for one. Certificates are verified always. Plain http is for an `AWS_ENDPOINT_URL` on this
    /// machine, with `AWS_ALLOW_HTTP=true`.
    ///
    /// # Errors
    ///
    /// [`SinkError`] when it cannot be used, or when the environment asks for what is not allowed.
    pub fn new(text: &str) -> Result<Self, SinkError> {
        let known = |variable: OsString| variable.into_string().ok();
        let variables = std::env::vars_os().filter_map(|(name, value)| Some((known(name)?, known(value)?)));
        Self::with_environment(text, variables)
    }

    /// The same, with these variables and not with the process's.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn with_environment<N: AsRef<str>, V: Into<String>>(
        text: &str,
        variables: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, SinkError> {
        if let Some(bucket) = text.strip_prefix("s3://") {
            return Self::bucket(text, bucket, variables);
        }
        let failed = |error: BoxError| SinkError::Place(text.to_owned(), error);
        if !Self::is_local(text) {
            return Err(failed("it is neither a directory nor s3://BUCKET/PREFIX".into()));
        }
        std::fs::create_dir_all(text).map_err(|error| failed(error.into()))?;
        let store = LocalFileSystem::new_with_prefix(text).map_err(|error| failed(told(&error)))?;
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
    fn bucket<N: AsRef<str>, V: Into<String>>(
        shown: &str,
        bucket: &str,
        variables: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, SinkError> {
        let (bucket, prefix) = bucket.split_once('/').unwrap_or((bucket, ""));
        let store = bucket::open(bucket, variables).map_err(|error| SinkError::Place(shown.to_owned(), error))?;
        Ok(Self { store: Arc::new(store), prefix: Path::from(prefix), shown: shown.to_owned(), directory: None })
    }

    #[cfg(not(feature = "s3"))]
    fn bucket<V>(shown: &str, _: &str, _: impl IntoIterator<Item = V>) -> Result<Self, SinkError> {
        Err(SinkError::WithoutS3(shown.to_owned()))
    }

    /// Whether it is a directory of this machine.
    #[must_use]
    pub fn is_local(text: &str) -> bool {
        !text.contains("://")
    }

    /// Removes what a run left of this file that was killed while it wrote it: `stock.parquet#1`. What it left in a bucket, a lifecycle
    /// rule of the bucket removes.
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
        let place = Place::with_environment("s3://nightly/mill/", [("AWS_REGION", "eu-central-1")]).unwrap();
        assert_eq!(place.shown("stock.parquet"), "s3://nightly/mill/stock.parquet");
        assert_eq!(place.file("stock.parquet").as_ref(), "mill/stock.parquet");
    }

    #[cfg(not(feature = "s3"))]
    #[test]
    fn a_bucket_needs_the_feature() {
        assert!(matches!(Place::new("s3://nightly/mill"), Err(SinkError::WithoutS3(_))));
    }

    #[test]
    fn another_address_is_no_directory() {
        let error = Place::new("gs://nightly/mill").unwrap_err();
        assert_eq!(error.to_string(), "gs://nightly/mill cannot be used");
        assert!(!std::path::Path::new("gs:").exists());
    }
}
