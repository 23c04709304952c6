//! Numbers that a question is about: from arguments, files and stdin.

mod list;

use std::ffi::OsStr;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::exit::Exit;
use crate::failure::Failure;

/// What is asked for by number, and what such numbers are called.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind {
    /// One of them.
    pub(crate) one: &'static str,
    /// How one is given.
    pub(crate) example: &'static str,
    /// Names of columns that have them, the best first.
    pub(crate) columns: &'static [&'static str],
}

/// Orders, by anybody's numbers. `asked` is the column of our own CSV.
pub(crate) const ORDERS: Kind = Kind {
    one: "an order number",
    example: "b2b order 704571",
    columns: &["asked", "order", "order_number", "supplier_order", "customer_order", "po", "po_number", "number"],
};

/// Articles.
pub(crate) const ARTICLES: Kind = Kind {
    one: "an article number",
    example: "b2b price 10226038",
    columns: &["asked", "sku", "article", "article_number", "item", "item_number", "part_number", "number"],
};

/// Orders, by the customer's purchase order numbers.
pub(crate) const PURCHASE_ORDERS: Kind = Kind {
    one: "a purchase order number",
    example: "b2b invoice PO-1001",
    columns: &["asked", "po", "po_number", "purchase_order", "customer_order", "number"],
};

/// Quotes.
pub(crate) const QUOTES: Kind = Kind {
    one: "a quote number",
    example: "b2b quote 4000500754",
    columns: &["asked", "quote", "quote_number", "number"],
};

/// Where more numbers come from than the arguments.
#[derive(Debug, clap::Args)]
pub(crate) struct Source {
    /// Reads more of them from a file: one in each line, or CSV; - is stdin
    ///
    /// Empty lines are left out, and lines that begin with a #; in a list also what follows a # after two spaces. A file with
    /// several columns, parted by commas, semicolons or tabs, says in its first line what they are called. A ' before =, +,
    /// - or @, as in our own CSV, is no part of a number. What is asked for twice is asked once.
    #[arg(long, value_name = "FILE")]
    pub(crate) from: Vec<PathBuf>,
    /// The column of the file that has them [default: the only one, or one with a usual name such as sku, order or po]
    #[arg(long, value_name = "NAME")]
    pub(crate) column: Option<String>,
}

impl Source {
    /// The numbers of the arguments, of which - is stdin, and then those of the files. There is at least one.
    pub(crate) fn gather(&self, arguments: &[String], kind: Kind) -> Result<Vec<String>, Failure> {
        let is_stdin = |path: &OsStr| path == "-";
        let dashes =
            arguments.iter().map(|text| OsStr::new(text.as_str())).chain(self.from.iter().map(|path| path.as_os_str()));
        match dashes.filter(|path| is_stdin(path)).count() {
            0 if self.column.is_some() && self.from.is_empty() => {
                let hint = "Give the file with --from FILE, or - for stdin.";
                return Err(Failure::new(Exit::Usage, "--column names a column, and there is no file", hint));
            }
            0 | 1 => {}
            _ => return Err(Failure::new(Exit::Usage, "stdin can be read only once", "Give - once.")),
        }
        let mut numbers = Vec::new();
        for argument in arguments {
            match argument.as_str() {
                "-" => numbers.extend(self.read(Path::new("-"), kind)?),
                number => numbers.push(number.to_owned()),
            }
        }
        for path in &self.from {
            numbers.extend(self.read(path, kind)?);
        }
        if numbers.is_empty() {
            let message = format!("there is not {} in what was read", kind.one);
            return Err(Failure::new(Exit::Usage, message, format!("Give at least one, as in {}.", kind.example)));
        }
        Ok(numbers)
    }

    fn read(&self, path: &Path, kind: Kind) -> Result<Vec<String>, Failure> {
        let name = if path == Path::new("-") { "stdin".to_owned() } else { path.display().to_string() };
        let text = bytes(path).map_err(|error| {
            let message = format!("{name} cannot be read: {error}");
            Failure::new(Exit::Input, message, format!("Give a text file with {} in each line.", kind.one))
        })?;
        list::numbers(&text, self.column.as_deref(), kind).map_err(|failure| failure.about(&name))
    }
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut text = Vec::new();
        return io::stdin().lock().read_to_end(&mut text).map(|_| text);
    }
    std::fs::read(path)
}
