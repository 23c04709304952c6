//! The second part: a flooring dealer's afternoon.

use b2b_desk::{
    Answered, AvailabilityQuestion, Conditions, Depth, Desk, Extent, OrderQuestion, PriceQuestion, Question,
    ReserveOutcome, ReserveRequest, ServicesQuestion, SupplierError, Whom,
};
use b2b_model::Reservation;

use super::{indented, table_of, unexpected};
use crate::commands::desk::attempt;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::entry::{Entry, Said};
use crate::render::{articles, lists};
use crate::{output, render};

pub(super) async fn tell(desk: &Desk) -> Result<(), Failure> {
    let services = one(desk, &ServicesQuestion::new()).await?.value;
    let address = |name: &str| {
        let offer = services.iter().find(|offer| offer.name.as_deref() == Some(name));
        render::clean(offer.and_then(|offer| offer.address.as_deref()).unwrap_or_default())
    };
    say(&format!(
        "3. The sandbox also plays a flooring producer that speaks fcB2B. A dealer's afternoon begins with discovery:\n   \
         b2b services\n\n   \
         It lists {} services, each at an address of its own: {}, {}.\n\n",
        services.len(),
        address("StockCheck"),
        address("SolutionCheck"),
    ))?;
    step("4. What is there of a carpet, by lot and form?\n   b2b stock BL12000451 --supplier fcb2b --all")?;
    let all = AvailabilityQuestion::of(["BL12000451"]).extent(Extent::Every);
    show(&articles::stock(&entries(one(desk, &all).await?)))?;

    step(
        "5. Is there a roll of 100 SY, all of one lot? And 100 boxes of a plank of one lot at one place?\n   \
         b2b stock BL12000451 --supplier fcb2b --quantity 100 --unit SY --same-lot --roll\n   \
         b2b stock VV01701002 --supplier fcb2b --quantity 100 --unit BX --same-lot",
    )?;
    let mut roll = Conditions::new(100.into(), "SY").same_lot();
    roll.form = Some(b2b_model::Form::Roll);
    let mut found = one(desk, &AvailabilityQuestion::of(["BL12000451"]).conditions(roll)).await?;
    let boxes = Conditions::new(100.into(), "BX").same_lot();
    found.extend(one(desk, &AvailabilityQuestion::of(["VV01701002"]).conditions(boxes)).await?);
    show(&articles::stock(&entries(found)))?;

    step("6. What does a tile cost?\n   b2b price 5E65800110 --supplier fcb2b")?;
    show(&articles::prices(&entries(one(desk, &PriceQuestion::of(["5E65800110"])).await?)))?;

    step(
        "7. 60 of the last 100 boxes are held back:\n   \
         b2b reserve LASTBOX100 --quantity 60 --unit BX --sidemark \"SMITH KITCHEN\"",
    )?;
    match desk.reserve(&desk.prepare_reservation(&Whom::Able, sixty(), mark("SMITH KITCHEN"), &attempt()?)?).await? {
        ReserveOutcome::Done(told) => show(&lists::reservations(&[reserved(told.value)]))?,
        _ => return Err(unexpected("the sandbox lost a reservation")),
    }
    step("   and are no longer available:\n   b2b stock LASTBOX100 --supplier fcb2b")?;
    show(&articles::stock(&entries(one(desk, &AvailabilityQuestion::of(["LASTBOX100"])).await?)))?;

    step("8. 60 more are too many:\n   b2b reserve LASTBOX100 --quantity 60 --unit BX --sidemark \"JONES BATH\"")?;
    let again = desk.prepare_reservation(&Whom::Able, sixty(), mark("JONES BATH"), &attempt()?)?;
    let ReserveOutcome::Refused(error) = desk.reserve(&again).await? else {
        return Err(unexpected("the sandbox reserved more than it has"));
    };
    say(&refused(&error))?;

    step("9. And how does an order stand?\n   b2b order fcb2b:3132305 --detail")?;
    let question = OrderQuestion::by_supplier_number(["3132305"]).depth(Depth::Lines);
    show(&table_of(one(desk, &question).await?))?;
    say(
        "   A reservation is never sent twice. If its answer is lost, b2b looks for it; b2b help reserve tells how.\n\n",
    )
}

/// The answer of the one supplier that can.
pub(super) async fn one<Q: Question>(desk: &Desk, question: &Q) -> Result<Q::Answer, Failure> {
    let reply = desk.ask(&Whom::Able, question).await?.pop();
    Ok(reply.ok_or_else(|| unexpected("nobody answered"))?.result?)
}

pub(super) fn entries<T>(answers: Vec<Answered<T>>) -> Vec<Entry<T>> {
    let entry = |answer: Answered<T>| Entry {
        supplier: None,
        asked: Some(answer.about),
        said: match answer.result {
            Ok(told) => Said::Value(told.value),
            Err(error) => Said::Nothing { problems: vec![error.problem()] },
        },
    };
    answers.into_iter().map(entry).collect()
}

fn sixty() -> ReserveRequest {
    ReserveRequest::new("LASTBOX100", 60.into(), "BX")
}

fn mark(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn reserved(reservation: Reservation) -> Entry<Reservation> {
    Entry::recorded(reservation)
}

fn refused(error: &SupplierError) -> String {
    format!(
        "   b2b says         {error}.\n   \
            what to do       {}\n   \
            exit code        {}\n\n",
        error.hint(),
        Exit::from(error.cause()) as u8,
    )
}

pub(super) fn step(text: &str) -> Result<(), Failure> {
    say(&format!("{text}\n\n"))
}

pub(super) fn show(table: &str) -> Result<(), Failure> {
    say(&(indented(table) + "\n"))
}

pub(super) fn say(text: &str) -> Result<(), Failure> {
    output::print_styled(text)
}
