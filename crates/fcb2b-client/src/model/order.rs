//! Orders and their lines.

use b2b_model::{OrderLine, OrderStatus, Shipment, Status};

use super::{date, id, money, quantity, some, stage, value};
use crate::services::orders;

impl From<&orders::Order> for OrderStatus {
    fn from(order: &orders::Order) -> Self {
        let notes = [&order.special_instructions, &order.additional_message];
        Self {
            supplier_order: id(&order.order_number),
            customer_order: id(&order.purchase_order_number),
            status: status(&order.status),
            ordered: date(&order.order_date),
            shipped: date(&order.ship_date),
            ship_via: order.ship_via_description.clone().or_else(|| order.ship_via.clone()),
            ship_via_code: order.ship_via.clone(),
            ship_to: order.shipping_address.iter().flat_map(|it| &it.0).map(|part| part.text.clone()).collect(),
            international: value(&order.international).copied(),
            contact: order.order_contact.clone(),
            job: order.job_name.clone(),
            notes: notes.into_iter().flatten().cloned().collect(),
            lines: order.lines.iter().map(OrderLine::from).collect(),
            ..Self::default()
        }
    }
}

impl From<&orders::OrderLine> for OrderLine {
    fn from(line: &orders::OrderLine) -> Self {
        let shipment = Shipment {
            carrier: line.shipment_carrier.clone(),
            tracking: id(&line.shipment_code),
            bill_of_lading: line.bill_of_lading.clone(),
            shipped: date(&line.shipment_expected),
            expected: date(&line.delivery_expected),
            words: line.shipment_status.clone(),
            ..Shipment::default()
        };
        Self {
            number: id(&line.line_number),
            sku: id(&line.sku),
            item_number: id(&line.item_number),
            description: line.description.clone(),
            size: line.size.clone(),
            ordered: quantity(&line.ordered, &line.unit_of_measure),
            shipped: quantity(&line.shipped, &line.unit_of_measure),
            backordered: quantity(&line.backordered, &line.unit_of_measure),
            backordered_until: date(&line.back_ordered_date),
            price: money(&line.price),
            total: money(&line.extended_price),
            location: id(&line.warehouse),
            lot: id(&line.shade_or_dye_lot),
            roll: id(&line.roll_number),
            sidemark: line.sidemarks.clone(),
            invoice: id(&line.invoice),
            status: status(&line.status),
            shipments: some(shipment),
            ..Self::default()
        }
    }
}

fn status(words: &Option<String>) -> Option<Status> {
    words.as_deref().map(|words| Status::new(stage(words), None, Some(words)))
}

#[cfg(test)]
mod tests {
    use b2b_model::Stage;

    use super::*;

    #[test]
    fn words_without_a_stage_are_kept() {
        let status = status(&Some("Kaputt".to_owned())).unwrap();
        assert_eq!((status.stage, status.code, status.words.as_deref()), (Stage::Other, None, Some("Kaputt")));
    }
}
