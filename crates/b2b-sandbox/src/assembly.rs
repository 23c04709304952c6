//! Putting a sandbox together: state, suppliers and their paths.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

use serde_json::Value;
use tokio::sync::RwLock;
use tokio_util::sync::CancellationToken;

use crate::{
    chassis::{Chassis, Dates, Mounted},
    error::StartError,
    exchange::ExchangeLog,
    fault::Switchboard,
    load::Load,
    options::Options,
    random::Random,
    server::places::Places,
    store::Store,
    supplier::{Context, Supplier},
    window::Token,
};

const STATE_FILE: &str = "sandbox.sqlite";

/// Everything but ports and certificates.
pub(crate) struct Assembled {
    pub(crate) chassis: Chassis,
    /// What each supplier adds to the ready line.
    pub(crate) ready: BTreeMap<String, Value>,
}

pub(crate) async fn assemble(
    options: &Options,
    suppliers: Vec<Box<dyn Supplier>>,
    [addr, http_addr]: [SocketAddr; 2],
) -> Result<Assembled, StartError> {
    let context = context(options, addr, http_addr).await?;
    let mut ready = BTreeMap::new();
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
            ready.insert(supplier.name.to_owned(), value.clone());
        }
        mounted.push(supplier);
    }
    let limits = options.limits.clone();
    let chassis = Chassis {
        context,
        places: Arc::new(Places::new(&limits)),
        limits,
        exchanges: Arc::new(ExchangeLog::new(options.max_exchanges, options.max_exchanges_bytes)),
        faults: Switchboard::default(),
        mounted,
        paths,
        dates: Dates::default(),
        state: RwLock::default(),
        token: Token::draw().map_err(StartError::Random)?,
        draining: CancellationToken::new(),
    };
    Ok(Assembled { chassis, ready })
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

async fn mount(supplier: Box<dyn Supplier>, context: &Context) -> Result<Mounted, StartError> {
    let name = supplier.name();
    let failed = |source| StartError::Supplier { name, source };
    let migrations = supplier.migrations();
    context.store.migrate(name, migrations.clone()).await.map_err(|error| failed(error.into()))?;
    let mount = supplier.mount(context.clone()).await.map_err(failed)?;
    Ok(Mounted { name, migrations, mount, load: Load::default() })
}
