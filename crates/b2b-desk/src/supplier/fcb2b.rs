//! Producers that speak fcB2B.

mod articles;
mod codes;
mod harmless;
mod orders;
mod reserves;
mod services;

use std::sync::Arc;
use std::time::Duration;

use b2b_http::{Attempt, Operation as _, Redactor, ReqwestTransport, render_request};
use fcb2b_client::{
    Answer, Call, Client, Directory, Endpoints, Message, Producer, Service, ServiceName, ServiceUrl, Services,
    SigningKey,
};
use futures_util::stream::{self, StreamExt as _};

pub(crate) use self::codes::{hint, read_code};
use super::{AT_ONCE, client};
use crate::asking::{Part, Parts, Patience};
use crate::config::Fcb2bConfig;
use crate::observer::Observers;
use crate::question::{Answered, Told};
use crate::{ConfigError, DeskError, SupplierError};

/// A producer and its client.
#[derive(Debug)]
pub(crate) struct Fcb2b {
    name: String,
    producer: Arc<Producer>,
    discovery: Option<ServiceUrl>,
    addresses: Endpoints,
    client: Client<ReqwestTransport>,
    at_once: usize,
    /// How long a request may take.
    longest: Option<Duration>,
}

impl Fcb2b {
    pub(crate) fn new(name: &str, config: &Fcb2bConfig, observers: &Observers) -> Result<Self, ConfigError> {
        let mut producer = Producer::new(config.profile.clone(), signing_key(name, config)?)
            .clock_offset(config.clock_offset)
            .sku_case(config.sku_case);
        producer.client_identifier.clone_from(&config.client_identifier);
        let producer = Arc::new(producer);
        let mut directory = match &config.services {
            Some(url) => Directory::discovered(url.clone()).endpoints(config.addresses.clone()),
            None => Directory::configured(config.addresses.clone()),
        };
        if let Some(lifetime) = config.lifetime {
            directory = directory.lifetime(lifetime);
        }
        directory = config.trust_hosts.iter().fold(directory, Directory::trust_host);
        Ok(Self {
            name: name.to_owned(),
            producer: Arc::clone(&producer),
            discovery: config.services.clone(),
            addresses: config.addresses.clone(),
            client: Client::with(producer, directory, client(name, &config.connection, observers)?),
            at_once: config.connection.max_concurrent.unwrap_or(AT_ONCE),
            longest: config.connection.total_timeout,
        })
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Asks a service.
    async fn told<S: Service + Send + Sync>(&self, request: S) -> Result<Told<S::Output>, SupplierError>
    where
        S::Output: Send,
    {
        self.client.send(request).await.map(told).map_err(|error| self.failed(error))
    }

    /// Asks a service about several articles, some at a time, and gives each answer as it comes.
    fn each<'a, A, S, T>(
        &'a self,
        asked: &'a [A],
        request: impl Fn(&'a A) -> S + Send + 'a,
        read: fn(&S::Output) -> T,
    ) -> Parts<'a, Answered<T>>
    where
        A: ToString + Sync,
        S: Service + Send + Sync + 'a,
        S::Output: Send,
        T: Send + 'a,
    {
        self.one_by_one(asked, request, move |about: &A, told| {
            Ok(Answered { about: about.to_string(), result: told.map(|told| told.map(|value| read(&value))) })
        })
    }

    /// Asks a service about one thing after the other, some at a time, and gives what is made of each answer as it comes.
    fn one_by_one<'a, A, S, P>(
        &'a self,
        asked: &'a [A],
        request: impl Fn(&'a A) -> S + Send + 'a,
        read: impl Fn(&'a A, Result<Told<S::Output>, DeskError>) -> Result<P, DeskError> + Copy + Send + Sync + 'a,
    ) -> Parts<'a, P>
    where
        A: Sync,
        S: Service + Send + Sync + 'a,
        S::Output: Send,
        P: Send + 'a,
    {
        let patience = Patience::with(&self.name);
        let answers = stream::iter(asked.iter().enumerate()).map(move |(place, one)| {
            let (request, patience) = (request(one), patience.clone());
            async move { Part::at(place, read(one, patience.ask(self.told(request)).await.map_err(DeskError::from))) }
        });
        answers.buffer_unordered(self.at_once).boxed()
    }

    fn failed(&self, error: b2b_http::Error) -> SupplierError {
        SupplierError::new(&self.name, error)
    }

    /// The requests to a service as they would be sent, secrets replaced. Where discovery has to be asked for the address, the
    /// first one is that question, and of the others only the parameters are known.
    fn show<S: Service>(
        &self,
        requests: impl IntoIterator<Item = S>,
        attempt: &Attempt,
    ) -> Result<Vec<String>, DeskError> {
        let address = match &self.discovery {
            Some(url) if S::SERVICE == ServiceName::Services => Some(url),
            _ => self.addresses.get(&S::SERVICE),
        };
        if let Some(address) = address {
            return requests.into_iter().map(|request| self.written(address, request, attempt)).collect();
        }
        let mut shown = match &self.discovery {
            Some(url) => vec![self.written(url, Services::new(), attempt)?],
            None => {
                let message = format!("no address is configured for {}, and none for discovery", S::SERVICE);
                let hint = format!("Set addresses.{} or services below [{}].", S::SERVICE, self.name);
                let refused = b2b_http::Refused::new(message).with_hint(hint);
                return Err(DeskError::Unwritable { supplier: self.name.clone(), refused });
            }
        };
        for request in requests {
            shown.push(self.described(&request)?);
        }
        Ok(shown)
    }

    fn written<S: Service>(&self, url: &ServiceUrl, request: S, attempt: &Attempt) -> Result<String, DeskError> {
        let call = Call::new(Arc::clone(&self.producer), url.clone(), request);
        let (request, _) =
            call.request(attempt).map_err(|refused| DeskError::Unwritable { supplier: self.name.clone(), refused })?;
        Ok(render_request(&request, &Redactor::for_request(&request)))
    }

    fn described<S: Service>(&self, request: &S) -> Result<String, DeskError> {
        let problems = request.problems();
        if !problems.is_empty() {
            let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
            let refused = b2b_http::Refused::new(all.join("; "));
            return Err(DeskError::Unwritable { supplier: self.name.clone(), refused });
        }
        let own = self.producer.client_identifier.as_deref().map(|code| format!("\nClientIdentifier: {code}"));
        let mut text = format!("GET the address of {} in the answer, with", S::SERVICE) + &own.unwrap_or_default();
        for (name, value) in request.parameters() {
            text += &format!("\n{name}: {value}");
        }
        Ok(text + "\n")
    }
}

/// The key, prepared.
pub(crate) fn signing_key(name: &str, config: &Fcb2bConfig) -> Result<Option<SigningKey>, ConfigError> {
    let Some(key) = &config.key else { return Ok(None) };
    SigningKey::new(&key.id, key.secret.clone())
        .map(Some)
        .map_err(|error| ConfigError::new(format!("the supplier {name} has no usable key: {error}"), "Give both."))
}

/// Each part of an answer in the words of no protocol in particular.
pub(crate) fn all<'a, A, T: From<&'a A>>(answers: &'a [A]) -> Vec<T> {
    answers.iter().map(T::from).collect()
}

/// An answer with what stands beside it.
pub(crate) fn told<T>(answer: Answer<T>) -> Told<T> {
    let mut warnings: Vec<_> = answer.warnings.iter().map(ToString::to_string).collect();
    if answer.more_warnings > 0 {
        warnings.push(format!("and {} more", answer.more_warnings));
    }
    Told { value: answer.value, messages: answer.messages.iter().map(Message::to_string).collect(), warnings }
}
