//! Reading one supplier's table.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::TimeDelta;
use figment::Figment;
use figment::value::{Dict, Value};
use serde::de::DeserializeOwned;

use super::duration::{DurationError, parse_duration, parse_offset};
use super::error::suggestion;
use super::key::Key;
use super::layer::{Origin, variable};
use super::{ConfigError, Protocol};

/// The merged values of one supplier.
pub(super) struct Table<'a> {
    pub(super) name: &'a str,
    values: &'a Dict,
    figment: &'a Figment,
    /// How messages call the file, read or not.
    pub(super) file: &'a Path,
}

/// A value and where it came from.
#[derive(Clone, Debug)]
pub(super) struct Found<T> {
    pub(super) value: T,
    pub(super) origin: Origin,
}

impl<T> Found<T> {
    /// How the place of this value is spelled in messages.
    pub(super) fn place(&self, table: &Table<'_>, key: &str) -> String {
        self.origin.place(table.name, key)
    }
}

impl<'a> Table<'a> {
    /// The table, if the value is one.
    pub(super) fn new(
        name: &'a str,
        value: &'a Value,
        figment: &'a Figment,
        file: &'a Path,
    ) -> Result<Self, ConfigError> {
        let Value::Dict(_, values) = value else {
            let message = format!("{name} stands outside of a supplier's table");
            let hint = format!("Put it below a line with the supplier's name in brackets: [westcon], then {name} = …");
            return Err(ConfigError::at(format!("{}:", file.display()), message, hint));
        };
        Ok(Self { name, values, figment, file })
    }

    /// Refuses keys that the protocol has not, and keys without a value.
    pub(super) fn refuse_others(&self, protocol: Protocol) -> Result<(), ConfigError> {
        let known: Vec<&str> = Key::names(protocol).collect();
        for (key, value) in self.values {
            if !known.contains(&key.as_str()) {
                let place = self.origin(value).place(self.name, key);
                return Err(ConfigError::at(place, "is not a known key", suggestion(key, known)));
            }
            if value.as_str().is_some_and(|text| text.trim().is_empty()) {
                let place = self.origin(value).place(self.name, key);
                return Err(ConfigError::at(place, "is empty", "Give it a value, or leave it out."));
            }
        }
        Ok(())
    }

    /// A value that has to be there.
    pub(super) fn required<T>(&self, key: &str, found: Option<Found<T>>) -> Result<Found<T>, ConfigError> {
        found.ok_or_else(|| self.missing(key, key))
    }

    /// That none of the keys has a value, with what to write.
    pub(super) fn missing(&self, what: &str, key: &str) -> ConfigError {
        let hint =
            format!("Set {key} below [{}] in {}, or {}.", self.name, self.file.display(), variable(self.name, key));
        ConfigError::new(format!("the supplier {} has no {what}", self.name), hint)
    }

    pub(super) fn text(&self, key: &str) -> Result<Option<Found<String>>, ConfigError> {
        self.read(key, "is no text", "Put it in double quotes.", |value| {
            value.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned)
        })
    }

    pub(super) fn flag(&self, key: &str) -> Result<Option<Found<bool>>, ConfigError> {
        self.read(key, "is neither true nor false", "Write true or false.", |value| match value.as_str() {
            Some(text) => text.parse().ok(),
            None => value.to_bool(),
        })
    }

    pub(super) fn count(&self, key: &str) -> Result<Option<Found<usize>>, ConfigError> {
        self.read(key, "is no whole number", "Write a whole number above 0.", |value| {
            let count = match value.as_str() {
                Some(text) => text.parse().ok(),
                // Numbers of a file have a sign.
                None => value
                    .to_u128()
                    .or_else(|| value.to_i128().and_then(|count| u128::try_from(count).ok()))
                    .and_then(|count| usize::try_from(count).ok()),
            };
            count.filter(|&count| count > 0)
        })
    }

    pub(super) fn duration(&self, key: &str) -> Result<Option<Found<Duration>>, ConfigError> {
        let hint = "Write a whole number above 0 and its unit, for example \"30s\"; units are ms, s, m and h.";
        self.timed(key, hint, |text| match parse_duration(text) {
            Ok(Duration::ZERO) => Err(DurationError),
            duration => duration,
        })
    }

    pub(super) fn offset(&self, key: &str) -> Result<Option<Found<TimeDelta>>, ConfigError> {
        self.timed(key, "Write it as \"-3600s\" or \"5m\"; units are ms, s, m and h.", parse_offset)
    }

    /// A path; relative ones start at the file they stand in.
    pub(super) fn path(&self, key: &str) -> Result<Option<Found<PathBuf>>, ConfigError> {
        Ok(self.text(key)?.map(|Found { value, origin }| Found { value: beside(&origin, &value), origin }))
    }

    /// Words in an array, or in a text with commas between them.
    pub(super) fn list(&self, key: &str) -> Result<Option<Found<Vec<String>>>, ConfigError> {
        self.read(key, "is no list of texts", "Write it as [\"one\", \"other\"].", |value| match value {
            Value::Array(_, values) => values.iter().map(|value| value.as_str().map(str::to_owned)).collect(),
            value => value.as_str().map(|text| text.split(',').map(|word| word.trim().to_owned()).collect()),
        })
    }

    /// The texts of a table in this table.
    pub(super) fn texts(&self, key: &str) -> Result<Vec<(String, Found<String>)>, ConfigError> {
        let Some(value) = self.values.get(key) else { return Ok(Vec::new()) };
        let Value::Dict(_, values) = value else {
            let hint = format!("Write it as {key}.NAME = \"…\".");
            return Err(ConfigError::at(self.origin(value).place(self.name, key), "is no table", hint));
        };
        let text = |(name, value): (&String, &Value)| match value.as_str() {
            Some(text) => Ok((name.clone(), Found { value: text.to_owned(), origin: self.origin(value) })),
            None => {
                let place = self.origin(value).place(self.name, &format!("{key}.{name}"));
                Err(ConfigError::at(place, "is no text", "Put it in double quotes."))
            }
        };
        values.iter().map(text).collect()
    }

    /// A value of a type of its own, and what is wrong with it in the words of the type.
    pub(super) fn typed<T: DeserializeOwned>(&self, key: &str, hint: &str) -> Result<Option<Found<T>>, ConfigError> {
        let Some(value) = self.values.get(key) else { return Ok(None) };
        let origin = self.origin(value);
        match self.figment.extract_inner(&format!("{}.{key}", self.name)) {
            Ok(value) => Ok(Some(Found { value, origin })),
            Err(error) => {
                let place = origin.place(self.name, key);
                Err(ConfigError::at(place, format!("cannot be used: {}", error.kind), hint))
            }
        }
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(&self, key: &str, of: &[(&str, T)]) -> Result<Option<Found<T>>, ConfigError> {
        let Some(found) = self.text(key)? else { return Ok(None) };
        match of.iter().find(|(word, _)| *word == found.value) {
            Some(&(_, value)) => Ok(Some(Found { value, origin: found.origin })),
            None => {
                let hint = suggestion(&found.value, of.iter().map(|(word, _)| *word));
                Err(ConfigError::at(found.place(self, key), "has a value that is not among those it can have", hint))
            }
        }
    }

    fn timed<T>(
        &self,
        key: &str,
        hint: &str,
        parse: impl Fn(&str) -> Result<T, DurationError>,
    ) -> Result<Option<Found<T>>, ConfigError> {
        self.read(key, "is no duration", hint, |value| value.as_str().and_then(|text| parse(text).ok()))
    }

    fn read<T>(
        &self,
        key: &str,
        problem: &str,
        hint: &str,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Result<Option<Found<T>>, ConfigError> {
        let Some(value) = self.values.get(key) else { return Ok(None) };
        let origin = self.origin(value);
        match read(value) {
            Some(value) => Ok(Some(Found { value, origin })),
            None => Err(ConfigError::at(origin.place(self.name, key), problem, hint)),
        }
    }

    fn origin(&self, value: &Value) -> Origin {
        self.figment.get_metadata(value.tag()).map_or(Origin::Set, Origin::from)
    }
}

/// The path, seen from the directory of the file that it stands in.
pub(super) fn beside(origin: &Origin, path: &str) -> PathBuf {
    match origin {
        Origin::File(file) => file.parent().unwrap_or(Path::new("")).join(path),
        Origin::Environment | Origin::Set => path.into(),
    }
}
