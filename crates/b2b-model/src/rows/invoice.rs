//! Invoices and quotes.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use super::{Rows, amount, code, currency, each, joined, problems, stage, sum, unit, words};
use crate::{
    Container, Invoice, InvoiceLine, InvoiceNumber, LineNumber, LocationCode, OrderNumber, Quote, QuoteLine, Sku,
    Stage, TrackingNumber,
};

/// Goods of one line in one container, a container without lines, or an order of which nothing was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InvoiceRow {
    /// The invoice's number.
    pub number: Option<InvoiceNumber>,
    /// The supplier's order.
    pub supplier_order: Option<OrderNumber>,
    /// The customer's purchase order.
    pub customer_order: Option<OrderNumber>,
    /// The end user's purchase order.
    pub end_user_order: Option<OrderNumber>,
    /// How the order stands.
    pub stage: Option<Stage>,
    /// The supplier's code for that.
    pub status_code: Option<String>,
    /// The supplier's words for that.
    pub status_words: Option<String>,
    /// When it was ordered.
    pub order_date: Option<NaiveDate>,
    /// When it is expected to be sent.
    pub expected: Option<NaiveDate>,
    /// What could not be answered, joined.
    pub problems: Option<String>,
    /// The carrier's number.
    pub tracking: Option<TrackingNumber>,
    /// Where it can be followed.
    pub tracking_link: Option<String>,
    /// How it was sent.
    pub carrier: Option<String>,
    /// From where.
    pub location: Option<LocationCode>,
    /// Where it was sent, joined.
    pub ship_to: Option<String>,
    /// When it was sent.
    pub shipped: Option<NaiveDate>,
    /// What it weighs.
    pub weight: Option<Decimal>,
    /// The unit of that.
    pub weight_unit: Option<String>,
    /// When it was invoiced.
    pub invoiced: Option<NaiveDate>,
    /// What the goods of the container cost.
    pub goods: Option<Decimal>,
    /// The currency of that.
    pub goods_currency: Option<String>,
    /// What else is charged of the container, joined.
    pub charges: Option<String>,
    /// What the container costs in all.
    pub total: Option<Decimal>,
    /// The currency of that.
    pub total_currency: Option<String>,
    /// The line of the order.
    pub line: Option<LineNumber>,
    /// The supplier's article number.
    pub sku: Option<Sku>,
    /// The manufacturer's.
    pub manufacturer_sku: Option<Sku>,
    /// What the article is.
    pub description: Option<String>,
    /// How many were sent.
    pub quantity: Option<Decimal>,
    /// The unit of that.
    pub unit: Option<String>,
    /// The serial numbers, joined.
    pub serials: Option<String>,
    /// The MAC addresses, joined.
    pub macs: Option<String>,
}

/// A line of a quote, or a quote without lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuoteRow {
    /// The quote's number.
    pub number: Option<String>,
    /// The number of the line.
    pub line: Option<LineNumber>,
    /// The supplier's article number.
    pub sku: Option<Sku>,
    /// What the article is.
    pub description: Option<String>,
    /// How many.
    pub quantity: Option<Decimal>,
    /// The unit of that.
    pub unit: Option<String>,
    /// What one costs.
    pub price: Option<Decimal>,
    /// The currency of that.
    pub price_currency: Option<String>,
    /// What all cost.
    pub total: Option<Decimal>,
    /// The currency of that.
    pub total_currency: Option<String>,
    /// What could not be answered, joined.
    pub problems: Option<String>,
}

impl Rows for Invoice {
    type Row = InvoiceRow;

    fn rows(&self) -> Vec<InvoiceRow> {
        let status = self.status.as_ref();
        let whole = InvoiceRow {
            number: self.number.clone(),
            supplier_order: self.supplier_order.clone(),
            customer_order: self.customer_order.clone(),
            end_user_order: self.end_user_order.clone(),
            stage: stage(status),
            status_code: code(status),
            status_words: words(status),
            order_date: self.ordered,
            expected: self.expected,
            problems: problems(&self.problems),
            ..InvoiceRow::default()
        };
        let rows = |container: &Container| {
            let sent = whole.clone().sent(container);
            each(&container.lines, sent.clone(), |line| sent.clone().with(line))
        };
        if self.containers.is_empty() { vec![whole] } else { self.containers.iter().flat_map(rows).collect() }
    }
}

impl InvoiceRow {
    fn sent(self, container: &Container) -> Self {
        let (goods, total, weight) = (container.goods.as_ref(), container.total.as_ref(), container.weight.as_ref());
        Self {
            tracking: container.tracking.clone(),
            tracking_link: container.tracking_link.clone(),
            carrier: container.carrier.clone(),
            location: container.location.clone(),
            ship_to: joined(&container.ship_to),
            shipped: container.shipped,
            weight: amount(weight),
            weight_unit: unit(weight),
            invoiced: container.invoiced,
            goods: sum(goods),
            goods_currency: currency(goods),
            charges: joined(&container.charges),
            total: sum(total),
            total_currency: currency(total),
            ..self
        }
    }

    fn with(self, line: &InvoiceLine) -> Self {
        let quantity = line.quantity.as_ref();
        Self {
            line: line.number.clone(),
            sku: line.sku.clone(),
            manufacturer_sku: line.manufacturer_sku.clone(),
            description: line.description.clone(),
            quantity: amount(quantity),
            unit: unit(quantity),
            serials: joined(line.items.iter().filter_map(|item| item.serial.as_ref())),
            macs: joined(line.items.iter().filter_map(|item| item.mac.as_ref())),
            ..self
        }
    }
}

impl Rows for Quote {
    type Row = QuoteRow;

    fn rows(&self) -> Vec<QuoteRow> {
        let whole = QuoteRow { number: self.number.clone(), problems: problems(&self.problems), ..QuoteRow::default() };
        let row = |line: &QuoteLine| {
            let (quantity, price, total) = (line.quantity.as_ref(), line.price.as_ref(), line.total.as_ref());
            QuoteRow {
                line: line.number.clone(),
                sku: line.sku.clone(),
                description: line.description.clone(),
                quantity: amount(quantity),
                unit: unit(quantity),
                price: sum(price),
                price_currency: currency(price),
                total: sum(total),
                total_currency: currency(total),
                ..whole.clone()
            }
        };
        each(&self.lines, whole.clone(), row)
    }
}
