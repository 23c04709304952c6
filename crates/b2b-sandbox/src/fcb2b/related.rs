//! Related items.

use fcb2b_client::{DateOrTime, RelatedAnswer, RelatedData, RelatedItem, RelatedItems};

use super::items::{self, Stocked};
use super::refused::Refused;
use super::service::Visit;
use super::{amount, stock};

pub(super) async fn items(visit: Visit, request: RelatedItems) -> Result<RelatedAnswer, Refused> {
    let stocked = items::find(&visit, &request.sku).await?;
    let of_catalogue = stocked.item.related.iter().filter_map(|sku| visit.catalogue.get(sku));
    let (related_to, now): (Vec<Stocked>, _) = (of_catalogue.cloned().collect(), visit.now);
    let found = visit.context.store.read(move |connection| {
        related_to.into_iter().map(|stocked| stocked.left(connection, now)).collect::<Result<Vec<_>, _>>()
    });
    let found = found.await.map_err(|error| Refused::internal(&error))?;
    let mut data = RelatedData::default();
    data.client_identifier = visit.client_identifier();
    data.sku = Some(stocked.item.sku.clone());
    data.time_stamp = Some(DateOrTime::from(visit.now).into());
    let mut answer = RelatedAnswer::default();
    answer.data = Some(data);
    answer.items = found.iter().map(|stocked| related(&visit, stocked)).collect();
    Ok(answer)
}

/// An item with all of its stock in its own unit, wherever it is: as recorded, without FOB points and lots.
fn related(visit: &Visit, stocked: &Stocked) -> RelatedItem {
    let own: Vec<_> = stocked.lots.iter().filter(|lot| lot.unit == stocked.item.unit).collect();
    let single = stock::single(visit, stocked, &own);
    let mut related = RelatedItem::default();
    related.drop_flag = single.drop_flag;
    related.description = single.description;
    related.roll_or_cut = single.roll_or_cut;
    related.sku = single.sku;
    related.unit_of_measure = single.unit_of_measure;
    related.quantity = single.quantity;
    if let Some((date, quantity, _)) = stocked.future(visit.now) {
        related.future_date = Some(DateOrTime::from(date).into());
        related.future_quantity = Some(amount::written(quantity).into());
    }
    related
}
