//! The desk that the command line and the configuration describe.

use b2b_desk::{Config, Desk, Sources};
use b2b_http::{Attempt, Environment as _, SystemEnvironment};

use crate::args::{Asking, Global};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::{output, trace};

/// The configuration, if none is named.
pub(super) const DEFAULT_FILE: &str = "b2b.toml";

pub(super) fn desk(global: &Global) -> Result<Desk, Failure> {
    opened(global, &config(global)?)
}

/// The desk for a question, whose deadline goes before those of the configuration.
pub(super) fn desk_for(global: &Global, asking: &Asking) -> Result<Desk, Failure> {
    let mut config = config(global)?;
    if let Some(deadline) = asking.deadline {
        let sources = sources(global);
        let value = format!("{}ms", deadline.as_millis());
        let set = |sources: Sources, (name, _)| sources.set(format!("{name}.deadline"), &value);
        config = config.suppliers().fold(sources, set).load()?;
    }
    opened(global, &config)
}

fn opened(global: &Global, config: &Config) -> Result<Desk, Failure> {
    let builder = Desk::builder().config(config);
    let builder = if global.trace_http { builder.observer(trace::exchange) } else { builder };
    Ok(builder.build()?)
}

pub(super) fn config(global: &Global) -> Result<Config, Failure> {
    let config = sources(global).load()?;
    config.warnings().iter().for_each(|warning| output::warn(warning));
    Ok(config)
}

/// Where the configuration is gathered from.
pub(super) fn sources(global: &Global) -> Sources {
    let sources = variables();
    let mut sources = match &global.config {
        Some(path) => sources.file(path),
        None => sources.file_if_present(DEFAULT_FILE),
    };
    for (key, value) in &global.set {
        sources = sources.set(key, value);
    }
    sources
}

/// The environment alone. Variables that are no Unicode text are not ours.
pub(super) fn variables() -> Sources {
    let variables =
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Sources::new().environment(variables)
}

/// This moment, and random bytes.
pub(super) fn attempt() -> Result<Attempt, Failure> {
    let random = SystemEnvironment.random().map_err(|error| {
        Failure::new(Exit::Internal, format!("the system gives no random bytes: {error}"), "Repair the system.")
    })?;
    Ok(Attempt::new(1, SystemEnvironment.now(), random))
}
