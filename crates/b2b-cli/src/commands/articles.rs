//! `b2b stock`, `price`, `related`, `documents`, `ship-via` and `end-user-info`: questions about articles.

use b2b_desk::{
    Article, AvailabilityQuestion, DocumentsQuestion, EndUserQuestion, Extent, PriceQuestion, RelatedQuestion,
    ShipViaQuestion,
};

use super::asking::{Came, ask};
use crate::args::{Documents, EndUserInfo, Global, Price, Related, ShipVia, Stock, once};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input;
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
    let articles = args.articles.read()?;
    let asked = named(&articles);
    let question = AvailabilityQuestion::of(articles).extent(extent).wanted(wanted).conditions(conditions);
    let read = |answer| Came::of_article(answer, |value| vec![value]);
    ask(global, &args.asking, (question, asked), read, articles::stock)
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
    let articles = args.articles.read()?;
    let asked = named(&articles);
    let mut question = PriceQuestion::of(articles).conditions(conditions).order_level(args.level.clone());
    if args.stock {
        question = question.with_stock();
    }
    let read = |answer| Came::of_article(answer, |value| vec![value]);
    ask(global, &args.asking, (question, asked), read, articles::prices)
}

pub(super) fn related(global: &Global, args: &Related) -> Result<Exit, Failure> {
    let skus = once(args.source.gather(&args.skus, input::ARTICLES)?);
    let question = RelatedQuestion::of(skus.iter().map(String::as_str));
    let read = |answer| Came::of_article(answer, |values| values);
    ask(global, &args.asking, (question, skus), read, articles::related)
}

pub(super) fn documents(global: &Global, args: &Documents) -> Result<Exit, Failure> {
    let skus = once(args.source.gather(&args.skus, input::ARTICLES)?);
    let question = DocumentsQuestion::of(skus.iter().map(String::as_str));
    let read = |answer| Came::of_article(answer, |values| values);
    ask(global, &args.asking, (question, skus), read, articles::documents)
}

pub(super) fn ship_vias(global: &Global, args: &ShipVia) -> Result<Exit, Failure> {
    let articles = args.articles.read()?;
    let asked = named(&articles);
    let question = ShipViaQuestion::to(args.to.as_str(), articles).from_location(args.warehouse.clone());
    let read = |answer| Came::of_article(answer, |value| vec![value]);
    ask(global, &args.asking, (question, asked), read, articles::ship_vias)
}

pub(super) fn end_user(global: &Global, args: &EndUserInfo) -> Result<Exit, Failure> {
    let articles = args.articles.read()?;
    let asked = named(&articles);
    let question = EndUserQuestion::of(articles).order_level(args.level.clone());
    let read = |answer| Came::of_article(answer, |value| vec![value]);
    ask(global, &args.asking, (question, asked), read, articles::end_user)
}

fn named(articles: &[Article]) -> Vec<String> {
    articles.iter().map(ToString::to_string).collect()
}
