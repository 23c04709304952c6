//! The sandbox, with as many articles as are asked for.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use b2b_sandbox::rusqlite::Connection;
use b2b_sandbox::{Fcb2b, Options, Sandbox, Supplier};
use tempfile::TempDir;

use crate::Error;

/// The article that all others are like.
const MODEL: &str = "VV01701002";

pub(crate) struct Site {
    pub(crate) sandbox: Sandbox,
    _data: TempDir,
    pub(crate) config: PathBuf,
}

impl Site {
    /// A sandbox of this producer, which is made twice, with so many articles more, and a configuration for it.
    pub(crate) async fn of<S: Supplier>(
        producer: impl Fn() -> S,
        articles: usize,
        concurrency: usize,
    ) -> Result<Self, Error> {
        let data = tempfile::tempdir()?;
        let serve = || {
            let options = Options { data: Some(data.path().to_owned()), ..Options::default() };
            Sandbox::builder().options(options).supplier(producer()).start()
        };
        serve().await?.shutdown().await;
        fill(&data.path().join("sandbox.sqlite"), articles)?;
        let sandbox = serve().await?;
        let (url, ca) = (sandbox.url(), sandbox.ca_path().display());
        let config = data.path().join("b2b.toml");
        let (profile, key, secret) = (Fcb2b::DEFAULT_PROFILE, Fcb2b::API_KEY, Fcb2b::SECRET);
        std::fs::write(data.path().join("secret"), secret)?;
        let client = Fcb2b::CLIENT_IDENTIFIER;
        let text = format!(
            "[mill]\nprotocol = \"fcb2b\"\naddresses.StockCheck = \"{url}/stockcheck\"\nprofile = \"{profile}\"\n\
             api_key = \"{key}\"\nsecret = \"file:secret\"\nclient_identifier = \"{client}\"\nca = \"{ca}\"\n\
             max_concurrent = {concurrency}\n"
        );
        std::fs::write(&config, text)?;
        Ok(Self { sandbox, _data: data, config })
    }

    /// A list of the first so many articles.
    pub(super) fn write_jobs(&self, path: &Path, count: usize) -> Result<PathBuf, Error> {
        let mut text = "supplier,question,key\n".to_owned();
        for article in 0..count {
            writeln!(text, "mill,stock,{}", sku(article))?;
        }
        std::fs::write(path, text)?;
        Ok(path.to_owned())
    }

    pub(crate) async fn end(self) {
        self.sandbox.shutdown().await;
    }
}

/// What an article is called.
pub(crate) fn sku(article: usize) -> String {
    format!("N{article:09}")
}

/// The article of this name.
pub(crate) fn article(sku: &str) -> Option<usize> {
    sku.strip_prefix('N').filter(|digits| digits.len() == 9)?.parse().ok()
}

fn fill(database: &Path, articles: usize) -> Result<(), Error> {
    let mut connection = Connection::open(database)?;
    let transaction = connection.transaction()?;
    for article in 0..articles {
        let sku = sku(article);
        transaction
            .prepare_cached("INSERT INTO fcb2b_item SELECT ?1, document FROM fcb2b_item WHERE sku = ?2")?
            .execute([sku.as_str(), MODEL])?;
        transaction
            .prepare_cached(
                "INSERT INTO fcb2b_stock (sku, position, fob_point, lot, roll_number, kind, unit, quantity)
                 SELECT ?1, position, fob_point, lot, roll_number, kind, unit, ?3 FROM fcb2b_stock
                 WHERE sku = ?2 ORDER BY position LIMIT 1",
            )?
            .execute((sku.as_str(), MODEL, i64::try_from(article % 1000)? + 1))?;
    }
    Ok(transaction.commit()?)
}
