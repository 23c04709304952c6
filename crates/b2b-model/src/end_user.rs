//! What suppliers want to know of end users.

use serde::{Deserialize, Serialize};

use crate::{Problem, Sku};

/// What must be told of the end user of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EndUserNeeds {
    /// The supplier's article number.
    pub sku: Option<Sku>,
    /// The supplier's names of what must be told, as [`OrderRequest::end_user`](crate::OrderRequest::end_user) takes them.
    pub required: Vec<String>,
    /// What the supplier could not answer.
    pub problems: Vec<Problem>,
}
