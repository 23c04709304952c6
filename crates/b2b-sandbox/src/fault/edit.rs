//! Answers that are well-formed and must not be believed: the supplier's own, with other times or ids in it.

use std::borrow::Cow;

use bytes::Bytes;

/// What is changed in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    /// Its WS-Security timestamp ended long ago.
    Expired,
    /// It names another request than the one it answers.
    Foreign,
}

/// An id that no request has.
const NOBODYS: &str = "00000000-0000-4000-8000-000000000000";

impl Edit {
    /// The document with the edit in it. One without such elements stays as it is.
    pub(super) fn of(self, document: &Bytes) -> Bytes {
        let Ok(text) = std::str::from_utf8(document) else { return document.clone() };
        let mut edited = String::with_capacity(text.len());
        let mut pieces = text.split('<');
        edited.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            edited.push('<');
            match piece.split_once('>') {
                Some((tag, content)) if !tag.ends_with('/') => {
                    edited.push_str(tag);
                    edited.push('>');
                    edited.push_str(&self.content(tag, content));
                }
                _ => edited.push_str(piece),
            }
        }
        edited.into()
    }

    /// What stands behind a tag, up to the next one.
    fn content<'c>(self, tag: &str, content: &'c str) -> Cow<'c, str> {
        let name = tag.split_ascii_whitespace().next().unwrap_or_default();
        let local = name.rsplit(':').next().unwrap_or_default();
        match (self, local) {
            // An end tag has a slash before its name, and so another name.
            _ if tag.starts_with('/') => content.into(),
            (Self::Expired, "Created") => "2001-01-01T00:00:00Z".into(),
            (Self::Expired, "Expires") => "2001-01-01T00:05:00Z".into(),
            (Self::Foreign, "RelatesTo") => format!("urn:uuid:{NOBODYS}").into(),
            (Self::Foreign, "TransControlID" | "GlobalIdentifier") => NOBODYS.into(),
            _ => content.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(edit: Edit, document: &'static str, expected: &str) {
        assert_eq!(edit.of(&Bytes::from_static(document.as_bytes())), expected);
    }

    #[test]
    fn only_what_is_meant_is_changed() {
        check(
            Edit::Expired,
            "<u:Timestamp><u:Created>2016-05-18T00:17:56Z</u:Created><u:Expires a=\"b\">x</u:Expires></u:Timestamp>",
            "<u:Timestamp><u:Created>2001-01-01T00:00:00Z</u:Created><u:Expires a=\"b\">2001-01-01T00:05:00Z</u:Expires></u:Timestamp>",
        );
        check(
            Edit::Foreign,
            "<a><RelatesTo>urn:uuid:1</RelatesTo><TransControlID>1</TransControlID>é</a>",
            "<a><RelatesTo>urn:uuid:00000000-0000-4000-8000-000000000000</RelatesTo>\
             <TransControlID>00000000-0000-4000-8000-000000000000</TransControlID>é</a>",
        );
        for document in ["", "no markup", "<a><Creator>x</Creator><Created/>y</a>", "<a><b>1</b> 2 > 1</a>"] {
            check(Edit::Expired, document, document);
            check(Edit::Foreign, document, document);
        }
    }
}
