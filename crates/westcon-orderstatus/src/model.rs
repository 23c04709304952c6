//! Conversions into the supplier-neutral types of `b2b-model`.
//!
//! How an order stands is read by the table [`STAGES`].

use b2b_model::{Delivery, Item, OrderLine, OrderStatus, Problem, Quantity, Shipment, Stage, Status, stage_table};
use b2b_xml::{OrRaw, Presence};

use crate::{StatusCode, response};

stage_table! {
    /// The stages of the codes of table 5.2 of the guide.
    ///
    /// The mapping is our reading of the table's words; the service's code and words stand beside it. The guide's example
    /// calls `71` "Invoiced", its table "Released": the table is followed. "PO Created" is read as bought from the vendor.
    pub const STAGES = {
        "11", "21", "22", "23", "24", "25", "53", "61" => InReview,
        "31" => Backordered,
        "32", "51" => PurchasedFromVendor,
        "41", "42" => Scheduled,
        "52", "71", "72" => Released,
        "73", "74" => Invoiced,
        "00" => Inactive,
    }
}

/// The stage that a code stands for, by the table [`STAGES`].
#[must_use]
pub fn stage(code: &StatusCode) -> Stage {
    let row = STAGES.iter().find(|(codes, _)| codes.contains(&code.as_str()));
    row.map_or(Stage::Other, |(_, stage)| *stage)
}

/// The orders of an answer. What it says of the call as a whole is in [`problems`].
#[must_use]
pub fn orders(result: &response::GetOrderStatusResult) -> Vec<OrderStatus> {
    result.orders().iter().map(OrderStatus::from).collect()
}

/// The errors and the exception of a call as a whole. Those of one order stand in its own
/// [`problems`](OrderStatus::problems).
#[must_use]
pub fn problems(result: &response::GetOrderStatusResult) -> Vec<Problem> {
    let exception = result
        .exception
        .value()
        .map(|exception| Problem { code: Some("Exception".to_owned()), message: Some(exception.as_xml().to_owned()) });
    result.errors().iter().map(Problem::from).chain(exception).collect()
}

impl From<&response::Order> for OrderStatus {
    fn from(order: &response::Order) -> Self {
        Self {
            supplier_order: id(&order.erp_order_number),
            customer_order: id(&order.customer_order_number),
            account: id(&order.customer_number),
            order_type: order.order_type.value().map(|kind| kind.as_str().to_owned()),
            status: status(&order.header_status_code, &order.header_status_description),
            lines: order.lines().iter().map(OrderLine::from).collect(),
            problems: order.errors().iter().map(Problem::from).collect(),
            ..Self::default()
        }
    }
}

impl From<&response::OrderLine> for OrderLine {
    fn from(line: &response::OrderLine) -> Self {
        let unit = line.unit_of_measure.as_deref();
        let delivery = |schedule: &response::ScheduleLine| Delivery {
            number: id(&schedule.westcon_schedule_line_number),
            promised: schedule.promised_delivery_date.value().and_then(OrRaw::value).map(|moment| moment.date()),
            quantity: quantity(&schedule.promised_quantity, unit),
            status: status(&schedule.schedule_line_status_code, &schedule.schedule_line_status_description),
            purchase_order: id(&schedule.purchasing_document_number),
            vendor_order: id(&schedule.vendor_so_number),
            words: raw(&schedule.promised_delivery_date).or_else(|| raw(&schedule.promised_quantity)),
        };
        Self {
            number: id(&line.erp_order_line_number),
            customer_line: id(&line.customer_line_number),
            sku: id(&line.erp_product_number),
            ordered: quantity(&line.line_quantity, unit),
            status: status(&line.line_status_code, &line.line_status_description),
            deliveries: line.schedule_lines.value().into_iter().flatten().map(delivery).collect(),
            shipments: line.tracking_infos.value().into_iter().flatten().map(Shipment::from).collect(),
            items: line.serial_numbers_and_mac_addresses.value().into_iter().flatten().map(Item::from).collect(),
            ..Self::default()
        }
    }
}

impl From<&response::TrackingInfo> for Shipment {
    fn from(info: &response::TrackingInfo) -> Self {
        Self {
            carrier: info.carrier_name.as_deref().map(str::to_owned),
            tracking: id(&info.tracking_number),
            ..Self::default()
        }
    }
}

impl From<&response::SerialNumberAndMacAddress> for Item {
    fn from(item: &response::SerialNumberAndMacAddress) -> Self {
        Self { serial: id(&item.product_serial_number), mac: item.product_mac_address.as_deref().map(str::to_owned) }
    }
}

impl From<&response::ServiceError> for Problem {
    fn from(error: &response::ServiceError) -> Self {
        Self {
            code: error.error_no.as_deref().map(str::to_owned),
            message: error.error_detail.as_deref().map(str::to_owned),
        }
    }
}

fn id<T: for<'a> From<&'a str>>(text: &Presence<String>) -> Option<T> {
    text.as_deref().map(T::from)
}

fn quantity(quantity: &Presence<OrRaw<response::Quantity>>, unit: Option<&str>) -> Option<Quantity> {
    quantity.value().and_then(OrRaw::value).map(|amount| Quantity::new(amount.0, unit))
}

/// What stands where a value should.
fn raw<T>(value: &Presence<OrRaw<T>>) -> Option<String> {
    value.value().and_then(OrRaw::raw).map(str::to_owned)
}

fn status(code: &Presence<StatusCode>, words: &Presence<String>) -> Option<Status> {
    code.value().map(|code| Status::new(stage(code), code.as_str(), words.as_deref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_code_has_one_stage_and_no_other_has() {
        let table = || STAGES.iter().flat_map(|(codes, _)| *codes);
        for code in StatusCode::KNOWN {
            assert_eq!(table().filter(|known| **known == code.as_str()).count(), 1, "{code}");
            assert_ne!(stage(code), Stage::Other, "{code}");
        }
        assert_eq!(table().count(), StatusCode::KNOWN.len());
    }

    #[test]
    fn other_codes_are_kept() {
        // The guide's example, and a code of the service's successor.
        for (code, words) in [("IA", "Not yet processed"), ("NAO", "Not Authentic Order"), ("7", "Released")] {
            let order = response::Order {
                header_status_code: StatusCode::from(code).into(),
                header_status_description: Presence::from(words),
                ..response::Order::default()
            };
            assert_eq!(OrderStatus::from(&order).status, Some(Status::new(Stage::Other, code, Some(words))));
        }
    }

    #[test]
    fn a_day_that_is_none_is_kept() {
        let schedule = response::ScheduleLine {
            promised_delivery_date: Presence::Value(OrRaw::Raw("soon".to_owned())),
            ..response::ScheduleLine::default()
        };
        let line =
            response::OrderLine { schedule_lines: Presence::Value(vec![schedule]), ..response::OrderLine::default() };
        let delivery = OrderLine::from(&line).deliveries.remove(0);
        assert_eq!((delivery.promised, delivery.words.as_deref()), (None, Some("soon")));
    }

    #[test]
    fn stages_follow_the_guides_words() {
        let expected = |words: &str| match words {
            "Inactive" => Stage::Inactive,
            "Finance Review" | "Sales Review" => Stage::InReview,
            "Backordered" => Stage::Backordered,
            "PO Created" => Stage::PurchasedFromVendor,
            "Scheduled" => Stage::Scheduled,
            "Released" => Stage::Released,
            "Invoiced" => Stage::Invoiced,
            other => panic!("{other}"),
        };
        for code in StatusCode::KNOWN {
            assert_eq!(stage(code), expected(code.description().unwrap()), "{code}");
        }
    }
}
