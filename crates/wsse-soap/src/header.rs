//! Header blocks: what every one of them can say, and blocks of one's own.

use b2b_xml::{Name, Writer};

use crate::fragment::Fragment;
use crate::qname::QName;
use crate::version::SoapVersion;

/// Whether the receiver must refuse a message whose header block it does not understand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MustUnderstand {
    /// `mustUnderstand="1"`, the form that both versions know (SOAP 1.1 section 4.2.3, SOAP 1.2 Part 1 section 5.2.3).
    Required,
    /// No attribute.
    #[default]
    Omitted,
}

/// A header block beside those that this crate knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderBlock {
    content: Content,
    must_understand: MustUnderstand,
    role: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Content {
    Text(Name, String),
    Xml(Name, Vec<Fragment>),
    NotUnderstood(QName),
    Upgrade(Vec<SoapVersion>),
}

impl HeaderBlock {
    /// A block that holds text.
    #[must_use]
    pub fn text(name: Name, text: impl Into<String>) -> Self {
        Self::of(Content::Text(name, text.into()))
    }

    /// A block that holds elements.
    #[must_use]
    pub fn xml(name: Name, elements: Vec<Fragment>) -> Self {
        Self::of(Content::Xml(name, elements))
    }

    /// `NotUnderstood`: names a header block that was not understood, beside a `MustUnderstand` fault (SOAP 1.2 Part 1,
    /// section 5.4.8). SOAP 1.1 has no such block, and none is written there.
    #[must_use]
    pub fn not_understood(name: QName) -> Self {
        Self::of(Content::NotUnderstood(name))
    }

    /// `Upgrade`: names the versions understood, best first, beside a `VersionMismatch` fault (SOAP 1.2 Part 1, section
    /// 5.4.7). It belongs into envelopes of both versions.
    #[must_use]
    pub fn upgrade(versions: impl Into<Vec<SoapVersion>>) -> Self {
        Self::of(Content::Upgrade(versions.into()))
    }

    /// With `mustUnderstand`, or without.
    #[must_use]
    pub fn must_understand(mut self, must_understand: MustUnderstand) -> Self {
        self.must_understand = must_understand;
        self
    }

    /// For this role, which SOAP 1.1 calls actor.
    #[must_use]
    pub fn role(mut self, role: impl Into<String>) -> Self {
        self.role = Some(role.into());
        self
    }

    pub(crate) fn write(&self, writer: &mut Writer, version: SoapVersion) {
        match &self.content {
            Content::Text(name, text) => {
                writer.start(*name, &[]);
                self.attributes(writer, version);
                writer.text(text);
                writer.end();
            }
            Content::Xml(name, elements) => {
                writer.start(*name, &[]);
                self.attributes(writer, version);
                elements.iter().for_each(|element| writer.raw(element.as_str()));
                writer.end();
            }
            Content::NotUnderstood(name) => {
                if version == SoapVersion::Soap12 {
                    writer.start(version.name("NotUnderstood"), &[]);
                    let value = bind(writer, name);
                    writer.attribute(Name::new("", "qname"), &value);
                    writer.end();
                }
            }
            Content::Upgrade(versions) => {
                writer.start(SoapVersion::Soap12.name("Upgrade"), &[("upg", SoapVersion::Soap12.namespace())]);
                for version in versions {
                    writer.start(SoapVersion::Soap12.name("SupportedEnvelope"), &[]);
                    let value = bind(writer, &version.name("Envelope").into());
                    writer.attribute(Name::new("", "qname"), &value);
                    writer.end();
                }
                writer.end();
            }
        }
    }

    fn attributes(&self, writer: &mut Writer, version: SoapVersion) {
        attributes(writer, version, self.must_understand, self.role.as_deref());
    }

    fn of(content: Content) -> Self {
        Self { content, must_understand: MustUnderstand::default(), role: None }
    }
}

/// Writes `mustUnderstand` and `actor` or `role` on the header block just begun.
pub(crate) fn attributes(
    writer: &mut Writer,
    version: SoapVersion,
    must_understand: MustUnderstand,
    role: Option<&str>,
) {
    if must_understand == MustUnderstand::Required {
        writer.attribute(version.name("mustUnderstand"), &1_u8);
    }
    if let Some(role) = role {
        writer.attribute(version.name(version.role_attribute()), &role.to_owned());
    }
}

/// A qualified name as text for the element just begun, its prefix declared there if it is not yet bound.
pub(crate) fn bind(writer: &mut Writer, name: &QName) -> String {
    if name.ns.is_empty() {
        return name.local.clone().into_owned();
    }
    if let Some(prefix) = writer.prefix_of(&name.ns)
        && !prefix.is_empty()
    {
        return format!("{prefix}:{}", name.local);
    }
    // The element itself has one of the SOAP prefixes, so these two never are in its way.
    let (prefix, declaration) = match &*name.ns {
        crate::ns::WSA => ("wsa-code", "xmlns:wsa-code"),
        crate::ns::WSSE => ("wsse-code", "xmlns:wsse-code"),
        _ => ("code", "xmlns:code"),
    };
    writer.attribute(Name::new("", declaration), &name.ns.clone().into_owned());
    format!("{prefix}:{}", name.local)
}
