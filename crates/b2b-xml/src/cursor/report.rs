//! Warnings and errors, and where they stand.

use super::Cursor;
use crate::error::{DecodeError, DecodeErrorKind, Warning, WarningKind};
use crate::limits::Strictness;
use crate::place::{Finder, Place};

impl Cursor<'_> {
    /// The warnings so far with their places, and how many more there were than [`Limits::warnings`] keeps.
    ///
    /// [`Limits::warnings`]: crate::Limits::warnings
    pub fn take_warnings(&mut self) -> (Vec<Warning>, usize) {
        let mut found = std::mem::take(&mut self.warnings);
        found.sort_by_key(|(at, _)| *at);
        let mut finder = Finder::new(self.scanner.doc());
        let warnings = found.into_iter().map(|(at, kind)| Warning { kind, place: finder.find(at) }).collect();
        (warnings, std::mem::take(&mut self.uncounted))
    }

    /// Notes that something at the current element was forgiven.
    ///
    /// # Errors
    ///
    /// In strict reading, always.
    pub fn warn(&mut self, kind: WarningKind) -> Result<(), DecodeError> {
        self.warn_at(kind, self.here())
    }

    /// Notes that something at the element left last was forgiven.
    ///
    /// # Errors
    ///
    /// In strict reading, always.
    pub fn warn_left(&mut self, kind: WarningKind) -> Result<(), DecodeError> {
        self.warn_at(kind, self.left)
    }

    /// Whether one more warning would be kept: building one that is only counted is wasted work.
    #[must_use]
    pub(crate) fn keeps_warnings(&self) -> bool {
        self.reading.strictness == Strictness::Strict || self.warnings.len() < self.reading.limits.warnings
    }

    /// Counts a warning that is not kept.
    pub(crate) fn count_warning(&mut self) {
        self.uncounted += 1;
    }

    /// An error at the current element.
    #[must_use]
    pub fn error(&self, kind: DecodeErrorKind) -> DecodeError {
        self.error_at(kind, self.here())
    }

    /// An error at the element left last.
    #[must_use]
    pub fn error_left(&self, kind: DecodeErrorKind) -> DecodeError {
        self.error_at(kind, self.left)
    }

    pub(crate) fn error_at(&self, kind: DecodeErrorKind, at: usize) -> DecodeError {
        DecodeError::new(kind, Place::locate(self.scanner.doc(), at))
    }

    pub(super) fn warn_at(&mut self, kind: WarningKind, at: usize) -> Result<(), DecodeError> {
        if self.reading.strictness == Strictness::Strict {
            return Err(self.error_at(DecodeErrorKind::Strict(kind), at));
        }
        if self.warnings.len() < self.reading.limits.warnings {
            self.warnings.push((at, kind));
        } else {
            self.uncounted += 1;
        }
        Ok(())
    }

    /// Where the current element starts.
    pub(super) fn here(&self) -> usize {
        self.open.last().map_or(0, |open| open.start)
    }
}
