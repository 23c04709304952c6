//! Reserves: which goods are held back, and holding back more.

use b2b_http::Repeatable;
use b2b_xml::{Decimal, FromXml, OrRaw, ToXml};
use serde::{Deserialize, Serialize};

use crate::answer::{Item, Shape, Source, single};
use crate::codes::{DateOrTime, ServiceName, UnitOfMeasure};
use crate::items::{Items, Texts};
use crate::parameters::declared::check_order;
use crate::parameters::{InvalidParameter, RollOrCut, request};
use crate::service::{Receipt, Service};

request! {
    /// Asks which goods are reserved: `/getreserves` of the guide, chapter Reserve Services.
    ///
    /// ```
    /// use fcb2b_client::{GetReserves, Request};
    ///
    /// let request = GetReserves::new().reserve_number("R-1");
    /// assert_eq!(request.parameters(), [("ReserveNumber", "R-1".into())]);
    /// ```
    pub struct GetReserves {
        required {}
        optional {
            /// Only those of this item.
            sku: String = "SupplierItemSKU",
            /// Only the one of this number.
            reserve_number: String = "ReserveNumber",
        }
    }
}

request! {
    /// Reserves goods: `/createreserve` of the guide, chapter Reserve Services. One item for each call.
    ///
    /// Sending it twice reserves twice, so nothing here ever does: see
    /// [`Client::create_reserve`](crate::Client::create_reserve).
    ///
    /// ```
    /// use fcb2b_client::{CreateReserve, Request, UnitOfMeasure};
    ///
    /// let request = CreateReserve::new("VV01701002", 10, UnitOfMeasure::Box).minimum(20);
    /// assert_eq!(request.problems()[0].to_string(), "Minimum is above Quantity");
    /// ```
    pub struct CreateReserve {
        required {
            /// The item, by the number of the producer's catalog.
            sku: String = "SupplierItemSKU",
            /// How much.
            quantity: Decimal = "Quantity",
            /// The unit of the quantity.
            unit_of_measure: UnitOfMeasure = "UnitOfMeasure",
        }
        optional {
            /// The least that will do.
            minimum: Decimal = "Minimum",
            /// The most that is wanted.
            maximum: Decimal = "Maximum",
            /// Where the goods must be.
            fob_point: String = "FOBPoint",
            /// The roll.
            roll_number: String = "RollNumber",
            /// The price that is expected.
            requested_price: Decimal = "RequestedPrice",
            /// The unit that the expected price is for.
            requested_price_unit_of_measure: UnitOfMeasure = "RequestedPriceUnitOfMeasure",
            /// The shade or dye lot.
            shade_or_dye_lot: String = "ShadeOrDyeLot",
            /// Whether all must be of one shade or dye lot.
            same_shade_or_dye_lot: bool = "SameShadeOrDyeLot",
            /// A whole roll, or a cut.
            roll_or_cut: RollOrCut = "RollOrCut",
            /// The customer's mark on the goods, by which the reservation is found again.
            sidemark: String = "Sidemark",
        }
        check = check;
    }
}

/// That the guide's three quantities are in order, and no unit stands without its price; our choice.
fn check(request: &CreateReserve, problems: &mut Vec<InvalidParameter>) {
    let quantity = ("Quantity", Some(request.quantity));
    let (minimum, maximum) = (("Minimum", request.minimum), ("Maximum", request.maximum));
    check_order(problems, minimum, quantity);
    check_order(problems, quantity, maximum);
    if request.requested_price_unit_of_measure.is_some() && request.requested_price.is_none() {
        problems.push(InvalidParameter::new("RequestedPriceUnitOfMeasure", "stands without RequestedPrice"));
    }
}

/// Goods held back. The names are the guide's; that the lines stand in `ReservationLines` is our reading of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Reservation")]
#[serde(default)]
#[non_exhaustive]
pub struct Reservation {
    /// The producer's number of it.
    #[xml(name = "ReserveNumber", required, none = "empty")]
    pub reserve_number: Option<String>,
    /// When it was made.
    #[xml(name = "CreationDate", ty = "date")]
    pub creation_date: Option<OrRaw<DateOrTime>>,
    /// Until when it holds.
    #[xml(name = "ExpirationDate", ty = "date")]
    pub expiration_date: Option<OrRaw<DateOrTime>>,
    /// Where the goods are.
    #[xml(name = "FOBPoint")]
    pub fob_point: Option<String>,
    /// What is held back.
    #[xml(name = "ReservationLines", alias = "ReservationLine", item = "ReservationLine")]
    pub lines: Items<ReservationLine>,
}

/// One item held back.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "ReservationLine")]
#[serde(default)]
#[non_exhaustive]
pub struct ReservationLine {
    /// The number of the line.
    #[xml(name = "LineNumber", required, none = "empty")]
    pub line_number: Option<String>,
    /// The item.
    #[xml(name = "SupplierItemSKU", required, none = "empty")]
    pub sku: Option<String>,
    /// How much.
    #[xml(name = "Quantity", alias = "Qty", required, none = "empty", ty = "decimal")]
    pub quantity: Option<OrRaw<Decimal>>,
    /// The unit of the quantity.
    #[xml(name = "UnitOfMeasure", required, none = "empty")]
    pub unit_of_measure: Option<UnitOfMeasure>,
    /// The shade or dye lot.
    #[xml(name = "ShadeOrDyeLot")]
    pub shade_or_dye_lot: Option<String>,
    /// The price.
    #[xml(name = "Price", ty = "decimal")]
    pub price: Option<OrRaw<Decimal>>,
    /// The unit that the price is for.
    #[xml(name = "PriceUnitOfMeasure")]
    pub price_unit_of_measure: Option<UnitOfMeasure>,
    /// The customer's marks on the goods. With an `s` here, without one in the request.
    #[xml(name = "Sidemarks", alias = "Sidemark")]
    pub sidemarks: Texts,
}

impl Service for GetReserves {
    const NAME: &'static str = "fcb2b.GetReserves";
    const SERVICE: ServiceName = ServiceName::GetReserves;
    const SHAPE: Shape = Shape::ours("GetReservesResponse", "Reservation", Source::Partly).in_list("Reservations");
    type Output = Vec<Reservation>;
}

impl Service for CreateReserve {
    const NAME: &'static str = "fcb2b.CreateReserve";
    const SERVICE: ServiceName = ServiceName::CreateReserve;
    const REPEATABLE: Repeatable = Repeatable::No;
    const SHAPE: Shape = Shape::ours("CreateReserveResponse", "Reservation", Source::Partly);
    type Output = Reservation;
    const RECEIPT: Option<Receipt<Reservation>> =
        Some(Receipt { element: "ReserveNumber", is_in: |reservation| reservation.reserve_number.is_some() });
}

impl Item for Reservation {}
single!(Reservation: |reservation| reservation.reserve_number.is_some());
