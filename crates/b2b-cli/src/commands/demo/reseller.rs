//! The third part: a reseller orders from Tech Data.

use b2b_desk::{
    Desk, OrderOutcome, OrderQuestion, OrderRequest, PriceQuestion, RequestedLine, Serials, Shortage, Whom,
};

use super::dealer::{entries, one, say, show, step};
use super::{table_of, unexpected};
use crate::commands::desk::attempt;
use crate::failure::Failure;
use crate::render::entry::Entry;
use crate::render::{articles, table};

const PO: &str = "PO-DEMO-1";

pub(super) async fn tell(desk: &Desk) -> Result<(), Failure> {
    step(
        "10. And it plays Tech Data. Three items are priced, the second of them by a number that is none:\n   \
         b2b price 10226038 10226O38 7512ZJ --supplier techdata",
    )?;
    let question = PriceQuestion::of(["10226038", "10226O38", "7512ZJ"]);
    show(&articles::prices(&entries(one(desk, &question).await?)))?;

    step(
        "11. Two docking stations are ordered, by a file that b2b help order-file explains:\n   b2b place-order po-demo-1.toml",
    )?;
    let pending = desk.prepare_order(&Whom::Able, order(), &attempt()?)?;
    match desk.place_order(&pending).await? {
        OrderOutcome::Done(told) => {
            let entries: Vec<_> = told.value.orders.into_iter().map(Entry::recorded).collect();
            show(&table::orders(&entries))?;
        }
        _ => return Err(unexpected("the sandbox did not take an order")),
    }
    step(
        "12. They come in two containers, with serial numbers:\n   b2b order po:PO-DEMO-1 --supplier techdata --serials",
    )?;
    show(&table_of(one(desk, &OrderQuestion::by_customer_number([PO]).serials(Serials::Include)).await?))?;
    say("   An order is never sent twice either. b2b help place-order tells what happens if its answer is lost.\n\n")
}

fn order() -> OrderRequest {
    let mut order = OrderRequest::new(PO).line(RequestedLine::new("mg:SBX-DOCK-2", 2));
    order.shortage = Some(Shortage::BackorderRest);
    order.ship_to.name = Some("Sample & Sons".to_owned());
    order.ship_to.address = vec!["100 Sample Dr".to_owned()];
    order.ship_to.city = Some("Clearwater".to_owned());
    order.ship_to.state = Some("FL".to_owned());
    order.ship_to.postal_code = Some("33760".to_owned());
    order
}
