//! Warehouses: their codes are of a region, and the same code is another house elsewhere.

/// Whose codes they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Region {
    /// Tech Data in the United States.
    UnitedStates,
    /// Tech Data in Canada.
    Canada,
}

/// The name of a warehouse, as far as codes and names were seen together; answers have the name beside the code.
///
/// ```
/// use techdata_xml::{Region, warehouse};
///
/// assert_eq!(warehouse(Region::UnitedStates, "A1"), Some("MIAMI, FL"));
/// assert_eq!(warehouse(Region::Canada, "A1"), Some("MISSISSAUGA, ON"));
/// assert_eq!(warehouse(Region::Canada, "A9"), None);
/// ```
#[must_use]
pub fn warehouse(region: Region, code: &str) -> Option<&'static str> {
    Some(match (region, code) {
        (Region::UnitedStates, "A1") => "MIAMI, FL",
        (Region::UnitedStates, "A3") => "SWEDESBORO, NJ",
        (Region::UnitedStates, "A6") => "FONTANA, CA",
        (Region::Canada, "A1") => "MISSISSAUGA, ON",
        (Region::Canada, "A2") => "RICHMOND, BC",
        // Seen in one client: vendor drop shipments and software licenses.
        (_, "99") => "VENDOR DROP SHIP",
        _ => return None,
    })
}
