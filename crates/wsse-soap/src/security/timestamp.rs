//! `wsu:Timestamp`, as it is written.

use b2b_xml::chrono::{DateTime, Datelike, SecondsFormat, TimeDelta, Utc};
use b2b_xml::{Name, Problem, Writer};

use crate::ns;
use crate::qname::is_ncname;

/// When a message was made and how long it is good for (OASIS WSS SOAP Message Security 1.1, section 10).
///
/// It is written in UTC with milliseconds, `Created` before `Expires`, as WCF demands and BSP 1.1 R3221 says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timestamp {
    /// When the message was made.
    pub created: DateTime<Utc>,
    /// Until when it is good.
    pub expires: Option<DateTime<Utc>>,
    /// The `wsu:Id`: a name without colons. `_0` by default, as WCF has it.
    pub id: Option<String>,
}

impl Timestamp {
    /// A timestamp that expires after a while: five minutes is what WCF writes.
    ///
    /// A lifetime that leads beyond the year 9999 is refused when the timestamp is written.
    #[must_use]
    pub fn new(created: DateTime<Utc>, lifetime: TimeDelta) -> Self {
        let end = if lifetime < TimeDelta::zero() { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
        let expires = created.checked_add_signed(lifetime).unwrap_or(end);
        Self { created, expires: Some(expires), id: Some("_0".to_owned()) }
    }

    /// A timestamp without end.
    #[must_use]
    pub fn without_end(created: DateTime<Utc>) -> Self {
        Self { created, expires: None, id: Some("_0".to_owned()) }
    }

    /// With this `wsu:Id`, or without one.
    #[must_use]
    pub fn id(mut self, id: Option<&str>) -> Self {
        self.id = id.map(str::to_owned);
        self
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.start(Name::new(ns::WSU, "Timestamp"), utility(writer));
        write_id(writer, self.id.as_deref());
        writer.leaf(Name::new(ns::WSU, "Created"), &instant(self.created));
        if let Some(expires) = self.expires {
            if expires <= self.created {
                writer.violate(Problem::Rule("expires before it is created".to_owned()));
            } else if expires.year() > 9999 {
                writer.violate(Problem::Rule("expires after the year 9999".to_owned()));
            }
            writer.leaf(Name::new(ns::WSU, "Expires"), &instant(expires));
        }
        writer.end();
    }
}

/// `2016-05-18T00:17:56.115Z`
pub(crate) fn instant(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The declaration of the utility namespace, where it is not yet bound.
pub(crate) fn utility(writer: &Writer) -> &'static [(&'static str, &'static str)] {
    if writer.prefix_of(ns::WSU).is_some() { &[] } else { &[("u", ns::WSU)] }
}

pub(crate) fn write_id(writer: &mut Writer, id: Option<&str>) {
    let Some(id) = id else { return };
    if !is_ncname(id) {
        writer.violate(Problem::Rule("has a wsu:Id that is not an xsd:ID (NCName)".to_owned()));
    }
    writer.attribute(Name::new(ns::WSU, "Id"), &id.to_owned());
}
