//! A run from its list to its Parquet file, against the client's own loop over the same articles, which keeps nothing.
//!
//! Both ask the same sandbox in the same process over TLS, one after the other in each round.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark")]

use std::path::Path;
use std::sync::Arc;

use b2b_bench::{Contest, Target};
use b2b_desk::{Config, Desk, Sources};
use b2b_http::{Client as HttpClient, ReqwestTransport};
use b2b_sandbox::rusqlite::Connection;
use b2b_sandbox::{Fcb2b, Options, Sandbox};
use b2b_sync::sink::{self, Format, Place};
use b2b_sync::{Job, Journal, JournalError, Question, Suppliers, Worker};
use fcb2b_client::{
    Bulk, Client, Directory, Endpoints, Producer, Service as _, SigningKey, SigningProfile, StockCheck,
};
use futures_util::{StreamExt as _, stream};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

/// Requests under way at a time.
const IN_FLIGHT: usize = 64;
const CHECKS: usize = 100_000;
/// The article that all others are like.
const MODEL: &str = "VV01701002";

fn main() {
    let (servers, clients) = (runtime(), runtime());
    let data = TempDir::new().unwrap();
    let serve = || {
        let options = Options { data: Some(data.path().to_owned()), ..Options::default() };
        Sandbox::builder().options(options).supplier(Fcb2b::new()).start()
    };
    servers.block_on(async { serve().await.unwrap().shutdown().await });
    fill(&data.path().join("sandbox.sqlite"));
    let sandbox = servers.block_on(async { serve().await.unwrap() });

    let client = client(&sandbox);
    let config = config(&sandbox);
    let mut contest = Contest::new("100,000 stock checks of a night, 64 in flight").times(CHECKS);
    contest.enter("b2b sync", || clients.block_on(by_run(&config)));
    contest.enter("the fcB2B client's loop, which keeps nothing", || clients.block_on(by_loop(&client)));
    let results = contest.run();
    results.speed("b2b sync", "the fcB2B client's loop, which keeps nothing", Target::AtLeast(0.85));
    servers.block_on(sandbox.shutdown());
}

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

fn sku(article: usize) -> String {
    format!("N{article:09}")
}

/// From the list to the file.
async fn by_run(config: &Config) -> TempDir {
    let home = TempDir::new().unwrap();
    let journal = Journal::open(&home.path().join("journal.sqlite")).unwrap();
    journal.begin().unwrap();
    let jobs = (0..CHECKS).map(|article| Ok::<_, JournalError>(Job::new("mill", Question::Stock, sku(article))));
    journal.load(jobs, None).unwrap();
    journal.start().unwrap();
    let suppliers = Suppliers::new(Desk::builder().config(config)).unwrap();
    let worker = Worker::new(Arc::new(journal.clone()), Arc::new(suppliers));
    worker.run(vec!["mill".to_owned()], std::future::pending()).await.unwrap();
    let place = Place::new(&home.path().to_string_lossy()).unwrap();
    let written = sink::write(&journal, &place, Format::Parquet).await.unwrap();
    assert_eq!(written.first().unwrap().rows, u64::try_from(CHECKS).unwrap());
    home
}

async fn by_loop(client: &Client) {
    let skus = stream::iter((0..CHECKS).map(sku));
    let mut results = client.stock_checks(skus, Bulk::new().concurrency(IN_FLIGHT));
    while let Some(checked) = results.next().await {
        assert!(checked.result.unwrap().value.quantity.is_some());
    }
}

fn client(sandbox: &Sandbox) -> Client {
    let key = SigningKey::new(Fcb2b::API_KEY, Fcb2b::SECRET.into()).unwrap();
    let producer = Producer::new(SigningProfile::named(Fcb2b::DEFAULT_PROFILE).unwrap(), key);
    let producer = producer.client_identifier(Fcb2b::CLIENT_IDENTIFIER);
    let transport = ReqwestTransport::builder().extra_roots_pem(sandbox.ca_pem().as_bytes()).build().unwrap();
    let url = format!("{}/stockcheck", sandbox.url()).parse().unwrap();
    let endpoints = Endpoints::new().with(&StockCheck::SERVICE, url);
    Client::with(producer, Directory::configured(endpoints), HttpClient::new(transport))
}

fn config(sandbox: &Sandbox) -> Config {
    Sources::new()
        .set("mill.protocol", "fcb2b")
        .set("mill.addresses.StockCheck", format!("{}/stockcheck", sandbox.url()))
        .set("mill.profile", Fcb2b::DEFAULT_PROFILE)
        .set("mill.api_key", Fcb2b::API_KEY)
        .set("mill.client_identifier", Fcb2b::CLIENT_IDENTIFIER)
        .set("mill.ca", sandbox.ca_path().display().to_string())
        .set("mill.max_concurrent", IN_FLIGHT.to_string())
        .environment([("B2B_MILL_SECRET", Fcb2b::SECRET)])
        .load()
        .unwrap()
}

/// Gives the sandbox as many articles as are asked for.
fn fill(database: &Path) {
    let mut connection = Connection::open(database).unwrap();
    let transaction = connection.transaction().unwrap();
    for article in 0..CHECKS {
        let sku = sku(article);
        let item = "INSERT INTO fcb2b_item SELECT ?1, document FROM fcb2b_item WHERE sku = ?2";
        transaction.prepare_cached(item).unwrap().execute([sku.as_str(), MODEL]).unwrap();
        let stock = "INSERT INTO fcb2b_stock (sku, position, fob_point, lot, roll_number, kind, unit, quantity)
                     SELECT ?1, position, fob_point, lot, roll_number, kind, unit, quantity FROM fcb2b_stock
                     WHERE sku = ?2 ORDER BY position LIMIT 1";
        transaction.prepare_cached(stock).unwrap().execute([sku.as_str(), MODEL]).unwrap();
    }
    transaction.commit().unwrap();
}
