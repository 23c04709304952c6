//! Which fault strikes which request.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use http::HeaderMap;

use super::{FAULT_HEADER, Fault, FaultError};

/// More texts than a test suite has; past it the counters start again, so that they cannot grow without end.
const MAX_COUNTERS: usize = 4096;

/// The switch that is put, and how many requests each counted switch has seen.
#[derive(Debug, Default)]
pub(crate) struct Switchboard(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    put: Option<Put>,
    carried: HashMap<String, u64>,
}

#[derive(Debug)]
struct Put {
    fault: Arc<Fault>,
    seen: u64,
}

impl Put {
    /// Whether it strikes the next one, counting it.
    fn strikes(&mut self) -> bool {
        let seen = self.seen;
        self.seen = seen.saturating_add(1);
        self.fault.strikes(seen)
    }
}

impl Switchboard {
    pub(crate) fn put(&self, fault: Fault) {
        self.lock().put = Some(Put { fault: Arc::new(fault), seen: 0 });
    }

    pub(crate) fn current(&self) -> Option<Arc<Fault>> {
        self.lock().put.as_ref().map(|put| Arc::clone(&put.fault))
    }

    pub(crate) fn clear(&self) {
        *self.lock() = State::default();
    }

    /// Whether the fault that is put strikes a connection that has just come in, counting the connection.
    pub(crate) fn strikes_connection(&self) -> bool {
        let mut state = self.lock();
        state.put.as_mut().filter(|put| put.fault.resets_connections()).is_some_and(Put::strikes)
    }

    /// The fault that strikes a request with these headers to this supplier, counting the request.
    pub(crate) fn strike(&self, headers: &HeaderMap, supplier: Option<&str>) -> Result<Option<Arc<Fault>>, FaultError> {
        let concerns = |fault: &Fault| fault.supplier().is_none_or(|name| Some(name) == supplier);
        if let Some(fault) = carried(headers)? {
            if !concerns(&fault) {
                return Ok(None);
            }
            let seen = if fault.is_counted() { self.count(&fault) } else { 0 };
            return Ok(fault.strikes(seen).then(|| Arc::new(fault)));
        }
        let mut state = self.lock();
        let concerned = |put: &&mut Put| supplier.is_some() && !put.fault.resets_connections() && concerns(&put.fault);
        let Some(put) = state.put.as_mut().filter(concerned) else {
            return Ok(None);
        };
        Ok(put.strikes().then(|| Arc::clone(&put.fault)))
    }

    fn count(&self, fault: &Fault) -> u64 {
        let mut state = self.lock();
        if state.carried.len() >= MAX_COUNTERS && !state.carried.contains_key(&fault.text) {
            state.carried.clear();
        }
        let count = state.carried.entry(fault.text.clone()).or_default();
        let seen = *count;
        *count = seen.saturating_add(1);
        seen
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The switch that a request carries; several headers are one switch, as if joined by `;`.
fn carried(headers: &HeaderMap) -> Result<Option<Fault>, FaultError> {
    let texts = headers
        .get_all(FAULT_HEADER)
        .iter()
        .map(|value| value.to_str().map_err(|_| FaultError("The switch is not plain ASCII.".to_owned())))
        .collect::<Result<Vec<_>, _>>()?;
    if texts.is_empty() {
        return Ok(None);
    }
    let fault: Fault = texts.join(";").parse()?;
    if fault.resets_connections() {
        return Err(FaultError("reset=before comes before the request that would carry it; put it.".to_owned()));
    }
    Ok(Some(fault))
}
