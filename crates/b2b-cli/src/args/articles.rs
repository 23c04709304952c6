//! Questions about articles.

use b2b_desk::Conditions;
use b2b_model::{Decimal, Form, NaiveDate};

use super::Asking;
use crate::exit::Exit;
use crate::failure::Failure;

/// Asks what suppliers have of articles
///
/// Without conditions, it asks for the first availability, or with --all for every location, lot and form. Conditions
/// need --quantity and --unit, and the answer is what satisfies them.
#[derive(Debug, clap::Args)]
pub(crate) struct Stock {
    /// Articles, by the supplier's numbers
    #[arg(required = true, value_name = "SKU")]
    pub(crate) skus: Vec<String>,
    /// Asks for every location, lot and form
    #[arg(long)]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) wanted: Wanted,
    #[command(flatten)]
    pub(crate) asking: Asking,
}

/// Asks what articles cost
#[derive(Debug, clap::Args)]
pub(crate) struct Price {
    /// Articles, by the supplier's numbers
    #[arg(required = true, value_name = "SKU")]
    pub(crate) skus: Vec<String>,
    #[command(flatten)]
    pub(crate) wanted: Wanted,
    #[command(flatten)]
    pub(crate) asking: Asking,
}

/// Asks which articles go with articles: accessories, trims
#[derive(Debug, clap::Args)]
pub(crate) struct Related {
    /// Articles, by the supplier's numbers
    #[arg(required = true, value_name = "SKU")]
    pub(crate) skus: Vec<String>,
    #[command(flatten)]
    pub(crate) asking: Asking,
}

/// Asks for documents about articles: specification sheets, images, manuals
#[derive(Debug, clap::Args)]
pub(crate) struct Documents {
    /// Articles, by the supplier's numbers
    #[arg(required = true, value_name = "SKU")]
    pub(crate) skus: Vec<String>,
    #[command(flatten)]
    pub(crate) asking: Asking,
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
