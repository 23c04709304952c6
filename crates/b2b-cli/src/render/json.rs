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
    written(serde_json::to_string_pretty(value))
}

/// A JSON value on a line.
pub(crate) fn line<T: Serialize>(value: &T) -> Result<String, Failure> {
    written(serde_json::to_string(value))
}

/// JSON values, each on a line.
pub(crate) fn lines<T: Serialize>(values: &[T]) -> Result<String, Failure> {
    values.iter().map(line).collect()
}

fn written(json: serde_json::Result<String>) -> Result<String, Failure> {
    match json {
        Ok(json) => Ok(json + "\n"),
        Err(error) => Err(Failure::new(Exit::Internal, format!("the answer is no JSON: {error}"), "Report it.")),
    }
}
