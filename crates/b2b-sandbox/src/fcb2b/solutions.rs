//! Solution check and solution inquiry: every condition is checked.
//!
//! Our reading: what is there at one FOB point counts together, or what is there of one lot if the lot must be the same; it
//! satisfies if it comes to `ReqQuantityMinimum`. What will come counts too, unless it comes after `ReqNeedByDate`.

use chrono::NaiveDate;
use fcb2b_client::{
    AvailableItem, AvailableItems, DateOrTime, InventoryAnswer, SolutionCheck, SolutionInquiry, StockAnswer,
};

use super::items::{self, Lot, Stocked};
use super::pick::{self, Wants};
use super::refused::Refused;
use super::service::Visit;
use super::{amount, stock};

/// The first availability with all that is requested, or else with the minimum, or else with what will come.
pub(super) async fn check(visit: Visit, request: SolutionCheck) -> Result<StockAnswer, Refused> {
    let question = Question::new(&visit, alike(request)).await?;
    let Question { stocked, conditions, wants } = &question;
    let groups = wants.groups(&stocked.lots);
    let with = |quantity: i64| groups.iter().find(|group| pick::left(group) >= quantity);
    if let Some(group) = with(conditions.requested).or_else(|| with(conditions.minimum)) {
        let there: Vec<&Lot> = group.iter().copied().filter(|lot| lot.left > 0).collect();
        return Ok(stock::single(&visit, stocked, &there));
    }
    let most = groups.iter().map(|group| pick::left(group)).max().unwrap_or(0);
    let Some((date, quantity, fob)) = conditions.future(&visit, stocked, wants, &groups) else {
        let most = amount::written(most);
        let sentence = format!("of {} no more than {most} satisfies the conditions", stocked.item.sku);
        return Err(Refused::new(http::StatusCode::NOT_FOUND, "SKUNotFound", sentence));
    };
    let at_its_place = |group: &&Vec<&Lot>| group.first().is_some_and(|lot| fob.is_none_or(|fob| lot.fob == fob));
    let group = groups.iter().filter(at_its_place).max_by_key(|group| pick::left(group));
    let mut answer = stock::single(&visit, stocked, group.map_or(&[], Vec::as_slice));
    answer.future_date = Some(DateOrTime::from(date).into());
    answer.future_quantity = Some(amount::written(quantity).into());
    Ok(answer)
}

/// All availabilities that satisfy the conditions; an empty list if none does.
pub(super) async fn inquiry(visit: Visit, request: SolutionInquiry) -> Result<InventoryAnswer, Refused> {
    let question = Question::new(&visit, request).await?;
    let Question { stocked, conditions, wants } = &question;
    let groups = wants.groups(&stocked.lots);
    let future = conditions.future(&visit, stocked, wants, &groups);
    let mut items: Vec<AvailableItem> =
        conditions.satisfying(&groups).filter(|lot| lot.left > 0).map(|lot| stock::available(stocked, lot)).collect();
    if let Some((date, quantity, fob)) = future {
        let mut coming = AvailableItem::default();
        coming.fob_point = fob.map(str::to_owned);
        coming.unit_of_measure = Some(stocked.item.unit.clone());
        coming.quantity = stocked.item.quantity(quantity);
        coming.future_date = Some(DateOrTime::from(date).into());
        items.push(coming);
    }
    let mut answer = stock::several(&visit, stocked);
    if future.is_none() {
        (answer.future_date, answer.future_quantity) = (None, None);
    }
    answer.items = Some(AvailableItems(items));
    Ok(answer)
}

/// A request whose item is found and whose conditions can be met by somebody.
struct Question {
    stocked: Stocked,
    conditions: Conditions,
    wants: Wants,
}

impl Question {
    async fn new(visit: &Visit, request: SolutionInquiry) -> Result<Self, Refused> {
        let stocked = items::find(visit, &request.sku).await?;
        stocked.check_unit("ReqUnitOfMeasure", &request.unit_of_measure)?;
        let (minimum, requested) = (Some(request.minimum), Some(request.requested_quantity));
        let conditions = Conditions::new(visit, minimum, requested, request.need_by)?;
        let wants = Wants {
            unit: Some(request.unit_of_measure),
            fob: request.fob_point,
            lot: request.shade_or_dye_lot,
            roll: None,
            kind: request.roll_or_cut.map(Into::into),
            same_lot: request.same_shade_or_dye_lot.unwrap_or(false),
        };
        Ok(Self { stocked, conditions, wants })
    }
}

/// Both services have the same request.
fn alike(request: SolutionCheck) -> SolutionInquiry {
    let SolutionCheck { sku, requested_quantity, minimum, unit_of_measure, .. } = request;
    let mut inquiry = SolutionInquiry::new(sku, requested_quantity, minimum, unit_of_measure);
    inquiry.need_by = request.need_by;
    inquiry.fob_point = request.fob_point;
    inquiry.shade_or_dye_lot = request.shade_or_dye_lot;
    inquiry.same_shade_or_dye_lot = request.same_shade_or_dye_lot;
    inquiry.roll_or_cut = request.roll_or_cut;
    inquiry
}

/// The conditions that are not about single lots.
#[derive(Clone, Copy, Debug)]
pub(super) struct Conditions {
    minimum: i64,
    requested: i64,
    need_by: Option<NaiveDate>,
}

impl Conditions {
    pub(super) fn new(
        visit: &Visit,
        minimum: Option<b2b_xml::Decimal>,
        requested: Option<b2b_xml::Decimal>,
        need_by: Option<NaiveDate>,
    ) -> Result<Self, Refused> {
        if let (Some(minimum), Some(requested)) = (minimum, requested)
            && minimum > requested
        {
            return Err(Refused::invalid_argument("ReqQuantityMinimum is more than RequestedQuantity"));
        }
        if need_by.is_some_and(|day| day < visit.now.date_naive()) {
            return Err(Refused::invalid_argument("ReqNeedByDate is over"));
        }
        let minimum = minimum.map_or(0, amount::kept);
        Ok(Self { minimum, requested: requested.map_or(minimum, amount::kept), need_by })
    }

    /// The lots of the groups that come to the minimum.
    pub(super) fn satisfying<'g, 's>(&self, groups: &'g [Vec<&'s Lot>]) -> impl Iterator<Item = &'s Lot> + use<'g, 's> {
        let minimum = self.minimum;
        groups.iter().filter(move |group| pick::left(group) >= minimum).flatten().copied()
    }

    /// What will come in time and comes to the minimum, with what is there at its place unless the lot must be the same.
    fn future<'s>(
        &self,
        visit: &Visit,
        stocked: &'s Stocked,
        wants: &Wants,
        groups: &[Vec<&Lot>],
    ) -> Option<(NaiveDate, i64, Option<&'s str>)> {
        let (date, quantity, fob) = stocked.future(visit.now)?;
        let in_unit = wants.unit.as_ref().is_none_or(|unit| *unit == stocked.item.unit);
        let in_time = self.need_by.is_none_or(|day| date <= day);
        if !in_unit || !in_time || !wants.fits_future(fob) {
            return None;
        }
        let beside = |group: &&Vec<&Lot>| group.first().is_some_and(|lot| fob.is_none_or(|fob| lot.fob == fob));
        let there = groups.iter().filter(beside).map(|group| pick::left(group)).max().unwrap_or(0);
        let there = if wants.same_lot { 0 } else { there };
        (quantity.saturating_add(there) >= self.minimum).then_some((date, quantity, fob))
    }
}
