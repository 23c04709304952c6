//! What the rounds come to.

use std::fs;
use std::time::Duration;

/// The rounds of one comparison: what was measured, and what it is measured against.
pub(crate) struct Rounds {
    requests: usize,
    ours: Vec<Duration>,
    theirs: Vec<Duration>,
}

impl Rounds {
    pub(crate) fn new(requests: usize) -> Self {
        Self { requests, ours: Vec::new(), theirs: Vec::new() }
    }

    pub(crate) fn add(&mut self, ours: Duration, theirs: Duration) {
        self.ours.push(ours);
        self.theirs.push(theirs);
    }

    /// Prints the medians, and a line for programs: `ratio`, name, value, against, target, between tabs.
    pub(crate) fn report(&self, name: &str, against: &str, target: &str) {
        let ratios = self.ours.iter().zip(&self.theirs).map(|(ours, theirs)| theirs.as_secs_f64() / ours.as_secs_f64());
        let ratio = median(ratios.collect());
        println!("{name}: {:.0} per second", self.per_second(&self.ours));
        println!("    {against}: {:.0} per second, ratio {ratio:.2} (target {target})", self.per_second(&self.theirs));
        println!("ratio\t{name}\t{ratio:.2}\t{against}\t{target}");
    }

    #[allow(clippy::cast_precision_loss, reason = "counts of requests are small")]
    fn per_second(&self, rounds: &[Duration]) -> f64 {
        self.requests as f64 / median(rounds.iter().map(Duration::as_secs_f64).collect())
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The processor time of all threads of this process whose name begins so, where Linux tells it.
pub(crate) fn processor_time(thread: &str) -> Option<Duration> {
    let mut total = Duration::ZERO;
    for task in fs::read_dir("/proc/self/task").ok()? {
        let task = task.ok()?.path();
        let Ok(name) = fs::read_to_string(task.join("comm")) else { continue };
        if name.starts_with(thread) {
            let schedstat = fs::read_to_string(task.join("schedstat")).ok()?;
            total += Duration::from_nanos(schedstat.split_whitespace().next()?.parse().ok()?);
        }
    }
    Some(total)
}
