//! A method for each service of the guide.

use b2b_http::{Error, Transport};

use super::Client;
use crate::answer::Answer;
use crate::services::catalogs::{GetPriceCatalogTypes, PriceCatalog, PriceCatalogRequest, PriceCatalogType};
use crate::services::documents::{DocumentService, ItemDocument};
use crate::services::inventory::{InventoryAnswer, StockAnswer};
use crate::services::orders::{Order, OrderStatus, OrderStatusDetail, Orders};
use crate::services::prices::PriceInquiry;
use crate::services::related::{RelatedAnswer, RelatedItems};
use crate::services::reserves::{GetReserves, Reservation};
use crate::services::solutions::{SolutionCheck, SolutionInquiry};
use crate::services::stock::{InventoryInquiry, StockCheck};

macro_rules! named {
    ($( $(#[doc = $doc:literal])* $name:ident: $Request:ty => $Output:ty, )*) => {
        /// The services by name. [`services`](Self::services) and [`create_reserve`](Self::create_reserve) stand apart.
        impl<T: Transport> Client<T> {$(
            $(#[doc = $doc])*
            ///
            /// # Errors
            ///
            /// As [`send`](Self::send).
            pub async fn $name(&self, request: $Request) -> Result<Answer<$Output>, Error> {
                self.send(request).await
            }
        )*}
    };
}

/// The services that have a method by their name, handed to the macro that writes the methods.
macro_rules! services {
    ($write:ident) => {
        $write! {
            /// The first availability of an item.
            stock_check: StockCheck => StockAnswer,
            /// All availabilities of an item.
            inventory_inquiry: InventoryInquiry => InventoryAnswer,
            /// The items that go with an item.
            related_items: RelatedItems => RelatedAnswer,
            /// The first availability of an item that satisfies conditions.
            solution_check: SolutionCheck => StockAnswer,
            /// All availabilities of an item that satisfy conditions.
            solution_inquiry: SolutionInquiry => InventoryAnswer,
            /// What an item costs.
            price_inquiry: PriceInquiry => InventoryAnswer,
            /// The documents about an item.
            document_service: DocumentService => Vec<ItemDocument>,
            /// Which price catalogs there are.
            get_price_catalog_types: GetPriceCatalogTypes => Vec<PriceCatalogType>,
            /// Asks the producer to make a price catalog. It is sent once: two requests may make two catalogs.
            price_catalog_request: PriceCatalogRequest => PriceCatalog,
            /// Which goods are reserved.
            get_reserves: GetReserves => Vec<Reservation>,
            /// The most recent orders.
            orders: Orders => Vec<Order>,
            /// How an order stands.
            order_status: OrderStatus => Order,
            /// How an order and its lines stand.
            order_status_detail: OrderStatusDetail => Order,
        }
    };
}

#[cfg(feature = "blocking")]
pub(crate) use services;

services! { named }
