//! Orders: summaries of many, the summary of one, one with its lines.

use b2b_xml::{Cursor, Decimal, DecodeError, Field, FromXml, Name, OrRaw, Part, Record, ToXml, Writer};
use serde::{Deserialize, Serialize};

use crate::answer::{Item, Shape, Source, single};
use crate::codes::{DateOrTime, ServiceName, UnitOfMeasure};
use crate::items::Items;
use crate::parameters::request;
use crate::service::Service;

request! {
    /// Asks for the most recent orders: `/orders` of the guide, chapter Order Status Services.
    ///
    /// ```
    /// use fcb2b_client::{Orders, Request};
    ///
    /// let request = Orders::new(20_u32);
    /// assert_eq!(request.parameters(), [("ResultsLimit", "20".into())]);
    /// ```
    pub struct Orders {
        required {
            /// The most orders that are wanted.
            results_limit: u32 = "ResultsLimit",
        }
        optional {
            /// Only the order of this number, whatever the limit.
            order_number: String = "OrderNumber",
        }
    }
}

request! {
    /// Asks how an order stands: `/orderstatus` of the guide, chapter Order Status Services.
    ///
    /// ```
    /// use fcb2b_client::{OrderStatus, Request};
    ///
    /// let request = OrderStatus::new("543814");
    /// assert_eq!(request.parameters(), [("OrderNumber", "543814".into())]);
    /// ```
    pub struct OrderStatus {
        required {
            /// The order, by the producer's number.
            order_number: String = "OrderNumber",
        }
        optional {}
    }
}

request! {
    /// Asks how an order and its lines stand: `/orderstatusdetail` of the guide, chapter Order Status Services.
    ///
    /// ```
    /// use fcb2b_client::{OrderStatusDetail, Request};
    ///
    /// let request = OrderStatusDetail::new("543814");
    /// assert_eq!(request.parameters(), [("OrderNumber", "543814".into())]);
    /// ```
    pub struct OrderStatusDetail {
        required {
            /// The order, by the producer's number.
            order_number: String = "OrderNumber",
        }
        optional {}
    }
}

/// An order. The names are the guide's; what stands around it, its order and its types are our choice.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Order")]
#[serde(default)]
#[non_exhaustive]
pub struct Order {
    /// The producer's number.
    #[xml(name = "OrderNumber", required, none = "empty")]
    pub order_number: Option<String>,
    /// The customer's purchase order.
    #[xml(name = "PurchaseOrderNumber", required, none = "empty")]
    pub purchase_order_number: Option<String>,
    /// The day of the order.
    #[xml(name = "OrderDate", required, none = "empty", ty = "date")]
    pub order_date: Option<OrRaw<DateOrTime>>,
    /// How it stands, in the producer's words.
    #[xml(name = "StatusDescription", required, none = "empty")]
    pub status: Option<String>,
    /// Where it goes.
    #[xml(name = "ShippingAddress", required, none = "empty")]
    pub shipping_address: Option<ShippingAddress>,
    /// The day on which it was sent, or will be.
    #[xml(name = "ShipDate", ty = "date")]
    pub ship_date: Option<OrRaw<DateOrTime>>,
    /// How it is sent: a code.
    #[xml(name = "ShipVia")]
    pub ship_via: Option<String>,
    /// How it is sent: words.
    #[xml(name = "ShipViaDescription")]
    pub ship_via_description: Option<String>,
    /// Instructions for the delivery.
    #[xml(name = "SpecialInstructions")]
    pub special_instructions: Option<String>,
    /// A message of the producer.
    #[xml(name = "AdditionalMessage")]
    pub additional_message: Option<String>,
    /// Whom to ask about it.
    #[xml(name = "OrderContact")]
    pub order_contact: Option<String>,
    /// The customer's name for the job.
    #[xml(name = "JobName")]
    pub job_name: Option<String>,
    /// Whether it leaves the country.
    #[xml(name = "InternationalFlag", ty = "boolean")]
    pub international: Option<OrRaw<bool>>,
    /// Its lines, in details only.
    #[xml(name = "Lines", alias = "Line", item = "Line")]
    pub lines: Items<OrderLine>,
}

/// A line of an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Line")]
#[serde(default)]
#[non_exhaustive]
pub struct OrderLine {
    /// Its number.
    #[xml(name = "LineNumber", required, none = "empty")]
    pub line_number: Option<String>,
    /// The item, by the number of the producer's catalog.
    #[xml(name = "SupplierItemSKU", required, none = "empty")]
    pub sku: Option<String>,
    /// The item, by another number.
    #[xml(name = "ItemNumber", required, none = "empty")]
    pub item_number: Option<String>,
    /// How it stands, in the producer's words.
    #[xml(name = "ItemStatus", required, none = "empty")]
    pub status: Option<String>,
    /// The item's description.
    #[xml(name = "TextDescription")]
    pub description: Option<String>,
    /// The unit of the quantities and the price.
    #[xml(name = "UnitOfMeasure")]
    pub unit_of_measure: Option<UnitOfMeasure>,
    /// What one unit costs.
    #[xml(name = "Price", ty = "decimal")]
    pub price: Option<OrRaw<Decimal>>,
    /// What the line costs.
    #[xml(name = "ExtendedPrice", ty = "decimal")]
    pub extended_price: Option<OrRaw<Decimal>>,
    /// How much was ordered.
    #[xml(name = "QuantityOrdered", alias = "QtyOrdered", ty = "decimal")]
    pub ordered: Option<OrRaw<Decimal>>,
    /// How much was sent.
    #[xml(name = "QuantityShipped", alias = "QtyShipped", ty = "decimal")]
    pub shipped: Option<OrRaw<Decimal>>,
    /// How much waits for stock.
    #[xml(name = "QuantityBackordered", alias = "QtyBackordered", ty = "decimal")]
    pub backordered: Option<OrRaw<Decimal>>,
    /// The shade or dye lot.
    #[xml(name = "ShadeOrDyeLot")]
    pub shade_or_dye_lot: Option<String>,
    /// The size.
    #[xml(name = "Size")]
    pub size: Option<String>,
    /// The roll.
    #[xml(name = "RollNumber")]
    pub roll_number: Option<String>,
    /// The warehouse.
    #[xml(name = "Warehouse")]
    pub warehouse: Option<String>,
    /// The customer's mark on the goods.
    #[xml(name = "Sidemarks", alias = "Sidemark")]
    pub sidemarks: Option<String>,
    /// The invoice.
    #[xml(name = "Invoice")]
    pub invoice: Option<String>,
    /// Until when it waits for stock.
    #[xml(name = "BackOrderedDate", alias = "BackorderedDate", ty = "date")]
    pub back_ordered_date: Option<OrRaw<DateOrTime>>,
    /// When it will be sent.
    #[xml(name = "ShipmentExpectedDate", ty = "date")]
    pub shipment_expected: Option<OrRaw<DateOrTime>>,
    /// How the shipment stands, in the producer's words.
    #[xml(name = "ShipmentStatus")]
    pub shipment_status: Option<String>,
    /// Who carries it.
    #[xml(name = "ShipmentCarrier")]
    pub shipment_carrier: Option<String>,
    /// The carrier's number. That it is one is our reading.
    #[xml(name = "ShipmentCode")]
    pub shipment_code: Option<String>,
    /// When it will arrive.
    #[xml(name = "DeliveryExpectedDate", ty = "date")]
    pub delivery_expected: Option<OrRaw<DateOrTime>>,
    /// The bill of lading.
    #[xml(name = "BillOfLading")]
    pub bill_of_lading: Option<String>,
}

/// Where an order goes. Whether it is text or has parts is not known: both are read, and the names of the parts are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ShippingAddress(pub Vec<AddressPart>);

/// A part of an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AddressPart {
    /// What the part is called; `None` for text without an element of its own.
    pub name: Option<String>,
    /// The text.
    pub text: String,
}

impl ShippingAddress {
    /// The names that our sandbox writes, in its order: our choice.
    pub const PARTS: [&'static str; 7] =
        ["Name", "AddressLine1", "AddressLine2", "City", "StateOrProvince", "PostalCode", "Country"];

    /// An address of named parts; those that are empty are left out.
    #[must_use]
    pub fn new<'p>(parts: impl IntoIterator<Item = (&'static str, &'p str)>) -> Self {
        let parts = parts.into_iter().filter(|(_, text)| !text.is_empty());
        Self(parts.map(|(name, text)| AddressPart { name: Some(name.to_owned()), text: text.to_owned() }).collect())
    }
}

impl FromXml for ShippingAddress {
    const RECORD: Option<&'static Record> = None;

    fn read(cursor: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        let mut parts = Vec::new();
        gather(cursor, None, &mut parts)?;
        Ok((!parts.is_empty()).then_some(Self(parts)))
    }

    fn of_empty(_: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(None)
    }
}

fn gather(cursor: &mut Cursor<'_>, name: Option<&str>, parts: &mut Vec<AddressPart>) -> Result<(), DecodeError> {
    let mut text = String::new();
    loop {
        match cursor.part()? {
            Part::Text(more) => text.push_str(&more),
            Part::Child(tag) => gather(cursor, Some(tag.local), parts)?,
            Part::End => break,
        }
    }
    let text = text.trim();
    if !text.is_empty() {
        parts.push(AddressPart { name: name.map(str::to_owned), text: text.to_owned() });
    }
    Ok(())
}

impl ToXml for ShippingAddress {
    const RECORD: Option<&'static Record> = None;

    fn write(&self, writer: &mut Writer, _: &'static Field) {
        let mut has_text = false;
        for part in &self.0 {
            match Self::PARTS.into_iter().find(|known| Some(*known) == part.name.as_deref()) {
                Some(name) => writer.leaf(Name::new("", name), &part.text),
                None => {
                    if has_text {
                        writer.text(", ");
                    }
                    writer.text(&part.text);
                    has_text = true;
                }
            }
        }
    }
}

impl Service for Orders {
    const NAME: &'static str = "fcb2b.Orders";
    const SERVICE: ServiceName = ServiceName::Orders;
    const SHAPE: Shape = Shape::ours("OrdersResponse", "Order", Source::Partly).in_list("Orders");
    type Output = Vec<Order>;
}

impl Service for OrderStatus {
    const NAME: &'static str = "fcb2b.OrderStatus";
    const SERVICE: ServiceName = ServiceName::OrderStatus;
    const SHAPE: Shape = Shape::ours("OrderStatusResponse", "Order", Source::Partly);
    type Output = Order;
}

impl Service for OrderStatusDetail {
    const NAME: &'static str = "fcb2b.OrderStatusDetail";
    const SERVICE: ServiceName = ServiceName::OrderStatusDetail;
    const SHAPE: Shape = Shape::ours("OrderStatusDetailResponse", "Order", Source::Partly);
    type Output = Order;
}

impl Item for Order {}
single!(Order: |order| order.order_number.is_some());
