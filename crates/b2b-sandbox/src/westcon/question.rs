//! What is asked, as WCF reads it, and what is answered.

use b2b_xml::chrono::{DateTime, TimeDelta, Utc};
use b2b_xml::{Decoded, Presence, WarningKind};
use westcon_orderstatus::OrderNumberType;
use westcon_orderstatus::request::{GetOrderStatusRequest, WestconOrderStatus};
use westcon_orderstatus::response::{Errors, GetOrderStatusResult, Metadata, Order, ServiceError};

use super::orders::{self, Found};
use crate::explain::security;
use crate::notes::Explanation;
use crate::store::{Store, StoreError};

/// How far the service's local time is behind UTC: the difference in the guide's sample.
const LOCAL_TIME: TimeDelta = TimeDelta::hours(-4);

/// The members of the question, in the order in which they are read.
const MEMBERS: [&str; 4] = ["CustomerAccountNumber", "OrderNumberType", "Orders", "ReturnSerialNumberAndMACAddress"];

/// The question as a `DataContractSerializer` reads it: a member that stands out of its order is skipped without a word.
pub(super) fn as_wcf_reads(body: &Decoded<GetOrderStatusRequest>) -> (WestconOrderStatus, Option<Explanation>) {
    let mut question = body.value.request.order_status.clone();
    let mut skipped = Vec::new();
    for warning in body.warnings.iter().filter(|warning| warning.kind == WarningKind::OutOfOrder) {
        let Some((parent, member)) = warning.place.path.rsplit_once('/') else { continue };
        if !parent.ends_with("/WestconOrderStatus") {
            continue;
        }
        match member {
            "CustomerAccountNumber" => question.customer_account_number.clear(),
            "OrderNumberType" => question.order_number_type = None,
            "Orders" => question.orders.clear(),
            "ReturnSerialNumberAndMACAddress" => question.return_serial_number_and_mac_address = None,
            _ => continue,
        }
        skipped.push(member.to_owned());
    }
    let explanation = (!skipped.is_empty()).then(|| security::out_of_order(&MEMBERS, &skipped));
    (question, explanation)
}

/// The rules of table 3.1 and chapter 4 of the guide.
fn check(question: &WestconOrderStatus, user: &str) -> Result<OrderNumberType, ServiceError> {
    if question.customer_account_number != user {
        return Err(service_error("2", "CustomerAccountNumber does not match the user name."));
    }
    let kind = question.order_number_type.clone().unwrap_or(OrderNumberType::Westcon);
    if let OrderNumberType::Other(_) = kind {
        return Err(service_error("3", "OrderNumberType is neither C nor W."));
    }
    if question.orders.is_empty() {
        return Err(service_error("4", "No order number was given."));
    }
    if question.orders.iter().any(|order| order.order_number.is_empty() || order.order_number.chars().count() > 35) {
        return Err(service_error("5", "An OrderNumber is empty or longer than 35 characters."));
    }
    Ok(kind)
}

/// The answer to a question of this user.
pub(super) async fn answer(
    store: &Store,
    question: &WestconOrderStatus,
    user: &str,
) -> Result<GetOrderStatusResult, StoreError> {
    let kind = match check(question, user) {
        Ok(kind) => kind,
        Err(error) => return Ok(failure(error)),
    };
    let mut found = Vec::new();
    for order in &question.orders {
        match orders::find(store, &kind, &order.order_number).await? {
            Found::SystemError(error) => return Ok(failure(error)),
            Found::Orders(orders) => found.extend(orders),
            Found::Nothing => found.push(unknown(&kind, &order.order_number)),
        }
    }
    if question.return_serial_number_and_mac_address != Some(true) {
        found.iter_mut().for_each(without_serials);
    }
    let mut result = GetOrderStatusResult::default();
    result.orders = Presence::Value(found);
    result.exception = Presence::Nil;
    result.errors = Presence::Nil;
    Ok(result)
}

/// Serial numbers are told only to those who ask for them.
fn without_serials(order: &mut Order) {
    let Presence::Value(lines) = &mut order.order_lines else { return };
    for line in lines.iter_mut().filter(|line| line.serial_numbers_and_mac_addresses.value().is_some()) {
        line.serial_numbers_and_mac_addresses = Presence::Empty;
    }
}

/// What is said of an order that is not there: its number, an error, and nil for the rest.
fn unknown(kind: &OrderNumberType, number: &str) -> Order {
    let mut order = Order::default();
    order.customer_number = Presence::Nil;
    order.customer_order_number = Presence::Nil;
    order.erp_order_number = Presence::Nil;
    if *kind == OrderNumberType::Customer {
        order.customer_order_number = Presence::Value(number.to_owned());
    } else if number.chars().count() <= 10 {
        // The member holds ten characters, which is fewer than may be asked for.
        order.erp_order_number = Presence::Value(number.to_owned());
    }
    order.errors = Presence::Value(Errors(vec![service_error("6", "The order is not known for this account.")]));
    order.header_status_code = Presence::Nil;
    order.header_status_description = Presence::Nil;
    order.order_lines = Presence::Nil;
    order.order_type = Presence::Nil;
    order
}

fn failure(error: ServiceError) -> GetOrderStatusResult {
    let mut result = GetOrderStatusResult::default();
    result.orders = Presence::Nil;
    result.exception = Presence::Nil;
    result.errors = Presence::Value(Errors(vec![error]));
    result
}

fn service_error(number: &str, detail: &str) -> ServiceError {
    let mut error = ServiceError::default();
    error.error_no = number.into();
    error.error_detail = detail.into();
    error
}

/// With the metadata of the guide's sample.
pub(super) fn stamped(mut result: GetOrderStatusResult, now: DateTime<Utc>) -> GetOrderStatusResult {
    let local = (now + LOCAL_TIME - TimeDelta::nanoseconds(i64::from(now.timestamp_subsec_nanos()))).naive_utc();
    let mut metadata = Metadata::default();
    metadata.culture = "2000".into();
    metadata.operation_type = "OrderStatus".into();
    metadata.source_system = "B2BWEB".into();
    metadata.time_stamp = Presence::Value(local.into());
    metadata.transaction_id = "SI_WestconOrderStatus_Out".into();
    result.metadata = Presence::Value(metadata);
    result
}
