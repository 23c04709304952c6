//! What became of items that were asked for.

use b2b_model::{Availability, EndUserNeeds, PriceQuote, Priced, Problem, ShipVias, Sku};

use crate::{AnswerLine, ItemQualifier, LineAnswer, LineError, RequiredEuiLine, ShipViaLine};

/// What Tech Data has of an item. One that was refused, or has no answer, has the problem.
#[must_use]
pub fn availability<L>(line: &LineAnswer<L>) -> Availability
where
    Availability: for<'a> From<&'a L>,
{
    let told = told(line, |problems| Availability { problems, ..Availability::default() });
    Availability {
        sku: told.sku.or_else(|| asked(line, &ItemQualifier::TechData)),
        manufacturer_sku: told.manufacturer_sku.or_else(|| asked(line, &ItemQualifier::Manufacturer)),
        ..told
    }
}

/// What an item costs. One that was refused, or has no answer, has the problem.
#[must_use]
pub fn price_quote<L>(line: &LineAnswer<L>) -> PriceQuote
where
    PriceQuote: for<'a> From<&'a L>,
{
    let told = told(line, |problems| PriceQuote { problems, ..PriceQuote::default() });
    PriceQuote {
        sku: told.sku.or_else(|| asked(line, &ItemQualifier::TechData)),
        manufacturer_sku: told.manufacturer_sku.or_else(|| asked(line, &ItemQualifier::Manufacturer)),
        ..told
    }
}

/// What an item costs, like [`price_quote`], with what Tech Data has of it.
#[must_use]
pub fn priced<L>(line: &LineAnswer<L>) -> Priced
where
    Availability: for<'a> From<&'a L>,
    PriceQuote: for<'a> From<&'a L>,
{
    let Availability { stock, incoming, .. } = availability(line);
    Priced { quote: price_quote(line), stock, incoming }
}

/// How an item can be sent. One that was refused, or has no answer, has the problem.
#[must_use]
pub fn ship_vias(line: &LineAnswer<ShipViaLine>) -> ShipVias {
    let told = told(line, |problems| ShipVias { problems, ..ShipVias::default() });
    ShipVias { sku: told.sku.or_else(|| asked(line, &ItemQualifier::TechData)), ..told }
}

/// What must be told of the end user of an item. One that was refused, or has no answer, has the problem.
#[must_use]
pub fn end_user_needs(line: &LineAnswer<RequiredEuiLine>) -> EndUserNeeds {
    let told = told(line, |problems| EndUserNeeds { problems, ..EndUserNeeds::default() });
    EndUserNeeds { sku: told.sku.or_else(|| asked(line, &ItemQualifier::TechData)), ..told }
}

/// What a line says, refused or not, or what is made of the reasons why there is none.
fn told<L, T: for<'a> From<&'a L>>(line: &LineAnswer<L>, none: impl FnOnce(Vec<Problem>) -> T) -> T {
    match &line.result {
        Ok(line) => T::from(line),
        Err(LineError::Refused { line, .. }) => T::from(&**line),
        Err(error) => none(match error.errors() {
            [] => vec![Problem { code: None, message: Some(error.to_string()) }],
            errors => errors.iter().map(Problem::from).collect(),
        }),
    }
}

/// The number that was asked for, if it is of this kind.
fn asked<L>(line: &LineAnswer<L>, kind: &ItemQualifier) -> Option<Sku> {
    let item = line.asked.as_ref()?.item.as_ref()?;
    (item.qualifier == *kind).then(|| Sku::from(item.number.as_str()))
}

/// Tech Data's number among those of a line.
pub(super) fn sku<L: AnswerLine>(line: &L) -> Option<Sku> {
    number(line, &ItemQualifier::TechData)
}

/// The manufacturer's number among those of a line.
pub(super) fn manufacturer_sku<L: AnswerLine>(line: &L) -> Option<Sku> {
    number(line, &ItemQualifier::Manufacturer)
}

fn number<L: AnswerLine>(line: &L, kind: &ItemQualifier) -> Option<Sku> {
    let found = line.references().into_iter().find(|(qualifier, _)| *qualifier == Some(kind));
    found.map(|(_, number)| Sku::from(number.as_str()))
}

/// What is wrong with a line.
pub(super) fn problems<L: AnswerLine>(line: &L) -> Vec<Problem> {
    line.errors().iter().map(Problem::from).collect()
}
