//! Orders: the seed's, of the client that asks.

use fcb2b_client::{Items, Order, OrderStatus, OrderStatusDetail, Orders};
use http::StatusCode;

use super::refused::Refused;
use super::service::Visit;
use crate::rusqlite::params;

/// The most recent first; which order they come in is not known of any producer.
pub(super) async fn recent(visit: Visit, request: Orders) -> Result<Vec<Order>, Refused> {
    match request.order_number {
        Some(number) => Ok(vec![summary(one(&visit, number).await?)]),
        None => Ok(find(&visit, None, request.results_limit).await?.into_iter().map(summary).collect()),
    }
}

pub(super) async fn status(visit: Visit, request: OrderStatus) -> Result<Order, Refused> {
    Ok(summary(one(&visit, request.order_number).await?))
}

pub(super) async fn detail(visit: Visit, request: OrderStatusDetail) -> Result<Order, Refused> {
    one(&visit, request.order_number).await
}

/// An order of another client is as unknown as one that does not exist.
async fn one(visit: &Visit, number: String) -> Result<Order, Refused> {
    let found = find(visit, Some(number.clone()), 1).await?.into_iter().next();
    found.ok_or_else(|| {
        let sentence = format!("there is no order {number:?} of the client {}", visit.client);
        Refused::new(StatusCode::NOT_FOUND, "OrderNotFound", sentence)
    })
}

async fn find(visit: &Visit, number: Option<String>, limit: u32) -> Result<Vec<Order>, Refused> {
    let client = visit.client.clone();
    let documents = visit.context.store.read(move |connection| {
        let mut statement = connection.prepare_cached(
            "SELECT document FROM fcb2b_order WHERE client = ?1 AND (?2 IS NULL OR number = ?2)
             ORDER BY ordered DESC, number DESC LIMIT ?3",
        )?;
        let documents = statement.query_map(params![client, number, limit], |row| row.get::<_, String>(0))?;
        documents.collect::<crate::rusqlite::Result<Vec<_>>>()
    });
    let documents = documents.await.map_err(|error| Refused::internal(&error))?;
    Ok(documents.iter().filter_map(|text| serde_json::from_str(text).ok()).collect())
}

fn summary(mut order: Order) -> Order {
    order.lines = Items::default();
    order
}
