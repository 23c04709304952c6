//! Stock and prices.

use b2b_desk::{AvailabilityQuestion, Desk, DeskError, PriceQuestion, Question, Reply, Whom};
use futures_util::StreamExt as _;

use super::{Asked, failed, heard, silent};
use crate::answer::Said;

pub(super) async fn stock(desk: &Desk, whom: &Whom, keys: &[String]) -> Vec<Asked> {
    let question = AvailabilityQuestion::of(keys.iter().map(String::as_str));
    each(desk, whom, &question, keys, |value| {
        let is_bare = value.stock.is_empty() && value.incoming.is_empty() && value.description.is_none();
        let problems = value.problems.clone();
        heard(Said::Stock(value), is_bare, &problems)
    })
    .await
}

pub(super) async fn prices(desk: &Desk, whom: &Whom, keys: &[String]) -> Vec<Asked> {
    let question = PriceQuestion::of(keys.iter().map(String::as_str));
    each(desk, whom, &question, keys, |value| {
        let quote = &value.quote;
        let is_bare = quote.prices.is_empty() && quote.list_price.is_none() && quote.description.is_none();
        let problems = quote.problems.clone();
        heard(Said::Prices(value), is_bare, &problems)
    })
    .await
}

/// What is said about each article.
async fn each<T, Q>(
    desk: &Desk,
    whom: &Whom,
    question: &Q,
    keys: &[String],
    read: impl Fn(T) -> super::Heard,
) -> Vec<Asked>
where
    Q: Question<Part = b2b_desk::Answered<T>>,
    T: Send + 'static,
{
    let mut replies = match desk.stream(whom, question) {
        Ok(replies) => replies,
        Err(error) => return keys.iter().map(|_| failed(&error)).collect(),
    };
    let mut all: Vec<Option<Asked>> = keys.iter().map(|_| None).collect();
    // The desk writes an article as it reads it: `vp:1` is `1`.
    let names: Vec<String> = keys.iter().map(|key| b2b_desk::Article::from(key.as_str()).to_string()).collect();
    while let Some(Reply { about, result, .. }) = replies.next().await {
        let asked = || -> Result<_, DeskError> { Ok(result?.result?.value) };
        let asked = asked().map_or_else(|error| failed(&error), |value| Ok(read(value)));
        // Keys can be different and name one article.
        let concerned = names.iter().zip(&mut all).filter(|(name, said)| about.contains(name) && said.is_none());
        for (_, said) in concerned.take(about.len().max(1)) {
            *said = Some(asked.clone());
        }
    }
    all.into_iter().map(|said| said.unwrap_or_else(silent)).collect()
}
