//! Documents that do not come to what the suite says, and why that is right.

/// Ids of the suite by the reason for which they are exceptions.
pub(super) const EXCEPTIONS: &[(&str, &[&str])] = &[
    (
        "The document has names with colons that are no prefixes. It is XML and not namespace-well-formed, which every \
         document must be here (Namespaces in XML 1.0, section 7).",
        &["o-p04pass1", "o-p05pass1"],
    ),
    (
        "The byte order mark says one encoding and the XML declaration another, which the specification calls a fatal \
         error (section 4.3.3). The mark is believed, as RFC 7303 (section 3.3) has it: writers that re-encode a document \
         leave the declaration as it was, and nothing can be read in two ways by that.",
        &["hst-lhs-007", "hst-lhs-008"],
    ),
];

/// Why a document is an exception.
pub(super) fn reason(id: &str) -> Option<&'static str> {
    EXCEPTIONS.iter().find(|(_, ids)| ids.contains(&id)).map(|(reason, _)| *reason)
}

/// All exceptions.
pub(super) fn ids() -> impl Iterator<Item = &'static str> {
    EXCEPTIONS.iter().flat_map(|(_, ids)| ids.iter().copied())
}
