//! The table between two marks in a page.

use crate::Error;

const BEGIN: &str = "<!-- Made by `cargo xtask sizes`. -->\n";
const END: &str = "<!-- Up to here. -->\n";
const HEAD: &str = "| crate | features | packages | seconds |\n|---|---|---:|---:|\n";

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) package: String,
    pub(super) set: String,
    pub(super) packages: usize,
    /// None as long as nobody measured.
    pub(super) seconds: Option<u64>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
}

impl Row {
    pub(super) fn line(&self) -> String {
        let seconds = self.seconds.map_or_else(|| "-".to_owned(), |seconds| seconds.to_string());
        format!("| `{}` | {} | {} | {seconds} |", self.package, self.set, self.packages)
    }

    fn parse(line: &str) -> Result<Self, Error> {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [package, set, packages, seconds] = cells[..] else { return Err(format!("no row: {line}").into()) };
        Ok(Self {
            package: package.trim_matches('`').to_owned(),
            set: set.to_owned(),
            packages: packages.parse()?,
            seconds: if seconds == "-" { None } else { Some(seconds.parse()?) },
        })
    }
}

impl Table {
    /// The table that a page has.
    pub(super) fn of(page: &str) -> Result<Self, Error> {
        let (_, table, _) = parts(page)?;
        let rows = table.trim().lines().skip(2).map(Row::parse).collect::<Result<_, _>>()?;
        Ok(Self { rows })
    }

    /// What was measured for a row like this one.
    pub(super) fn seconds(&self, like: &Row) -> Option<u64> {
        self.rows.iter().find(|row| row.package == like.package && row.set == like.set)?.seconds
    }

    /// The page with this table instead of its own.
    pub(super) fn put_into(&self, page: &str) -> Result<String, Error> {
        let (before, _, after) = parts(page)?;
        let rows: String = self.rows.iter().map(|row| row.line() + "\n").collect();
        Ok(format!("{before}{BEGIN}\n{HEAD}{rows}\n{END}{after}"))
    }
}

/// What stands before, between and after the marks.
fn parts(page: &str) -> Result<(&str, &str, &str), Error> {
    let found = page.split_once(BEGIN).and_then(|(before, rest)| {
        let (table, after) = rest.split_once(END)?;
        Some((before, table, after))
    });
    found.ok_or_else(|| format!("no table between the marks {} and {}", BEGIN.trim(), END.trim()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(set: &str, packages: usize, seconds: Option<u64>) -> Row {
        Row { package: "b2b-xml".to_owned(), set: set.to_owned(), packages, seconds }
    }

    #[test]
    fn what_is_put_into_a_page_is_found_there() {
        let page = format!("# Title\n\n{BEGIN}{END}\nMore.\n");
        let table = Table { rows: vec![row("none", 12, Some(7)), row("`derive`, the default", 17, None)] };
        let with = table.put_into(&page).unwrap();
        assert!(with.starts_with("# Title\n\n") && with.ends_with("\nMore.\n"), "{with}");
        assert_eq!(Table::of(&with).unwrap(), table);
        assert_eq!(Table::of(&page).unwrap(), Table { rows: vec![] });
    }

    #[test]
    fn seconds_stay_when_packages_change() {
        let table = Table { rows: vec![row("none", 12, Some(7))] };
        assert_eq!(table.seconds(&row("none", 13, None)), Some(7));
        assert_eq!(table.seconds(&row("all", 13, None)), None);
    }

    #[test]
    fn a_page_without_marks_is_refused() {
        assert!(Table::of("# Title\n").is_err());
    }
}
