//! The state made anew, while others ask.

use std::pin::pin;
use std::sync::Arc;

use axum::{Router, http::StatusCode, routing::get};
use b2b_sandbox::rusqlite::Connection;
use b2b_sandbox::{
    Clock, Context, Fcb2b, Inspect, Migration, Mount, Mounting, Notes, Options, Planting, Sandbox, Store, Supplier,
};
use futures_util::poll;
use tokio::sync::Notify;

use crate::support::{NOW, World, hex, lines, mac};

/// A supplier that is filled when it is told.
#[derive(Clone, Debug, Default)]
struct Slow {
    /// Notified when its tables are empty.
    empty: Arc<Notify>,
    /// Lets it be filled.
    fill: Arc<Notify>,
}

struct Filling(Slow, Store);

impl Inspect for Filling {
    fn plant(&self) -> Planting {
        let (slow, store) = (self.0.clone(), self.1.clone());
        Box::pin(async move {
            slow.empty.notify_one();
            slow.fill.notified().await;
            Ok(store.write(|tx| tx.execute_batch("INSERT INTO slow_row VALUES (7)")).await?)
        })
    }
}

impl Supplier for Slow {
    fn name(&self) -> &'static str {
        "slow"
    }

    fn migrations(&self) -> Vec<Migration> {
        vec![Migration::new("0001", "CREATE TABLE slow_row (n INTEGER NOT NULL) STRICT")]
    }

    fn mount(self: Box<Self>, context: Context) -> Mounting {
        let store = context.store;
        let filling = Filling(*self, store.clone());
        let sum = move || async move {
            let sum = store.read(|conn| conn.query_row("SELECT sum(n) FROM slow_row", [], |row| row.get::<_, i64>(0)));
            match sum.await {
                Ok(sum) => (StatusCode::OK, Notes::new(), sum.to_string()),
                Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, Notes::new(), error.to_string()),
            }
        };
        Box::pin(async move { Ok(Mount::new(Router::new().route("/sum", get(sum))).at("/sum").inspect(filling)) })
    }
}

async fn slow() -> (World, Slow) {
    let slow = Slow::default();
    (World(Sandbox::builder().supplier(slow.clone()).in_process().await.unwrap()), slow)
}

#[tokio::test]
async fn requests_wait_for_a_reset() {
    let (world, slow) = slow().await;
    let form = format!("token={}", world.token().await);
    let reset = world.post("/_sandbox/state/reset", form);
    let asked = async {
        slow.empty.notified().await;
        let mut asked = pin!(world.get("/sum"));
        assert!(poll!(asked.as_mut()).is_pending(), "the tables are empty");
        slow.fill.notify_one();
        asked.await
    };
    let ((reset, _), asked) = tokio::join!(reset, asked);
    assert_eq!((reset, asked), (StatusCode::SEE_OTHER, (StatusCode::OK, "7".to_owned())));
}

#[tokio::test]
async fn a_reset_is_whole_though_nobody_waits_for_it() {
    let (world, slow) = slow().await;
    let form = format!("token={}", world.token().await);
    tokio::select! {
        _ = world.post("/_sandbox/state/reset", form) => panic!("it is not filled yet"),
        () = slow.empty.notified() => {}
    }
    slow.fill.notify_one();
    assert_eq!(world.get("/sum").await, (StatusCode::OK, "7".to_owned()));
}

/// A directory of an earlier version has other items, and its stock by other ids.
#[tokio::test]
async fn after_a_reset_the_seed_of_today_is_sold() {
    let data = tempfile::tempdir().unwrap();
    let options = || Options {
        clock: Clock::Fixed(NOW.parse().unwrap()),
        data: Some(data.path().to_owned()),
        ..Options::default()
    };
    drop(World::with(options()).await);
    let older = "UPDATE fcb2b_stock SET id = id + 1000, quantity = 10000;
         UPDATE fcb2b_hold SET stock = stock + 1000;
         DELETE FROM fcb2b_item WHERE sku = 'TRIM000084';";
    let connection = Connection::open(data.path().join("sandbox.sqlite")).unwrap();
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    connection.execute_batch(older).unwrap();
    drop(connection);

    let world = World::with(options()).await;
    assert_eq!(world.stock_check("TRIM000084").await, 404, "the older seed is read");
    world.post("/_sandbox/state/reset", format!("token={}", world.token().await)).await;
    assert_eq!(world.stock_check("TRIM000084").await, 200);
    let query = "ClientIdentifier=100059&Quantity=5&SupplierItemSKU=VV01701002\
                 &TimeStamp=2025-01-02T03%3A04%3A05.000000&UnitOfMeasure=BX&apiKey=SANDBOXFCB2BKEY1";
    let signature = hex(&mac(Fcb2b::SECRET, &lines("/createreserve", query)));
    let status = world.ask(&format!("/createreserve?{query}&signature={signature}")).await;
    assert_eq!(status, 200, "{:#}", world.newest().await);
}
