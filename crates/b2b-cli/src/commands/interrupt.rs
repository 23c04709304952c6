//! Being asked to end: Ctrl-C, or SIGTERM.

use std::future::poll_fn;
use std::io;
use std::process;
use std::task::Poll;

use tokio::sync::oneshot;

use crate::exit::Exit;
use crate::failure::Failure;

/// Ends when the process is asked to end. Whoever asks a second time does not want to wait for what is still to be written, and
/// stdout may have nobody who reads it: then the process ends at once.
pub(super) fn interrupted() -> Result<impl Future<Output = ()>, Failure> {
    let mut signals = Signals::listen()?;
    let (sender, receiver) = oneshot::channel();
    tokio::spawn(async move {
        signals.next().await;
        tracing::debug!("asked to end; asked again, it ends at once");
        // What was to end may have ended.
        let _ = sender.send(());
        signals.next().await;
        process::exit(Exit::Interrupted as i32);
    });
    Ok(async {
        if receiver.await.is_err() {
            // Nobody can ask any more.
            std::future::pending::<()>().await;
        }
    })
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> Result<Self, Failure> {
        use tokio::signal::unix::{SignalKind, signal};

        let listen = |kind| signal(kind).map_err(|error| deaf(&error));
        Ok(Self { interrupt: listen(SignalKind::interrupt())?, terminate: listen(SignalKind::terminate())? })
    }

    async fn next(&mut self) {
        poll_fn(|context| match (self.interrupt.poll_recv(context), self.terminate.poll_recv(context)) {
            (Poll::Pending, Poll::Pending) => Poll::Pending,
            _ => Poll::Ready(()),
        })
        .await;
    }
}

#[cfg(not(unix))]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(not(unix))]
impl Signals {
    fn listen() -> Result<Self, Failure> {
        tokio::signal::windows::ctrl_c().map(Self).map_err(|error| deaf(&error))
    }

    async fn next(&mut self) {
        poll_fn(|context| self.0.poll_recv(context).map(|_| ())).await;
    }
}

fn deaf(error: &io::Error) -> Failure {
    Failure::new(Exit::Internal, format!("signals cannot be listened for: {error}"), "Check the system's limits.")
}
