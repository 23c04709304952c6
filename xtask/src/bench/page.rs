//! `docs/performance.md`: the figures are made, what is said about them is written by people and kept.

use std::fmt::Write as _;
use std::fs;

use super::figures::{COLUMNS, Figures};
use crate::Error;
use crate::generated::root;

pub(super) const PATH: &str = "docs/performance.md";

/// What stands behind this line is kept.
const BY_HAND: &str = "<!-- From here on by hand: cargo xtask bench keeps it. -->";

/// Writes the page with these figures.
pub(super) fn write(figures: &Figures, machine: &[(&str, String)]) -> Result<(), Error> {
    let file = root().join(PATH);
    let before = fs::read_to_string(&file).unwrap_or_default();
    let by_hand = before.split_once(BY_HAND).map_or("\n", |(_, by_hand)| by_hand);
    fs::write(&file, format!("{}{BY_HAND}{by_hand}", made(figures, machine)?))?;
    Ok(())
}

fn made(figures: &Figures, machine: &[(&str, String)]) -> Result<String, Error> {
    let mut page = String::from(INTRODUCTION);
    page.push_str("\n## The machine\n\n| | |\n|---|---|\n");
    for (what, value) in machine {
        writeln!(page, "| {what} | {value} |")?;
    }
    let line = |cells: [&str; COLUMNS.len()]| format!("| {} |\n", cells.join(" | "));
    page.push_str("\n## The figures\n\n");
    page.push_str(&line(COLUMNS));
    page.push_str("|---|---|---:|---:|---|---:|---|---|\n");
    for row in figures.rows() {
        page.push_str(&line(row));
    }
    for skipped in &figures.skipped {
        writeln!(page, "\n{skipped}")?;
    }
    page.push('\n');
    Ok(page)
}

const INTRODUCTION: &str = "# Performance

Figures that `cargo xtask bench` measured in one run on the machine below, and what bounds each.

In the table, *compared* is how many times as fast as what it is measured against something is (`×`), how many times as
long it takes (`× the time`) or how much longer (`ms`). Contestants run in turn, one round after the other and every other
round backwards, so that a noisy neighbour hits all alike; what is compared are the two times of a round, and the figure is
the median of all rounds, which is not the quotient of the two medians beside it. Absolute speeds hold for this machine,
ratios travel better.

## The commands

```text
cargo xtask bench                    # everything here; writes the parts of this page that are figures
cargo xtask bench --check-targets    # the same, and fails where a target is missed
cargo xtask bench --only b2b-xml     # one crate's, for work on it; writes nothing
cargo bench -p b2b-xml --bench parts # what single parts cost; so in other crates
cargo xtask instructions --check     # what CI guards: instructions of the hottest paths, by valgrind
```
";
