//! The operation: a service asked of a producer at an address.

use std::borrow::Cow;
use std::sync::Arc;

use b2b_http::{Attempt, Operation, Received, Redactions, Refused, Rejected, Repeatable};
use bytes::Bytes;
use fcb2b_signing::{SignableRequest, Stamp, sign};
use http::Request as HttpRequest;
use http::header::ACCEPT;

use crate::answer::Answer;
use crate::codes::ServiceName;
use crate::endpoint::{Echo, Producer, ServiceUrl, SkuCase};
use crate::generic::{Any, AnyAnswer};
use crate::parameters::InvalidParameter;
use crate::reading;
use crate::service::Service;

/// A service asked of a producer. It does no I/O; [`b2b_http::Client`] sends it, or whatever else carries HTTP.
///
/// ```
/// use std::sync::Arc;
///
/// use b2b_http::{Attempt, Operation};
/// use fcb2b_client::{Call, Producer, SigningKey, SigningProfile, StockCheck};
///
/// let key = SigningKey::new("EXAMPLEKEY1", "fcb2b-example-secret-0001".into())?;
/// let producer = Producer::new(SigningProfile::named("ethervision")?, key).client_identifier("100059");
/// let url = "https://sandbox.example.com/stockcheck".parse()?;
/// let call = Call::new(Arc::new(producer), url, StockCheck::new("VV01701002").requested_quantity(10));
/// # let now = "2024-12-21T07:53:23.186983Z".parse()?;
/// let (request, _) = call.request(&Attempt::new(1, now, [7; 32]))?;
/// assert_eq!(
///     request.uri().to_string(),
///     "https://sandbox.example.com/stockcheck?ClientIdentifier=100059&RequestedQuantity=10\
///      &SupplierItemSKU=VV01701002&TimeStamp=2024-12-21T07:53:23.186983&apiKey=EXAMPLEKEY1\
///      &signature=18b879a2516988082fbbfcf5d716677669e954f1a301b6612b6d5deff8affc11",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Call<S> {
    producer: Arc<Producer>,
    url: ServiceUrl,
    service: S,
}

impl<S> Call<S> {
    /// A service asked of a producer at an address.
    #[must_use]
    pub fn new(producer: Arc<Producer>, url: ServiceUrl, service: S) -> Self {
        Self { producer, url, service }
    }

    /// The service's request.
    #[must_use]
    pub fn service(&self) -> &S {
        &self.service
    }

    /// The address.
    #[must_use]
    pub fn url(&self) -> &ServiceUrl {
        &self.url
    }
}

/// What an attempt remembers to judge its answer.
#[derive(Clone, Debug)]
pub struct Sent {
    pub(crate) global_identifier: Option<String>,
    pub(crate) echo: Echo,
}

impl Sent {
    /// The `GlobalIdentifier` that was sent; what an answer with another one is, [`Echo`] says. `None` if none was.
    #[must_use]
    pub fn global_identifier(&self) -> Option<&str> {
        self.global_identifier.as_deref()
    }
}

impl<S: Service> Operation for Call<S> {
    const NAME: &'static str = S::NAME;
    const REPEATABLE: Repeatable = S::REPEATABLE;
    type Sent = Sent;
    type Output = Answer<S::Output>;

    fn request(&self, attempt: &Attempt) -> Result<(HttpRequest<Bytes>, Sent), Refused> {
        let problems = self.service.problems();
        if !problems.is_empty() {
            return Err(refused(&problems));
        }
        write(&self.producer, &self.url, &S::SERVICE, self.service.parameters(), attempt)
    }

    fn response(&self, sent: &Sent, received: Received) -> Result<Self::Output, Rejected> {
        reading::answer::<S>(&received.response, sent)
    }
}

/// Any service, by its name. Nobody knows whether it may be repeated, so it never is.
impl Operation for Call<Any> {
    const NAME: &'static str = "fcb2b.Call";
    const REPEATABLE: Repeatable = Repeatable::No;
    type Sent = Sent;
    type Output = AnyAnswer;

    fn request(&self, attempt: &Attempt) -> Result<(HttpRequest<Bytes>, Sent), Refused> {
        let Any { service, parameters } = &self.service;
        let parameters = parameters.iter().map(|(name, value)| (name.as_str(), Cow::Borrowed(value.as_str())));
        write(&self.producer, &self.url, service, parameters.collect(), attempt)
    }

    fn response(&self, sent: &Sent, received: Received) -> Result<Self::Output, Rejected> {
        reading::any(received.response, sent)
    }
}

const CLIENT_IDENTIFIER: &str = "ClientIdentifier";

/// Everything that the service would refuse, in one sentence.
fn refused(problems: &[InvalidParameter]) -> Refused {
    let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
    Refused::new(all.join("; ")).with_hint("Correct the parameters that the message names.")
}

/// Signs and writes a request.
fn write(
    producer: &Producer,
    url: &ServiceUrl,
    service: &ServiceName,
    own: Vec<(&str, Cow<'_, str>)>,
    attempt: &Attempt,
) -> Result<(HttpRequest<Bytes>, Sent), Refused> {
    let now = attempt.now.checked_add_signed(producer.clock_offset).ok_or_else(|| {
        Refused::new("the clock offset leads out of the calendar").with_hint("Give an offset of some hours at most.")
    })?;
    let global_identifier = uuid::Builder::from_random_bytes(attempt.uuid_bytes()).into_uuid().to_string();
    let is_discovery = service.is(ServiceName::Services.as_str());
    let mut parameters = Vec::with_capacity(own.len() + 1);
    let is_given = own.iter().any(|(name, _)| *name == CLIENT_IDENTIFIER);
    if let Some(identifier) = producer.client_identifier.as_deref().filter(|_| !is_discovery && !is_given) {
        if identifier.trim().is_empty() || identifier.chars().any(char::is_control) {
            return Err(refused(&[InvalidParameter::new(CLIENT_IDENTIFIER, "is empty or has a control character")]));
        }
        parameters.push((CLIENT_IDENTIFIER, Cow::Borrowed(identifier)));
    }
    for (name, value) in own {
        let value = match (name, producer.sku_case) {
            ("SupplierItemSKU", SkuCase::Upper) => Cow::Owned(value.to_uppercase()),
            _ => value,
        };
        parameters.push((name, value));
    }
    let parameters: Vec<(&str, &str)> = parameters.iter().map(|(name, value)| (*name, value.as_ref())).collect();
    let signable = if is_discovery {
        SignableRequest::discovery(url.host(), url.path())
    } else {
        SignableRequest::new(url.host(), url.path(), &parameters)
    };
    let stamp = Stamp::new(now).global_identifier(&global_identifier);
    let signed = sign(&producer.profile, producer.key.as_ref(), &signable, &stamp).map_err(|error| {
        Refused::new(error.to_string())
            .with_hint("Correct the producer's profile, key or parameters.")
            .with_source(error)
    })?;
    let profile = &producer.profile;
    let mut redactions = Redactions::new().query_parameter(profile.signature_name().to_owned());
    let mut sent = Sent { global_identifier: None, echo: producer.echo };
    for (name, value) in signed.added() {
        if name == profile.signature_name() {
            // With a shared secret it is the secret, and can turn up in other forms than the URL's.
            redactions = redactions.secret(value.into_owned().into());
        } else if name == "GlobalIdentifier" {
            sent.global_identifier = Some(value.into_owned());
        }
    }
    let request = HttpRequest::get(signed.url())
        .header(ACCEPT, "application/xml, text/xml")
        .extension(redactions)
        .body(Bytes::new())
        .map_err(|error| Refused::new("the request has no place in an address").with_source(error))?;
    Ok((request, sent))
}
