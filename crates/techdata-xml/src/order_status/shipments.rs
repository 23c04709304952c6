//! What was sent.

use b2b_xml::{Decimal, FromXml, OrRaw, ToXml};
use serde::{Deserialize, Serialize};

use super::DetailError;
use crate::common::{Reference, ResponseHeader};
use crate::{Amount, Indicator, ItemQualifier, PurposeCode, ShortDate, Text};

/// What was sent of orders: the answer, `856`, to purpose `03`.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "XML_ShipmentStatus_Response")]
#[serde(default)]
pub struct ShipmentStatusResponse {
    /// What it answers.
    #[xml(name = "Header", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<ResponseHeader>,
    /// The orders or invoices. One was seen at a time; several are read.
    #[xml(name = "Detail")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shipments: Vec<ShipmentDetail>,
    /// The end.
    #[xml(name = "Summary", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<ShipmentSummary>,
}

/// What was sent of one order or invoice.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Detail")]
#[serde(default)]
pub struct ShipmentDetail {
    /// What was asked.
    #[xml(name = "PurposeCode", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose_code: Option<PurposeCode>,
    /// Its numbers: `PO`, `EU`, `ON`, `IN`.
    #[xml(name = "RefInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ref_info: Vec<Reference>,
    /// What is wrong.
    #[xml(name = "ErrorInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub error_info: Vec<DetailError>,
    /// The contact's function. Not in the SOAP wrapper.
    #[xml(name = "ContactFuncCode")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_func_code: Option<Text>,
    /// Whom to ask.
    #[xml(name = "ContactName")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_name: Option<Text>,
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
    /// To whom it was sent.
    #[xml(name = "ShipToName", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to_name: Option<Text>,
    /// The first line of the address.
    #[xml(name = "ShipToAddr1", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to_addr1: Option<Text>,
    /// The second.
    #[xml(name = "ShipToAddr2")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to_addr2: Option<Text>,
    /// The third.
    #[xml(name = "ShipToAddr3")]
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
    pub date_shipped: Option<OrRaw<ShortDate>>,
    /// When it was invoiced.
    #[xml(name = "DateInvoiced", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_invoiced: Option<OrRaw<ShortDate>>,
    /// Its weight.
    #[xml(name = "Weight", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<OrRaw<Decimal>>,
    /// The name of the warehouse it came from.
    #[xml(name = "WhseDesc", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whse_desc: Option<Text>,
    /// How it was sent, in **words**: a description and no code.
    #[xml(name = "ShipVia", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_via: Option<Text>,
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
    /// What it costs in all.
    #[xml(name = "TotalOrderValue", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_order_value: Option<OrRaw<Amount>>,
    /// The items.
    #[xml(name = "ItemInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ShippedItem>,
    /// How many items it has.
    #[xml(name = "NbrOfItems", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nbr_of_items: Option<OrRaw<u32>>,
}

/// One item in a container.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "ItemInfo")]
#[serde(default)]
pub struct ShippedItem {
    /// Its id.
    #[xml(name = "IIAssignedID", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ii_assigned_id: Option<Text>,
    /// Another id.
    #[xml(name = "AssignedID")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_id: Option<Text>,
    /// The kind of the item's number.
    #[xml(name = "ProductIDQual", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id_qual: Option<ItemQualifier>,
    /// The item's number.
    #[xml(name = "ProductID", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id: Option<Text>,
    /// The kind of the second number.
    #[xml(name = "ProductIDQual2")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id_qual2: Option<ItemQualifier>,
    /// The second number.
    #[xml(name = "ProductID2")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id2: Option<Text>,
    /// The description.
    #[xml(name = "ProductDesc", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_desc: Option<Text>,
    /// How many were sent.
    #[xml(name = "QtyShipped", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qty_shipped: Option<OrRaw<Decimal>>,
    /// Whether serial numbers follow.
    #[xml(name = "SerialInd", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial_ind: Option<Indicator>,
    /// The serial numbers.
    #[xml(name = "SerialInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub serial_numbers: Vec<SerialInfo>,
}

/// One serial number.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "SerialInfo")]
#[serde(default)]
pub struct SerialInfo {
    /// The number. Some clients strip a prefix of eight characters; here it stands as it came.
    #[xml(name = "SerialNbr", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial_nbr: Option<Text>,
}

/// The end of a shipment answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Summary")]
#[serde(default)]
pub struct ShipmentSummary {
    /// How many containers there are.
    #[xml(name = "NbrOfContainers")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nbr_of_containers: Option<OrRaw<u32>>,
    /// Obsolete; written empty.
    #[xml(name = "NbrOfSegments", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nbr_of_segments: Option<Text>,
}
