//! How many requests a supplier has under way.

use std::sync::atomic::{AtomicUsize, Ordering};

/// How many requests a supplier has under way, and had at most.
#[derive(Debug, Default)]
pub(crate) struct Load {
    now: AtomicUsize,
    most: AtomicUsize,
}

/// A request under way: from its headers until its answer is ready, or its client gone.
#[derive(Debug)]
pub(crate) struct UnderWay<'a>(&'a Load);

impl Load {
    pub(crate) fn enter(&self) -> UnderWay<'_> {
        let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(now, Ordering::SeqCst);
        UnderWay(self)
    }

    pub(crate) fn now(&self) -> usize {
        self.now.load(Ordering::SeqCst)
    }

    pub(crate) fn most(&self) -> usize {
        self.most.load(Ordering::SeqCst)
    }

    /// Forgets what was.
    pub(crate) fn forget(&self) {
        self.most.store(self.now(), Ordering::SeqCst);
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_outlives_what_is_under_way() {
        let load = Load::default();
        let (one, other) = (load.enter(), load.enter());
        drop(one);
        assert_eq!((load.now(), load.most()), (1, 2));
        load.forget();
        assert_eq!((load.now(), load.most()), (1, 1));
        drop(other);
        assert_eq!((load.now(), load.most()), (0, 1));
    }
}
