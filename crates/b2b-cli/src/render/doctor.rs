//! What the doctor found, as text.

use anstyle::{AnsiColor, Style};
use b2b_desk::{Check, Examination, Verdict};

use super::clean;
use super::layout::{Align, Cell, row, widths};

const GOOD: Style = AnsiColor::Green.on_default();
const DOUBTFUL: Style = AnsiColor::Yellow.on_default();
const BAD: Style = AnsiColor::Red.on_default().bold();
const QUIET: Style = Style::new().dimmed();
const NAME: Style = Style::new().bold();

/// A paragraph for each supplier: a line for each check, and below it what to do.
pub(crate) fn report(examinations: &[Examination]) -> String {
    let lines: Vec<_> = examinations.iter().flat_map(|one| &one.checks).map(cells).collect();
    let widths = widths(&lines);
    let paragraph = |examination: &Examination| {
        let mut text = format!("{NAME}{}{NAME:#}\n", clean(&examination.supplier));
        for check in &examination.checks {
            text += &format!("  {}\n", row(&cells(check), &widths, &[Align::Left, Align::Left, Align::Left]));
            if let Some(advice) = &check.advice {
                let margin = widths.iter().take(2).map(|width| width + 2).sum::<usize>() + 2;
                text += &format!("{:margin$}→ {}\n", "", clean(advice));
            }
        }
        text
    };
    examinations.iter().map(paragraph).collect::<Vec<_>>().join("\n")
}

fn cells(check: &Check) -> Vec<Cell> {
    let (word, style) = match check.verdict {
        Verdict::Well => ("ok", GOOD),
        Verdict::Warning => ("warning", DOUBTFUL),
        Verdict::Failed => ("failed", BAD),
        _ => ("skipped", QUIET),
    };
    let found = clean(&check.found);
    let found = if check.verdict == Verdict::Skipped { format!("because {found}") } else { found };
    let found = match &check.host {
        Some(host) => format!("{}: {found}", clean(host)),
        None => found,
    };
    vec![Cell::new(word, style), check.subject.to_string().into(), found.into()]
}
