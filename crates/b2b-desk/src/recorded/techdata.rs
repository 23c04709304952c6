//! Recorded answers of Tech Data's. The root element tells which.

use b2b_model::{Availability, OrderStatus, Outcome};
use b2b_xml::{Decoded, FromXml};
use techdata_xml::{
    AvailabilityResponse, InvoiceDetailByPoResponse, MultiPriceAvailabilityResponse, OrderResponse, OrderStatusAnswer,
    OrderStatusResponse, PriceAvailabilityResponse, PriceListResponse, QuoteResponse, RequiredEuiResponse,
    ShipViaResponse, ShipmentStatusResponse, decode_recorded, model, root_name,
};

use super::Recorded;
use crate::{DeskError, EndUserNeeds, Orders, Priced, ShipVias, Told};

/// Whether the root element is one of Tech Data's.
pub(super) fn is_one(document: &[u8]) -> bool {
    root_name(document).is_some_and(|root| root.starts_with("XML_"))
}

pub(super) fn decode(document: &[u8]) -> Result<Recorded, DeskError> {
    let root = root_name(document).unwrap_or_default();
    Ok(match root.as_str() {
        "XML_Availability_Response" => {
            let told = decoded::<AvailabilityResponse>(document)?;
            Recorded::Availability(told.map(|answer| answer.lines.iter().map(Availability::from).collect()))
        }
        "XML_PriceAvailability_Response" => {
            let told = decoded::<PriceAvailabilityResponse>(document)?;
            Recorded::Prices(told.map(|answer| answer.lines.iter().map(Priced::from).collect()))
        }
        "XML_MultiPriceAvailability_Response" => {
            let told = decoded::<MultiPriceAvailabilityResponse>(document)?;
            Recorded::Prices(told.map(|answer| answer.lines.iter().map(Priced::from).collect()))
        }
        "XML_PriceList_Response" => {
            let told = decoded::<PriceListResponse>(document)?;
            Recorded::Prices(told.map(|answer| answer.lines.iter().map(Priced::from).collect()))
        }
        "XML_Order_Response" => placed(decoded::<OrderResponse>(document)?),
        "XML_OrderStatus_Response" => orders(
            decoded::<OrderStatusResponse>(document)?.map(|answer| model::orders(&OrderStatusAnswer::Orders(answer))),
        ),
        "XML_ShipmentStatus_Response" => orders(
            decoded::<ShipmentStatusResponse>(document)?
                .map(|answer| model::orders(&OrderStatusAnswer::Shipments(answer))),
        ),
        "XML_InvoiceDetailByPO_Response" => {
            Recorded::Invoices(decoded::<InvoiceDetailByPoResponse>(document)?.map(|answer| model::invoices(&answer)))
        }
        "XML_ShipVia_Response" => Recorded::ShipVias(decoded::<ShipViaResponse>(document)?.map(|answer| {
            let lines = answer.detail.unwrap_or_default().lines;
            lines.iter().map(ShipVias::from).collect()
        })),
        "XML_Quote_Response" => {
            Recorded::Quotes(decoded::<QuoteResponse>(document)?.map(|answer| model::quotes(&answer)))
        }
        "XML_RequiredEUI_Response" => Recorded::EndUserInfo(
            decoded::<RequiredEuiResponse>(document)?
                .map(|answer| answer.lines.iter().map(EndUserNeeds::from).collect()),
        ),
        "" => return Err(DeskError::NoRecording { message: "it has no root element that can be read".to_owned() }),
        other => {
            let what = if other.ends_with("_Submit") { "a submission" } else { "none of Tech Data's answers" };
            return Err(DeskError::NoRecording { message: format!("<{other}> is {what}") });
        }
    })
}

fn decoded<T: FromXml>(document: &[u8]) -> Result<Told<T>, DeskError> {
    let Decoded { value, warnings, more_warnings, .. } =
        decode_recorded(document).map_err(|error| DeskError::NoRecording { message: error.to_string() })?;
    let mut all: Vec<_> = warnings.iter().map(ToString::to_string).collect();
    if more_warnings > 0 {
        all.push(format!("and {more_warnings} more"));
    }
    Ok(Told::new(value).warnings(all))
}

/// The orders that an order became, or why it became none.
fn placed(told: Told<OrderResponse>) -> Recorded {
    let customer_order = told.value.header.as_ref().and_then(|header| header.po_nbr.as_deref()).map(Into::into);
    let none = |problems| vec![OrderStatus { customer_order, problems, ..OrderStatus::default() }];
    let (value, problems) = match model::placed(&told.value) {
        Outcome::Done(taken) => (taken.orders, Vec::new()),
        Outcome::Partial { value, problems } => (value.orders, problems),
        Outcome::Refused(problems) => (none(problems), Vec::new()),
        Outcome::Unknown(problem) => (none(vec![problem]), Vec::new()),
    };
    Recorded::Orders(Orders { orders: value, problems, warnings: told.warnings, ..Orders::default() })
}

fn orders(told: Told<Vec<OrderStatus>>) -> Recorded {
    Recorded::Orders(Orders { orders: told.value, warnings: told.warnings, ..Orders::default() })
}
