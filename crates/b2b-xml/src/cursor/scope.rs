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
    namespace: Namespace,
    /// The declared name this URI was last found equal to: comparing two addresses is cheaper than comparing two URIs.
    known: Option<&'static str>,
}

/// A resolved namespace: none, or the outermost binding of its URI. So two of one document can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Namespace {
    None,
    Xml,
    Bound(usize),
}

impl<'i> Scope<'i> {
    pub(crate) fn bind(&mut self, prefix: &'i str, uri: Cow<'i, str>, depth: usize) {
        let namespace = match &*uri {
            "" => Namespace::None,
            XML => Namespace::Xml,
            _ => {
                let known = self.bindings.iter().find(|binding| binding.uri == uri);
                known.map_or(Namespace::Bound(self.bindings.len()), |binding| binding.namespace)
            }
        };
        self.push(prefix, uri, depth, namespace);
    }

    /// Binds anew what an element around a piece of this document declared, outermost first. Its URI is not looked at.
    pub(crate) fn rebind(&mut self, prefix: &'i str, uri: &'i str, namespace: Namespace) {
        self.push(prefix, Cow::Borrowed(uri), 0, namespace);
    }

    fn push(&mut self, prefix: &'i str, uri: Cow<'i, str>, depth: usize, namespace: Namespace) {
        self.changes += 1;
        self.bindings.push(Binding { prefix, uri, depth, namespace, known: None });
    }

    /// How many bindings there are.
    pub(crate) fn len(&self) -> usize {
        self.bindings.len()
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
        match self.bindings.iter().rfind(|binding| same(binding.prefix.as_bytes(), prefix.as_bytes())) {
            Some(binding) => Some(binding.namespace),
            None if prefix.is_empty() => Some(Namespace::None),
            None if prefix == "xml" => Some(Namespace::Xml),
            None => None,
        }
    }

    #[inline]
    pub(crate) fn is(&mut self, namespace: Namespace, expected: &'static str) -> bool {
        let at = match namespace {
            // Not by comparing: to compare two empty texts, which have no address, can cost more than to read a tag.
            Namespace::None => return expected.is_empty(),
            Namespace::Xml => return expected == XML,
            Namespace::Bound(at) => at,
        };
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

    /// What the document itself declares here, outermost first; not what was bound around it.
    pub(crate) fn declared(&self) -> impl Iterator<Item = (&str, &str, Namespace)> {
        let own = self.bindings.iter().filter(|binding| binding.depth > 0);
        own.map(|binding| (binding.prefix, &*binding.uri, binding.namespace))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_uri_is_one_namespace() {
        let mut scope = Scope::default();
        for (prefix, uri) in [("a", "urn:1"), ("b", "urn:2"), ("c", "urn:1"), ("x", XML), ("", "")] {
            scope.bind(prefix, Cow::Borrowed(uri), 1);
        }
        assert_eq!(scope.resolve("a"), scope.resolve("c"));
        assert_ne!(scope.resolve("a"), scope.resolve("b"));
        assert_eq!(scope.resolve("x"), scope.resolve("xml"));
        assert_eq!(scope.resolve(""), Some(Namespace::None));
        scope.bind("b", Cow::Borrowed("urn:1"), 2);
        assert_eq!(scope.resolve("a"), scope.resolve("b"));
        scope.leave(2);
        assert_ne!(scope.resolve("a"), scope.resolve("b"));
        assert_eq!(scope.resolve("d"), None);
    }
}
