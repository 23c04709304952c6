//! Jobs on their way into the queue.

use b2b_desk::check_supplier_name;

use super::publish::{CHUNK, Post};
use super::task::Task;
use super::{Fleet, Run};
use crate::Job;
use crate::job::LONGEST_NAME;
use crate::queue::QueueError;

/// What was submitted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Submitted {
    /// How many jobs are new, as far as is known: one that had to be published again, because NATS was away, counts as new.
    pub jobs: u64,
    /// How many had been submitted in the last ten minutes: the same supplier, question and key in the same run.
    pub repeated: u64,
}

impl Fleet {
    /// Submits jobs. When this returns, they are stored.
    ///
    /// A job that is given twice, or again after something went wrong, is asked once if not more than ten minutes lie between. If
    /// they do, it is asked again; it is collected once all the same, with the answer that came last.
    ///
    /// # Errors
    ///
    /// The first error of the jobs, or [`QueueError`] when they cannot be stored, or one names no supplier or has a key of more than
    /// 1024 bytes, which is our choice. What was stored before is asked.
    pub async fn submit<E: From<QueueError>>(
        &self,
        run: &Run,
        jobs: impl IntoIterator<Item = Result<Job, E>> + Send,
    ) -> Result<Submitted, E> {
        let mut submitted = Submitted::default();
        let mut posts = Vec::with_capacity(CHUNK);
        let mut failed = None;
        for job in jobs {
            match job.and_then(|job| Ok(post(run, job)?)) {
                Ok(post) => posts.push(post),
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            }
            if posts.len() == CHUNK {
                submitted.add(&posts, self.publish(&posts).await?);
                posts.clear();
            }
        }
        submitted.add(&posts, self.publish(&posts).await?);
        failed.map_or(Ok(submitted), Err)
    }
}

impl Submitted {
    fn add(&mut self, posts: &[Post], repeated: u64) {
        self.jobs += u64::try_from(posts.len()).unwrap_or(u64::MAX) - repeated;
        self.repeated += repeated;
    }
}

fn post(run: &Run, job: Job) -> Result<Post, QueueError> {
    check_supplier_name(&job.supplier).map_err(|error| QueueError::new("a job names no supplier", error))?;
    if job.key.len() > LONGEST_NAME {
        let why = format!("it takes {} bytes, and {LONGEST_NAME} at most", job.key.len());
        return Err(QueueError::new("the key of a job is too long", why));
    }
    Ok(Post { subject: run.job(&job.supplier), id: run.id(&job), payload: Task::new(job).write()? })
}
