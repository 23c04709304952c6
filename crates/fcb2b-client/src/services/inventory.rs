//! What the inventory services answer: the elements of recorded answers, and those that the guide adds in words.

use b2b_xml::{Cursor, Decimal, DecodeError, Field, FromXml, OrRaw, Record, ToXml, WriteField, Writer};
use serde::{Deserialize, Serialize};

use crate::answer::{INVENTORY_NS, single};
use crate::codes::{AvailableQuantity, DateOrTime, RollOrCutFlag, UnitOfMeasure};

/// One availability of an item: what stock check and solution check answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "StockCheck", ns = INVENTORY_NS)]
#[serde(default)]
#[non_exhaustive]
pub struct StockAnswer {
    /// Whether the item will no longer be available in the future. There can be stock all the same.
    #[xml(name = "DropFlag", none = "empty", ty = "boolean")]
    pub drop_flag: Option<OrRaw<bool>>,
    /// The code of the one who asks, as it was sent.
    #[xml(name = "ClientIdentifier", none = "empty")]
    pub client_identifier: Option<String>,
    /// Where the goods are. In the guide's words; the name is that of the inventory inquiry.
    #[xml(name = "AvailableFOBPoint")]
    pub fob_point: Option<String>,
    /// The shade or dye lot.
    #[xml(name = "AvailableShadeOrDyeLot", none = "empty")]
    pub shade_or_dye_lot: Option<String>,
    /// The item's description.
    #[xml(name = "TextDescription", none = "empty")]
    pub description: Option<String>,
    /// Whether it is a roll or a cut.
    #[xml(name = "RollOrCutFlag", none = "empty", ty = "boolean, or R or C")]
    pub roll_or_cut: Option<OrRaw<RollOrCutFlag>>,
    /// The rolls' numbers. In the guide's words; the name is our choice, after the parameter of createreserve.
    #[xml(name = "RollNumber")]
    pub roll_numbers: Vec<String>,
    /// The item.
    #[xml(name = "SupplierItemSKU", required, none = "empty")]
    pub sku: Option<String>,
    /// The unit of the quantity.
    #[xml(name = "AvailableUnitOfMeasure", required, none = "empty")]
    pub unit_of_measure: Option<UnitOfMeasure>,
    /// How much is available.
    #[xml(
        name = "AvailableQuantity",
        alias = "AvailableQty",
        alias = "Quantity",
        alias = "QuantityAvailable",
        required,
        none = "empty",
        ty = "decimal, or NA"
    )]
    pub quantity: Option<OrRaw<AvailableQuantity>>,
    /// When there will be more.
    #[xml(name = "FutureAvailableDate", ty = "date")]
    pub future_date: Option<OrRaw<DateOrTime>>,
    /// How much more there will be.
    #[xml(name = "FutureAvailableQty", alias = "FutureAvailableQuantity", ty = "decimal")]
    pub future_quantity: Option<OrRaw<Decimal>>,
    /// When it was answered.
    #[xml(name = "TimeStamp", none = "empty", ty = "dateTime")]
    pub time_stamp: Option<OrRaw<DateOrTime>>,
}

/// All availabilities of an item: what inventory inquiry, solution inquiry and price inquiry answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "InventoryInquiry", ns = INVENTORY_NS)]
#[serde(default)]
#[non_exhaustive]
pub struct InventoryAnswer {
    /// Whether the item will no longer be available in the future. There can be stock all the same.
    #[xml(name = "DropFlag", none = "empty", ty = "boolean")]
    pub drop_flag: Option<OrRaw<bool>>,
    /// The code of the one who asks, as it was sent.
    #[xml(name = "ClientIdentifier", none = "empty")]
    pub client_identifier: Option<String>,
    /// The item's description.
    #[xml(name = "TextDescription", none = "empty")]
    pub description: Option<String>,
    /// The item.
    #[xml(name = "SupplierItemSKU", required, none = "empty")]
    pub sku: Option<String>,
    /// When there will be more.
    #[xml(name = "FutureAvailableDate", none = "empty", ty = "date")]
    pub future_date: Option<OrRaw<DateOrTime>>,
    /// How much more there will be.
    #[xml(name = "FutureAvailableQty", alias = "FutureAvailableQuantity", none = "empty", ty = "decimal")]
    pub future_quantity: Option<OrRaw<Decimal>>,
    /// When it was answered.
    #[xml(name = "TimeStamp", none = "empty", ty = "dateTime")]
    pub time_stamp: Option<OrRaw<DateOrTime>>,
    /// What is available. A producer may send an empty list where another of its services has the data.
    #[xml(name = "AvailableItems", none = "empty")]
    pub items: Option<AvailableItems>,
}

impl InventoryAnswer {
    /// What is available.
    #[must_use]
    pub fn items(&self) -> &[AvailableItem] {
        self.items.as_ref().map_or(&[], |items| &items.0)
    }
}

single! {
    StockAnswer: |answer| answer.sku.is_some() || answer.quantity.is_some(),
    InventoryAnswer: |answer| answer.sku.is_some() || answer.items.is_some(),
}

macro_rules! item {
    ($(#[$meta:meta])* $visibility:vis struct $Name:ident { $($more:tt)* }) => {
        $(#[$meta])*
        $visibility struct $Name {
            $($more)*
            /// Where the goods are.
            #[xml(name = "AvailableFOBPoint", none = "empty")]
            pub fob_point: Option<String>,
            /// The shade or dye lot. The same lot can come twice in one place: it is never a key.
            #[xml(name = "AvailableShadeOrDyeLot", none = "empty")]
            pub shade_or_dye_lot: Option<String>,
            /// Whether it is a roll or a cut.
            #[xml(name = "RollOrCutFlag", none = "empty", ty = "boolean, or R or C")]
            pub roll_or_cut: Option<OrRaw<RollOrCutFlag>>,
            /// The rolls' numbers; the name is our choice.
            #[xml(name = "RollNumber")]
            pub roll_numbers: Vec<String>,
            /// The unit of the quantity and, where nothing else is said, of the price.
            #[xml(name = "AvailableUnitOfMeasure", none = "empty")]
            pub unit_of_measure: Option<UnitOfMeasure>,
            /// How much is available.
            #[xml(
                name = "AvailableQuantity", alias = "AvailableQty", alias = "Quantity", alias = "QuantityAvailable",
                none = "empty", ty = "decimal, or NA"
            )]
            pub quantity: Option<OrRaw<AvailableQuantity>>,
            /// When it will be available, if it is not now. In solution inquiries; our choice.
            #[xml(name = "FutureAvailableDate", ty = "date")]
            pub future_date: Option<OrRaw<DateOrTime>>,
            /// What it costs, in price inquiries.
            #[xml(name = "Price", ty = "decimal")]
            pub price: Option<OrRaw<Decimal>>,
            /// The unit that the price is for. Known from the reserves; whether price inquiries have it is not.
            #[xml(name = "PriceUnitOfMeasure")]
            pub price_unit_of_measure: Option<UnitOfMeasure>,
            /// From which quantity on the price holds.
            #[xml(name = "MinimumQuantityRestriction", ty = "decimal")]
            pub minimum_quantity: Option<OrRaw<Decimal>>,
        }
    };
}

item! {
    /// One availability among several.
    #[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
    #[xml(name = "AvailableItem", ns = INVENTORY_NS)]
    #[serde(default)]
    #[non_exhaustive]
    pub struct AvailableItem {}
}

item! {
    /// The list as it may come: items, or the members of a single one without an element around them. Of several items
    /// without elements around them nobody could say which member is whose: the first of each counts, with a warning.
    #[derive(FromXml)]
    #[xml(name = "AvailableItems", ns = INVENTORY_NS)]
    struct Loose {
        /// The items.
        #[xml(name = "AvailableItem")]
        items: Vec<AvailableItem>,
    }
}

/// The list as it is written.
#[derive(ToXml)]
#[xml(name = "AvailableItems", ns = INVENTORY_NS)]
struct Proper {
    /// The items.
    #[xml(name = "AvailableItem")]
    items: Vec<AvailableItem>,
}

/// A list of availabilities. Members of an item that stand in it directly are read as one item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AvailableItems(pub Vec<AvailableItem>);

impl FromXml for AvailableItems {
    const RECORD: Option<&'static Record> = <Proper as ToXml>::RECORD;

    fn read(cursor: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        let Some(loose) = Loose::read(cursor)? else { return Ok(None) };
        let mut items = loose.items;
        let single = AvailableItem {
            fob_point: loose.fob_point,
            shade_or_dye_lot: loose.shade_or_dye_lot,
            roll_or_cut: loose.roll_or_cut,
            roll_numbers: loose.roll_numbers,
            unit_of_measure: loose.unit_of_measure,
            quantity: loose.quantity,
            future_date: loose.future_date,
            price: loose.price,
            price_unit_of_measure: loose.price_unit_of_measure,
            minimum_quantity: loose.minimum_quantity,
        };
        if single != AvailableItem::default() {
            items.insert(0, single);
        }
        Ok(Some(Self(items)))
    }

    fn of_empty(_: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(None)
    }
}

impl ToXml for AvailableItems {
    const RECORD: Option<&'static Record> = <Proper as ToXml>::RECORD;

    fn write(&self, writer: &mut Writer, _: &'static Field) {
        if let Some(items) = <Self as ToXml>::RECORD.and_then(|record| record.elements.first()) {
            WriteField::write(&self.0, writer, items);
        }
    }
}
