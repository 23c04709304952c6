//! The desk that the command line and the configuration describe.

use std::sync::Arc;

use b2b_desk::{Desk, DeskBuilder, DeskError, Sources};
use b2b_http::{Attempt, Environment as _, SystemEnvironment};

use crate::args::{Asking, Global};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::{output, trace};

/// The configuration, if none is named.
pub(super) const DEFAULT_FILE: &str = "b2b.toml";

/// The suppliers that can be asked, and those whose configuration is wrong.
pub(super) struct Opened {
    pub(super) desk: Desk,
    pub(super) broken: Vec<Broken>,
}

impl Opened {
    /// A desk with nothing wrong.
    pub(super) fn whole(desk: Desk) -> Self {
        Self { desk, broken: Vec::new() }
    }
}

/// A supplier that cannot be asked.
pub(super) struct Broken {
    pub(super) supplier: String,
    pub(super) error: Arc<DeskError>,
}

/// The desk for what is to be done once, by one of the suppliers that are named, or by any: all of these have to be in order,
/// else it might be another one.
pub(super) fn desk(global: &Global, named: &[String]) -> Result<Desk, Failure> {
    let Opened { desk, broken } = opened(global, &sources(global), named)?;
    match broken.into_iter().next() {
        Some(Broken { error, .. }) => Err(Failure::from(error.as_ref())),
        None => Ok(desk),
    }
}

/// The desk for a question to the suppliers that are named, or to all. Its deadline goes before those of the configuration.
pub(super) fn desk_for(global: &Global, asking: &Asking, named: &[String]) -> Result<Opened, Failure> {
    let mut sources = sources(global);
    if let Some(deadline) = asking.deadline {
        let value = format!("{}ms", deadline.as_millis());
        for name in sources.load_each()?.into_keys() {
            sources = sources.set(format!("{name}.deadline"), &value);
        }
    }
    opened(global, &sources, named)
}

/// A supplier that is wrong hides no other; if all are, there is no desk.
fn opened(global: &Global, sources: &Sources, named: &[String]) -> Result<Opened, Failure> {
    let mut loaded = sources.load_each()?;
    // Whoever is not there is told of by the desk, with all that are.
    if named.iter().all(|name| loaded.contains_key(name)) {
        loaded.retain(|name, _| named.is_empty() || named.contains(name));
    }
    let (mut builder, mut broken, count) = (builder(global), Vec::new(), loaded.len());
    for (supplier, config) in loaded {
        let usable = config.map_err(DeskError::from).and_then(|config| {
            Desk::from_config(&config)?;
            Ok(config)
        });
        match usable {
            Ok(config) => {
                config.warnings().iter().for_each(|warning| output::warn(warning));
                builder = builder.config(&config);
            }
            Err(error) => broken.push(Broken { supplier, error: Arc::new(error) }),
        }
    }
    match broken.first() {
        Some(Broken { error, .. }) if broken.len() == count => Err(Failure::from(error.as_ref())),
        _ => Ok(Opened { desk: builder.build()?, broken }),
    }
}

/// What becomes the desk of a long run with these suppliers, all of which have to be in order.
#[cfg(feature = "sync")]
pub(super) fn builder_for(global: &Global, named: &[String]) -> Result<DeskBuilder, Failure> {
    let mut loaded = sources(global).load_each()?;
    let known = loaded.keys().cloned().collect::<Vec<_>>();
    let mut builder = builder(global);
    for name in named {
        let unknown = || DeskError::UnknownSupplier { name: name.clone(), known: known.clone() };
        let config = loaded.remove(name).ok_or_else(unknown)??;
        config.warnings().iter().for_each(|warning| output::warn(warning));
        builder = builder.config(&config);
    }
    Ok(builder)
}

fn builder(global: &Global) -> DeskBuilder {
    let builder = Desk::builder();
    if global.trace_http { builder.observer(trace::exchange) } else { builder }
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
