//! The figures that benches print, and whether they meet their targets.

use crate::Error;

/// All figures of a run, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Figures {
    medians: Vec<Median>,
    ratios: Vec<Ratio>,
    /// What benches left out, in their words.
    pub(super) skipped: Vec<String>,
}

/// What one contestant achieved.
#[derive(Debug)]
struct Median {
    contest: String,
    contestant: String,
    value: String,
}

/// How a contestant compares to another, or what it is measured by alone.
#[derive(Debug)]
struct Ratio {
    contest: String,
    contestant: String,
    value: String,
    against: String,
    target: String,
    verdict: Verdict,
}

/// Whether a figure meets its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Met,
    Missed,
    /// The target is no number.
    Told,
}

pub(super) fn is_figure(line: &str) -> bool {
    line.starts_with("ratio\t") || line.starts_with("median\t")
}

impl Figures {
    /// Keeps a line if it is a figure.
    pub(super) fn add(&mut self, line: &str) -> Result<(), Error> {
        if line.starts_with("skipped: ") {
            self.skipped.push(line.to_owned());
        }
        if !is_figure(line) {
            return Ok(());
        }
        let members: Vec<String> = line.split('\t').map(str::to_owned).collect();
        match <[String; 6]>::try_from(members) {
            Ok([_, contest, contestant, value, against, target]) => {
                let verdict = verdict(&value, &target).ok_or_else(|| format!("no number in the figure {line:?}"))?;
                self.ratios.push(Ratio { contest, contestant, value, against, target, verdict });
            }
            Err(members) => match <[String; 4]>::try_from(members) {
                Ok([_, contest, contestant, value]) => self.medians.push(Median { contest, contestant, value }),
                Err(_) => return Err(format!("the figure {line:?} has neither four nor six members").into()),
            },
        }
        Ok(())
    }

    pub(super) fn count(&self, verdict: Verdict) -> usize {
        self.ratios.iter().filter(|ratio| ratio.verdict == verdict).count()
    }

    /// The figures that miss their targets, in words.
    pub(super) fn missed(&self) -> impl Iterator<Item = String> {
        let missed = self.ratios.iter().filter(|ratio| ratio.verdict == Verdict::Missed);
        missed.map(|Ratio { contest, contestant, value, against, target, .. }| {
            format!("missed: {contest}: {contestant}: {value} ({against}), target {target}")
        })
    }

    /// The rows of the one table there is: every comparison with both medians, then the medians of who was compared with
    /// nobody, contest by contest.
    pub(super) fn rows(&self) -> Vec<[&str; COLUMNS.len()]> {
        let mut contests: Vec<&str> = Vec::new();
        for contest in self.ratios.iter().map(|ratio| &ratio.contest).chain(self.medians.iter().map(|it| &it.contest)) {
            if !contests.contains(&contest.as_str()) {
                contests.push(contest);
            }
        }
        contests.into_iter().flat_map(|contest| self.rows_of(contest)).collect()
    }

    fn rows_of<'a>(&'a self, contest: &'a str) -> Vec<[&'a str; COLUMNS.len()]> {
        let medians = || self.medians.iter().filter(|median| median.contest == contest);
        let median = |name: &str| {
            let known = medians().find(|median| median.contestant == name);
            known.map_or("", |median| median.value.as_str())
        };
        let mut rows = Vec::new();
        let mut named: Vec<&str> = Vec::new();
        for ratio in self.ratios.iter().filter(|ratio| ratio.contest == contest) {
            let Ratio { contestant, value, against, target, verdict, .. } = ratio;
            rows.push([
                contest,
                contestant,
                median(contestant),
                value,
                against,
                median(against),
                target,
                verdict.word(),
            ]);
            named.extend([contestant.as_str(), against]);
        }
        let others = medians().filter(|median| !named.contains(&median.contestant.as_str()));
        rows.extend(others.map(|median| [contest, &median.contestant, &median.value, "", "", "", "", ""]));
        rows
    }

    /// The table for a terminal.
    pub(super) fn table(&self) -> String {
        let rows: Vec<_> = std::iter::once(COLUMNS).chain(self.rows()).collect();
        let mut widths = [0; COLUMNS.len()];
        for row in &rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = cell.chars().count().max(*width);
            }
        }
        let lines = rows.iter().map(|row| {
            let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        });
        lines.chain(self.skipped.iter().cloned()).collect::<Vec<_>>().join("\n")
    }
}

/// What stands in a row.
pub(super) const COLUMNS: [&str; 8] = ["what", "who", "median", "compared", "with", "median of that", "target", "met"];

impl Verdict {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Met => "yes",
            Self::Missed => "**no**",
            Self::Told => "",
        }
    }
}

/// Compares the number that a figure begins with to that of its target; `None` if the figure has none.
fn verdict(value: &str, target: &str) -> Option<Verdict> {
    let value = number(value)?;
    let behind = |signs: [&str; 2]| signs.into_iter().find_map(|sign| number(target.strip_prefix(sign)?));
    let met = if let Some(least) = behind(["≥", ">="]) {
        value >= least
    } else if let Some(most) = behind(["≤", "<="]) {
        value <= most
    } else if let Some(limit) = behind(["<", "below"]) {
        value < limit
    } else {
        return Some(Verdict::Told);
    };
    Some(if met { Verdict::Met } else { Verdict::Missed })
}

/// The number that a text begins with.
fn number(text: &str) -> Option<f64> {
    let text = text.trim_start().trim_start_matches('+').trim_start();
    let end = text.find(|character: char| !(character.is_ascii_digit() || ".-".contains(character)));
    text.get(..end.unwrap_or(text.len()))?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, target: &str, expected: Option<Verdict>) {
        assert_eq!(verdict(value, target), expected, "{value} {target}");
    }

    #[test]
    fn a_figure_is_compared_with_its_target() {
        check("1.00", "≥ 1.0 ×", Some(Verdict::Met));
        check("0.99", ">= 1.0", Some(Verdict::Missed));
        check("1.51", "≤ 1.5 ×", Some(Verdict::Missed));
        check("64.0 MiB", "< 64 MiB", Some(Verdict::Missed));
        check("+14.9 ms", "< 15 ms", Some(Verdict::Met));
        check("-0.3 ms", "< + 15 ms", Some(Verdict::Met));
        check("0.51", "as near as it gets", Some(Verdict::Told));
        check("fast", "≥ 1.0 ×", None);
    }

    #[test]
    fn a_comparison_stands_beside_both_medians() {
        let mut figures = Figures::default();
        for line in [
            "median\tc\ta\t5 MB/s",
            "median\tc\tb\t2 MB/s",
            "median\tc\td\t9 MB/s",
            "ratio\tc\ta\t2.50 ×\tb\t≥ 1.0 ×",
            "ratio\te\tpeak\t70 MiB\t\t< 64 MiB",
            "a sentence",
            "skipped: f: absent",
        ] {
            figures.add(line).unwrap();
        }
        assert_eq!(
            figures.rows(),
            [
                ["c", "a", "5 MB/s", "2.50 ×", "b", "2 MB/s", "≥ 1.0 ×", "yes"],
                ["c", "d", "9 MB/s", "", "", "", "", ""],
                ["e", "peak", "", "70 MiB", "", "", "< 64 MiB", "**no**"],
            ]
        );
        assert_eq!(figures.skipped, ["skipped: f: absent"]);
        assert!(figures.add("ratio\tonly a name").is_err());
    }
}
