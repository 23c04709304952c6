//! What an order must keep to beyond what its elements' declarations say.

use std::fmt;

use super::OrderSubmit;
use crate::ReferenceQualifier;

/// A rule that an order breaks, so that Tech Data would refuse it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BrokenRule {
    /// There are more than three `RefNbrs` (chapter 5 of the manual).
    ///
    /// What to do: leave out the least important ones.
    TooManyReferences {
        /// How many there are.
        count: usize,
    },
    /// The `RefNbrs` of the kind `AY` has more than ten characters (chapter 5 of the manual).
    ///
    /// What to do: shorten it.
    LongReference {
        /// How many it has.
        length: usize,
    },
    /// There is `EndUserInfo` and no `RefNbrs` of the kind `EU`. Known from a client in live use.
    ///
    /// What to do: give the end user's purchase order.
    NoEndUserOrder,
    /// `StateProvinceCode` is not of two letters. Known from a client in live use.
    ///
    /// What to do: write `FL`, not `Florida`.
    StateInFull,
    /// `QtyOrdered` is zero; our choice.
    ///
    /// What to do: leave out the line.
    NoQuantity {
        /// The line, the first being 1.
        line: usize,
    },
}

impl OrderSubmit {
    /// Every rule that it breaks, in the order of its document. Checked before it is sent; a server can check it too.
    #[must_use]
    pub fn broken_rules(&self) -> Vec<BrokenRule> {
        let header = &self.header;
        let mut broken = Vec::new();
        if header.ref_nbrs.len() > 3 {
            broken.push(BrokenRule::TooManyReferences { count: header.ref_nbrs.len() });
        }
        let numbers = |kind: ReferenceQualifier| {
            let of_kind = header.ref_nbrs.iter().filter(move |one| one.ref_id_qual.as_ref() == Some(&kind));
            of_kind.filter_map(|one| one.ref_id.as_ref())
        };
        let lengths = numbers(ReferenceQualifier::Ay).map(|number| number.chars().count());
        broken.extend(lengths.filter(|length| *length > 10).map(|length| BrokenRule::LongReference { length }));
        let state = header.state_province_code.as_deref().unwrap_or_default();
        if !state.is_empty() && (state.len() != 2 || !state.bytes().all(|byte| byte.is_ascii_alphabetic())) {
            broken.push(BrokenRule::StateInFull);
        }
        if header.end_user_info.is_some() && numbers(ReferenceQualifier::EndUserPurchaseOrder).next().is_none() {
            broken.push(BrokenRule::NoEndUserOrder);
        }
        let empty = (1..).zip(&self.lines).filter(|(_, line)| line.qty_ordered == Some(0));
        broken.extend(empty.map(|(line, _)| BrokenRule::NoQuantity { line }));
        broken
    }
}

impl fmt::Display for BrokenRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyReferences { count } => write!(f, "the order has {count} RefNbrs, 3 are allowed"),
            Self::LongReference { length } => write!(f, "the RefNbrs AY has {length} characters, 10 are allowed"),
            Self::NoEndUserOrder => f.write_str("EndUserInfo needs a RefNbrs EU, the end user's purchase order"),
            Self::StateInFull => f.write_str("StateProvinceCode is not of two letters"),
            Self::NoQuantity { line } => write!(f, "LineInfo[{line}]/QtyOrdered is 0"),
        }
    }
}
