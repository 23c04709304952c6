//! What the inspector shows of the producer.

use std::sync::Arc;

use b2b_http::{Attempt, Operation, Received};
use b2b_model::{Availability, Catalog, Decimal, Document, OrderStatus, PriceQuote, Reservation};
use b2b_xml::chrono::DateTime;
use bytes::Bytes;
use fcb2b_client::{
    Call, CreateReserve, DocumentService, GetPriceCatalogTypes, GetReserves, InventoryAnswer, InventoryInquiry,
    OrderStatus as AskOrder, OrderStatusDetail, Orders, PriceInquiry, Producer, RelatedItems, Service, ServiceName,
    SigningProfile, SolutionCheck, SolutionInquiry, StockCheck, UnitOfMeasure, model,
};
use serde::Serialize;
use serde_json::Value;

use super::items::Shelves;
use super::{seed, snippets};
use crate::exchange::Exchange;
use crate::supplier::{Context, Inspect, Language, Meaning, Planting, View};

/// Stands for the article of a question that nobody asks.
const ANY: &str = "-";

#[derive(Debug)]
pub(super) struct Inspector {
    pub(super) context: Context,
    pub(super) shelves: Shelves,
    pub(super) profile: SigningProfile,
    pub(super) profile_name: String,
}

impl Inspect for Inspector {
    fn meaning(&self, exchange: &Exchange) -> Meaning {
        let mut meaning = Meaning::default();
        if let Some((answer, warnings)) = exchange.operation.as_deref().and_then(|name| answer(name, exchange)) {
            meaning.answer = Some(answer);
            meaning.warnings = warnings;
        }
        meaning
    }

    /// Programs that sign anew: a signature is good for some minutes only.
    fn snippet(&self, exchange: &Exchange, language: Language) -> Option<String> {
        match language {
            Language::Rust => snippets::rust(self, exchange),
            Language::Python => snippets::python(self, exchange),
            _ => None,
        }
    }

    fn views(&self) -> &'static [View] {
        &VIEWS
    }

    fn plant(&self) -> Planting {
        let (context, shelves) = (self.context.clone(), self.shelves.clone());
        Box::pin(async move {
            seed::plant(&context.store, context.clock.now()).await?;
            shelves.reload(&context.store).await
        })
    }
}

const VIEWS: [View; 4] = [
    View {
        title: "items",
        sql: "SELECT sku AS \"SKU\", json_extract(document, '$.description') AS \"Description\",
                  json_extract(document, '$.unit') AS \"Unit\", json_extract(document, '$.dropped') AS \"Dropped\",
                  json_extract(document, '$.quirk') AS \"Quirk\"
              FROM fcb2b_item ORDER BY sku",
    },
    View {
        title: "stock by lot",
        sql: "SELECT sku AS \"SKU\", fob_point AS \"FOB point\", lot AS \"Lot\", roll_number AS \"Roll\", unit AS \"Unit\",
                  quantity / 10000.0 AS \"Quantity\", held / 10000.0 AS \"Held\", (quantity - held) / 10000.0 AS \"Left\"
              FROM (SELECT *, (
                  SELECT coalesce(sum(hold.quantity), 0) FROM fcb2b_hold AS hold
                  JOIN fcb2b_reservation AS reservation ON reservation.number = hold.reservation
                  WHERE hold.stock = fcb2b_stock.id AND reservation.expires > :now
              ) AS held FROM fcb2b_stock) ORDER BY sku, position",
    },
    View {
        title: "reservations",
        sql: "SELECT number AS \"Reservation\", client AS \"Client\", sidemark AS \"Sidemark\",
                  datetime(created, 'unixepoch') AS \"Created\", datetime(expires, 'unixepoch') AS \"Holds until\",
                  CASE WHEN expires > :now THEN 'active' ELSE 'over' END AS \"Is\",
                  (SELECT group_concat(sku || ' ' || hold.quantity / 10000.0, ', ') FROM fcb2b_hold AS hold
                   JOIN fcb2b_stock ON fcb2b_stock.id = stock WHERE reservation = number) AS \"Holds\"
              FROM fcb2b_reservation ORDER BY number DESC",
    },
    View {
        title: "orders",
        sql: "SELECT number AS \"Order\", client AS \"Client\", ordered AS \"Ordered\" FROM fcb2b_order ORDER BY number",
    },
];

/// The answer of a service in nobody's dialect, and what was let pass; none for those that `b2b-model` has no words for.
fn answer(service: &str, exchange: &Exchange) -> Option<(Value, Vec<String>)> {
    let body = exchange.response_body.as_bytes();
    match ServiceName::from(service) {
        ServiceName::StockCheck => read(StockCheck::new(ANY), body, |it| Availability::from(it)),
        ServiceName::SolutionCheck => {
            read(SolutionCheck::new(ANY, Decimal::ONE, Decimal::ONE, UnitOfMeasure::Box), body, |it| {
                Availability::from(it)
            })
        }
        ServiceName::InventoryInquiry => read(InventoryInquiry::new(ANY), body, |it| Availability::from(it)),
        ServiceName::SolutionInquiry => {
            read(SolutionInquiry::new(ANY, Decimal::ONE, Decimal::ONE, UnitOfMeasure::Box), body, |it| {
                Availability::from(it)
            })
        }
        ServiceName::PriceInquiry => read(PriceInquiry::new(ANY), body, |it: &InventoryAnswer| PriceQuote::from(it)),
        ServiceName::RelatedItems => read(RelatedItems::new(ANY), body, model::related),
        ServiceName::DocumentService => {
            read(DocumentService::new(ANY), body, |it| it.iter().map(Document::from).collect::<Vec<_>>())
        }
        ServiceName::GetPriceCatalogTypes => {
            read(GetPriceCatalogTypes::new(), body, |it| it.iter().map(Catalog::from).collect::<Vec<_>>())
        }
        ServiceName::GetReserves => {
            read(GetReserves::new(), body, |it| it.iter().map(Reservation::from).collect::<Vec<_>>())
        }
        ServiceName::CreateReserve => read(CreateReserve::new(ANY, 1, UnitOfMeasure::Box), body, |it| {
            serde_json::to_value(it).unwrap_or_default()
        }),
        ServiceName::Orders => {
            read(Orders::new(1_u32), body, |it| it.iter().map(OrderStatus::from).collect::<Vec<_>>())
        }
        ServiceName::OrderStatus => read(AskOrder::new(ANY), body, |it| OrderStatus::from(it)),
        ServiceName::OrderStatusDetail => read(OrderStatusDetail::new(ANY), body, |it| OrderStatus::from(it)),
        _ => None,
    }
}

/// Reads a document as the answer to a question that is never sent.
fn read<S: Service, V: Serialize>(
    service: S,
    body: &[u8],
    meaning: impl FnOnce(&S::Output) -> V,
) -> Option<(Value, Vec<String>)> {
    let producer = Producer::new(SigningProfile::unsigned(), None);
    // RFC 2606 keeps the name free.
    let url = "https://recorded.invalid/".parse().ok()?;
    let call = Call::new(Arc::new(producer), url, service);
    let (_, sent) = call.request(&Attempt::new(1, DateTime::UNIX_EPOCH, [0; 32])).ok()?;
    let response = http::Response::new(Bytes::copy_from_slice(body));
    let answer = call.response(&sent, Received::new(DateTime::UNIX_EPOCH, response)).ok()?;
    let warnings = answer.warnings.iter().map(|warning| format!("answer: {warning}")).collect();
    Some((serde_json::to_value(meaning(&answer.value)).ok()?, warnings))
}
