//! Reservations.

use std::path::PathBuf;

use b2b_desk::ReserveRequest;
use b2b_model::Decimal;

use super::{Asking, Wanted};

/// Asks which goods suppliers hold back, or what became of a reservation
#[derive(Debug, clap::Args)]
pub(crate) struct Reserves {
    /// Only reservations of this article
    #[arg(long, value_name = "SKU")]
    pub(crate) sku: Option<String>,
    /// Only the reservation of this number
    #[arg(long, value_name = "NUMBER")]
    pub(crate) number: Option<String>,
    /// Finds out what became of the reservation that this file records, which b2b reserve left
    #[arg(long, value_name = "FILE", conflicts_with_all = ["sku", "number", "supplier", "offline"])]
    pub(crate) reconcile: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) asking: Asking,
}

/// Reserves goods, once
///
/// The request is never sent twice. Before it is sent, it is recorded in a file. Once it is known what became of it, the file is
/// removed; as long as it is there, b2b reserves --reconcile FILE finds out, and the same article is not reserved again unless
/// --again is given.
#[derive(Debug, clap::Args)]
pub(crate) struct Reserve {
    /// The article, by the supplier's number
    #[arg(value_name = "SKU")]
    pub(crate) sku: String,
    #[command(flatten)]
    pub(crate) wanted: Wanted,
    /// The most that is wanted
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub(crate) maximum: Option<Decimal>,
    /// Of this roll
    #[arg(long, value_name = "NUMBER")]
    pub(crate) roll_number: Option<String>,
    /// The price that is expected
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub(crate) price: Option<Decimal>,
    /// The unit that the expected price is for
    #[arg(long, value_name = "CODE", requires = "price")]
    pub(crate) price_unit: Option<String>,
    /// Your mark on the goods, by which the reservation is found again [default: one unlike any other]
    #[arg(long, value_name = "TEXT")]
    pub(crate) sidemark: Option<String>,
    /// Where the request is recorded [default: ./SIDEMARK.reserve.json]
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,
    /// Reserves although a record of the same article shows that it may have been reserved before
    #[arg(long, conflicts_with_all = ["offline", "dry_run"])]
    pub(crate) again: bool,
    /// Only asks what there is under these conditions, and reserves nothing
    #[arg(long, conflicts_with = "offline")]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) asking: Asking,
}

impl Reserve {
    pub(crate) fn request(&self, quantity: Decimal, unit: &str) -> ReserveRequest {
        let Self { wanted, .. } = self;
        let mut request = ReserveRequest::new(self.sku.as_str(), quantity, unit);
        request.minimum = wanted.minimum;
        request.maximum = self.maximum;
        request.location.clone_from(&wanted.fob);
        request.roll.clone_from(&self.roll_number);
        request.price = self.price;
        request.price_unit.clone_from(&self.price_unit);
        request.lot.clone_from(&wanted.lot);
        request.same_lot = wanted.same_lot;
        request.form = wanted.form();
        request
    }
}
