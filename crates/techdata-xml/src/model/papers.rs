//! Invoices and quotes. None of these documents tells a currency.

use b2b_model::{Container, Invoice, InvoiceLine, Problem, Quote, QuoteLine};

use super::{charges, id, money, piece, quantity, ship_to, status, text, value};
use crate::invoice_detail_by_po::{self as paid, InvoiceDetailByPoResponse, InvoicedItem, OrderInfo};
use crate::quote::{self, QuoteDetail};
use crate::{QuoteResponse, ReferenceQualifier};

/// The orders of an answer with their invoices: a purchase order can have several.
///
/// ```
/// use techdata_xml::{InvoiceDetailByPoResponse, decode_recorded, model};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let document = "<XML_InvoiceDetailByPO_Response><Detail><OrderInfo><PONbr>PO-1</PONbr><InvoiceNbr>V-1</InvoiceNbr>\
///     <ContainerInfo><ContainerID>1Z</ContainerID><NetFreightCharge>4.50</NetFreightCharge><TaxCharge>.00</TaxCharge>\
///     </ContainerInfo></OrderInfo></Detail></XML_InvoiceDetailByPO_Response>";
/// let answer = decode_recorded::<InvoiceDetailByPoResponse>(document.as_bytes())?.value;
/// let invoices = model::invoices(&answer);
/// assert_eq!(invoices[0].number.as_ref().map(AsRef::as_ref), Some("V-1"));
/// let charges: Vec<_> = invoices[0].containers[0].charges.iter().map(ToString::to_string).collect();
/// assert_eq!(charges, ["freight 4.50"]);
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn invoices(response: &InvoiceDetailByPoResponse) -> Vec<Invoice> {
    response.orders.iter().map(Invoice::from).collect()
}

/// The quotes of an answer.
#[must_use]
pub fn quotes(response: &QuoteResponse) -> Vec<Quote> {
    response.details.iter().map(Quote::from).collect()
}

impl From<&OrderInfo> for Invoice {
    fn from(order: &OrderInfo) -> Self {
        Self {
            number: id(&order.invoice_nbr),
            supplier_order: id(&order.order_nbr),
            customer_order: id(&order.po_nbr),
            end_user_order: id(&order.end_user_po_nbr),
            status: status(&order.order_status),
            ordered: value(&order.order_date).map(|date| date.0),
            expected: value(&order.est_ship_date).map(|date| date.0),
            containers: order.containers.iter().map(Container::from).collect(),
            problems: order.error().iter().map(Problem::from).collect(),
        }
    }
}

impl From<&paid::Container> for Container {
    fn from(sent: &paid::Container) -> Self {
        Self {
            tracking: id(&sent.container_id),
            tracking_link: text(&sent.tracking_link),
            carrier: text(&sent.ship_via_desc),
            location: id(&sent.whse_code).or_else(|| id(&sent.whse_desc)),
            ship_to: ship_to!(sent),
            shipped: value(&sent.date_shipped).map(|date| date.0),
            weight: quantity(&sent.weight),
            invoiced: value(&sent.date_invoiced).map(|date| date.0),
            goods: money(&sent.container_value, None),
            charges: charges(
                [
                    &sent.net_freight_charge,
                    &sent.handling_charge,
                    &sent.cod_charge,
                    &sent.tax_charge,
                    &sent.state_fee,
                    &sent.debit_credit,
                ],
                None,
            ),
            total: money(&sent.total_order_value, None),
            lines: sent.items.iter().map(InvoiceLine::from).collect(),
        }
    }
}

impl From<&InvoicedItem> for InvoiceLine {
    fn from(item: &InvoicedItem) -> Self {
        Self {
            number: id(&item.order_line_nbr),
            sku: id(&item.tech_data_item_nbr),
            manufacturer_sku: id(&item.mfg_item_nbr),
            description: text(&item.item_desc),
            quantity: quantity(&item.qty_shipped),
            items: item.serial_numbers.iter().map(|serial| piece(Some(serial))).collect(),
        }
    }
}

impl From<&QuoteDetail> for Quote {
    fn from(detail: &QuoteDetail) -> Self {
        let mut numbers = detail.ref_info.iter();
        let own = numbers.find(|info| info.ref_id_qual.as_ref() == Some(&ReferenceQualifier::Quote));
        Self {
            number: own.and_then(|info| text(&info.ref_id)),
            lines: detail.lines.iter().map(QuoteLine::from).collect(),
            problems: detail.errors().iter().map(Problem::from).collect(),
        }
    }
}

impl From<&quote::QuoteLine> for QuoteLine {
    fn from(line: &quote::QuoteLine) -> Self {
        Self {
            number: id(&line.assigned_id),
            sku: id(&line.product_id),
            description: text(&line.product_desc),
            quantity: quantity(&line.qty_ordered),
            price: money(&line.unit_price, None),
            total: money(&line.extended_price, None),
        }
    }
}
