//! The repetitions that all calls of a client share.

use std::sync::atomic::{AtomicU32, Ordering};

/// What a repetition costs, in tenths.
const COST: u32 = 10;

/// A bucket of repetitions, counted in tenths.
#[derive(Debug)]
pub(crate) struct Budget {
    tenths: AtomicU32,
    capacity: u32,
}

impl Budget {
    pub(crate) fn new(repetitions: u32) -> Self {
        let capacity = repetitions.saturating_mul(COST);
        Self { tenths: AtomicU32::new(capacity), capacity }
    }

    /// Takes one repetition, if there is one.
    pub(crate) fn withdraw(&self) -> bool {
        self.tenths.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |tenths| tenths.checked_sub(COST)).is_ok()
    }

    /// Brings back a tenth of a repetition.
    pub(crate) fn deposit(&self) {
        let added = |tenths: u32| (tenths < self.capacity).then(|| tenths + 1);
        // An error means that the bucket is full.
        let _ = self.tenths.fetch_update(Ordering::SeqCst, Ordering::SeqCst, added);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_successes_pay_for_one_repetition() {
        let budget = Budget::new(2);
        assert!(budget.withdraw() && budget.withdraw() && !budget.withdraw());
        (0..9).for_each(|_| budget.deposit());
        assert!(!budget.withdraw());
        budget.deposit();
        assert!(budget.withdraw() && !budget.withdraw());
        (0..100).for_each(|_| budget.deposit());
        assert!(budget.withdraw() && budget.withdraw() && !budget.withdraw());
    }
}
