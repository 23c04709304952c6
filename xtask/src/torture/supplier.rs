//! The sandbox in a process of its own, killed and restarted with the same data.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use b2b_http::{Client as HttpClient, ReqwestTransport, RetryPolicy, StreamingTransport, Transport};
use b2b_sandbox::rusqlite::Connection;
use b2b_sandbox::{Fcb2b, Options, ReadyLine, Sandbox, Techdata};
use fcb2b_client::{Directory, Endpoints, Producer, ReservePolicy, ServiceName, SigningKey, SigningProfile};
use tempfile::TempDir;
use tokio::io::AsyncReadExt as _;
use tokio::sync::watch;

use crate::Error;
use crate::process::{Process, chore};

/// How long a client waits for an answer: what takes longer has an unknown outcome.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long whoever counts waits: there is much to list, and nothing goes wrong.
const LONG: Duration = Duration::from_secs(60);

/// By how much the seed's stock is multiplied: sold out, a supplier only refuses.
const PLENTY: u32 = 1000;

/// Items of which no more is there than the seed has, so that some are refused.
const SCARCE: [&str; 2] = ["LASTBOX100", "10226038"];

/// Where the sandbox is; `None` while it is dead.
pub(super) type Sites = watch::Receiver<Option<Site>>;

/// The sandbox during one of its lives.
#[derive(Clone, Debug)]
pub(super) struct Site {
    /// Counts up with each restart.
    pub(super) life: usize,
    url: String,
    transport: ReqwestTransport,
    producer: Arc<Producer>,
    patience: Duration,
}

pub(super) struct Supplier {
    data: TempDir,
    process: Process,
    sites: watch::Sender<Option<Site>>,
}

/// Serves until the standard input ends.
pub(super) async fn serve(data: PathBuf) -> Result<String, Error> {
    let options = Options { data: Some(data), ..Options::default() };
    let sandbox = Sandbox::builder().options(options).supplier(Fcb2b::new()).supplier(Techdata::default());
    let sandbox = sandbox.start().await?;
    println!("{}", sandbox.ready_line());
    tokio::io::stdin().read_to_end(&mut Vec::new()).await?;
    sandbox.shutdown().await;
    Ok("ended".to_owned())
}

impl Supplier {
    /// A sandbox with enough of most items.
    pub(super) async fn start() -> Result<Self, Error> {
        let data = tempfile::tempdir()?;
        let (mut first, _) = spawn(data.path()).await?;
        first.kill().await?;
        fill(data.path())?;
        let (process, site) = spawn(data.path()).await?;
        Ok(Self { data, process, sites: watch::Sender::new(Some(site)) })
    }

    pub(super) fn sites(&self) -> Sites {
        self.sites.subscribe()
    }

    pub(super) fn site(&self) -> Result<Site, Error> {
        self.sites.borrow().clone().ok_or_else(|| "the sandbox is dead".into())
    }

    /// Kills it where it stands (SIGKILL on Unix), and starts it again with what it had written.
    pub(super) async fn kill_and_restart(&mut self) -> Result<(), Error> {
        let life = self.site()?.life + 1;
        self.sites.send_replace(None);
        self.process.kill().await?;
        let (process, site) = spawn(self.data.path()).await?;
        self.process = process;
        self.sites.send_replace(Some(Site { life, ..site }));
        Ok(())
    }

    /// Kills it for good, and looks at what it leaves.
    pub(super) async fn end(mut self) -> Result<(), Error> {
        self.process.kill().await?;
        let found: String = database(self.data.path())?.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
        if found == "ok" { Ok(()) } else { Err(format!("the database is damaged: {found}").into()) }
    }
}

async fn spawn(data: &Path) -> Result<(Process, Site), Error> {
    let mut command = chore("torture-sandbox")?;
    command.arg("--data").arg(data);
    let (process, line) = Process::start(command).await?;
    let ready: ReadyLine = serde_json::from_str(&line).map_err(|_| "the sandbox does not start")?;
    let transport = ReqwestTransport::builder().extra_roots_pem(std::fs::read(&ready.ca)?).build()?;
    let key = SigningKey::new(Fcb2b::API_KEY, Fcb2b::SECRET.into())?;
    let producer = Producer::new(SigningProfile::named(Fcb2b::DEFAULT_PROFILE)?, key);
    let producer = Arc::new(producer.client_identifier(Fcb2b::CLIENT_IDENTIFIER));
    Ok((process, Site { life: 0, url: ready.url, transport, producer, patience: PATIENCE }))
}

fn database(data: &Path) -> Result<Connection, Error> {
    Ok(Connection::open(data.join("sandbox.sqlite"))?)
}

fn fill(data: &Path) -> Result<(), Error> {
    let connection = database(data)?;
    let [scarce, other] = SCARCE;
    connection.execute(
        "UPDATE fcb2b_stock SET quantity = quantity * ?1 WHERE sku NOT IN (?2, ?3)",
        (PLENTY, scarce, other),
    )?;
    connection.execute(
        "UPDATE techdata_stock SET qty = qty * ?1 WHERE vp NOT IN (?2, ?3) AND qty > 0",
        (PLENTY, scarce, other),
    )?;
    Ok(())
}

impl Site {
    /// As whoever counts sees it.
    pub(super) fn patiently(self) -> Self {
        Self { patience: LONG, ..self }
    }

    /// The transport to it.
    pub(super) fn transport(&self) -> ReqwestTransport {
        self.transport.clone()
    }

    /// A client for reservations, which takes it that what it looks for is settled.
    pub(super) fn reserving<T: Transport>(&self, transport: T) -> Result<fcb2b_client::Client<T>, Error> {
        let mut endpoints = Endpoints::new();
        for service in [ServiceName::CreateReserve, ServiceName::GetReserves, ServiceName::InventoryInquiry] {
            let url = format!("{}/{}", self.url, service.as_str().to_ascii_lowercase());
            endpoints = endpoints.with(&service, url.parse()?);
        }
        let directory = Directory::configured(endpoints);
        let client = fcb2b_client::Client::with(Arc::clone(&self.producer), directory, self.http(transport));
        Ok(client.reserve_policy(ReservePolicy::new().settle(Duration::ZERO)))
    }

    /// A client for orders.
    pub(super) fn ordering<T: StreamingTransport>(&self, transport: T) -> techdata_xml::Client<T> {
        let url = format!("{}{}", self.url, Techdata::PATH);
        let endpoint = techdata_xml::Endpoint::at(url, Techdata::USERNAME, Techdata::PASSWORD);
        techdata_xml::Client::with(endpoint, self.http(transport))
    }

    fn http<T: Transport>(&self, transport: T) -> HttpClient<T> {
        HttpClient::builder(transport).read_timeout(self.patience).retry(RetryPolicy::never()).build()
    }
}
