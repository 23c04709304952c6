//! A call that changes nothing.

use fcb2b_client::StockCheck;

use super::Fcb2b;
use crate::doctor::{Called, NO_ARTICLE};
use crate::{Cause, DeskError};

impl Fcb2b {
    /// Asks for the stock of an article that nobody has: discovery alone can be asked without a key by most profiles. A
    /// producer without that service, or which does not say where it is, has then answered only discovery.
    pub(crate) async fn call_harmlessly(&self) -> Result<Called, DeskError> {
        let Err(error) = self.client.send(StockCheck::new(NO_ARTICLE)).await else { return Ok(Called::Admitted) };
        let error = DeskError::from(self.failed(error));
        if error.cause() == Cause::Input && self.discovery.is_some() {
            let found = format!("discovery answers, but the key could not be tried: {error}");
            return Ok(Called::Untried { found, advice: error.hint() });
        }
        Err(error)
    }
}
