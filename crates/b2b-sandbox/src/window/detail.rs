//! One exchange, with all there is to say of it.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    extract::{Path, State},
    response::Response,
};
use chrono::SecondsFormat;
use http::StatusCode;
use maud::{Markup, html};

use super::{PATH, list::took, page, page::copied, snippets, why, xml};
use crate::{
    chassis::Chassis,
    exchange::Exchange,
    supplier::{Inspect, Meaning},
};

pub(super) async fn page(State(chassis): State<Arc<Chassis>>, Path(id): Path<u64>) -> Response {
    let Some((exchange, asked)) = chassis.exchanges.find(id) else {
        return page::problem(StatusCode::NOT_FOUND, "The exchange is not kept any more, or never was.");
    };
    let mounted = chassis.mounted.iter().find(|mounted| Some(mounted.name) == exchange.supplier);
    let inspect: Option<&dyn Inspect> = mounted.and_then(|mounted| mounted.mount.inspect.as_deref());
    let meaning = inspect.map(|inspect| inspect.meaning(&exchange)).unwrap_or_default();
    let title = format!("#{id} {}", exchange.operation.as_deref().unwrap_or(&exchange.path));
    let main = html! {
        p { a href=(PATH) { "← Exchanges" } }
        h1 { (title) }
        (summary(&exchange))
        @if let Some(why) = &exchange.explanation { (why::section(why)) }
        section aria-labelledby="do" {
            h2 #do { "Do it again" }
            @if asked.is_some() {
                form .line method="post" action={ "/_sandbox/exchanges/" (id) "/again" } {
                    (chassis.token.field())
                    button { "Send again" }
                    " Byte for byte: a replay is refused as one."
                }
            }
            @for (language, text) in snippets::all(&exchange, &chassis.context, inspect) {
                details { summary { "As " (language) } (copied(language, &text)) }
            }
        }
        (message("Request", &exchange.request_headers, &exchange.request_body))
        (message("Answer", &exchange.response_headers, &exchange.response_body))
        (said(&meaning))
    };
    page::page(&title, "", &main)
}

fn summary(exchange: &Exchange) -> Markup {
    let target = match &exchange.query {
        Some(query) => format!("{}?{query}", exchange.path),
        None => exchange.path.clone(),
    };
    let came = exchange.received.to_rfc3339_opts(SecondsFormat::Millis, true);
    html! {
        dl .summary {
            dt { "Outcome" }
            dd {
                span class={ "badge " (exchange.outcome.name()) } { (exchange.outcome.name()) }
                @if let Some(status) = exchange.status { " " (status) }
            }
            dt { "Supplier" } dd { (exchange.supplier.unwrap_or("nobody")) }
            dt { "Came" } dd { time datetime=(came) { (came) } }
            dt { "Took" } dd { (took(exchange.duration_us)) }
            @if let Some(fault) = &exchange.fault { dt { "Fault" } dd { code { (fault) } } }
            dt { "Target" } dd { code { (exchange.method) " " (target) } }
        }
    }
}

fn message(title: &str, headers: &BTreeMap<String, String>, body: &str) -> Markup {
    html! {
        section aria-label=(title) {
            h2 { (title) }
            details {
                summary { (headers.len()) " headers" }
                dl .headers { @for (name, value) in headers { dt { (name) } dd { code { (value) } } } }
            }
            (xml::shown(body, title))
        }
    }
}

fn said(meaning: &Meaning) -> Markup {
    html! {
        @if let Some(answer) = &meaning.answer {
            section aria-labelledby="meaning" {
                h2 #meaning { "What the answer means" }
                p { "In the words of " code { "b2b-model" } ", as the command and the desk tell it." }
                (copied("the answer as JSON", &format!("{answer:#}")))
            }
        }
        @if !meaning.warnings.is_empty() {
            section aria-labelledby="warnings" {
                h2 #warnings { "What a tolerant reader let pass" }
                ul { @for warning in &meaning.warnings { li { (warning) } } }
            }
        }
    }
}
