//! Orders to be read.

use anstyle::{AnsiColor, Style};
use b2b_model::{Delivery, Item, OrderLine, OrderStatus, Shipment, Stage, Status};

use super::entry::{Entry, Said};
use super::layout::{Align, Cell, row, widths};
use super::{clean, problem};

const HEAD: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();
const BAD: Style = AnsiColor::Red.on_default();

const NOTHING: &str = "-";
const INDENT: &str = "  ";
const ALIGNS: &[Align] = &[Align::Left, Align::Left, Align::Right, Align::Left, Align::Left];

/// The orders with an empty line between them; nothing if there are none.
///
/// Styles are written as escape sequences, for a stream that takes them out where they aren't wanted.
pub(crate) fn orders(entries: &[Entry<OrderStatus>]) -> String {
    let is_shared = entries.windows(2).any(|pair| matches!(pair, [one, other] if one.supplier != other.supplier));
    let orders: Vec<_> = entries.iter().map(|entry| block(entry, is_shared)).collect();
    orders.join("\n")
}

fn block(entry: &Entry<OrderStatus>, is_shared: bool) -> String {
    let none = OrderStatus::default();
    let (order, problems) = match &entry.said {
        Said::Value(order) => (order, order.problems.as_slice()),
        Said::Nothing { problems } => (&none, problems.as_slice()),
    };
    let supplier = entry.supplier.as_deref().filter(|_| is_shared);
    let mut text = header(order, entry.asked.as_deref(), supplier) + "\n";
    for detail in whole(order) {
        text += &format!("{INDENT}{detail}\n");
    }
    for own in problems {
        text += &format!("{INDENT}{}\n", Cell::new(format!("problem: {}", problem(own)), BAD).styled());
    }
    text + &lines(order)
}

fn lines(order: &OrderStatus) -> String {
    if order.lines.is_empty() {
        return String::new();
    }
    let mut rows = vec![columns()];
    rows.extend(order.lines.iter().map(line));
    let widths = widths(&rows);
    // Details stand below the article.
    let margin = INDENT.len() + widths.first().copied().unwrap_or_default() + 2;
    let mut text = String::new();
    for (at, cells) in rows.iter().enumerate() {
        text += &format!("{INDENT}{}\n", row(cells, &widths, ALIGNS));
        let own = at.checked_sub(1).and_then(|at| order.lines.get(at));
        for detail in own.map(details).unwrap_or_default() {
            text += &format!("{:margin$}{detail}\n", "");
        }
    }
    text
}

/// `Order 0000543814  westcon  PO 897879  type ZOR  in review (22 Sales Review)`, called by the supplier's number, else by the
/// customer's, else by what was asked for. The supplier is named where there are several.
fn header(order: &OrderStatus, asked: Option<&str>, supplier: Option<&str>) -> String {
    let own = order.supplier_order.as_ref().or(order.customer_order.as_ref()).map(AsRef::as_ref);
    let name = own.or(asked).map_or_else(|| "without number".to_owned(), clean);
    let mut parts = vec![Cell::new(format!("Order {name}"), HEAD).styled()];
    parts.extend(supplier.map(clean));
    if let (Some(_), Some(number)) = (&order.supplier_order, &order.customer_order) {
        parts.push(format!("PO {}", clean(number.as_str())));
    }
    if let Some(kind) = &order.order_type {
        parts.push(format!("type {}", clean(kind)));
    }
    if let Some(status) = &order.status {
        let words = words(status);
        parts.push(format!("{} ({words})", stage(status).styled()));
    }
    parts.join("  ")
}

/// What an order says of itself as a whole.
fn whole(order: &OrderStatus) -> Vec<String> {
    let mut details = Vec::new();
    let mut days = Vec::new();
    days.extend(order.ordered.map(|day| format!("ordered {day}")));
    days.extend(order.shipped.map(|day| format!("ships {day}")));
    days.extend(order.ship_via.as_deref().map(|words| format!("by {}", clean(words))));
    details.extend((!days.is_empty()).then(|| days.join("  ")));
    let address: Vec<_> = order.ship_to.iter().map(|line| clean(line)).collect();
    details.extend((!address.is_empty()).then(|| format!("to {}", address.join(", "))));
    details.extend(order.job.as_deref().map(|job| format!("job {}", clean(job))));
    details.extend(order.notes.iter().map(|note| format!("note: {}", clean(note))));
    details
}

fn columns() -> Vec<Cell> {
    ["LINE", "SKU", "QUANTITY", "STAGE", "SUPPLIER SAYS"].map(|title| Cell::new(title, QUIET)).into()
}

fn line(line: &OrderLine) -> Vec<Cell> {
    let text = |text: Option<&str>| text.map_or_else(|| NOTHING.to_owned(), clean).into();
    vec![
        text(line.number.as_ref().map(AsRef::as_ref)),
        text(line.sku.as_ref().map(AsRef::as_ref)),
        text(line.ordered.as_ref().map(ToString::to_string).as_deref()),
        line.status.as_ref().map_or_else(|| NOTHING.into(), stage),
        text(line.status.as_ref().map(words).as_deref()),
    ]
}

fn details(line: &OrderLine) -> Vec<String> {
    let mut details = Vec::new();
    details.extend(line.description.as_deref().map(clean));
    let mut amounts = Vec::new();
    amounts.extend(line.shipped.as_ref().map(|quantity| format!("shipped {}", clean(&quantity.to_string()))));
    amounts.extend(line.backordered.as_ref().map(|quantity| format!("backordered {}", clean(&quantity.to_string()))));
    amounts.extend(line.price.as_ref().map(|price| format!("price {}", clean(&price.to_string()))));
    amounts.extend(line.total.as_ref().map(|total| format!("total {}", clean(&total.to_string()))));
    details.extend((!amounts.is_empty()).then(|| amounts.join("  ")));
    let mut goods = Vec::new();
    goods.extend(line.location.as_ref().map(|place| format!("from {}", clean(place.as_str()))));
    goods.extend(line.lot.as_ref().map(|lot| format!("lot {}", clean(lot.as_str()))));
    goods.extend(line.roll.as_ref().map(|roll| format!("roll {}", clean(roll.as_str()))));
    goods.extend(line.sidemark.as_deref().map(|mark| format!("sidemark {}", clean(mark))));
    goods.extend(line.invoice.as_ref().map(|invoice| format!("invoice {}", clean(invoice.as_str()))));
    details.extend((!goods.is_empty()).then(|| goods.join("  ")));
    if let Some(number) = &line.customer_line {
        details.push(format!("your line {}", clean(number.as_str())));
    }
    details.extend(line.deliveries.iter().map(|delivery| promise(delivery, line.status.as_ref())));
    details.extend(line.shipments.iter().map(|shipment| sent(shipment, line.status.as_ref())));
    details.extend(line.items.iter().map(item));
    details
}

/// `promised 2016-05-31  6 EA`, and what differs from the line.
fn promise(delivery: &Delivery, line: Option<&Status>) -> String {
    let day = delivery.promised.map_or_else(|| "for no known day".to_owned(), |day| day.to_string());
    let mut parts = vec![format!("promised {day}")];
    parts.extend(delivery.quantity.as_ref().map(|quantity| clean(&quantity.to_string())));
    if let Some(status) = delivery.status.as_ref().filter(|&status| Some(status) != line) {
        parts.push(format!("{} ({})", stage(status).styled(), words(status)));
    }
    parts.extend(delivery.purchase_order.as_ref().map(|number| format!("bought with {}", clean(number.as_str()))));
    parts.extend(delivery.vendor_order.as_ref().map(|number| format!("vendor's order {}", clean(number.as_str()))));
    parts.join("  ")
}

/// `sent with UPS GROUND  tracking 1Z…  on 2016-05-18`, or when it is expected to, as far as it is known.
fn sent(shipment: &Shipment, line: Option<&Status>) -> String {
    let carrier = shipment.carrier.as_deref().map(|carrier| format!("with {}", clean(carrier)));
    let tracking = shipment.tracking.as_ref().map(|number| format!("tracking {}", clean(number.as_str())));
    let is_on_its_way = carrier.is_some() || tracking.is_some() || shipment.bill_of_lading.is_some();
    let is_sent = is_on_its_way || line.is_some_and(|status| matches!(status.stage, Stage::Shipped | Stage::Invoiced));
    let verb = match shipment.shipped {
        _ if is_sent => "sent",
        Some(_) => "expected to ship",
        None => "a shipment",
    };
    let mut parts = vec![carrier.map_or_else(|| verb.to_owned(), |carrier| format!("{verb} {carrier}"))];
    parts.extend(tracking);
    match (parts.as_mut_slice(), shipment.shipped) {
        ([only], Some(day)) if !is_on_its_way => *only += &format!(" on {day}"),
        (_, day) => parts.extend(day.map(|day| format!("on {day}"))),
    }
    parts.extend(shipment.expected.map(|day| format!("arrives {day}")));
    parts.extend(shipment.bill_of_lading.as_deref().map(|number| format!("bill of lading {}", clean(number))));
    parts.extend(shipment.words.as_deref().map(clean));
    parts.join("  ")
}

fn item(item: &Item) -> String {
    let serial = item.serial.as_ref().map_or_else(|| NOTHING.to_owned(), |number| clean(number.as_str()));
    match &item.mac {
        Some(mac) => format!("serial {serial}  MAC {}", clean(mac)),
        None => format!("serial {serial}"),
    }
}

/// The supplier's code and words.
pub(super) fn words(status: &Status) -> String {
    let parts: Vec<_> = [&status.code, &status.words].into_iter().flatten().map(String::as_str).collect();
    clean(&parts.join(" "))
}

pub(super) fn stage(status: &Status) -> Cell {
    let style = match status.stage {
        Stage::InReview | Stage::Backordered => AnsiColor::Yellow.on_default(),
        Stage::Released | Stage::Shipped | Stage::Invoiced => AnsiColor::Green.on_default(),
        Stage::Cancelled => BAD,
        Stage::Inactive => QUIET,
        _ => Style::new(),
    };
    Cell::new(status.stage.to_string(), style)
}

#[cfg(test)]
mod tests;
