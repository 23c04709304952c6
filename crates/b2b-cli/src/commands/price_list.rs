//! `b2b price-list`: many prices into a file.

use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::pin::pin;

use b2b_desk::{Answered, PriceList as Lines, PriceListRequest, Priced, Whom};
use tempfile::NamedTempFile;

use super::desk::{attempt, desk};
use super::interrupt::interrupted;
use super::progress::{PATIENCE, Progress};
use super::wait_for;
use crate::args::{Global, PriceList};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::clean;
use crate::render::entry::{Entry, Said, Troubled as _};
use crate::{input, output};

pub(super) fn run(global: &Global, args: &PriceList) -> Result<Exit, Failure> {
    let written = args.source.gather(&args.skus, input::ARTICLES)?;
    let mut request = PriceListRequest::of(args.numbers.read(&written)?);
    if args.stock {
        request = request.with_stock();
    }
    let whom = args.supplier.as_ref().map_or(Whom::Able, Whom::named);
    let desk = desk(global, args.supplier.as_slice())?;
    if args.offline {
        let shown = desk.offline_price_list(&whom, &request, &attempt()?)?;
        output::print(&(shown.join("\n\n") + "\n"))?;
        return Ok(Exit::Answered);
    }
    let list = desk.price_list(&whom, &request)?;
    let progress = Progress::of(request.articles.len(), "lines");
    wait_for(async { keep(list, &args.out, &progress).await })
}

/// Writes the lines as they come. What came before a failure stays, in a file of its own.
async fn keep(mut list: Lines, out: &Path, progress: &Progress) -> Result<Exit, Failure> {
    let unwritable = |error: &io::Error| {
        let message = format!("{} cannot be written: {error}", out.display());
        Failure::new(Exit::Input, message, "Give --out a path in a directory of your own, with room enough.")
    };
    let directory = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let draft = NamedTempFile::new_in(directory).map_err(|error| unwritable(&error))?;
    let mut file = BufWriter::new(draft);
    let (mut lines, mut refused, mut failure) = (0_u64, 0_u64, None);
    let supplier = list.supplier().to_owned();
    let mut stopped = pin!(interrupted()?);
    let mut late = pin!(tokio::time::sleep(PATIENCE));
    let mut is_late = false;
    loop {
        let line = tokio::select! {
            biased;
            () = &mut stopped => {
                failure = Some(Failure::new(Exit::Interrupted, "interrupted", "Ask again for the rest."));
                break;
            }
            () = &mut late, if !is_late => {
                is_late = true;
                progress.show();
                continue;
            }
            line = list.next() => match line {
                Some(Ok(line)) => line,
                Some(Err(error)) => {
                    failure = Some(Failure::from(error));
                    break;
                }
                None => break,
            },
        };
        lines += 1;
        progress.step(1);
        let entry = entry(&supplier, line);
        refused += u64::from(match &entry.said {
            Said::Value(priced) => !priced.problems().is_empty(),
            Said::Nothing { .. } => true,
        });
        serde_json::to_writer(&mut file, &entry).map_err(|error| unwritable(&error.into()))?;
        file.write_all(b"\n").map_err(|error| unwritable(&error))?;
    }
    progress.end();
    let draft = file.into_inner().map_err(|error| unwritable(error.error()))?;
    match failure {
        Some(failure) if lines == 0 => Err(failure),
        Some(failure) => {
            let partial = partial(out);
            draft.persist(&partial).map_err(|error| unwritable(&error.error))?;
            let exit = failure.report();
            output::warn(&format!("the {lines} lines that came before are in {}", partial.display()));
            Ok(exit)
        }
        None => {
            draft.persist(out).map_err(|error| unwritable(&error.error))?;
            output::talk(&format_args!("{lines} lines are in {}", out.display()));
            if refused == 0 {
                return Ok(Exit::Answered);
            }
            output::complain(
                &format!("{refused} of them say what is wrong instead of a price"),
                "Look for lines whose problems are not empty.",
            );
            Ok(Exit::Incomplete)
        }
    }
}

fn entry(supplier: &str, line: Answered<Priced>) -> Entry<Priced> {
    let asked = Some(clean(&line.about)).filter(|about| !about.is_empty());
    let said = match line.result {
        Ok(told) => Said::Value(told.value),
        Err(error) => Said::Nothing { problems: vec![error.problem()] },
    };
    Entry { supplier: Some(supplier.to_owned()), asked, said }
}

/// `prices.ndjson.partial`.
fn partial(out: &Path) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".partial");
    name.into()
}
