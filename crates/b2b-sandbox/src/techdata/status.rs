//! Order Status: three purposes, two answers.

use b2b_xml::chrono::NaiveDate;
use b2b_xml::{Decimal, OrRaw};
use techdata_xml::order_status::{
    Container, DetailError, OrderDetail, OrderLine, RefInfo, SerialInfo, ShipmentDetail, ShipmentSummary, ShippedItem,
};
use techdata_xml::{
    Indicator, ItemQualifier, OrderStatusResponse, OrderStatusSubmit, PurposeCode, Reference, ReferenceQualifier,
    SalesRequirement, ShipmentStatusResponse, ShortDate, StatusCode, Text, TransactionSet,
};

use super::answer::{Answered, Document, Findings, Subset};
use super::confirmation::{
    BILL_TO, CONTACT_FUNCTION, CURRENCY, PACKAGE, TERMS, address, amount, charge, count, disposition, filled,
    references,
};
use super::items::{self, is_since, version};
use super::orders::{self, By, Order, OrderedLine, Parcel, ParcelItem, Quirk};
use super::submission::{Faults, Opening, Transaction};
use crate::rusqlite::{self, Connection};

/// The oldest version that was seen, and the one with dates and charges of the invoice.
const OLDEST: &str = "1.3";
const CHARGES: &str = "1.8";

impl Transaction for OrderStatusSubmit {
    const NAME: &'static str = "OrderStatus";
    const SET: Option<&'static str> = Some("869");
    /// A live client leaves out both, and was served.
    const WAIVED: &'static [&'static str] = &["TransSetIDCode", "TransControlID"];

    fn opening(&self) -> Opening<'_> {
        Opening::coded(&self.header)
    }

    fn refused(asked: Option<&Self>, texts: &[String]) -> Answered {
        let errors = texts.iter().map(|text| detail_error(text)).collect();
        let purpose_code = asked.and_then(|asked| asked.detail.purpose_code.clone());
        if purpose_code == Some(PurposeCode::ShipmentDetail) {
            let shipment = ShipmentDetail { purpose_code, error_info: errors, ..ShipmentDetail::default() };
            return shipments(asked, vec![shipment], false);
        }
        orders_answer(asked, vec![OrderDetail { purpose_code, error_info: errors, ..OrderDetail::default() }], &[])
    }

    fn answer(self, conn: &Connection, _: NaiveDate, _: &Faults) -> rusqlite::Result<Answered> {
        let mut findings = Findings::default();
        let mut found = Vec::new();
        for reference in &self.detail.ref_info {
            let number = reference.ref_id.as_deref().unwrap_or_default();
            let looked = match by(self.detail.purpose_code.as_ref(), reference.ref_id_qual.as_ref()) {
                Ok(by) => orders::find(conn, by, number)?,
                Err(text) => {
                    findings.add(format!("{text}."));
                    found.push((reference, Err(text)));
                    continue;
                }
            };
            if looked.is_empty() {
                findings.add(format!("There is no order with the number {number}."));
                found.push((reference, Err(format!("No orders were found for {number}"))));
            }
            found.extend(looked.into_iter().map(|order| (reference, Ok(order))));
        }
        let quirks: Vec<Quirk> =
            found.iter().flat_map(|(_, one)| one.iter().flat_map(|order| order.quirks.clone())).collect();
        let answered = if self.detail.purpose_code == Some(PurposeCode::ShipmentDetail) {
            let details = found.iter().map(|(asked, found)| shipment(asked, found)).collect();
            shipments(Some(&self), details, quirks.contains(&Quirk::WsdlNames))
        } else {
            let purpose = self.detail.purpose_code.clone();
            let version = version(self.header.response_version.as_ref(), OLDEST);
            let charges = is_since(&version, CHARGES);
            let details = found.iter().map(|(asked, found)| detail(asked, found, purpose.as_ref(), charges)).collect();
            orders_answer(Some(&self), details, &quirks)
        };
        Ok(Answered { findings, ..answered })
    }
}

/// How a number is looked for; `PO` belongs to purpose `01`, `ON` and `IN` to the others.
fn by(purpose: Option<&PurposeCode>, kind: Option<&ReferenceQualifier>) -> Result<By, String> {
    let purpose = purpose.map(PurposeCode::as_str).unwrap_or_default();
    let kind = kind.map(ReferenceQualifier::as_str).unwrap_or_default();
    match (purpose, kind) {
        ("01", "PO") => Ok(By::PurchaseOrder),
        ("02" | "03", "ON") => Ok(By::Order),
        ("02" | "03", "IN") => Ok(By::Invoice),
        ("01" | "02" | "03", _) => Err(format!("RefIDQual {kind} is not valid with PurposeCode {purpose}")),
        _ => Err(format!("PurposeCode {purpose} is not valid")),
    }
}

fn orders_answer(asked: Option<&OrderStatusSubmit>, orders: Vec<OrderDetail>, quirks: &[Quirk]) -> Answered {
    let header = header(asked, TransactionSet::OrderStatusResponse);
    let empty = quirks.contains(&Quirk::EmptyTags);
    let summary = if empty { None } else { items::summary() };
    let response = OrderStatusResponse { header: Some(header), orders, summary };
    Answered::document(Document::new(&response, Subset::Absent), Findings::default())
}

fn shipments(asked: Option<&OrderStatusSubmit>, shipments: Vec<ShipmentDetail>, as_in_wsdl: bool) -> Answered {
    let mut header = header(asked, TransactionSet::ShipmentStatusResponse);
    let wrong = shipments.iter().all(|shipment| !shipment.error_info.is_empty());
    if wrong {
        // The one live answer with an error has no id.
        header.trans_control_id = None;
    }
    let containers = shipments.iter().map(|shipment| shipment.containers.len()).sum::<usize>();
    let nbr_of_containers = if wrong { None } else { u32::try_from(containers).ok().map(OrRaw::Value) };
    let summary = Some(ShipmentSummary { nbr_of_containers, nbr_of_segments: None });
    let document = Document::new(&ShipmentStatusResponse { header: Some(header), shipments, summary }, Subset::Absent);
    let document = if as_in_wsdl { document.renamed("ErrorIDQual", "ErrorInfoIDQual") } else { document };
    Answered::document(document, Findings::default())
}

fn header(asked: Option<&OrderStatusSubmit>, set: TransactionSet) -> techdata_xml::ResponseHeader {
    let asked = asked.map(|asked| &asked.header);
    let version = version(asked.and_then(|header| header.response_version.as_ref()), OLDEST);
    items::header(Some(set), asked.and_then(|header| header.trans_control_id.as_ref()), version)
}

fn detail_error(text: &str) -> DetailError {
    DetailError { error_id_qual: Some("1Q".into()), error_id: Some("0".into()), error_desc: Some(text.into()) }
}

fn reference_infos(order: &Order) -> Vec<Reference> {
    let info =
        |(kind, number): (ReferenceQualifier, &str)| Reference { ref_id_qual: Some(kind), ref_id: Some(number.into()) };
    references(order).into_iter().map(info).collect()
}

/// A number as it was sent.
fn echoed_reference(asked: &RefInfo) -> Reference {
    Reference { ref_id_qual: asked.ref_id_qual.clone(), ref_id: asked.ref_id.clone() }
}

/// One order in an `870`: in short for `01`, with lines for `02`.
fn detail(asked: &RefInfo, found: &Result<Order, String>, purpose: Option<&PurposeCode>, charges: bool) -> OrderDetail {
    let purpose_code = purpose.cloned();
    let order = match found {
        Ok(order) => order,
        Err(text) => {
            let (ref_info, error_info) = (vec![echoed_reference(asked)], vec![detail_error(text)]);
            return OrderDetail { purpose_code, ref_info, error_info, ..OrderDetail::default() };
        }
    };
    let short = OrderDetail {
        purpose_code,
        ref_info: reference_infos(order),
        error_info: order.error.iter().map(|text| detail_error(text)).collect(),
        order_status: Some(StatusCode::Other(order.status.clone())),
        ..OrderDetail::default()
    };
    if purpose == Some(&PurposeCode::PurchaseOrder) || order.error.is_some() {
        return short;
    }
    let ship_to = &order.ship_to;
    let sum = |charge: fn(&Parcel) -> Decimal| order.parcels.iter().map(charge).sum::<Decimal>();
    OrderDetail {
        terms: Some(TERMS.into()),
        currency_type: Some(CURRENCY.into()),
        shipment_disp_qual: Some(SalesRequirement::from(order.disposition.as_str())),
        shipment_disp: Some(disposition(&order.disposition).into()),
        package_disp_qual: Some(PACKAGE.0.into()),
        package_disp: Some(PACKAGE.1.into()),
        bill_to_acct_nbr: Some(BILL_TO.into()),
        ship_to_name: filled(&ship_to.name),
        ship_to_addr1: address(order, 0),
        ship_to_addr2: address(order, 1),
        ship_to_addr3: address(order, 2),
        ship_to_city: filled(&ship_to.city),
        ship_to_state_prov: filled(&ship_to.state),
        ship_to_postal_code: filled(&ship_to.postal),
        contact_name: filled(&order.contact),
        invoice_total: amount(order.grand_total()),
        state_fee: charge(Decimal::ZERO),
        invoice_date: order.invoiced.filter(|_| charges).map(|date| OrRaw::Value(ShortDate(date))),
        tax_charge: charges.then(|| amount(sum(|parcel| parcel.tax))).flatten(),
        net_freight_charge: charges.then(|| amount(sum(|parcel| parcel.freight))).flatten(),
        handling_charge: charges.then(|| charge(Decimal::ZERO)).flatten(),
        estimated_ship_date: order.estimated.map(|date| OrRaw::Value(ShortDate(date))),
        lines: order.lines.iter().enumerate().map(|(at, line)| order_line(order, at, line)).collect(),
        nbr_of_order_lines: u32::try_from(order.lines.len()).ok().map(OrRaw::Value),
        ..short
    }
}

fn order_line(order: &Order, at: usize, line: &OrderedLine) -> OrderLine {
    OrderLine {
        assigned_id: Some(OrderedLine::number(at).into()),
        product_id_qual: Some(ItemQualifier::TechData),
        product_id: Some(line.vp.as_str().into()),
        product_id_qual2: Some(ItemQualifier::Manufacturer),
        product_id2: Some(line.mg.as_str().into()),
        product_desc: Some(line.description.as_str().into()),
        line_status: Some(StatusCode::Other(order.status.clone())),
        unit_price: amount(line.price),
        extended_price: amount(line.price * Decimal::from(line.ordered)),
        whse_desc: Some(line.house.as_str().into()),
        ship_via_desc: Some(line.ship_via.as_str().into()),
        qty_ordered: count(line.ordered),
        qty_shipped: count(line.shipped),
        qty_backordered: count(line.backordered),
        qty_returned: count(line.returned),
        date_shipped: order.shipped.map(|date| OrRaw::Value(ShortDate(date))),
        item_estimated_ship_date: order.estimated.map(|date| OrRaw::Value(ShortDate(date))),
    }
}

/// One order in an `856`.
fn shipment(asked: &RefInfo, found: &Result<Order, String>) -> ShipmentDetail {
    let purpose_code = Some(PurposeCode::ShipmentDetail);
    let wrong = |ref_info, text: &str| ShipmentDetail {
        purpose_code: purpose_code.clone(),
        ref_info,
        error_info: vec![detail_error(text)],
        ..ShipmentDetail::default()
    };
    let order = match found {
        Ok(order) => order,
        Err(text) => return wrong(vec![echoed_reference(asked)], text),
    };
    match (&order.error, order.shipped, &order.invoice) {
        (Some(text), ..) => wrong(reference_infos(order), text),
        (None, None, _) => wrong(reference_infos(order), "Order has not shipped"),
        (None, Some(_), None) => wrong(reference_infos(order), "Item Shipped, not invoiced"),
        (None, Some(_), Some(_)) => ShipmentDetail {
            purpose_code: purpose_code.clone(),
            ref_info: reference_infos(order),
            error_info: Vec::new(),
            contact_func_code: Some(CONTACT_FUNCTION.into()),
            contact_name: filled(&order.contact),
            containers: order.parcels.iter().map(|parcel| container(order, parcel)).collect(),
        },
    }
}

fn container(order: &Order, parcel: &Parcel) -> Container {
    let ship_to = &order.ship_to;
    Container {
        container_id: Some(parcel.tracking.as_str().into()),
        ship_to_name: filled(&ship_to.name),
        ship_to_addr1: address(order, 0),
        ship_to_addr2: address(order, 1),
        ship_to_addr3: address(order, 2),
        ship_to_city: filled(&ship_to.city),
        ship_to_state_prov: filled(&ship_to.state),
        ship_to_postal_code: filled(&ship_to.postal),
        date_shipped: order.shipped.map(|date| OrRaw::Value(ShortDate(date))),
        date_invoiced: order.invoiced.map(|date| OrRaw::Value(ShortDate(date))),
        weight: Some(OrRaw::Value(parcel.weight)),
        whse_desc: Some(parcel.house.as_str().into()),
        ship_via: Some(parcel.ship_via.as_str().into()),
        container_value: amount(order.value(parcel)),
        handling_charge: charge(Decimal::ZERO),
        cod_charge: charge(Decimal::ZERO),
        debit_credit: amount(parcel.debit_credit),
        net_freight_charge: amount(parcel.freight),
        tax_charge: amount(parcel.tax),
        total_order_value: amount(order.total(parcel)),
        items: parcel.items.iter().filter_map(|item| shipped(order, item)).collect(),
        nbr_of_items: u32::try_from(parcel.items.len()).ok().map(OrRaw::Value),
    }
}

fn shipped(order: &Order, item: &ParcelItem) -> Option<ShippedItem> {
    let line = order.lines.get(item.line)?;
    let serial = |number: &String| SerialInfo { serial_nbr: Some(number.into()) };
    Some(ShippedItem {
        ii_assigned_id: Some(OrderedLine::number(item.line).into()),
        assigned_id: line.assigned_id.as_deref().map(Text::from),
        product_id_qual: Some(ItemQualifier::TechData),
        product_id: Some(line.vp.as_str().into()),
        product_id_qual2: Some(ItemQualifier::Manufacturer),
        product_id2: Some(line.mg.as_str().into()),
        product_desc: Some(line.description.as_str().into()),
        qty_shipped: count(item.quantity),
        serial_ind: Some(Indicator::from(!item.serials.is_empty())),
        serial_numbers: item.serials.iter().map(serial).collect(),
    })
}
