//! Making a desk.

use std::fmt;
use std::time::Duration;

use b2b_http::{Receipt, RetryPolicy};

use crate::desk::Member;
use crate::observer::{Observer, Observers};
use crate::supplier::Supplier;
use crate::{Config, ConfigError, Desk, DeskError};

/// The options of a [`Desk`].
#[must_use = "a builder does nothing until build"]
#[derive(Clone, Default)]
pub struct DeskBuilder {
    config: Vec<Config>,
    observers: Observers,
    deadline: Option<Duration>,
    retry: Option<RetryPolicy>,
}

impl DeskBuilder {
    /// Adds the suppliers of a configuration. Several can be added, such as one of each branch, as long as no two suppliers have
    /// one name.
    pub fn config(mut self, config: &Config) -> Self {
        self.config.push(config.clone());
        self
    }

    /// Adds somebody who is shown every exchange.
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.observers.add(observer);
        self
    }

    /// Who gets a receipt of every answer that arrives, with the supplier's name, and is lent its body as it came over the wire. It
    /// costs much less than an observer, and is called on the task that asks.
    pub fn clerk(mut self, clerk: impl Fn(&str, &Receipt, &[u8]) + Send + Sync + 'static) -> Self {
        self.observers.set_clerk(clerk);
        self
    }

    /// How long a question may take at each supplier that has no `deadline` of its own in the configuration. Without this it
    /// takes as long as its requests do, each of which is bounded by `total_timeout`. Price
    /// lists, orders and reservations are not bound by it.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// When a request that may be repeated is sent again; without this, as [`RetryPolicy::default`] says. Orders and reservations
    /// are sent once, whatever this says.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// The desk.
    ///
    /// # Errors
    ///
    /// [`DeskError::Config`] when two suppliers have one name, or a certificate or key cannot be read or used.
    pub fn build(self) -> Result<Desk, DeskError> {
        let mut members: Vec<Member> = Vec::new();
        for (name, config) in self.config.iter().flat_map(|config| &config.suppliers) {
            if members.iter().any(|member| member.name == *name) {
                let message = format!("two configurations have a supplier called {name}");
                return Err(ConfigError::new(message, "Rename one of them.").into());
            }
            let mut config = config.clone();
            config.connection_mut().retry = self.retry.clone();
            let supplier = Supplier::new(name, &config, &self.observers)?;
            let deadline = config.connection().deadline.or(self.deadline);
            let pace = config.connection().pace.clone();
            members.push(Member { name: name.clone(), supplier, deadline, pace });
        }
        members.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(Desk { members })
    }
}

impl fmt::Debug for DeskBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeskBuilder")
            .field("config", &self.config)
            .field("deadline", &self.deadline)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}
