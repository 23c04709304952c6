//! The attributes of the current element, and the namespaces they bind.

use std::borrow::Cow;

use super::Cursor;
use super::scope::{Namespace, XML, XMLNS};
use super::tag::{Attribute, Attributes, RawAttribute, value};
use crate::XSI;
use crate::declaration::Name;
use crate::error::{DecodeError, DecodeErrorKind, excerpt};

impl<'i> Cursor<'i> {
    /// Whether the current element has attributes other than namespace declarations.
    #[must_use]
    pub fn has_attributes(&self) -> bool {
        !self.tag.attributes.is_empty()
            && Attributes::new(self.tag.attributes).flatten().any(|attribute| attribute.declares().is_none())
    }

    /// The value of an attribute of the current element, to be asked for before its content is read.
    ///
    /// # Errors
    ///
    /// If the value is not well-formed.
    pub fn attribute(&mut self, name: Name) -> Result<Option<Cow<'i, str>>, DecodeError> {
        if self.tag.attributes.is_empty() {
            return Ok(None);
        }
        for attribute in Attributes::new(self.tag.attributes).flatten() {
            if attribute.local != name.local || attribute.declares().is_some() {
                continue;
            }
            let namespace = self.attribute_namespace(&attribute)?;
            if name.ns == Name::ANY || self.scope.is(namespace, name.ns) {
                return value(attribute.value).map(Some).map_err(|kind| self.error(kind));
            }
        }
        Ok(None)
    }

    /// All attributes of the current element, namespace declarations excepted.
    ///
    /// # Errors
    ///
    /// If a value is not well-formed.
    pub fn attributes(&self) -> Result<Vec<Attribute<'i>>, DecodeError> {
        let mut attributes = Vec::new();
        for raw in Attributes::new(self.tag.attributes).flatten() {
            if raw.declares().is_none() {
                let namespace = self.attribute_namespace(&raw)?;
                let ns = self.scope.uri(namespace).to_owned();
                let value = value(raw.value).map_err(|kind| self.error(kind))?;
                attributes.push(Attribute { ns, local: raw.local, value });
            }
        }
        Ok(attributes)
    }

    /// Whether the current element says `xsi:nil="true"`.
    ///
    /// # Errors
    ///
    /// If the attribute is not well-formed.
    #[inline]
    pub fn is_nil(&mut self) -> Result<bool, DecodeError> {
        if self.tag.attributes.is_empty() {
            return Ok(false);
        }
        let nil = self.attribute(Name::new(XSI, "nil"))?;
        Ok(nil.is_some_and(|nil| matches!(nil.trim(), "true" | "1")))
    }

    /// Checks the attributes of a start tag and binds the prefixes it declares.
    pub(super) fn declare(&mut self, raw: &'i str) -> Result<(), DecodeError> {
        let mut attributes = std::mem::take(&mut self.attributes);
        attributes.clear();
        for attribute in Attributes::new(raw) {
            let attribute = attribute.map_err(|kind| self.error(kind))?;
            if attributes.iter().any(|(known, _)| known.name == attribute.name) {
                return Err(self.error(DecodeErrorKind::DuplicateAttribute(excerpt(attribute.name))));
            }
            attributes.push((attribute, Namespace::None));
            let limit = self.reading.limits.attributes;
            if attributes.len() > limit {
                return Err(self.error(DecodeErrorKind::Limit { what: "attributes", limit: limit as u64 }));
            }
            if attribute.declares().is_some() {
                self.bind(&attribute)?;
            }
        }
        for at in 0..attributes.len() {
            let Some((earlier, [(attribute, namespace), ..])) = attributes.split_at_mut_checked(at) else { break };
            if attribute.declares().is_some() {
                continue;
            }
            value(attribute.value).map_err(|kind| self.error(kind))?;
            if attribute.prefix.is_empty() {
                continue;
            }
            *namespace = self.attribute_namespace(attribute)?;
            if earlier.iter().any(|(other, known)| known == namespace && other.local == attribute.local) {
                return Err(self.error(DecodeErrorKind::DuplicateAttribute(excerpt(attribute.name))));
            }
        }
        self.attributes = attributes;
        Ok(())
    }

    /// Binds a prefix, within the reserved names of Namespaces in XML 1.0 section 3.
    fn bind(&mut self, attribute: &RawAttribute<'i>) -> Result<(), DecodeError> {
        let prefix = if attribute.prefix.is_empty() { "" } else { attribute.local };
        let uri = value(attribute.value).map_err(|kind| self.error(kind))?;
        let reserved = match prefix {
            "xml" => uri != XML,
            "xmlns" => true,
            "" => uri == XML || uri == XMLNS,
            _ => uri.is_empty() || uri == XML || uri == XMLNS,
        };
        if reserved {
            let what = format!("the prefix {prefix:?} cannot be bound to {:?}", excerpt(&uri));
            return Err(self.error(DecodeErrorKind::NotWellFormed(what)));
        }
        let limit = self.reading.limits.bindings;
        if self.scope.len() >= limit {
            let what = "namespace declarations in scope";
            return Err(self.error(DecodeErrorKind::Limit { what, limit: limit as u64 }));
        }
        self.scope.bind(prefix, uri, self.open.len());
        Ok(())
    }

    fn attribute_namespace(&self, attribute: &RawAttribute<'_>) -> Result<Namespace, DecodeError> {
        if attribute.prefix.is_empty() {
            return Ok(Namespace::None);
        }
        self.scope
            .resolve(attribute.prefix)
            .ok_or_else(|| self.error(DecodeErrorKind::UnboundPrefix(excerpt(attribute.prefix))))
    }
}
