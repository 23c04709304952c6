//! Whether a document needs to be searched for messages at all: most have none.

use memchr::{memchr_iter, memchr2};

use super::survey::GLOBAL_IDENTIFIER;
use super::tree::Kind;

/// Whether a start tag of the document has a name that is looked for. One look at each tag, in ASCII.
pub(super) fn is_worth_a_look(document: &[u8]) -> bool {
    let encoded = document.starts_with(&[0xFE, 0xFF]) || document.starts_with(&[0xFF, 0xFE]) || document.contains(&0);
    encoded || memchr_iter(b'<', document).any(|at| is_worth_a_look_at(document.get(at + 1..).unwrap_or_default()))
}

/// Whether the tag that begins here has such a name.
fn is_worth_a_look_at(tag: &[u8]) -> bool {
    let head = tag.get(..LONGEST_NAME).unwrap_or(tag);
    // Most names are told apart by their first letter, which is much cheaper than to compare them. A colon anywhere in the
    // tag may be that of a prefix.
    let may_be = match head.first() {
        None | Some(b'/') => false,
        Some(initial) if is_initial(*initial) => true,
        Some(_) => memchr2(b':', b'>', head).is_none_or(|at| head.get(at) == Some(&b':')),
    };
    if !may_be {
        return false;
    }
    let Some(name) = name_in(head) else { return true };
    let local = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
    local.first().is_some_and(|initial| is_initial(*initial))
        && std::str::from_utf8(local).is_ok_and(|local| Kind::of(local).is_some() || local == GLOBAL_IDENTIFIER)
}

/// Whether one of the names that are looked for begins so.
fn is_initial(byte: u8) -> bool {
    matches!(byte.to_ascii_lowercase(), b'e' | b'f' | b'g' | b'm')
}

const LONGEST_NAME: usize = 80;

/// The name at the beginning, up to what cannot be in one. `None` if it is too long to be looked at.
fn name_in(head: &[u8]) -> Option<&[u8]> {
    match head.iter().position(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'/' | b'>' | b'<')) {
        Some(end) => head.get(..end),
        None => (head.len() < LONGEST_NAME).then_some(head),
    }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn every_name_that_is_looked_for_has_its_initial() {
        for name in Kind::ERRORS.iter().chain(Kind::MESSAGES).chain([&GLOBAL_IDENTIFIER]) {
            assert!(is_initial(name.as_bytes()[0]), "{name}");
        }
    }

    #[test]
    fn the_work_for_a_name_is_bounded() {
        // A mebibyte of these once took hours.
        let open = vec![b'<'; 1 << 20];
        assert!(!is_worth_a_look(&open));
        assert_eq!(name_in(&[b'n'; LONGEST_NAME]), None);
        assert_eq!(name_in(b"error"), Some(b"error".as_slice()));
        assert!(is_worth_a_look(&[b"<".as_slice(), &[b'n'; 200], b":Error/>"].concat()));
        assert!(is_worth_a_look(b"<a b='c:d'><n:error/>") && is_worth_a_look(b"<a><Error"));
        assert!(!is_worth_a_look(b"<a xmlns:e='error'></error>"));
    }
}
