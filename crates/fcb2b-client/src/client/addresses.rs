//! The addresses that discovery listed, asked for once by all who need them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use b2b_http::{Error, Operation, Transport};
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::Client;
use crate::answer::Answer;
use crate::codes::ServiceName;
use crate::directory::{AddressError, Directory};
use crate::endpoint::{Endpoints, ServiceUrl};
use crate::services::discovery::ServiceProfile;

/// How long addresses beyond their lifetime are used before discovery is asked again, when it has failed.
const REPRIEVE: Duration = Duration::from_secs(60);

pub(super) struct Addresses {
    directory: Directory,
    /// How often discovery has failed.
    failures: AtomicU64,
    /// Held while discovery is asked, so that one asks for all.
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    endpoints: Option<Endpoints>,
    fresh_until: Option<Instant>,
    failure: Option<Arc<Error>>,
}

impl Addresses {
    pub(super) fn new(directory: Directory) -> Self {
        Self { directory, failures: AtomicU64::new(0), known: Mutex::default() }
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
        let failures = self.failures.load(Ordering::SeqCst);
        let mut known = self.known.lock().await;
        let is_fresh = known.fresh_until.is_some_and(|until| Instant::now() < until);
        if !is_fresh {
            // Whoever waited while discovery failed has its answer.
            let failed = match known.failure.clone() {
                Some(failure) if self.failures.load(Ordering::SeqCst) > failures => Some(failure),
                _ => match client.discover().await {
                    Ok(answer) => {
                        self.learn(&mut known, &answer.value);
                        None
                    }
                    Err(error) => Some(self.fail(&mut known, error)),
                },
            };
            if let Some(failure) = failed {
                if known.endpoints.is_none() {
                    return Err(Error::not_sent_since::<O>(
                        format!("discovery failed, and the address of {} is not known", service.as_str()),
                        &failure,
                    ));
                }
                tracing::warn!(kind = ?failure.kind(), "discovery failed; the addresses known before are used");
                known.fresh_until = Some(Instant::now() + REPRIEVE);
            }
        }
        match self.directory.find(service, known.endpoints.as_ref()) {
            Ok(url) => Ok(url.clone()),
            Err(error) => Err(Error::not_sent::<O>(error.into())),
        }
    }

    /// Asks discovery in any case.
    pub(super) async fn ask<T: Transport>(&self, client: &Client<T>) -> Result<Answer<Vec<ServiceProfile>>, Error> {
        let answer = client.discover().await?;
        self.learn(&mut *self.known.lock().await, &answer.value);
        Ok(answer)
    }

    fn learn(&self, known: &mut Known, profiles: &[ServiceProfile]) {
        let (endpoints, unusable) = Endpoints::from_profiles(profiles);
        for (service, error) in unusable {
            tracing::debug!(service = service.as_str(), %error, "an address that discovery lists cannot be used");
        }
        *known = Known {
            endpoints: Some(endpoints),
            fresh_until: Some(Instant::now() + self.directory.discovered_lifetime()),
            failure: None,
        };
    }

    fn fail(&self, known: &mut Known, error: Error) -> Arc<Error> {
        let error = Arc::new(error);
        known.failure = Some(Arc::clone(&error));
        self.failures.fetch_add(1, Ordering::SeqCst);
        error
    }
}
