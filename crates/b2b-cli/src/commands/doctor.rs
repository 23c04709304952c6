//! `b2b doctor`: whether suppliers can be asked.

use std::collections::BTreeMap;
use std::pin::pin;

use b2b_desk::{Config, ConfigError, DeskError, Doctor as Desk, Examination};
use tokio::task::JoinSet;

use super::desk::sources;
use super::interrupt::interrupted;
use super::wait_for;
use crate::args::{Doctor, Findings, Global};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::{output, render, trace};

type Loaded = BTreeMap<String, Result<Config, ConfigError>>;

pub(super) fn run(global: &Global, args: &Doctor) -> Result<Exit, Failure> {
    let loaded = chosen(sources(global).load_each()?, &args.supplier)?;
    let doctor = if global.trace_http { Desk::new().observer(trace::exchange) } else { Desk::new() };
    wait_for(async {
        let expected = loaded.len();
        let examinations = examine(&doctor, loaded).await?;
        match args.format {
            Findings::Table => output::print_styled(&render::doctor::report(&examinations))?,
            Findings::Json => output::print(&render::json::array(&examinations)?)?,
        }
        if examinations.len() < expected {
            let come = examinations.len();
            output::complain(
                &format!("interrupted when {come} of {expected} suppliers were looked at"),
                "What was found is on stdout. Run it again for the rest: it changes nothing.",
            );
            return Ok(Exit::Interrupted);
        }
        let cause = examinations.iter().find_map(Examination::cause);
        Ok(cause.map_or(Exit::Answered, Exit::from))
    })
}

/// The suppliers that are named, or all.
fn chosen(mut loaded: Loaded, names: &[String]) -> Result<Loaded, DeskError> {
    if loaded.is_empty() {
        return Err(DeskError::NoSupplier);
    }
    if let Some(name) = names.iter().find(|name| !loaded.contains_key(*name)) {
        let known = loaded.into_keys().collect();
        return Err(DeskError::UnknownSupplier { name: name.clone(), known });
    }
    loaded.retain(|name, _| names.is_empty() || names.contains(name));
    Ok(loaded)
}

/// Looks at all at the same time, until it is interrupted. By name.
async fn examine(doctor: &Desk, loaded: Loaded) -> Result<Vec<Examination>, Failure> {
    let mut stopped = pin!(interrupted()?);
    let mut tasks = JoinSet::new();
    for (name, loaded) in loaded {
        let doctor = doctor.clone();
        tasks.spawn(async move { doctor.examine(&name, &loaded).await });
    }
    let mut examinations = Vec::new();
    loop {
        let done = tokio::select! {
            biased;
            () = &mut stopped => break,
            done = tasks.join_next() => match done {
                Some(done) => done,
                None => break,
            },
        };
        let done =
            done.map_err(|error| Failure::new(Exit::Internal, format!("a check broke off: {error}"), "Report it."))?;
        examinations.push(done);
    }
    examinations.sort_by(|one, other| one.supplier.cmp(&other.supplier));
    Ok(examinations)
}
