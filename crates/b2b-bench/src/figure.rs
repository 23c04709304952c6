//! Figures and what is wanted of them.

use std::fmt;

/// What is wanted of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Target {
    /// So much or more.
    AtLeast(f64),
    /// So much or less.
    AtMost(f64),
    /// Less than so much of a unit.
    Below(f64, &'static str),
    /// Nothing that a number could say; the words do.
    None(&'static str),
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(wanted) => write!(f, "≥ {wanted:?} ×"),
            Self::AtMost(wanted) => write!(f, "≤ {wanted:?} ×"),
            Self::Below(wanted, unit) => write!(f, "< {wanted} {unit}"),
            Self::None(words) => f.write_str(words),
        }
    }
}

/// Prints what came of a comparison for `cargo xtask bench`. The value begins with a number; what is measured against nothing
/// names nothing.
pub fn report(contest: &str, contestant: &str, value: impl fmt::Display, against: &str, target: Target) {
    println!("ratio\t{contest}\t{contestant}\t{value}\t{against}\t{target}");
}
