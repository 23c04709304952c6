//! An answer on its way out: the supplier's or a replaced one, with what a fault does to it.

use std::{convert::Infallible, io};

use axum::body::{Body, BodyDataStream};
use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use http::{
    HeaderMap, HeaderValue, Response, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER},
};

use super::{Fault, Replace};
use crate::server::wire::Control;

const CHUNK: usize = 64 * 1024;
const GARBAGE: [u8; 8] = [0x00, 0xC3, 0x28, 0xFF, 0xFE, 0x3C, 0x80, 0x01];

/// An answer whose body, or the beginning of it, is still at hand.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: DraftBody,
}

#[derive(Debug)]
pub(crate) enum DraftBody {
    Whole(Bytes),
    /// Only so many bytes of it.
    Truncated(Bytes, usize),
    /// A pause in the middle of it.
    Slow(Bytes, std::time::Duration),
    Endless(u64),
    /// What is made while it is sent, and what of it is there already.
    Streamed(Bytes, BodyDataStream),
    /// Only so many bytes of it.
    StreamedTruncated(Bytes, BodyDataStream, u64),
    /// A pause behind what is there already.
    StreamedSlow(Bytes, BodyDataStream, std::time::Duration),
}

impl Draft {
    pub(crate) fn new(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(content_type))]);
        Self { status, headers, body: DraftBody::Whole(body.into()) }
    }

    pub(crate) fn text(status: StatusCode, line: impl std::fmt::Display) -> Self {
        Self::new(status, "text/plain; charset=utf-8", format!("{line}\n"))
    }

    /// The answer with the fault in it; a reset is up to the connection.
    pub(crate) fn spoil(self, fault: &Fault) -> Self {
        let mut draft = match fault.replace {
            None | Some(Replace::Reset(_)) => self,
            Some(replace) => replacement(replace, fault.status),
        };
        if let Some(edit) = fault.edit {
            // It may be of another length now.
            draft.headers.remove(CONTENT_LENGTH);
            draft.body = match draft.body {
                DraftBody::Whole(bytes) => DraftBody::Whole(edit.of(&bytes)),
                DraftBody::Streamed(first, rest) => DraftBody::Streamed(edit.of(&first), rest),
                body => body,
            };
        }
        if let Some(content_type) = &fault.content_type {
            draft.headers.insert(CONTENT_TYPE, content_type.clone());
        }
        if let Some(seconds) = fault.retry_after {
            draft.headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        draft.body = match (draft.body, fault.truncate, fault.slow_body) {
            (DraftBody::Whole(bytes), Some(limit), _) => {
                let kept = usize::try_from(limit).unwrap_or(usize::MAX).min(bytes.len().saturating_sub(1));
                DraftBody::Truncated(bytes, kept)
            }
            (DraftBody::Whole(bytes), None, Some(pause)) => DraftBody::Slow(bytes, pause),
            (DraftBody::Streamed(first, rest), Some(limit), _) => DraftBody::StreamedTruncated(first, rest, limit),
            (DraftBody::Streamed(first, rest), None, Some(pause)) => DraftBody::StreamedSlow(first, rest, pause),
            (body, ..) => body,
        };
        draft
    }

    /// The bytes that go out, as far as they are worth recording.
    pub(crate) fn visible(&self) -> Bytes {
        match &self.body {
            DraftBody::Whole(bytes) | DraftBody::Slow(bytes, _) => bytes.clone(),
            DraftBody::Truncated(bytes, kept) => bytes.slice(..*kept),
            DraftBody::Endless(size) => Bytes::from(format!("‹{size} bytes of filler›")),
            DraftBody::Streamed(first, _) | DraftBody::StreamedSlow(first, ..) => first.clone(),
            DraftBody::StreamedTruncated(first, _, limit) => {
                first.slice(..usize::try_from(*limit).unwrap_or(usize::MAX).min(first.len()))
            }
        }
    }

    pub(crate) fn send(self, control: &Control) -> Response<Body> {
        let mut headers = self.headers;
        let body = match self.body {
            DraftBody::Whole(bytes) => Body::from(bytes),
            DraftBody::Truncated(bytes, kept) => {
                headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len().max(1)));
                cut_off(bytes.slice(..kept), control.clone())
            }
            DraftBody::Slow(bytes, pause) => {
                headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
                let mut first = bytes;
                let rest = first.split_off(first.len() / 2);
                let rest = stream::once(async move {
                    tokio::time::sleep(pause).await;
                    rest
                });
                Body::from_stream(stream::iter([first]).chain(rest).map(Ok::<_, Infallible>))
            }
            DraftBody::Endless(size) => Body::from_stream(endless(size).map(Ok::<_, Infallible>)),
            DraftBody::Streamed(first, rest) => Body::from_stream(stream::iter([Ok(first)]).chain(rest)),
            DraftBody::StreamedTruncated(first, rest, limit) => {
                let whole = stream::iter([Ok(first)]).chain(rest);
                Body::from_stream(cut_off_after(whole, limit, control.clone()))
            }
            DraftBody::StreamedSlow(first, rest, pause) => {
                let waiting = stream::once(async move {
                    tokio::time::sleep(pause).await;
                    Ok(Bytes::new())
                });
                Body::from_stream(stream::iter([Ok(first)]).chain(waiting).chain(rest))
            }
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        *response.headers_mut() = headers;
        response
    }
}

fn replacement(replace: Replace, status: Option<StatusCode>) -> Draft {
    let status = status.unwrap_or(StatusCode::OK);
    match replace {
        Replace::Html => Draft::new(
            status,
            "text/html; charset=utf-8",
            format!(
                "<!DOCTYPE html>\n<html><head><title>{status}</title></head><body><h1>{status}</h1><p>The service is<br>busy.</body></html>\n"
            ),
        ),
        Replace::Garbage => Draft::new(status, "text/xml; charset=utf-8", GARBAGE.repeat(32)),
        Replace::Oversize(size) => {
            Draft { body: DraftBody::Endless(size), ..Draft::new(status, "text/xml; charset=utf-8", "") }
        }
        Replace::Status | Replace::Reset(_) => Draft::text(status, status),
    }
}

/// Sends `kept` all the way to the socket and then fails, which makes the connection close.
fn cut_off(kept: Bytes, control: Control) -> Body {
    let end = stream::once(async move {
        control.flushed().await;
        Err(io::Error::other("cut off by a fault switch"))
    });
    Body::from_stream(stream::iter([Ok(kept)]).chain(end))
}

/// So many bytes of a stream, all the way to the socket, and then a failure.
fn cut_off_after<S>(whole: S, limit: u64, control: Control) -> impl Stream<Item = Result<Bytes, axum::Error>>
where
    S: Stream<Item = Result<Bytes, axum::Error>> + Send + Unpin,
{
    stream::unfold(Some((whole, limit)), move |state| {
        let control = control.clone();
        async move {
            let (mut whole, left) = state?;
            if left > 0
                && let Some(Ok(mut bytes)) = whole.next().await
            {
                bytes.truncate(usize::try_from(left).unwrap_or(usize::MAX));
                let left = left.saturating_sub(u64::try_from(bytes.len()).unwrap_or(left));
                return Some((Ok(bytes), Some((whole, left))));
            }
            control.flushed().await;
            Some((Err(axum::Error::new(io::Error::other("cut off by a fault switch"))), None))
        }
    })
}

fn endless(size: u64) -> impl Stream<Item = Bytes> {
    const OPENING: &[u8] = b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<filler>";
    let filler = Bytes::from(vec![b'x'; CHUNK]);
    stream::unfold((size, Bytes::from_static(OPENING)), move |(left, mut chunk)| {
        let filler = filler.clone();
        async move {
            if left == 0 {
                return None;
            }
            chunk.truncate(usize::try_from(left).unwrap_or(usize::MAX));
            let sent = u64::try_from(chunk.len()).unwrap_or(left);
            Some((chunk, (left.saturating_sub(sent), filler)))
        }
    })
}
