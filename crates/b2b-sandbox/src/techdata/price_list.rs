//! Price List, and one as long as somebody wants.

use std::convert::Infallible;

use axum::body::Body;
use b2b_xml::chrono::{Days, NaiveDate};
use b2b_xml::{Decimal, OrRaw, encode};
use bytes::Bytes;
use futures_util::stream;
use techdata_xml::price_list::{self, PriceListError, PromotionInfo, StockInfo};
use techdata_xml::{
    Indicator, ItemQualifier, LongDate, OrderLevel, PriceListLine, PriceListResponse, PriceListSubmit, Text,
};

use super::answer::{Answered, Document, Findings, Reply, Subset, prolog};
use super::items::{self, Looked, Wanted, as_errors, dollars, header, is_since, padded, say, version, warehouse};
use super::magic::{Magic, many};
use super::seed::{self, Promotion, Stocked};
use super::submission::{Faults, Opening, Transaction, echoed_line};
use crate::rusqlite::{self, Connection};

/// The oldest version that was seen, and the newer one, whose changes are padded numbers and `PromoEndDate`.
const OLDEST: &str = "1.5";
const NEWER: &str = "1.8";

/// How many lines of a long list are made at once.
const AT_ONCE: u64 = 100;

impl Transaction for PriceListSubmit {
    const NAME: &'static str = "PriceList";

    fn opening(&self) -> Opening<'_> {
        Opening::of(&self.header.user_name, &self.header.password)
    }

    fn refused(asked: Option<&Self>, texts: &[String]) -> Answered {
        let line = PriceListLine { error_info: error_infos(&as_errors(texts)), ..PriceListLine::default() };
        let (response, subset) = response(asked, vec![line]);
        Answered::document(Document::new(&response, subset), Findings::default())
    }

    fn answer(self, conn: &Connection, today: NaiveDate, faults: &Faults) -> rusqlite::Result<Answered> {
        let newer = is_since(&version(self.header.response_version.as_ref(), OLDEST), NEWER);
        if let Some(answered) = long(&self, conn, today)? {
            return Ok(answered);
        }
        let wanted = items::wanted(&self);
        let mut said = say(conn, &wanted, faults, |at, looked| {
            Ok(self.lines.get(at).map(|asked| line(asked, looked, newer, today)).unwrap_or_default())
        })?;
        let lines = std::mem::take(&mut said.lines);
        let (response, subset) = response(Some(&self), lines);
        let document = items::listed(&response, subset, &said);
        let document = if newer { document } else { document.renamed("PromoEndDate", "PromotedEndDate") };
        Ok(Answered::document(document, said.findings))
    }
}

fn response(asked: Option<&PriceListSubmit>, lines: Vec<PriceListLine>) -> (PriceListResponse, Subset) {
    let asked = asked.map(|asked| &asked.header);
    let version = version(asked.and_then(|header| header.response_version.as_ref()), OLDEST);
    let subset = if is_since(&version, NEWER) { Subset::Empty } else { Subset::Absent };
    let id = asked.and_then(|header| header.trans_control_id.as_ref());
    // One answer was seen with an empty header.
    let bare = id.map(Text::as_str) == Some(super::Techdata::NOT_REPEATED);
    (PriceListResponse { header: (!bare).then(|| header(None, id, version)), lines }, subset)
}

fn line(asked: &price_list::Line, looked: &Looked, newer: bool, today: NaiveDate) -> PriceListLine {
    let qualifier = asked.ref_id_qual.as_ref().map(ItemQualifier::as_str).unwrap_or_default();
    let number = |number: &Text| if newer { padded(qualifier, number).into() } else { number.clone() };
    let bare = PriceListLine {
        assigned_id: echoed_line(asked.assigned_id.as_ref()),
        ref_id_qual1: asked.ref_id_qual.clone(),
        ref_id1: asked.ref_id.as_ref().map(number),
        error_info: error_infos(&looked.errors),
        ..PriceListLine::default()
    };
    let Some(stocked) = &looked.stocked else { return bare };
    let item = &stocked.item;
    let with_stock = asked.return_availability.as_ref().is_some_and(Indicator::is_yes);
    let houses = if with_stock { stocked.houses.as_slice() } else { &[] };
    PriceListLine {
        ref_id_qual2: Some(ItemQualifier::Manufacturer),
        ref_id2: Some(item.mg.as_str().into()),
        product_desc: Some(item.description.as_str().into()),
        item_eui_required: Some((!item.eui.is_empty()).into()),
        license_required: Some(item.license.into()),
        customer_price: Some(dollars(item.contract)),
        msrp: Some(dollars(item.retail)),
        promotion_info: item.promotions.iter().map(|one| promotion(one, today)).collect(),
        availability_info: houses.iter().map(|house| stock(stocked, house, today)).collect(),
        ..bare
    }
}

fn promotion(promotion: &Promotion, today: NaiveDate) -> PromotionInfo {
    let ends = today.checked_add_days(Days::new(promotion.ends_in_days));
    PromotionInfo {
        order_level: promotion.order_level.as_deref().map(OrderLevel::from),
        minimum_qty: items::quantity(promotion.minimum.into()),
        maximum_qty: promotion.maximum.map(|most| OrRaw::Value(Decimal::from(most))),
        promo_eui_required: Some(promotion.eui.into()),
        promoted_price_per_unit: Some(dollars(promotion.price)),
        promo_end_date: ends.map(|date| OrRaw::Value(LongDate(date))),
        promo_number: Some(promotion.number.as_str().into()),
    }
}

fn stock(stocked: &Stocked, house: &seed::House, today: NaiveDate) -> StockInfo {
    let info = warehouse(house, today);
    StockInfo {
        id_code: info.id_code,
        whse_code: info.whse_code,
        qty: info.qty,
        total_on_order_qty: info.total_on_order_qty,
        on_order_qty: info.on_order_qty,
        on_order_eta_date: info.on_order_eta_date,
        item_status: items::status(stocked),
    }
}

/// Here the errors of a line have a number and no qualifier.
fn error_infos(errors: &[Option<String>]) -> Vec<PriceListError> {
    let info = |text: &Option<String>| PriceListError {
        error_id: Some("0".into()),
        error_desc: text.as_deref().map(Text::from),
    };
    errors.iter().map(info).collect()
}

/// A stretch of a long list.
#[derive(Clone, Debug)]
enum Stretch {
    /// Lines that are there, as text.
    Ready(Bytes),
    /// So many lines like this one, whose numbers are counted up from the first one.
    Many { pattern: String, first: u64, end: u64 },
}

/// Where the number of a made line stands in its pattern.
const NUMBER: &str = "##########";

/// The list if one of its numbers asks for a long one: it is made while it is sent, and takes no memory.
fn long(asked: &PriceListSubmit, conn: &Connection, today: NaiveDate) -> rusqlite::Result<Option<Answered>> {
    if !asked.lines.iter().any(|line| line.ref_id.as_deref().and_then(many).is_some()) {
        return Ok(None);
    }
    let (empty, subset) = response(Some(asked), Vec::new());
    let whole = encode(&empty).unwrap_or_default();
    let (before, after) = whole.split_once("<Detail/>").unwrap_or((&whole, ""));
    let root = "XML_PriceList_Response";
    let opening = format!("{}{before}<Detail>\n", prolog(root, subset));
    let mut stretches = vec![Stretch::Ready(opening.into())];
    let (mut next, mut findings) = (1, Findings::default());
    for line_asked in &asked.lines {
        let wanted =
            Wanted { qualifier: line_asked.ref_id_qual.clone(), number: line_asked.ref_id.clone(), assigned_id: None };
        let number = line_asked.ref_id.as_deref().unwrap_or_default();
        match many(number) {
            Some(count) => {
                let stocked = seed::items(conn, "VP", Magic::STAND_IN)?.into_iter().next();
                let mut pattern = line_asked.clone();
                pattern.ref_id = Some(NUMBER.into());
                let looked = Looked { stocked, ..Looked::default() };
                let pattern = encode(&line(&pattern, &looked, true, today)).unwrap_or_default() + "\n";
                stretches.push(Stretch::Many { pattern, first: next, end: next + count });
                next += count;
            }
            None => {
                let looked = items::look(conn, &wanted)?;
                for error in looked.errors.iter().flatten() {
                    findings.add(format!("{error}."));
                }
                let text = encode(&line(line_asked, &looked, true, today)).unwrap_or_default() + "\n";
                stretches.push(Stretch::Ready(text.into()));
            }
        }
    }
    stretches.push(Stretch::Ready(format!("</Detail>{after}\n").into()));
    Ok(Some(Answered { reply: Reply::Stream(stream_of(stretches)), findings }))
}

fn stream_of(stretches: Vec<Stretch>) -> Body {
    let mut stretches = stretches.into_iter();
    let begun = stretches.next();
    Body::from_stream(stream::unfold((begun, stretches), |(current, mut rest)| async move {
        let (bytes, left) = match current? {
            Stretch::Ready(bytes) => (bytes, None),
            Stretch::Many { pattern, first, end } => {
                let until = end.min(first + AT_ONCE);
                let lines: String =
                    (first..until).map(|number| pattern.replace(NUMBER, &format!("{number:0>10}"))).collect();
                (lines.into(), (until < end).then_some(Stretch::Many { pattern, first: until, end }))
            }
        };
        let next = left.or_else(|| rest.next());
        Some((Ok::<Bytes, Infallible>(bytes), (next, rest)))
    }))
}
