//! Price and Availability, of one warehouse at a time and of all together.

use b2b_xml::chrono::NaiveDate;
use b2b_xml::{Decimal, OrRaw};
use techdata_xml::{
    Indicator, ItemQualifier, MultiPriceAvailabilityLine, MultiPriceAvailabilityResponse, MultiPriceAvailabilitySubmit,
    OrderLevel, PriceAvailabilityLine, PriceAvailabilityResponse, PriceAvailabilitySubmit, PriceKind, ShortDate, Text,
    TransactionSet, price_availability,
};

use super::answer::{Answered, Document, Findings, Subset};
use super::items::{
    self, Looked, Wanted, as_errors, dollars, error_infos, header, is_since, padded, say, version, warehouse,
};
use super::seed::House;
use super::submission::{Faults, Opening, Transaction, echoed_line};
use crate::rusqlite::{self, Connection};

/// The oldest version of Price and Availability that was seen, and the one that pads numbers.
const OLDEST: &str = "1.4";
const PADDED: &str = "1.5";

/// The only version of the other one.
const MULTI: &str = "1.0";

impl Transaction for PriceAvailabilitySubmit {
    const NAME: &'static str = "PriceAvailability";

    fn opening(&self) -> Opening<'_> {
        Opening::of(&self.header.user_name, &self.header.password)
    }

    /// A refused login looks like an error of a line.
    fn refused(asked: Option<&Self>, texts: &[String]) -> Answered {
        let line =
            PriceAvailabilityLine { error_info: error_infos(&as_errors(texts)), ..PriceAvailabilityLine::default() };
        let (response, subset) = response(asked, vec![line]);
        Answered::document(Document::new(&response, subset), Findings::default())
    }

    fn answer(self, conn: &Connection, today: NaiveDate, faults: &Faults) -> rusqlite::Result<Answered> {
        let wanted = items::wanted(&self);
        let pads = is_since(&version(self.header.response_version.as_ref(), OLDEST), PADDED);
        let mut said = say(conn, &wanted, faults, |at, looked| {
            Ok(self.lines.get(at).map(|asked| line(asked, looked, pads, today)).unwrap_or_default())
        })?;
        let lines = std::mem::take(&mut said.lines);
        let (response, subset) = response(Some(&self), lines);
        Ok(Answered::document(items::listed(&response, subset, &said), said.findings))
    }
}

fn response(
    asked: Option<&PriceAvailabilitySubmit>,
    lines: Vec<PriceAvailabilityLine>,
) -> (PriceAvailabilityResponse, Subset) {
    let asked = asked.map(|asked| &asked.header);
    let version = version(asked.and_then(|header| header.response_version.as_ref()), OLDEST);
    let subset = if is_since(&version, PADDED) { Subset::Empty } else { Subset::Absent };
    let id = asked.and_then(|header| header.trans_control_id.as_ref());
    let header = Some(header(Some(TransactionSet::AvailabilityResponse), id, version));
    (PriceAvailabilityResponse { header, lines, summary: items::summary() }, subset)
}

fn line(asked: &price_availability::Line, looked: &mut Looked, pads: bool, today: NaiveDate) -> PriceAvailabilityLine {
    let price = price(looked, asked.order_level.as_ref());
    let number = |number: &Text| {
        let qualifier = asked.ref_id_qual.as_ref().map(ItemQualifier::as_str).unwrap_or_default();
        if pads { padded(qualifier, number).into() } else { number.clone() }
    };
    let bare = PriceAvailabilityLine {
        assigned_id: echoed_line(asked.assigned_id.as_ref()),
        ref_id_qual1: asked.ref_id_qual.clone(),
        ref_id1: asked.ref_id.as_ref().map(number),
        error_info: error_infos(&looked.errors),
        ..PriceAvailabilityLine::default()
    };
    let (Some(stocked), Some(price)) = (&looked.stocked, price) else { return bare };
    let item = &stocked.item;
    let accepted = asked.promo_accept_ind.as_ref().is_some_and(Indicator::is_yes);
    let promotion = stocked.promotion(None).filter(|_| accepted && asked.order_level.is_none());
    let shown = asked.promo_applied_show_ind.as_ref().is_some_and(Indicator::is_yes);
    PriceAvailabilityLine {
        ref_id_qual2: Some(ItemQualifier::Manufacturer),
        ref_id2: Some(item.mg.as_str().into()),
        ref_id_qual4: item.upc.as_ref().map(|_| ItemQualifier::Upc),
        ref_id4: item.upc.as_deref().map(Into::into),
        product_desc: Some(item.description.as_str().into()),
        price_id_code1: Some(PriceKind::Contract),
        unit_price1: Some(dollars(promotion.map_or(price, |promotion| promotion.price))),
        price_id_code2: Some(PriceKind::SuggestedRetail),
        unit_price2: Some(dollars(item.retail)),
        required_end_user_info: Some((!item.eui.is_empty()).into()),
        required_license_info: Some(item.license.into()),
        promo_applied_ind: shown.then(|| promotion.is_some().into()),
        product_weight: Some(OrRaw::Value(item.weight)),
        item_status: items::status(stocked),
        whse_info: stocked.houses.iter().map(|house| warehouse(house, today)).collect(),
        ..bare
    }
}

/// The price for an order level; if there is none, that is an error of the line.
fn price(looked: &mut Looked, level: Option<&OrderLevel>) -> Option<Decimal> {
    match looked.stocked.as_ref()?.price(level) {
        Ok(price) => Some(price),
        Err(text) => {
            looked.errors.push(Some(text));
            None
        }
    }
}

impl Transaction for MultiPriceAvailabilitySubmit {
    const NAME: &'static str = "MultiPriceAvailability";

    fn opening(&self) -> Opening<'_> {
        Opening::of(&self.header.user_name, &self.header.password)
    }

    fn refused(asked: Option<&Self>, texts: &[String]) -> Answered {
        let line = MultiPriceAvailabilityLine {
            error_info: error_infos(&as_errors(texts)),
            ..MultiPriceAvailabilityLine::default()
        };
        Answered::document(Document::new(&multi_response(asked, vec![line]), Subset::Absent), Findings::default())
    }

    fn answer(self, conn: &Connection, today: NaiveDate, faults: &Faults) -> rusqlite::Result<Answered> {
        let wanted = items::wanted(&self);
        let mut said = say(conn, &wanted, faults, |at, looked| {
            let level = self.lines.get(at).and_then(|line| line.order_level.as_ref());
            Ok(wanted.get(at).map(|wanted| multi_line(wanted, level, looked, today)).unwrap_or_default())
        })?;
        let lines = std::mem::take(&mut said.lines);
        Ok(Answered::document(items::listed(&multi_response(Some(&self), lines), Subset::Absent, &said), said.findings))
    }
}

fn multi_response(
    asked: Option<&MultiPriceAvailabilitySubmit>,
    lines: Vec<MultiPriceAvailabilityLine>,
) -> MultiPriceAvailabilityResponse {
    let asked = asked.map(|asked| &asked.header);
    let version = version(asked.and_then(|header| header.response_version.as_ref()), MULTI);
    let id = asked.and_then(|header| header.trans_control_id.as_ref());
    MultiPriceAvailabilityResponse { header: Some(header(None, id, version)), lines, summary: items::summary() }
}

fn multi_line(
    wanted: &Wanted,
    level: Option<&OrderLevel>,
    looked: &mut Looked,
    today: NaiveDate,
) -> MultiPriceAvailabilityLine {
    let price = price(looked, level);
    let bare = MultiPriceAvailabilityLine {
        assigned_id: echoed_line(wanted.assigned_id.as_ref()),
        ref_id_qual1: wanted.qualifier.clone(),
        ref_id1: wanted.number.clone(),
        error_info: error_infos(&looked.errors),
        ..MultiPriceAvailabilityLine::default()
    };
    let (Some(stocked), Some(price)) = (&looked.stocked, price) else { return bare };
    let item = &stocked.item;
    let all = |quantity: fn(&House) -> Option<i64>| {
        stocked.houses.iter().filter_map(quantity).reduce(|sum, quantity| sum + quantity)
    };
    let next = stocked.houses.iter().filter(|house| house.on_order.is_some()).min_by_key(|house| house.eta_in_days);
    MultiPriceAvailabilityLine {
        ref_id_qual2: Some(ItemQualifier::Manufacturer),
        ref_id2: Some(item.mg.as_str().into()),
        ref_id_qual4: item.upc.as_ref().map(|_| ItemQualifier::Upc),
        ref_id4: item.upc.as_deref().map(Into::into),
        product_desc: Some(item.description.as_str().into()),
        price_id_code1: Some(PriceKind::Contract),
        unit_price1: Some(dollars(price)),
        price_id_code2: Some(PriceKind::SuggestedRetail),
        unit_price2: Some(dollars(item.retail)),
        required_end_user_info: Some((!item.eui.is_empty()).into()),
        required_license_info: Some(item.license.into()),
        product_weight: Some(OrRaw::Value(item.weight)),
        item_status: items::status(stocked),
        qty: all(|house| Some(house.qty)).and_then(items::quantity),
        total_on_order_qty: all(|house| house.on_order_in_all).and_then(items::quantity),
        on_order_qty: next.and_then(|house| house.on_order).and_then(items::quantity),
        on_order_eta_date: next.and_then(|house| house.eta(today)).map(|date| OrRaw::Value(ShortDate(date))),
        ..bare
    }
}
