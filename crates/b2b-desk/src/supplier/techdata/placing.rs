//! Orders that are placed, and what became of them.

use b2b_http::{Attempt, Refused};
use b2b_model::{OrderRequest, Outcome, Problem, RequestedLine, Shortage};
use techdata_xml::order::{EndUserInfo, Line, OrderResponse, RefNbr};
use techdata_xml::{
    Amount, Indicator, MessageType, OrderLevel, OrderOutcome as Judged, OrderSubmit, OrderType, Reconciled,
    ReferenceQualifier, SalesRequirement, ShipViaCode, Text, model,
};

use super::{Shown, Techdata, item, told, unwritable};
use crate::place_order::{OrderFound, OrderOutcome, PendingOrder};
use crate::question::Told;
use crate::{DeskError, SupplierError};

impl Techdata {
    /// Sends it once. An error says that nothing was ordered.
    pub(crate) async fn place_order(&self, pending: &PendingOrder) -> Result<OrderOutcome, DeskError> {
        let submission = self.submission(&pending.order)?;
        match self.client.place_order(submission).await.map_err(|error| self.failed(error))? {
            Judged::Accepted { answer, .. } => Ok(placed(pending, told(*answer))),
            Judged::Refused { errors, .. } => Ok(OrderOutcome::Refused(errors.iter().map(Problem::from).collect())),
            Judged::Unknown(unknown) => Ok(OrderOutcome::Unknown(Box::new(PendingOrder {
                reason: Some(unknown.error().message().to_owned()),
                ..pending.clone()
            }))),
            _ => Ok(OrderOutcome::Unknown(Box::new(pending.clone()))),
        }
    }

    pub(crate) fn show_order(&self, pending: &PendingOrder, attempt: &Attempt) -> Shown {
        Ok(vec![self.written(self.submission(&pending.order)?, attempt)?])
    }

    /// Asks what there is of the purchase order. Nothing is changed.
    pub(crate) async fn find_order(&self, pending: &PendingOrder) -> Result<OrderFound, DeskError> {
        let found = self.client.reconcile(pending.order.purchase_order.as_str()).await;
        match found.map_err(|error| DeskError::from(SupplierError::new(&self.name, error)))? {
            Reconciled::Placed(orders) => Ok(OrderFound::Placed(orders.iter().map(Into::into).collect())),
            Reconciled::NotListed(errors) => Ok(OrderFound::NotListed(errors.iter().map(Problem::from).collect())),
            Reconciled::Unclear { details, errors } => Ok(OrderFound::Unclear {
                orders: details.iter().map(Into::into).collect(),
                problems: errors.iter().map(Problem::from).collect(),
            }),
            // What this version cannot judge says nothing of whether there is an order.
            _ => Ok(OrderFound::Unclear { orders: Vec::new(), problems: Vec::new() }),
        }
    }

    fn submission(&self, order: &OrderRequest) -> Result<OrderSubmit, DeskError> {
        let Some(kind) = order.kind.as_ref().or(self.order_type.as_ref()) else {
            let refused = Refused::new("the order has no kind")
                .with_hint("Set kind to \"BS\" or \"DS\" in the order, or order_type in the configuration.");
            return Err(unwritable(&self.name, refused));
        };
        let text = |text: &Option<String>| text.as_deref().map(Text::from);
        let mut submission =
            OrderSubmit::new(order.purchase_order.as_str(), OrderType::from(kind.as_str())).with_confirmation();
        let header = &mut submission.header;
        header.order_level = order.order_level.as_deref().map(OrderLevel::from);
        header.sales_requirement_code = order.shortage.map(requirement);
        header.name = text(&order.ship_to.name);
        header.addresses = order.ship_to.address.iter().map(|line| line.as_str().into()).collect();
        header.city_name = text(&order.ship_to.city);
        header.state_province_code = text(&order.ship_to.state);
        header.postal_code = text(&order.ship_to.postal_code);
        header.contact_name = text(&order.ship_to.contact);
        header.contact_phone_nbr = text(&order.ship_to.phone);
        header.ref_nbrs = order.references.iter().map(reference).collect();
        if !order.messages.is_empty() {
            header.order_message_hdr_type = Some(MessageType::Delivery);
            header.order_messages = order.messages.iter().map(|text| text.as_str().into()).collect();
        }
        if !order.end_user.is_empty() {
            header.end_user_info = Some(self.end_user_info(order)?);
        }
        submission.lines = order.lines.iter().enumerate().map(line).collect();
        Ok(submission)
    }

    /// The end user by the names of Tech Data's elements, `EuiName`, or of their Rust fields, `eui_name`.
    fn end_user_info(&self, order: &OrderRequest) -> Result<EndUserInfo, DeskError> {
        let fields = order.end_user.iter().map(|(name, value)| (field(name), value.as_str().into()));
        serde_json::from_value(serde_json::Value::Object(fields.collect())).map_err(|error| {
            let refused = Refused::new(format!("the end user cannot be told: {error}"))
                .with_hint("Use the names that b2b end-user-info lists, such as EuiName, and dates as YYYY-MM-DD.");
            unwritable(&self.name, refused)
        })
    }
}

/// What an accepted order became, with what its answer says beside it.
fn placed(pending: &PendingOrder, told: Told<OrderResponse>) -> OrderOutcome {
    match model::placed(&told.value) {
        Outcome::Done(taken) => Outcome::Done(told.map(|_| taken)),
        Outcome::Partial { value, problems } => Outcome::Partial { value: told.map(|_| value), problems },
        Outcome::Refused(problems) => Outcome::Refused(problems),
        Outcome::Unknown(problem) => {
            Outcome::Unknown(Box::new(PendingOrder { reason: problem.message, ..pending.clone() }))
        }
    }
}

fn requirement(shortage: Shortage) -> SalesRequirement {
    match shortage {
        Shortage::BackorderRest => SalesRequirement::ShipPartialBackorderRest,
        Shortage::CancelRest => SalesRequirement::ShipPartialCancelRest,
        Shortage::ShipComplete => SalesRequirement::ShipComplete,
        Shortage::NoBackorder => SalesRequirement::NoBackorder,
    }
}

fn reference((kind, number): (&String, &String)) -> RefNbr {
    RefNbr { ref_id_qual: Some(ReferenceQualifier::from(kind.as_str())), ref_id: Some(number.as_str().into()) }
}

/// A line; its id is its number, by which Tech Data names it in errors.
fn line((at, wanted): (usize, &RequestedLine)) -> Line {
    let mut line = Line::new(item(&wanted.article), wanted.quantity);
    let text = |text: &Option<String>| text.as_deref().map(Text::from);
    line.assigned_id = Some(format!("{:04}", at + 1).into());
    line.orig_cust_po_line_nbr = text(&wanted.customer_line);
    line.unit_price = wanted.price.map(Amount);
    line.whse_code = text(&wanted.location);
    line.id_code = wanted.ship_via.as_deref().map(ShipViaCode::from);
    line.promo_accept_ind = wanted.promotion.map(Indicator::from);
    line.order_message_line = text(&wanted.message);
    line
}

/// `eui_addr1` for `EuiAddr1`.
fn field(name: &str) -> String {
    let mut field = String::new();
    for letter in name.replace("PODate", "PoDate").chars() {
        if letter.is_ascii_uppercase() && !field.is_empty() && !field.ends_with('_') {
            field.push('_');
        }
        field.push(letter.to_ascii_lowercase());
    }
    field
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_fields() {
        assert_eq!(field("EuiAddr1"), "eui_addr1");
        assert_eq!(field("EuiEndUserPODate"), "eui_end_user_po_date");
        assert_eq!(field("eui_name"), "eui_name");
    }
}
