//! Starting and stopping a sandbox.

use std::{
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::{
    assembly::assemble, chassis::Chassis, clock::system_now, error::StartError, exchange::Exchange, fault::Fault,
    in_process::InProcess, options::Options, ready::ReadyLine, server::Server, supplier::Supplier, tls, window,
};

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

    /// The last exchanges, newest first, as soon as they are as wanted. What a client has not waited for is recorded when the
    /// sandbox notices that it has left.
    ///
    /// ```
    /// # use b2b_sandbox::{Outcome, Sandbox};
    /// # async fn example(sandbox: Sandbox) {
    /// let exchanges = sandbox.exchanges_when(|exchanges| !exchanges.is_empty()).await;
    /// assert_eq!(exchanges[0].outcome, Outcome::Abandoned);
    /// # }
    /// ```
    pub async fn exchanges_when(&self, wanted: impl Fn(&[Arc<Exchange>]) -> bool) -> Vec<Arc<Exchange>> {
        self.chassis.exchanges.newest_when(wanted).await
    }

    /// Forgets the exchanges so far.
    pub fn clear_exchanges(&self) {
        self.chassis.exchanges.clear();
    }

    /// How many requests the supplier of this name had under way at most, since the sandbox started or `DELETE /_sandbox/load`.
    #[must_use]
    pub fn most_under_way(&self, supplier: &str) -> Option<usize> {
        let mounted = self.chassis.mounted.iter().find(|mounted| mounted.name == supplier)?;
        Some(mounted.load.most())
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
        let assembled = assemble(&options, suppliers, [addr, http_addr]).await?;
        let identity = tls::identity(options.data.as_deref(), addr.ip(), system_now())?;
        let (ca_dir, temporary) = ca_dir(&options)?;
        let ca_path = tls::write_ca(&ca_dir, &identity.ca_pem)?;

        let chassis = Arc::new(assembled.chassis);
        let ready = ReadyLine {
            url: chassis.context.url.to_string(),
            http_url: chassis.context.http_url.to_string(),
            ca: ca_path.display().to_string(),
            inspector: format!("{}{}", chassis.context.http_url, window::PATH),
            suppliers: assembled.ready,
        };
        let server = Server::start(&chassis, (listener, identity.acceptor), http_listener);
        Ok(Sandbox { server, chassis, ready, addr, http_addr, ca_path, ca_pem: identity.ca_pem, _ca_dir: temporary })
    }

    /// Puts the same sandbox together without ports and certificates. Where it would listen is only what it calls itself.
    ///
    /// # Errors
    ///
    /// [`StartError`] says what is in the way.
    pub async fn in_process(self) -> Result<InProcess, StartError> {
        let Self { options, suppliers } = self;
        let assembled = assemble(&options, suppliers, [options.listen, options.http_listen]).await?;
        Ok(InProcess::new(Arc::new(assembled.chassis)))
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
