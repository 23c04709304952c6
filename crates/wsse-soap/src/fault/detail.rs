//! The detail of a fault.

use b2b_xml::{DecodeError, Decoded, EncodeError, FromXml, ToXml};

use crate::fragment::Fragment;

/// What the application says about a fault: the `detail` or `Detail` element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail(pub(crate) Fragment);

impl Detail {
    /// The element as XML.
    #[must_use]
    pub fn as_xml(&self) -> &str {
        self.0.as_str()
    }

    /// The text of a detail that holds no elements; empty if there is none.
    ///
    /// # Errors
    ///
    /// Never for a detail that was read.
    pub fn text(&self) -> Result<String, DecodeError> {
        let mut cursor = self.0.cursor()?;
        Ok(cursor.text()?.trim().to_owned())
    }

    /// The entries, each as an element of its own.
    ///
    /// # Errors
    ///
    /// Never for a detail that was read.
    pub fn entries(&self) -> Result<Vec<Fragment>, DecodeError> {
        let mut cursor = self.0.cursor()?;
        let mut entries = Vec::new();
        while cursor.child()?.is_some() {
            entries.push(Fragment::cut(&mut cursor)?);
        }
        Ok(entries)
    }

    /// Decodes the first entry of this type; `None` if there is none.
    ///
    /// # Errors
    ///
    /// If the entry has the type's name and is not of the type.
    pub fn decode<T: FromXml>(&self) -> Result<Option<Decoded<T>>, DecodeError> {
        for entry in self.entries()? {
            let name = entry.name()?;
            if T::RECORD.is_none_or(|record| name == record.name) {
                return entry.decode().map(Some);
            }
        }
        Ok(None)
    }
}

/// A detail with one more entry.
pub(super) fn wrap<T: ToXml>(detail: Option<&Detail>, entry: &T) -> Result<Detail, EncodeError> {
    let entry = Fragment::of(entry)?;
    let earlier: String = detail
        .and_then(|detail| detail.entries().ok())
        .map(|entries| entries.iter().map(Fragment::as_str).collect())
        .unwrap_or_default();
    Ok(Detail(Fragment::whole(format!("<detail>{earlier}{}</detail>", entry.as_str()))))
}
