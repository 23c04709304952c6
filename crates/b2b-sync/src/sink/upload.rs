//! From who writes to who stores, in pieces.

use std::io::{self, Write};

use bytes::{Bytes, BytesMut};
use tokio::sync::mpsc;

/// How large a piece is.
const PIECE: usize = 256 * 1024;

/// Where a table is written to. It may only be written to where blocking is allowed.
pub(super) struct Upload {
    pieces: mpsc::Sender<Bytes>,
    buffer: BytesMut,
}

/// The two ends.
pub(super) fn pipe() -> (Upload, mpsc::Receiver<Bytes>) {
    let (pieces, receiver) = mpsc::channel(4);
    (Upload { pieces, buffer: BytesMut::new() }, receiver)
}

impl Write for Upload {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let piece = self.buffer.split().freeze();
        self.pieces.blocking_send(piece).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        // Whoever finished a table has flushed it, and seen the error.
        let _ = self.flush();
    }
}
