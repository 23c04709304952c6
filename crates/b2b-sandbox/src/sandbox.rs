//! Starting and stopping a sandbox.

use std::{
    collections::{BTreeMap, HashMap},
    fmt, fs,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
};

use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::{
    chassis::{Chassis, Dates, Mounted},
    clock::system_now,
    error::StartError,
    exchange::{Exchange, ExchangeLog},
    fault::{Fault, Switchboard},
    options::Options,
    random::Random,
    ready::ReadyLine,
    server::{Server, places::Places},
    store::Store,
    supplier::{Context, Supplier},
    tls,
};

const STATE_FILE: &str = "sandbox.sqlite";

/// A running sandbox. Dropping it stops it at once.
#[derive(Debug)]
pub struct Sandbox {
    server: Server,
    chassis: Arc<Chassis>,
    ready: ReadyLine,
    addr: SocketAddr,
    http_addr: SocketAddr,
    ca_path: PathBuf,
    ca_pem: String,
    _ca_dir: Option<TempDir>,
}

impl Sandbox {
    /// A sandbox to be set up.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// `https://127.0.0.1:PORT`, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.chassis.context.url
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    #[must_use]
    pub fn http_url(&self) -> &str {
        &self.chassis.context.http_url
    }

    /// Where HTTPS listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Where plain HTTP listens.
    #[must_use]
    pub fn http_addr(&self) -> SocketAddr {
        self.http_addr
    }

    /// The file with the certificate that clients have to trust.
    #[must_use]
    pub fn ca_path(&self) -> &Path {
        &self.ca_path
    }

    /// The certificate that clients have to trust, in PEM.
    #[must_use]
    pub fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    /// Everything a client needs to use the sandbox.
    #[must_use]
    pub fn ready_line(&self) -> &ReadyLine {
        &self.ready
    }

    /// The last exchanges, newest first.
    #[must_use]
    pub fn exchanges(&self) -> Vec<Arc<Exchange>> {
        self.chassis.exchanges.newest()
    }

    /// Forgets the exchanges so far.
    pub fn clear_exchanges(&self) {
        self.chassis.exchanges.clear();
    }

    /// Puts a fault switch, like `PUT /_sandbox/fault`.
    pub fn put_fault(&self, fault: Fault) {
        self.chassis.faults.put(fault);
    }

    /// Forgets the fault switch and all counters, like `DELETE /_sandbox/fault`.
    pub fn clear_fault(&self) {
        self.chassis.faults.clear();
    }

    /// Lets requests under way finish, for as long as [`Limits::shutdown_grace`](crate::Limits::shutdown_grace), and stops.
    pub async fn shutdown(self) {
        self.server.shutdown(self.chassis.limits.shutdown_grace).await;
    }
}

/// A sandbox to be set up.
#[derive(Default)]
pub struct Builder {
    options: Options,
    suppliers: Vec<Box<dyn Supplier>>,
}

impl Builder {
    /// Sets everything at once.
    #[must_use]
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Adds a supplier.
    #[must_use]
    pub fn supplier(mut self, supplier: impl Supplier) -> Self {
        self.suppliers.push(Box::new(supplier));
        self
    }

    /// Starts the sandbox on the current tokio runtime; when this returns, it answers.
    ///
    /// # Errors
    ///
    /// [`StartError`] says what is in the way.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let Self { options, suppliers } = self;
        let (listener, addr) = listen(options.listen, options.i_know).await?;
        let (http_listener, http_addr) = listen(options.http_listen, options.i_know).await?;
        let context = context(&options, addr, http_addr).await?;

        let identity = tls::identity(options.data.as_deref(), addr.ip(), system_now())?;
        let (ca_dir, temporary) = ca_dir(&options)?;
        let ca_path = tls::write_ca(&ca_dir, &identity.ca_pem)?;

        let mut ready = ReadyLine {
            url: context.url.to_string(),
            http_url: context.http_url.to_string(),
            ca: ca_path.display().to_string(),
            suppliers: BTreeMap::new(),
        };
        let mut mounted = Vec::new();
        let mut paths = HashMap::new();
        for supplier in suppliers {
            let supplier = Arc::new(mount(supplier, &context).await?);
            if mounted.iter().any(|other: &Arc<Mounted>| other.name == supplier.name) {
                return Err(StartError::Taken(supplier.name.to_owned()));
            }
            for path in &supplier.mount.paths {
                if paths.insert(path.to_ascii_lowercase(), Arc::clone(&supplier)).is_some() {
                    return Err(StartError::Taken(path.clone()));
                }
            }
            if let Some(value) = &supplier.mount.ready {
                ready.suppliers.insert(supplier.name.to_owned(), value.clone());
            }
            mounted.push(supplier);
        }

        let chassis = Arc::new(Chassis {
            context,
            places: Arc::new(Places::new(&options.limits)),
            limits: options.limits,
            exchanges: Arc::new(ExchangeLog::new(options.max_exchanges, options.max_exchanges_bytes)),
            faults: Switchboard::default(),
            mounted,
            paths,
            dates: Dates::default(),
        });
        let server = Server::start(&chassis, (listener, identity.acceptor), http_listener);
        Ok(Sandbox { server, chassis, ready, addr, http_addr, ca_path, ca_pem: identity.ca_pem, _ca_dir: temporary })
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let suppliers: Vec<_> = self.suppliers.iter().map(|supplier| supplier.name()).collect();
        f.debug_struct("Builder").field("options", &self.options).field("suppliers", &suppliers).finish()
    }
}

async fn listen(address: SocketAddr, i_know: bool) -> Result<(TcpListener, SocketAddr), StartError> {
    if !address.ip().is_loopback() && !i_know {
        return Err(StartError::NotLoopback(address));
    }
    let bound = async {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        Ok((listener, address))
    };
    bound.await.map_err(|source| StartError::Listen { address, source })
}

async fn context(options: &Options, addr: SocketAddr, http_addr: SocketAddr) -> Result<Context, StartError> {
    let random = match options.seed {
        Some(seed) => Random::seeded(seed),
        None => Random::from_system().map_err(StartError::Random)?,
    };
    let store = match &options.data {
        Some(dir) => {
            fs::create_dir_all(dir).map_err(|source| StartError::Directory { dir: dir.clone(), source })?;
            Store::open(&dir.join(STATE_FILE))?
        }
        None => Store::in_memory()?,
    };
    Ok(Context {
        clock: options.clock.clone(),
        random,
        store,
        url: format!("https://{}", reachable(addr)).into(),
        http_url: format!("http://{}", reachable(http_addr)).into(),
    })
}

/// An address to connect to: the loopback one when all are listened on.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

fn ca_dir(options: &Options) -> Result<(PathBuf, Option<TempDir>), StartError> {
    if let Some(dir) = options.ca_dir.as_ref().or(options.data.as_ref()) {
        return Ok((dir.clone(), None));
    }
    let dir = tempfile::Builder::new()
        .prefix("b2b-sandbox-")
        .tempdir()
        .map_err(|source| StartError::Directory { dir: std::env::temp_dir(), source })?;
    Ok((dir.path().to_path_buf(), Some(dir)))
}

async fn mount(supplier: Box<dyn Supplier>, context: &Context) -> Result<Mounted, StartError> {
    let name = supplier.name();
    let failed = |source| StartError::Supplier { name, source };
    context.store.migrate(name, supplier.migrations()).await.map_err(|error| failed(error.into()))?;
    let mount = supplier.mount(context.clone()).await.map_err(failed)?;
    Ok(Mounted { name, mount })
}
