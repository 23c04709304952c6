//! What the inspector shows of Tech Data.

use b2b_model::{Availability, OrderStatus, Outcome, PriceQuote};
use b2b_xml::{Decoded, FromXml};
use serde::Serialize;
use serde_json::{Value, json};
use techdata_xml::{
    AvailabilityResponse, AvailabilitySubmit, InvoiceDetailByPoResponse, InvoiceDetailByPoSubmit,
    MultiPriceAvailabilityResponse, MultiPriceAvailabilitySubmit, OrderResponse, OrderStatusAnswer,
    OrderStatusResponse, OrderStatusSubmit, OrderSubmit, PriceAvailabilityResponse, PriceAvailabilitySubmit,
    PriceListResponse, PriceListSubmit, QuoteSubmit, RequiredEuiSubmit, ShipViaSubmit, ShipmentStatusResponse,
    decode_recorded, model, root_name,
};

use super::seed;
use crate::exchange::Exchange;
use crate::store::Store;
use crate::supplier::{Inspect, Meaning, Planting, View};

#[derive(Debug)]
pub(super) struct Inspector(pub(super) Store);

impl Inspect for Inspector {
    fn meaning(&self, exchange: &Exchange) -> Meaning {
        let warnings = warnings_of_submission(exchange.request_body.as_bytes());
        let mut meaning = Meaning { answer: None, warnings };
        if let Some((answer, warnings)) = answer(exchange.response_body.as_bytes()) {
            meaning.answer = Some(answer);
            meaning.warnings.extend(warnings.iter().map(|warning| format!("answer: {warning}")));
        }
        meaning
    }

    fn views(&self) -> &'static [View] {
        &VIEWS
    }

    fn plant(&self) -> Planting {
        let store = self.0.clone();
        Box::pin(async move { seed::plant(&store).await })
    }
}

const VIEWS: [View; 4] = [
    View {
        title: "items",
        sql: "SELECT vp AS \"Tech Data's number\", json_extract(document, '$.mg') AS \"Maker's number\",
                  json_extract(document, '$.description') AS \"Description\",
                  json_extract(document, '$.status') AS \"Status\",
                  json_extract(document, '$.contract') AS \"Price\"
              FROM techdata_item ORDER BY vp",
    },
    View {
        title: "stock by warehouse",
        sql: "SELECT vp AS \"Item\", code AS \"Warehouse\", name AS \"Place\", qty AS \"In stock\", on_order AS \"On order\",
                  eta_in_days AS \"Expected in days\"
              FROM techdata_stock ORDER BY vp, place",
    },
    View {
        title: "orders",
        sql: "SELECT number AS \"Order\", po AS \"Purchase order\", json_extract(document, '$.status') AS \"Status\",
                  json_extract(document, '$.placed') AS \"Placed\", invoice AS \"Invoice\",
                  json_array_length(document, '$.lines') AS \"Lines\"
              FROM techdata_order ORDER BY id DESC",
    },
    View {
        title: "quotes",
        sql: "SELECT number AS \"Quote\", json_array_length(document, '$.lines') AS \"Lines\",
                  json_extract(document, '$.error') AS \"Error\"
              FROM techdata_quote ORDER BY number",
    },
];

fn warnings_of_submission(body: &[u8]) -> Vec<String> {
    let root = root_name(body).unwrap_or_default();
    let warnings = match root.as_str() {
        "XML_Availability_Submit" => warnings::<AvailabilitySubmit>(body),
        "XML_PriceAvailability_Submit" => warnings::<PriceAvailabilitySubmit>(body),
        "XML_MultiPriceAvailability_Submit" => warnings::<MultiPriceAvailabilitySubmit>(body),
        "XML_Order_Submit" => warnings::<OrderSubmit>(body),
        "XML_OrderStatus_Submit" => warnings::<OrderStatusSubmit>(body),
        "XML_ShipVia_Submit" => warnings::<ShipViaSubmit>(body),
        "XML_PriceList_Submit" => warnings::<PriceListSubmit>(body),
        "XML_InvoiceDetailByPO_Submit" => warnings::<InvoiceDetailByPoSubmit>(body),
        "XML_Quote_Submit" => warnings::<QuoteSubmit>(body),
        "XML_RequiredEUI_Submit" => warnings::<RequiredEuiSubmit>(body),
        _ => Vec::new(),
    };
    warnings.iter().map(|warning| format!("request: {warning}")).collect()
}

fn warnings<T: FromXml>(body: &[u8]) -> Vec<String> {
    decode_recorded::<T>(body).map(|decoded| texts(&decoded)).unwrap_or_default()
}

fn texts<T>(decoded: &Decoded<T>) -> Vec<String> {
    decoded.warnings.iter().map(ToString::to_string).collect()
}

/// The answer in nobody's dialect, and what was let pass; none for those that `b2b-model` has no words for.
fn answer(body: &[u8]) -> Option<(Value, Vec<String>)> {
    match root_name(body)?.as_str() {
        "XML_Availability_Response" => {
            read(body, |it: AvailabilityResponse| it.lines.iter().map(Availability::from).collect::<Vec<_>>())
        }
        "XML_PriceAvailability_Response" => {
            read(body, |it: PriceAvailabilityResponse| it.lines.iter().map(priced).collect::<Vec<_>>())
        }
        "XML_MultiPriceAvailability_Response" => {
            read(body, |it: MultiPriceAvailabilityResponse| it.lines.iter().map(priced).collect::<Vec<_>>())
        }
        "XML_PriceList_Response" => read(body, |it: PriceListResponse| it.lines.iter().map(priced).collect::<Vec<_>>()),
        "XML_Order_Response" => read(body, |it: OrderResponse| placed(&it)),
        "XML_OrderStatus_Response" => {
            read(body, |it: OrderStatusResponse| model::orders(&OrderStatusAnswer::Orders(it)))
        }
        "XML_ShipmentStatus_Response" => {
            read(body, |it: ShipmentStatusResponse| model::orders(&OrderStatusAnswer::Shipments(it)))
        }
        "XML_InvoiceDetailByPO_Response" => read(body, |it: InvoiceDetailByPoResponse| model::invoices(&it)),
        _ => None,
    }
}

fn read<T: FromXml, V: Serialize>(body: &[u8], meaning: impl FnOnce(T) -> V) -> Option<(Value, Vec<String>)> {
    let decoded = decode_recorded::<T>(body).ok()?;
    let warnings = texts(&decoded);
    Some((serde_json::to_value(meaning(decoded.value)).ok()?, warnings))
}

fn priced<L>(line: &L) -> Value
where
    Availability: for<'a> From<&'a L>,
    PriceQuote: for<'a> From<&'a L>,
{
    json!({ "price": PriceQuote::from(line), "availability": Availability::from(line) })
}

/// The orders that an order became, or why it became none.
fn placed(response: &OrderResponse) -> Value {
    let all = |orders: &[OrderStatus]| json!(orders);
    match model::placed(response) {
        Outcome::Done(taken) => json!({ "placed": all(&taken.orders) }),
        Outcome::Partial { value, problems } => json!({ "placed": all(&value.orders), "problems": problems }),
        Outcome::Refused(problems) => json!({ "refused": problems }),
        Outcome::Unknown(problem) => json!({ "unknown": problem }),
    }
}
