//! Comparisons for the workspace's benches: who is how many times as fast as whom, in one run.
//!
//! In each round of a [`Contest`] every contestant runs once, and every other round in the opposite order, so that a
//! noisy neighbour and a warming machine hit all alike. A ratio is the median of the rounds' ratios.
//!
//! Beside the table for people, each contest prints lines for `cargo xtask bench`, members separated by tabs:
//! `median`, the contest, the contestant, its figure; and `ratio`, the contest, the contestant, the value, who it is measured
//! against, the target. A bench that measures in another way prints such a line with [`report`].
//!
//! ```
//! use b2b_bench::{Contest, Target};
//!
//! let text = "1234567890".repeat(1_000);
//! let mut contest = Contest::new("count digits").rounds(3).bytes(text.len());
//! contest.enter("bytes", || text.bytes().filter(u8::is_ascii_digit).count());
//! contest.enter("characters", || text.chars().filter(char::is_ascii_digit).count());
//! let results = contest.run();
//! results.speed("bytes", "characters", Target::None("as fast as it gets"));
//! ```
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::panic, reason = "a bench talks to people, and ends when it is wrong")]

mod codec;
mod contest;
mod figure;
mod measure;

pub use codec::{decoding, encoding};
pub use contest::{Contest, Results, median};
pub use figure::{Target, report};
pub use measure::{assert_same, namespace_loop, path_and_times, peak_mebibytes, pushed, tags_and_texts};
