//! Solution check and solution inquiry: what is there of an item that satisfies conditions.

use b2b_xml::Decimal;

use crate::answer::{Shape, Source};
use crate::codes::{ServiceName, UnitOfMeasure};
use crate::parameters::InvalidParameter;
use crate::parameters::declared::check_order;
use crate::service::Service;
use crate::services::inventory::{InventoryAnswer, StockAnswer};

/// Declares a request like [`request!`](crate::parameters), with the conditions that solutions and prices have in common as
/// its last optional parameters.
macro_rules! constrained {
    (
        $(#[$doc:meta])*
        pub struct $Name:ident {
            required { $($required:tt)* }
            optional { $($optional:tt)* }
            check = $check:path;
        }
    ) => {
        $crate::parameters::request! {
            $(#[$doc])*
            pub struct $Name {
                required { $($required)* }
                optional {
                    $($optional)*
                    /// The latest day on which the goods may become available.
                    need_by: ::b2b_xml::chrono::NaiveDate = "ReqNeedByDate",
                    /// Where the goods must be.
                    fob_point: String = "ReqFOBPoint",
                    /// The shade or dye lot.
                    shade_or_dye_lot: String = "ReqShadeOrDyeLot",
                    /// Whether all must be of one shade or dye lot.
                    same_shade_or_dye_lot: bool = "ReqSameShadeOrDyeLot",
                    /// A whole roll, or a cut.
                    roll_or_cut: $crate::parameters::RollOrCut = "ReqRollOrCut",
                }
                check = $check;
            }
        }
    };
}
pub(crate) use constrained;

constrained! {
    /// Asks for the first availability that satisfies conditions: `/solutioncheck` of the guide, chapter Solution Check.
    ///
    /// ```
    /// use fcb2b_client::{Request, SolutionCheck, UnitOfMeasure};
    ///
    /// let request = SolutionCheck::new("VV01701002", 10, 5, UnitOfMeasure::Box).same_shade_or_dye_lot(true);
    /// assert_eq!(request.parameters()[2], ("ReqQuantityMinimum", "5".into()));
    /// ```
    pub struct SolutionCheck {
        required {
            /// The item, by the number of the producer's catalog.
            sku: String = "SupplierItemSKU",
            /// How much is wanted.
            requested_quantity: Decimal = "RequestedQuantity",
            /// The least that will do.
            minimum: Decimal = "ReqQuantityMinimum",
            /// The unit of both.
            unit_of_measure: UnitOfMeasure = "ReqUnitOfMeasure",
        }
        optional {}
        check = check_solution;
    }
}

constrained! {
    /// Asks for all availabilities that satisfy conditions: `/solutioninquiry` of the guide, chapter Solution Inquiry.
    ///
    /// ```
    /// use fcb2b_client::{Request, SolutionInquiry, UnitOfMeasure};
    ///
    /// let request = SolutionInquiry::new("VV01701002", 10, 5, UnitOfMeasure::Box).fob_point("WPG");
    /// assert_eq!(request.parameters()[4], ("ReqFOBPoint", "WPG".into()));
    /// ```
    pub struct SolutionInquiry {
        required {
            /// The item, by the number of the producer's catalog.
            sku: String = "SupplierItemSKU",
            /// How much is wanted.
            requested_quantity: Decimal = "RequestedQuantity",
            /// The least that will do.
            minimum: Decimal = "ReqQuantityMinimum",
            /// The unit of both.
            unit_of_measure: UnitOfMeasure = "ReqUnitOfMeasure",
        }
        optional {}
        check = check_inquiry;
    }
}

fn check_solution(request: &SolutionCheck, problems: &mut Vec<InvalidParameter>) {
    check_quantities(problems, Some(request.minimum), Some(request.requested_quantity));
}

fn check_inquiry(request: &SolutionInquiry, problems: &mut Vec<InvalidParameter>) {
    check_quantities(problems, Some(request.minimum), Some(request.requested_quantity));
}

/// That no more is the least than is wanted; our choice.
pub(crate) fn check_quantities(
    problems: &mut Vec<InvalidParameter>,
    minimum: Option<Decimal>,
    requested: Option<Decimal>,
) {
    check_order(problems, ("ReqQuantityMinimum", minimum), ("RequestedQuantity", requested));
}

impl Service for SolutionCheck {
    const NAME: &'static str = "fcb2b.SolutionCheck";
    const SERVICE: ServiceName = ServiceName::SolutionCheck;
    const SHAPE: Shape = Shape::inventory("SolutionCheck", &["StockCheck", "SolutionCheckResponse"], Source::Partly);
    type Output = StockAnswer;
}

impl Service for SolutionInquiry {
    const NAME: &'static str = "fcb2b.SolutionInquiry";
    const SERVICE: ServiceName = ServiceName::SolutionInquiry;
    const SHAPE: Shape = Shape::inventory("SolutionInquiry", &["InventoryInquiry"], Source::Partly);
    type Output = InventoryAnswer;
}
