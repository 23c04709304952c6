//! The comparison that every family of documents has: reading and writing, against quick-xml.

use crate::{Contest, Target, namespace_loop, pushed, tags_and_texts};

/// Measures reading a document against `quick_xml::de` and against the least that a reader with namespaces does. What else
/// is worth comparing is entered by `others`.
pub fn decoding<'a, T, U>(
    title: &str,
    who: &str,
    document: &'a str,
    decode: impl FnMut() -> T + 'a,
    theirs: impl FnMut() -> U + 'a,
    others: impl FnOnce(&mut Contest<'a>),
) {
    let mut contest = Contest::new(title).bytes(document.len());
    contest.enter(who, decode);
    contest.enter("bare NsReader loop", || namespace_loop(document));
    contest.enter("quick_xml::de", theirs);
    others(&mut contest);
    let results = contest.run();
    results.speed(who, "bare NsReader loop", Target::AtLeast(1.0));
    results.speed(who, "quick_xml::de", Target::AtLeast(2.5));
}

/// Measures writing a document against `quick_xml::se` and against copying its parts, which decides nothing.
pub fn encoding<T, U>(title: &str, who: &str, document: &str, encode: impl FnMut() -> T, theirs: impl FnMut() -> U) {
    let pieces = tags_and_texts(document);
    let mut contest = Contest::new(title).bytes(document.len());
    contest.enter(who, encode);
    contest.enter("quick_xml::se", theirs);
    contest.enter("copy of the same tags and texts", || pushed(&pieces));
    let results = contest.run();
    results.speed(who, "quick_xml::se", Target::AtLeast(2.0));
    results.speed(who, "copy of the same tags and texts", Target::None("as near as it gets"));
}

/// Declares structs for serde with the names that their members have in documents.
#[macro_export]
macro_rules! serde_documents {
    ($( $name:ident { $( $(#[$meta:meta])* $field:ident: $ty:ty = $wire:literal ),* $(,)? } )*) => {$(
        #[derive(Serialize, Deserialize)]
        struct $name { $( #[serde(rename = $wire)] $(#[$meta])* $field: $ty ),* }
    )*};
}
