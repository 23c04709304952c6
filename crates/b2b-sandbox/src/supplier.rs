//! How a supplier is mounted on the sandbox.

use std::{fmt, future::Future, pin::Pin, sync::Arc};

use axum::Router;
use http::request::Parts;
use secrecy::SecretString;
use serde_json::Value;

use crate::{
    clock::Clock,
    exchange::Exchange,
    random::Random,
    store::{Migration, Store},
};

/// Any error, boxed.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// What [`Supplier::mount`] returns.
pub type Mounting = Pin<Box<dyn Future<Output = Result<Mount, BoxError>> + Send>>;

/// One supplier's side of the wire.
pub trait Supplier: Send + 'static {
    /// The supplier's name in the ready line, in exchanges and in fault switches: a short lower-case word.
    fn name(&self) -> &'static str;

    /// The supplier's tables, run before [`mount`](Self::mount).
    fn migrations(&self) -> Vec<Migration> {
        Vec::new()
    }

    /// Seeds the state and says what answers which paths. Called once, when the sandbox starts.
    fn mount(self: Box<Self>, context: Context) -> Mounting;
}

/// What the sandbox gives to each supplier. Clones share everything.
#[derive(Clone, Debug)]
pub struct Context {
    /// The time. Suppliers ask no other clock.
    pub clock: Clock,
    /// Random bytes and ids. Suppliers ask no other generator.
    pub random: Random,
    /// The state, shared by all suppliers; a supplier keeps to tables with its own prefix.
    pub store: Store,
    /// `https://127.0.0.1:PORT`, without a slash at the end.
    pub url: Arc<str>,
    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub http_url: Arc<str>,
}

/// What [`Inspect::plant`] returns.
pub type Planting = Pin<Box<dyn Future<Output = Result<(), BoxError>> + Send>>;

/// What the inspector at `/_sandbox/` shows of a supplier beside its exchanges. Everything has a default: nothing.
///
/// ```
/// use b2b_sandbox::{Inspect, View};
///
/// struct Inspector;
///
/// impl Inspect for Inspector {
///     fn views(&self) -> &'static [View] {
///         &[View { title: "orders", sql: "SELECT number AS \"Order\", placed AS \"Placed\" FROM greeter_order" }]
///     }
/// }
/// # use b2b_sandbox::Mount;
/// # let router = axum::Router::new();
/// let mount = Mount::new(router).at("/greet").inspect(Inspector);
/// ```
pub trait Inspect: Send + Sync + 'static {
    /// What an exchange says, in nobody's dialect. Its secrets are gone already.
    fn meaning(&self, exchange: &Exchange) -> Meaning {
        let _ = exchange;
        Meaning::default()
    }

    /// A command or program that asks the same with credentials from the environment, where the supplier has a better one
    /// than the request as it came.
    fn snippet(&self, exchange: &Exchange, language: Language) -> Option<String> {
        let _ = (exchange, language);
        None
    }

    /// What there is to browse of the supplier's tables.
    fn views(&self) -> &'static [View] {
        &[]
    }

    /// Fills the supplier's tables, which are empty again, as they were filled at the start.
    fn plant(&self) -> Planting {
        Box::pin(async { Ok(()) })
    }
}

/// What a snippet is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Language {
    /// A command line for a POSIX shell.
    Curl,
    /// Statements of an async function that returns a `Result`.
    Rust,
    /// A script that needs nothing but the standard library.
    Python,
}

/// What an exchange says.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Meaning {
    /// The answer, as `b2b-model` has it.
    pub answer: Option<Value>,
    /// What the tolerant reader let pass, in the request and in the answer.
    pub warnings: Vec<String>,
}

/// A table to browse.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// What it shows, in a few words.
    pub title: &'static str,
    /// A `SELECT` whose columns are named as people call them. `:now` is the sandbox's time in seconds of Unix.
    pub sql: &'static str,
}

type FindSecrets = dyn Fn(&Parts, &[u8]) -> Option<Vec<SecretString>> + Send + Sync;

/// A supplier's paths, what answers them, and what it adds to the ready line.
///
/// The router sees only requests to the mount's paths, with their bodies already read and bounded. An answer whose body
/// does not tell its length, such as [`Body::from_stream`](axum::body::Body::from_stream), is sent while it is made, and only
/// its beginning is recorded.
#[derive(Clone)]
pub struct Mount {
    pub(crate) router: Router,
    pub(crate) plain_http: Option<Router>,
    pub(crate) paths: Vec<String>,
    pub(crate) ready: Option<Value>,
    pub(crate) secrets: Vec<SecretString>,
    pub(crate) find_secrets: Option<Arc<FindSecrets>>,
    pub(crate) inspect: Option<Arc<dyn Inspect>>,
}

impl Mount {
    /// A router that answers over HTTPS, so far at no path.
    #[must_use]
    pub fn new(router: Router) -> Self {
        Self {
            router,
            plain_http: None,
            paths: Vec::new(),
            ready: None,
            secrets: Vec::new(),
            find_secrets: None,
            inspect: None,
        }
    }

    /// A path that is the supplier's, without regard to ASCII case. The router gets it in the case it came in.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.paths.push(path.into());
        self
    }

    /// What answers the same paths over plain HTTP. Without it the sandbox refuses them with 403.
    #[must_use]
    pub fn plain_http(mut self, router: Router) -> Self {
        self.plain_http = Some(router);
        self
    }

    /// Puts something before both routers, such as a layer that delays.
    #[must_use]
    pub fn wrap(mut self, wrap: impl Fn(Router) -> Router) -> Self {
        self.router = wrap(self.router);
        self.plain_http = self.plain_http.map(wrap);
        self
    }

    /// What the ready line says under the supplier's name: credentials and whatever else a client has to be told.
    #[must_use]
    pub fn ready(mut self, value: Value) -> Self {
        self.ready = Some(value);
        self
    }

    /// A secret to leave out of all of the supplier's exchanges.
    #[must_use]
    pub fn secret(mut self, secret: impl Into<SecretString>) -> Self {
        self.secrets.push(secret.into());
        self
    }

    /// Finds the secrets in a request as it came in, however broken it is. `find` must not panic.
    ///
    /// `None` says that there may be secrets which cannot be named, for example in a body that cannot be read: then the
    /// record withholds the query and the bodies, whatever the handler's [`Notes`](crate::Notes) say. `find` also serves
    /// the exchanges in which no handler finished and left notes.
    #[must_use]
    pub fn find_secrets<F>(mut self, find: F) -> Self
    where
        F: Fn(&Parts, &[u8]) -> Option<Vec<SecretString>> + Send + Sync + 'static,
    {
        self.find_secrets = Some(Arc::new(find));
        self
    }

    /// What the inspector shows of the supplier.
    #[must_use]
    pub fn inspect(mut self, inspect: impl Inspect) -> Self {
        self.inspect = Some(Arc::new(inspect));
        self
    }
}

impl fmt::Debug for Mount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mount").field("paths", &self.paths).finish_non_exhaustive()
    }
}
