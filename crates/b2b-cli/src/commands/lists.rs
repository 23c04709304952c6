//! `b2b services`, `catalogs` and `orders`: what suppliers list.

use b2b_desk::{CatalogRequest, CatalogsQuestion, Orders, RecentOrdersQuestion, ServicesQuestion, Told};
use b2b_model::OrderStatus;

use super::asking::{ask, lists};
use crate::args::{Catalogs, Global, Orders as OrdersArgs, Services};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render;

pub(super) fn services(global: &Global, args: &Services) -> Result<Exit, Failure> {
    let Some(replies) = ask(global, &args.asking, &ServicesQuestion::new())? else { return Ok(Exit::Answered) };
    lists(replies).show(args.asking.form.format, render::lists::services)
}

pub(super) fn catalogs(global: &Global, args: &Catalogs) -> Result<Exit, Failure> {
    let format = args.asking.form.format;
    let Some(code) = &args.request else {
        let Some(replies) = ask(global, &args.asking, &CatalogsQuestion::new())? else { return Ok(Exit::Answered) };
        return lists(replies).show(format, render::lists::catalogs);
    };
    let request = CatalogRequest::of(code.as_str()).part(args.part.clone());
    let Some(replies) = ask(global, &args.asking, &request)? else { return Ok(Exit::Answered) };
    let replies = replies.into_iter().map(|reply| reply.map(|told| told.map(|promise| vec![promise])));
    lists(replies.collect()).show(format, render::lists::promises)
}

pub(super) fn orders(global: &Global, args: &OrdersArgs) -> Result<Exit, Failure> {
    let question = RecentOrdersQuestion::of(args.limit);
    let Some(replies) = ask(global, &args.asking, &question)? else { return Ok(Exit::Answered) };
    let replies = replies.into_iter().map(|reply| reply.map(told));
    lists(replies.collect()).show(args.asking.form.format, render::lists::orders)
}

fn told(orders: Orders) -> Told<Vec<OrderStatus>> {
    Told::new(orders.orders).warnings(orders.warnings)
}
