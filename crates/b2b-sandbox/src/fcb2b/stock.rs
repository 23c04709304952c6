//! Stock check and inventory inquiry.

use fcb2b_client::{
    AvailableItem, AvailableItems, DateOrTime, InventoryAnswer, InventoryInquiry, StockAnswer, StockCheck,
};

use super::amount;
use super::items::{self, Lot, Stocked};
use super::refused::Refused;
use super::seed::Quirk;
use super::service::Visit;

/// The first availability, or what will be there if there is nothing now.
pub(super) async fn check(visit: Visit, request: StockCheck) -> Result<StockAnswer, Refused> {
    let stocked = items::find(&visit, &request.sku).await?;
    let first = stocked.lots.iter().find(|lot| lot.left > 0).or(stocked.lots.first());
    Ok(single(&visit, &stocked, first.as_slice()))
}

/// All availabilities.
pub(super) async fn inquiry(visit: Visit, request: InventoryInquiry) -> Result<InventoryAnswer, Refused> {
    let stocked = items::find(&visit, &request.sku).await?;
    let mut answer = several(&visit, &stocked);
    let items: Vec<AvailableItem> = stocked.lots.iter().map(|lot| available(&stocked, lot)).collect();
    let hidden = stocked.item.quirk == Quirk::EngineeredSoft;
    answer.items = Some(AvailableItems(if hidden { Vec::new() } else { items }));
    Ok(answer)
}

/// One availability, made of these lots. What will be there is said if they are empty.
pub(super) fn single(visit: &Visit, stocked: &Stocked, lots: &[&Lot]) -> StockAnswer {
    let item = &stocked.item;
    let left: i64 = lots.iter().map(|lot| lot.left).sum();
    let mut answer = StockAnswer::default();
    answer.drop_flag = item.drop_flag();
    answer.client_identifier = visit.client_identifier();
    answer.fob_point = alike(lots, |lot| Some(lot.fob.clone()));
    answer.shade_or_dye_lot = alike(lots, |lot| lot.lot.clone());
    answer.description = Some(item.description.clone());
    let kind = alike(lots, |lot| lot.kind);
    answer.roll_or_cut = item.flag(kind);
    answer.roll_numbers = lots.iter().filter_map(|lot| lot.roll.clone()).collect();
    answer.sku = Some(item.sku.clone());
    answer.unit_of_measure = Some(lots.first().map_or(&item.unit, |lot| &lot.unit).clone());
    answer.quantity = item.quantity(left);
    if left <= 0
        && let Some((date, quantity, fob)) = stocked.future(visit.now)
    {
        answer.future_date = Some(DateOrTime::from(date).into());
        answer.future_quantity = Some(amount::written(quantity).into());
        answer.fob_point = fob.map(str::to_owned);
    }
    answer.time_stamp = Some(DateOrTime::from(visit.now).into());
    answer
}

/// What there is to say of an item besides its availabilities.
pub(super) fn several(visit: &Visit, stocked: &Stocked) -> InventoryAnswer {
    let mut answer = InventoryAnswer::default();
    answer.drop_flag = stocked.item.drop_flag();
    answer.client_identifier = visit.client_identifier();
    answer.description = Some(stocked.item.description.clone());
    answer.sku = Some(stocked.item.sku.clone());
    if let Some((date, quantity, _)) = stocked.future(visit.now) {
        answer.future_date = Some(DateOrTime::from(date).into());
        answer.future_quantity = Some(amount::written(quantity).into());
    }
    answer.time_stamp = Some(DateOrTime::from(visit.now).into());
    answer
}

/// One availability among several.
pub(super) fn available(stocked: &Stocked, lot: &Lot) -> AvailableItem {
    let mut available = AvailableItem::default();
    available.fob_point = Some(lot.fob.clone());
    available.shade_or_dye_lot = lot.lot.clone();
    available.roll_or_cut = stocked.item.flag(lot.kind);
    available.roll_numbers = lot.roll.iter().cloned().collect();
    available.unit_of_measure = Some(lot.unit.clone());
    available.quantity = stocked.item.quantity(lot.left);
    available
}

/// What all the lots have in common.
fn alike<T: PartialEq>(lots: &[&Lot], of: impl Fn(&Lot) -> Option<T>) -> Option<T> {
    let first = of(lots.first()?)?;
    lots.iter().all(|lot| of(lot).as_ref() == Some(&first)).then_some(first)
}
