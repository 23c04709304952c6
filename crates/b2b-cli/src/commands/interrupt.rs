//! Being asked to end: Ctrl-C, or SIGTERM.

use std::future::poll_fn;
use std::io;
use std::task::Poll;

use crate::exit::Exit;
use crate::failure::Failure;

/// Ends when the process is asked to end.
#[cfg(unix)]
pub(super) fn interrupted() -> Result<impl Future<Output = ()>, Failure> {
    use tokio::signal::unix::{SignalKind, signal};

    let listen = |kind| signal(kind).map_err(|error| deaf(&error));
    let (mut interrupt, mut terminate) = (listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
    Ok(poll_fn(move |context| match (interrupt.poll_recv(context), terminate.poll_recv(context)) {
        (Poll::Pending, Poll::Pending) => Poll::Pending,
        _ => Poll::Ready(()),
    }))
}

/// Ends when the process is asked to end.
#[cfg(not(unix))]
pub(super) fn interrupted() -> Result<impl Future<Output = ()>, Failure> {
    let mut signal = tokio::signal::windows::ctrl_c().map_err(|error| deaf(&error))?;
    Ok(poll_fn(move |context| signal.poll_recv(context).map(|_| ())))
}

fn deaf(error: &io::Error) -> Failure {
    Failure::new(Exit::Internal, format!("signals cannot be listened for: {error}"), "Check the system's limits.")
}
