//! What the inspector shows of Westcon.

use std::fmt::Display;

use b2b_xml::Decoded;
use serde_json::json;
use westcon_orderstatus::request::GetOrderStatusRequest;
use westcon_orderstatus::{OrderNumberType, decode_recorded, model};
use wsse_soap::{Fragment, Request};

use super::orders;
use crate::exchange::Exchange;
use crate::store::Store;
use crate::supplier::{Inspect, Language, Meaning, Planting, View};

#[derive(Debug)]
pub(super) struct Inspector(pub(super) Store);

impl Inspect for Inspector {
    fn meaning(&self, exchange: &Exchange) -> Meaning {
        let mut meaning = Meaning::default();
        if let Some(asked) = question(exchange) {
            meaning.warnings.extend(asked.warnings.iter().map(|warning| told("request", warning)));
        }
        if let Ok(answer) = decode_recorded(exchange.response_body.as_bytes()) {
            meaning.answer = Some(json!({
                "orders": model::orders(&answer.value),
                "problems": model::problems(&answer.value),
            }));
            meaning.warnings.extend(answer.warnings.iter().map(|warning| told("answer", warning)));
        }
        meaning
    }

    fn snippet(&self, exchange: &Exchange, language: Language) -> Option<String> {
        if language != Language::Rust {
            return None;
        }
        let asked = question(exchange)?.value.request.order_status;
        let kind = if asked.order_number_type == Some(OrderNumberType::Customer) { "customer" } else { "westcon" };
        let numbers: Vec<String> = asked.orders.iter().map(|order| format!("{:?}", order.order_number)).collect();
        Some(format!(
            "use b2b_http::{{Client as HttpClient, ReqwestTransport}};\n\
             use westcon_orderstatus::{{Client, Endpoint, OrderQuery}};\n\n\
             // The ready line has the address, the account, the key and the certificate to trust.\n\
             let ready = |name: &str| std::env::var(name);\n\
             let endpoint = Endpoint::at(ready(\"B2B_URL\")? + {:?}, ready(\"ACCOUNT\")?, ready(\"KEY\")?);\n\
             let ca = std::fs::read(ready(\"B2B_CA\")?)?;\n\
             let transport = ReqwestTransport::builder().extra_roots_pem(&ca).build()?;\n\
             let client = Client::with(endpoint, HttpClient::builder(transport).build());\n\
             let answer = client.get_order_status(OrderQuery::{kind}([{}])).await?;\n\
             for order in answer.value.orders() {{\n    \
             println!(\"{{:?}}\", order.header_status_description.as_deref());\n}}\n",
            exchange.path,
            numbers.join(", "),
        ))
    }

    fn views(&self) -> &'static [View] {
        &[View {
            title: "orders",
            sql:
                "SELECT (SELECT group_concat(number, ', ') FROM westcon_number WHERE order_id = id) AS \"Asked for as\",
                      customer_order_number AS \"Customer order\",
                      json_extract(document, '$.header_status_description') AS \"Status\",
                      json_array_length(document, '$.order_lines') AS \"Lines\",
                      system_error IS NOT NULL AS \"Fails\"
                  FROM westcon_order ORDER BY id",
        }]
    }

    fn plant(&self) -> Planting {
        let store = self.0.clone();
        Box::pin(async move { orders::plant(&store).await })
    }
}

fn question(exchange: &Exchange) -> Option<Decoded<GetOrderStatusRequest>> {
    let request = Request::<Fragment>::decode(exchange.request_body.as_bytes()).ok()?;
    request.body.decode::<GetOrderStatusRequest>().ok()
}

fn told(of: &str, warning: &dyn Display) -> String {
    format!("{of}: {warning}")
}
