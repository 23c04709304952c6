//! The request document: table 3.1 and the sample in 4.2.2 of the guide.
//!
//! The service reads it with WCF's `DataContractSerializer`, which silently skips a member that stands out of its order
//! (alphabetical by data member name). So the order of members here is part of the protocol.

use b2b_xml::chrono::NaiveDateTime;
use b2b_xml::{FromXml, ToXml};

use crate::OrderNumberType;

/// The namespace of the service contract.
pub const SERVICE_NS: &str = "http://tempuri.org/";

/// The namespace of the request's data contracts.
pub const REQUEST_NS: &str =
    "http://schemas.datacontract.org/2004/07/Westcon.B2B.WebServices.OrderStatus.Contracts.Request";

/// The body of the request.
#[derive(Clone, Debug, PartialEq, Eq, FromXml, ToXml)]
#[xml(name = "GetOrderStatus", ns = SERVICE_NS)]
#[non_exhaustive]
pub struct GetOrderStatusRequest {
    /// The operation's one parameter.
    #[xml(name = "request")]
    pub request: Parameter,
}

/// The operation's one parameter.
#[derive(Clone, Debug, PartialEq, Eq, FromXml, ToXml)]
#[xml(name = "request", ns = REQUEST_NS)]
#[non_exhaustive]
pub struct Parameter {
    /// Who asks; the guide's sample leaves it out.
    #[xml(name = "WestconMetadata")]
    pub metadata: Option<Metadata>,
    /// What is asked.
    #[xml(name = "WestconOrderStatus", required)]
    pub order_status: WestconOrderStatus,
}

/// Which orders are asked for.
#[derive(Clone, Debug, PartialEq, Eq, FromXml, ToXml)]
#[xml(name = "WestconOrderStatus", ns = REQUEST_NS)]
#[non_exhaustive]
pub struct WestconOrderStatus {
    /// The account, which must equal the user name of the token.
    #[xml(name = "CustomerAccountNumber", ty = "string(10)", max = 10, required)]
    pub customer_account_number: String,
    /// Whose numbers the order numbers are; the service takes `W` where it is missing.
    #[xml(name = "OrderNumberType", ty = "string(1)", max = 1)]
    pub order_number_type: Option<OrderNumberType>,
    /// The orders.
    #[xml(name = "Orders", item = "Order", required)]
    pub orders: Vec<OrderReference>,
    /// Whether serial numbers and MAC addresses are wanted. Required by the guide's table, absent from its samples.
    #[xml(name = "ReturnSerialNumberAndMACAddress", ty = "boolean")]
    pub return_serial_number_and_mac_address: Option<bool>,
}

/// One order that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, FromXml, ToXml)]
#[xml(name = "Order", ns = REQUEST_NS)]
#[non_exhaustive]
pub struct OrderReference {
    /// Its number, the customer's or Westcon's.
    #[xml(name = "OrderNumber", ty = "string(35)", max = 35, required)]
    pub order_number: String,
}

/// Who asks and when, as the one public client of the service sends it.
#[derive(Clone, Debug, PartialEq, Eq, FromXml, ToXml)]
#[xml(name = "WestconMetadata", ns = REQUEST_NS)]
#[non_exhaustive]
pub struct Metadata {
    /// `2000` in every message seen.
    #[xml(name = "Culture")]
    pub culture: Option<String>,
    /// `OrderStatus`.
    #[xml(name = "OperationType")]
    pub operation_type: Option<String>,
    /// `B2BWEB`.
    #[xml(name = "SourceSystem")]
    pub source_system: Option<String>,
    /// The sender's clock, without zone.
    #[xml(name = "TimeStamp")]
    pub time_stamp: Option<NaiveDateTime>,
    /// `B2BWEB` from the known client.
    #[xml(name = "TransactionID")]
    pub transaction_id: Option<String>,
}

/// The same request with its members in the order of the guide's table 3.1, for a service that really reads it so.
#[derive(Debug, ToXml)]
#[xml(name = "GetOrderStatus", ns = SERVICE_NS)]
pub(crate) struct TabledRequest {
    #[xml(name = "request")]
    pub(crate) request: TabledParameter,
}

#[derive(Debug, ToXml)]
#[xml(name = "request", ns = REQUEST_NS)]
pub(crate) struct TabledParameter {
    #[xml(name = "WestconMetadata")]
    metadata: Option<Metadata>,
    #[xml(name = "WestconOrderStatus", required)]
    order_status: TabledOrderStatus,
}

#[derive(Debug, ToXml)]
#[xml(name = "WestconOrderStatus", ns = REQUEST_NS)]
struct TabledOrderStatus {
    #[xml(name = "CustomerAccountNumber", max = 10, required)]
    customer_account_number: String,
    #[xml(name = "OrderNumberType", max = 1)]
    order_number_type: Option<OrderNumberType>,
    #[xml(name = "ReturnSerialNumberAndMACAddress")]
    return_serial_number_and_mac_address: Option<bool>,
    #[xml(name = "Orders", item = "Order", required)]
    orders: Vec<OrderReference>,
}

impl From<GetOrderStatusRequest> for TabledRequest {
    fn from(document: GetOrderStatusRequest) -> Self {
        let Parameter { metadata, order_status } = document.request;
        let order_status = TabledOrderStatus {
            customer_account_number: order_status.customer_account_number,
            order_number_type: order_status.order_number_type,
            return_serial_number_and_mac_address: order_status.return_serial_number_and_mac_address,
            orders: order_status.orders,
        };
        Self { request: TabledParameter { metadata, order_status } }
    }
}
