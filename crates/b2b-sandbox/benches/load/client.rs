//! Signed stock checks by the fcB2B client, against the same GETs by a bare reqwest loop that neither signs nor decodes.

use std::time::{Duration, Instant};

use b2b_bench::{Contest, Target};
use b2b_http::{Client as HttpClient, ReqwestTransport};
use b2b_sandbox::Options;
use fcb2b_client::{Bulk, Client, Directory, Endpoints, Service as _, StockCheck};
use futures_util::{StreamExt as _, stream};

use crate::asking::{SKU, producer, sandbox, signed, url};
use crate::bare::Bare;
use crate::stock::document;
use crate::tls::trusting;
use crate::{IN_FLIGHT, Runtimes};

const ROUNDS: usize = 7;
const CHECKS: usize = 10_000;

const BARE_LOOP: &str = "bare reqwest loop";

pub(crate) fn compare(runtimes: &Runtimes) {
    let sandbox = sandbox(runtimes, Options::default());
    let request = signed(sandbox.url(), StockCheck::new(SKU));
    let bare = Bare::start(runtimes, document(runtimes, sandbox.ca_pem(), request));
    let title = "10,000 signed stock checks, 64 in flight";
    measure(runtimes, title, sandbox.url(), sandbox.ca_pem(), Target::AtLeast(0.9));
    // The server takes next to nothing, so that nearly all of the difference is the client's.
    let title = "10,000 signed stock checks of a bare axum handler";
    measure(runtimes, title, &bare.url, &bare.ca_pem, Target::None("what the client takes"));
    runtimes.servers.block_on(sandbox.shutdown());
}

fn measure(runtimes: &Runtimes, title: &str, base: &str, ca_pem: &str, target: Target) {
    let transport = ReqwestTransport::builder().extra_roots_pem(ca_pem.as_bytes()).build().unwrap();
    let endpoints = Endpoints::new().with(&StockCheck::SERVICE, url::<StockCheck>(base));
    let ours = Client::with(producer(), Directory::configured(endpoints), HttpClient::new(transport));
    let theirs = reqwest::Client::builder().tls_backend_preconfigured(trusting(ca_pem)).no_proxy().build().unwrap();
    let request = signed(base, StockCheck::new(SKU)).uri().to_string();
    let mut contest = Contest::new(title).rounds(ROUNDS).times(CHECKS);
    contest.enter_timed("fcb2b-client", || runtimes.clients.block_on(by_client(&ours)));
    contest.enter_timed(BARE_LOOP, || runtimes.clients.block_on(by_reqwest(&theirs, &request)));
    contest.run().speed("fcb2b-client", BARE_LOOP, target);
}

async fn by_client(client: &Client) -> Duration {
    let begin = Instant::now();
    let skus = stream::iter((0..CHECKS).map(|_| SKU.to_owned()));
    let mut results = client.stock_checks(skus, Bulk::new().concurrency(IN_FLIGHT));
    while let Some(checked) = results.next().await {
        let answer = checked.result.unwrap().value;
        assert!(answer.quantity.is_some());
    }
    begin.elapsed()
}

async fn by_reqwest(client: &reqwest::Client, url: &str) -> Duration {
    let begin = Instant::now();
    let asked = stream::iter(0..CHECKS).map(|_| async {
        let answer = client.get(url).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        answer.bytes().await.unwrap()
    });
    let mut answers = asked.buffer_unordered(IN_FLIGHT);
    while let Some(answer) = answers.next().await {
        assert!(!answer.is_empty());
    }
    begin.elapsed()
}
