//! The addresses that discovery listed, asked for once by all who need them.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use b2b_http::{Error, Operation, Transport};
use tokio::time::{Instant, timeout};

use super::Client;
use crate::answer::Answer;
use crate::codes::ServiceName;
use crate::directory::{AddressError, Directory};
use crate::endpoint::{Endpoints, ServiceUrl};
use crate::services::discovery::ServiceProfile;

/// How long addresses beyond their lifetime are used before discovery is asked again, when it has failed.
const REPRIEVE: Duration = Duration::from_secs(60);

/// How long a caller waits for discovery when addresses beyond their lifetime are known. Our choice.
const REFRESH: Duration = Duration::from_secs(5);

pub(super) struct Addresses {
    directory: Directory,
    /// How often discovery has failed.
    failures: AtomicU64,
    /// Held while discovery is asked, so that one asks for all.
    asking: tokio::sync::Mutex<()>,
    known: Mutex<Known>,
}

#[derive(Clone, Default)]
struct Known {
    endpoints: Option<Arc<Endpoints>>,
    fresh_until: Option<Instant>,
    failure: Option<Arc<Error>>,
}

impl Known {
    fn fresh(&self) -> Option<Arc<Endpoints>> {
        self.endpoints.clone().filter(|_| self.fresh_until.is_some_and(|until| Instant::now() < until))
    }
}

impl Addresses {
    pub(super) fn new(directory: Directory) -> Self {
        Self { directory, failures: AtomicU64::new(0), asking: tokio::sync::Mutex::default(), known: Mutex::default() }
    }

    pub(super) fn directory(&self) -> &Directory {
        &self.directory
    }

    /// The address of a service, for the operation that is to be sent there.
    pub(super) async fn of<O: Operation, T: Transport>(
        &self,
        service: &ServiceName,
        client: &Client<T>,
    ) -> Result<ServiceUrl, Error> {
        match self.directory.find(service, None) {
            Ok(url) => return Ok(url.clone()),
            Err(AddressError::NotDiscovered(_)) => {}
            Err(error) => return Err(Error::not_sent::<O>(error.into())),
        }
        let known = self.known().clone();
        let endpoints = match (known.fresh(), known.endpoints) {
            (Some(fresh), _) => fresh,
            (None, Some(stale)) => self.refreshed(stale, client).await,
            (None, None) => self.first(client).await.map_err(|failure| {
                let message = format!("discovery failed, and the address of {} is not known", service.as_str());
                Error::not_sent_since::<O>(message, &failure)
            })?,
        };
        match self.directory.find(service, Some(&endpoints)) {
            Ok(url) => Ok(url.clone()),
            Err(error) => Err(Error::not_sent::<O>(error.into())),
        }
    }

    /// The addresses, where none are known: all wait for the one who asks.
    async fn first<T: Transport>(&self, client: &Client<T>) -> Result<Arc<Endpoints>, Arc<Error>> {
        let failures = self.failures.load(Ordering::SeqCst);
        let _asking = self.asking.lock().await;
        let known = self.known().clone();
        if let Some(endpoints) = known.endpoints {
            return Ok(endpoints);
        }
        // Whoever waited while discovery failed has its answer.
        if let Some(failure) = known.failure.filter(|_| self.failures.load(Ordering::SeqCst) > failures) {
            return Err(failure);
        }
        match client.discover().await {
            Ok(answer) => Ok(self.learn(&answer.value)),
            Err(error) => {
                let error = Arc::new(error);
                self.known().failure = Some(Arc::clone(&error));
                self.failures.fetch_add(1, Ordering::SeqCst);
                Err(error)
            }
        }
    }

    /// The addresses, where some are known beyond their lifetime: one asks, and not for long; the others use what is known.
    async fn refreshed<T: Transport>(&self, stale: Arc<Endpoints>, client: &Client<T>) -> Arc<Endpoints> {
        let Ok(_asking) = self.asking.try_lock() else { return stale };
        if let Some(fresh) = self.known().fresh() {
            return fresh;
        }
        match timeout(REFRESH, client.discover()).await {
            Ok(Ok(answer)) => return self.learn(&answer.value),
            Ok(Err(error)) => {
                tracing::warn!(kind = ?error.kind(), "discovery failed; the addresses known before are used");
            }
            Err(_) => tracing::warn!("discovery takes too long; the addresses known before are used"),
        }
        self.known().fresh_until = Some(Instant::now() + REPRIEVE);
        stale
    }

    /// Asks discovery in any case.
    pub(super) async fn ask<T: Transport>(&self, client: &Client<T>) -> Result<Answer<Vec<ServiceProfile>>, Error> {
        let answer = client.discover().await?;
        self.learn(&answer.value);
        Ok(answer)
    }

    fn learn(&self, profiles: &[ServiceProfile]) -> Arc<Endpoints> {
        let (endpoints, unusable) = Endpoints::from_profiles(profiles);
        for (service, error) in unusable {
            tracing::debug!(service = service.as_str(), %error, "an address that discovery lists cannot be used");
        }
        let endpoints = Arc::new(endpoints);
        *self.known() = Known {
            endpoints: Some(Arc::clone(&endpoints)),
            fresh_until: Some(Instant::now() + self.directory.discovered_lifetime()),
            failure: None,
        };
        endpoints
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
