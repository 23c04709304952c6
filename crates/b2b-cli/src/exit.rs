//! How the command ends: one code for each situation that calls for another reaction.

use std::fmt::Write as _;
use std::process::ExitCode;

use b2b_desk::Cause;

/// Declares every end at once: its code, what it means and what to do.
macro_rules! ends {
    ($($end:ident = $code:literal: $meaning:literal, $advice:literal;)*) => {
        /// How the command ends.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Exit {
            $($end = $code,)*
        }

        /// Every end, what it means and what to do.
        const TABLE: &[(Exit, &str, &str)] = &[$((Exit::$end, $meaning, $advice)),*];
    };
}

ends! {
    Answered = 0: "all was answered, or the goods are reserved or ordered", "";
    Incomplete = 1:
        "some was answered and some not, or a part of an order was not taken, or goods turn out not to be reserved",
        "see stderr; what was answered is on stdout, and what was not stands there with why";
    Usage = 2: "the command line is wrong, or there is nothing to ask for", "see b2b help";
    Config = 3: "the configuration is wrong or missing", "see b2b help config";
    Refused = 4:
        "all was refused: nobody knows it, the supplier refused, or a signature does not hold",
        "do what the message says";
    Unreachable = 5: "the supplier could not be reached; nothing was sent", "check the network, try again";
    OutcomeUnknown = 6: "no answer in time, or it broke off", "ask again: questions change nothing";
    Unreadable = 7:
        "the answer is no XML of the supplier, such as an HTML page",
        "on status 429 or 503 ask again later, else check the address and what stands before it";
    Certificate = 8:
        "the certificate is not trusted, or there is no TLS",
        "check the address, set ca, or have the host change its certificate";
    TooLarge = 9: "the answer is larger than allowed", "ask for less, or raise max_response_bytes";
    Credentials = 10: "the account or its key is not accepted, or not for this", "check account and key";
    Clock = 11: "the time of the request is not accepted", "set the clock, or clock_offset";
    Input = 12: "a value or file cannot be used; nothing was sent", "correct the value that the message names";
    Untrusted = 13: "the answer has expired or answers another request", "check the clock and what stands between";
    Unsupported = 14:
        "the supplier's protocol has no such question; nothing was sent",
        "ask another supplier, or by another number";
    WriteUnknown = 15:
        "a reservation may or may not have been made, or an order placed",
        "do not send it again: b2b reserves --reconcile FILE or b2b place-order --reconcile FILE finds out";
    Internal = 70: "a defect of this command, or stdout cannot be written", "report it";
    Interrupted = 130:
        "interrupted by Ctrl-C or SIGTERM; what had come is on stdout, in whole lines",
        "ask again for the rest";
}

impl Exit {
    /// The page `b2b help exit-codes`.
    pub(crate) fn page() -> String {
        let mut page = String::from(
            "How b2b ends. 2 and more mean that nothing was answered or done; of several reasons the first decides, and a supplier\n\
             that failed goes before one that does not know something.\n\n",
        );
        for (exit, meaning, advice) in TABLE {
            // Writing to a string does not fail.
            let _ = writeln!(page, "  {:>3}  {meaning}", *exit as u8);
            if !advice.is_empty() {
                let _ = writeln!(page, "         {advice}");
            }
        }
        page.push_str(
            "\nWhat is on stdout: on 0 and 1 all that was answered, and in its place why something was not; so it is on 130 with\n\
             what had come. If nothing was answered, what suppliers do not know stands there too, beside those that failed;\n\
             if all of them failed, there is nothing, but with --format ndjson a line for each. What one of several suppliers\n\
             does not know and another does is answered, unless --supplier names it.\n\n\
             Some commands have more to show. b2b doctor prints what it found whatever the code, which is that of the first\n\
             thing that is wrong. With --format json, b2b reserve and b2b reserves --reconcile print an object with the\n\
             outcome (reserved, not_reserved or unknown) once a reservation is recorded, on 1, 4 and 15 too; so does\n\
             b2b place-order (placed, not_placed or unknown), with the orders that it became or that may be it.\n\n\
             A reader of stdout who goes away, as head does, has seen enough. With --format ndjson b2b stops then and ends with\n\
             0; all else is written when all is answered, and it ends as it would have. A second Ctrl-C ends it at once.\n",
        );
        page
    }
}

impl From<Cause> for Exit {
    fn from(cause: Cause) -> Self {
        match cause {
            Cause::Question => Self::Usage,
            Cause::Unsupported => Self::Unsupported,
            Cause::NotFound => Self::Refused,
            Cause::Config => Self::Config,
            Cause::Input => Self::Input,
            Cause::Unreachable => Self::Unreachable,
            Cause::Certificate => Self::Certificate,
            Cause::OutcomeUnknown => Self::OutcomeUnknown,
            Cause::Credentials => Self::Credentials,
            Cause::Clock => Self::Clock,
            Cause::Refused => Self::Refused,
            Cause::Unreadable => Self::Unreadable,
            Cause::TooLarge => Self::TooLarge,
            Cause::Untrusted => Self::Untrusted,
            _ => Self::Internal,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_listed_in_order() {
        let codes: Vec<u8> = TABLE.iter().map(|(exit, ..)| *exit as u8).collect();
        assert!(codes.is_sorted_by(|one, next| one < next), "{codes:?}");
    }
}
