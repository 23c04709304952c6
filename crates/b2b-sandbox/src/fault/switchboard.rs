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
        let Some(put) = state.put.as_mut().filter(|put| supplier.is_some() && concerns(&put.fault)) else {
            return Ok(None);
        };
        let seen = put.seen;
        put.seen = seen.saturating_add(1);
        Ok(put.fault.strikes(seen).then(|| Arc::clone(&put.fault)))
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
    if texts.is_empty() { Ok(None) } else { texts.join(";").parse().map(Some) }
}
