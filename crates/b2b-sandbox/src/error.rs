//! Why a sandbox does not start.

use std::{io, net::SocketAddr, path::PathBuf};

use crate::{store::StoreError, supplier::BoxError, tls::TlsError};

/// Why a sandbox does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address can be reached from other machines.
    ///
    /// What to do: listen on 127.0.0.1 or ::1; set [`Options::i_know`](crate::Options::i_know) if others are to read the
    /// sandbox's credentials and everything it is sent.
    #[error("{0} can be reached from other machines, and the sandbox shows all it knows to everyone")]
    NotLoopback(SocketAddr),
    /// The address cannot be listened on.
    ///
    /// What to do: choose another port, or port 0 for a free one.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// A directory cannot be made or used.
    ///
    /// What to do: the source says what the system refused.
    #[error("cannot use the directory {}", dir.display())]
    Directory {
        /// The directory.
        dir: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The certificates could not be made, read or written.
    ///
    /// What to do: the source says which file it is about; a kept authority that has expired is replaced once its two
    /// files are removed.
    #[error("the sandbox has no certificate")]
    Certificate(#[source] BoxError),
    /// The state could not be opened.
    ///
    /// What to do: see [`StoreError`].
    #[error("the sandbox has no state")]
    Store(#[from] StoreError),
    /// The system gave no random bytes.
    ///
    /// What to do: set [`Options::seed`](crate::Options::seed), or repair the system.
    #[error("the system gives no random bytes")]
    Random(#[source] io::Error),
    /// A supplier could not be mounted.
    ///
    /// What to do: the source is the supplier's own error.
    #[error("the supplier {name} could not be mounted")]
    Supplier {
        /// Its name.
        name: &'static str,
        /// What it said.
        source: BoxError,
    },
    /// Two suppliers want the same name or path.
    ///
    /// What to do: mount each supplier once.
    #[error("{0} is taken by two suppliers")]
    Taken(String),
}

impl From<TlsError> for StartError {
    fn from(error: TlsError) -> Self {
        Self::Certificate(error.into())
    }
}
