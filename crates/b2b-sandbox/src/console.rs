//! What the sandbox says about itself: `/`, `/_sandbox/health`, `/_sandbox/load`, `/_sandbox/exchanges` and
//! `/_sandbox/fault`, beside the inspector.

use std::{convert::Infallible, fmt::Write, net::IpAddr, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::{Query, State},
    response::{IntoResponse, Response},
    routing::get,
};
use futures_util::{StreamExt as _, stream};
use http::{
    HeaderMap, Request, StatusCode,
    header::{CONTENT_TYPE, HOST, ORIGIN},
    uri::Authority,
};
use serde::Deserialize;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::{
    chassis::{Chassis, Mounted},
    exchange::{Exchange, Outcome},
    fault::{Fault, FaultError},
    server::wire::Peer,
    window,
};

pub(crate) const MAX_BODY: usize = 16 * 1024;

/// Whether the path is the sandbox's own.
pub(crate) fn owns(path: &str) -> bool {
    path == "/" || path == "/_sandbox" || path.starts_with("/_sandbox/")
}

pub(crate) async fn answer(chassis: Arc<Chassis>, peer: Peer, request: Request<Body>) -> Response {
    if !is_local(request.headers()) {
        let line =
            "The sandbox's own pages answer only to localhost or an IP address, and to no other site's script.\n";
        return (StatusCode::FORBIDDEN, line).into_response();
    }
    let window = match peer {
        Peer::Here => window::routes(),
        Peer::Elsewhere => Router::new(),
    };
    let router = Router::new()
        .route("/", get(about))
        .route("/_sandbox", get(about))
        .route("/_sandbox/health", get(|| async { "ok\n" }))
        .route("/_sandbox/load", get(load).delete(forget_load))
        .route("/_sandbox/exchanges", get(list).delete(empty))
        .route("/_sandbox/fault", get(show_fault).put(put_fault).delete(clear_fault))
        .fallback(|| async { (StatusCode::NOT_FOUND, "There is no such page; GET / lists those there are.\n") })
        .merge(window)
        .with_state(chassis);
    window::sealed(router.oneshot(request).await.unwrap_or_else(|never| match never {}))
}

/// A page of another site can reach the loopback interface through a name that it lets resolve to 127.0.0.1. Its script
/// then sends that name as `Host`, or its own site as `Origin`.
fn is_local(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(HOST).and_then(|host| host.to_str().ok()) else { return false };
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = authority.host().trim_matches(['[', ']']);
    let named_locally = name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok();
    let same_site = |origin: &str| origin.split_once("://").is_some_and(|(_, site)| site.eq_ignore_ascii_case(host));
    named_locally && headers.get_all(ORIGIN).iter().all(|origin| origin.to_str().is_ok_and(same_site))
}

async fn about(State(chassis): State<Arc<Chassis>>) -> String {
    let mut page =
        String::from("This is a sandbox: it plays suppliers, and nothing that it is told has consequences.\n\n");
    for mounted in &chassis.mounted {
        let _ = writeln!(page, "{}", mounted.name);
        for path in &mounted.mount.paths {
            let _ = writeln!(page, "    {}{path}", chassis.context.url);
        }
    }
    page.push_str(
        "\nGET    /_sandbox/           the inspector, for a browser on this machine\n\
         GET    /_sandbox/health\n\
         GET    /_sandbox/load       how many requests each supplier has under way, and had at most\n\
         DELETE /_sandbox/load\n\
         GET    /_sandbox/exchanges  ?limit=20 &supplier=NAME &refused=true   newest first, with the reasons\n\
         DELETE /_sandbox/exchanges\n\
         GET    /_sandbox/fault\n\
         PUT    /_sandbox/fault      status=503;after=2   or, on one request, as X-Sandbox-Fault\n\
         DELETE /_sandbox/fault\n",
    );
    page
}

async fn load(State(chassis): State<Arc<Chassis>>) -> Response {
    let of = |mounted: &Arc<Mounted>| {
        (mounted.name.to_owned(), json!({"under_way": mounted.load.now(), "most": mounted.load.most()}))
    };
    let loads: serde_json::Map<_, _> = chassis.mounted.iter().map(of).collect();
    ([(CONTENT_TYPE, "application/json")], Value::Object(loads).to_string()).into_response()
}

async fn forget_load(State(chassis): State<Arc<Chassis>>) -> StatusCode {
    chassis.mounted.iter().for_each(|mounted| mounted.load.forget());
    StatusCode::NO_CONTENT
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Filter {
    limit: Option<usize>,
    supplier: Option<String>,
    refused: Option<bool>,
}

impl Filter {
    fn wants(&self, exchange: &Exchange) -> bool {
        self.supplier.as_deref().is_none_or(|name| exchange.supplier == Some(name))
            && self.refused.is_none_or(|refused| (exchange.outcome == Outcome::Refused) == refused)
    }
}

/// Written one by one while it is read: the whole list would take as much memory again as all that is kept.
async fn list(State(chassis): State<Arc<Chassis>>, Query(filter): Query<Filter>) -> Response {
    let left = filter.limit.unwrap_or(usize::MAX);
    let exchanges = stream::unfold((u64::MAX, left, filter, chassis), |(before, left, filter, chassis)| async move {
        let left = left.checked_sub(1)?;
        let exchange = chassis.exchanges.newest_before(before, |exchange| filter.wants(exchange))?;
        let json = serde_json::to_string(&*exchange).unwrap_or_else(|_| "null".to_owned());
        Some((json, (exchange.id, left, filter, chassis)))
    });
    let entries = exchanges.enumerate().map(|(at, json)| if at == 0 { json } else { format!(",{json}") });
    let pieces = stream::iter(["[".to_owned()]).chain(entries).chain(stream::iter(["]".to_owned()]));
    ([(CONTENT_TYPE, "application/json")], Body::from_stream(pieces.map(Ok::<_, Infallible>))).into_response()
}

async fn empty(State(chassis): State<Arc<Chassis>>) -> StatusCode {
    chassis.exchanges.clear();
    StatusCode::NO_CONTENT
}

async fn show_fault(State(chassis): State<Arc<Chassis>>) -> String {
    chassis.faults.current().map(|fault| format!("{fault}\n")).unwrap_or_default()
}

async fn put_fault(State(chassis): State<Arc<Chassis>>, switch: String) -> Response {
    match fault(&chassis, &switch) {
        Ok(fault) => {
            chassis.faults.put(fault);
            StatusCode::NO_CONTENT.into_response()
        }
        Err(sentence) => (StatusCode::BAD_REQUEST, format!("{sentence}\n")).into_response(),
    }
}

/// The fault that a switch names, or what is wrong with it in a sentence.
pub(crate) fn fault(chassis: &Chassis, switch: &str) -> Result<Fault, String> {
    let fault: Fault = switch.parse().map_err(|error: FaultError| error.to_string())?;
    match fault.supplier() {
        Some(name) if !chassis.mounted.iter().any(|mounted| mounted.name == name) => {
            Err(format!("There is no supplier {name:?}."))
        }
        _ => Ok(fault),
    }
}

async fn clear_fault(State(chassis): State<Arc<Chassis>>) -> StatusCode {
    chassis.faults.clear();
    StatusCode::NO_CONTENT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(host: &str, origin: Option<&str>, expected: bool) {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(ORIGIN, origin.parse().unwrap());
        }
        assert_eq!(is_local(&headers), expected, "{host} {origin:?}");
    }

    #[test]
    fn only_local_names_and_the_same_site() {
        check("127.0.0.1:8443", None, true);
        check("localhost:8443", None, true);
        check("[::1]:8443", None, true);
        check("127.0.0.1:8443", Some("https://127.0.0.1:8443"), true);
        check("rebound.example:8443", None, false);
        check("127.0.0.1.example:8443", None, false);
        check("127.0.0.1:8443", Some("https://evil.example"), false);
        check("127.0.0.1:8443", Some("null"), false);
        check("rebound.example:8443", Some("https://rebound.example:8443"), false);
    }
}
