//! How orders stand.

use b2b_xml::{Decimal, FromXml, OrRaw, ToXml};
use serde::{Deserialize, Serialize};

use crate::common::{Reference, ResponseHeader, Summary};
use crate::{Amount, ItemQualifier, PurposeCode, SalesRequirement, ShortDate, StatusCode, Text};

/// How orders stand: the answer, `870`, to purposes `01` and `02`.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "XML_OrderStatus_Response")]
#[serde(default)]
pub struct OrderStatusResponse {
    /// What it answers.
    #[xml(name = "Header", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<ResponseHeader>,
    /// One or more: each order, and each invoice of one, has its own.
    #[xml(name = "Detail")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<OrderDetail>,
    /// The end.
    #[xml(name = "Summary", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
}

/// One order, or one invoice of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Detail")]
#[serde(default)]
pub struct OrderDetail {
    /// What was asked.
    #[xml(name = "PurposeCode")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose_code: Option<PurposeCode>,
    /// Its numbers.
    #[xml(name = "RefInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ref_info: Vec<Reference>,
    /// What is wrong.
    #[xml(name = "ErrorInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub error_info: Vec<DetailError>,
    /// How it stands.
    #[xml(name = "OrderStatus")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_status: Option<StatusCode>,
    /// The terms.
    #[xml(name = "Terms")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<Text>,
    /// The currency.
    #[xml(name = "CurrencyType")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency_type: Option<Text>,
    /// What becomes of what is not in stock.
    #[xml(name = "ShipmentDispQual")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipment_disp_qual: Option<SalesRequirement>,
    /// The same in words.
    #[xml(name = "ShipmentDisp")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipment_disp: Option<Text>,
    /// The packing.
    #[xml(name = "PackageDispQual")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package_disp_qual: Option<Text>,
    /// The same in words.
    #[xml(name = "PackageDisp")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package_disp: Option<Text>,
    /// The account that pays.
    #[xml(name = "BillToAcctNbr")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bill_to_acct_nbr: Option<Text>,
    /// To whom it is sent.
    #[xml(name = "ShipToName")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to_name: Option<Text>,
    /// The first line of the address.
    #[xml(name = "ShipToAddr1")]
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
    #[xml(name = "ShipToCity")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to_city: Option<Text>,
    /// The state or province.
    #[xml(name = "ShipToStateProv")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to_state_prov: Option<Text>,
    /// The postal code.
    #[xml(name = "ShipToPostalCode")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to_postal_code: Option<Text>,
    /// Whom to ask.
    #[xml(name = "ContactName")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_name: Option<Text>,
    /// What it costs in all.
    #[xml(name = "InvoiceTotal")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_total: Option<OrRaw<Amount>>,
    /// State fees.
    #[xml(name = "StateFee")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_fee: Option<OrRaw<Amount>>,
    /// When it was invoiced. Version 1.8, its place is not known.
    #[xml(name = "InvoiceDate")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_date: Option<OrRaw<ShortDate>>,
    /// Tax. Version 1.8, as above.
    #[xml(name = "TaxCharge")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_charge: Option<OrRaw<Amount>>,
    /// Freight. Version 1.8, as above.
    #[xml(name = "NetFreightCharge")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub net_freight_charge: Option<OrRaw<Amount>>,
    /// Handling. Version 1.8, as above.
    #[xml(name = "HandlingCharge")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handling_charge: Option<OrRaw<Amount>>,
    /// When it is expected to be sent.
    #[xml(name = "EstimatedShipDate")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_ship_date: Option<OrRaw<ShortDate>>,
    /// The lines; none in the answers to `01`.
    #[xml(name = "LineInfo")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<OrderLine>,
    /// How many lines it has.
    #[xml(name = "NbrOfOrderLines")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nbr_of_order_lines: Option<OrRaw<u32>>,
}

/// One line of an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "LineInfo")]
#[serde(default)]
pub struct OrderLine {
    /// Its id.
    #[xml(name = "AssignedID", none = "empty")]
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
    #[xml(name = "ProductIDQual2", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id_qual2: Option<ItemQualifier>,
    /// The second number.
    #[xml(name = "ProductID2", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id2: Option<Text>,
    /// The description.
    #[xml(name = "ProductDesc", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_desc: Option<Text>,
    /// How it stands.
    #[xml(name = "LineStatus", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_status: Option<StatusCode>,
    /// What one costs.
    #[xml(name = "UnitPrice", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<OrRaw<Amount>>,
    /// What the line costs.
    #[xml(name = "ExtendedPrice", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extended_price: Option<OrRaw<Amount>>,
    /// The warehouse's name.
    #[xml(name = "WhseDesc", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whse_desc: Option<Text>,
    /// How it is sent.
    #[xml(name = "ShipViaDesc", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_via_desc: Option<Text>,
    /// How many were ordered.
    #[xml(name = "QtyOrdered", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qty_ordered: Option<OrRaw<Decimal>>,
    /// How many were sent.
    #[xml(name = "QtyShipped", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qty_shipped: Option<OrRaw<Decimal>>,
    /// How many wait for stock.
    #[xml(name = "QtyBackordered", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qty_backordered: Option<OrRaw<Decimal>>,
    /// How many came back.
    #[xml(name = "QtyReturned", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qty_returned: Option<OrRaw<Decimal>>,
    /// When it was sent.
    #[xml(name = "DateShipped", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_shipped: Option<OrRaw<ShortDate>>,
    /// When it is expected to be sent.
    #[xml(name = "ItemEstimatedShipDate", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_estimated_ship_date: Option<OrRaw<ShortDate>>,
}

/// What is wrong with an order, an invoice or a shipment.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "ErrorInfo")]
#[serde(default)]
pub struct DetailError {
    /// The kind of the number, `1Q`. The SOAP wrapper spells it `ErrorInfoIDQual`.
    #[xml(name = "ErrorIDQual", alias = "ErrorInfoIDQual", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_id_qual: Option<Text>,
    /// The number of the error. Not to be relied on.
    #[xml(name = "ErrorID", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_id: Option<Text>,
    /// What is wrong, in words that change: for people, whole.
    #[xml(name = "ErrorDesc", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_desc: Option<Text>,
}
