//! The suppliers, ready to be asked.

use std::time::Duration;

use b2b_http::Attempt;
use futures_util::future::join_all;
use futures_util::stream::{self, Stream, StreamExt as _};

use crate::asking;
use crate::question::{Capability, Question, Whom};
use crate::supplier::Supplier;
use crate::{Config, DeskBuilder, DeskError, Pace};

/// The configured suppliers, ready to be asked. Connections are kept for as long as the desk is.
///
/// Calls need a tokio runtime with I/O and time enabled.
#[derive(Debug)]
pub struct Desk {
    /// In alphabetical order.
    pub(crate) members: Vec<Member>,
}

/// A supplier by its name.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) supplier: Supplier,
    /// How long a question may take.
    pub(crate) deadline: Option<Duration>,
    pub(crate) pace: Pace,
}

/// What one supplier replied. A supplier that fails does not keep the others from answering.
#[derive(Debug)]
#[non_exhaustive]
pub struct Reply<T> {
    /// The supplier's name.
    pub supplier: String,
    /// What of the question this is about, as it was asked: articles or numbers. Empty: the whole question.
    pub about: Vec<String>,
    /// What it said, or why it said nothing.
    pub result: Result<T, DeskError>,
}

impl<T> Reply<T> {
    /// The same supplier's reply, read otherwise.
    pub fn map<U>(self, read: impl FnOnce(T) -> U) -> Reply<U> {
        Reply { supplier: self.supplier, about: self.about, result: self.result.map(read) }
    }
}

impl Desk {
    /// Starts a desk that has no suppliers yet.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use b2b_desk::{Capability, Desk, Sources};
    ///
    /// # fn main() -> Result<(), b2b_desk::DeskError> {
    /// // Two accounts at one supplier, side by side.
    /// let mut sources = Sources::new().environment([("KEY", "an-authentication-key")]);
    /// for (name, account) in [("north", "1001065"), ("south", "1001066")] {
    ///     sources = sources
    ///         .set(format!("{name}.protocol"), "westcon")
    ///         .set(format!("{name}.environment"), "qa")
    ///         .set(format!("{name}.account"), account)
    ///         .set(format!("{name}.key"), "env:KEY");
    /// }
    /// let desk = Desk::builder().config(&sources.load()?).deadline(Duration::from_secs(20)).build()?;
    /// assert_eq!(desk.suppliers().collect::<Vec<_>>(), ["north", "south"]);
    /// assert!(desk.supports("north", Capability::OrdersByCustomerNumber));
    /// assert!(!desk.supports("north", Capability::Prices));
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder() -> DeskBuilder {
        DeskBuilder::default()
    }

    /// A desk for these suppliers.
    ///
    /// # Errors
    ///
    /// As [`DeskBuilder::build`].
    pub fn from_config(config: &Config) -> Result<Self, DeskError> {
        Self::builder().config(config).build()
    }

    /// The suppliers' names, in alphabetical order.
    pub fn suppliers(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|member| member.name.as_str())
    }

    /// Whether there is a supplier of this name and it can be asked that.
    #[must_use]
    pub fn supports(&self, supplier: &str, capability: Capability) -> bool {
        self.able(capability).any(|name| name == supplier)
    }

    /// The names of the suppliers that can be asked that, in alphabetical order.
    pub fn able(&self, capability: Capability) -> impl Iterator<Item = &str> {
        let able = self.members.iter().filter(move |member| member.supplier.supports(capability));
        able.map(|member| member.name.as_str())
    }

    /// How many articles or numbers one request to the supplier of this name asks about, where it can be asked that. A question
    /// about no more than these is one request, unless the supplier has to be asked for more with what it answers.
    #[must_use]
    pub fn per_request(&self, supplier: &str, capability: Capability) -> Option<usize> {
        let supplier = &self.named(supplier).ok()?.supplier;
        supplier.supports(capability).then(|| supplier.at_most(capability))
    }

    /// How the supplier of this name may be asked by whoever asks it for long, if there is one.
    #[must_use]
    pub fn pace(&self, supplier: &str) -> Option<&Pace> {
        Some(&self.named(supplier).ok()?.pace)
    }

    /// Asks a question: all suppliers that it goes to, at the same time, and gives each part of their answers as it comes,
    /// whichever supplier it is from. Of one supplier, too, what it answers first comes first, whatever the order of the
    /// question. No more requests are under way than each supplier's configuration allows, and none are unless the stream is
    /// polled; dropping it gives up the rest.
    ///
    /// Each supplier has until its deadline, which runs from when the stream is first polled: what it has not answered by then
    /// is [`DeskError::Deadline`], and holds back no other, and nothing more is sent, nor read of what is under way, however late
    /// the stream is polled again. A supplier that fails ten times in a row, or once for the credentials, the certificate,
    /// the configuration or the clock, is not asked for the rest:
    /// [`DeskError::NotAsked`].
    ///
    /// # Errors
    ///
    /// [`DeskError`] when the question goes to nobody: no such supplier is configured, or none that can answer. What goes
    /// wrong with a supplier is in its replies.
    pub fn stream<'a, Q: Question>(
        &'a self,
        whom: &Whom,
        question: &'a Q,
    ) -> Result<impl Stream<Item = Reply<Q::Part>> + Send + use<'a, Q>, DeskError> {
        let concerned = self.concerned(whom, question.capability(), &question.needs())?;
        let replies = concerned.into_iter().map(move |member| {
            asking::ask(member, question).map(move |part| Reply {
                supplier: member.name.clone(),
                about: part.places(question.count()).into_iter().filter_map(|place| question.name(place)).collect(),
                result: part.result,
            })
        });
        Ok(stream::select_all(replies))
    }

    /// Asks a question as [`stream`](Self::stream) does, and gathers what comes: one reply of each supplier, in alphabetical
    /// order, and in it articles and orders in the order of the question.
    ///
    /// # Errors
    ///
    /// As [`stream`](Self::stream).
    pub async fn ask<Q: Question>(&self, whom: &Whom, question: &Q) -> Result<Vec<Reply<Q::Answer>>, DeskError> {
        let concerned = self.concerned(whom, question.capability(), &question.needs())?;
        let asked = concerned.into_iter().map(async |member| {
            let parts = asking::ask(member, question).collect().await;
            Reply { supplier: member.name.clone(), about: Vec::new(), result: question.gather(parts) }
        });
        Ok(join_all(asked).await)
    }

    /// The requests that [`ask`](Self::ask) would send, as text and with their secrets replaced. Nothing is sent. The client
    /// adds `Host`, `Content-Length` and `User-Agent` to what is shown.
    ///
    /// # Errors
    ///
    /// As [`stream`](Self::stream).
    pub fn offline<Q: Question>(
        &self,
        whom: &Whom,
        question: &Q,
        attempt: &Attempt,
    ) -> Result<Vec<Reply<Vec<String>>>, DeskError> {
        let (capability, needs) = (question.capability(), question.needs());
        let shown = self.concerned(whom, capability, &needs)?.into_iter().map(|Member { name, supplier, .. }| {
            let result = match supplier.lacking(capability, &needs) {
                None => question.offline(supplier, attempt),
                Some(lacking) => Err(supplier.unsupported(lacking)),
            };
            Reply { supplier: name.clone(), about: Vec::new(), result }
        });
        Ok(shown.collect())
    }

    /// The suppliers that a question goes to, in alphabetical order.
    pub(crate) fn concerned(
        &self,
        whom: &Whom,
        capability: Capability,
        needs: &[Capability],
    ) -> Result<Vec<&Member>, DeskError> {
        if self.members.is_empty() {
            return Err(DeskError::NoSupplier);
        }
        match whom {
            Whom::Able => {
                let lacking = |member: &Member| member.supplier.lacking(capability, needs);
                let able: Vec<_> = self.members.iter().filter(|member| lacking(member).is_none()).collect();
                if !able.is_empty() {
                    return Ok(able);
                }
                // What nobody can, or what nobody can who could do the rest.
                let lacking = self.members.iter().filter_map(lacking);
                let lacking = lacking.reduce(|one, other| if one == capability { other } else { one });
                Err(DeskError::NobodyAble { capability: lacking.unwrap_or(capability) })
            }
            Whom::Named(names) if names.is_empty() => Err(DeskError::NobodyNamed),
            Whom::Named(names) => {
                names.iter().try_for_each(|name| self.named(name).map(drop))?;
                Ok(self.members.iter().filter(|member| names.contains(&member.name)).collect())
            }
        }
    }

    /// The one supplier for what is done once.
    pub(crate) fn only(&self, whom: &Whom, capability: Capability, needs: &[Capability]) -> Result<&Member, DeskError> {
        match self.concerned(whom, capability, needs)?.as_slice() {
            [one] => Ok(one),
            several => {
                let able = several.iter().map(|member| member.name.clone()).collect();
                Err(DeskError::SeveralAble { capability, able })
            }
        }
    }

    /// The supplier of this name.
    pub(crate) fn named(&self, name: &str) -> Result<&Member, DeskError> {
        self.members.iter().find(|member| member.name == name).ok_or_else(|| DeskError::UnknownSupplier {
            name: name.to_owned(),
            known: self.suppliers().map(str::to_owned).collect(),
        })
    }
}
