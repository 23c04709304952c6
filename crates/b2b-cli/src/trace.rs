//! What goes on inside, on stderr: `--verbose` and `--trace-http`. Secrets are replaced before anything gets here.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use b2b_http::{Exchange, RecordedBody};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::args::Global;
use crate::output;

/// The beginnings of our own crates' names: those of HTTP and TLS would show headers and addresses as they are.
const TARGETS: &[&str] = &["b2b", "fcb2b", "techdata", "westcon", "wsse"];

/// Whose warnings are always shown: what goes on for so long that nobody waits for how it ends.
const LASTING: &[&str] = &["b2b_sync"];

/// How many bytes of a body are recorded.
const RECORDED: usize = 64 * 1024;

/// Whether stderr has traces or exchanges.
static IS_TRACED: AtomicBool = AtomicBool::new(false);

/// Whether what goes on inside is on stderr, where a bar and it would overwrite each other.
pub(crate) fn is_on_stderr() -> bool {
    IS_TRACED.load(Ordering::Relaxed)
}

/// Shows traces on stderr: without `--verbose` what long runs have to warn of, with 1 what is done, with 2 or more everything.
pub(crate) fn install(global: &Global) {
    IS_TRACED.store(global.verbose > 0 || global.trace_http, Ordering::Relaxed);
    let (targets, level) = match global.verbose {
        0 => (LASTING, LevelFilter::WARN),
        1 => (TARGETS, LevelFilter::DEBUG),
        _ => (TARGETS, LevelFilter::TRACE),
    };
    let layer = tracing_subscriber::fmt::layer().with_writer(io::stderr).with_ansi(false).without_time();
    let targets = Targets::new().with_targets(targets.iter().map(|target| (*target, level)));
    // It fails if there is a subscriber already, which then is the one to keep.
    let _ = tracing_subscriber::registry().with(layer).with(targets).try_init();
}

/// Shows one exchange on stderr.
pub(crate) fn exchange(supplier: &str, exchange: &Exchange) {
    let Exchange { operation, attempt, elapsed, request, response, outcome, .. } = exchange;
    output::talk(&format_args!("* {supplier}: {operation}, attempt {attempt}"));
    output::talk(&format_args!("> {} {}", request.method, request.uri));
    headers('>', &request.headers);
    body(&request.body);
    if let Some(response) = response {
        output::talk(&format_args!("< {} after {} ms", response.status, elapsed.as_millis()));
        headers('<', &response.headers);
        body(&response.body);
    }
    output::talk(&format_args!("* {outcome}"));
}

fn headers(mark: char, headers: &[(String, String)]) {
    for (name, value) in headers {
        output::talk(&format_args!("{mark} {name}: {value}"));
    }
    output::talk(&mark);
}

fn body(body: &RecordedBody) {
    let text = body.text();
    if !text.is_empty() {
        output::talk(&text);
    }
    // A shorter record may only have lost its secrets.
    if body.bytes.len() >= RECORDED && body.length > RECORDED {
        output::talk(&format_args!("* the first part of {} bytes", body.length));
    }
}
