//! Stock check and inventory inquiry: what is there of an item, unconditionally.

use b2b_xml::Decimal;

use crate::answer::{Shape, Source};
use crate::codes::ServiceName;
use crate::parameters::request;
use crate::service::Service;
use crate::services::inventory::{InventoryAnswer, StockAnswer};

request! {
    /// Asks for the first availability of an item: `/stockcheck` of the guide, chapter Stock Check.
    ///
    /// ```
    /// use fcb2b_client::{Request, StockCheck};
    ///
    /// let request = StockCheck::new("VV01701002").requested_quantity(10);
    /// assert_eq!(request.parameters()[1], ("RequestedQuantity", "10".into()));
    /// ```
    pub struct StockCheck {
        required {
            /// The item, by the number of the producer's catalog.
            sku: String = "SupplierItemSKU",
        }
        optional {
            /// How much is wanted. In the guide's example, not in its list; what producers do with it is not known.
            requested_quantity: Decimal = "RequestedQuantity",
        }
    }
}

request! {
    /// Asks for all availabilities of an item: `/inventoryinquiry` of the guide, chapter Inventory Inquiry.
    ///
    /// ```
    /// use fcb2b_client::{InventoryInquiry, Request};
    ///
    /// let request = InventoryInquiry::new("VV01701002");
    /// assert_eq!(request.parameters(), [("SupplierItemSKU", "VV01701002".into())]);
    /// ```
    pub struct InventoryInquiry {
        required {
            /// The item, by the number of the producer's catalog.
            sku: String = "SupplierItemSKU",
        }
        optional {}
    }
}

impl Service for StockCheck {
    const NAME: &'static str = "fcb2b.StockCheck";
    const SERVICE: ServiceName = ServiceName::StockCheck;
    const SHAPE: Shape = Shape::inventory("StockCheck", &["StockCheckResponse", "InventoryInquiry"], Source::Recorded);
    type Output = StockAnswer;
}

impl Service for InventoryInquiry {
    const NAME: &'static str = "fcb2b.InventoryInquiry";
    const SERVICE: ServiceName = ServiceName::InventoryInquiry;
    const SHAPE: Shape = Shape::inventory("InventoryInquiry", &[], Source::Recorded);
    type Output = InventoryAnswer;
}
