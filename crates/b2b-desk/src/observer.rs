//! Who is shown what goes over the wire.

use std::sync::Arc;

use b2b_http::{Exchange, Receipt};

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
pub(crate) struct Observers {
    observers: Vec<Arc<dyn Observer>>,
    clerk: Option<Arc<Clerk>>,
}

type Clerk = dyn Fn(&str, &Receipt, &[u8]) + Send + Sync;

impl Observers {
    pub(crate) fn add(&mut self, observer: impl Observer + 'static) {
        self.observers.push(Arc::new(observer));
    }

    /// What one supplier's client tells, unless nobody wants to know.
    pub(crate) fn of(&self, supplier: &str) -> Option<impl Fn(&Exchange) + Send + Sync + use<>> {
        if self.observers.is_empty() {
            return None;
        }
        let (observers, supplier) = (self.observers.clone(), supplier.to_owned());
        Some(move |exchange: &Exchange| observers.iter().for_each(|one| one.exchanged(&supplier, exchange)))
    }

    pub(crate) fn set_clerk(&mut self, clerk: impl Fn(&str, &Receipt, &[u8]) + Send + Sync + 'static) {
        self.clerk = Some(Arc::new(clerk));
    }

    /// To whom one supplier's client gives its receipts.
    pub(crate) fn clerk(&self, supplier: &str) -> Option<impl Fn(&Receipt, &[u8]) + Send + Sync + use<>> {
        let (clerk, supplier) = (Arc::clone(self.clerk.as_ref()?), supplier.to_owned());
        Some(move |receipt: &Receipt, body: &[u8]| clerk(&supplier, receipt, body))
    }
}
