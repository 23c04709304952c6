//! For programs without an async runtime.

use std::fmt;
use std::sync::Arc;

use tokio::runtime::{Builder, Handle, Runtime};

use crate::SetupError;

/// Waits for what async clients do, in programs that have no runtime of their own.
///
/// It has one thread, named `b2b-http`, that connects, reads and keeps connections while nobody waits. Clones share it; the
/// last one to go ends it. Waiting changes nothing of the client's policy.
///
/// The protocol crates have a `blocking::Client` each, which waits with one of these.
///
/// ```no_run
/// use b2b_http::{Blocking, Client, Operation, ReqwestTransport};
///
/// # fn ask<O: Operation>(operation: O) -> Result<O::Output, Box<dyn std::error::Error>> {
/// let blocking = Blocking::new()?;
/// let client = Client::new(ReqwestTransport::new()?);
/// let output = blocking.wait(client.send(&operation))?;
/// # Ok(output) }
/// ```
#[derive(Clone)]
pub struct Blocking {
    runtime: Handle,
    _kept: Arc<Kept>,
}

impl Blocking {
    /// Starts the thread.
    ///
    /// # Errors
    ///
    /// [`SetupError`] if the system has no room for a thread or for what it waits with.
    pub fn new() -> Result<Self, SetupError> {
        // A runtime on the caller's thread would not see that a supplier closes a connection between two calls.
        let mut builder = Builder::new_multi_thread();
        let runtime = builder.worker_threads(1).thread_name("b2b-http").enable_all().build();
        let runtime = runtime.map_err(|error| SetupError::new("the thread that connects cannot be started", error))?;
        Ok(Self { runtime: runtime.handle().clone(), _kept: Arc::new(Kept(Some(runtime))) })
    }

    /// Waits until the future is ready.
    ///
    /// # Panics
    ///
    /// Within an async runtime, whose thread must not be kept: use the async client there.
    pub fn wait<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }
}

impl fmt::Debug for Blocking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Blocking").finish_non_exhaustive()
    }
}

/// The runtime, until the last clone goes.
struct Kept(Option<Runtime>);

impl Drop for Kept {
    /// Without waiting for the thread, which tokio refuses within an async runtime.
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
