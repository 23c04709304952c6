//! What the collected file says.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::path::Path;

use arrow_array::cast::AsArray as _;
use arrow_array::types::UInt32Type;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::supplier::is_hopeless;
use crate::Error;
use crate::nightly::site::article;

/// How the articles fared.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    answered: usize,
    /// Those whose fault never ends, as it has to be.
    dead: usize,
    /// Answers that took more than one attempt.
    repeated: usize,
    /// What is not as it has to be.
    wrong: Vec<String>,
}

impl Verdict {
    /// Of a file with the answers for so many articles.
    pub(super) fn of(path: &Path, articles: usize) -> Result<Self, Error> {
        let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
        let mut verdict = Self::default();
        for batch in ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?.build()? {
            let batch = batch?;
            let column = |name: &str| batch.column_by_name(name).ok_or_else(|| format!("there is no column {name}"));
            let (keys, statuses) = (column("key")?.as_string::<i32>(), column("status")?.as_string::<i32>());
            let attempts = column("attempts")?.as_primitive::<UInt32Type>();
            for ((key, status), attempts) in keys.iter().zip(statuses).zip(attempts) {
                let (key, status) = (key.unwrap_or_default(), status.unwrap_or_default());
                let asked = article(key).ok_or_else(|| format!("{key} was not asked for"))?;
                *seen.entry(asked).or_default() += 1;
                verdict.judge(asked, status, attempts.unwrap_or_default());
            }
        }
        for asked in 0..articles {
            match seen.remove(&asked) {
                Some(1) => {}
                Some(rows) => verdict.wrong.push(format!("article {asked} is there {rows} times")),
                None => verdict.wrong.push(format!("article {asked} is missing")),
            }
        }
        verdict.wrong.extend(seen.into_keys().map(|asked| format!("article {asked} was not asked for")));
        Ok(verdict)
    }

    fn judge(&mut self, article: usize, status: &str, attempts: u32) {
        match (status, is_hopeless(article)) {
            ("answered", false) => self.answered += 1,
            ("failed", true) => self.dead += 1,
            _ => self.wrong.push(format!("article {article} is {status}")),
        }
        if status == "answered" && attempts > 1 {
            self.repeated += 1;
        }
    }

    pub(super) fn is_clean(&self) -> bool {
        self.wrong.is_empty()
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { answered, dead, repeated, wrong } = self;
        write!(
            f,
            "{answered} answered once each, {repeated} of them not at the first attempt; {dead} dead letters, all for good reason"
        )?;
        if !wrong.is_empty() {
            write!(
                f,
                "\n{} are wrong: {}",
                wrong.len(),
                wrong.iter().take(10).cloned().collect::<Vec<_>>().join("; ")
            )?;
        }
        Ok(())
    }
}
