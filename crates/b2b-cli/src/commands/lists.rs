//! `b2b services`, `catalogs` and `orders`: what suppliers list.

use b2b_desk::{CatalogRequest, CatalogsQuestion, Orders, RecentOrdersQuestion, ServicesQuestion, Told};

use super::asking::{Came, ask};
use crate::args::{Catalogs, Global, Orders as OrdersArgs, Services};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render;

pub(super) fn services(global: &Global, args: &Services) -> Result<Exit, Failure> {
    let question = ServicesQuestion::new();
    ask(global, &args.asking, (question, Vec::new()), Came::of_list, render::lists::services)
}

pub(super) fn catalogs(global: &Global, args: &Catalogs) -> Result<Exit, Failure> {
    let Some(code) = &args.request else {
        let question = CatalogsQuestion::new();
        return ask(global, &args.asking, (question, Vec::new()), Came::of_list, render::lists::catalogs);
    };
    let request = CatalogRequest::of(code.as_str()).part(args.part.clone());
    let read = |told: Told<_>| Came::of_list(told.map(|promise| vec![promise]));
    ask(global, &args.asking, (request, Vec::new()), read, render::lists::promises)
}

pub(super) fn orders(global: &Global, args: &OrdersArgs) -> Result<Exit, Failure> {
    let question = RecentOrdersQuestion::of(args.limit);
    let read = |orders: Orders| {
        let mut came = Came::of_list(Told::new(orders.orders).warnings(orders.warnings));
        came.lack(&orders.unanswered, orders.problems);
        came
    };
    ask(global, &args.asking, (question, Vec::new()), read, render::lists::orders)
}
