//! A connection that a fault can break: reset on demand, cut off after what was written, closed when nobody reads.

use std::{
    io,
    net::IpAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    sync::watch,
    time::{Instant, Sleep},
};
use tokio_util::sync::CancellationToken;

use super::places::Place;

/// What a request's handling may do to the connection it came in on.
#[derive(Clone, Debug)]
pub(crate) struct Control(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    peer: Peer,
    /// Of the exchange that was recorded last; 0 before that.
    recorded: AtomicU64,
    reset: AtomicBool,
    abort: CancellationToken,
    /// None where nothing is between the handling and its client.
    flushes: Option<watch::Sender<()>>,
}

/// Where a connection comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Peer {
    /// This machine, or this very process.
    Here,
    Elsewhere,
}

impl Peer {
    /// What is not known is elsewhere.
    pub(crate) fn of(stream: &TcpStream) -> Self {
        stream.peer_addr().map_or(Self::Elsewhere, |peer| Self::at(peer.ip()))
    }

    fn at(ip: IpAddr) -> Self {
        if ip.to_canonical().is_loopback() { Self::Here } else { Self::Elsewhere }
    }
}

impl Control {
    pub(crate) fn new(peer: Peer) -> Self {
        Self::over(peer, Some(watch::Sender::new(())))
    }

    /// For a request that came in on no connection: what is written has arrived.
    pub(crate) fn without_connection() -> Self {
        Self::over(Peer::Here, None)
    }

    fn over(peer: Peer, flushes: Option<watch::Sender<()>>) -> Self {
        Self(Arc::new(Shared {
            peer,
            recorded: AtomicU64::new(0),
            reset: AtomicBool::new(false),
            abort: CancellationToken::new(),
            flushes,
        }))
    }

    /// Who is at the other end.
    pub(crate) fn peer(&self) -> Peer {
        self.0.peer
    }

    /// The request was recorded as the exchange with this id.
    pub(crate) fn record(&self, id: u64) {
        self.0.recorded.store(id, Ordering::Relaxed);
    }

    /// The id of the exchange that was recorded last; 0 before that.
    pub(crate) fn recorded(&self) -> u64 {
        self.0.recorded.load(Ordering::Relaxed)
    }

    /// Ends the connection with a TCP reset.
    pub(crate) fn reset(&self) {
        self.0.reset.store(true, Ordering::Release);
        self.0.abort.cancel();
    }

    /// Ready once [`reset`](Self::reset) was called.
    pub(crate) async fn aborted(&self) {
        self.0.abort.cancelled().await;
    }

    /// Ready when everything that is written now has gone to the socket.
    pub(crate) async fn flushed(&self) {
        let Some(flushes) = &self.0.flushes else { return };
        // Fails only without a sender, and `self` holds one.
        let _ = flushes.subscribe().changed().await;
    }
}

/// The socket itself, under TLS: closing it sends a reset if [`Control::reset`] was called.
#[derive(Debug)]
pub(crate) struct Socket {
    stream: TcpStream,
    control: Control,
}

impl Socket {
    pub(crate) fn new(stream: TcpStream, control: Control) -> Self {
        Self { stream, control }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.control.0.reset.load(Ordering::Acquire) {
            // If it fails the connection is closed the ordinary way, which a client finds just as abrupt.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// What HTTP is spoken over, with or without TLS: tells of flushes and fails when a write makes no progress for too long.
#[derive(Debug)]
pub(crate) struct Wire<S> {
    stream: S,
    control: Control,
    place: Arc<Place>,
    timeout: Duration,
    stalled: Option<Pin<Box<Sleep>>>,
}

impl<S> Wire<S> {
    pub(crate) fn new(stream: S, control: Control, place: Arc<Place>, write_timeout: Duration) -> Self {
        Self { stream, control, place, timeout: write_timeout, stalled: None }
    }

    fn watch<T>(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let timeout = self.timeout;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(Instant::now() + timeout)));
        ready!(stalled.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, buf);
        if written.is_ready() {
            self.place.reads();
        }
        self.watch(cx, written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(cx);
        if let Poll::Ready(Ok(())) = &flushed
            && let Some(flushes) = &self.control.0.flushes
        {
            // Hardly ever does anybody wait for it.
            let _ = flushes.send(());
        }
        self.watch(cx, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let closed = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.watch(cx, closed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_loopback_interface_is_here() {
        for ip in ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(Peer::at(ip.parse().unwrap()), Peer::Here, "{ip}");
        }
        for ip in ["192.168.0.7", "10.0.0.1", "0.0.0.0", "fe80::1", "::ffff:192.168.0.7"] {
            assert_eq!(Peer::at(ip.parse().unwrap()), Peer::Elsewhere, "{ip}");
        }
    }
}
