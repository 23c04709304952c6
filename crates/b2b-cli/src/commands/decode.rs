//! `b2b decode`: a recorded answer.

use std::io::{self, Read as _};
use std::path::Path;

use b2b_desk::{Protocol, decode_recorded};

use super::{complain_of, show};
use crate::args::Decode;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;

pub(crate) fn run(args: &Decode) -> Result<Exit, Failure> {
    let document = read(&args.file).map_err(|error| {
        let message = format!("{} cannot be read: {error}", args.file.display());
        Failure::new(Exit::Input, message, "Give the file with the recorded answer, or - for stdin.")
    })?;
    let answer = decode_recorded(Protocol::Westcon, &document)?;
    for warning in &answer.warnings {
        output::warn(warning);
    }
    show(std::slice::from_ref(&answer), None, args.form.format)?;
    if answer.orders.is_empty() {
        output::warn(&"the answer has no orders");
    }
    complain_of(&answer, None);
    Ok(if answer.is_complete() { Exit::Answered } else { Exit::Incomplete })
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut document = Vec::new();
        io::stdin().lock().read_to_end(&mut document)?;
        return Ok(document);
    }
    std::fs::read(path)
}
