//! Tech Data.

mod articles;
mod harmless;
mod orders;
mod papers;
mod placing;
pub(crate) mod read;

use std::sync::Arc;

use b2b_http::{Attempt, Observer, Operation as _, Redactor, Refused, ReqwestTransport, render_request};
use b2b_xml::Warning;
use chrono::DateTime;
use techdata_xml::{
    Answer, Batch, CONCURRENCY, Call, Client, Endpoint, Item, ItemSubmission, LineAnswer, LineError, Transaction,
};

use super::client_over;
use crate::config::TechdataConfig;
use crate::question::{Answered, Told};
use crate::{Article, ConfigError, DeskError, NumberKind, SupplierError};

type Each<T> = Result<Vec<Answered<T>>, DeskError>;
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
    pub(crate) fn new(
        name: &str,
        config: &TechdataConfig,
        observer: Option<&Arc<dyn Observer>>,
    ) -> Result<Self, ConfigError> {
        let TechdataConfig { url, username, password, wire, connection, .. } = config;
        let endpoint = Endpoint::at(url, username.clone(), password.clone()).wire(*wire);
        let client = client_over(config.plain_http.clone(), connection, observer)?;
        Ok(Self {
            name: name.to_owned(),
            client: Client::with(endpoint.clone(), client),
            endpoint,
            at_most: config.lines_per_request.max(1),
            at_once: connection.max_concurrent.unwrap_or(CONCURRENCY),
            order_type: config.order_type.clone(),
        })
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Asks about articles, in as many requests as it takes. One that cannot be written, such as a number that is too long, is
    /// told in its place, and the others are asked for.
    async fn each<S: ItemSubmission, T>(
        &self,
        articles: &[Article],
        submission: S,
        read: impl Fn(&LineAnswer<S::Answered>) -> T,
    ) -> Each<T> {
        let mut refused: Vec<_> = submission.asked().iter().map(|line| self.refused(&submission, line)).collect();
        // What is wrong with all is told once, and so is that there is nothing to ask.
        let submission = if refused.iter().all(Option::is_some) {
            refused.clear();
            submission
        } else {
            let good = submission.asked().iter().zip(&refused).filter(|(_, refused)| refused.is_none());
            submission.with_lines(good.map(|(line, _)| line.clone()).collect())
        };
        let batch = Batch::default().lines_per_request(self.at_most).concurrency(self.at_once);
        let batched = self.client.batch(submission, batch).await.map_err(|error| self.failed(error))?;
        let mut lines = batched.lines.iter();
        let mut refused = refused.into_iter();
        let mut answers: Vec<_> = articles
            .iter()
            .filter_map(|article| {
                let result = match refused.next().flatten() {
                    Some(refused) => Err(self.unwritable(refused)),
                    None => match lines.next()? {
                        LineAnswer { result: Err(LineError::Failed(error)), .. } => {
                            Err(SupplierError::new(&self.name, Arc::clone(error)).into())
                        }
                        line => Ok(Told::new(read(line))),
                    },
                };
                Some(Answered { about: article.to_string(), result })
            })
            .collect();
        // What belongs to no line is told with the first one.
        if let Some(first) = answers.iter_mut().find_map(|answer| answer.result.as_mut().ok()) {
            first.warnings = warnings(&batched.warnings, batched.more_warnings);
            if !batched.unasked.is_empty() {
                let message = format!("{} lines of the answer belong to no article asked for", batched.unasked.len());
                first.messages.push(message);
            }
        }
        Ok(answers)
    }

    /// Why a line cannot be written, if it cannot.
    fn refused<S: ItemSubmission>(&self, submission: &S, line: &S::Asked) -> Option<Refused> {
        let alone = submission.with_lines(vec![line.clone()]);
        let attempt = Attempt::new(1, DateTime::UNIX_EPOCH, [0; 32]);
        Call::new(self.endpoint.clone(), alone).request(&attempt).err()
    }

    /// Sends one submission.
    async fn told<S: Transaction>(&self, submission: S) -> Result<Told<S::Response>, DeskError> {
        let answer = self.client.send(submission).await.map_err(|error| self.failed(error))?;
        Ok(told(answer))
    }

    fn failed(&self, error: b2b_http::Error) -> DeskError {
        SupplierError::new(&self.name, error).into()
    }

    fn unwritable(&self, refused: Refused) -> DeskError {
        DeskError::Unwritable { supplier: self.name.clone(), refused }
    }

    /// The requests about articles as they would be sent, secrets replaced.
    fn show_each<S: ItemSubmission>(&self, submission: &S, attempt: &Attempt) -> Shown {
        let lines = submission.asked();
        if lines.is_empty() {
            return Ok(vec![self.written(submission.clone(), attempt)?]);
        }
        let parts = lines.chunks(self.at_most).map(|part| submission.with_lines(part.to_vec()));
        parts.map(|part| self.written(part, attempt)).collect()
    }

    fn written<S: Transaction>(&self, submission: S, attempt: &Attempt) -> Result<String, DeskError> {
        let call = Call::new(self.endpoint.clone(), submission);
        let (request, _) = call.request(attempt).map_err(|refused| self.unwritable(refused))?;
        Ok(render_request(&request, &Redactor::for_request(&request)))
    }
}

/// An answer with what stands beside it.
fn told<T>(answer: Answer<T>) -> Told<T> {
    Told::new(answer.value).warnings(warnings(&answer.warnings, answer.more_warnings))
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
