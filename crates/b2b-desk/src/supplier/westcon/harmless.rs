//! A call that changes nothing.

use westcon_orderstatus::{GetOrderStatus, OrderQuery};

use super::Westcon;
use crate::doctor::{Called, NO_ORDER};
use crate::{DeskError, SupplierError};

impl Westcon {
    /// Asks how an order stands that nobody has.
    pub(crate) async fn call_harmlessly(&self) -> Result<Called, DeskError> {
        let operation = GetOrderStatus::new(self.endpoint.clone(), OrderQuery::customer([NO_ORDER]));
        match self.client.send(&operation).await {
            Ok(_) => Ok(Called::Admitted),
            Err(error) => Err(SupplierError::new(&self.name, error).into()),
        }
    }
}
