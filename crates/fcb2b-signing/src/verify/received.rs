//! A request as it came, and what is left of it when it holds.

use std::fmt;
use std::time::SystemTime;

use super::check::Check;
use crate::profile::{GLOBAL_IDENTIFIER, GlobalIdentifier, SigningProfile};
use crate::query::{Parameter, is_ambiguous, parse_query};
use crate::request::{RequestKind, check_target};

/// A request as it came over the wire. `Debug` leaves out the query, which may hold a secret.
#[derive(Clone, Copy)]
pub struct ReceivedRequest<'a> {
    pub(super) method: &'a str,
    pub(super) host: &'a str,
    pub(super) path: &'a str,
    pub(super) query: &'a str,
    pub(super) kind: RequestKind,
}

impl<'a> ReceivedRequest<'a> {
    /// A request of a service.
    ///
    /// * `host`: the authority as received, from the `Host` header or `:authority`, with the port if it was there.
    /// * `path`: as received, not decoded.
    /// * `query`: as received, without `?`, not decoded.
    #[must_use]
    pub fn new(method: &'a str, host: &'a str, path: &'a str, query: &'a str) -> Self {
        Self { method, host, path, query, kind: RequestKind::Service }
    }

    /// A request of service discovery. Profiles that ask for it plainly take it as it is.
    #[must_use]
    pub fn discovery(mut self) -> Self {
        self.kind = RequestKind::Discovery;
        self
    }

    pub(super) fn check(&self) -> Result<(), Check> {
        check_target(self.method, self.host, self.path).map_err(Check::Target)
    }

    /// The parameters, of whomever they are.
    pub(super) fn unchecked(&self, profile: &SigningProfile) -> Result<Verified, Check> {
        let parameters = parse_query(self.query, profile.url_encoding()).map_err(Check::Query)?;
        let parameters = parameters.into_iter().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        Ok(Verified { key_id: None, time: None, global_identifier: None, parameters })
    }
}

impl fmt::Debug for ReceivedRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceivedRequest")
            .field("method", &self.method)
            .field("host", &self.host)
            .field("path", &self.path)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// A request that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verified {
    /// The key that signed it; `None` if the profile has no key, or for plain discovery.
    pub key_id: Option<String>,
    /// Its time; `None` for plain discovery.
    pub time: Option<SystemTime>,
    /// Its `GlobalIdentifier`, if the profile sends one.
    pub global_identifier: Option<String>,
    /// The service's parameters, decoded, in the order in which they came.
    pub parameters: Vec<(String, String)>,
}

/// The parameters, each by what it is for.
pub(super) struct Parts<'q> {
    pub(super) key_id: Option<&'q str>,
    pub(super) signature: Option<&'q str>,
    pub(super) time: &'q str,
    pub(super) global_identifier: Option<&'q str>,
    /// All but the signature, in the order in which they came.
    pub(super) signed: Vec<(&'q str, &'q str)>,
    pub(super) service: Vec<(&'q str, &'q str)>,
}

impl<'q> Parts<'q> {
    pub(super) fn read(profile: &SigningProfile, all: &'q [Parameter<'q>]) -> Result<Self, Check> {
        for (name, value) in all {
            if name.is_empty() {
                return Err(Check::EmptyName);
            }
            if is_ambiguous(profile.query_encoding(), name, value) {
                return Err(Check::Ambiguous(name.as_ref().to_owned()));
            }
            if let Some(own) = profile.own_names().find(|own| own != name && own.eq_ignore_ascii_case(name)) {
                return Err(Check::Misspelled { expected: own.to_owned(), found: name.as_ref().to_owned() });
            }
        }
        let one = |wanted: &str| {
            let mut found = all.iter().filter(|(name, _)| name == wanted).map(|(_, value)| value.as_ref());
            match (found.next(), found.next()) {
                (None | Some(""), None) => Err(Check::Missing(wanted.to_owned())),
                (Some(value), None) => Ok(value),
                (_, Some(_)) => Err(Check::Repeated(wanted.to_owned())),
            }
        };
        let key_id = profile.key_name().map(one).transpose()?;
        let signature = profile.is_signed().then(|| one(profile.signature_name())).transpose()?;
        let time = one(profile.time_name())?;
        let sent = profile.global_identifier() == GlobalIdentifier::Sent;
        let global_identifier = sent.then(|| one(GLOBAL_IDENTIFIER)).transpose()?;
        let pairs = || all.iter().map(|(name, value)| (name.as_ref(), value.as_ref()));
        let is_signature = |name: &str| signature.is_some() && name == profile.signature_name();
        let signed = pairs().filter(|(name, _)| !is_signature(name)).collect();
        let service = pairs().filter(|(name, _)| !profile.own_names().any(|own| own == *name)).collect();
        Ok(Self { key_id, signature, time, global_identifier, signed, service })
    }

    pub(super) fn verified(&self, time: SystemTime) -> Verified {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Verified {
            key_id: self.key_id.map(str::to_owned),
            time: Some(time),
            global_identifier: self.global_identifier.map(str::to_owned),
            parameters: self.service.iter().map(owned).collect(),
        }
    }
}
