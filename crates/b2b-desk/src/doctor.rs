//! Whether suppliers can be asked, looked at step by step.

mod call;
mod certificate;
mod check;
mod clock;
mod network;

use std::fmt;
use std::sync::Arc;

use b2b_http::{Environment, SystemEnvironment};
use secrecy::ExposeSecret as _;

pub(crate) use self::call::{Called, NO_ARTICLE, NO_ORDER};
pub use self::check::{Check, Examination, Subject, Verdict};

use self::network::Host;
use crate::config::SupplierConfig;
use crate::observer::Observers;
use crate::supplier::Supplier;
use crate::{Cause, Config, ConfigError, Observer};

/// Looks at suppliers step by step: configuration, secret, host name, TLS, clock, credentials.
///
/// Credentials are tried by a call that changes nothing, about something that cannot exist: our choice. Westcon and Tech Data
/// are asked for the purchase order `B2B-DOCTOR`, a producer for the stock of the article `B2BDOCTOR`, after its discovery if
/// that is configured. "There is no such thing" is the good answer.
///
/// ```no_run
/// use b2b_desk::{Doctor, Sources};
///
/// # async fn look() -> Result<(), Box<dyn std::error::Error>> {
/// for (name, loaded) in Sources::new().file("b2b.toml").load_each()? {
///     for check in Doctor::new().examine(&name, &loaded).await.checks {
///         println!("{name}: {}: {:?}: {}", check.subject, check.verdict, check.found);
///     }
/// }
/// # Ok(())
/// # }
/// ```
///
/// Calls need a tokio runtime with I/O and time enabled.
#[derive(Clone)]
pub struct Doctor {
    environment: Arc<dyn Environment>,
    observers: Observers,
}

impl Doctor {
    /// One with the system's clock.
    #[must_use]
    pub fn new() -> Self {
        Self { environment: Arc::new(SystemEnvironment), observers: Observers::default() }
    }

    /// With another clock to compare certificates and suppliers' clocks with. What is sent has the system's time.
    #[must_use]
    pub fn environment(mut self, environment: impl Environment + 'static) -> Self {
        self.environment = Arc::new(environment);
        self
    }

    /// Shows the exchanges to an observer, secrets replaced.
    #[must_use]
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.observers.add(observer);
        self
    }

    /// Looks at one supplier, which was [loaded by itself](crate::Sources::load_each). A check that another one has to come
    /// before is skipped if that one failed.
    pub async fn examine(&self, supplier: &str, loaded: &Result<Config, ConfigError>) -> Examination {
        let mut examination = Examination::of(supplier);
        match loaded {
            Ok(config) => match config.suppliers.get(supplier) {
                Some(one) => self.examine_loaded(&mut examination, one, config.warnings()).await,
                None => examination.refuse(Subject::Config, &format!("{supplier} is not configured"), Cause::Config),
            },
            Err(error) if error.is_of_secret() => {
                examination.add(Check::well(Subject::Config, "every key is known and has a value that fits"));
                examination.add(Check::of_config_error(Subject::Secret, error));
                examination.skip_the_rest("the secret is not there");
            }
            Err(error) => {
                examination.add(Check::of_config_error(Subject::Config, error));
                examination.skip_the_rest("the configuration is wrong");
            }
        }
        examination
    }

    async fn examine_loaded(&self, examination: &mut Examination, config: &SupplierConfig, warnings: &[String]) {
        examination.protocol = Some(config.protocol());
        let dates = clock::Dates::new(Arc::clone(&self.environment));
        let mut observers = self.observers.clone();
        observers.add(dates.clone());
        let supplier = match Supplier::new(&examination.supplier, &config.within_deadline(), &observers) {
            Ok(supplier) => supplier,
            Err(error) => {
                examination.add(Check::of_config_error(Subject::Config, &error));
                return examination.skip_the_rest("the configuration is wrong");
            }
        };
        let hosts = Host::all(config);
        let asked: Vec<_> = hosts.iter().map(Host::name).collect();
        examination.add(Check::well(Subject::Config, format!("{} at {}", config.protocol().title(), asked.join(", "))));
        examination.add(secret(config, warnings));

        let mut is_reached = true;
        for (at, host) in hosts.iter().enumerate() {
            let (found, addresses) = host.resolve().await;
            let tls = match &addresses {
                Some(addresses) => host.shake(config.connection(), addresses, self.environment.now()).await,
                None => Check::skipped(Subject::Tls, "the host name has no address"),
            };
            // The first one is the one that is called.
            is_reached &= at > 0 || (addresses.is_some() && tls.verdict != Verdict::Failed);
            examination.add(found.at(host.name()));
            examination.add(tls.at(host.name()));
        }
        if !is_reached {
            return examination.skip_the_rest("the host cannot be asked");
        }
        let called = supplier.call_harmlessly().await;
        let clock = clock::judge(config, dates.last(), called.as_ref().err());
        let credentials = call::judge(called, clock.verdict);
        examination.add(clock);
        examination.add(credentials);
    }
}

fn secret(config: &SupplierConfig, warnings: &[String]) -> Check {
    if let Some(warning) = warnings.first() {
        return Check::warning(Subject::Secret, warning, "Let only the file's owner read it.");
    }
    match config.secret() {
        None => Check::well(Subject::Secret, "the profile needs none"),
        Some(secret) if secret.expose_secret().trim() != secret.expose_secret() => {
            let advice = "Take the spaces away, unless they belong to it.";
            Check::warning(Subject::Secret, "it is there, with spaces around it", advice)
        }
        Some(_) => Check::well(Subject::Secret, "it is there"),
    }
}

impl Default for Doctor {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Doctor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Doctor").finish_non_exhaustive()
    }
}
