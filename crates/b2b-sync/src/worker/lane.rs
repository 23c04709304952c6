//! One supplier's jobs on their way.

use std::collections::VecDeque;
use std::sync::Arc;

use b2b_desk::Pace;
use futures_util::FutureExt as _;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, sleep_until};

use super::Shared;
use super::breaker::{Breaker, Fault};
use super::request::{Ran, Request};
use crate::Question;
use crate::answer::Trouble;
use crate::ask::Ask;
use crate::queue::{End, Lease, Leased, Queue, QueueError, Settled};
use crate::watch::{Circuit, Event};

/// One supplier's jobs on their way.
pub(super) struct Lane<Q: Queue, A> {
    shared: Arc<Shared<Q, A>>,
    supplier: String,
    pace: Pace,
    breaker: Breaker,
    /// What is leased and not asked yet.
    waiting: VecDeque<Request<Q::Ticket>>,
    running: JoinSet<Ran<Q::Ticket>>,
    /// Until when the supplier wants to be left alone, as it has told this worker.
    not_before: Option<Instant>,
    stop: watch::Receiver<bool>,
}

impl<Q: Queue, A: Ask> Lane<Q, A> {
    pub(super) fn new(shared: Arc<Shared<Q, A>>, supplier: String, stop: watch::Receiver<bool>) -> Self {
        let pace = shared.ask.pace(&supplier);
        let breaker = Breaker::new(&pace, &shared.retry);
        let (waiting, running) = (VecDeque::new(), JoinSet::new());
        Self { shared, supplier, pace, breaker, waiting, running, not_before: None, stop }
    }

    /// Works until there is no more, or it is asked to stop, or it makes no sense any more, which it tells.
    pub(super) async fn run(mut self) -> Result<(String, Option<Trouble>), QueueError> {
        loop {
            while let Some(ended) = self.running.try_join_next() {
                self.note(ended).await?;
            }
            if *self.stop.borrow() || self.breaker.stopped().is_some() {
                break;
            }
            if self.running.len() >= self.breaker.room(self.pace.concurrency) {
                self.one_ends().await?;
            } else if self.waiting.is_empty() {
                if !self.lease().await? {
                    break;
                }
            } else if let Some(until) = self.silence() {
                // Others may fare better with them.
                self.give_back().await;
                self.wait(until).await?;
            } else if let Some(request) = self.waiting.pop_front() {
                self.ask(request);
            }
        }
        self.give_back().await;
        let (shared, supplier) = (Arc::clone(&self.shared), self.supplier.clone());
        tokio::try_join!(self.drain(), shared.queue.leave(&supplier).map(Ok::<_, QueueError>))?;
        let stopped = self.breaker.stopped().cloned();
        Ok((self.supplier, stopped))
    }

    /// Waits for what is under way.
    async fn drain(&mut self) -> Result<(), QueueError> {
        while !self.running.is_empty() {
            self.one_ends().await?;
            // What was to be asked about alone.
            self.give_back().await;
        }
        Ok(())
    }

    /// Gets more to do, or waits for it. False: there is no more.
    async fn lease(&mut self) -> Result<bool, QueueError> {
        let stored = Arc::clone(&self.shared.stored);
        // From before the queue is asked, so that nothing is missed that is settled meanwhile.
        let mut stored = std::pin::pin!(stored.notified());
        stored.as_mut().enable();
        let largest =
            Question::ALL.iter().filter_map(|question| self.shared.ask.per_request(&self.supplier, *question));
        let rounds = self.breaker.room(self.pace.concurrency).saturating_mul(Q::ROUNDS);
        let most = rounds.saturating_sub(self.running.len()).max(1).saturating_mul(largest.max().unwrap_or(1));
        let lease = tokio::select! {
            lease = self.shared.queue.lease(&self.supplier, most) => lease?,
            _ = self.stop.changed() => return Ok(true),
        };
        match lease {
            Lease::Jobs(jobs) => self.sort(jobs),
            Lease::End => return Ok(false),
            Lease::Wait(time) => {
                let until = Instant::now() + time;
                tokio::select! {
                    () = sleep_until(until) => {}
                    () = stored => {}
                    Some(ended) = self.running.join_next() => self.note(ended).await?,
                    _ = self.stop.changed() => {}
                }
            }
        }
        Ok(true)
    }

    /// Asks about what still is this worker's.
    fn ask(&mut self, mut request: Request<Q::Ticket>) {
        request.jobs.retain(|leased| self.shared.queue.is_held(&leased.ticket));
        if !request.jobs.is_empty() {
            self.running.spawn(request.run(Arc::clone(&self.shared), self.supplier.clone()));
        }
    }

    /// Puts jobs together that one request can ask about.
    fn sort(&mut self, jobs: Vec<Leased<Q::Ticket>>) {
        let mut open: Vec<Request<Q::Ticket>> = Vec::new();
        for leased in jobs {
            let question = leased.job.question;
            let most = self.shared.ask.per_request(&self.supplier, question).unwrap_or(1).max(1);
            match open.iter_mut().find(|request| request.question == question) {
                Some(request) => request.jobs.push(leased),
                None => open.push(Request { question, jobs: vec![leased] }),
            }
            if let Some(full) =
                open.iter().position(|request| request.question == question && request.jobs.len() >= most)
            {
                self.waiting.push_back(open.remove(full));
            }
        }
        self.waiting.extend(open);
    }

    /// Until when nothing is asked.
    fn silence(&self) -> Option<Instant> {
        let now = Instant::now();
        let quiet = self.pace.quiet_hours.until(self.shared.environment.now());
        let quiet = quiet.map(|until| until - self.shared.environment.now());
        let quiet = quiet.map(|time| now + time.to_std().unwrap_or_default());
        let others_heard = self.shared.queue.rests_until(&self.supplier).map(Instant::from_std);
        let not_before = self.not_before.max(others_heard).filter(|until| *until > now);
        if quiet.is_some() {
            self.tell(Circuit::Quiet);
        } else if not_before.is_some() {
            self.tell(Circuit::Open);
        }
        quiet.max(not_before).max(self.breaker.closed_until(now))
    }

    async fn wait(&mut self, until: Instant) -> Result<(), QueueError> {
        let begin = Instant::now();
        let is_rest = self.breaker.closed_until(begin) != Some(until);
        tokio::select! {
            () = sleep_until(until) => self.tell_breaker(),
            Some(ended) = self.running.join_next() => self.note(ended).await?,
            _ = self.stop.changed() => {}
        }
        if is_rest {
            self.breaker.rest(begin.elapsed());
        }
        Ok(())
    }

    async fn one_ends(&mut self) -> Result<(), QueueError> {
        match self.running.join_next().await {
            Some(ended) => self.note(ended).await,
            None => Ok(()),
        }
    }

    async fn note(&mut self, ended: Result<Ran<Q::Ticket>, JoinError>) -> Result<(), QueueError> {
        // Nobody would settle its jobs, and the run would wait for them for good.
        let ran = ended.map_err(|error| QueueError::new("a worker broke off", error))?;
        let now = Instant::now();
        let mut fault = Fault::Supplier;
        if let Some(health) = ran.health {
            let finding = self.breaker.note(health, now);
            fault = finding.fault;
            if finding.has_turned {
                self.tell_breaker();
            }
        }
        if let Some(time) = ran.retry_after {
            self.not_before = self.not_before.max(Some(now + time));
            self.shared.queue.rest(&self.supplier, time).await;
        }
        let alone = |leased| Request { question: ran.question, jobs: vec![leased] };
        ran.alone.into_iter().rev().for_each(|leased| self.waiting.push_front(alone(leased)));
        for failed in ran.failed {
            let settled = failed.settle(&self.shared, fault);
            // Whoever settles has ended with an error, which is told elsewhere.
            if self.shared.settled.send(settled).await.is_err() {
                break;
            }
        }
        Ok(())
    }

    fn tell_breaker(&self) {
        self.tell(match self.breaker.stopped() {
            Some(_) => Circuit::Stopped,
            None if self.breaker.is_open() => Circuit::Open,
            None => Circuit::Closed,
        });
    }

    fn tell(&self, circuit: Circuit) {
        self.shared.tell(&Event::Circuit { supplier: &self.supplier, circuit });
    }

    /// Gives back what is leased and not asked.
    async fn give_back(&mut self) {
        for Leased { job, ticket, .. } in self.waiting.drain(..).flat_map(|request| request.jobs) {
            let end = End::Back { after: std::time::Duration::ZERO };
            // Whoever settles has ended with an error, which is told elsewhere.
            if self.shared.settled.send(Settled { job, ticket, end }).await.is_err() {
                break;
            }
        }
    }
}
