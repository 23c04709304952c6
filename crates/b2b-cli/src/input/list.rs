//! What a file of numbers says: a list, or a table with columns.

mod quotes;

use csv::{ReaderBuilder, StringRecord, Trim};

use super::Kind;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::clean;

/// The numbers of a list, or of a column of a table.
pub(super) fn numbers(text: &[u8], column: Option<&str>, kind: Kind) -> Result<Vec<String>, Failure> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let text = std::str::from_utf8(text).map_err(|_| {
        Failure::new(Exit::Input, "this is no UTF-8 text", "Save it as plain text or CSV, encoded in UTF-8.")
    })?;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let first = text.lines().map(uncommented).find(|line| !line.is_empty()).unwrap_or_default();
    match delimiter(first) {
        Some(delimiter) => table(&text, delimiter, column, kind),
        None => list(&text, column, kind),
    }
}

/// One in each line. The first may be the name of the column.
fn list(text: &str, column: Option<&str>, kind: Kind) -> Result<Vec<String>, Failure> {
    let mut numbers = Vec::new();
    let lines = text.lines().map(uncommented).enumerate().filter(|(_, line)| !line.is_empty());
    for (at, line) in lines {
        if delimiter(line).is_some() {
            let message = format!("line {} has several columns, and the first line has one", at + 1);
            return Err(Failure::new(Exit::Input, message, "Write one number in each line, or a table with a header."));
        }
        let number = match line.strip_prefix('"') {
            Some(rest) => rest.strip_suffix('"').ok_or_else(|| quotes::unclosed(at + 1))?,
            None => line,
        };
        numbers.push(number_of(number.trim(), at + 1)?);
    }
    let first = numbers.first().map(String::as_str).unwrap_or_default();
    let is_header = match column {
        Some(name) if is_same(name, first) => true,
        Some(name) => return Err(no_column(name, [first])),
        None => kind.columns.iter().any(|known| is_same(known, first)),
    };
    numbers.drain(..usize::from(is_header));
    Ok(numbers)
}

/// A column of a table whose first line names them.
fn table(text: &str, delimiter: u8, column: Option<&str>, kind: Kind) -> Result<Vec<String>, Failure> {
    quotes::check(text, delimiter)?;
    let mut reader = ReaderBuilder::new();
    reader.has_headers(false).flexible(true).trim(Trim::All).comment(Some(b'#')).delimiter(delimiter);
    let mut reader = reader.from_reader(text.as_bytes());
    let mut records = reader.records();
    let header = records.next().transpose().map_err(|error| unreadable(&error))?.unwrap_or_default();
    let position = |name: &str| header.iter().position(|own| is_same(own, name));
    let at = match column {
        Some(name) => position(name).ok_or_else(|| no_column(name, &header))?,
        None => kind.columns.iter().find_map(|name| position(name)).ok_or_else(|| unnamed(kind, &header))?,
    };
    let mut numbers = Vec::new();
    for record in records {
        let record = record.map_err(|error| unreadable(&error))?;
        let cell = record.get(at).unwrap_or_default();
        let line = record.position().map_or(0, |position| usize::try_from(position.line()).unwrap_or_default());
        if !cell.is_empty() {
            numbers.push(number_of(cell, line)?);
        }
    }
    Ok(numbers)
}

/// The number that stands in this line, without the ' that our own CSV puts before what a spreadsheet would take for a formula.
fn number_of(cell: &str, line: usize) -> Result<String, Failure> {
    if cell.contains(char::is_control) {
        let message = format!("the number in line {line} has a line break or another control character in it");
        return Err(Failure::new(Exit::Input, message, "Write one number in each line, or a table with a header."));
    }
    let guarded = cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@']));
    Ok(guarded.unwrap_or(cell).to_owned())
}

/// What stands before a remark: it begins with a # at the beginning or after two spaces. After one, as in `PO #7`, it is part of
/// a number.
fn uncommented(line: &str) -> &str {
    let remark = line.match_indices('#').find(|(at, _)| {
        let before = line.get(..*at).unwrap_or_default();
        before.trim().is_empty() || before.ends_with("  ") || before.ends_with('\t')
    });
    remark.and_then(|(at, _)| line.get(..at)).unwrap_or(line).trim()
}

/// What parts the columns of this line, if it has several.
fn delimiter(line: &str) -> Option<u8> {
    let count = |delimiter: &u8| line.bytes().filter(|byte| byte == delimiter).count();
    [b',', b';', b'\t'].into_iter().filter(|one| count(one) > 0).max_by_key(count)
}

/// Whether both are the same name of a column: `Order Number`, `order_number`.
fn is_same(one: &str, other: &str) -> bool {
    let plain = |name: &str| {
        name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    one == other || (!plain(one).is_empty() && plain(one) == plain(other))
}

fn unreadable(error: &csv::Error) -> Failure {
    Failure::new(Exit::Input, format!("this cannot be read: {error}"), "Give one number in each line, or CSV.")
}

fn no_column<'a>(name: &str, header: impl IntoIterator<Item = &'a str>) -> Failure {
    let message = format!("there is no column {name}");
    Failure::new(Exit::Usage, message, format!("The first line has {}.", names(header)))
}

fn unnamed(kind: Kind, header: &StringRecord) -> Failure {
    let message = format!("none of its columns has a usual name for {}", kind.one);
    let hint = format!("Name one of {} with --column, or write one in each line.", names(header));
    Failure::new(Exit::Usage, message, hint)
}

fn names<'a>(header: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<_> = header.into_iter().map(clean).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{ARTICLES, ORDERS};

    #[track_caller]
    fn check(text: &str, column: Option<&str>, expected: &[&str]) {
        assert_eq!(numbers(text.as_bytes(), column, ARTICLES).unwrap(), expected, "{text:?}");
    }

    #[track_caller]
    fn check_refused(text: &str, column: Option<&str>, says: &str) {
        let failure = numbers(text.as_bytes(), column, ARTICLES).unwrap_err();
        assert!(format!("{failure:?}").contains(says), "{text:?}: {failure:?}");
    }

    #[test]
    fn lists() {
        check("A1\nB2\n", None, &["A1", "B2"]);
        check(
            "\u{feff}A1\r\n\r\n  B2  \r\n# C3\r\nPO#7\r\nPO #8\r\nD4  # a printer, black",
            None,
            &["A1", "B2", "PO#7", "PO #8", "D4"],
        );
        check("# first, the printers\nSKU\nA1", None, &["A1"]);
        check("\"sku\"\n\"A1\"", None, &["A1"]);
        check("mine\nA1", Some("Mine"), &["A1"]);
        check("", None, &[]);
        check("A1\rB2\r", None, &["A1", "B2"]);
        check("'-5X\n'A1\n", None, &["-5X", "'A1"]);
        check_refused("A1\nB2\u{0}B", None, "line 2 has a line break or another control character");
        check_refused("A1\n\"B2\nC3", None, "line 2 begins with a quote");
        check_refused("A1\nB2, C3", None, "line 2 has several columns");
        check_refused("A1\nB2", Some("sku"), "The first line has A1.");
    }

    #[test]
    fn tables() {
        check("name,SKU,price\nA printer,A1,1\n\"Cables, 2 m\",\"B2\",2\n\nnothing,,3\nshort\n", None, &["A1", "B2"]);
        check("Menge;Artikel;Item Number\r\n1;X;A1\r\n# 2;X;C3\r\n2;X;B2\r\n", None, &["A1", "B2"]);
        check("Menge;Artikel\n1;A1", Some("artikel"), &["A1"]);
        check("sku\tasked\nA1\tmg:M1", None, &["mg:M1"]);
        check("name,SKU\r\"Cables,\r2 m\",'=A1\rx,B2", None, &["=A1", "B2"]);
        check("SKU,name\nA1,12\" screen\nB2,\"12\"\" screen\"\n# \"\nC3,\"\"", None, &["A1", "B2", "C3"]);
        check_refused("SKU,name\nA1,\"a printer\nB2,x\nC3,x\n", None, "line 2 begins with a quote");
        check_refused("SKU,name\nA1,x\nB2,\"a printer\nC3,\"x\"\n", None, "line 3 begins with a quote");
        check_refused("SKU,name\nA1,x\n\"B2\nC3\",x\n", None, "line 3 has a line break");
        check_refused("10226038,7512ZJ", None, "with --column, or write one in each line.");
        check_refused("a,b\n1,2", None, "Name one of a, b with --column");
        check_refused("a,b\n1,2", Some("c"), "The first line has a, b.");
    }

    #[test]
    fn what_is_no_text() {
        let failure = numbers(b"\xff\xfeA\0", None, ORDERS).unwrap_err();
        assert_eq!(failure.exit(), Exit::Input);
    }
}
