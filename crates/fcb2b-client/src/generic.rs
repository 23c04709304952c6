//! Any service, by its name: for those that the public documents do not describe.

use std::fmt;

use bytes::Bytes;
use http::StatusCode;

use crate::codes::ServiceName;
use crate::element::Element;
use crate::message::Message;

/// A request to any service that the producer has.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Any {
    /// The service, as discovery calls it.
    pub service: ServiceName,
    /// Its own parameters, without those of the signature and `ClientIdentifier`.
    pub parameters: Vec<(String, String)>,
}

impl Any {
    /// A request without parameters of its own.
    #[must_use]
    pub fn new(service: impl Into<ServiceName>) -> Self {
        Self { service: service.into(), parameters: Vec::new() }
    }

    /// With a parameter.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }
}

/// What a service answered, as it came and as a tree.
///
/// Its `Debug` shows no content: a producer may repeat the secrets of a request.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AnyAnswer {
    /// The status.
    pub status: StatusCode,
    /// The body.
    pub body: Bytes,
    /// The document.
    pub root: Element,
    /// Information and warnings of the producer.
    pub messages: Vec<Message>,
}

impl fmt::Debug for AnyAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnyAnswer")
            .field("status", &self.status)
            .field("body_length", &self.body.len())
            .field("root", &self.root.name)
            .finish_non_exhaustive()
    }
}
