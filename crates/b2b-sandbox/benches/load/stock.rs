//! The sandbox's stock checks per second, against a bare axum handler that returns the same bytes over the same TLS.

use std::time::Duration;

use b2b_http::{ReqwestTransport, Transport as _, TransportLimits};
use b2b_sandbox::Options;
use bytes::Bytes;
use fcb2b_client::StockCheck;

use crate::asking::{SKU, sandbox, signed, wire};
use crate::bare::Bare;
use crate::drive::Drive;
use crate::report::{Rounds, processor_time};
use crate::tls::trusting;
use crate::{IN_FLIGHT, Runtimes};

const ROUNDS: usize = 9;
const REQUESTS: usize = 100 * IN_FLIGHT;

pub(crate) fn compare(runtimes: &Runtimes) {
    let sandbox = sandbox(runtimes, Options::default());
    let request = signed(sandbox.url(), StockCheck::new(SKU));
    let bare = Bare::start(runtimes, document(runtimes, sandbox.ca_pem(), request.clone()));

    let request = wire(&request);
    let mut to_sandbox = Drive::connect(runtimes, sandbox.url(), trusting(sandbox.ca_pem()));
    let mut to_bare = Drive::connect(runtimes, &bare.url, trusting(&bare.ca_pem));
    let mut rounds = Rounds::new(REQUESTS);
    let (mut ours, mut theirs) = (Duration::ZERO, Duration::ZERO);
    for round in 0..=ROUNDS {
        let before = processor_time("server").unwrap_or_default();
        let sandboxed = to_sandbox.run(runtimes, &request, REQUESTS);
        let between = processor_time("server").unwrap_or_default();
        let barely = to_bare.run(runtimes, &request, REQUESTS);
        let after = processor_time("server").unwrap_or_default();
        // The first round warms up.
        if round > 0 {
            rounds.add(sandboxed, barely);
            ours += between.saturating_sub(before);
            theirs += after.saturating_sub(between);
        }
    }
    rounds.report("sandbox stock checks", "a bare axum handler with the same bytes over the same TLS", ">= 0.5");
    let each = |total: Duration| total.as_secs_f64() * 1e6 / f64::from(u32::try_from(ROUNDS * REQUESTS).unwrap());
    println!("    processor time of the server per request: {:.0} us, the bare one {:.0} us", each(ours), each(theirs));
    runtimes.servers.block_on(sandbox.shutdown());
}

/// What the sandbox answers.
pub(crate) fn document(runtimes: &Runtimes, ca_pem: &str, request: http::Request<Bytes>) -> Bytes {
    let transport = ReqwestTransport::builder().extra_roots_pem(ca_pem.as_bytes()).build().unwrap();
    let answered = runtimes.clients.block_on(transport.send(request, &TransportLimits::default())).unwrap();
    assert_eq!(answered.status(), 200);
    answered.into_body()
}
