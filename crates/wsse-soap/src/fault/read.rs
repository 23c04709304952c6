//! Reading faults, of both shapes and of the shapes between them.

use b2b_xml::{Cursor, DecodeError, Name, WarningKind};

use super::{Detail, Fault, Reason};
use crate::fragment::Fragment;
use crate::ns;
use crate::qname::QName;
use crate::received::{odd, trimmed};
use crate::version::SoapVersion;

impl Fault {
    /// Reads the current element. Children are known by their local names, whichever version's they are.
    pub(crate) fn read(cursor: &mut Cursor<'_>, version: SoapVersion) -> Result<Self, DecodeError> {
        let mut fault = Self {
            code: QName::new("", ""),
            subcodes: Vec::new(),
            reasons: Vec::new(),
            node: None,
            role: None,
            detail: None,
        };
        while let Some(tag) = cursor.child()? {
            let local = tag.local;
            let home = match local {
                "faultcode" | "faultstring" | "faultactor" | "detail" => Some((SoapVersion::Soap11, "")),
                "Code" | "Reason" | "Node" | "Role" | "Detail" => Some((SoapVersion::Soap12, ns::SOAP12)),
                _ => None,
            };
            if let Some((home, expected_ns)) = home {
                if home != version {
                    cursor.warn(odd(local, "belongs to faults of the other SOAP version"))?;
                } else if cursor.namespace() != expected_ns {
                    cursor.warn(odd(local, "is in another namespace than it should be"))?;
                }
            }
            match local {
                "faultcode" => fault.code = value(cursor)?,
                "Code" => read_code(cursor, &mut fault)?,
                "faultstring" => {
                    let reason = reason(cursor)?;
                    if !reason.text.is_empty() {
                        fault.reasons.push(reason);
                    }
                }
                "Reason" => read_reason(cursor, &mut fault)?,
                "faultactor" | "Role" => fault.role = Some(trimmed(cursor)?).filter(|role| !role.is_empty()),
                "Node" => fault.node = Some(trimmed(cursor)?).filter(|node| !node.is_empty()),
                "detail" | "Detail" => fault.detail = Some(Detail(Fragment::cut(cursor)?)),
                _ => cursor.skip_unknown()?,
            }
        }
        Ok(fault)
    }
}

/// Reads `Value` and the `Subcode`s inside one another. The cursor's depth limit bounds the nesting.
fn read_code(cursor: &mut Cursor<'_>, fault: &mut Fault) -> Result<(), DecodeError> {
    let mut depth = 1_usize;
    let mut seen = vec![false];
    while depth > 0 {
        let Some(tag) = cursor.child()? else {
            depth -= 1;
            seen.pop();
            continue;
        };
        match tag.local {
            "Value" if seen.last() == Some(&true) => {
                cursor.warn(WarningKind::Repeated)?;
                cursor.skip()?;
            }
            "Value" => {
                let name = value(cursor)?;
                if let Some(last) = seen.last_mut() {
                    *last = true;
                }
                if depth == 1 { fault.code = name } else { fault.subcodes.push(name) }
            }
            "Subcode" => {
                depth += 1;
                seen.push(false);
            }
            _ => cursor.skip_unknown()?,
        }
    }
    Ok(())
}

/// Reads the `Text`s of a `Reason`, or its own text where there are none.
fn read_reason(cursor: &mut Cursor<'_>, fault: &mut Fault) -> Result<(), DecodeError> {
    let fragment = Fragment::cut(cursor)?;
    let mut inner = fragment.cursor()?;
    let before = fault.reasons.len();
    while let Some(tag) = inner.child()? {
        if tag.local == "Text" {
            fault.reasons.push(reason(&mut inner)?);
        } else {
            inner.skip()?;
        }
    }
    if fault.reasons.len() == before {
        let text = reason(&mut fragment.cursor()?)?;
        if !text.text.is_empty() {
            cursor.warn_left(odd("Reason", "holds its text without a Text element"))?;
            fault.reasons.push(text);
        }
    }
    Ok(())
}

fn reason(cursor: &mut Cursor<'_>) -> Result<Reason, DecodeError> {
    let lang = cursor.attribute(Name::new(ns::XML, "lang"))?.map(|lang| lang.trim().to_owned()).unwrap_or_default();
    Ok(Reason { lang, text: trimmed(cursor)? })
}

/// Reads a qualified name as content. Its prefix may be declared on the element itself, so the element is looked at
/// twice: for its text, and for what is in scope there.
fn value(cursor: &mut Cursor<'_>) -> Result<QName, DecodeError> {
    let fragment = Fragment::cut(cursor)?;
    let text = trimmed(&mut fragment.cursor()?)?;
    Ok(QName::parse(&text, &fragment.cursor()?))
}
