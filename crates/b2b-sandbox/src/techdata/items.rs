//! Finding the items of a submission, and what its transactions say of one in common.

use b2b_xml::chrono::NaiveDate;
use b2b_xml::{Decimal, FromXml, OrRaw, ToXml};
use techdata_xml::{
    AskedLine, ErrorInfo, Item, ItemQualifier, ItemStatus, ItemSubmission, OrderLevel, Price, ResponseHeader,
    ShortDate, Summary, Text,
};
use techdata_xml::{TransactionSet, WhseInfo};

use super::answer::{Document, Findings, Subset};
use super::magic::Magic;
use super::seed::{self, House, Promotion, Region, Stocked};
use super::submission::{Faults, echoed};
use crate::rusqlite::{self, Connection};

/// One item of a submission.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    pub(super) assigned_id: Option<Text>,
    pub(super) qualifier: Option<ItemQualifier>,
    pub(super) number: Option<Text>,
}

/// The items of a submission.
pub(super) fn wanted<S: ItemSubmission>(submission: &S) -> Vec<Wanted> {
    let wanted = |AskedLine { assigned_id, item }: AskedLine| {
        let (qualifier, number) = item.map(|Item { qualifier, number }| (qualifier, number)).unzip();
        Wanted { assigned_id, qualifier, number }
    };
    submission.asked_lines().into_iter().map(wanted).collect()
}

/// What there is to say of it.
#[derive(Debug, Default)]
pub(super) struct Looked {
    pub(super) stocked: Option<Stocked>,
    /// `None` is an error without a text.
    pub(super) errors: Vec<Option<String>>,
    /// What is odd about the answer.
    pub(super) magic: Option<Magic>,
}

impl Looked {
    /// How many lines the answer has for it.
    fn lines(&self) -> usize {
        match self.magic {
            Some(Magic::Unanswered) => 0,
            Some(Magic::Twice) => 2,
            _ => 1,
        }
    }
}

/// Looks an item up, or says what is wrong with asking for it.
pub(super) fn look(conn: &Connection, wanted: &Wanted) -> rusqlite::Result<Looked> {
    let qualifier = wanted.qualifier.as_ref().map(ItemQualifier::as_str).unwrap_or_default();
    let number = wanted.number.as_deref().unwrap_or_default();
    let refused = |text: String| Looked { errors: vec![Some(text)], ..Looked::default() };
    if let Some(magic) = Magic::of(number) {
        let errors = magic.errors(number);
        let stocked =
            if magic.has_data() { seed::items(conn, "VP", Magic::STAND_IN)?.into_iter().next() } else { None };
        return Ok(Looked { stocked, errors, magic: Some(magic) });
    }
    if !["VP", "MG", "UP", "BP"].contains(&qualifier) {
        return Ok(refused(format!("Item qualifier {qualifier} is not VP, MG, UP or BP")));
    }
    let mut found = seed::items(conn, qualifier, number)?;
    Ok(match (found.pop(), found.is_empty()) {
        (Some(stocked), true) => Looked { stocked: Some(stocked), ..Looked::default() },
        (Some(_), false) => refused(format!("Item {number} is not unique, use the Tech Data item number")),
        (None, _) => refused(format!("Item {} was not found", padded(qualifier, number))),
    })
}

/// The lines of an answer: what is said of each item, in the order of the submission.
#[derive(Debug)]
pub(super) struct Said<L> {
    pub(super) lines: Vec<L>,
    pub(super) findings: Findings,
    /// Which lines have an element that is new.
    pub(super) novelties: Vec<usize>,
    /// Whether ampersands stand there bare.
    pub(super) raw_ampersands: bool,
}

/// Looks all items up and has a line said of each.
pub(super) fn say<L>(
    conn: &Connection,
    wanted: &[Wanted],
    faults: &Faults,
    mut line: impl FnMut(usize, &mut Looked) -> rusqlite::Result<L>,
) -> rusqlite::Result<Said<L>> {
    let mut said =
        Said { lines: Vec::new(), findings: Findings::default(), novelties: Vec::new(), raw_ampersands: false };
    for (at, wanted) in wanted.iter().enumerate() {
        let wrong: Vec<Option<String>> = faults.of(at).map(Some).collect();
        let mut looked =
            if wrong.is_empty() { look(conn, wanted)? } else { Looked { errors: wrong, ..Looked::default() } };
        match looked.magic {
            Some(Magic::Novel) => said.novelties.push(said.lines.len()),
            Some(Magic::RawAmpersand) => said.raw_ampersands = true,
            _ => {}
        }
        for _ in 0..looked.lines() {
            said.lines.push(line(at, &mut looked)?);
        }
        for error in &looked.errors {
            let text = error.as_deref().unwrap_or("an error without a text");
            said.findings.add(format!("Line {}: {text}.", at + 1));
        }
    }
    Ok(said)
}

/// Since 2012 a number of eight digits comes back as one of 18.
pub(super) fn padded(qualifier: &str, number: &str) -> String {
    let long = qualifier == "VP" && number.len() == 8 && number.bytes().all(|byte| byte.is_ascii_digit());
    if long { format!("{number:0>18}") } else { number.to_owned() }
}

/// The errors of a line: Availability, Price and Availability, ShipVia.
pub(super) fn error_infos(errors: &[Option<String>]) -> Vec<ErrorInfo> {
    let info = |text: &Option<String>| ErrorInfo {
        ref_id_qual3: Some("1Q".into()),
        ref_id3: Some("0".into()),
        error_desc: text.as_deref().map(Text::from),
    };
    errors.iter().map(info).collect()
}

/// The document with a list of items, and what is odd about it.
pub(super) fn listed<T: ToXml + FromXml, L>(document: &T, subset: Subset, said: &Said<L>) -> Document {
    let written =
        said.novelties.iter().fold(Document::new(document, subset), |document, line| document.with_novelty(*line));
    if said.raw_ampersands { written.replaced("&amp;", "&") } else { written }
}

/// The texts of a refusal as the errors of a line.
pub(super) fn as_errors(texts: &[String]) -> Vec<Option<String>> {
    texts.iter().cloned().map(Some).collect()
}

/// The header of an answer to a message with an id.
pub(super) fn header(set: Option<TransactionSet>, id: Option<&Text>, version: Text) -> ResponseHeader {
    ResponseHeader { trans_set_id_code: set, trans_control_id: echoed(id), response_version: Some(version) }
}

/// The end of an answer, whose one element is obsolete and empty.
pub(super) fn summary() -> Option<Summary> {
    Some(Summary::default())
}

/// The version of an answer: the one that is asked for, else the oldest.
pub(super) fn version(asked: Option<&Text>, oldest: &str) -> Text {
    asked.cloned().unwrap_or_else(|| oldest.into())
}

/// Whether a version is at least this one. What is no number is an old one.
pub(super) fn is_since(version: &str, since: &str) -> bool {
    let number = |text: &str| text.trim().parse::<Decimal>().ok();
    number(version) >= number(since)
}

/// A price with its dollar sign and with commas between thousands.
pub(super) fn dollars(price: Decimal) -> OrRaw<Price> {
    let text = price.to_string();
    let (whole, cents) = text.split_once('.').unwrap_or((&text, "00"));
    if whole.len() <= 3 {
        return OrRaw::Value(price.into());
    }
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    OrRaw::Raw(format!("${grouped}.{cents}"))
}

pub(super) fn quantity(number: i64) -> Option<OrRaw<Decimal>> {
    Some(OrRaw::Value(Decimal::from(number)))
}

/// The status as the seed spells it, blanks included.
pub(super) fn status(stocked: &Stocked) -> Option<ItemStatus> {
    Some(ItemStatus::Other(stocked.item.status.clone()))
}

pub(super) fn warehouse(house: &House, today: NaiveDate) -> WhseInfo {
    WhseInfo {
        id_code: Some(house.name.as_str().into()),
        whse_code: Some(house.code.as_str().into()),
        qty: quantity(house.qty),
        total_on_order_qty: house.on_order_in_all.and_then(quantity),
        on_order_qty: house.on_order.and_then(quantity),
        on_order_eta_date: house.eta(today).map(|date| OrRaw::Value(ShortDate(date))),
    }
}

impl Stocked {
    /// The contract price, or the one for an order level; `Err` if there is none for it.
    pub(super) fn price(&self, level: Option<&OrderLevel>) -> Result<Decimal, String> {
        match level {
            None => Ok(self.item.contract),
            Some(OrderLevel::Federal) => Ok(self.item.federal.unwrap_or(self.item.contract)),
            Some(other) => Err(format!("Order level {other} is not valid")),
        }
    }

    /// The promotion that holds for everybody and for so many.
    pub(super) fn promotion(&self, pieces: Option<u32>) -> Option<&Promotion> {
        let holds = |promotion: &&Promotion| {
            promotion.order_level.is_none() && pieces.is_none_or(|pieces| pieces >= promotion.minimum)
        };
        self.item.promotions.iter().find(holds)
    }
}

/// Which region a postal code belongs to; `None` for other countries.
pub(super) fn region_of(postal_code: &str) -> Option<Region> {
    let bare: String = postal_code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let shape: String = bare.chars().map(|c| if c.is_ascii_digit() { '9' } else { c.to_ascii_uppercase() }).collect();
    match shape.as_bytes() {
        b"99999" | b"999999999" => Some(Region::Us),
        [a, b'9', b, b'9', c, b'9'] if [a, b, c].iter().all(|letter| letter.is_ascii_uppercase()) => Some(Region::Ca),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_have_commas() {
        for (price, expected) in
            [("217.54", None), ("1217.54", Some("$1,217.54")), ("1234567.00", Some("$1,234,567.00"))]
        {
            assert_eq!(dollars(price.parse().unwrap()).raw(), expected, "{price}");
        }
    }

    #[test]
    fn postal_codes_tell_the_country() {
        for (code, region) in [
            ("33760", Some(Region::Us)),
            ("33760-1234", Some(Region::Us)),
            ("L5N 2M2", Some(Region::Ca)),
            ("l5n2m2", Some(Region::Ca)),
            ("10115 Berlin", None),
            ("", None),
        ] {
            assert_eq!(region_of(code), region, "{code}");
        }
    }

    #[test]
    fn numbers_of_eight_digits_are_padded() {
        assert_eq!(padded("VP", "10226038"), "000000000010226038");
        for (qualifier, number) in [("VP", "7512ZJ"), ("VP", "070374"), ("UP", "12345678")] {
            assert_eq!(padded(qualifier, number), number);
        }
    }

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(
            is_since("1.8", "1.8") && is_since("2", "1.8") && !is_since("1.5", "1.8") && !is_since("latest", "1.8")
        );
    }
}
