//! One document in, one document out.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use b2b_xml::chrono::NaiveDate;
use http::header::{ALLOW, CONTENT_TYPE};
use http::{Method, StatusCode};
use secrecy::SecretString;
use techdata_xml::{
    AvailabilitySubmit, InvoiceDetailByPoSubmit, MultiPriceAvailabilitySubmit, OrderStatusSubmit, OrderSubmit,
    PriceAvailabilitySubmit, PriceListSubmit, QuoteSubmit, RequiredEuiSubmit, ShipViaSubmit, decode_recorded,
    root_name,
};

use super::answer::{Answered, Findings, Reply};
use super::secrets;
use super::submission::{Transaction, handle, unreadable};
use crate::notes::{Explanation, Notes};
use crate::rusqlite::{self, Connection};
use crate::store::StoreError;
use crate::supplier::Context;

/// The servlet: what it works with, and the password it asks for.
#[derive(Clone)]
pub(super) struct Servlet {
    pub(super) context: Context,
    pub(super) password: SecretString,
}

/// Answers whatever comes to the servlet.
pub(super) async fn answer(State(servlet): State<Servlet>, method: Method, body: Bytes) -> Response {
    let notes = secrets::find(&body).into_iter().flatten().fold(Notes::new(), Notes::redact);
    if method != Method::POST {
        let explanation = Explanation::new("Documents are sent with POST.");
        return (StatusCode::METHOD_NOT_ALLOWED, notes.refused(explanation), [(ALLOW, "POST")]).into_response();
    }
    let Some(root) = root_name(&body) else {
        return send(notes, nothing_to_read(&body));
    };
    let Some(servant) = SERVANTS.iter().find(|servant| servant.root() == root) else {
        let sentence = "The root element is that of none of the ten submissions.";
        return send(notes, nobody(&format!("{} is not a valid request", excerpt(&root)), Findings::of(sentence)));
    };
    let notes = notes.operation(servant.name);
    match servant.serve(&servlet, body).await {
        Ok(answered) => send(notes, answered),
        // The database does not come to refuse: this is a defect of the sandbox, and is told as one.
        Err(error) => {
            let explanation = Explanation::new(format!("The sandbox failed: {error}."));
            (StatusCode::SERVICE_UNAVAILABLE, notes.refused(explanation), "The sandbox failed.\n").into_response()
        }
    }
}

/// Who answers one of the transactions.
struct Servant {
    name: &'static str,
    writes: bool,
    handle: fn(&[u8], &SecretString, &Connection, NaiveDate) -> rusqlite::Result<Answered>,
}

impl Servant {
    const fn of<T: Transaction>() -> Self {
        Self { name: T::NAME, writes: T::WRITES, handle: handle::<T> }
    }

    fn root(&self) -> String {
        format!("XML_{}_Submit", self.name)
    }

    /// An order is checked, taken from stock and kept in one transaction, so that no two orders get the same piece.
    async fn serve(&self, servlet: &Servlet, body: Bytes) -> Result<Answered, StoreError> {
        let Servlet { context, password } = servlet.clone();
        let (handle, today) = (self.handle, context.clock.now().date_naive());
        if self.writes {
            context.store.write(move |tx| handle(&body, &password, tx, today)).await
        } else {
            context.store.read(move |conn| handle(&body, &password, conn, today)).await
        }
    }
}

const SERVANTS: [Servant; 10] = [
    Servant::of::<AvailabilitySubmit>(),
    Servant::of::<PriceAvailabilitySubmit>(),
    Servant::of::<MultiPriceAvailabilitySubmit>(),
    Servant::of::<OrderSubmit>(),
    Servant::of::<OrderStatusSubmit>(),
    Servant::of::<ShipViaSubmit>(),
    Servant::of::<PriceListSubmit>(),
    Servant::of::<InvoiceDetailByPoSubmit>(),
    Servant::of::<QuoteSubmit>(),
    Servant::of::<RequiredEuiSubmit>(),
];

/// A document without a root element that could be read.
fn nothing_to_read(body: &[u8]) -> Answered {
    let sentence = match decode_recorded::<PriceAvailabilitySubmit>(body) {
        Err(error) => unreadable(&error).1,
        Ok(_) => "The document has no root element.".to_owned(),
    };
    nobody("The XML document could not be parsed", Findings::of(sentence))
}

/// The answer to what is no submission. No document-level error of Tech Data's is known; this is the shape in which the one
/// known refusal was seen.
fn nobody(text: &str, findings: Findings) -> Answered {
    Answered { findings, ..PriceAvailabilitySubmit::refused(None, &[text.to_owned()]) }
}

fn excerpt(name: &str) -> String {
    name.chars().take(40).collect()
}

/// Errors have the status 200 as everything else.
fn send(notes: Notes, answered: Answered) -> Response {
    let notes = match answered.findings.explanation() {
        Some(explanation) => notes.refused(explanation),
        None => notes,
    };
    let body = match answered.reply {
        Reply::Stream(body) => body,
        Reply::Document(document) => match document.written() {
            Ok(text) => Body::from(text),
            Err(error) => {
                let explanation = Explanation::new(format!("The sandbox's answer cannot be written: {error}."));
                return (StatusCode::SERVICE_UNAVAILABLE, notes.refused(explanation), "The sandbox failed.\n")
                    .into_response();
            }
        },
    };
    (notes, [(CONTENT_TYPE, "text/xml; charset=UTF-8")], body).into_response()
}
