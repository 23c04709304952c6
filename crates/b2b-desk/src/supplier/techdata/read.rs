//! Tech Data's answers in the words of no protocol in particular.

use b2b_model::{Availability, Item, Money, OrderStatus, PriceQuote, Problem, Quantity, Sku, Status};
use techdata_xml::invoice_detail_by_po::{Container as Sent, InvoiceDetailByPoResponse, InvoicedItem, OrderInfo};
use techdata_xml::quote::{QuoteDetail, QuoteLine as Line, QuoteResponse};
use techdata_xml::ship_via::{ShipViaInfo, ShipViaWarehouse};
use techdata_xml::{
    Amount, AnswerLine, Decimal, LineAnswer, OrRaw, OrderStatusAnswer, ReferenceQualifier, RequiredEuiLine,
    ShipViaLine, Text, model,
};

use crate::{Charge, Container, EndUserNeeds, Invoice, InvoiceLine, Priced, Quote, QuoteLine, ShipVia, ShipVias};

pub(crate) fn availability<L>(line: &LineAnswer<L>) -> Availability
where
    Availability: for<'a> From<&'a L>,
{
    model::availability(std::slice::from_ref(line)).into_iter().next().unwrap_or_default()
}

pub(crate) fn priced<L>(line: &LineAnswer<L>, stock: bool) -> Priced
where
    Availability: for<'a> From<&'a L>,
    PriceQuote: for<'a> From<&'a L>,
{
    let quote = model::quotes(std::slice::from_ref(line)).into_iter().next().unwrap_or_default();
    if !stock {
        return quote.into();
    }
    let Availability { stock, incoming, .. } = availability(line);
    Priced { quote, stock, incoming }
}

pub(crate) fn orders(answer: &OrderStatusAnswer) -> Vec<OrderStatus> {
    model::orders(answer)
}

pub(crate) fn ship_vias(line: &LineAnswer<ShipViaLine>) -> ShipVias {
    let told = said(line).map(ship_via_line).unwrap_or_default();
    ShipVias { sku: told.sku.or_else(|| asked(line)), problems: problems(line), ..told }
}

pub(crate) fn ship_via_line(line: &ShipViaLine) -> ShipVias {
    ShipVias {
        sku: own_number(line),
        description: text(line.product_desc.as_ref()),
        ways: ways(line),
        problems: line.errors().iter().map(Problem::from).collect(),
    }
}

fn ways(line: &ShipViaLine) -> Vec<ShipVia> {
    let way = |house: &ShipViaWarehouse, way: &ShipViaInfo| ShipVia {
        location: house.whse_code.as_deref().map(Into::into),
        location_name: text(house.whse_desc.as_ref()),
        code: way.ship_via_code.as_ref().map(|code| code.as_str().to_owned()),
        words: text(way.ship_via_desc.as_ref()),
        kind: text(way.shipment_type_desc.as_ref()).or_else(|| text(way.shipment_type_code.as_ref())),
    };
    line.whse_info.iter().flat_map(|house| house.ship_via_info.iter().map(move |info| way(house, info))).collect()
}

pub(crate) fn end_user(line: &LineAnswer<RequiredEuiLine>) -> EndUserNeeds {
    let told = said(line).map(end_user_line).unwrap_or_default();
    EndUserNeeds { sku: told.sku.or_else(|| asked(line)), problems: problems(line), ..told }
}

pub(crate) fn end_user_line(line: &RequiredEuiLine) -> EndUserNeeds {
    EndUserNeeds {
        sku: own_number(line),
        required: line.required.iter().map(ToString::to_string).collect(),
        problems: line.errors().iter().map(Problem::from).collect(),
    }
}

/// What a line says, refused or not.
fn said<L>(line: &LineAnswer<L>) -> Option<&L> {
    match &line.result {
        Ok(line) => Some(line),
        Err(techdata_xml::LineError::Refused { line, .. }) => Some(line),
        Err(_) => None,
    }
}

fn problems<L>(line: &LineAnswer<L>) -> Vec<Problem> {
    let Err(error) = &line.result else { return Vec::new() };
    match error.errors() {
        [] => vec![Problem { code: None, message: Some(error.to_string()) }],
        errors => errors.iter().map(Problem::from).collect(),
    }
}

/// Tech Data's number among those of a line.
fn own_number<L: AnswerLine>(line: &L) -> Option<Sku> {
    let numbers = line.references();
    let own = numbers.into_iter().find(|(kind, _)| kind.is_some_and(|kind| kind.as_str() == "VP"));
    own.map(|(_, number)| Sku::from(number.as_str()))
}

/// The number that was asked for, if it is Tech Data's.
fn asked<L>(line: &LineAnswer<L>) -> Option<Sku> {
    let item = line.asked.as_ref()?.item.as_ref()?;
    (item.qualifier.as_str() == "VP").then(|| Sku::from(item.number.as_str()))
}

pub(crate) fn quotes(response: &QuoteResponse) -> Vec<Quote> {
    response.details.iter().map(quote).collect()
}

fn quote(detail: &QuoteDetail) -> Quote {
    let is_number = |kind: &ReferenceQualifier| *kind == ReferenceQualifier::Quote;
    let own = detail.ref_info.iter().find(|info| info.ref_id_qual.as_ref().is_some_and(is_number));
    let line = |line: &Line| QuoteLine {
        number: line.assigned_id.as_deref().map(Into::into),
        sku: line.product_id.as_deref().map(Into::into),
        description: text(line.product_desc.as_ref()),
        quantity: quantity(line.qty_ordered.as_ref()),
        price: money(line.unit_price.as_ref()),
        total: money(line.extended_price.as_ref()),
    };
    Quote {
        number: own.and_then(|info| text(info.ref_id.as_ref())),
        lines: detail.lines.iter().map(line).collect(),
        problems: detail.errors().iter().map(Problem::from).collect(),
    }
}

pub(crate) fn invoices(response: &InvoiceDetailByPoResponse) -> Vec<Invoice> {
    response.orders.iter().map(invoice).collect()
}

fn invoice(order: &OrderInfo) -> Invoice {
    Invoice {
        number: order.invoice_nbr.as_deref().map(Into::into),
        supplier_order: order.order_nbr.as_deref().map(Into::into),
        customer_order: order.po_nbr.as_deref().map(Into::into),
        end_user_order: order.end_user_po_nbr.as_deref().map(Into::into),
        status: order.order_status.as_ref().map(|code| Status::new(model::stage(code), code.as_str(), None)),
        ordered: value(order.order_date.as_ref()).map(|date| date.0),
        expected: value(order.est_ship_date.as_ref()).map(|date| date.0),
        containers: order.containers.iter().map(container).collect(),
        problems: order.error().iter().map(Problem::from).collect(),
    }
}

fn container(sent: &Sent) -> Container {
    let address = [
        &sent.ship_to_name,
        &sent.ship_to_addr1,
        &sent.ship_to_addr2,
        &sent.ship_to_addr3,
        &sent.ship_to_city,
        &sent.ship_to_state_prov,
        &sent.ship_to_postal_code,
    ];
    let charges = [
        ("freight", &sent.net_freight_charge),
        ("handling", &sent.handling_charge),
        ("cash on delivery", &sent.cod_charge),
        ("tax", &sent.tax_charge),
        ("state fee", &sent.state_fee),
        ("debit or credit", &sent.debit_credit),
    ];
    let charge = |(kind, amount): (&str, &Option<OrRaw<Amount>>)| {
        money(amount.as_ref()).filter(|money| !money.amount.is_zero()).map(|money| Charge::new(kind, money))
    };
    Container {
        tracking: sent.container_id.as_deref().map(Into::into),
        tracking_link: text(sent.tracking_link.as_ref()),
        carrier: text(sent.ship_via_desc.as_ref()),
        location: sent.whse_code.as_deref().or(sent.whse_desc.as_deref()).map(Into::into),
        ship_to: address.into_iter().filter_map(|line| text(line.as_ref())).collect(),
        shipped: value(sent.date_shipped.as_ref()).map(|date| date.0),
        weight: quantity(sent.weight.as_ref()),
        invoiced: value(sent.date_invoiced.as_ref()).map(|date| date.0),
        goods: money(sent.container_value.as_ref()),
        charges: charges.into_iter().filter_map(charge).collect(),
        total: money(sent.total_order_value.as_ref()),
        lines: sent.items.iter().map(invoice_line).collect(),
    }
}

fn invoice_line(item: &InvoicedItem) -> InvoiceLine {
    let piece = |serial: &Text| Item { serial: Some(serial.as_str().into()), mac: None };
    InvoiceLine {
        number: item.order_line_nbr.as_deref().map(Into::into),
        sku: item.tech_data_item_nbr.as_deref().map(Into::into),
        manufacturer_sku: item.mfg_item_nbr.as_deref().map(Into::into),
        description: text(item.item_desc.as_ref()),
        quantity: quantity(item.qty_shipped.as_ref()),
        items: item.serial_numbers.iter().map(piece).collect(),
    }
}

fn text(text: Option<&Text>) -> Option<String> {
    text.map(|text| text.as_str().to_owned())
}

fn value<T: Copy>(value: Option<&OrRaw<T>>) -> Option<T> {
    value.and_then(OrRaw::value).copied()
}

fn quantity(amount: Option<&OrRaw<Decimal>>) -> Option<Quantity> {
    value(amount).map(|amount| Quantity::new(amount, None))
}

/// No document of these tells a currency.
fn money(amount: Option<&OrRaw<Amount>>) -> Option<Money> {
    value(amount).map(|amount| Money::new(amount.0, None))
}
