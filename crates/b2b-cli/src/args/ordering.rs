//! Orders that are placed, and what goes with them.

use std::path::PathBuf;

use super::{Articles, Asking, Numbers};
use crate::input::Source;

/// Places an order, once
///
/// FILE says what is ordered, as JSON or TOML: purchase_order, kind, ship_to, lines and more; see b2b help order-file. The order
/// is never sent twice. Before it is sent, it is recorded in a file. Once it is known what became of it, the file is removed;
/// as long as it is there, b2b place-order --reconcile FILE finds out, and the order should not be placed again.
#[derive(Debug, clap::Args)]
pub(crate) struct PlaceOrder {
    /// The order, as FILE.json or FILE.toml
    #[arg(value_name = "FILE", required_unless_present = "reconcile")]
    pub(crate) file: Option<PathBuf>,
    /// Only checks the order and asks what its lines cost and what is there, and orders nothing
    #[arg(long, conflicts_with = "offline")]
    pub(crate) dry_run: bool,
    /// Where the order is recorded [default: ./PURCHASE_ORDER.order.json]
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,
    /// Finds out what became of the order that this file records
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "dry_run", "record", "supplier", "offline"])]
    pub(crate) reconcile: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) asking: Asking,
}

/// Asks for the invoices of purchase orders, with what was sent
#[derive(Debug, clap::Args)]
pub(crate) struct Invoice {
    /// Your purchase order numbers; - reads them from stdin
    #[arg(required_unless_present = "from", value_name = "PO")]
    pub(crate) numbers: Vec<String>,
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) asking: Asking,
}

/// Asks what quotes say
#[derive(Debug, clap::Args)]
pub(crate) struct Quote {
    /// The supplier's numbers of the quotes; - reads them from stdin
    #[arg(required_unless_present = "from", value_name = "QUOTE")]
    pub(crate) numbers: Vec<String>,
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) asking: Asking,
}

/// Asks by which ways articles can be sent to a postal code
#[derive(Debug, clap::Args)]
pub(crate) struct ShipVia {
    #[command(flatten)]
    pub(crate) articles: Articles,
    /// Where to
    #[arg(long, value_name = "POSTAL CODE")]
    pub(crate) to: String,
    /// From this warehouse only
    #[arg(long, value_name = "CODE")]
    pub(crate) warehouse: Option<String>,
    #[command(flatten)]
    pub(crate) asking: Asking,
}

/// Asks what an order of articles has to tell of the end user
#[derive(Debug, clap::Args)]
pub(crate) struct EndUserInfo {
    #[command(flatten)]
    pub(crate) articles: Articles,
    /// For orders of this level, by the supplier's code, for example FE for the government's
    #[arg(long, value_name = "CODE")]
    pub(crate) level: Option<String>,
    #[command(flatten)]
    pub(crate) asking: Asking,
}

/// Writes prices and promotions of many articles to a file, line by line while they come
///
/// The file has one JSON object in each line, as b2b price --format json shows them. It takes suppliers long to answer, and they
/// ask to be asked rarely.
#[derive(Debug, clap::Args)]
pub(crate) struct PriceList {
    /// Articles, by the supplier's numbers or with whose number it is before a colon; - reads them from stdin
    #[arg(value_name = "SKU", required_unless_present = "from")]
    pub(crate) skus: Vec<String>,
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) numbers: Numbers,
    /// Where the list is written; an old file gives way when the new one is whole
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Shows what is there too
    #[arg(long)]
    pub(crate) stock: bool,
    /// The supplier that is asked [default: the one that can answer]
    #[arg(long, value_name = "NAME")]
    pub(crate) supplier: Option<String>,
    /// Prints the requests, secrets replaced, and sends nothing
    #[arg(long)]
    pub(crate) offline: bool,
}
