//! The answer.

use b2b_xml::{Decimal, FromXml, OrRaw, ToXml};
use serde::{Deserialize, Serialize};

use crate::{Amount, CompactDate, Indicator, StatusCode, Text};

/// The answer to [`InvoiceDetailByPoSubmit`](super::InvoiceDetailByPoSubmit).
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "XML_InvoiceDetailByPO_Response")]
#[serde(default)]
pub struct InvoiceDetailByPoResponse {
    /// Its version.
    #[xml(name = "Header", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<VersionHeader>,
    /// The orders: a purchase order can have several.
    #[xml(name = "Detail", item = "OrderInfo", none = "empty")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<OrderInfo>,
}

/// The header of an answer that only tells its version.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Header")]
#[serde(default)]
pub struct VersionHeader {
    /// The version of this document.
    #[xml(name = "ResponseVersion")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_version: Option<Text>,
}

/// One order of a purchase order.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "OrderInfo")]
#[serde(default)]
pub struct OrderInfo {
    /// The customer's number.
    #[xml(name = "PONbr")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub po_nbr: Option<Text>,
    /// The end user's number.
    #[xml(name = "EndUserPONbr")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_user_po_nbr: Option<Text>,
    /// Tech Data's number.
    #[xml(name = "OrderNbr")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_nbr: Option<Text>,
    /// When it was placed.
    #[xml(name = "OrderDate")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_date: Option<OrRaw<CompactDate>>,
    /// When it is expected to be sent.
    #[xml(name = "EstShipDate")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub est_ship_date: Option<OrRaw<CompactDate>>,
    /// How it stands: `SHIPPED` in the samples.
    #[xml(name = "OrderStatus")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_status: Option<StatusCode>,
    /// The invoice.
    #[xml(name = "InvoiceNbr")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_nbr: Option<Text>,
    /// What is wrong, in words: here an error has no number.
    #[xml(name = "ErrorMsg")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_msg: Option<Text>,
    /// What was sent.
    #[xml(name = "ContainerInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub containers: Vec<Container>,
}

/// One container of goods.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "ContainerInfo")]
#[serde(default)]
pub struct Container {
    /// The carrier's tracking number.
    #[xml(name = "ContainerID", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container_id: Option<Text>,
    /// Where it can be followed. Not in the SOAP wrapper.
    #[xml(name = "TrackingLink", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracking_link: Option<Text>,
    /// How it stands. One client looks for it here; no document type has it.
    #[xml(name = "LineStatus")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_status: Option<StatusCode>,
    /// To whom it was sent.
    #[xml(name = "ShipToName", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to_name: Option<Text>,
    /// The first line of the address.
    #[xml(name = "ShipToAddr1", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to_addr1: Option<Text>,
    /// The second.
    #[xml(name = "ShipToAddr2", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to_addr2: Option<Text>,
    /// The third.
    #[xml(name = "ShipToAddr3", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to_addr3: Option<Text>,
    /// The city.
    #[xml(name = "ShipToCity", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to_city: Option<Text>,
    /// The state or province.
    #[xml(name = "ShipToStateProv", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to_state_prov: Option<Text>,
    /// The postal code.
    #[xml(name = "ShipToPostalCode", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to_postal_code: Option<Text>,
    /// When it was sent.
    #[xml(name = "DateShipped", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_shipped: Option<OrRaw<CompactDate>>,
    /// When it was invoiced.
    #[xml(name = "DateInvoiced", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_invoiced: Option<OrRaw<CompactDate>>,
    /// Its weight.
    #[xml(name = "Weight", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<OrRaw<Decimal>>,
    /// The warehouse it came from.
    #[xml(name = "WhseCode", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whse_code: Option<Text>,
    /// That warehouse's name; `VENDOR SUPPLIED` if the vendor sent it.
    #[xml(name = "WhseDesc", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whse_desc: Option<Text>,
    /// How it was sent.
    #[xml(name = "ShipViaDesc", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_via_desc: Option<Text>,
    /// What its goods cost.
    #[xml(name = "ContainerValue", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container_value: Option<OrRaw<Amount>>,
    /// Handling.
    #[xml(name = "HandlingCharge", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handling_charge: Option<OrRaw<Amount>>,
    /// Cash on delivery.
    #[xml(name = "CODCharge", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cod_charge: Option<OrRaw<Amount>>,
    /// Debits and credits.
    #[xml(name = "DebitCredit", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub debit_credit: Option<OrRaw<Amount>>,
    /// Freight.
    #[xml(name = "NetFreightCharge", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub net_freight_charge: Option<OrRaw<Amount>>,
    /// Tax.
    #[xml(name = "TaxCharge", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_charge: Option<OrRaw<Amount>>,
    /// State fees.
    #[xml(name = "StateFee", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_fee: Option<OrRaw<Amount>>,
    /// What it costs in all. The SOAP wrapper calls it `TotalContainerValue`.
    #[xml(name = "TotalOrderValue", alias = "TotalContainerValue", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_order_value: Option<OrRaw<Amount>>,
    /// How many items it has.
    #[xml(name = "NbrOfItems", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nbr_of_items: Option<OrRaw<u32>>,
    /// The items.
    #[xml(name = "ItemInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<InvoicedItem>,
}

/// One item in a container.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "ItemInfo")]
#[serde(default)]
pub struct InvoicedItem {
    /// The line of the order. Not always told.
    #[xml(name = "OrderLineNbr", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_line_nbr: Option<Text>,
    /// Tech Data's number of the item.
    #[xml(name = "TechDataItemNbr", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tech_data_item_nbr: Option<Text>,
    /// The manufacturer's number.
    #[xml(name = "MfgItemNbr", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mfg_item_nbr: Option<Text>,
    /// The description.
    #[xml(name = "ItemDesc", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_desc: Option<Text>,
    /// How many were sent.
    #[xml(name = "QtyShipped", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qty_shipped: Option<OrRaw<Decimal>>,
    /// Whether serial numbers follow.
    #[xml(name = "SerialNbrInd", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial_nbr_ind: Option<Indicator>,
    /// The serial numbers.
    #[xml(name = "SerialNbrInfo", item = "SerialNbr")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub serial_numbers: Vec<Text>,
}
