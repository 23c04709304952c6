//! Invoices to be read.

use anstyle::{AnsiColor, Style};
use b2b_desk::{Container, Invoice, InvoiceLine};

use super::entry::{Entry, Said};
use super::table::stage;
use super::{clean, problem};

const HEAD: Style = Style::new().bold();
const BAD: Style = AnsiColor::Red.on_default();

/// The invoices with an empty line between them.
pub(crate) fn table(entries: &[Entry<Invoice>]) -> String {
    let invoices: Vec<_> = entries.iter().map(invoice).collect();
    invoices.join("\n")
}

fn invoice(entry: &Entry<Invoice>) -> String {
    let (invoice, problems) = match &entry.said {
        Said::Value(invoice) => (Some(invoice), invoice.problems.as_slice()),
        Said::Nothing { problems } => (None, problems.as_slice()),
    };
    let mut text = invoice.map(header).unwrap_or_default() + "\n";
    for own in problems {
        text += &format!("  {BAD}problem: {}{BAD:#}\n", problem(own));
    }
    for container in invoice.iter().flat_map(|invoice| &invoice.containers) {
        for line in shown(container) {
            text += &format!("  {line}\n");
        }
    }
    text
}

/// `Invoice N145032  PO PO-4711  order 5626138  invoiced (INVOICED)`.
fn header(invoice: &Invoice) -> String {
    let title =
        invoice.number.as_ref().map_or_else(|| "No invoice yet".to_owned(), |number| format!("Invoice {number}"));
    let mut parts = vec![format!("{HEAD}{}{HEAD:#}", clean(&title))];
    parts.extend(invoice.customer_order.as_ref().map(|number| format!("PO {}", clean(number.as_str()))));
    parts.extend(invoice.supplier_order.as_ref().map(|number| format!("order {}", clean(number.as_str()))));
    parts.extend(invoice.end_user_order.as_ref().map(|number| format!("end user's PO {}", clean(number.as_str()))));
    parts.extend(invoice.status.as_ref().map(|status| {
        let code = status.code.as_deref().map(|code| format!(" ({})", clean(code))).unwrap_or_default();
        stage(status).styled() + &code
    }));
    parts.extend(invoice.ordered.map(|day| format!("ordered {day}")));
    parts.extend(invoice.expected.filter(|_| invoice.containers.is_empty()).map(|day| format!("expected {day}")));
    parts.join("  ")
}

fn shown(container: &Container) -> Vec<String> {
    let mut sent = vec!["sent".to_owned()];
    sent.extend(container.carrier.as_deref().map(|carrier| format!("with {}", clean(carrier))));
    let mut parts = vec![sent.join(" ")];
    parts.extend(container.tracking.as_ref().map(|number| format!("tracking {}", clean(number.as_str()))));
    parts.extend(container.shipped.map(|day| format!("on {day}")));
    parts.extend(container.location.as_ref().map(|place| format!("from {}", clean(place.as_str()))));
    parts.extend(container.invoiced.map(|day| format!("invoiced {day}")));
    let mut lines = vec![parts.join("  ")];
    lines.extend(container.tracking_link.as_deref().map(|link| format!("  see {}", clean(link))));
    let address: Vec<_> = container.ship_to.iter().map(|line| clean(line)).collect();
    lines.extend((!address.is_empty()).then(|| format!("  to {}", address.join(", "))));
    for line in &container.lines {
        lines.push(format!("  {}", goods(line)));
        let serial = |item: &b2b_model::Item| item.serial.as_ref().map(|serial| clean(serial.as_str()));
        lines.extend(line.items.iter().filter_map(serial).map(|serial| format!("    serial {serial}")));
    }
    let mut amounts = Vec::new();
    amounts.extend(container.goods.as_ref().map(|money| format!("goods {money}")));
    amounts.extend(container.charges.iter().map(|charge| format!("{} {}", clean(&charge.kind), charge.amount)));
    amounts.extend(container.total.as_ref().map(|money| format!("total {money}")));
    lines.extend((!amounts.is_empty()).then(|| format!("  {}", amounts.join("  "))));
    lines
}

/// `line 001  2 of 7512ZJ  LASER PRINTER 4200`.
fn goods(line: &InvoiceLine) -> String {
    let mut parts = Vec::new();
    parts.extend(line.number.as_ref().map(|number| format!("line {}", clean(number.as_str()))));
    let sku = line.sku.as_ref().or(line.manufacturer_sku.as_ref()).map(|sku| clean(sku.as_str()));
    parts.push(match (&line.quantity, sku) {
        (Some(quantity), Some(sku)) => format!("{quantity} of {sku}"),
        (Some(quantity), None) => quantity.to_string(),
        (None, Some(sku)) => sku,
        (None, None) => "-".to_owned(),
    });
    parts.extend(line.description.as_deref().map(clean));
    parts.join("  ")
}
