//! The operation: the request it writes, the answer it reads.

use b2b_http::{Attempt, Operation, Received, Redactions, Refused, Rejected, Repeatable};
use b2b_xml::chrono::{DateTime, TimeDelta, Utc};
use b2b_xml::{Decoded, Problem};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Request};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;
use wsse_soap::{
    CreatedMode, Envelope, HeaderOrder, Message, MustUnderstand, NonceMode, Security, SoapVersion, UsernameToken, ns,
};

use crate::endpoint::{Addressing, Basic, Endpoint, MemberOrder, MetadataBlock, Soap, Timestamp, Token};
use crate::query::OrderQuery;
use crate::reading;
use crate::request::{
    GetOrderStatusRequest, Metadata, OrderReference, Parameter, REQUEST_NS, SERVICE_NS, TabledRequest,
    WestconOrderStatus,
};
use crate::response::GetOrderStatusResult;

/// The action of the request: WCF's default naming, as the known client sends it.
pub const ACTION: &str = "http://tempuri.org/IOrderStatus/GetOrderStatus";

/// The action of the response, as in the guide's sample.
pub const RESPONSE_ACTION: &str = "http://tempuri.org/IOrderStatus/GetOrderStatusResponse";

/// How long a message is valid: WCF's default, and the difference in the guide's sample.
const LIFETIME: TimeDelta = TimeDelta::minutes(5);

/// The prefixes of the guide's printed request.
const GUIDE_PREFIXES: &[(&str, &str)] =
    &[("soapenv", ns::SOAP11), ("soapenv", ns::SOAP12), ("tem", SERVICE_NS), ("wes", REQUEST_NS)];

/// The prefixes that WCF writes.
const WCF_PREFIXES: &[(&str, &str)] =
    &[("s", ns::SOAP12), ("a", ns::WSA), ("u", ns::WSU), ("tem", SERVICE_NS), ("wes", REQUEST_NS)];

/// An answer, with what the tolerant reader let pass.
pub type Answer = Decoded<GetOrderStatusResult>;

/// Asks how orders stand: the operation `GetOrderStatus` of the contract `IOrderStatus`, chapters 3 and 4 of the guide.
///
/// It does no I/O. [`b2b_http::Client`] sends it, or whatever else carries HTTP:
///
/// ```
/// use b2b_http::{Attempt, Operation};
/// use westcon_orderstatus::{Endpoint, Environment, GetOrderStatus, OrderQuery};
///
/// let endpoint = Endpoint::new(Environment::Qa, "1001065", "an-authentication-key");
/// let operation = GetOrderStatus::new(endpoint, OrderQuery::westcon(["704571"]));
/// # let (now, random) = (b2b_xml::chrono::DateTime::UNIX_EPOCH, [7; 32]);
/// let (request, sent) = operation.request(&Attempt::new(1, now, random))?;
/// assert_eq!(request.method(), "POST");
/// assert!(sent.message_id().is_some_and(|id| id.starts_with("urn:uuid:")));
/// # Ok::<(), b2b_http::Refused>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetOrderStatus {
    endpoint: Endpoint,
    query: OrderQuery,
}

/// What an attempt remembers to judge its answer.
#[derive(Clone, Debug)]
pub struct Sent {
    pub(crate) version: SoapVersion,
    pub(crate) message_id: Option<String>,
    clock_offset: TimeDelta,
}

impl Sent {
    /// The MessageID that the answer's `RelatesTo` must name; `None` if none was sent.
    #[must_use]
    pub fn message_id(&self) -> Option<&str> {
        self.message_id.as_deref()
    }
}

impl GetOrderStatus {
    /// A question for an endpoint.
    #[must_use]
    pub fn new(endpoint: Endpoint, query: OrderQuery) -> Self {
        Self { endpoint, query }
    }

    /// The body of the request at a moment.
    #[must_use]
    pub fn document(&self, now: DateTime<Utc>) -> GetOrderStatusRequest {
        let metadata = match self.endpoint.wire.metadata {
            MetadataBlock::Omit => None,
            MetadataBlock::Send => Some(Metadata {
                culture: Some("2000".to_owned()),
                operation_type: Some("OrderStatus".to_owned()),
                source_system: Some("B2BWEB".to_owned()),
                time_stamp: Some(whole_seconds(now).naive_utc()),
                transaction_id: Some("B2BWEB".to_owned()),
            }),
        };
        let orders = self.query.numbers().iter().map(|number| OrderReference { order_number: number.clone() });
        let order_status = WestconOrderStatus {
            customer_account_number: self.endpoint.account.clone(),
            order_number_type: Some(self.query.kind().clone()),
            orders: orders.collect(),
            return_serial_number_and_mac_address: self.query.wants_serial_numbers(),
        };
        GetOrderStatusRequest { request: Parameter { metadata, order_status } }
    }

    fn check(&self) -> Result<(), Refused> {
        if self.endpoint.user_name != self.endpoint.account {
            return Err(Refused::new("the user name is not the account number").with_hint(
                "Westcon demands that both are the same; leave the user name out and give the account number.",
            ));
        }
        if self.query.numbers().is_empty() {
            return Err(Refused::new("no order is asked for").with_hint("Give at least one order number."));
        }
        Ok(())
    }

    fn version(&self) -> SoapVersion {
        match self.endpoint.wire.soap {
            Soap::Soap11 => SoapVersion::Soap11,
            Soap::Soap12 | Soap::Soap12Plain => SoapVersion::Soap12,
        }
    }

    /// The message with its HTTP headers.
    fn message(&self, now: DateTime<Utc>, attempt: &Attempt, message_id: &str) -> Result<Message, Refused> {
        let document = self.document(now);
        match self.endpoint.wire.members {
            MemberOrder::DataContract => self.envelope(&document, now, attempt, message_id),
            MemberOrder::GuideTable => self.envelope(&TabledRequest::from(document), now, attempt, message_id),
        }
    }

    fn envelope<B: b2b_xml::ToXml>(
        &self,
        body: &B,
        now: DateTime<Utc>,
        attempt: &Attempt,
        message_id: &str,
    ) -> Result<Message, Refused> {
        let wire = self.endpoint.wire;
        let version = self.version();
        let prefixes = if wire.soap == Soap::Soap12 { WCF_PREFIXES } else { GUIDE_PREFIXES };
        let mut token = UsernameToken::text(self.endpoint.user_name.clone(), self.endpoint.key.clone())
            .id(format!("uuid-{}-1", uuid(attempt).hyphenated()));
        if wire.token == Token::NonceAndCreated {
            token =
                token.nonce_mode(NonceMode::Send).nonce(attempt.nonce()).created_mode(CreatedMode::Send).created(now);
        }
        let mut security = Security::new().username_token(token);
        if wire.timestamp == Timestamp::Send {
            security = security.timestamp(wsse_soap::Timestamp::new(now, LIFETIME));
        }
        let mut envelope = Envelope::new(version, body).prefixes(prefixes).security(security);
        let full = || wsse_soap::Addressing::request(ACTION, message_id);
        envelope = match wire.addressing {
            Addressing::Full => envelope.addressing(full().to(self.endpoint.url.clone())),
            Addressing::WithoutTo => envelope.addressing(full()),
            Addressing::ActionOnly => envelope
                .addressing(wsse_soap::Addressing::action_only(ACTION).must_understand(MustUnderstand::Omitted))
                .header_order(HeaderOrder::SecurityFirst),
            Addressing::Omit => envelope,
        };
        let mut message = envelope.message_for(Some(ACTION)).map_err(|error| {
            let hint = error.violations().iter().find_map(|violation| match violation.problem {
                Problem::TooLong { .. } => {
                    Some("Shorten it: the service's limits are those of table 3.1 of its guide.")
                }
                _ => None,
            });
            let refused = Refused::new(error.to_string());
            match hint {
                Some(hint) => refused.with_hint(hint),
                None => refused,
            }
        })?;
        if wire.soap == Soap::Soap12Plain {
            message.content_type = version.media_type().to_owned();
        }
        Ok(message)
    }
}

impl Operation for GetOrderStatus {
    const NAME: &'static str = "westcon.GetOrderStatus";
    const REPEATABLE: Repeatable = Repeatable::Yes;
    type Sent = Sent;
    type Output = Answer;

    fn request(&self, attempt: &Attempt) -> Result<(Request<Bytes>, Sent), Refused> {
        self.check()?;
        let now = shifted(attempt.now, self.endpoint.clock_offset).ok_or_else(too_far)?;
        let message_id = format!("urn:uuid:{}", uuid(attempt).hyphenated());
        let message = self.message(now, attempt, &message_id)?;
        let mut redactions = Redactions::new().secret(self.endpoint.key.clone());
        let mut request = Request::post(self.endpoint.url.as_str())
            .header(CONTENT_TYPE, &message.content_type)
            .header(ACCEPT, "application/soap+xml, text/xml");
        if let Some(action) = &message.soap_action {
            request = request.header("SOAPAction", action);
        }
        if self.endpoint.wire.basic == Basic::Send {
            let Endpoint { user_name, key, .. } = &self.endpoint;
            let pair = Zeroizing::new(format!("{user_name}:{}", key.expose_secret()));
            let credentials = Zeroizing::new(BASE64_STANDARD.encode(pair.as_bytes()));
            let mut value = HeaderValue::try_from(format!("Basic {}", *credentials))
                .map_err(|_| Refused::new("the key cannot stand in a header"))?;
            value.set_sensitive(true);
            redactions = redactions.secret(SecretString::from(credentials.as_str()));
            request = request.header(AUTHORIZATION, value);
        }
        let request = request.extension(redactions).body(Bytes::from(message.body)).map_err(|error| {
            Refused::new("the service's address is not a URL")
                .with_hint("Give the whole address, beginning with https://.")
                .with_source(error)
        })?;
        let asks_for_reply = matches!(self.endpoint.wire.addressing, Addressing::Full | Addressing::WithoutTo);
        let message_id = asks_for_reply.then_some(message_id);
        Ok((request, Sent { version: self.version(), message_id, clock_offset: self.endpoint.clock_offset }))
    }

    fn response(&self, sent: &Sent, received: Received) -> Result<Answer, Rejected> {
        let now = shifted(received.now, sent.clock_offset).unwrap_or(received.now);
        reading::answer(&received.response, now, sent)
    }
}

/// The time by the endpoint's clock; `None` beyond the calendar.
fn shifted(moment: DateTime<Utc>, offset: TimeDelta) -> Option<DateTime<Utc>> {
    moment.checked_add_signed(offset).filter(|moment| moment.checked_add_signed(LIFETIME).is_some())
}

fn too_far() -> Refused {
    Refused::new("the clock offset leads out of the calendar").with_hint("Give an offset of some hours at most.")
}

fn uuid(attempt: &Attempt) -> Uuid {
    uuid::Builder::from_random_bytes(attempt.uuid_bytes()).into_uuid()
}

fn whole_seconds(moment: DateTime<Utc>) -> DateTime<Utc> {
    moment - TimeDelta::nanoseconds(i64::from(moment.timestamp_subsec_nanos()))
}
