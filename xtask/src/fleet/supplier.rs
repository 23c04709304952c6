//! The sandbox in a process of its own, where some articles fare badly.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use b2b_sandbox::{Context, Fcb2b, Migration, Mounting};
use clap::Args;
use tokio::io::AsyncReadExt as _;
use tokio::sync::Barrier;

use crate::Error;
use crate::nightly::site::{Site, article};
use crate::process::{Process, chore};

/// How long the supplier thinks, so that requests meet there again and again.
const THINKS: Duration = Duration::from_millis(10);

/// How many requests are answered before some meet: each worker sends one at a time until it has an answer.
const BEFORE: usize = 64;

/// When the supplier is away: for so many requests, beginning at this one of each so many.
const AWAY: Range<usize> = 500..540;
const ROUND: usize = 10_000;

/// What its configuration says of that: it is asked again soon.
const CIRCUIT: &str = "circuit_failures = 5\ncircuit_pause = \"200ms\"\n";

/// What the sandbox is told.
#[derive(Args, Clone, Debug)]
pub(crate) struct SandboxArguments {
    /// How many articles it has.
    #[arg(long)]
    articles: usize,
    /// How many requests it takes at a time, as its configuration says.
    #[arg(long)]
    concurrency: usize,
}

/// Serves until the standard input ends, and says how many requests were there at most.
pub(crate) fn serve(arguments: &SandboxArguments) -> Result<String, Error> {
    tokio::runtime::Runtime::new()?.block_on(async {
        let meeting = arguments.concurrency;
        let site = Site::of(|| Moody::new(meeting), arguments.articles, arguments.concurrency).await?;
        OpenOptions::new().append(true).open(&site.config)?.write_all(CIRCUIT.as_bytes())?;
        println!("{}", site.config.display());
        tokio::io::stdin().read_to_end(&mut Vec::new()).await?;
        let most = site.sandbox.most_under_way("fcb2b").ok_or("the sandbox has no such supplier")?;
        site.end().await;
        Ok(most.to_string())
    })
}

/// Whether what goes wrong with an article will always go wrong.
pub(super) fn is_hopeless(article: usize) -> bool {
    article % 1000 == 500
}

/// Whether it goes wrong the first time.
fn is_shy(article: usize) -> bool {
    article % 50 == 7
}

/// The sandbox, for whoever started it.
pub(super) struct Supplier(Process);

impl Supplier {
    /// Starts it, and says where its configuration is.
    pub(super) async fn start(articles: usize, concurrency: usize) -> Result<(Self, PathBuf), Error> {
        let mut command = chore("fleet-sandbox")?;
        command.args(["--articles", &articles.to_string(), "--concurrency", &concurrency.to_string()]);
        let (process, config) = Process::start(command).await?;
        Ok((Self(process), config.into()))
    }

    /// How many requests were there at most.
    pub(super) async fn end(self) -> Result<usize, Error> {
        Ok(self.0.end().await?.parse()?)
    }
}

/// A producer that thinks before it answers, is away now and then, and answers what nobody can read for some articles. Once the
/// workers know that it answers, it waits until as many requests are there as may be, so that it is known that as many come.
struct Moody {
    producer: Fcb2b,
    mood: Arc<Mood>,
}

struct Mood {
    requests: AtomicUsize,
    met: Mutex<BTreeSet<usize>>,
    /// Which requests wait for each other, and where.
    meeting: (Range<usize>, Barrier),
}

impl Moody {
    fn new(meeting: usize) -> Self {
        let meeting = (BEFORE..BEFORE + meeting, Barrier::new(meeting));
        let mood = Mood { requests: AtomicUsize::new(0), met: Mutex::default(), meeting };
        Self { producer: Fcb2b::new(), mood: Arc::new(mood) }
    }
}

impl b2b_sandbox::Supplier for Moody {
    fn name(&self) -> &'static str {
        self.producer.name()
    }

    fn migrations(&self) -> Vec<Migration> {
        self.producer.migrations()
    }

    fn mount(self: Box<Self>, context: Context) -> Mounting {
        let Self { producer, mood } = *self;
        Box::pin(async move {
            let mount = Box::new(producer).mount(context).await?;
            Ok(mount.wrap(|router: Router| {
                let mood = Arc::clone(&mood);
                router.layer(from_fn(move |request, next| answer(Arc::clone(&mood), request, next)))
            }))
        })
    }
}

async fn answer(mood: Arc<Mood>, request: Request<Body>, next: Next) -> Response {
    let (place, (meeting, barrier)) = (mood.requests.fetch_add(1, Ordering::SeqCst), &mood.meeting);
    if meeting.contains(&place) {
        barrier.wait().await;
    }
    tokio::time::sleep(THINKS).await;
    if AWAY.contains(&(place % ROUND)) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let query = request.uri().query().unwrap_or_default();
    let asked = query.split('&').filter_map(|pair| pair.split_once('=')).find_map(|(_, value)| article(value));
    let goes_wrong = asked.is_some_and(|asked| {
        let is_new = mood.met.lock().unwrap_or_else(PoisonError::into_inner).insert(asked);
        is_hopeless(asked) || (is_shy(asked) && is_new)
    });
    if goes_wrong { "<html>Maintenance".into_response() } else { next.run(request).await }
}
