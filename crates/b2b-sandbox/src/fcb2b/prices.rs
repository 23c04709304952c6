//! Price inquiry: each availability once for each of its prices.

use fcb2b_client::{AvailableItem, AvailableItems, InventoryAnswer, OrRaw, PriceInquiry, UnitOfMeasure};

use super::items::{self, Lot, Stocked};
use super::pick::Wants;
use super::refused::Refused;
use super::seed::{Kind, Price, Quirk};
use super::service::Visit;
use super::solutions::Conditions;
use super::{amount, stock};

pub(super) async fn inquiry(visit: Visit, request: PriceInquiry) -> Result<InventoryAnswer, Refused> {
    let stocked = items::find(&visit, &request.sku).await?;
    if let Some(unit) = &request.unit_of_measure {
        stocked.check_unit("ReqUnitOfMeasure", unit)?;
    }
    let conditions = Conditions::new(&visit, request.minimum, request.requested_quantity, request.need_by)?;
    let wants = Wants {
        unit: request.unit_of_measure,
        fob: request.fob_point,
        lot: request.shade_or_dye_lot,
        roll: None,
        kind: request.roll_or_cut.map(Into::into),
        same_lot: request.same_shade_or_dye_lot.unwrap_or(false),
    };
    let groups = wants.groups(&stocked.lots);
    let mut items = Vec::new();
    for lot in conditions.satisfying(&groups) {
        items.extend(prices_of(&stocked, lot).map(|price| priced(&stocked, stock::available(&stocked, lot), price)));
    }
    if stocked.lots.is_empty() {
        // What is not there has a price too.
        let none = || {
            let mut none = AvailableItem::default();
            none.unit_of_measure = Some(stocked.item.unit.clone());
            none.quantity = stocked.item.quantity(0);
            none
        };
        items.extend(stocked.item.prices.iter().map(|price| priced(&stocked, none(), price)));
    }
    let mut answer = stock::several(&visit, &stocked);
    answer.items = Some(AvailableItems(items));
    Ok(answer)
}

/// The price of a quantity in this unit: the one with the highest minimum that the quantity comes to.
pub(super) fn price_of<'s>(
    stocked: &'s Stocked,
    kind: Option<Kind>,
    unit: &UnitOfMeasure,
    kept: i64,
) -> Option<&'s Price> {
    let least = |price: &Price| price.minimum.map_or(0, amount::kept);
    let applies =
        |price: &&Price| price.unit == *unit && (price.kind.is_none() || price.kind == kind) && least(price) <= kept;
    stocked.item.prices.iter().filter(applies).max_by_key(|price| least(price))
}

/// The prices of a lot: in its own unit, and in those in which nothing is sold, as carpet by the SY is priced by the SF.
fn prices_of<'s>(stocked: &'s Stocked, lot: &'s Lot) -> impl Iterator<Item = &'s Price> {
    stocked.item.prices.iter().filter(move |price| {
        let is_sold = stocked.lots.iter().any(|other| other.unit == price.unit);
        (price.kind.is_none() || price.kind == lot.kind) && (price.unit == lot.unit || !is_sold)
    })
}

fn priced(stocked: &Stocked, mut available: AvailableItem, price: &Price) -> AvailableItem {
    let is_own = available.unit_of_measure.as_ref() == Some(&price.unit);
    available.price = Some(price.price.into());
    available.price_unit_of_measure = (!is_own).then(|| price.unit.clone());
    available.minimum_quantity = price.minimum.map(Into::into);
    if stocked.item.quirk == Quirk::EngineeredHard {
        let whole = available.quantity.as_ref().and_then(OrRaw::value).and_then(|quantity| quantity.amount());
        let digit: String = whole.unwrap_or_default().to_string().chars().take(1).collect();
        available.quantity = Some(OrRaw::Raw(digit));
    }
    available
}
