//! A request body that tells when it begins to be written.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use crate::Progress;

/// The body of one request. Until hyper asks for it, no connection has been chosen and no byte written.
pub(super) struct Upload {
    bytes: Option<Bytes>,
    progress: Progress,
}

impl Upload {
    /// The body for reqwest. Nothing is known of the progress of an empty one: hyper never asks for it.
    pub(super) fn of(bytes: Bytes, progress: &Progress) -> ::reqwest::Body {
        if bytes.is_empty() {
            return ::reqwest::Body::from(bytes);
        }
        progress.not_sent_yet();
        ::reqwest::Body::wrap(Self { bytes: Some(bytes), progress: progress.clone() })
    }
}

impl Body for Upload {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        self.progress.may_be_sent();
        Poll::Ready(self.bytes.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    // Hyper asks this as it takes the request up, before it writes the headers.
    fn is_end_stream(&self) -> bool {
        self.progress.may_be_sent();
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}
