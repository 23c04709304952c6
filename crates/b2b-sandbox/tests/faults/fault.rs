//! The faults, and what must come of an operation under each of them.

use std::time::Duration;

use b2b_http::ErrorKind;

use crate::operations::{Operation, Protocol};

/// How long the client waits for what does not come. A good answer takes some milliseconds; on a machine that is so busy that
/// it takes longer than that, a cell is tried again with the next.
pub(crate) const SHORT: [Duration; 3] = [Duration::from_secs(2), Duration::from_secs(12), Duration::from_secs(72)];

/// Longer than any test: the client's other deadlines, and the pauses of the sandbox.
pub(crate) const LONG: Duration = Duration::from_secs(600);

/// What the client lets an answer have.
pub(crate) const LARGEST: usize = 1 << 20;

/// What goes wrong.
pub(crate) struct Fault {
    pub(crate) name: &'static str,
    pub(crate) way: Way,
    harm: Harm,
    /// Whether the supplier carries the request out.
    pub(crate) is_processed: bool,
}

/// How it is brought about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// By a port where nobody listens.
    ClosedPort,
    /// By a switch that strikes the next connection.
    Connection,
    /// By a switch that the request carries.
    Switch(&'static str),
}

/// What it does to the exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Harm {
    NoConnection,
    /// The answer is lost or comes too late, for this reason.
    Lost(ErrorKind),
    TooMuch,
    /// Something else than a document of the protocol, with a status of success.
    NoDocument,
    /// The same with an error status.
    Status(u16),
    /// The right document under a wrong content type.
    Mislabelled,
    Expired,
    AnothersId,
}

/// How a call ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Good,
    NotSent(ErrorKind),
    Unknown(ErrorKind),
    Answered(ErrorKind),
}

pub(crate) const FAULTS: &[Fault] = &[
    fault("connect refused", Way::ClosedPort, Harm::NoConnection, false),
    fault("reset before the request", Way::Connection, Harm::NoConnection, false),
    switch("reset during the request", "reset=during", Harm::Lost(ErrorKind::Reset), false),
    switch("reset after the request", "reset", Harm::Lost(ErrorKind::Reset), false),
    switch("reset after it was processed", "reset;process=yes", Harm::Lost(ErrorKind::Reset), true),
    switch("slow headers", "delay=10m", Harm::Lost(ErrorKind::HeaderTimeout), true),
    switch("slow body", "slow-body=10m", Harm::Lost(ErrorKind::BodyTimeout), true),
    switch("slower than the call may be", "delay=9m", Harm::Lost(ErrorKind::TotalTimeout), true),
    switch("truncated body", "truncate=20", Harm::Lost(ErrorKind::Truncated), true),
    switch("garbage", "garbage", Harm::NoDocument, false),
    switch("HTML 200", "html", Harm::NoDocument, false),
    switch("HTML 401", "html;status=401", Harm::Status(401), false),
    switch("HTML 429", "html;status=429;retry-after=1", Harm::Status(429), false),
    switch("HTML 500", "html;status=500", Harm::Status(500), false),
    switch("HTML 503", "html;status=503", Harm::Status(503), false),
    switch("oversize", "oversize=2MB", Harm::TooMuch, false),
    switch("wrong content type", "content-type=text/html", Harm::Mislabelled, true),
    switch("expired Timestamp", "expired", Harm::Expired, true),
    switch("wrong RelatesTo or TransControlID", "foreign", Harm::AnothersId, true),
];

const fn fault(name: &'static str, way: Way, harm: Harm, is_processed: bool) -> Fault {
    Fault { name, way, harm, is_processed }
}

const fn switch(name: &'static str, switch: &'static str, harm: Harm, is_processed: bool) -> Fault {
    fault(name, Way::Switch(switch), harm, is_processed)
}

impl Fault {
    /// How an operation under it ends.
    pub(crate) fn end(&self, operation: &Operation) -> End {
        let has_timestamp = operation.protocol == Protocol::Westcon;
        match self.harm {
            Harm::NoConnection => End::NotSent(ErrorKind::Connect),
            Harm::Lost(kind) => End::Unknown(kind),
            // Who reads an answer part by part bounds what is kept of it, and not the whole.
            Harm::TooMuch if operation.is_streamed => End::Answered(ErrorKind::Unreadable),
            Harm::TooMuch => End::Unknown(ErrorKind::TooLarge { limit: LARGEST }),
            Harm::NoDocument => End::Answered(ErrorKind::Unreadable),
            Harm::Status(_) => End::Answered(ErrorKind::Status),
            // Documents are known by what they are.
            Harm::Mislabelled => End::Good,
            Harm::Expired if has_timestamp => End::Answered(ErrorKind::Untrusted),
            Harm::AnothersId if operation.repeats_id => End::Answered(ErrorKind::Untrusted),
            Harm::Expired | Harm::AnothersId => End::Good,
        }
    }

    /// Whether the same request may well succeed a little later, and the call has time left for it.
    pub(crate) fn is_passing(&self) -> bool {
        match self.harm {
            Harm::NoConnection => true,
            Harm::Lost(kind) => kind != ErrorKind::TotalTimeout,
            Harm::Status(status) => matches!(status, 429 | 503),
            _ => false,
        }
    }

    pub(crate) fn retry_after(&self) -> Option<Duration> {
        (self.harm == Harm::Status(429)).then(|| Duration::from_secs(1))
    }

    /// How many requests of a call that is not repeated the supplier gets to see.
    pub(crate) fn requests(&self) -> usize {
        usize::from(self.harm != Harm::NoConnection)
    }

    /// Whether it ends by a deadline.
    pub(crate) fn waits(&self) -> bool {
        matches!(self.harm, Harm::Lost(ErrorKind::HeaderTimeout | ErrorKind::BodyTimeout | ErrorKind::TotalTimeout))
    }

    /// The read deadline and the total deadline of a call; the one that it ends by is short.
    pub(crate) fn deadlines(&self, short: Duration) -> (Duration, Duration) {
        match self.harm {
            Harm::Lost(ErrorKind::TotalTimeout) => (LONG, short),
            _ if self.waits() => (short, LONG),
            _ => (LONG, LONG),
        }
    }
}
