//! Writing: data to stdout, talk to stderr, colours only for terminals that want them.

use std::fmt;
use std::io::{self, Write as _};
use std::ops::ControlFlow;

use anstyle::{AnsiColor, Style};

use crate::exit::Exit;
use crate::failure::Failure;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();

/// Writes data to stdout as it is. A reader who went away has seen enough, which is no failure.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    written(write(io::stdout().lock(), text))
}

/// Writes whole lines of data to stdout now. There is no use in more once the reader has gone away.
pub(crate) fn stream(lines: &str) -> Result<ControlFlow<()>, Failure> {
    match write(io::stdout().lock(), lines) {
        Ok(()) => Ok(ControlFlow::Continue(())),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ControlFlow::Break(())),
        Err(error) => Err(unwritten(&error)),
    }
}

/// Writes styled text to stdout, without its styles where they aren't wanted.
pub(crate) fn print_styled(text: &str) -> Result<(), Failure> {
    written(write(anstream::stdout().lock(), text))
}

/// Writes styled text that nobody may miss: a reader who went away has not seen it.
pub(crate) fn deliver(text: &str) -> Result<(), Failure> {
    write(anstream::stdout().lock(), text).map_err(|error| unwritten(&error))
}

/// Tells what is wrong and what to do.
pub(crate) fn complain(message: &str, hint: &str) {
    say(ERROR, "error", &message);
    if !hint.is_empty() {
        say(HINT, "hint", &hint);
    }
}

/// Tells something that does not keep the data from being used.
pub(crate) fn warn(message: &dyn fmt::Display) {
    say(WARNING, "warning", message);
}

/// Tells something to whoever watches.
pub(crate) fn talk(message: &dyn fmt::Display) {
    // There is nobody to tell that stderr is closed.
    let _ = writeln!(anstream::stderr().lock(), "{message}");
}

/// Shows what is wrong with the command line, or the help that was asked for.
pub(crate) fn usage(error: &clap::Error) -> Exit {
    let page = error.render().ansi().to_string();
    if error.use_stderr() {
        let _ = anstream::stderr().lock().write_all(page.as_bytes());
        return Exit::Usage;
    }
    match print_styled(&page) {
        Ok(()) => Exit::Answered,
        Err(failure) => failure.report(),
    }
}

fn write(mut stdout: impl io::Write, text: &str) -> io::Result<()> {
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

fn written(result: io::Result<()>) -> Result<(), Failure> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(unwritten(&error)),
        _ => Ok(()),
    }
}

fn unwritten(error: &io::Error) -> Failure {
    let message = format!("stdout cannot be written: {error}");
    Failure::new(Exit::Internal, message, "Check the disk or whatever stdout goes to.")
}

fn say(style: Style, label: &str, message: &dyn fmt::Display) {
    talk(&format_args!("{style}{label}:{style:#} {message}"));
}
