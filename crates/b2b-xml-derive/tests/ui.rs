//! What the macros refuse, and how they say it.
#![allow(missing_docs, reason = "tests")]

#[test]
fn errors() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
