//! The response document: table 3.2 of the guide, in the order and with the names of its printed sample, 4.2.3.
//!
//! What the service sends as nil, as empty and not at all is kept apart by [`Presence`]. Where only the guide's table
//! names an element, its spelling on the wire is unknown: then each member says which spellings it accepts.

use b2b_xml::chrono::NaiveDateTime;
use b2b_xml::{
    Cursor, Decimal, DecodeError, Field, FromXml, Lexed, Lexical, Name, NotLexical, OrRaw, Presence, Problem, Reading,
    Record, ToXml, Writer, XSI,
};
use serde::{Deserialize, Serialize};

use crate::{OrderType, SERVICE_NS, StatusCode};

/// The namespace of the response's data contracts.
pub const RESPONSE_NS: &str =
    "http://schemas.datacontract.org/2004/07/Westcon.B2B.WebServices.OrderStatus.Contracts.Response";

/// The body of the response.
#[derive(Clone, Debug, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "GetOrderStatusResponse", ns = SERVICE_NS, declare("" = SERVICE_NS))]
#[non_exhaustive]
pub struct GetOrderStatusResponse {
    /// The operation's result.
    #[xml(name = "GetOrderStatusResult")]
    pub result: GetOrderStatusResult,
}

impl GetOrderStatusResponse {
    /// A response with this result, for servers.
    #[must_use]
    pub fn new(result: GetOrderStatusResult) -> Self {
        Self { result }
    }
}

/// The operation's result.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "GetOrderStatusResult", ns = RESPONSE_NS, declare("b" = RESPONSE_NS, "i" = XSI))]
#[serde(default)]
#[non_exhaustive]
pub struct GetOrderStatusResult {
    /// Who answered and when.
    #[xml(name = "WestconMetadata")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub metadata: Presence<Metadata>,
    /// The account. In the guide's table, not in its sample.
    #[xml(name = "CustomerAccountNumber", ty = "string(10)", max = 10)]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub customer_account_number: Presence<String>,
    /// The orders.
    #[xml(name = "Orders", item = "Order")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub orders: Presence<Vec<Order>>,
    /// An exception of the service. Only nil has been seen; its content is kept as it comes.
    #[xml(name = "Exception")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub exception: Presence<RawContent>,
    /// System errors of the whole call.
    #[xml(name = "Errors")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub errors: Presence<Errors>,
}

impl GetOrderStatusResult {
    /// The orders, none if the service sent none.
    #[must_use]
    pub fn orders(&self) -> &[Order] {
        self.orders.value().map_or(&[], Vec::as_slice)
    }

    /// The errors of the whole call.
    #[must_use]
    pub fn errors(&self) -> &[ServiceError] {
        self.errors.value().map_or(&[], |errors| &errors.0)
    }
}

/// Who answered and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "WestconMetadata", ns = RESPONSE_NS)]
#[serde(default)]
#[non_exhaustive]
pub struct Metadata {
    /// `2000` in the sample.
    #[xml(name = "Culture")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub culture: Presence<String>,
    /// `OrderStatus`.
    #[xml(name = "OperationType")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub operation_type: Presence<String>,
    /// `B2BWEB`.
    #[xml(name = "SourceSystem")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub source_system: Presence<String>,
    /// The service's local time, without zone.
    #[xml(name = "TimeStamp")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub time_stamp: Presence<OrRaw<NaiveDateTime>>,
    /// `SI_WestconOrderStatus_Out` in the sample.
    #[xml(name = "TransactionID")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub transaction_id: Presence<String>,
}

/// One order.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Order", ns = RESPONSE_NS)]
#[serde(default)]
#[non_exhaustive]
pub struct Order {
    /// The account with leading zeros.
    #[xml(name = "CustomerNumber", ty = "string")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub customer_number: Presence<String>,
    /// The customer's purchase order number.
    #[xml(name = "CustomerOrderNumber", ty = "string(40)", max = 40)]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub customer_order_number: Presence<String>,
    /// Westcon's order number with leading zeros.
    #[xml(name = "ERPOrderNumber", ty = "string(10)", max = 10)]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub erp_order_number: Presence<String>,
    /// What went wrong with this order.
    #[xml(name = "Errors")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub errors: Presence<Errors>,
    /// How the order stands.
    #[xml(name = "HeaderStatusCode", ty = "string(2)", max = 2)]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub header_status_code: Presence<StatusCode>,
    /// The service's words for it.
    #[xml(name = "HeaderStatusDescription", ty = "string(40)", max = 40)]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub header_status_description: Presence<String>,
    /// The lines.
    #[xml(name = "OrderLines", item = "OrderLine")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub order_lines: Presence<Vec<OrderLine>>,
    /// The kind of order.
    #[xml(name = "OrderType", ty = "string(4)", max = 4)]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub order_type: Presence<OrderType>,
}

impl Order {
    /// The lines, none if the service sent none.
    #[must_use]
    pub fn lines(&self) -> &[OrderLine] {
        self.order_lines.value().map_or(&[], Vec::as_slice)
    }

    /// What went wrong with this order.
    #[must_use]
    pub fn errors(&self) -> &[ServiceError] {
        self.errors.value().map_or(&[], |errors| &errors.0)
    }
}

/// One line of an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "OrderLine", ns = RESPONSE_NS)]
#[serde(default)]
#[non_exhaustive]
pub struct OrderLine {
    /// The customer's line number.
    #[xml(name = "CustomerLineNumber", ty = "string")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub customer_line_number: Presence<String>,
    /// Westcon's line number with leading zeros.
    #[xml(name = "ERPOrderLineNumber", ty = "number")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub erp_order_line_number: Presence<String>,
    /// The article.
    #[xml(name = "ERPProductNumber", ty = "string(18)", max = 18)]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub erp_product_number: Presence<String>,
    /// How much, in [`unit_of_measure`](Self::unit_of_measure).
    #[xml(name = "LineQuantity", ty = "number")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub line_quantity: Presence<OrRaw<Quantity>>,
    /// How the line stands.
    #[xml(name = "LineStatusCode", ty = "string(2)", max = 2)]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub line_status_code: Presence<StatusCode>,
    /// The service's words for it.
    #[xml(name = "LineStatusDescription", ty = "string(40)", max = 40)]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub line_status_description: Presence<String>,
    /// When how much of it is promised.
    #[xml(name = "ScheduleLines", item = "ScheduleLine")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub schedule_lines: Presence<Vec<ScheduleLine>>,
    /// Serial numbers and MAC addresses, if they were asked for.
    #[xml(name = "SerialNumbersandMACAddresses", item = "SerialNumbersandMACAddress")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub serial_numbers_and_mac_addresses: Presence<Vec<SerialNumberAndMacAddress>>,
    /// What was sent. Only nil has been seen; the items are accepted as `TrackingInfo` and `Tracking_Info`.
    #[xml(name = "TrackingInfos", item = "TrackingInfo", item_alias = "Tracking_Info")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub tracking_infos: Presence<Vec<TrackingInfo>>,
    /// The unit of [`line_quantity`](Self::line_quantity).
    #[xml(name = "UnitOfMeasure", ty = "string(2)", max = 2)]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub unit_of_measure: Presence<String>,
}

/// One promised delivery of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "ScheduleLine", ns = RESPONSE_NS)]
#[serde(default)]
#[non_exhaustive]
pub struct ScheduleLine {
    /// The promised day. `2016-05-31T00:00:00` in the sample, `20131201` in the table.
    #[xml(name = "PromisedDeliveryDate", ty = "date")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub promised_delivery_date: Presence<OrRaw<NaiveDateTime>>,
    /// The promised quantity, in the line's unit.
    #[xml(name = "PromisedQuantity", ty = "number")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub promised_quantity: Presence<OrRaw<Quantity>>,
    /// Westcon's purchase order at the vendor.
    #[xml(name = "PurchasingDocumentNumber", ty = "string")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub purchasing_document_number: Presence<String>,
    /// How it stands; not every schedule line has one.
    #[xml(name = "ScheduleLineStatusCode", ty = "string(2)", max = 2)]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub schedule_line_status_code: Presence<StatusCode>,
    /// The service's words for it.
    #[xml(name = "ScheduleLineStatusDescription", ty = "string")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub schedule_line_status_description: Presence<String>,
    /// The vendor's sales order.
    #[xml(name = "VendorSONumber", ty = "string")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub vendor_so_number: Presence<String>,
    /// The number of the schedule line with leading zeros.
    #[xml(name = "WestconScheduleLineNumber", ty = "number")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub westcon_schedule_line_number: Presence<String>,
}

/// One piece of equipment. Order of the two members on the wire inferred: alphabetical, like the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "SerialNumbersandMACAddress", ns = RESPONSE_NS)]
#[serde(default)]
#[non_exhaustive]
pub struct SerialNumberAndMacAddress {
    /// Its MAC address.
    #[xml(name = "ProductMACAddress", ty = "string(20)", max = 20)]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub product_mac_address: Presence<String>,
    /// Its serial number.
    #[xml(name = "ProductSerialNumber", ty = "string(20)", max = 20)]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub product_serial_number: Presence<String>,
}

/// Something that was sent. Wire names inferred: those of the guide's table with and without underscore are read, those
/// without are written.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "TrackingInfo", ns = RESPONSE_NS)]
#[serde(default)]
#[non_exhaustive]
pub struct TrackingInfo {
    /// The carrier.
    #[xml(name = "CarrierName", alias = "Carrier_Name")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub carrier_name: Presence<String>,
    /// Its number.
    #[xml(name = "TrackingNumber", alias = "Tracking_Number")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub tracking_number: Presence<String>,
}

/// One error of the service.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Error", ns = RESPONSE_NS)]
#[serde(default)]
#[non_exhaustive]
pub struct ServiceError {
    /// Its text.
    #[xml(name = "ErrorDetail", ty = "text")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub error_detail: Presence<String>,
    /// Its number.
    #[xml(name = "ErrorNo")]
    #[serde(skip_serializing_if = "Presence::is_absent")]
    pub error_no: Presence<String>,
}

/// Errors, of the call or of one order. Whether the service sends one (`Errors/ErrorNo`) or a list (`Errors/…/ErrorNo`)
/// is unknown: both are read; one is written in the first form, several in the second.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Errors(pub Vec<ServiceError>);

impl FromXml for Errors {
    const RECORD: Option<&'static Record> = <ServiceError as FromXml>::RECORD;

    fn read(cursor: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        let mut errors = Vec::new();
        let mut single = ServiceError::default();
        while cursor.child()?.is_some() {
            let member = if cursor.is(Name::new(RESPONSE_NS, "ErrorDetail")) {
                &mut single.error_detail
            } else if cursor.is(Name::new(RESPONSE_NS, "ErrorNo")) {
                &mut single.error_no
            } else {
                errors.extend(ServiceError::read(cursor)?);
                continue;
            };
            *member = if cursor.is_nil()? {
                cursor.skip()?;
                Presence::Nil
            } else {
                Presence::from(&*cursor.text()?)
            };
        }
        if single != ServiceError::default() {
            errors.insert(0, single);
        }
        Ok(if errors.is_empty() { None } else { Some(Self(errors)) })
    }

    fn of_empty(_: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(None)
    }
}

impl ToXml for Errors {
    const RECORD: Option<&'static Record> = <ServiceError as ToXml>::RECORD;

    fn write(&self, writer: &mut Writer, field: &'static Field) {
        match self.0.as_slice() {
            [single] => single.write(writer, field),
            errors => errors.iter().for_each(|error| writer.document(error)),
        }
    }
}

/// Content of unknown shape, kept as XML text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RawContent(String);

impl RawContent {
    /// Plain text as content.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        Self(text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
    }

    /// The content as it stands in the document, markup included. Its prefixes are those of the document.
    #[must_use]
    pub fn as_xml(&self) -> &str {
        &self.0
    }

    fn is_well_formed(&self) -> bool {
        let document = format!("<Content>{}</Content>", self.0);
        let read = || {
            let mut cursor = Cursor::new(&document, Reading::default())?;
            cursor.root()?;
            cursor.skip()?;
            cursor.finish()
        };
        read().is_ok()
    }
}

impl FromXml for RawContent {
    const RECORD: Option<&'static Record> = None;

    fn read(cursor: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        let element = cursor.raw()?;
        let inner = content_start(element).zip(element.rfind("</")).and_then(|(from, to)| element.get(from..to));
        Ok(inner.filter(|inner| !inner.is_empty()).map(|inner| Self(inner.to_owned())))
    }

    fn of_empty(_: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(None)
    }
}

impl ToXml for RawContent {
    const RECORD: Option<&'static Record> = None;

    fn write(&self, writer: &mut Writer, _: &'static Field) {
        if self.is_well_formed() {
            writer.raw(&self.0);
        } else {
            writer.violate(Problem::Rule("is not well-formed by itself".to_owned()));
        }
    }
}

/// Where an element's content begins: after the first `>` that does not stand in quotes.
fn content_start(element: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in element.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// A quantity. The service pads it to fourteen characters with three decimals, `         1.000`, and so does the writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Quantity(pub Decimal);

impl Lexical for Quantity {
    const TYPE: &'static str = Decimal::TYPE;

    fn parse(text: &str) -> Result<Lexed<Self>, NotLexical> {
        Decimal::parse(text).map(|lexed| lexed.map(Self))
    }

    fn write(&self, out: &mut String) {
        let mut amount = self.0;
        if amount.scale() < 3 {
            amount.rescale(3);
        }
        out.push_str(&format!("{amount:>14}"));
    }
}
