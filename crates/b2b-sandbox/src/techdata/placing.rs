//! Orders: checked as a whole, taken from stock and kept in one transaction.

use b2b_xml::chrono::NaiveDate;
use b2b_xml::{Decimal, encode};
use secrecy::ExposeSecret;
use techdata_xml::order::{
    BrokenRule, EndUserInfo, Header, Line, OrderConfirmation, OrderResponse, ResponseHeader, ResponseLine,
};
use techdata_xml::{
    Indicator, ItemQualifier, OrderSubmit, PurposeCode, ReferenceQualifier, SalesRequirement, Summary, Text,
    TransactionSet,
};

use super::Techdata;
use super::answer::{Answered, Document, Findings, Subset};
use super::confirmation;
use super::items::{Wanted, is_since, look, version};
use super::orders::{self, Order, OrderedLine, ShipTo};
use super::packing::{self, Plan};
use super::seed::{self, Region, Stocked};
use super::submission::{Faults, Opening, Transaction, echoed};
use crate::rusqlite::{self, Connection};

/// The oldest version that was seen, and the newer one, whose purpose code is empty.
const OLDEST: &str = "1.3";
const NEWER: &str = "1.6";

impl Transaction for OrderSubmit {
    const NAME: &'static str = "Order";
    const WRITES: bool = true;

    fn opening(&self) -> Opening<'_> {
        Opening::of(&self.header.user_name, &self.header.password)
    }

    /// An order is refused in its header, and has no other place for errors.
    fn refused(asked: Option<&Self>, texts: &[String]) -> Answered {
        let error = Some(texts.join("; ").into());
        let response =
            OrderResponse { header: Some(ResponseHeader { desc_hdr_err: error, ..header(asked) }), ..bare() };
        Answered::document(Document::new(&response, Subset::Absent), Findings::default())
    }

    fn answer(self, conn: &Connection, today: NaiveDate, faults: &Faults) -> rusqlite::Result<Answered> {
        let mut errors: Vec<String> = faults.all().collect();
        let purchase_order = self.header.po_nbr.as_deref().unwrap_or_default();
        errors.extend(wrong_as_a_whole(&self));
        if orders::is_taken(conn, purchase_order)? {
            errors.push(format!("DUPLICATE PURCHASE ORDER NUMBER - PONbr={purchase_order}"));
        }
        let lines = read_lines(&self, conn, &mut errors)?;
        let plan = if errors.is_empty() {
            let plan = Plan::make(lines, self.header.sales_requirement_code.as_ref());
            plan.map_err(|text| errors.push(text)).ok()
        } else {
            None
        };
        let Some(plan) = plan else {
            let mut findings = Findings::default();
            errors.iter().for_each(|error| findings.add(format!("{error}.")));
            return Ok(Answered { findings, ..Self::refused(Some(&self), &errors) });
        };
        let placed = packing::place(conn, &plan, &order(&self.header, today))?;
        Ok(accepted(&self, &placed))
    }
}

/// Tech Data has the order. Two purchase order numbers are magic.
fn accepted(asked: &OrderSubmit, placed: &[Order]) -> Answered {
    let number = placed.first().map(|order| Text::from(order.number.as_str()));
    let purchase_order = asked.header.po_nbr.as_deref().unwrap_or_default();
    let mut header =
        ResponseHeader { ref_id: number, ref_id_qual: Some(ReferenceQualifier::Order), ..header(Some(asked)) };
    if purchase_order.starts_with(Techdata::CONTRADICTED) {
        header.desc_hdr_err = Some("ORDER IS UNDER REVIEW".into());
    }
    if purchase_order.starts_with(Techdata::UNNUMBERED) {
        (header.ref_id, header.ref_id_qual) = (None, None);
    }
    let confirmed = asked.header.request_order_confirmation.as_ref().is_some_and(Indicator::is_yes);
    if confirmed {
        let message = (placed.len() > 1).then(|| "The rest of the order is back-ordered".into());
        let orders = placed.iter().map(confirmation::confirmed).collect();
        header.order_confirmation = Some(OrderConfirmation { orders, message });
    }
    // An answer without a confirmation was seen without an end.
    let summary = confirmed.then(Summary::default);
    // What a line of the answer has is not known: the wrapper's is empty.
    let lines = if is_newer(asked) { Vec::new() } else { vec![ResponseLine::default(); asked.lines.len()] };
    let response = OrderResponse { header: Some(header), lines, summary };
    Answered::document(Document::new(&response, Subset::Absent), Findings::default())
}

fn is_newer(asked: &OrderSubmit) -> bool {
    is_since(&version(asked.header.response_version.as_ref(), OLDEST), NEWER)
}

fn bare() -> OrderResponse {
    OrderResponse::default()
}

fn header(asked: Option<&OrderSubmit>) -> ResponseHeader {
    let asked = asked.map(|asked| &asked.header);
    let version = version(asked.and_then(|header| header.response_version.as_ref()), OLDEST);
    let purpose = if is_since(&version, NEWER) { PurposeCode::Other(String::new()) } else { PurposeCode::Original };
    // An older answer repeats the user name.
    let user_name = asked.filter(|_| !is_since(&version, NEWER)).and_then(|header| header.user_name.as_ref());
    ResponseHeader {
        user_name: user_name.map(|name| name.expose_secret().into()),
        trans_set_id_code: Some(TransactionSet::OrderResponse),
        trans_control_id: echoed(asked.and_then(|header| header.trans_control_id.as_ref())),
        response_version: Some(version),
        purpose_code: Some(purpose),
        po_nbr: asked.and_then(|header| header.po_nbr.clone()),
        ..ResponseHeader::default()
    }
}

/// The rules that the order as a whole breaks, in words like Tech Data's. Those of lines are told with the line.
fn wrong_as_a_whole(asked: &OrderSubmit) -> Vec<String> {
    let words = |broken: BrokenRule| match broken {
        BrokenRule::TooManyReferences { count } => {
            Some(format!("TOO MANY REFERENCE NUMBERS - {count} sent, 3 allowed"))
        }
        BrokenRule::LongReference { .. } => {
            Some("REFERENCE NUMBER TOO LONG - RefIDQual=AY, 10 characters allowed".to_owned())
        }
        BrokenRule::NoEndUserOrder => {
            Some("END USER PO NUMBER IS REQUIRED - send RefNbrs with RefIDQual=EU".to_owned())
        }
        BrokenRule::StateInFull => {
            let state = asked.header.state_province_code.as_deref().unwrap_or_default();
            Some(format!("INVALID STATE OR PROVINCE CODE - StateProvinceCode={state}"))
        }
        _ => None,
    };
    asked.broken_rules().into_iter().filter_map(words).collect()
}

fn end_user_po(header: &Header) -> Option<&Text> {
    let is_it = |qualifier: &ReferenceQualifier| *qualifier == ReferenceQualifier::EndUserPurchaseOrder;
    header.ref_nbrs.iter().find(|one| one.ref_id_qual.as_ref().is_some_and(is_it))?.ref_id.as_ref()
}

/// The lines with their items; what is wrong with them is told with the line, as Tech Data does.
fn read_lines(
    asked: &OrderSubmit,
    conn: &Connection,
    errors: &mut Vec<String>,
) -> rusqlite::Result<Vec<packing::Wanted>> {
    let ways = [seed::ship_vias(conn, Region::Us)?, seed::ship_vias(conn, Region::Ca)?].concat();
    let mut lines = Vec::new();
    for line in &asked.lines {
        let mut wrong = |text: &str| errors.push(format!("{text} - {}", which(line)));
        let (Some(number), Some(quantity)) = (&line.product_id, line.qty_ordered) else { continue };
        let wanted =
            Wanted { qualifier: line.product_id_qual.clone(), number: Some(number.clone()), assigned_id: None };
        let looked = look(conn, &wanted)?;
        let Some(stocked) = looked.stocked.filter(|_| looked.errors.is_empty()) else {
            match (&looked.magic, looked.errors.first()) {
                (Some(_), Some(Some(text))) => wrong(&text.to_uppercase()),
                (Some(_), _) => wrong("ITEM CANNOT BE ORDERED"),
                (None, Some(Some(text))) if text.contains("unique") => wrong("ITEM NUMBER IS NOT UNIQUE"),
                (None, _) => wrong("ITEM WAS NOT FOUND"),
            }
            continue;
        };
        if quantity == 0 {
            wrong("QUANTITY MUST BE GREATER THAN ZERO");
        }
        let price = stocked.price(asked.header.order_level.as_ref()).unwrap_or_else(|_| {
            wrong("ORDER LEVEL IS NOT VALID");
            Decimal::ZERO
        });
        let accepts = line.promo_accept_ind.as_ref().is_some_and(Indicator::is_yes);
        let promotion = stocked.promotion(Some(quantity)).filter(|_| accepts && asked.header.order_level.is_none());
        let price = promotion.map_or(price, |promotion| promotion.price);
        let house = line.whse_code.as_deref().filter(|code| !code.is_empty());
        if house.is_some_and(|house| !stocked.houses.iter().any(|one| one.code == house)) {
            wrong("WAREHOUSE DOES NOT STOCK THE ITEM");
        }
        let code = line.id_code.as_ref().map(|code| code.as_str().to_owned());
        let code = code.filter(|code| !code.is_empty());
        let way = ways
            .iter()
            .find(|way| way.region == stocked.item.region && code.as_ref().is_none_or(|code| *code == way.code));
        if way.is_none() {
            wrong("SHIP VIA IS NOT VALID");
        }
        if let Some(missing) = missing_eui(&stocked, asked.header.end_user_info.as_ref()) {
            wrong(&format!("END USER INFORMATION IS REQUIRED ({missing})"));
        }
        lines.push(packing::Wanted {
            assigned_id: line.assigned_id.as_ref().map(|id| id.as_str().to_owned()),
            quantity,
            price,
            house: house.map(str::to_owned),
            ship_via: way.map(|way| way.description.clone()).unwrap_or_default(),
            stocked,
        });
    }
    Ok(lines)
}

/// A line as Tech Data names one in an error.
fn which(line: &Line) -> String {
    let id = line.assigned_id.as_deref().unwrap_or_default();
    let qualifier = line.product_id_qual.as_ref().map(ItemQualifier::as_str).unwrap_or_default();
    let number = line.product_id.as_deref().unwrap_or_default();
    format!("Assigned ID={id}, ProductIDQual={qualifier}, ProductID={number}")
}

/// The first element that the item needs and the order does not fill.
fn missing_eui(stocked: &Stocked, info: Option<&EndUserInfo>) -> Option<String> {
    let text = info.and_then(|info| encode(info).ok()).unwrap_or_default();
    stocked.item.eui.iter().find(|name| !text.contains(&format!("<{name}>"))).cloned()
}

/// The order without its lines.
fn order(header: &Header, today: NaiveDate) -> Order {
    let text = |text: &Option<Text>| text.as_ref().map(|text| text.as_str().to_owned()).unwrap_or_default();
    Order {
        po: text(&header.po_nbr),
        end_user_po: end_user_po(header).map(|number| number.as_str().to_owned()),
        placed: today,
        disposition: header.sales_requirement_code.as_ref().map_or("BK", SalesRequirement::as_str).to_owned(),
        ship_to: ShipTo {
            name: text(&header.name),
            address: header.addresses.iter().map(|line| line.as_str().to_owned()).collect(),
            city: text(&header.city_name),
            state: text(&header.state_province_code),
            postal: text(&header.postal_code),
        },
        contact: text(&header.contact_name),
        ..Order::default()
    }
}

/// For lines that are kept.
impl From<&packing::Wanted> for OrderedLine {
    fn from(wanted: &packing::Wanted) -> Self {
        let item = &wanted.stocked.item;
        Self {
            assigned_id: wanted.assigned_id.clone(),
            vp: item.vp.clone(),
            mg: item.mg.clone(),
            description: item.description.clone(),
            price: wanted.price,
            ordered: wanted.quantity,
            shipped: 0,
            backordered: 0,
            returned: 0,
            house: wanted.stocked.houses.first().map(|house| house.name.clone()).unwrap_or_default(),
            ship_via: wanted.ship_via.clone(),
        }
    }
}
