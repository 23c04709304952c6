//! What stands in a document, written out by our reader and by two others, so that they can be compared.

use std::fmt::Write as _;

use b2b_xml::{Cursor, DecodeError, FromXml, Part, Reading, Record, decode_with};
use roxmltree::{Document, Node, NodeType};
use xml::reader::XmlEvent;
use xml::{Encoding, ParserConfig};

/// Elements with their namespaces, attributes and text, each on a line of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline(String);

impl Outline {
    /// As our reader finds it.
    ///
    /// # Errors
    ///
    /// If our reader refuses the document.
    pub fn ours(document: impl AsRef<[u8]>, reading: Reading) -> Result<Self, DecodeError> {
        decode_with::<Self>(document, reading).map(|decoded| decoded.value)
    }

    /// As roxmltree finds it.
    ///
    /// # Errors
    ///
    /// If it refuses the document.
    pub fn by_roxmltree(document: &str) -> Result<Self, roxmltree::Error> {
        let document = Document::parse(document)?;
        let mut outline = Self::default();
        outline.node(document.root_element());
        Ok(outline)
    }

    /// As the crate `xml` finds it.
    ///
    /// # Errors
    ///
    /// If it refuses the document.
    pub fn by_xml(document: &str) -> Result<Self, xml::reader::Error> {
        let config = ParserConfig::new()
            .whitespace_to_characters(true)
            .cdata_to_characters(true)
            .allow_multiple_root_elements(false)
            .override_encoding(Some(Encoding::Utf8))
            .ignore_invalid_encoding_declarations(true);
        let mut outline = Self::default();
        let mut text = String::new();
        for event in config.create_reader(document.as_bytes()) {
            match event? {
                XmlEvent::StartElement { name, attributes, .. } => {
                    outline.text(&mut text);
                    let attributes = attributes.iter().map(|it| (it.name.borrow(), it.value.as_str()));
                    let attributes =
                        attributes.map(|(name, value)| (name.namespace.unwrap_or_default(), name.local_name, value));
                    outline.start(name.namespace.as_deref().unwrap_or_default(), &name.local_name, attributes);
                }
                XmlEvent::EndElement { .. } => {
                    outline.text(&mut text);
                    outline.end();
                }
                XmlEvent::Characters(piece) => text.push_str(&piece),
                _ => {}
            }
        }
        Ok(outline)
    }

    fn start<'a>(&mut self, ns: &str, local: &str, attributes: impl Iterator<Item = (&'a str, &'a str, &'a str)>) {
        let _ = writeln!(self.0, "element {ns:?} {local}");
        for (ns, local, value) in attributes {
            let _ = writeln!(self.0, "attribute {ns:?} {local} {value:?}");
        }
    }

    /// Text between two tags, which can come in several pieces.
    fn text(&mut self, text: &mut String) {
        if !text.is_empty() {
            let _ = writeln!(self.0, "text {text:?}");
            text.clear();
        }
    }

    fn end(&mut self) {
        self.0.push_str("end\n");
    }

    fn node(&mut self, node: Node<'_, '_>) {
        let name = node.tag_name();
        let attributes = node.attributes().map(|it| (it.namespace().unwrap_or_default(), it.name(), it.value()));
        self.start(name.namespace().unwrap_or_default(), name.name(), attributes);
        let mut text = String::new();
        for child in node.children() {
            match child.node_type() {
                NodeType::Element => {
                    self.text(&mut text);
                    self.node(child);
                }
                NodeType::Text => text.push_str(child.text().unwrap_or_default()),
                NodeType::Root | NodeType::PI | NodeType::Comment => {}
            }
        }
        self.text(&mut text);
        self.end();
    }

    fn element(&mut self, cursor: &mut Cursor<'_>) -> Result<(), DecodeError> {
        let attributes = cursor.attributes()?;
        let attributes = attributes.iter().map(|it| (it.ns.as_str(), it.local, it.value.as_ref()));
        self.start(cursor.namespace(), cursor.tag().local, attributes);
        let mut text = String::new();
        loop {
            match cursor.part()? {
                Part::Child(_) => {
                    self.text(&mut text);
                    self.element(cursor)?;
                }
                Part::Text(piece) => text.push_str(&piece),
                Part::End => break,
            }
        }
        self.text(&mut text);
        self.end();
        Ok(())
    }
}

impl FromXml for Outline {
    const RECORD: Option<&'static Record> = None;

    fn read(cursor: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        let mut outline = Self::default();
        outline.element(cursor)?;
        Ok(Some(outline))
    }

    fn of_empty(_: &mut Cursor<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(None)
    }
}
