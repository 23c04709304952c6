//! The elements around the records.

use crate::cursor::Cursor;
use crate::cursor::scope::{Namespace, Scope};
use crate::error::{DecodeError, DecodeErrorKind, excerpt};
use crate::limits::Reading;
use crate::place::{Place, push_step};

/// How many names of children are told apart in places, and how long they may be: enough for any document of these
/// protocols, and a bound on the memory that a hostile one can claim.
const NAMES: usize = 256;

/// The open elements around the records, from the root on: enough to know the path and the namespaces of a record.
#[derive(Default)]
pub(super) struct Around {
    open: Vec<Outer>,
}

struct Outer {
    /// The name as written, which the end tag must repeat.
    name: String,
    /// Its number among the siblings of its name.
    index: usize,
    /// The names of its children so far, with their numbers.
    children: Vec<(String, usize)>,
    /// Its own namespace declarations; those of the elements around it are with them.
    declared: Vec<Declared>,
}

/// A namespace declaration, and the namespace it was found to bind.
struct Declared {
    prefix: String,
    uri: String,
    namespace: Namespace,
}

impl Outer {
    fn local(&self) -> &str {
        self.name.split_once(':').map_or(&self.name, |(_, local)| local)
    }

    /// The number of its next child of this name.
    fn count(&mut self, local: &str) -> usize {
        if let Some((_, number)) = self.children.iter_mut().find(|(known, _)| *known == local) {
            *number += 1;
            return *number;
        }
        if self.children.len() < NAMES && local.len() <= NAMES {
            self.children.push((local.to_owned(), 1));
        }
        1
    }
}

impl Around {
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether the open elements are those of this path.
    pub(super) fn are(&self, path: &[String]) -> bool {
        self.open.len() == path.len() && self.open.iter().zip(path).all(|(open, step)| open.local() == step)
    }

    /// The local name of the root element.
    pub(super) fn root(&self) -> &str {
        self.open.first().map_or("", Outer::local)
    }

    pub(super) fn push(&mut self, name: &str) {
        let local = name.split_once(':').map_or(name, |(_, local)| local);
        let index = self.open.last_mut().map_or(1, |parent| parent.count(local));
        self.open.push(Outer { name: name.to_owned(), index, children: Vec::new(), declared: Vec::new() });
    }

    pub(super) fn pop(&mut self) {
        self.open.pop();
    }

    /// Checks that an end tag is that of the innermost element.
    pub(super) fn check_end(&self, name: &str) -> Result<(), DecodeErrorKind> {
        let expected = self.open.last().map_or("", |open| &open.name);
        if name == expected {
            return Ok(());
        }
        let what = format!("</{}> where </{}> should stand", excerpt(name), excerpt(expected));
        Err(DecodeErrorKind::NotWellFormed(what))
    }

    /// A cursor over the innermost element, of which `text` is at least the start tag.
    pub(super) fn cursor<'i>(&'i self, text: &'i str, reading: Reading) -> Result<Cursor<'i>, DecodeError> {
        let outside = self.open.len().saturating_sub(1);
        let mut scope = Scope::default();
        for declared in self.open.iter().take(outside).flat_map(|outer| &outer.declared) {
            scope.rebind(&declared.prefix, &declared.uri, declared.namespace);
        }
        Cursor::inside(text, reading, scope, outside)
    }

    /// Checks the start tag of the innermost element, and keeps what it declares.
    pub(super) fn declare(&mut self, tag: &str, reading: Reading) -> Result<(), DecodeError> {
        let mut cursor = self.cursor(tag, reading)?;
        cursor.root()?;
        let declared = cursor.declared().map(|(prefix, uri, namespace)| Declared {
            prefix: prefix.to_owned(),
            uri: uri.to_owned(),
            namespace,
        });
        let declared = declared.collect();
        if let Some(open) = self.open.last_mut() {
            open.declared = declared;
        }
        Ok(())
    }

    /// The place with the path of the innermost element.
    pub(super) fn place(&self, place: &Place) -> Place {
        let mut path = String::new();
        for open in &self.open {
            push_step(&mut path, open.local(), open.index);
        }
        Place { path, ..place.clone() }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use crate::records;

    #[test]
    fn each_element_keeps_its_own_declarations_only() {
        let uri = "u".repeat(100_000);
        let depth = 40;
        let text = format!(
            "<List xmlns:p='{uri}'>{}<x xmlns:q='urn:q' xmlns:r='{uri}'><n p:a=''>7</n><n p:a='' r:a=''/>",
            "<x>".repeat(depth)
        );
        let path = format!("List/{}x/n", "x/".repeat(depth));
        let mut found = records::<u32, _>(text.as_bytes(), &path);
        assert_eq!(found.next().unwrap().unwrap().value, 7);
        let open = &found.around.open;
        let kept: Vec<usize> = open.iter().map(|outer| outer.declared.len()).collect();
        assert_eq!(kept, [vec![1], vec![0; depth], vec![2]].concat());
        let declared = || open.iter().flat_map(|outer| &outer.declared);
        let bytes: usize = declared().map(|declared| declared.prefix.capacity() + declared.uri.capacity()).sum();
        assert_eq!(bytes, 2 * uri.len() + "pqrurn:q".len());
        let without = open.iter().filter(|outer| outer.declared.is_empty());
        assert!(without.into_iter().all(|outer| outer.declared.capacity() == 0));
        // Two prefixes of one URI, declared by different elements, still are one namespace in a record.
        let error = found.next().unwrap().unwrap_err();
        assert!(error.to_string().contains("r:a"), "{error}");
    }
}
