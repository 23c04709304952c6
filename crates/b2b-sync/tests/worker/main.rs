//! The engine over a journal, asking suppliers that are told what to answer. Time is tokio's, and stands still.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod leasing;
mod limits;
mod resuming;
mod retrying;
mod support;
