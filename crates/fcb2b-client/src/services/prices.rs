//! Price inquiry.

use b2b_xml::Decimal;

use crate::answer::{Shape, Source};
use crate::codes::{ServiceName, UnitOfMeasure};
use crate::parameters::InvalidParameter;
use crate::service::Service;
use crate::services::inventory::InventoryAnswer;
use crate::services::solutions::{check_quantities, constrained};

constrained! {
    /// Asks what an item costs: `/priceinquiry` of the guide, chapter Price Inquiry.
    ///
    /// The guide has "optional constraining parameters" and does not name them; those of the solution services are our
    /// reading. One item for each call: one producer advertises several and answers the last.
    ///
    /// One producer has been seen to cut the available quantity of goods by the square foot to its first digit here (1490 is
    /// `1`): compare with the inventory inquiry.
    ///
    /// ```
    /// use fcb2b_client::{PriceInquiry, Request};
    ///
    /// let request = PriceInquiry::new("VV01701002").requested_quantity(10);
    /// assert_eq!(request.parameters()[1], ("RequestedQuantity", "10".into()));
    /// ```
    pub struct PriceInquiry {
        required {
            /// The item, by the number of the producer's catalog.
            sku: String = "SupplierItemSKU",
        }
        optional {
            /// How much is wanted.
            requested_quantity: Decimal = "RequestedQuantity",
            /// The least that will do.
            minimum: Decimal = "ReqQuantityMinimum",
            /// The unit of both.
            unit_of_measure: UnitOfMeasure = "ReqUnitOfMeasure",
        }
        check = check;
    }
}

fn check(request: &PriceInquiry, problems: &mut Vec<InvalidParameter>) {
    check_quantities(problems, request.minimum, request.requested_quantity);
}

impl Service for PriceInquiry {
    const NAME: &'static str = "fcb2b.PriceInquiry";
    const SERVICE: ServiceName = ServiceName::PriceInquiry;
    const SHAPE: Shape = Shape::inventory("PriceInquiry", &["SolutionInquiry", "InventoryInquiry"], Source::Partly);
    type Output = InventoryAnswer;
}
