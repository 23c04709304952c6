//! Namespace bindings in scope.

use std::borrow::Cow;

use super::scanner::same;

pub(crate) const XML: &str = "http://www.w3.org/XML/1998/namespace";
pub(crate) const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// The bindings of all open elements, innermost last.
#[derive(Debug, Default)]
pub(crate) struct Scope<'i> {
    bindings: Vec<Binding<'i>>,
    changes: u64,
}

#[derive(Debug)]
struct Binding<'i> {
    prefix: &'i str,
    uri: Cow<'i, str>,
    depth: usize,
    /// The declared name this URI was last found equal to: comparing two addresses is cheaper than comparing two URIs.
    known: Option<&'static str>,
}

/// A resolved namespace: none, or a binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Namespace {
    None,
    Xml,
    Bound(usize),
}

impl<'i> Scope<'i> {
    pub(crate) fn bind(&mut self, prefix: &'i str, uri: Cow<'i, str>, depth: usize) {
        self.changes += 1;
        self.bindings.push(Binding { prefix, uri, depth, known: None });
    }

    /// Forgets what an element at `depth` declared.
    #[inline]
    pub(crate) fn leave(&mut self, depth: usize) {
        while self.bindings.last().is_some_and(|binding| binding.depth >= depth) {
            self.bindings.pop();
            self.changes += 1;
        }
    }

    /// How often bindings came or went: while it stays the same, so does what prefixes stand for.
    #[inline]
    pub(crate) fn changes(&self) -> u64 {
        self.changes
    }

    /// The namespace of a prefix; `None` if it is unbound. The empty prefix stands for the default namespace.
    #[inline]
    pub(crate) fn resolve(&self, prefix: &str) -> Option<Namespace> {
        match self.bindings.iter().rposition(|binding| same(binding.prefix.as_bytes(), prefix.as_bytes())) {
            Some(at) if self.bindings.get(at).is_some_and(|binding| binding.uri.is_empty()) => Some(Namespace::None),
            Some(at) => Some(Namespace::Bound(at)),
            None if prefix.is_empty() => Some(Namespace::None),
            None if prefix == "xml" => Some(Namespace::Xml),
            None => None,
        }
    }

    #[inline]
    pub(crate) fn is(&mut self, namespace: Namespace, expected: &'static str) -> bool {
        let Namespace::Bound(at) = namespace else { return self.uri(namespace) == expected };
        let Some(binding) = self.bindings.get_mut(at) else { return false };
        if binding.known.is_some_and(|known| std::ptr::eq(known, expected)) {
            return true;
        }
        let equal = binding.uri == expected;
        if equal {
            binding.known = Some(expected);
        }
        equal
    }

    pub(crate) fn uri(&self, namespace: Namespace) -> &str {
        match namespace {
            Namespace::None => "",
            Namespace::Xml => XML,
            Namespace::Bound(at) => self.bindings.get(at).map_or("", |binding| &binding.uri),
        }
    }

    /// The bindings as pairs of prefix and URI, outermost first.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.bindings.iter().map(|binding| (binding.prefix, &*binding.uri))
    }
}
