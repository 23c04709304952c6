//! Prefixes: which stands for what, and which are declared.

use std::borrow::Cow;

use super::Writer;
use crate::cursor::scope::{XML, XMLNS};
use crate::error::Problem;

#[derive(Clone, Debug)]
pub(super) struct Binding {
    prefix: Cow<'static, str>,
    uri: &'static str,
}

impl Binding {
    /// The prefix that is never declared.
    pub(super) const XML: Self = Self { prefix: Cow::Borrowed("xml"), uri: XML };

    pub(super) fn new(prefix: &'static str, uri: &'static str) -> Self {
        Self { prefix: Cow::Borrowed(prefix), uri }
    }
}

/// Whether a prefix cannot be declared for a URI: Namespaces in XML 1.0, section 3.
pub(super) fn reserved(prefix: &str, uri: &str) -> bool {
    uri == XMLNS || prefix == "xmlns" || (prefix == "xml") != (uri == XML)
}

impl Writer {
    /// The namespace prefix in scope for a URI, for values that are qualified names; empty for the default namespace.
    #[must_use]
    pub fn prefix_of(&self, uri: &str) -> Option<&str> {
        let at = self.prefix(uri, true).ok()?;
        at.map_or(Some(""), |at| self.bindings.get(at).map(|binding| &*binding.prefix))
    }

    pub(super) fn uri(&self, prefix: &str) -> Option<&'static str> {
        self.bindings.iter().rev().find(|binding| binding.prefix == prefix).map(|binding| binding.uri)
    }

    /// The innermost binding of a namespace that no inner one hides; `Ok(None)` for no namespace.
    pub(super) fn prefix(&self, uri: &str, or_default: bool) -> Result<Option<usize>, ()> {
        if uri.is_empty() {
            return match self.uri("") {
                None | Some("") => Ok(None),
                Some(_) => Err(()),
            };
        }
        let usable = |at: usize, binding: &Binding| {
            binding.uri == uri
                && (or_default || !binding.prefix.is_empty())
                && !self.bindings.iter().skip(at + 1).any(|inner| inner.prefix == binding.prefix)
        };
        let found = self.bindings.iter().enumerate().rev().find(|(at, binding)| usable(*at, binding));
        found.map(|(at, _)| Some(at)).ok_or(())
    }

    /// The prefix of the innermost element, if it stands in this namespace and nothing was bound since it was begun.
    pub(super) fn inherited(&self, uri: &'static str) -> Option<Option<usize>> {
        let open = self.open.last()?;
        // Almost always the two are one text: to compare their addresses is enough.
        (std::ptr::eq(open.ns, uri) && open.inner == self.bindings.len()).then_some(open.prefix)
    }

    /// Binds a namespace that the declarations forgot, to a prefix that is bound to nothing else here.
    pub(super) fn invent(&mut self, uri: &'static str) -> usize {
        if reserved("", uri) {
            self.violate(Problem::Rule(format!("has a name in the namespace {uri:?}, which is reserved")));
        }
        let prefix = if uri.is_empty() {
            Cow::Borrowed("")
        } else {
            let mut number = self.bindings.len() - 1;
            loop {
                let prefix = format!("n{number}");
                if self.uri(&prefix).is_none() {
                    break Cow::Owned(prefix);
                }
                number += 1;
            }
        };
        self.bindings.push(Binding { prefix, uri });
        self.bindings.len() - 1
    }

    pub(super) fn push_name(&mut self, prefix: Option<usize>, local: &str) {
        if let Some(binding) = prefix.and_then(|at| self.bindings.get(at))
            && !binding.prefix.is_empty()
        {
            self.out.push_str(&binding.prefix);
            self.out.push(':');
        }
        self.out.push_str(local);
    }

    pub(super) fn push_declaration(&mut self, at: usize) {
        let Some(binding) = self.bindings.get(at).cloned() else { return };
        self.out.push(' ');
        let from = self.out.len();
        self.out.push_str("xmlns");
        if !binding.prefix.is_empty() {
            self.out.push(':');
            self.out.push_str(&binding.prefix);
        }
        self.check_attribute(from);
        self.out.push_str("=\"");
        self.escape(binding.uri, true);
        self.out.push('"');
    }
}
