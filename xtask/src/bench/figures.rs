//! The figures that benches print, and whether they meet their targets.

use crate::Error;

/// All figures of a run, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Figures {
    pub(super) ratios: Vec<Ratio>,
    pub(super) medians: Vec<Median>,
    /// What benches left out, in their words.
    pub(super) skipped: Vec<String>,
}

/// A figure with a target.
#[derive(Debug)]
pub(super) struct Ratio {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) against: String,
    pub(super) target: String,
    pub(super) verdict: Verdict,
}

/// What one contestant achieved.
#[derive(Debug)]
pub(super) struct Median {
    pub(super) contest: String,
    pub(super) contestant: String,
    pub(super) value: String,
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
        match <[String; 5]>::try_from(members) {
            Ok([_, name, value, against, target]) => {
                let verdict = verdict(&value, &target).ok_or_else(|| format!("no number in the figure {line:?}"))?;
                self.ratios.push(Ratio { name, value, against, target, verdict });
            }
            Err(members) => match <[String; 4]>::try_from(members) {
                Ok([_, contest, contestant, value]) => self.medians.push(Median { contest, contestant, value }),
                Err(_) => return Err(format!("the figure {line:?} has neither four nor five members").into()),
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
        missed.map(|Ratio { name, value, against, target, .. }| {
            format!("missed: {name}: {value} ({against}), target {target}")
        })
    }

    /// The table for a terminal.
    pub(super) fn table(&self) -> String {
        let rows = self.ratios.iter().map(|ratio| {
            let Ratio { name, value, against, target, verdict } = ratio;
            format!("{name:<62} {value:>9}  {against:<34} {target:<20} {}", verdict.word())
        });
        rows.chain(self.skipped.iter().cloned()).collect::<Vec<_>>().join("\n")
    }
}

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
    fn lines_that_are_no_figures_are_left() {
        let mut figures = Figures::default();
        for line in ["ratio\ta\t2.0\tb\t≥ 1.0 ×", "median\tc\ta\t5 MB/s", "a sentence", "skipped: d: absent"] {
            figures.add(line).unwrap();
        }
        assert_eq!((figures.ratios.len(), figures.medians.len(), figures.skipped.len()), (1, 1, 1));
        assert!(figures.add("ratio\tonly a name").is_err());
    }
}
