//! Questions about articles.

use b2b_desk::{Article, Conditions, NumberKind};
use b2b_model::{Decimal, Form, NaiveDate};

use super::{Asking, once};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::{self, Source};

/// Asks what suppliers have of articles
///
/// Without conditions, it asks for the first availability, or with --all for every location, lot and form. Conditions
/// need --quantity and --unit, and the answer is what satisfies them. A number can say
/// whose it is: vp:10226038 is the supplier's, mg:T3Y97A the manufacturer's, up: a UPC, bp: your own.
#[derive(Debug, clap::Args)]
pub(crate) struct Stock {
    #[command(flatten)]
    pub(crate) articles: Articles,
    /// Asks for every location, lot and form
    #[arg(long)]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) wanted: Wanted,
    #[command(flatten)]
    pub(crate) asking: Asking,
}

/// Asks what articles cost
///
/// A number can say whose it is: vp:10226038 is the supplier's, mg:T3Y97A the manufacturer's, up: a UPC, bp: your own.
#[derive(Debug, clap::Args)]
pub(crate) struct Price {
    #[command(flatten)]
    pub(crate) articles: Articles,
    /// For orders of this level, by the supplier's code, for example FE for the government's
    #[arg(long, value_name = "CODE")]
    pub(crate) level: Option<String>,
    /// Shows what is there too, where the supplier tells it with the price
    #[arg(long)]
    pub(crate) stock: bool,
    #[command(flatten)]
    pub(crate) wanted: Wanted,
    #[command(flatten)]
    pub(crate) asking: Asking,
}

/// Asks which articles go with articles: accessories, trims
#[derive(Debug, clap::Args)]
pub(crate) struct Related {
    /// Articles, by the supplier's numbers; - reads them from stdin
    #[arg(required_unless_present = "from", value_name = "SKU")]
    pub(crate) skus: Vec<String>,
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) asking: Asking,
}

/// Asks for documents about articles: specification sheets, images, manuals
#[derive(Debug, clap::Args)]
pub(crate) struct Documents {
    /// Articles, by the supplier's numbers; - reads them from stdin
    #[arg(required_unless_present = "from", value_name = "SKU")]
    pub(crate) skus: Vec<String>,
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) asking: Asking,
}

/// Articles, and whose numbers name them.
#[derive(Debug, clap::Args)]
pub(crate) struct Articles {
    /// Articles, by the supplier's numbers or with whose number it is before a colon; - reads them from stdin
    #[arg(required_unless_present = "from", value_name = "SKU")]
    pub(crate) skus: Vec<String>,
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) numbers: Numbers,
}

impl Articles {
    pub(crate) fn read(&self) -> Result<Vec<Article>, Failure> {
        self.numbers.read(&self.source.gather(&self.skus, input::ARTICLES)?)
    }
}

/// Whose numbers name articles.
#[derive(Debug, clap::Args)]
pub(crate) struct Numbers {
    /// Whose numbers they are that do not say it: vp (the supplier's), mg (the manufacturer's), up (UPC) or bp (yours)
    #[arg(long, value_name = "KIND", default_value = "vp", value_parser = kind, hide_default_value = true)]
    pub(crate) by: NumberKind,
}

impl Numbers {
    /// The articles, each once.
    pub(crate) fn read(&self, written: &[String]) -> Result<Vec<Article>, Failure> {
        let article = |text: &String| match Article::read(text, self.by) {
            article if article.number.is_empty() => {
                let message = format!("the article number {text:?} is empty");
                Err(Failure::new(Exit::Usage, message, "Give a number, as in b2b price 10226038."))
            }
            article => Ok(article),
        };
        Ok(once(written.iter().map(article).collect::<Result<_, _>>()?))
    }
}

fn kind(name: &str) -> Result<NumberKind, String> {
    NumberKind::from_name(name).ok_or_else(|| "there are vp, mg, up, bp".to_owned())
}

const CONDITIONS: &str = "Conditions";

/// How much is wanted, and of what kind.
#[derive(Debug, clap::Args)]
pub(crate) struct Wanted {
    /// How much is wanted
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub(crate) quantity: Option<Decimal>,
    /// The unit, for example BX, SF, SY, LF, EA
    #[arg(long, help_heading = CONDITIONS, value_name = "CODE")]
    pub(crate) unit: Option<String>,
    /// The least that will do [default: the quantity]
    #[arg(long, help_heading = CONDITIONS, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub(crate) minimum: Option<Decimal>,
    /// Of this shade or dye lot
    #[arg(long, help_heading = CONDITIONS, value_name = "LOT")]
    pub(crate) lot: Option<String>,
    /// All of one shade or dye lot
    #[arg(long, help_heading = CONDITIONS)]
    pub(crate) same_lot: bool,
    /// At this FOB point
    #[arg(long, help_heading = CONDITIONS, value_name = "POINT")]
    pub(crate) fob: Option<String>,
    /// As a whole roll
    #[arg(long, help_heading = CONDITIONS, conflicts_with = "cut")]
    pub(crate) roll: bool,
    /// Cut from a roll
    #[arg(long, help_heading = CONDITIONS)]
    pub(crate) cut: bool,
    /// Available on this day at the latest, for example 2025-01-31
    #[arg(long, help_heading = CONDITIONS, value_name = "DAY")]
    pub(crate) need_by: Option<NaiveDate>,
}

impl Wanted {
    /// A whole roll, or a cut, if that is said.
    pub(crate) fn form(&self) -> Option<Form> {
        match (self.roll, self.cut) {
            (true, _) => Some(Form::Roll),
            (_, true) => Some(Form::Cut),
            _ => None,
        }
    }

    /// What the goods have to satisfy, if anything.
    pub(crate) fn conditions(&self) -> Result<Option<Conditions>, Failure> {
        let first = [
            ("--unit", self.unit.is_some()),
            ("--minimum", self.minimum.is_some()),
            ("--lot", self.lot.is_some()),
            ("--same-lot", self.same_lot),
            ("--fob", self.fob.is_some()),
            ("--roll", self.roll),
            ("--cut", self.cut),
            ("--need-by", self.need_by.is_some()),
        ];
        let Some((option, _)) = first.into_iter().find(|(_, given)| *given) else { return Ok(None) };
        let (Some(quantity), Some(unit)) = (self.quantity, &self.unit) else {
            let missing = if self.quantity.is_none() { "--quantity" } else { "--unit" };
            let message = format!("{option} is a condition, and conditions need {missing}");
            let hint = "Say how much of which unit is wanted, for example --quantity 5 --unit BX.";
            return Err(Failure::new(Exit::Usage, message, hint));
        };
        let mut conditions = Conditions::new(quantity, unit);
        conditions.minimum = self.minimum.unwrap_or(quantity);
        conditions.need_by = self.need_by;
        conditions.location.clone_from(&self.fob);
        conditions.lot.clone_from(&self.lot);
        conditions.same_lot = self.same_lot;
        conditions.form = self.form();
        Ok(Some(conditions))
    }
}
