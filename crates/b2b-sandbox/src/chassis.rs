//! A request's way through the sandbox: received, struck by a fault or handed to its supplier, recorded, answered.

use std::{collections::HashMap, panic::AssertUnwindSafe, sync::Arc};

use axum::{Router, body::Body};
use bytes::Bytes;
use futures_util::{FutureExt, StreamExt};
use http::{HeaderValue, Request, Response, StatusCode, header::DATE, request::Parts};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Body as _, Incoming};
use tokio::{sync::Semaphore, time::timeout};
use tower::ServiceExt;

use crate::{
    console,
    exchange::{ExchangeLog, Origin, Recording},
    fault::{
        FAULT_HEADER, Switchboard,
        draft::{Draft, DraftBody},
    },
    notes::Notes,
    options::Limits,
    server::{Scheme, wire::Control},
    supplier::{Context, Mount},
};

/// How much of a body that is too large is read before the connection is closed on it.
const MAX_DRAINED: usize = 64 * 1024 * 1024;

/// Everything that answering a request needs.
#[derive(Debug)]
pub(crate) struct Chassis {
    pub(crate) context: Context,
    pub(crate) limits: Limits,
    pub(crate) connections: Arc<Semaphore>,
    pub(crate) exchanges: Arc<ExchangeLog>,
    pub(crate) faults: Switchboard,
    pub(crate) mounted: Vec<Arc<Mounted>>,
    /// By path in lower case.
    pub(crate) paths: HashMap<String, Arc<Mounted>>,
}

/// A supplier in its place.
#[derive(Debug)]
pub(crate) struct Mounted {
    pub(crate) name: &'static str,
    pub(crate) mount: Mount,
}

impl Chassis {
    pub(crate) async fn answer(
        self: Arc<Self>,
        request: Request<Incoming>,
        scheme: Scheme,
        control: Control,
    ) -> Response<Body> {
        let mut response = if console::owns(request.uri().path()) {
            console::answer(Arc::clone(&self), request.map(Body::new)).await
        } else {
            self.exchange(request, scheme, &control).await
        };
        if let Some(date) = self.date() {
            response.headers_mut().entry(DATE).or_insert(date);
        }
        response
    }

    async fn exchange(&self, request: Request<Incoming>, scheme: Scheme, control: &Control) -> Response<Body> {
        let (head, body) = request.into_parts();
        let mounted = self.paths.get(&head.uri.path().to_ascii_lowercase()).cloned();
        let mut recording = Recording::begin(
            Arc::clone(&self.exchanges),
            head.clone(),
            mounted.clone(),
            scheme,
            self.context.clock.now(),
            self.limits.max_recorded_bytes,
        );
        let refuse = |recording: Recording, draft: Draft| {
            recording.finish(Some(&draft), Origin::Sandbox);
            draft.send(control)
        };

        let name = mounted.as_deref().map(|mounted| mounted.name);
        let struck = self.faults.strike(&head.headers, name);
        if !matches!(&struck, Ok(Some(fault)) if fault.resets_before_the_body()) {
            match self.receive(body).await {
                Ok(bytes) => recording.body = bytes,
                Err(draft) => return refuse(recording, draft),
            }
        }
        let fault = match struck {
            Ok(fault) => fault,
            Err(error) => {
                return refuse(
                    recording,
                    Draft::text(StatusCode::BAD_REQUEST, format_args!("{FAULT_HEADER}: {error}")),
                );
            }
        };
        recording.fault = fault.as_ref().map(|fault| fault.to_string());

        let (draft, origin) = if fault.as_ref().is_none_or(|fault| fault.asks_supplier()) {
            self.ask(mounted.as_deref(), scheme, head, &mut recording).await
        } else {
            (Draft::text(StatusCode::OK, "replaced by a fault switch"), Origin::Sandbox)
        };
        let Some(fault) = fault else {
            recording.finish(Some(&draft), origin);
            return draft.send(control);
        };
        if let Some(delay) = fault.delay() {
            tokio::time::sleep(delay).await;
        }
        if fault.resets() {
            recording.finish(None, origin);
            control.reset();
            // The connection is dropped, and this with it.
            return std::future::pending().await;
        }
        let draft = draft.spoil(&fault);
        recording.finish(Some(&draft), origin);
        draft.send(control)
    }

    /// The whole body, or what to answer instead.
    async fn receive(&self, mut body: Incoming) -> Result<Bytes, Draft> {
        let max = self.limits.max_body_bytes;
        let received = timeout(self.limits.request_timeout, async {
            let received = Limited::new(&mut body, max).collect().await;
            if received.is_err() {
                drain(&mut body).await;
            }
            received
        });
        match received.await {
            Ok(Ok(collected)) => Ok(collected.to_bytes()),
            Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Draft::text(
                StatusCode::PAYLOAD_TOO_LARGE,
                format_args!("The sandbox takes request bodies of up to {max} bytes."),
            )),
            Ok(Err(error)) => {
                Err(Draft::text(StatusCode::BAD_REQUEST, format_args!("The request body broke off: {error}.")))
            }
            Err(_) => Err(Draft::text(StatusCode::REQUEST_TIMEOUT, "The request body took too long to come.")),
        }
    }

    /// What the supplier answers; its notes go to the recording.
    async fn ask(
        &self,
        mounted: Option<&Mounted>,
        scheme: Scheme,
        mut head: Parts,
        recording: &mut Recording,
    ) -> (Draft, Origin) {
        let Some(mounted) = mounted else {
            let draft =
                Draft::text(StatusCode::NOT_FOUND, "No supplier answers at this path; GET / lists those that do.");
            return (draft, Origin::Sandbox);
        };
        let router = match scheme {
            Scheme::Https => &mounted.mount.router,
            Scheme::Http => match &mounted.mount.plain_http {
                Some(router) => router,
                None => {
                    let line = format_args!("{} is not served in the clear; use {}.", mounted.name, self.context.url);
                    return (Draft::text(StatusCode::FORBIDDEN, line), Origin::Sandbox);
                }
            },
        };
        head.headers.remove(FAULT_HEADER);
        head.extensions.insert(scheme);
        let request = Request::from_parts(head, Body::from(recording.body.clone()));
        let answered = AssertUnwindSafe(call(router.clone(), request)).catch_unwind();
        match timeout(self.limits.request_timeout, answered).await {
            Ok(Ok(Ok((draft, notes)))) => {
                recording.notes = notes;
                (draft, Origin::Supplier)
            }
            Ok(Ok(Err(error))) => {
                let line = format_args!("The sandbox's answer broke off: {error}.");
                (Draft::text(StatusCode::INTERNAL_SERVER_ERROR, line), Origin::Sandbox)
            }
            Ok(Err(_)) => {
                let line = "The sandbox's handler panicked; its message is on standard error.";
                (Draft::text(StatusCode::INTERNAL_SERVER_ERROR, line), Origin::Sandbox)
            }
            Err(_) => {
                (Draft::text(StatusCode::GATEWAY_TIMEOUT, "The sandbox's handler took too long."), Origin::Sandbox)
            }
        }
    }

    /// The time as HTTP writes it (RFC 9110, section 5.6.7).
    fn date(&self) -> Option<HeaderValue> {
        let text = self.context.clock.now().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        HeaderValue::try_from(text).ok()
    }
}

/// Reads on without keeping anything: a client that is still sending would miss the answer that refuses it.
async fn drain(body: &mut Incoming) {
    let mut left = MAX_DRAINED;
    while let Some(Ok(frame)) = body.frame().await {
        let size = frame.data_ref().map_or(0, Bytes::len);
        match left.checked_sub(size) {
            Some(rest) => left = rest,
            None => return,
        }
    }
}

/// The supplier's answer: whole, or as it is made if the supplier does not tell how long it is.
async fn call(router: Router, request: Request<Body>) -> Result<(Draft, Option<Notes>), axum::Error> {
    let response = router.oneshot(request).await.unwrap_or_else(|never| match never {});
    let (mut head, body) = response.into_parts();
    let notes = head.extensions.remove::<Notes>();
    let body = if body.size_hint().exact().is_some() {
        DraftBody::Whole(body.collect().await?.to_bytes())
    } else {
        let mut rest = body.into_data_stream();
        let first = rest.next().await.transpose()?.unwrap_or_default();
        DraftBody::Streamed(first, rest)
    };
    Ok((Draft { status: head.status, headers: head.headers, body }, notes))
}
