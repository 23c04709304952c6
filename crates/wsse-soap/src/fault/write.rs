//! Writing faults.

use b2b_xml::{Field, Name, Problem, Record, ToXml, Writer};

use super::Fault;
use super::code::FaultCode;
use crate::fragment::Fragment;
use crate::header::bind;
use crate::ns;
use crate::qname::QName;
use crate::version::SoapVersion;

/// The shape is that of the envelope around it, and of SOAP 1.2 where there is none.
impl ToXml for Fault {
    const RECORD: Option<&'static Record> = None;

    fn write(&self, writer: &mut Writer, _: &'static Field) {
        let old = writer.prefix_of(ns::SOAP11).is_some() && writer.prefix_of(ns::SOAP12).is_none();
        if old { self.write_soap11(writer) } else { self.write_soap12(writer) }
    }
}

impl Fault {
    /// `faultcode`, `faultstring`, `faultactor`, `detail`, without namespace (SOAP 1.1 section 4.4). The node is left out.
    fn write_soap11(&self, writer: &mut Writer) {
        let version = SoapVersion::Soap11;
        let code = match self.subcodes.last() {
            Some(subcode) => subcode.clone(),
            None => translated(&self.code, version),
        };
        writer.start(version.name("Fault"), &[]);
        write_name(writer, Name::new("", "faultcode"), &code);
        writer.start(Name::new("", "faultstring"), &[]);
        if let Some(reason) = self.reasons.iter().find(|reason| reason.text == self.reason())
            && !reason.lang.is_empty()
            && reason.lang != "en"
        {
            writer.attribute(Name::new("", "xml:lang"), &reason.lang);
        }
        writer.text(self.reason());
        writer.end();
        if let Some(role) = &self.role {
            writer.leaf(Name::new("", "faultactor"), role);
        }
        self.write_detail(writer, Name::new("", "detail"));
        writer.end();
    }

    /// `Code`, `Reason`, `Node`, `Role`, `Detail` in this order (SOAP 1.2 Part 1, section 5.4): there are readers that
    /// refuse any other.
    fn write_soap12(&self, writer: &mut Writer) {
        let version = SoapVersion::Soap12;
        writer.start(version.name("Fault"), &[]);
        let code = translated(&self.code, version);
        let mut subcodes: Vec<&QName> = self.subcodes.iter().collect();
        // A code that SOAP does not define can only be a subcode here.
        let base = FaultCode::of(&code).base().qname(version);
        let lifted = SoapVersion::of_namespace(&code.ns) != Some(version);
        if lifted {
            subcodes.insert(0, &code);
        }
        writer.start(version.name("Code"), &[]);
        write_name(writer, version.name("Value"), if lifted { &base } else { &code });
        for subcode in &subcodes {
            writer.start(version.name("Subcode"), &[]);
            write_name(writer, version.name("Value"), subcode);
        }
        subcodes.iter().for_each(|_| writer.end());
        writer.end();
        if self.reasons.is_empty() {
            writer.violate(Problem::Rule("has no reason, which SOAP 1.2 demands".to_owned()));
        }
        writer.start(version.name("Reason"), &[]);
        for reason in &self.reasons {
            writer.start(version.name("Text"), &[]);
            let lang = if reason.lang.is_empty() { "en" } else { &reason.lang };
            writer.attribute(Name::new("", "xml:lang"), &lang.to_owned());
            writer.text(&reason.text);
            writer.end();
        }
        writer.end();
        if let Some(node) = &self.node {
            writer.leaf(version.name("Node"), node);
        }
        if let Some(role) = &self.role {
            writer.leaf(version.name("Role"), role);
        }
        self.write_detail(writer, version.name("Detail"));
        writer.end();
    }

    fn write_detail(&self, writer: &mut Writer, name: Name) {
        let Some(detail) = &self.detail else { return };
        writer.start(name, &[]);
        match detail.entries() {
            Ok(entries) if !entries.is_empty() => {
                entries.iter().map(Fragment::as_str).for_each(|entry| writer.raw(entry));
            }
            _ => writer.text(&detail.text().unwrap_or_default()),
        }
        writer.end();
    }
}

/// A SOAP code as this version calls it; any other as it is.
fn translated(code: &QName, version: SoapVersion) -> QName {
    match SoapVersion::of_namespace(&code.ns) {
        Some(own) if own != version => FaultCode::of(code).qname(version),
        Some(_) => code.clone(),
        None => match FaultCode::of(code) {
            FaultCode::Other(name) => name,
            known => known.qname(version),
        },
    }
}

fn write_name(writer: &mut Writer, element: Name, value: &QName) {
    writer.start(element, &[]);
    let text = bind(writer, value);
    writer.text(&text);
    writer.end();
}
