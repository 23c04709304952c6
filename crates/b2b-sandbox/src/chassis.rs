//! A request's way through the sandbox: received, struck by a fault or handed to its supplier, recorded, answered.

use std::{
    collections::HashMap,
    fmt,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{Router, body::Body};
use bytes::{Bytes, BytesMut};
use chrono::{DateTime, Utc};
use futures_util::{FutureExt, StreamExt};
use http::{
    HeaderValue, Request, Response, StatusCode,
    header::{DATE, RETRY_AFTER},
    request::Parts,
};
use http_body_util::BodyExt;
use hyper::body::Body as _;
use tokio::{sync::RwLock, time::timeout};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::{
    console,
    exchange::{ExchangeLog, Origin, Recording},
    fault::{
        FAULT_HEADER, Switchboard,
        draft::{Draft, DraftBody},
    },
    load::Load,
    notes::Notes,
    options::Limits,
    server::{
        Scheme,
        places::{NoRoom, Place, Places},
        wire::Control,
    },
    store::Migration,
    supplier::{Context, Mount},
    window::Token,
};

/// How much of a body that is too large is read before the connection is closed on it.
const MAX_DRAINED: usize = 64 * 1024 * 1024;

/// Everything that answering a request needs.
#[derive(Debug)]
pub(crate) struct Chassis {
    pub(crate) context: Context,
    pub(crate) limits: Limits,
    pub(crate) places: Arc<Places>,
    pub(crate) exchanges: Arc<ExchangeLog>,
    pub(crate) faults: Switchboard,
    pub(crate) mounted: Vec<Arc<Mounted>>,
    /// By path in lower case.
    pub(crate) paths: HashMap<String, Arc<Mounted>>,
    pub(crate) dates: Dates,
    /// Shared by the requests at suppliers, and held alone while their tables are made anew.
    pub(crate) state: RwLock<()>,
    /// What a page of ours has to send along with whatever changes something.
    pub(crate) token: Token,
    /// Cancelled: accept nothing more, and close each connection after the request it is on.
    pub(crate) draining: CancellationToken,
}

/// The last `Date` that was written, and of which second it is.
#[derive(Debug, Default)]
pub(crate) struct Dates(Mutex<Option<(i64, HeaderValue)>>);

/// A supplier in its place.
pub(crate) struct Mounted {
    pub(crate) name: &'static str,
    pub(crate) migrations: Vec<Migration>,
    pub(crate) mount: Mount,
    pub(crate) load: Load,
}

impl Chassis {
    pub(crate) async fn answer(
        self: Arc<Self>,
        request: Request<Body>,
        scheme: Scheme,
        control: &Control,
        place: &Place,
    ) -> Response<Body> {
        place.waits();
        let mut response = if console::owns(request.uri().path()) {
            let (head, body) = request.into_parts();
            match self.receive(body, console::MAX_BODY, place).await {
                Ok(bytes) => {
                    console::answer(Arc::clone(&self), control.peer(), Request::from_parts(head, bytes.into())).await
                }
                Err(draft) => draft.send(control),
            }
        } else {
            self.exchange(request, scheme, control, place).await
        };
        place.release();
        place.waits();
        if let Some(date) = self.dates.at(self.context.clock.now()) {
            response.headers_mut().entry(DATE).or_insert(date);
        }
        response
    }

    /// A request to a supplier, from its head to its answer.
    pub(crate) async fn exchange(
        &self,
        request: Request<Body>,
        scheme: Scheme,
        control: &Control,
        place: &Place,
    ) -> Response<Body> {
        let (head, body) = request.into_parts();
        let mounted = self.paths.get(&head.uri.path().to_ascii_lowercase()).cloned();
        let mut recording = Recording::begin(
            Arc::clone(&self.exchanges),
            &head,
            mounted.clone(),
            scheme,
            self.context.clock.now(),
            self.limits.max_recorded_bytes,
        );
        let refuse = |recording: Recording, draft: Draft| {
            control.record(recording.finish(Some(&draft), Origin::Sandbox));
            draft.send(control)
        };

        let name = mounted.as_deref().map(|mounted| mounted.name);
        let _under_way = mounted.as_deref().map(|mounted| mounted.load.enter());
        let struck = self.faults.strike(&head.headers, name);
        if !matches!(&struck, Ok(Some(fault)) if fault.resets_before_the_body()) {
            match self.receive(body, self.limits.max_body_bytes, place).await {
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
            control.record(recording.finish(Some(&draft), origin));
            return draft.send(control);
        };
        if let Some(delay) = fault.delay() {
            place.waits();
            tokio::time::sleep(delay).await;
            place.works();
        }
        if fault.resets() {
            control.record(recording.finish(None, origin));
            control.reset();
            // The connection is dropped, and this with it.
            return std::future::pending().await;
        }
        let draft = draft.spoil(&fault);
        control.record(recording.finish(Some(&draft), origin));
        draft.send(control)
    }

    /// The whole body, or what to answer instead. When this returns it is the sandbox's turn.
    async fn receive(&self, mut body: Body, max: usize, place: &Place) -> Result<Bytes, Draft> {
        if body.is_end_stream() {
            place.works();
            return Ok(Bytes::new());
        }
        let received = timeout(self.limits.request_timeout, async {
            let received = collect(&mut body, max, place).await;
            if received.is_err() {
                place.release();
                drain(&mut body).await;
            }
            received
        });
        let received = received.await.unwrap_or(Err(Unreceived::Late));
        place.works();
        received.map_err(|unreceived| match unreceived {
            Unreceived::TooLarge => Draft::text(
                StatusCode::PAYLOAD_TOO_LARGE,
                format_args!("The sandbox takes request bodies of up to {max} bytes here."),
            ),
            Unreceived::NoRoom => {
                let line = "The sandbox has no memory for this request's body at the moment.";
                let mut draft = Draft::text(StatusCode::SERVICE_UNAVAILABLE, line);
                draft.headers.insert(RETRY_AFTER, HeaderValue::from(1));
                draft
            }
            Unreceived::Broken(error) => {
                Draft::text(StatusCode::BAD_REQUEST, format_args!("The request body broke off: {error}."))
            }
            Unreceived::Late => Draft::text(StatusCode::REQUEST_TIMEOUT, "The request body took too long to come."),
        })
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
        let answered = async {
            let _steady = self.state.read().await;
            AssertUnwindSafe(call(router.clone(), request)).catch_unwind().await
        };
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
}

impl Dates {
    /// The time as HTTP writes it (RFC 9110, section 5.6.7).
    fn at(&self, now: DateTime<Utc>) -> Option<HeaderValue> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((second, date)) = &*last
            && *second == now.timestamp()
        {
            return Some(date.clone());
        }
        let date = HeaderValue::try_from(now.format("%a, %d %b %Y %H:%M:%S GMT").to_string()).ok()?;
        *last = Some((now.timestamp(), date.clone()));
        Some(date)
    }
}

impl fmt::Debug for Mounted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mounted").field("name", &self.name).field("mount", &self.mount).finish_non_exhaustive()
    }
}

/// Why there is no body.
enum Unreceived {
    TooLarge,
    NoRoom,
    Broken(axum::Error),
    Late,
}

/// Copies the body together: its parts, which may be of one byte each, would keep larger buffers alive.
async fn collect(body: &mut Body, max: usize, place: &Place) -> Result<Bytes, Unreceived> {
    let mut whole = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(part) = frame.map_err(Unreceived::Broken)?.into_data() else { continue };
        if part.len() > max - whole.len() {
            return Err(Unreceived::TooLarge);
        }
        place.hold(part.len()).map_err(|NoRoom| Unreceived::NoRoom)?;
        whole.extend_from_slice(&part);
    }
    Ok(whole.freeze())
}

/// Reads on without keeping anything: a client that is still sending would miss the answer that refuses it.
async fn drain(body: &mut Body) {
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
