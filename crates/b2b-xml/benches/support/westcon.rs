//! A Westcon answer as large as is wanted, declared once for both derives: ours and serde's.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "each bench uses its part")]

use b2b_xml::{Decimal, FromXml, ToXml, XSI};
use serde::{Deserialize, Serialize};

const LINES_OF_AN_ORDER: usize = 9;
const NS: &str = "http://schemas.datacontract.org/2004/07/Westcon.B2B.WebServices.OrderStatus.Contracts.Response";

macro_rules! documents {
    ($( $name:ident = $element:literal $(declare($($prefix:literal = $uri:expr),*))? {
        $( $(#[$meta:meta])* $field:ident: $ty:ty = $wire:literal $prefixed:literal ),* $(,)?
    } )*) => {$(
        #[derive(Debug, PartialEq, FromXml, ToXml, Serialize, Deserialize)]
        #[xml(name = $element, ns = NS $(, declare($($prefix = $uri),*))?)]
        pub struct $name {
            $(
                #[xml(name = $wire)]
                #[serde(rename(deserialize = $wire, serialize = $prefixed))]
                $(#[$meta])*
                pub $field: $ty
            ),*
        }
    )*};
}

documents! {
    Answer = "GetOrderStatusResult" declare("b" = NS, "i" = XSI) {
        orders: Orders = "Orders" "b:Orders",
    }
    Orders = "Orders" {
        order: Vec<Order> = "Order" "b:Order",
    }
    Order = "Order" {
        customer_number: String = "CustomerNumber" "b:CustomerNumber",
        customer_order_number: String = "CustomerOrderNumber" "b:CustomerOrderNumber",
        erp_order_number: String = "ERPOrderNumber" "b:ERPOrderNumber",
        #[serde(skip_serializing_if = "Option::is_none")]
        errors: Option<String> = "Errors" "b:Errors",
        header_status_code: String = "HeaderStatusCode" "b:HeaderStatusCode",
        header_status_description: String = "HeaderStatusDescription" "b:HeaderStatusDescription",
        lines: Lines = "OrderLines" "b:OrderLines",
        order_type: String = "OrderType" "b:OrderType",
    }
    Lines = "OrderLines" {
        line: Vec<Line> = "OrderLine" "b:OrderLine",
    }
    Line = "OrderLine" {
        #[serde(skip_serializing_if = "Option::is_none")]
        customer_line_number: Option<String> = "CustomerLineNumber" "b:CustomerLineNumber",
        erp_order_line_number: String = "ERPOrderLineNumber" "b:ERPOrderLineNumber",
        erp_product_number: String = "ERPProductNumber" "b:ERPProductNumber",
        #[serde(with = "rust_decimal::serde::str")]
        line_quantity: Decimal = "LineQuantity" "b:LineQuantity",
        line_status_code: String = "LineStatusCode" "b:LineStatusCode",
        line_status_description: String = "LineStatusDescription" "b:LineStatusDescription",
        schedule_lines: Schedules = "ScheduleLines" "b:ScheduleLines",
        #[serde(skip_serializing_if = "Option::is_none")]
        tracking_infos: Option<String> = "TrackingInfos" "b:TrackingInfos",
        unit_of_measure: String = "UnitOfMeasure" "b:UnitOfMeasure",
    }
    Schedules = "ScheduleLines" {
        line: Vec<Schedule> = "ScheduleLine" "b:ScheduleLine",
    }
    Schedule = "ScheduleLine" {
        promised_delivery_date: String = "PromisedDeliveryDate" "b:PromisedDeliveryDate",
        #[serde(with = "rust_decimal::serde::str")]
        promised_quantity: Decimal = "PromisedQuantity" "b:PromisedQuantity",
        #[serde(skip_serializing_if = "Option::is_none")]
        purchasing_document_number: Option<String> = "PurchasingDocumentNumber" "b:PurchasingDocumentNumber",
        schedule_line_status_code: String = "ScheduleLineStatusCode" "b:ScheduleLineStatusCode",
        schedule_line_status_description: String = "ScheduleLineStatusDescription" "b:ScheduleLineStatusDescription",
        #[serde(skip_serializing_if = "Option::is_none")]
        vendor_so_number: Option<String> = "VendorSONumber" "b:VendorSONumber",
        westcon_schedule_line_number: String = "WestconScheduleLineNumber" "b:WestconScheduleLineNumber",
    }
}

/// An answer with so many orders, the same whenever it is made.
pub fn answer(orders: usize) -> Answer {
    let order = |number: usize| Order {
        customer_number: "0001001065".to_owned(),
        customer_order_number: format!("PO-{number}"),
        erp_order_number: format!("{number:010}"),
        errors: None,
        header_status_code: "22".to_owned(),
        header_status_description: "Sales Review".to_owned(),
        lines: Lines { line: (1..=LINES_OF_AN_ORDER).map(|at| line(number, at)).collect() },
        order_type: "ZOR".to_owned(),
    };
    Answer { orders: Orders { order: (0..orders).map(order).collect() } }
}

fn line(order: usize, at: usize) -> Line {
    Line {
        customer_line_number: None,
        erp_order_line_number: format!("{:06}", at * 10),
        erp_product_number: format!("CP-{}G=", 7000 + (order * 7 + at) % 1000),
        line_quantity: Decimal::new(i64::try_from(at).unwrap() * 1000, 3),
        line_status_code: "72".to_owned(),
        line_status_description: "Released & confirmed".to_owned(),
        schedule_lines: Schedules {
            line: vec![Schedule {
                promised_delivery_date: "2016-05-31T00:00:00".to_owned(),
                promised_quantity: Decimal::new(0, 3),
                purchasing_document_number: None,
                schedule_line_status_code: "72".to_owned(),
                schedule_line_status_description: "Released".to_owned(),
                vendor_so_number: Some(format!("V{order}")),
                westcon_schedule_line_number: "0001".to_owned(),
            }],
        },
        tracking_infos: None,
        unit_of_measure: "EA".to_owned(),
    }
}
