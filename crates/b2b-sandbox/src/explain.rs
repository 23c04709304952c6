//! Why requests are refused: the likely cause, found by trying, and what there is to compare.
//!
//! What is made here goes into the record, and both the JSON of the record and the inspector show it from there.

pub(crate) mod clock;
pub(crate) mod difference;
pub(crate) mod security;
pub(crate) mod signature;
