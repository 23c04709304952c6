//! Orders.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use super::{Rows, amount, code, currency, each, joined, problems, stage, sum, unit, words};
use crate::{
    AccountNumber, InvoiceNumber, LineNumber, LocationCode, LotNumber, OrderLine, OrderNumber, OrderStatus, RollNumber,
    Sku, Stage,
};

/// One line of an order, or an order without lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OrderRow {
    /// The supplier's number of the order.
    pub supplier_order: Option<OrderNumber>,
    /// The customer's purchase order number.
    pub customer_order: Option<OrderNumber>,
    /// The end user's purchase order number.
    pub end_user_order: Option<OrderNumber>,
    /// The supplier's number of the quote.
    pub quote: Option<String>,
    /// The customer's account.
    pub account: Option<AccountNumber>,
    /// The supplier's code for the kind of order.
    pub order_type: Option<String>,
    /// How far the order has come.
    pub stage: Option<Stage>,
    /// The supplier's code for that.
    pub status_code: Option<String>,
    /// The supplier's words for that.
    pub status_words: Option<String>,
    /// The day of the order.
    pub order_date: Option<NaiveDate>,
    /// The day on which it was sent, or will be.
    pub ship_date: Option<NaiveDate>,
    /// The day of its invoice.
    pub invoice_date: Option<NaiveDate>,
    /// How it is sent.
    pub ship_via: Option<String>,
    /// The supplier's code for that.
    pub ship_via_code: Option<String>,
    /// What becomes of what is not there.
    pub shortage: Option<String>,
    /// How it is packed.
    pub packing: Option<String>,
    /// Where it is sent, joined.
    pub ship_to: Option<String>,
    /// Whether it leaves the country.
    pub international: Option<bool>,
    /// Whom to ask.
    pub contact: Option<String>,
    /// The terms of payment.
    pub terms: Option<String>,
    /// What is charged beside the goods, joined.
    pub charges: Option<String>,
    /// What it costs in all.
    pub order_total: Option<Decimal>,
    /// The currency of that.
    pub order_currency: Option<String>,
    /// The customer's name for the job.
    pub job: Option<String>,
    /// Instructions and messages, joined.
    pub notes: Option<String>,
    /// What could not be answered, joined.
    pub problems: Option<String>,
    /// The supplier's number of the line.
    pub line: Option<LineNumber>,
    /// The customer's number of the line.
    pub customer_line: Option<LineNumber>,
    /// The article.
    pub sku: Option<Sku>,
    /// The manufacturer's number of it.
    pub manufacturer_sku: Option<Sku>,
    /// The supplier's other number of it.
    pub item_number: Option<Sku>,
    /// The supplier's description of it.
    pub description: Option<String>,
    /// Its size.
    pub size: Option<String>,
    /// How much was ordered.
    pub ordered: Option<Decimal>,
    /// The unit of that.
    pub ordered_unit: Option<String>,
    /// How much was sent.
    pub shipped: Option<Decimal>,
    /// The unit of that.
    pub shipped_unit: Option<String>,
    /// How much waits for stock.
    pub backordered: Option<Decimal>,
    /// The unit of that.
    pub backordered_unit: Option<String>,
    /// Until when that waits.
    pub backordered_until: Option<NaiveDate>,
    /// How much came back.
    pub returned: Option<Decimal>,
    /// The unit of that.
    pub returned_unit: Option<String>,
    /// What one unit costs.
    pub price: Option<Decimal>,
    /// The currency of that.
    pub price_currency: Option<String>,
    /// What the line costs.
    pub total: Option<Decimal>,
    /// The currency of that.
    pub total_currency: Option<String>,
    /// How the line is sent.
    pub line_ship_via: Option<String>,
    /// Where the goods come from.
    pub location: Option<LocationCode>,
    /// The shade or dye lot.
    pub lot: Option<LotNumber>,
    /// The roll.
    pub roll: Option<RollNumber>,
    /// The customer's mark on the goods.
    pub sidemark: Option<String>,
    /// The invoice.
    pub invoice: Option<InvoiceNumber>,
    /// How far the line has come.
    pub line_stage: Option<Stage>,
    /// The supplier's code for that.
    pub line_status_code: Option<String>,
    /// The supplier's words for that.
    pub line_status_words: Option<String>,
    /// The first day for which some of it is promised.
    pub first_promised: Option<NaiveDate>,
    /// The last day for which some of it is promised.
    pub last_promised: Option<NaiveDate>,
    /// The vendor's sales orders, joined.
    pub vendor_orders: Option<String>,
    /// Who carries it, joined.
    pub carriers: Option<String>,
    /// The carriers' numbers, joined.
    pub tracking: Option<String>,
    /// The bills of lading, joined.
    pub bills_of_lading: Option<String>,
    /// The last day on which some of it was sent, or will be.
    pub last_shipped: Option<NaiveDate>,
    /// The serial numbers, joined.
    pub serials: Option<String>,
    /// The MAC addresses, joined.
    pub macs: Option<String>,
}

impl Rows for OrderStatus {
    type Row = OrderRow;

    fn rows(&self) -> Vec<OrderRow> {
        let whole = self.whole();
        each(&self.lines, whole.clone(), |line| whole.clone().with(line))
    }
}

impl OrderStatus {
    /// What is said of the order as a whole.
    fn whole(&self) -> OrderRow {
        let (status, total) = (self.status.as_ref(), self.total.as_ref());
        OrderRow {
            supplier_order: self.supplier_order.clone(),
            customer_order: self.customer_order.clone(),
            end_user_order: self.end_user_order.clone(),
            quote: self.quote.clone(),
            account: self.account.clone(),
            order_type: self.order_type.clone(),
            stage: stage(status),
            status_code: code(status),
            status_words: words(status),
            order_date: self.ordered,
            ship_date: self.shipped,
            invoice_date: self.invoiced,
            ship_via: self.ship_via.clone(),
            ship_via_code: self.ship_via_code.clone(),
            shortage: self.shortage.clone(),
            packing: self.packing.clone(),
            ship_to: joined(&self.ship_to),
            international: self.international,
            contact: self.contact.clone(),
            terms: self.terms.clone(),
            charges: joined(&self.charges),
            order_total: sum(total),
            order_currency: currency(total),
            job: self.job.clone(),
            notes: joined(&self.notes),
            problems: problems(&self.problems),
            ..OrderRow::default()
        }
    }
}

impl OrderRow {
    fn with(self, line: &OrderLine) -> Self {
        let (ordered, shipped) = (line.ordered.as_ref(), line.shipped.as_ref());
        let (backordered, returned) = (line.backordered.as_ref(), line.returned.as_ref());
        let (price, total, status) = (line.price.as_ref(), line.total.as_ref(), line.status.as_ref());
        let (sent, items) = (&line.shipments, &line.items);
        let promised = || line.deliveries.iter().filter_map(|delivery| delivery.promised);
        Self {
            line: line.number.clone(),
            customer_line: line.customer_line.clone(),
            sku: line.sku.clone(),
            manufacturer_sku: line.manufacturer_sku.clone(),
            item_number: line.item_number.clone(),
            description: line.description.clone(),
            size: line.size.clone(),
            ordered: amount(ordered),
            ordered_unit: unit(ordered),
            shipped: amount(shipped),
            shipped_unit: unit(shipped),
            backordered: amount(backordered),
            backordered_unit: unit(backordered),
            backordered_until: line.backordered_until,
            returned: amount(returned),
            returned_unit: unit(returned),
            price: sum(price),
            price_currency: currency(price),
            total: sum(total),
            total_currency: currency(total),
            line_ship_via: line.ship_via.clone(),
            location: line.location.clone(),
            lot: line.lot.clone(),
            roll: line.roll.clone(),
            sidemark: line.sidemark.clone(),
            invoice: line.invoice.clone(),
            line_stage: stage(status),
            line_status_code: code(status),
            line_status_words: words(status),
            first_promised: promised().min(),
            last_promised: promised().max(),
            vendor_orders: joined(line.deliveries.iter().filter_map(|delivery| delivery.vendor_order.as_ref())),
            carriers: joined(sent.iter().filter_map(|sent| sent.carrier.as_ref())),
            tracking: joined(sent.iter().filter_map(|sent| sent.tracking.as_ref())),
            bills_of_lading: joined(sent.iter().filter_map(|sent| sent.bill_of_lading.as_ref())),
            last_shipped: sent.iter().filter_map(|sent| sent.shipped).max(),
            serials: joined(items.iter().filter_map(|item| item.serial.as_ref())),
            macs: joined(items.iter().filter_map(|item| item.mac.as_ref())),
            ..self
        }
    }
}
