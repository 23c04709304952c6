//! An order as the answer to it shows it, and the words that all answers share.

use b2b_xml::{Decimal, OrRaw};
use techdata_xml::order::{ConfirmedLine, ConfirmedOrder, RefInfo2};
use techdata_xml::{Amount, ItemQualifier, ReferenceQualifier, SalesRequirement, ShortDate, StatusCode, Text};

use super::orders::{Order, OrderedLine};

/// What every order has.
pub(super) const TERMS: &str = "NET 30 DAYS";
pub(super) const CURRENCY: &str = "USD";
pub(super) const BILL_TO: &str = "0000409130";
pub(super) const PACKAGE: (&str, &str) = ("BS", "BOX SHIPMENT");
pub(super) const CONTACT_FUNCTION: &str = "IC";

pub(super) fn confirmed(order: &Order) -> ConfirmedOrder {
    let reference = |kind, number: &str| RefInfo2 { ref_id_qual2: Some(kind), ref_id2: Some(number.into()) };
    let ship_to = &order.ship_to;
    ConfirmedOrder {
        ref_info: references(order).into_iter().map(|(kind, number)| reference(kind, number)).collect(),
        order_status: Some(StatusCode::Other("Released".to_owned())),
        terms: Some(TERMS.into()),
        currency_type: Some(CURRENCY.into()),
        shipment_disp_qual: Some(SalesRequirement::from(order.disposition.as_str())),
        shipment_disp: Some(disposition(&order.disposition).into()),
        package_disp_qual: Some(PACKAGE.0.into()),
        package_disp: Some(PACKAGE.1.into()),
        bill_to_acct_nbr: Some(BILL_TO.into()),
        ship_to_name: filled(&ship_to.name),
        ship_to_addr1: address(order, 0),
        ship_to_addr2: address(order, 1),
        ship_to_addr3: address(order, 2),
        ship_to_city: filled(&ship_to.city),
        ship_to_state_prov: filled(&ship_to.state),
        ship_to_postal_code: filled(&ship_to.postal),
        contact_func_code: Some(CONTACT_FUNCTION.into()),
        contact_name: filled(&order.contact),
        invoice_total: amount(order.grand_total()),
        estimated_ship_date: order.estimated.map(|date| OrRaw::Value(ShortDate(date))),
        lines: order.lines.iter().enumerate().map(|(at, line)| confirmed_line(order, at, line)).collect(),
        nbr_of_order_lines: u32::try_from(order.lines.len()).ok().map(OrRaw::Value),
    }
}

fn confirmed_line(order: &Order, at: usize, line: &OrderedLine) -> ConfirmedLine {
    let id = line.assigned_id.clone().unwrap_or_else(|| OrderedLine::number(at));
    ConfirmedLine {
        assigned_id2: Some(id.into()),
        product_id_qual: Some(ItemQualifier::TechData),
        product_id: Some(line.vp.as_str().into()),
        product_desc: Some(line.description.as_str().into()),
        line_status: Some(StatusCode::Other("Released".to_owned())),
        unit_price: amount(line.price),
        extended_price: amount(line.price * Decimal::from(line.ordered)),
        whse_desc: Some(line.house.as_str().into()),
        ship_via_desc: Some(line.ship_via.as_str().into()),
        qty_ordered: count(line.ordered),
        qty_shipped: count(0),
        qty_backordered: count(line.backordered),
        qty_returned: count(0),
        date_shipped: Some(OrRaw::Raw(String::new())),
        item_estimated_ship_date: order.estimated.map(|date| OrRaw::Value(ShortDate(date))),
    }
}

/// The numbers of an order: the customer's, the end user's, Tech Data's, the invoice's.
pub(super) fn references(order: &Order) -> Vec<(ReferenceQualifier, &str)> {
    let mut numbers = vec![(ReferenceQualifier::PurchaseOrder, order.po.as_str())];
    numbers.extend(order.end_user_po.as_deref().map(|number| (ReferenceQualifier::EndUserPurchaseOrder, number)));
    numbers.push((ReferenceQualifier::Order, order.number.as_str()));
    numbers.extend(order.invoice.as_deref().map(|number| (ReferenceQualifier::Invoice, number)));
    numbers
}

/// X12 element 563 in words.
pub(super) fn disposition(code: &str) -> &'static str {
    match code {
        "SC" => "SHIP COMPLETE",
        "N" => "NO BACK ORDER",
        "SP" => "SHIP PARTIAL, BALANCE CANCELLED",
        "Y" => "BACK ORDER IF OUT OF STOCK",
        _ => "SHIP PARTIAL, BALANCE BACK ORDERED",
    }
}

pub(super) fn filled(text: &str) -> Option<Text> {
    (!text.is_empty()).then(|| text.into())
}

pub(super) fn address(order: &Order, line: usize) -> Option<Text> {
    order.ship_to.address.get(line).map(|line| line.as_str().into())
}

#[allow(clippy::unnecessary_wraps, reason = "members of answers are optional")]
pub(super) fn amount(amount: Decimal) -> Option<OrRaw<Amount>> {
    Some(OrRaw::Value((amount + Decimal::new(0, 2)).into()))
}

/// An amount whose zero is written `.00`, as some are.
pub(super) fn charge(charge: Decimal) -> Option<OrRaw<Amount>> {
    if charge.is_zero() { Some(OrRaw::Raw(".00".to_owned())) } else { amount(charge) }
}

#[allow(clippy::unnecessary_wraps, reason = "members of answers are optional")]
pub(super) fn count(pieces: u32) -> Option<OrRaw<Decimal>> {
    Some(OrRaw::Value(Decimal::from(pieces)))
}
