//! Rounds in which every contestant runs once.

use std::fmt;
use std::hint::black_box;
use std::time::{Duration, Instant};

use crate::figure::{Target, report};

/// How many rounds there are unless a contest says otherwise.
const ROUNDS: usize = 11;

/// Several ways to do the same, to be measured in the same run.
pub struct Contest<'a> {
    title: String,
    rounds: usize,
    unit: Unit,
    contestants: Vec<Contestant<'a>>,
}

/// In what medians are told.
#[derive(Clone, Copy, Debug)]
enum Unit {
    Time,
    /// Megabytes a second, of so many bytes.
    Bytes(usize),
    /// How often in a second, of so many times.
    Times(usize),
}

struct Contestant<'a> {
    name: String,
    /// Runs once and says how long it took.
    run: Box<dyn FnMut() -> Duration + 'a>,
}

impl fmt::Debug for Contest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.contestants.iter().map(|contestant| contestant.name.as_str()).collect();
        f.debug_struct("Contest").field("title", &self.title).field("contestants", &names).finish_non_exhaustive()
    }
}

impl<'a> Contest<'a> {
    /// A contest without contestants.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), rounds: ROUNDS, unit: Unit::Time, contestants: Vec::new() }
    }

    /// How many rounds there are.
    #[must_use]
    pub fn rounds(mut self, rounds: usize) -> Self {
        self.rounds = rounds;
        self
    }

    /// How many bytes each contestant reads or writes: then results are told in MB/s.
    #[must_use]
    pub fn bytes(mut self, bytes: usize) -> Self {
        self.unit = Unit::Bytes(bytes);
        self
    }

    /// How many times each contestant does what is compared: then results are told by how often in a second.
    #[must_use]
    pub fn times(mut self, times: usize) -> Self {
        self.unit = Unit::Times(times);
        self
    }

    /// Enters a contestant. What it makes is dropped outside the measured time.
    pub fn enter<T>(&mut self, name: &str, mut run: impl FnMut() -> T + 'a) {
        self.enter_timed(name, move || {
            let start = now();
            let made = black_box(run());
            let took = start.elapsed();
            drop(made);
            took
        });
    }

    /// Enters a contestant that is too quick to be timed once. What it makes is dropped within the measured time.
    pub fn enter_repeated<T>(&mut self, name: &str, repeats: u32, mut run: impl FnMut() -> T + 'a) {
        self.enter_timed(name, move || {
            let start = now();
            for _ in 0..repeats {
                black_box(run());
            }
            start.elapsed() / repeats
        });
    }

    /// Enters a contestant that measures its time itself.
    pub fn enter_timed(&mut self, name: &str, run: impl FnMut() -> Duration + 'a) {
        self.contestants.push(Contestant { name: name.to_owned(), run: Box::new(run) });
    }

    /// Runs all rounds after one that does not count, and prints the medians.
    #[must_use]
    pub fn run(mut self) -> Results {
        let mut times = vec![Vec::with_capacity(self.rounds); self.contestants.len()];
        for round in 0..=self.rounds {
            let mut both: Vec<_> = self.contestants.iter_mut().zip(&mut times).collect();
            if round % 2 == 1 {
                both.reverse();
            }
            for (contestant, times) in both {
                let took = (contestant.run)().as_secs_f64();
                if round > 0 {
                    times.push(took);
                }
            }
        }
        let names = self.contestants.into_iter().map(|contestant| contestant.name);
        let results = Results { title: self.title, unit: self.unit, times: names.zip(times).collect() };
        results.print(self.rounds);
        results
    }
}

/// What came of a contest.
#[derive(Debug)]
pub struct Results {
    title: String,
    unit: Unit,
    /// The seconds of every round, by contestant.
    times: Vec<(String, Vec<f64>)>,
}

impl Results {
    /// Reports how many times as fast as another a contestant is.
    ///
    /// # Panics
    ///
    /// If one of the two did not take part.
    pub fn speed(&self, name: &str, against: &str, target: Target) {
        let ratio = self.ratio(against, name);
        report(&self.title, name, format_args!("{ratio:.2} ×"), against, target);
    }

    /// Reports how many times as long as another a contestant takes.
    ///
    /// # Panics
    ///
    /// If one of the two did not take part.
    pub fn cost(&self, name: &str, against: &str, target: Target) {
        let ratio = self.ratio(name, against);
        report(&self.title, name, format_args!("{ratio:.2} × the time"), against, target);
    }

    /// Reports how many milliseconds more than another a contestant takes.
    ///
    /// # Panics
    ///
    /// If one of the two did not take part.
    pub fn more(&self, name: &str, against: &str, target: Target) {
        let milliseconds = 1e3 * median(self.rounds_of(name, against, |own, other| own - other));
        report(&self.title, name, format_args!("{milliseconds:+.1} ms"), against, target);
    }

    /// The median time of a contestant, in seconds.
    ///
    /// # Panics
    ///
    /// If it did not take part.
    #[must_use]
    pub fn seconds(&self, name: &str) -> f64 {
        median(self.of(name).to_vec())
    }

    /// The median over all rounds of one time divided by another.
    fn ratio(&self, dividend: &str, divisor: &str) -> f64 {
        median(self.rounds_of(dividend, divisor, |dividend, divisor| dividend / divisor))
    }

    /// Both contestants' times, compared round by round.
    fn rounds_of(&self, one: &str, other: &str, compare: impl Fn(f64, f64) -> f64) -> Vec<f64> {
        self.of(one).iter().zip(self.of(other)).map(|(one, other)| compare(*one, *other)).collect()
    }

    fn of(&self, name: &str) -> &[f64] {
        match self.times.iter().find(|(known, _)| known == name) {
            Some((_, times)) => times,
            None => panic!("{name} took no part in {:?}", self.title),
        }
    }

    fn print(&self, rounds: usize) {
        println!("\n{}, median of {rounds} interleaved rounds", self.title);
        for (name, times) in &self.times {
            let seconds = median(times.clone());
            println!("  {name:<44} {:>12}", self.figure(seconds));
            println!("median\t{}\t{name}\t{}", self.title, self.figure(seconds));
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "nothing here is counted to 2^52")]
    fn figure(&self, seconds: f64) -> String {
        match self.unit {
            Unit::Bytes(bytes) => match bytes as f64 / 1e6 / seconds {
                slow if slow < 20.0 => format!("{slow:.2} MB/s"),
                fast => format!("{fast:.0} MB/s"),
            },
            Unit::Times(times) => format!("{:.0} /s", times as f64 / seconds),
            Unit::Time if seconds < 1e-5 => format!("{:.0} ns", seconds * 1e9),
            Unit::Time if seconds < 1e-3 => format!("{:.1} µs", seconds * 1e6),
            Unit::Time => format!("{:.2} ms", seconds * 1e3),
        }
    }
}

/// The middle of some values; of an even number of them, the upper one.
///
/// # Panics
///
/// If there is none.
#[must_use]
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.get(values.len() / 2) {
        Some(middle) => *middle,
        None => panic!("a median of nothing"),
    }
}

#[allow(clippy::disallowed_methods, reason = "measuring time is its purpose")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn rounds_alternate_and_the_first_does_not_count() {
        let order = RefCell::new(String::new());
        let mut contest = Contest::new("letters").rounds(2);
        for (name, millis) in [("a", 10), ("b", 30)] {
            let order = &order;
            contest.enter_timed(name, move || {
                order.borrow_mut().push_str(name);
                Duration::from_millis(millis)
            });
        }
        let results = contest.run();
        assert_eq!(*order.borrow(), "abbaab");
        assert!((results.ratio("b", "a") - 3.0).abs() < 1e-9);
        assert!((results.seconds("a") - 0.01).abs() < 1e-9);
    }

    #[test]
    fn a_ratio_is_that_of_rounds_and_not_of_medians() {
        let times = |times: [f64; 3]| times.to_vec();
        let results = Results {
            title: String::new(),
            unit: Unit::Time,
            // In the second round the machine was ten times as slow.
            times: vec![("a".to_owned(), times([1.0, 10.0, 2.0])), ("b".to_owned(), times([2.0, 20.0, 2.0]))],
        };
        assert!((results.ratio("b", "a") - 2.0).abs() < 1e-9);
    }
}
