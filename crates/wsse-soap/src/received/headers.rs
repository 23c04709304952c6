//! Header blocks, as they are read.

use b2b_xml::{Cursor, DecodeError, WarningKind};

use super::addressing::ReceivedAddressing;
use super::odd;
use super::security::ReceivedSecurity;
use crate::fragment::Fragment;
use crate::ns;
use crate::qname::QName;
use crate::version::SoapVersion;

/// The header blocks of a message that was read.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Headers {
    /// The addressing properties.
    pub addressing: ReceivedAddressing,
    /// The `wsse:Security` blocks: more than one only if they are for different roles, or by mistake.
    pub security: Vec<ReceivedSecurity>,
    /// All blocks in document order, those above included.
    pub blocks: Vec<ReceivedBlock>,
}

/// A header block that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReceivedBlock {
    /// Its name.
    pub name: QName,
    /// Whether who does not understand it must refuse the message.
    pub must_understand: bool,
    /// Whom it is for, as written.
    pub role: Option<String>,
    /// Whether that is us: the ultimate receiver or whoever comes next.
    pub for_us: bool,
    /// The block as XML; not kept for security and addressing.
    pub xml: Option<Fragment>,
}

impl Headers {
    /// The blocks for us that must be understood and are not: neither WS-Security's `Security`, nor an addressing
    /// property, nor `NotUnderstood` and `Upgrade`, nor named here (SOAP 1.1 section 4.2.3, SOAP 1.2 Part 1 section 2.4).
    #[must_use]
    pub fn not_understood(&self, also_understood: &[QName]) -> Vec<QName> {
        let known = |name: &QName| {
            (name.ns == ns::WSSE && name.local == "Security")
                || name.ns == ns::WSA
                || name.ns == ns::SOAP12
                || also_understood.contains(name)
        };
        let blocks = self.blocks.iter().filter(|block| block.must_understand && block.for_us && !known(&block.name));
        blocks.map(|block| block.name.clone()).collect()
    }

    pub(crate) fn read(cursor: &mut Cursor<'_>, version: SoapVersion) -> Result<Self, DecodeError> {
        let mut headers = Self::default();
        while cursor.child()?.is_some() {
            let name = QName::of(cursor);
            let role = role(cursor, version)?;
            let for_us = version.is_for_us(role.as_deref());
            let must_understand = must_understand(cursor, version)?;
            let mut xml = None;
            if name.ns == ns::WSSE && name.local == "Security" {
                let security = ReceivedSecurity::read(cursor, version, for_us)?;
                headers.security.push(security);
            } else if name.ns == ns::WSA && for_us {
                headers.addressing.read(cursor)?;
            } else {
                xml = Some(Fragment::cut(cursor)?);
            }
            headers.blocks.push(ReceivedBlock { name, must_understand, role, for_us, xml });
        }
        Ok(headers)
    }
}

/// Reads `role` or `actor`. The name of the other version counts with a warning: some clients write `actor` in SOAP 1.2.
fn role(cursor: &mut Cursor<'_>, version: SoapVersion) -> Result<Option<String>, DecodeError> {
    if let Some(role) = cursor.attribute(version.name(version.role_attribute()))? {
        return Ok(Some(role.trim().to_owned()));
    }
    let other = version.other().role_attribute();
    let Some(role) = cursor.attribute(version.name(other))? else { return Ok(None) };
    cursor.warn(odd(other, "is the other SOAP version's name of this attribute"))?;
    Ok(Some(role.trim().to_owned()))
}

/// Reads `mustUnderstand`: `0` and `1` in SOAP 1.1, `true` and `false` as well in SOAP 1.2. Anything else counts as true.
fn must_understand(cursor: &mut Cursor<'_>, version: SoapVersion) -> Result<bool, DecodeError> {
    let Some(text) = cursor.attribute(version.name("mustUnderstand"))? else { return Ok(false) };
    let value = match text.trim() {
        "0" => Some(false),
        "1" => Some(true),
        "true" | "false" if version == SoapVersion::Soap11 => {
            cursor.warn(odd(&text, "is a form of SOAP 1.2"))?;
            Some(text.trim() == "true")
        }
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    };
    if value.is_none() {
        let text = text.chars().take(40).collect();
        cursor.warn(WarningKind::NotUnderstood { text, expected: "a boolean, and taken for true" })?;
    }
    Ok(value.unwrap_or(true))
}
