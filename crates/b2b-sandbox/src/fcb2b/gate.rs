//! Who asks, and whether they may.

use b2b_xml::chrono::{DateTime, SecondsFormat, Utc};
use fcb2b_client::{InvalidParameter, ServiceName, SigningKey, SigningProfile};
use fcb2b_signing::{
    Check, KeyError, ReceivedRequest, Refusal, ReplayCache, SignatureMethod, SignaturePlace, Verifier, canonical_query,
    parse_query,
};
use http::{Method, StatusCode};
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::Fcb2b;
use super::refused::{Refused, is_xml};
use crate::explain::signature::{self, Came};

/// How many requests with a `GlobalIdentifier` are remembered.
const REMEMBERED: usize = 100_000;

const CLIENTS: [&str; 2] = [Fcb2b::CLIENT_IDENTIFIER, Fcb2b::OTHER_CLIENT_IDENTIFIER];

/// What the anonymous key may ask, as discovery says of it.
pub(super) fn anonymous_may(service: &ServiceName) -> bool {
    use ServiceName::{InventoryInquiry, RelatedItems, Services, StockCheck};
    matches!(service, Services | StockCheck | InventoryInquiry | RelatedItems)
}

/// What a key may ask. Without a key, under the profile `unsigned`, all is open.
fn may(key: Option<&str>, service: &ServiceName) -> bool {
    match key {
        Some(Fcb2b::ANONYMOUS_KEY) => anonymous_may(service),
        Some(Fcb2b::STOCK_ONLY_KEY) => {
            anonymous_may(service) || matches!(service, ServiceName::SolutionCheck | ServiceName::SolutionInquiry)
        }
        _ => true,
    }
}

/// The keys, and what is remembered of the requests that came with them.
#[derive(Debug)]
pub(super) struct Gate {
    profile: SigningProfile,
    profile_name: String,
    /// Of each key, by its id.
    secrets: [(&'static str, SecretString); 3],
    keys: Vec<SigningKey>,
    verifier: Mutex<Verifier>,
}

/// A request as it came.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arrival<'a> {
    pub(super) method: &'a Method,
    pub(super) host: &'a str,
    pub(super) path: &'a str,
    pub(super) query: &'a str,
}

/// Who asks, and what.
#[derive(Debug)]
pub(super) struct Admitted {
    /// `ClientIdentifier`; empty for those who need none.
    pub(super) client: String,
    /// All parameters but those of the signature and the client.
    pub(super) parameters: Vec<(String, String)>,
}

impl Gate {
    pub(super) fn new(profile: SigningProfile, profile_name: String, secret: SecretString) -> Result<Self, KeyError> {
        let secrets = [
            (Fcb2b::API_KEY, secret),
            (Fcb2b::STOCK_ONLY_KEY, Fcb2b::STOCK_ONLY_SECRET.into()),
            (Fcb2b::ANONYMOUS_KEY, Fcb2b::ANONYMOUS_SECRET.into()),
        ];
        let keys = secrets.iter().map(|(id, secret)| SigningKey::new(*id, secret.clone()));
        let keys = keys.collect::<Result<_, _>>()?;
        let verifier = Verifier::new(profile.clone()).replay_cache(ReplayCache::new(REMEMBERED));
        Ok(Self { profile, profile_name, secrets, keys, verifier: Mutex::new(verifier) })
    }

    pub(super) fn signature_name(&self) -> &str {
        self.profile.signature_name()
    }

    pub(super) async fn admit(
        &self,
        service: &ServiceName,
        arrival: Arrival<'_>,
        now: DateTime<Utc>,
    ) -> Result<Admitted, Refused> {
        if arrival.method != Method::GET {
            let sentence = format!("{} is not possible: parameters are sent in the query of a GET", arrival.method);
            return Err(Refused::new(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", sentence));
        }
        let is_discovery = *service == ServiceName::Services;
        let received = ReceivedRequest::new(arrival.method.as_str(), arrival.host, arrival.path, arrival.query);
        let received = if is_discovery { received.discovery() } else { received };
        let verified = self.verifier.lock().await.verify(&received, now, &self.keys);
        let verified = verified.map_err(|refusal| self.unverified(&refusal, arrival, now))?;
        let key = verified.key_id.as_deref();
        if !may(key, service) {
            let sentence = format!("the key {} has no permission for {service}", key.unwrap_or_default());
            return Err(Refused::new(StatusCode::FORBIDDEN, "AccessDenied", sentence));
        }
        let odd = |text: &str| !text.chars().all(is_xml);
        if let Some((name, _)) = verified.parameters.iter().find(|(name, value)| odd(name) || odd(value)) {
            return Err(Refused::invalid_argument(format!("{name:?} has a character that XML cannot carry")));
        }
        let (named, parameters): (Vec<_>, Vec<_>) =
            verified.parameters.into_iter().partition(|(name, _)| name == "ClientIdentifier");
        let named: Vec<&str> = named.iter().map(|(_, value)| value.as_str()).collect();
        let client = match named.as_slice() {
            // Discovery ignores all parameters but those of the signature.
            _ if is_discovery => "",
            [] if verified.key_id.as_deref() == Some(Fcb2b::ANONYMOUS_KEY) => "",
            [] | [""] => return Err(Refused::parameters(&[InvalidParameter::new("ClientIdentifier", "is missing")])),
            [client] if CLIENTS.contains(client) => client,
            [client] => {
                let sentence = format!("the ClientIdentifier {client:?} is unknown");
                return Err(Refused::new(StatusCode::FORBIDDEN, "InvalidClientIdentifier", sentence));
            }
            _ => return Err(Refused::invalid_argument("ClientIdentifier is there more than once")),
        };
        Ok(Admitted { client: client.to_owned(), parameters })
    }

    /// A refusal to trust a request: what the client is told, and what stands in the record.
    fn unverified(&self, refusal: &Refusal, arrival: Arrival<'_>, now: DateTime<Utc>) -> Refused {
        let (status, code, advice) = verdict(refusal.check());
        let Arrival { method, host, path, query } = arrival;
        let came = Came { method: method.as_str(), host, path, query };
        let swapped = self.swapped(query);
        let refused =
            signature::Refused { refusal, came, profile: &self.profile, keys: &self.keys, swapped: &swapped, now };
        let (cause, theirs) = signature::cause(&refused);
        let mut detail = json!({
            "stage": refusal.stage().to_string(),
            "check": refusal.to_string(),
            "profile": self.profile_name,
            "sandbox_time": now.to_rfc3339_opts(SecondsFormat::Micros, true),
            "ours": self.ours(refusal, arrival),
            "received": { "method": came.method, "host": host, "path": path, "query": query },
        });
        if let (Some(theirs), Some(detail)) = (theirs, detail.as_object_mut()) {
            let begins = refusal.beginnings().map(|beginnings| beginnings.theirs.as_str());
            detail.insert("theirs".to_owned(), signature::stages(&theirs, begins));
        }
        Refused::new(status, code, format!("{refusal}{advice}")).with_detail(detail).with_cause(cause)
    }

    /// The key that a request names, with the secrets of the others.
    fn swapped(&self, query: &str) -> Vec<SigningKey> {
        let Ok(all) = parse_query(query, self.profile.url_encoding()) else { return Vec::new() };
        let named = all.iter().find(|(name, _)| Some(name.as_ref()) == self.profile.key_name());
        let Some((_, named)) = named.filter(|(_, id)| self.secrets.iter().any(|(known, _)| id == known)) else {
            return Vec::new();
        };
        let others = self.secrets.iter().filter(|(id, _)| named != id);
        others.filter_map(|(_, secret)| SigningKey::new(named.as_ref(), secret.clone()).ok()).collect()
    }

    /// The stages as the sandbox makes them of the request that came; nothing if its query cannot be read.
    fn ours(&self, refusal: &Refusal, arrival: Arrival<'_>) -> Value {
        let (parameters, canonical_query, string_to_sign) = match refusal.explanation() {
            Some(explanation) => (
                explanation.parameters.clone(),
                explanation.canonical_query.clone(),
                explanation.string_to_sign.clone(),
            ),
            None => {
                let Ok(all) = parse_query(arrival.query, self.profile.url_encoding()) else { return Value::Null };
                let is_signature = |name: &str| name.eq_ignore_ascii_case(self.signature_name());
                let signed = all.iter().filter(|(name, _)| !is_signature(name));
                let signed: Vec<(&str, &str)> = signed.map(|(name, value)| (name.as_ref(), value.as_ref())).collect();
                let owned = signed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
                (owned, canonical_query(&self.profile, &signed), None)
            }
        };
        let url = format!("https://{}{}?{}", arrival.host, arrival.path, self.with_signature(&canonical_query));
        json!({
            "parameters": parameters,
            "canonical_query": canonical_query,
            "string_to_sign": string_to_sign,
            "signature": refusal.beginnings().map(|beginnings| &beginnings.ours),
            "url": url,
        })
    }

    /// The query with a sign where the signature stands.
    fn with_signature(&self, query: &str) -> String {
        if self.profile.method() == SignatureMethod::Unsigned {
            return query.to_owned();
        }
        let signature = format!("{}=‹signature›", self.signature_name());
        let mut pieces: Vec<&str> = query.split('&').filter(|piece| !piece.is_empty()).collect();
        let key = self.profile.key_name().unwrap_or_default();
        let is_key = |piece: &&str| piece.split('=').next() == Some(key);
        let place = match self.profile.signature_place() {
            SignaturePlace::AfterKey => pieces.iter().position(is_key).map_or(pieces.len(), |at| at + 1),
            _ => pieces.len(),
        };
        pieces.insert(place, &signature);
        pieces.join("&")
    }
}

/// The status, the code, and what to do about it as the end of the sentence.
fn verdict(check: &Check) -> (StatusCode, &'static str, &'static str) {
    match check {
        Check::UnknownKey => (StatusCode::FORBIDDEN, "InvalidAccessKeyId", ": the ready line has the API key"),
        Check::WrongSecret => (StatusCode::FORBIDDEN, "SignatureDoesNotMatch", ": the ready line has the secret"),
        Check::WrongSignature(_) => (
            StatusCode::FORBIDDEN,
            "SignatureDoesNotMatch",
            "; the sandbox's string to sign stands in /_sandbox/exchanges",
        ),
        Check::TooOld { .. } | Check::FromTheFuture { .. } => {
            (StatusCode::FORBIDDEN, "RequestTimeTooSkewed", ": compare the client's clock with the Date of this answer")
        }
        Check::Replayed => (StatusCode::FORBIDDEN, "RequestReplayed", ": make a new one for every request"),
        Check::ReplayCacheFull => (StatusCode::SERVICE_UNAVAILABLE, "SlowDown", ": wait some minutes"),
        Check::Missing(_) | Check::Misspelled { .. } => (StatusCode::BAD_REQUEST, "MissingParameter", ""),
        _ => (StatusCode::BAD_REQUEST, "InvalidArgument", ""),
    }
}
