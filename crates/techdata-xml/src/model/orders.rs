//! Orders and shipments.

use b2b_model::{
    Charge, Delivery, OrderAcknowledgement, OrderLine, OrderNumber, OrderStatus, Outcome, Problem, Shipment,
};

use super::{charges, id, money, piece, quantity, raw, ship_to, status, text, value};
use crate::item::same_number;
use crate::order::{ConfirmedOrder, OrderResponse};
use crate::order_status::{Container, OrderDetail, ShipmentDetail, ShippedItem};
use crate::{ItemQualifier, OrderStatusAnswer, ReferenceQualifier, SalesRequirement, ShortDate, Text};

/// The orders or shipments of an answer.
#[must_use]
pub fn orders(answer: &OrderStatusAnswer) -> Vec<OrderStatus> {
    let orders = answer.orders().iter().map(OrderStatus::from);
    orders.chain(answer.shipments().iter().map(OrderStatus::from)).collect()
}

/// What became of an order, by its answer alone. It is done in part if Tech Data has a number for it and lines have errors.
pub fn placed(response: &OrderResponse) -> Outcome<OrderAcknowledgement> {
    let problems: Vec<_> = response.errors().iter().map(Problem::from).collect();
    let number = match response.verdict() {
        Ok(Some(number)) => number,
        Ok(None) => return Outcome::Refused(problems),
        Err(message) => return Outcome::Unknown(Problem { code: None, message: Some(message) }),
    };
    let header = response.header.as_ref();
    let customer_order = header.and_then(|header| id(&header.po_nbr));
    let mut orders: Vec<_> = response.confirmed().iter().map(OrderStatus::from).collect();
    name(&mut orders, number.as_str(), &customer_order);
    let confirmation = header.and_then(|header| header.order_confirmation.as_ref());
    let messages = confirmation.and_then(|confirmation| text(&confirmation.message)).into_iter().collect();
    let value = OrderAcknowledgement { customer_order, orders, messages };
    if problems.is_empty() { Outcome::Done(value) } else { Outcome::Partial { value, problems } }
}

/// Sees to it that the number by which the order was taken is among the orders that are confirmed: that of the only one, if
/// it has none, else of one of which nothing more is said.
fn name(orders: &mut Vec<OrderStatus>, number: &str, customer_order: &Option<OrderNumber>) {
    let is_it =
        |order: &OrderStatus| order.supplier_order.as_ref().is_some_and(|own| same_number(own.as_ref(), number));
    if orders.iter().any(is_it) {
        return;
    }
    let supplier_order = Some(number.into());
    match orders.as_mut_slice() {
        [only] if only.supplier_order.is_none() => only.supplier_order = supplier_order,
        _ => orders.push(OrderStatus {
            supplier_order,
            customer_order: customer_order.clone(),
            ..OrderStatus::default()
        }),
    }
}

/// The number of an item, if it is Tech Data's or of a kind that is not told.
fn sku(numbers: [(&Option<ItemQualifier>, &Option<Text>); 2]) -> Option<b2b_model::Sku> {
    let own = numbers.into_iter().find(|(kind, _)| **kind == Some(ItemQualifier::TechData));
    own.or_else(|| numbers.into_iter().find(|(kind, _)| kind.is_none())).and_then(|(_, number)| id(number))
}

/// The number of an item, if it is the manufacturer's.
fn manufacturer_sku(numbers: [(&Option<ItemQualifier>, &Option<Text>); 2]) -> Option<b2b_model::Sku> {
    let found = numbers.into_iter().find(|(kind, _)| **kind == Some(ItemQualifier::Manufacturer));
    found.and_then(|(_, number)| id(number))
}

/// An order's answer and a confirmation say the same under the same names, in two documents.
macro_rules! order_status {
    (
        $Order:ty: |$order:ident| $problems:expr, $charges:expr, $invoiced:expr;
        $Line:ty: |$line:ident| $number:expr, $second:expr
    ) => {
        impl From<&$Order> for OrderStatus {
            fn from($order: &$Order) -> Self {
                let number = |kind| $order.reference(&kind).cloned();
                let invoice = number(ReferenceQualifier::Invoice);
                let currency = $order.currency_type.as_deref();
                let line = |$line: &$Line| OrderLine {
                    number: id($number),
                    sku: sku([(&$line.product_id_qual, &$line.product_id), $second]),
                    manufacturer_sku: manufacturer_sku([(&$line.product_id_qual, &$line.product_id), $second]),
                    description: text(&$line.product_desc),
                    ordered: quantity(&$line.qty_ordered),
                    shipped: quantity(&$line.qty_shipped),
                    backordered: quantity(&$line.qty_backordered),
                    returned: quantity(&$line.qty_returned),
                    price: money(&$line.unit_price, currency),
                    total: money(&$line.extended_price, currency),
                    ship_via: text(&$line.ship_via_desc),
                    location: id(&$line.whse_desc),
                    invoice: id(&invoice),
                    status: status(&$line.line_status),
                    deliveries: promised(value(&$line.item_estimated_ship_date)),
                    shipments: sent(value(&$line.date_shipped), &$line.ship_via_desc),
                    ..OrderLine::default()
                };
                Self {
                    supplier_order: id(&number(ReferenceQualifier::Order)),
                    customer_order: id(&number(ReferenceQualifier::PurchaseOrder)),
                    end_user_order: id(&number(ReferenceQualifier::EndUserPurchaseOrder)),
                    quote: text(&number(ReferenceQualifier::Quote)),
                    account: id(&$order.bill_to_acct_nbr),
                    status: status(&$order.order_status),
                    shipped: value(&$order.estimated_ship_date).map(|date: ShortDate| date.0),
                    invoiced: value($invoiced).map(|date: ShortDate| date.0),
                    shortage: text(&$order.shipment_disp).or_else(|| code(&$order.shipment_disp_qual)),
                    packing: text(&$order.package_disp).or_else(|| text(&$order.package_disp_qual)),
                    contact: text(&$order.contact_name),
                    terms: text(&$order.terms),
                    charges: charges($charges, currency),
                    total: money(&$order.invoice_total, currency),
                    ship_to: ship_to!($order),
                    lines: $order.lines.iter().map(line).collect(),
                    problems: $problems,
                    ..Self::default()
                }
            }
        }
    };
}

order_status!(
    OrderDetail: |order| order.errors().iter().map(Problem::from).collect(),
        [&order.net_freight_charge, &order.handling_charge, &None, &order.tax_charge, &order.state_fee, &None],
        &order.invoice_date;
    crate::order_status::OrderLine: |line| &line.assigned_id, (&line.product_id_qual2, &line.product_id2)
);
order_status!(
    ConfirmedOrder: |order| Vec::new(), [&None; 6], &None;
    crate::order::ConfirmedLine: |line| &line.assigned_id2, (&None, &None)
);

impl From<&ShipmentDetail> for OrderStatus {
    fn from(shipment: &ShipmentDetail) -> Self {
        let number = |kind| shipment.reference(&kind).cloned();
        let invoice = number(ReferenceQualifier::Invoice);
        let items = shipment.containers.iter().flat_map(|box_| box_.items.iter().map(move |item| (box_, item)));
        let line = |(container, item): (&Container, &ShippedItem)| OrderLine {
            number: id(&item.assigned_id).or_else(|| id(&item.ii_assigned_id)),
            sku: sku([(&item.product_id_qual, &item.product_id), (&item.product_id_qual2, &item.product_id2)]),
            manufacturer_sku: manufacturer_sku([
                (&item.product_id_qual, &item.product_id),
                (&item.product_id_qual2, &item.product_id2),
            ]),
            description: text(&item.product_desc),
            shipped: quantity(&item.qty_shipped),
            location: id(&container.whse_desc),
            invoice: id(&invoice),
            shipments: vec![Shipment {
                carrier: text(&container.ship_via),
                tracking: id(&container.container_id),
                shipped: value(&container.date_shipped).map(|date: ShortDate| date.0),
                invoiced: value(&container.date_invoiced).map(|date: ShortDate| date.0),
                weight: quantity(&container.weight),
                words: raw(&container.date_shipped),
                ..Shipment::default()
            }],
            items: item.serial_numbers.iter().map(|serial| piece(serial.serial_nbr.as_ref())).collect(),
            ..OrderLine::default()
        };
        let first = shipment.containers.first();
        Self {
            supplier_order: id(&number(ReferenceQualifier::Order)),
            customer_order: id(&number(ReferenceQualifier::PurchaseOrder)),
            end_user_order: id(&number(ReferenceQualifier::EndUserPurchaseOrder)),
            quote: text(&number(ReferenceQualifier::Quote)),
            contact: text(&shipment.contact_name),
            charges: shipment.containers.iter().flat_map(shipment_charges).collect(),
            shipped: first.and_then(|first| value(&first.date_shipped)).map(|date: ShortDate| date.0),
            ship_via: first.and_then(|first| text(&first.ship_via)),
            ship_to: first.map_or_else(Vec::new, |first| ship_to!(first)),
            lines: items.map(line).collect(),
            problems: shipment.errors().iter().map(Problem::from).collect(),
            ..Self::default()
        }
    }
}

/// No document of shipments tells a currency.
fn shipment_charges(sent: &Container) -> Vec<Charge> {
    let Container { net_freight_charge, handling_charge, cod_charge, tax_charge, debit_credit, .. } = sent;
    charges([net_freight_charge, handling_charge, cod_charge, tax_charge, &None, debit_credit], None)
}

fn code(code: &Option<SalesRequirement>) -> Option<String> {
    code.as_ref().map(|code| code.as_str().to_owned())
}

fn promised(date: Option<ShortDate>) -> Vec<Delivery> {
    date.map(|date| Delivery { promised: Some(date.0), ..Delivery::default() }).into_iter().collect()
}

fn sent(date: Option<ShortDate>, way: &Option<Text>) -> Vec<Shipment> {
    let shipment = |date: ShortDate| Shipment { carrier: text(way), shipped: Some(date.0), ..Shipment::default() };
    date.map(shipment).into_iter().collect()
}
