//! What the transactions about items have in common.

use b2b_http::{Refused, Rejected};

use crate::matching::{AnswerLine, join, refusal};
use crate::reading::{check_header, refused};
use crate::{Answer, AskedLine, Item, Lines, Transaction};

/// A submission that asks about a list of items, so that a long list can be split.
pub trait ItemSubmission: Transaction<Response = Lines<Self::Answered>> {
    /// A line of the submission.
    type Asked: Clone + Send + Sync;
    /// A line of the answer.
    type Answered: AnswerLine + Send;

    /// The lines.
    fn asked(&self) -> &[Self::Asked];

    /// The same submission with other lines.
    #[must_use]
    fn with_lines(&self, lines: Vec<Self::Asked>) -> Self;

    /// A part of the same submission, counted from 1. A TransControlID that was given is made another in each part.
    #[must_use]
    fn part(&self, number: usize, lines: Vec<Self::Asked>) -> Self;

    /// The lines as answers are matched by them.
    fn asked_lines(&self) -> Vec<AskedLine>;
}

/// That there is nothing to ask.
pub(crate) fn check_items(count: usize) -> Result<(), Refused> {
    if count > 0 {
        return Ok(());
    }
    Err(Refused::new("no item is asked for").with_hint("Give at least one item."))
}

/// Checks the header of an answer, and finds the line of each item.
pub(crate) fn lines<L: AnswerLine>(
    sent: Option<&crate::Text>,
    asked: Vec<AskedLine>,
    header: Option<crate::ResponseHeader>,
    answered: Vec<L>,
) -> Result<Lines<L>, Rejected> {
    check_header(sent, header.as_ref())?;
    if let Some(errors) = refusal(&answered) {
        return Err(refused(errors));
    }
    let (lines, unasked) = join(asked, answered);
    Ok(Lines { header, lines, unasked })
}

/// Puts another value beside the warnings and the body of an answer, if there is one.
pub(crate) fn try_map<T, U>(
    answer: Answer<T>,
    map: impl FnOnce(T) -> Result<U, Rejected>,
) -> Result<Answer<U>, Rejected> {
    let Answer { value, warnings, more_warnings, body } = answer;
    Ok(Answer { value: map(value)?, warnings, more_warnings, body })
}

/// The item of a line, if both its parts are there.
pub(crate) fn item(qualifier: Option<&crate::ItemQualifier>, number: Option<&crate::Text>) -> Option<Item> {
    Some(Item { qualifier: qualifier?.clone(), number: number?.clone() })
}

/// A line of a submission that names an item: it can be made from one, and tells it again.
macro_rules! asks_for_item {
    ($Line:ident) => {
        impl From<$crate::Item> for $Line {
            fn from(item: $crate::Item) -> Self {
                Self { ref_id_qual: Some(item.qualifier), ref_id: Some(item.number), ..Self::default() }
            }
        }

        impl $Line {
            /// What answers are matched by.
            #[must_use]
            pub fn asked(&self) -> $crate::AskedLine {
                let item = $crate::items::item(self.ref_id_qual.as_ref(), self.ref_id.as_ref());
                $crate::AskedLine { assigned_id: self.assigned_id.clone(), item }
            }
        }
    };
}

/// A line of an answer: its id, the members with its numbers, and what is wrong.
macro_rules! answers_for_item {
    ($Line:ident, $( $qualifier:ident $number:ident ),+) => {
        impl $crate::matching::private::Sealed for $Line {}

        impl $crate::AnswerLine for $Line {
            fn assigned_id(&self) -> Option<&$crate::Text> {
                self.assigned_id.as_ref()
            }

            fn references(&self) -> Vec<(Option<&$crate::ItemQualifier>, &$crate::Text)> {
                let numbers = [$( self.$number.as_ref().map(|number| (self.$qualifier.as_ref(), number)) ),+];
                numbers.into_iter().flatten().collect()
            }

            fn errors(&self) -> Vec<$crate::TechDataError> {
                self.error_info.iter().map($crate::TechDataError::from).collect()
            }
        }
    };
}

/// A transaction about items.
macro_rules! item_transaction {
    (
        $Submit:ident, $Line:ident => $Response:ident, $Answered:ident;
        name: $name:literal, version: $version:literal, code: $code:expr,
        lines: ($($lines:tt)+), answered: $answered:expr,
        $(assigned_id: $assigned_id:ident)?
    ) => {
        impl $crate::Transaction for $Submit {
            const NAME: &'static str = $name;
            const RESPONSE_VERSION: &'static str = $version;
            type Response = $crate::Lines<$Answered>;
        }

        impl $crate::call::sealed::Steps<$crate::Lines<$Answered>> for $Submit {
            fn complete(&mut self, opening: &$crate::call::Opening) {
                self.header.open(opening, $code);
                $(
                    for (at, line) in self.lines_mut().iter_mut().enumerate() {
                        line.$assigned_id.get_or_insert_with(|| opening.assigned_id(at));
                    }
                )?
            }

            fn check(&self) -> Result<(), b2b_http::Refused> {
                $crate::items::check_items(self.$($lines)+.len())
            }

            fn read(
                &self,
                response: &http::Response<bytes::Bytes>,
                wire: $crate::Wire,
            ) -> Result<$crate::Answer<$crate::Lines<$Answered>>, b2b_http::Rejected> {
                let sent = self.header.trans_control_id.as_ref();
                let answer = $crate::reading::document::<$Response>(response, wire)?;
                let asked = $crate::ItemSubmission::asked_lines(self);
                $crate::items::try_map(answer, |document| {
                    let answered: fn($Response) -> (Option<$crate::ResponseHeader>, Vec<$Answered>) = $answered;
                    let (header, answered) = answered(document);
                    $crate::items::lines(sent, asked, header, answered)
                })
            }
        }

        impl $Submit {
            fn lines_mut(&mut self) -> &mut Vec<$Line> {
                &mut self.$($lines)+
            }
        }

        impl $crate::ItemSubmission for $Submit {
            type Asked = $Line;
            type Answered = $Answered;

            fn asked(&self) -> &[$Line] {
                &self.$($lines)+
            }

            fn with_lines(&self, lines: Vec<$Line>) -> Self {
                let mut submission = self.clone();
                *submission.lines_mut() = lines;
                submission
            }

            fn part(&self, number: usize, lines: Vec<$Line>) -> Self {
                let mut submission = self.with_lines(lines);
                if let Some(id) = &mut submission.header.trans_control_id {
                    let end = format!("-{number}");
                    // At most 100 characters, as the manual says.
                    let begin: String = id.chars().take(100usize.saturating_sub(end.len())).collect();
                    *id = (begin + &end).into();
                }
                submission
            }

            fn asked_lines(&self) -> Vec<$crate::AskedLine> {
                self.$($lines)+.iter().map($Line::asked).collect()
            }
        }
    };
}

pub(crate) use {answers_for_item, asks_for_item, item_transaction};
