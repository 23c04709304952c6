//! Files that go into a bucket. Its server is one of this machine, and speaks as much of S3 as that takes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod giving_up;
mod protocol;
mod refusing;
mod server;
mod signature;
mod support;
mod uploading;
