//! Service discovery: what a producer offers, and where.

use b2b_xml::{FromXml, OrRaw, ToXml};
use serde::{Deserialize, Serialize};

use crate::answer::{CORE_NS, Item, Shape, Source};
use crate::codes::ServiceName;
use crate::parameters::request;
use crate::service::Service;

request! {
    /// Asks what a producer offers: `/services` of the guide, chapter Service Discovery. Some producers want it signed, some
    /// plain.
    ///
    /// ```
    /// use fcb2b_client::{Request, Services};
    ///
    /// let request = Services::new();
    /// assert!(request.parameters().is_empty());
    /// ```
    pub struct Services {
        required {}
        optional {}
    }
}

/// A service that a producer offers.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "ServiceProfile")]
#[serde(default)]
#[non_exhaustive]
pub struct ServiceProfile {
    /// Its name.
    #[xml(name = "Name", ns = CORE_NS, required, none = "empty")]
    pub name: Option<String>,
    /// What it does.
    #[xml(name = "Description", ns = CORE_NS, none = "empty")]
    pub description: Option<String>,
    /// Whether it can be asked with the key `anonymous`. Such requests are signed like others.
    #[xml(name = "AnonymousAccessPermitted", ns = CORE_NS, none = "empty", ty = "boolean")]
    pub anonymous: Option<OrRaw<bool>>,
    /// Its versions. One has been seen for each service.
    #[xml(name = "Version")]
    pub versions: Vec<ServiceVersion>,
}

impl ServiceProfile {
    /// The https address of the newest version that has one.
    #[must_use]
    pub fn https_address(&self) -> Option<&str> {
        let addressed = self.versions.iter().filter_map(|version| Some((version, version.https_path.as_deref()?)));
        addressed.max_by_key(|(version, _)| version.parts()).map(|(_, address)| address)
    }
}

/// A version of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "Version")]
#[serde(default)]
#[non_exhaustive]
pub struct ServiceVersion {
    /// Like `Date`.
    #[xml(name = "date", attribute)]
    pub date_attribute: Option<String>,
    /// Like `VersionNumber`.
    #[xml(name = "version", attribute)]
    pub version_attribute: Option<String>,
    /// A date; the day of the answer, where it has been seen.
    #[xml(name = "Date", none = "empty")]
    pub date: Option<String>,
    /// A namespace. It is not the one that answers are in.
    #[xml(name = "DefaultNamespace", none = "empty")]
    pub default_namespace: Option<String>,
    /// Where it is asked without TLS; empty where that is not possible. Never used.
    #[xml(name = "HTTPRequestPath", none = "empty")]
    pub http_path: Option<String>,
    /// Where it is asked: a whole address, whatever its name says.
    #[xml(name = "HTTPSRequestPath", none = "empty")]
    pub https_path: Option<String>,
    /// The schema of requests.
    #[xml(name = "InputSchema", none = "empty")]
    pub input_schema: Option<String>,
    /// The schema of answers.
    #[xml(name = "OutputSchema", none = "empty")]
    pub output_schema: Option<String>,
    /// Where the schema of answers is.
    #[xml(name = "OutputSchemaLocation", none = "empty")]
    pub output_schema_location: Option<String>,
    /// Its number.
    #[xml(name = "VersionNumber", none = "empty")]
    pub number: Option<String>,
}

impl ServiceVersion {
    /// The number's parts, to be compared.
    fn parts(&self) -> Vec<u32> {
        let number = self.number.as_deref().or(self.version_attribute.as_deref()).unwrap_or_default();
        number.split('.').map(|part| part.trim().parse().unwrap_or(0)).collect()
    }
}

impl Service for Services {
    const NAME: &'static str = "fcb2b.Services";
    const SERVICE: ServiceName = ServiceName::Services;
    const SHAPE: Shape = Shape::ours("ServiceProfiles", "ServiceProfile", Source::Recorded);
    type Output = Vec<ServiceProfile>;
}

impl Item for ServiceProfile {}
