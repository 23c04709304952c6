//! Related items: accessories, trims and whatever else goes with an item.

use b2b_xml::{Cursor, Decimal, DecodeError, FromXml, Name, OrRaw, Part, Record, ToXml, Writer};
use serde::{Deserialize, Serialize};

use crate::answer::{INVENTORY_NS, Output, Shape, Source, stands_beside};
use crate::codes::{AvailableQuantity, DateOrTime, RollOrCutFlag, ServiceName, UnitOfMeasure};
use crate::parameters::request;
use crate::service::Service;

request! {
    /// Asks which items go with an item: `/relateditems` of the guide, chapter Related Items.
    ///
    /// ```
    /// use fcb2b_client::{RelatedItems, Request};
    ///
    /// let request = RelatedItems::new("VV01701002");
    /// assert_eq!(request.parameters(), [("SupplierItemSKU", "VV01701002".into())]);
    /// ```
    pub struct RelatedItems {
        required {
            /// The item, by the number of the producer's catalog.
            sku: String = "SupplierItemSKU",
        }
        optional {}
    }
}

/// The items that go with an item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RelatedAnswer {
    /// What was asked, as the producer repeats it.
    pub data: Option<RelatedData>,
    /// The items.
    pub items: Vec<RelatedItem>,
}

/// What was asked, as the producer repeats it.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Data", ns = INVENTORY_NS)]
#[serde(default)]
#[non_exhaustive]
pub struct RelatedData {
    /// The code of the one who asks, as it was sent.
    #[xml(name = "ClientIdentifier", none = "empty")]
    pub client_identifier: Option<String>,
    /// The item that was asked for.
    #[xml(name = "SupplierItemSKU", none = "empty")]
    pub sku: Option<String>,
    /// When it was answered.
    #[xml(name = "TimeStamp", none = "empty", ty = "dateTime")]
    pub time_stamp: Option<OrRaw<DateOrTime>>,
}

/// An item that goes with another. What it is to it the protocol does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "RelatedItem", ns = INVENTORY_NS)]
#[serde(default)]
#[non_exhaustive]
pub struct RelatedItem {
    /// Whether the item will no longer be available in the future. There can be stock all the same.
    #[xml(name = "DropFlag", none = "empty", ty = "boolean")]
    pub drop_flag: Option<OrRaw<bool>>,
    /// Where the goods are.
    #[xml(name = "AvailableFOBPoint", none = "empty")]
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
    /// The item.
    #[xml(name = "SupplierItemSKU", required, none = "empty")]
    pub sku: Option<String>,
    /// The unit of the quantity.
    #[xml(name = "AvailableUnitOfMeasure", none = "empty")]
    pub unit_of_measure: Option<UnitOfMeasure>,
    /// When there will be more.
    #[xml(name = "FutureAvailableDate", none = "empty", ty = "date")]
    pub future_date: Option<OrRaw<DateOrTime>>,
    /// How much is available.
    #[xml(
        name = "AvailableQuantity",
        alias = "AvailableQty",
        alias = "Quantity",
        alias = "QuantityAvailable",
        none = "empty",
        ty = "decimal, or NA"
    )]
    pub quantity: Option<OrRaw<AvailableQuantity>>,
    /// How much more there will be.
    #[xml(name = "FutureAvailableQty", alias = "FutureAvailableQuantity", none = "empty", ty = "decimal")]
    pub future_quantity: Option<OrRaw<Decimal>>,
}

const LIST: Name = Name::new(INVENTORY_NS, "RelatedItems");

/// The only answer that has two elements in its root.
impl Output for RelatedAnswer {
    const RECORD: Option<&'static Record> = <RelatedItem as FromXml>::RECORD;

    fn read(cursor: &mut Cursor<'_>, _: &Shape) -> Result<Option<Self>, DecodeError> {
        let (mut answer, mut is_list) = (Self::default(), false);
        gather(cursor, &mut answer, &mut is_list)?;
        Ok((is_list || !answer.items.is_empty()).then_some(answer))
    }

    fn write(&self, writer: &mut Writer, shape: &Shape) {
        if let Some(data) = &self.data {
            writer.document(data);
        }
        writer.start(LIST, &[]);
        self.items.iter().for_each(|item| writer.document_as(shape.element, item));
        writer.end();
    }
}

fn gather(cursor: &mut Cursor<'_>, answer: &mut RelatedAnswer, is_list: &mut bool) -> Result<(), DecodeError> {
    match cursor.tag().local {
        "Data" => answer.data = RelatedData::read(cursor)?,
        "RelatedItem" => answer.items.extend(RelatedItem::read(cursor)?),
        local => {
            let mut is_empty_list = local == LIST.local;
            loop {
                match cursor.part()? {
                    Part::Child(tag) => {
                        is_empty_list &= stands_beside(tag.local);
                        gather(cursor, answer, is_list)?;
                    }
                    Part::Text(text) => is_empty_list &= text.trim().is_empty(),
                    Part::End => break,
                }
            }
            *is_list |= is_empty_list;
        }
    }
    Ok(())
}

impl Service for RelatedItems {
    const NAME: &'static str = "fcb2b.RelatedItems";
    const SERVICE: ServiceName = ServiceName::RelatedItems;
    const SHAPE: Shape = Shape::inventory("RelatedItem", &[], Source::Recorded);
    type Output = RelatedAnswer;
}
