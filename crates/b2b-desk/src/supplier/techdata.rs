//! Tech Data.

mod articles;
mod harmless;
mod orders;
mod papers;
mod placing;

use b2b_http::{Attempt, Refused, ReqwestTransport};
use b2b_xml::Warning;
use futures_util::stream::{self, StreamExt as _};
use techdata_xml::{Answer, Call, Client, Endpoint, Item, ItemSubmission, LineAnswer, Lines, Transaction};

use super::{AT_ONCE, client_over, in_requests, parts_of, refused, unwritable, written};
use crate::asking::{Part, Parts, Patience};
use crate::config::TechdataConfig;
use crate::observer::Observers;
use crate::question::{Answered, Told};
use crate::{Article, ConfigError, DeskError, NumberKind, SupplierError};

type Each<'a, T> = Parts<'a, Answered<T>>;
type Shown = Result<Vec<String>, DeskError>;

/// Tech Data's service and its client.
#[derive(Debug)]
pub(crate) struct Techdata {
    name: String,
    endpoint: Endpoint,
    client: Client<ReqwestTransport>,
    /// How many articles, or purchase orders, one request asks for.
    at_most: usize,
    /// How many requests are under way at a time.
    at_once: usize,
    order_type: Option<String>,
}

impl Techdata {
    pub(crate) fn new(name: &str, config: &TechdataConfig, observers: &Observers) -> Result<Self, ConfigError> {
        let TechdataConfig { url, username, password, wire, connection, .. } = config;
        let endpoint = Endpoint::at(url, username.clone(), password.clone()).wire(*wire);
        let client = client_over(config.plain_http.clone(), name, connection, observers)?;
        Ok(Self {
            name: name.to_owned(),
            client: Client::with(endpoint.clone(), client),
            endpoint,
            at_most: config.lines_per_request.max(1),
            at_once: connection.max_concurrent.unwrap_or(AT_ONCE),
            order_type: config.order_type.clone(),
        })
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// How many articles one request asks for.
    pub(crate) fn at_most(&self) -> usize {
        self.at_most
    }

    /// Asks about articles, in as many requests as it takes, and gives the answers to each request as they come.
    fn each<'a, S: ItemSubmission + 'a, T: Send + 'a>(
        &'a self,
        articles: &'a [Article],
        submission: impl Fn(&[Article]) -> S + Send + 'a,
        read: impl Fn(&LineAnswer<S::Answered>) -> T + Copy + Send + Sync + 'a,
    ) -> Each<'a, T> {
        let patience = Patience::with(&self.name);
        let requests = stream::iter(parts_of(articles, self.at_most)).map(move |(places, part)| {
            let (submission, patience) = (submission(part), patience.clone());
            async move {
                let refused: Vec<_> = submission
                    .asked()
                    .iter()
                    .map(|line| refused(&self.call(submission.with_lines(vec![line.clone()]))))
                    .collect();
                if part.len() == articles.len() && refused.iter().all(Option::is_some) {
                    // What is wrong with all is told once.
                    return self.told(submission).await.err().map(refusal).into_iter().collect();
                }
                let answers = self.lines(submission, refused, &patience, read).await;
                places.zip(part.iter().zip(answers)).map(answered).collect::<Vec<_>>()
            }
        });
        requests.buffer_unordered(self.at_once).flat_map(stream::iter).boxed()
    }

    /// What one request answers to its lines. One that cannot be written, such as a number that is too long, is told in its
    /// place, and the others are asked for.
    async fn lines<S: ItemSubmission, T>(
        &self,
        submission: S,
        refused: Vec<Option<Refused>>,
        patience: &Patience,
        read: impl Fn(&LineAnswer<S::Answered>) -> T,
    ) -> Vec<Result<Told<T>, DeskError>> {
        let good = submission.asked().iter().zip(&refused).filter(|(_, refused)| refused.is_none());
        let good: Vec<_> = good.map(|(line, _)| line.clone()).collect();
        let mut answers = if good.is_empty() {
            Vec::new()
        } else {
            let count = good.len();
            match patience.ask(self.told(submission.with_lines(good))).await {
                Ok(told) => told_of_each(told, read),
                Err(error) => std::iter::repeat_n(error, count).map(|error| Err(error.into())).collect(),
            }
        }
        .into_iter();
        let answer = |refused: Option<Refused>| match refused {
            Some(refused) => Some(Err(unwritable(&self.name, refused))),
            None => answers.next(),
        };
        refused.into_iter().filter_map(answer).collect()
    }

    /// Sends one submission.
    async fn told<S: Transaction>(&self, submission: S) -> Result<Told<S::Response>, SupplierError> {
        let answer = self.client.send(submission).await.map_err(|error| self.failed(error))?;
        Ok(told(answer))
    }

    fn failed(&self, error: b2b_http::Error) -> SupplierError {
        SupplierError::new(&self.name, error)
    }

    /// The requests about articles as they would be sent, secrets replaced.
    fn show_each<S: ItemSubmission>(&self, submission: &S, attempt: &Attempt) -> Shown {
        let lines = submission.asked();
        let parts = lines.chunks(self.at_most).map(|part| submission.with_lines(part.to_vec()));
        parts.map(|part| self.written(part, attempt)).collect()
    }

    fn written<S: Transaction>(&self, submission: S, attempt: &Attempt) -> Result<String, DeskError> {
        written(&self.name, &self.call(submission), attempt)
    }

    fn call<S: Transaction>(&self, submission: S) -> Call<S> {
        Call::new(self.endpoint.clone(), submission)
    }
}

/// An answer with what stands beside it.
fn told<T>(answer: Answer<T>) -> Told<T> {
    Told::new(answer.value).warnings(warnings(&answer.warnings, answer.more_warnings))
}

/// That nothing of a question can be asked.
fn refusal<T>(error: SupplierError) -> Part<Answered<T>> {
    Part::whole(Err(error.into()))
}

fn answered<T>((place, (article, result)): (usize, (&Article, Result<Told<T>, DeskError>))) -> Part<Answered<T>> {
    Part::at(place, Ok(Answered { about: article.to_string(), result }))
}

/// The answer to each line of a request. What belongs to no line is told with the first.
fn told_of_each<L, T>(told: Told<Lines<L>>, read: impl Fn(&LineAnswer<L>) -> T) -> Vec<Result<Told<T>, DeskError>> {
    let Told { value: Lines { lines, unasked, .. }, mut messages, mut warnings } = told;
    if !unasked.is_empty() {
        messages.push(format!("{} lines of the answer belong to no article asked for", unasked.len()));
    }
    let mut beside = || (std::mem::take(&mut messages), std::mem::take(&mut warnings));
    let tell = |line: &LineAnswer<L>| {
        let (messages, warnings) = beside();
        Ok(Told { value: read(line), messages, warnings })
    };
    lines.iter().map(tell).collect()
}

fn warnings(warnings: &[Warning], more: usize) -> Vec<String> {
    let mut all: Vec<_> = warnings.iter().map(ToString::to_string).collect();
    if more > 0 {
        all.push(format!("and {more} more"));
    }
    all
}

fn items(articles: &[Article]) -> Vec<Item> {
    articles.iter().map(item).collect()
}

fn item(article: &Article) -> Item {
    let number = article.number.as_str();
    match article.kind {
        NumberKind::Supplier => Item::tech_data(number),
        NumberKind::Manufacturer => Item::manufacturer(number),
        NumberKind::Upc => Item::upc(number),
        NumberKind::Customer => Item::buyer(number),
    }
}
