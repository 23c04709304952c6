//! The sandbox's stock checks per second, against a bare axum handler that returns the same bytes over the same TLS.

use std::fs;
use std::time::Duration;

use b2b_bench::{Contest, Target};
use b2b_http::{ReqwestTransport, Transport as _, TransportLimits};
use b2b_sandbox::Options;
use bytes::Bytes;
use fcb2b_client::StockCheck;

use crate::asking::{SKU, sandbox, signed, wire};
use crate::bare::Bare;
use crate::drive::Drive;
use crate::tls::trusting;
use crate::{IN_FLIGHT, Runtimes, wrk};

const ROUNDS: usize = 9;
const REQUESTS: usize = 100 * IN_FLIGHT;

const OURS: &str = "b2b-sandbox";
const BARE: &str = "bare axum handler";
const TARGET: Target = Target::AtLeast(0.5);

pub(crate) fn compare(runtimes: &Runtimes) {
    let sandbox = sandbox(runtimes, Options::default());
    let request = signed(sandbox.url(), StockCheck::new(SKU));
    let bare = Bare::start(runtimes, document(runtimes, sandbox.ca_pem(), request.clone()));

    let mut to_sandbox = Drive::connect(runtimes, sandbox.url(), trusting(sandbox.ca_pem()));
    let mut to_bare = Drive::connect(runtimes, &bare.url, trusting(&bare.ca_pem));
    let sent = wire(&request);
    let mut contest = Contest::new("stock checks of the sandbox, 64 in flight").rounds(ROUNDS).times(REQUESTS);
    contest.enter_timed(OURS, || to_sandbox.run(runtimes, &sent, REQUESTS));
    contest.enter_timed(BARE, || to_bare.run(runtimes, &sent, REQUESTS));
    contest.run().speed(OURS, BARE, TARGET);

    let mut contest = Contest::new("stock check of the sandbox, processor time of the server").rounds(ROUNDS);
    contest.enter_timed(OURS, || processor_time(|| to_sandbox.run(runtimes, &sent, REQUESTS)));
    contest.enter_timed(BARE, || processor_time(|| to_bare.run(runtimes, &sent, REQUESTS)));
    contest.run().cost(OURS, BARE, Target::None("what the server takes"));

    if wrk::is_there() {
        let target = request.uri().path_and_query().unwrap();
        let mut contest =
            Contest::new("stock checks of the sandbox, wrk with 64 connections").rounds(5).times(REQUESTS);
        contest.enter_timed(OURS, || wrk::run(&request.uri().to_string(), REQUESTS));
        contest.enter_timed(BARE, || wrk::run(&format!("{}{target}", bare.url), REQUESTS));
        contest.run().speed(OURS, BARE, TARGET);
    } else {
        println!("skipped: stock checks by wrk, which is not installed");
    }
    runtimes.servers.block_on(sandbox.shutdown());
}

/// What the sandbox answers.
pub(crate) fn document(runtimes: &Runtimes, ca_pem: &str, request: http::Request<Bytes>) -> Bytes {
    let transport = ReqwestTransport::builder().extra_roots_pem(ca_pem.as_bytes()).build().unwrap();
    let answered = runtimes.clients.block_on(transport.send(request, &TransportLimits::default())).unwrap();
    assert_eq!(answered.status(), 200);
    answered.into_body()
}

/// The processor time that the servers' threads take for one of these requests, where Linux tells it.
fn processor_time(run: impl FnOnce() -> Duration) -> Duration {
    let before = servers_so_far().unwrap_or_default();
    run();
    servers_so_far().unwrap_or_default().saturating_sub(before) / u32::try_from(REQUESTS).unwrap()
}

fn servers_so_far() -> Option<Duration> {
    let mut total = Duration::ZERO;
    for task in fs::read_dir("/proc/self/task").ok()? {
        let task = task.ok()?.path();
        let Ok(name) = fs::read_to_string(task.join("comm")) else { continue };
        if name.starts_with("server") {
            let schedstat = fs::read_to_string(task.join("schedstat")).ok()?;
            total += Duration::from_nanos(schedstat.split_whitespace().next()?.parse().ok()?);
        }
    }
    Some(total)
}
