//! Price inquiry.

use b2b_xml::Decimal;
use b2b_xml::chrono::NaiveDate;

use crate::answer::{Shape, Source};
use crate::codes::{ServiceName, UnitOfMeasure};
use crate::parameters::{InvalidParameter, RollOrCut, request};
use crate::service::Service;
use crate::services::inventory::InventoryAnswer;
use crate::services::solutions::check_quantities;

request! {
    /// Asks what an item costs: `/priceinquiry` of the guide, chapter Price Inquiry.
    ///
    /// The guide has "optional constraining parameters" and does not name them; those of the solution services are our
    /// reading. One item for each call: one producer advertises several and answers the last.
    ///
    /// One producer has been seen to cut the available quantity of goods by the square foot to its first digit here (1490 is
    /// `1`): compare with the inventory inquiry.
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
            /// The latest day on which the goods may become available.
            need_by: NaiveDate = "ReqNeedByDate",
            /// Where the goods must be.
            fob_point: String = "ReqFOBPoint",
            /// The shade or dye lot.
            shade_or_dye_lot: String = "ReqShadeOrDyeLot",
            /// Whether all must be of one shade or dye lot.
            same_shade_or_dye_lot: bool = "ReqSameShadeOrDyeLot",
            /// A whole roll, or a cut.
            roll_or_cut: RollOrCut = "ReqRollOrCut",
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
