//! Conversions into the supplier-neutral types of `b2b-model`.
//!
//! | code | [`Stage`] |
//! |---|---|
//! | 11, 21 to 25, 53, 61 | in review |
//! | 31 | backordered |
//! | 32, 51 | purchased from vendor: Westcon's "PO Created" |
//! | 41, 42 | scheduled |
//! | 52, 71, 72 | released |
//! | 73, 74 | invoiced |
//! | 00 | inactive |
//! | any other | other |
//!
//! The mapping is our reading of table 5.2 of the guide; the service's code and words stand beside it. The guide's
//! example calls 71 "Invoiced", its table "Released": the table is followed.

use b2b_model::{Delivery, Item, OrderLine, OrderStatus, Problem, Quantity, Shipment, Stage, Status};
use b2b_xml::{OrRaw, Presence};

use crate::{StatusCode, response};

/// The stage that a code stands for.
#[must_use]
pub fn stage(code: &StatusCode) -> Stage {
    match code {
        StatusCode::FinanceReview11
        | StatusCode::FinanceReview61
        | StatusCode::SalesReview21
        | StatusCode::SalesReview22
        | StatusCode::SalesReview23
        | StatusCode::SalesReview24
        | StatusCode::SalesReview25
        | StatusCode::SalesReview53 => Stage::InReview,
        StatusCode::Backordered => Stage::Backordered,
        StatusCode::PoCreated32 | StatusCode::PoCreated51 => Stage::PurchasedFromVendor,
        StatusCode::Scheduled41 | StatusCode::Scheduled42 => Stage::Scheduled,
        StatusCode::Released52 | StatusCode::Released71 | StatusCode::Released72 => Stage::Released,
        StatusCode::Invoiced73 | StatusCode::Invoiced74 => Stage::Invoiced,
        StatusCode::Inactive => Stage::Inactive,
        StatusCode::Other(_) => Stage::Other,
    }
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

fn status(code: &Presence<StatusCode>, words: &Presence<String>) -> Option<Status> {
    code.value().map(|code| Status::new(stage(code), code.as_str(), words.as_deref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_code_has_a_stage_and_others_are_kept() {
        for code in StatusCode::KNOWN {
            assert_ne!(stage(code), Stage::Other, "{code}");
        }
        let order = response::Order {
            header_status_code: StatusCode::from("IA").into(),
            header_status_description: Presence::from("Not yet processed"),
            ..response::Order::default()
        };
        let status = OrderStatus::from(&order).status.unwrap();
        assert_eq!(status, Status::new(Stage::Other, "IA", Some("Not yet processed")));
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
