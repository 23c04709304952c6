//! Answers for programs.

use serde::Serialize;

use crate::exit::Exit;
use crate::failure::Failure;

/// A JSON array, empty if there is nothing.
pub(crate) fn array<T: Serialize>(values: &[T]) -> Result<String, Failure> {
    value(&values)
}

/// A JSON value.
pub(crate) fn value<T: Serialize>(value: &T) -> Result<String, Failure> {
    match serde_json::to_string_pretty(value) {
        Ok(json) => Ok(json + "\n"),
        Err(error) => Err(Failure::new(Exit::Internal, format!("the answer is no JSON: {error}"), "Report it.")),
    }
}
