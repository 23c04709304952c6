//! Part numbers that choose what goes wrong.

/// What an answer has for a magic part number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Magic {
    /// An error.
    Denied,
    /// Two errors.
    TwoErrors,
    /// An error without a text.
    Wordless,
    /// Data and an error.
    Partly,
    /// No line.
    Unanswered,
    /// Two lines.
    Twice,
    /// An element of a later version.
    Novel,
    /// A bare ampersand, so that the answer is no XML.
    RawAmpersand,
}

impl Magic {
    /// The item whose data stands in the answers that have some.
    pub(super) const STAND_IN: &'static str = "10226038";

    /// Which one a part number is, under whatever qualifier.
    pub(super) fn of(number: &str) -> Option<Self> {
        Some(match number {
            "SBX-DENIED" => Self::Denied,
            "SBX-TWO-ERRORS" => Self::TwoErrors,
            "SBX-WORDLESS" => Self::Wordless,
            "SBX-PARTLY" => Self::Partly,
            "SBX-UNANSWERED" => Self::Unanswered,
            "SBX-TWICE" => Self::Twice,
            "SBX-NOVEL" => Self::Novel,
            "SBX-RAW-AMPERSAND" => Self::RawAmpersand,
            _ => return None,
        })
    }

    pub(super) fn has_data(self) -> bool {
        matches!(self, Self::Partly | Self::Twice | Self::Novel | Self::RawAmpersand)
    }

    pub(super) fn errors(self, number: &str) -> Vec<Option<String>> {
        match self {
            Self::Denied => vec![Some(format!("You are not authorized to purchase item {number}"))],
            Self::TwoErrors => vec![
                Some(format!("Item {number} is on hold")),
                Some("Contact your sales representative, ext. 1 & 2".to_owned()),
            ],
            Self::Wordless => vec![None],
            Self::Partly => vec![Some("Stock is being counted & may differ".to_owned())],
            Self::Unanswered | Self::Twice | Self::Novel | Self::RawAmpersand => Vec::new(),
        }
    }
}

/// How many lines the magic part number of a long price list asks for: `MANY1000000`.
pub(super) fn many(number: &str) -> Option<u64> {
    let lines: u64 = number.strip_prefix("MANY")?.parse().ok()?;
    (lines <= MOST).then_some(lines)
}

/// The longest price list: about 15 GB.
const MOST: u64 = 20_000_000;
