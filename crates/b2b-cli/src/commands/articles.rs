//! `b2b stock`, `price`, `related`, `documents`, `ship-via` and `end-user-info`: questions about articles.

use b2b_desk::{
    AvailabilityQuestion, DocumentsQuestion, EndUserQuestion, Extent, PriceQuestion, RelatedQuestion, ShipViaQuestion,
};

use super::asking::{ask, each};
use crate::args::{Documents, EndUserInfo, Global, Price, Related, ShipVia, Stock};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::articles;

pub(super) fn stock(global: &Global, args: &Stock) -> Result<Exit, Failure> {
    let conditions = args.wanted.conditions()?;
    let wanted = args.wanted.quantity.filter(|_| conditions.is_none());
    if args.all && wanted.is_some() {
        let message = "with --all, --quantity is a condition, and conditions need --unit";
        return Err(Failure::new(
            Exit::Usage,
            message,
            "Add the unit, for example --unit BX, or leave out --quantity.",
        ));
    }
    let extent = if args.all { Extent::Every } else { Extent::First };
    let question = AvailabilityQuestion::of(args.articles.read()?).extent(extent).wanted(wanted).conditions(conditions);
    let Some(replies) = ask(global, &args.asking, &question)? else { return Ok(Exit::Answered) };
    each(replies, |value| vec![value]).show(args.asking.form.format, articles::stock)
}

pub(super) fn price(global: &Global, args: &Price) -> Result<Exit, Failure> {
    let conditions = args.wanted.conditions()?;
    if args.wanted.quantity.is_some() && conditions.is_none() {
        let message = "--quantity is a condition, and conditions need --unit";
        return Err(Failure::new(
            Exit::Usage,
            message,
            "Add the unit, for example --unit BX, or leave out --quantity.",
        ));
    }
    let mut question = PriceQuestion::of(args.articles.read()?).conditions(conditions).order_level(args.level.clone());
    if args.stock {
        question = question.with_stock();
    }
    let Some(replies) = ask(global, &args.asking, &question)? else { return Ok(Exit::Answered) };
    each(replies, |value| vec![value]).show(args.asking.form.format, articles::prices)
}

pub(super) fn related(global: &Global, args: &Related) -> Result<Exit, Failure> {
    let question = RelatedQuestion::of(args.skus.iter().map(String::as_str));
    let Some(replies) = ask(global, &args.asking, &question)? else { return Ok(Exit::Answered) };
    each(replies, |values| values).show(args.asking.form.format, articles::related)
}

pub(super) fn documents(global: &Global, args: &Documents) -> Result<Exit, Failure> {
    let question = DocumentsQuestion::of(args.skus.iter().map(String::as_str));
    let Some(replies) = ask(global, &args.asking, &question)? else { return Ok(Exit::Answered) };
    each(replies, |values| values).show(args.asking.form.format, articles::documents)
}

pub(super) fn ship_vias(global: &Global, args: &ShipVia) -> Result<Exit, Failure> {
    let question = ShipViaQuestion::to(args.to.as_str(), args.articles.read()?).from_location(args.warehouse.clone());
    let Some(replies) = ask(global, &args.asking, &question)? else { return Ok(Exit::Answered) };
    each(replies, |value| vec![value]).show(args.asking.form.format, articles::ship_vias)
}

pub(super) fn end_user(global: &Global, args: &EndUserInfo) -> Result<Exit, Failure> {
    let question = EndUserQuestion::of(args.articles.read()?).order_level(args.level.clone());
    let Some(replies) = ask(global, &args.asking, &question)? else { return Ok(Exit::Answered) };
    each(replies, |value| vec![value]).show(args.asking.form.format, articles::end_user)
}
