//! Answers that were recorded.

mod fcb2b;
mod techdata;

use b2b_model::{Availability, Catalog, Document, Reservation};
use westcon_orderstatus::RecordedError;

use crate::{
    CatalogPromise, DeskError, EndUserNeeds, Invoice, Orders, Priced, Protocol, Quote, ServiceOffer, ShipVias, Told,
};

/// What a recorded answer says, by its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Recorded {
    /// Orders.
    Orders(Orders),
    /// What a supplier has of articles.
    Availability(Told<Vec<Availability>>),
    /// Prices.
    Prices(Told<Vec<Priced>>),
    /// Documents about articles.
    Documents(Told<Vec<Document>>),
    /// Price catalogs.
    Catalogs(Told<Vec<Catalog>>),
    /// What becomes of a request for a price catalog.
    CatalogPromise(Told<CatalogPromise>),
    /// Goods held back.
    Reservations(Told<Vec<Reservation>>),
    /// What a supplier offers.
    Services(Told<Vec<ServiceOffer>>),
    /// Invoices of purchase orders.
    Invoices(Told<Vec<Invoice>>),
    /// By which ways articles can be sent.
    ShipVias(Told<Vec<ShipVias>>),
    /// Quotes.
    Quotes(Told<Vec<Quote>>),
    /// What must be told of end users.
    EndUserInfo(Told<Vec<EndUserNeeds>>),
}

/// Reads the body of a recorded answer. Its age and the request it belongs to are not looked at. Without a protocol it is Tech
/// Data's if its root says so, that of a SOAP envelope, Westcon's, or else fcB2B.
///
/// # Errors
///
/// [`DeskError`] if the document is a refusal or not an answer of that protocol.
pub fn decode_recorded(protocol: Option<Protocol>, document: &[u8]) -> Result<Recorded, DeskError> {
    match protocol {
        Some(Protocol::Westcon) => westcon(document),
        Some(Protocol::Fcb2b) => fcb2b::decode(document),
        Some(Protocol::Techdata) => techdata::decode(document),
        None if techdata::is_one(document) => techdata::decode(document),
        None if is_envelope(document) => westcon(document),
        None => fcb2b::decode(document),
    }
}

/// Whether it is a SOAP envelope, or no markup at all, of which Westcon's reader has the most to say.
fn is_envelope(document: &[u8]) -> bool {
    const NAME: &[u8] = b"Envelope";
    let is_markup = document.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<');
    !is_markup || document.windows(NAME.len()).take(1024).any(|window| window == NAME)
}

fn westcon(document: &[u8]) -> Result<Recorded, DeskError> {
    let decoded = westcon_orderstatus::decode_recorded(document).map(Orders::from);
    decoded.map(Recorded::Orders).map_err(|error| westcon_error(&error))
}

fn westcon_error(error: &RecordedError) -> DeskError {
    let message = error.message();
    match error {
        RecordedError::Fault(fault) => DeskError::RecordedRefusal {
            code: fault.subcodes.last().unwrap_or(&fault.code).local.to_string(),
            words: message,
        },
        _ => DeskError::NoRecording { message },
    }
}
