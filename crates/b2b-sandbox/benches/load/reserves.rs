//! Durable reservations per second, against SQLite's own commits of the same transaction.

use std::path::Path;
use std::time::{Duration, Instant};

use b2b_bench::{Contest, Target};
use b2b_sandbox::rusqlite::{Connection, TransactionBehavior, params};
use b2b_sandbox::{Clock, Options};
use fcb2b_client::{CreateReserve, UnitOfMeasure};

use crate::asking::{sandbox, signed, wire};
use crate::drive::Drive;
use crate::tls::trusting;
use crate::{IN_FLIGHT, Runtimes};

const ROUNDS: usize = 5;
const RESERVES: usize = 20 * IN_FLIGHT;

/// An item of which there is enough for all the reservations, in hundredths of its unit.
const SKU: &str = "5E65800110";

const SQLITE: &str = "SQLite's own commits of the same transaction";

/// Each run has a sandbox or a database of its own, so that no table is larger on one side.
pub(crate) fn compare(runtimes: &Runtimes) {
    let mut contest = Contest::new("durable createreserve, 64 in flight").rounds(ROUNDS).times(RESERVES);
    contest.enter_timed("b2b-sandbox", || by_sandbox(runtimes, tempfile::tempdir().unwrap().path()));
    contest.enter_timed(SQLITE, || by_sqlite(runtimes, tempfile::tempdir().unwrap().path()));
    contest.run().speed("b2b-sandbox", SQLITE, Target::AtLeast(0.8));
}

fn by_sandbox(runtimes: &Runtimes, data: &Path) -> Duration {
    let sandbox = sandbox(runtimes, Options { data: Some(data.to_owned()), ..Options::default() });
    let hundredth = "0.01".parse::<b2b_xml::Decimal>().unwrap();
    let request = wire(&signed(sandbox.url(), CreateReserve::new(SKU, hundredth, UnitOfMeasure::SquareFoot)));
    let mut drive = Drive::connect(runtimes, sandbox.url(), trusting(sandbox.ca_pem()));
    let took = drive.run(runtimes, &request, RESERVES);
    runtimes.servers.block_on(sandbox.shutdown());
    took
}

/// One connection, one thread, one commit each: the database is the sandbox's own, with its tables and its seed.
fn by_sqlite(runtimes: &Runtimes, data: &Path) -> Duration {
    let seeded = sandbox(runtimes, Options { data: Some(data.to_owned()), ..Options::default() });
    runtimes.servers.block_on(seeded.shutdown());
    let mut connection = Connection::open(data.join("sandbox.sqlite")).unwrap();
    connection.pragma_update(None, "journal_mode", "wal").unwrap();
    connection.pragma_update(None, "synchronous", "full").unwrap();
    connection.pragma_update(None, "foreign_keys", true).unwrap();
    let begin = Instant::now();
    for _ in 0..RESERVES {
        reserve(&mut connection);
    }
    begin.elapsed()
}

/// What the sandbox's transaction reads and writes.
fn reserve(connection: &mut Connection) {
    let now = Clock::System.now().timestamp();
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    let (lot, left): (i64, i64) = tx
        .prepare_cached(
            "SELECT id, quantity - (
                 SELECT coalesce(sum(hold.quantity), 0) FROM fcb2b_hold AS hold
                 JOIN fcb2b_reservation AS reservation ON reservation.number = hold.reservation
                 WHERE hold.stock = fcb2b_stock.id AND reservation.expires > ?2
             ) FROM fcb2b_stock WHERE sku = ?1 ORDER BY position",
        )
        .unwrap()
        .query_row(params![SKU, now], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    assert!(left >= 100);
    tx.prepare_cached("INSERT INTO fcb2b_reservation (client, created, expires, sidemark) VALUES (?1, ?2, ?3, ?4)")
        .unwrap()
        .execute(params!["100059", now, now + 14 * 86_400, None::<String>])
        .unwrap();
    let number = tx.last_insert_rowid();
    tx.prepare_cached(
        "INSERT INTO fcb2b_hold (reservation, stock, quantity, price, price_unit) VALUES (?1, ?2, ?3, ?4, ?5)",
    )
    .unwrap()
    .execute(params![number, lot, 100, "3.15", "SF"])
    .unwrap();
    let lines: i64 = tx
        .prepare_cached(
            "SELECT count(*) FROM fcb2b_reservation AS reservation
             JOIN fcb2b_hold AS hold ON hold.reservation = reservation.number
             JOIN fcb2b_stock AS stock ON stock.id = hold.stock
             WHERE client = '100059' AND expires > ?1 AND reservation.number = ?2",
        )
        .unwrap()
        .query_row(params![now, number], |row| row.get(0))
        .unwrap();
    assert_eq!(lines, 1);
    tx.commit().unwrap();
}
