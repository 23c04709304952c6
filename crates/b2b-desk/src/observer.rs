//! Who is shown what goes over the wire.

use std::sync::Arc;

use b2b_http::Exchange;

/// Gets the record of every exchange with every supplier as it ends, secrets replaced. Closures are observers.
///
/// It is called on the task that asks, so it should hand the record over quickly. An exchange that is given up half-way, such
/// as one that is under way at a deadline, leaves no record.
///
/// ```
/// use b2b_desk::Desk;
/// use b2b_http::Exchange;
///
/// let builder = Desk::builder().observer(|supplier: &str, exchange: &Exchange| {
///     eprintln!("{supplier}: {} took {} ms", exchange.operation, exchange.elapsed.as_millis());
/// });
/// # let _ = builder;
/// ```
pub trait Observer: Send + Sync {
    /// Takes note of one exchange with the supplier of this name.
    fn exchanged(&self, supplier: &str, exchange: &Exchange);
}

impl<F: Fn(&str, &Exchange) + Send + Sync> Observer for F {
    fn exchanged(&self, supplier: &str, exchange: &Exchange) {
        self(supplier, exchange);
    }
}

/// All observers of a desk.
#[derive(Clone, Default)]
pub(crate) struct Observers(Vec<Arc<dyn Observer>>);

impl Observers {
    pub(crate) fn add(&mut self, observer: impl Observer + 'static) {
        self.0.push(Arc::new(observer));
    }

    /// What one supplier's client tells, unless nobody wants to know.
    pub(crate) fn of(&self, supplier: &str) -> Option<impl Fn(&Exchange) + Send + Sync + use<>> {
        if self.0.is_empty() {
            return None;
        }
        let (observers, supplier) = (self.0.clone(), supplier.to_owned());
        Some(move |exchange: &Exchange| observers.iter().for_each(|one| one.exchanged(&supplier, exchange)))
    }
}
