//! Invoice Detail by PO.

use b2b_xml::chrono::NaiveDate;
use b2b_xml::{Decimal, OrRaw};
use techdata_xml::invoice_detail_by_po::{Container, InvoicedItem, OrderInfo, VersionHeader};
use techdata_xml::{CompactDate, Indicator, InvoiceDetailByPoResponse, InvoiceDetailByPoSubmit, StatusCode, Text};

use super::answer::{Answered, Document, Findings, Subset};
use super::confirmation::{address, amount, charge, count, filled};
use super::items::version;
use super::orders::{self, By, Order, OrderedLine, Parcel, ParcelItem, Quirk};
use super::submission::{Faults, Opening, Transaction};
use crate::rusqlite::{self, Connection};

const VERSION: &str = "1.4";

impl Transaction for InvoiceDetailByPoSubmit {
    const NAME: &'static str = "InvoiceDetailByPO";

    fn opening(&self) -> Opening<'_> {
        Opening::of(&self.header.user_name, &self.header.password)
    }

    /// Here an error is words alone.
    fn refused(asked: Option<&Self>, texts: &[String]) -> Answered {
        let order = |text: &String| OrderInfo { error_msg: Some(text.into()), ..OrderInfo::default() };
        let response = response(asked, texts.iter().map(order).collect());
        Answered::document(Document::new(&response, Subset::Empty), Findings::default())
    }

    fn answer(self, conn: &Connection, _: NaiveDate, _: &Faults) -> rusqlite::Result<Answered> {
        let mut findings = Findings::default();
        let mut infos = Vec::new();
        let mut as_in_wsdl = false;
        for number in &self.detail.po_info.po_nbrs {
            let found = orders::find(conn, By::PurchaseOrder, number)?;
            if found.is_empty() {
                findings.add(format!("There is no order with the PO number {number}."));
                let error_msg = Some(format!("No orders were found for PO {number}").into());
                infos.push(OrderInfo { po_nbr: Some(number.clone()), error_msg, ..OrderInfo::default() });
            }
            as_in_wsdl |= found.iter().any(|order| order.has(Quirk::WsdlNames));
            infos.extend(found.iter().map(info));
        }
        let mut document = Document::new(&response(Some(&self), infos), Subset::Empty);
        if as_in_wsdl {
            document = document.renamed("TotalOrderValue", "TotalContainerValue");
        }
        Ok(Answered::document(document, findings))
    }
}

fn response(asked: Option<&InvoiceDetailByPoSubmit>, orders: Vec<OrderInfo>) -> InvoiceDetailByPoResponse {
    let asked = asked.and_then(|asked| asked.header.response_version.as_ref());
    let header = VersionHeader { response_version: Some(version(asked, VERSION)) };
    InvoiceDetailByPoResponse { header: Some(header), orders }
}

fn info(order: &Order) -> OrderInfo {
    let status = match order.status.as_str() {
        "INVOICED" => StatusCode::Shipped,
        other => StatusCode::Other(other.to_owned()),
    };
    OrderInfo {
        po_nbr: Some(order.po.as_str().into()),
        // Empty, not missing, as in an answer that was seen.
        end_user_po_nbr: Some(order.end_user_po.as_deref().map(Text::from).unwrap_or_default()),
        order_nbr: Some(order.number.as_str().into()),
        order_date: Some(date(order, order.placed)),
        est_ship_date: order.estimated.map(|day| date(order, day)),
        order_status: Some(status),
        invoice_nbr: order.invoice.as_deref().map(Text::from),
        error_msg: order.error.as_deref().map(Text::from),
        containers: order.parcels.iter().map(|parcel| container(order, parcel)).collect(),
    }
}

/// `YYMMDD`, and for some orders `MM/DD/YY`: this element has had both.
fn date(order: &Order, day: NaiveDate) -> OrRaw<CompactDate> {
    if order.has(Quirk::SlashDates) {
        OrRaw::Raw(day.format("%m/%d/%y").to_string())
    } else {
        OrRaw::Value(CompactDate(day))
    }
}

fn container(order: &Order, parcel: &Parcel) -> Container {
    let ship_to = &order.ship_to;
    let link = format!("https://track.example/{}", parcel.tracking);
    Container {
        container_id: Some(parcel.tracking.as_str().into()),
        tracking_link: Some(link.into()),
        line_status: Some(StatusCode::Shipped),
        ship_to_name: filled(&ship_to.name),
        ship_to_addr1: address(order, 0),
        ship_to_addr2: address(order, 1),
        ship_to_addr3: address(order, 2),
        ship_to_city: filled(&ship_to.city),
        ship_to_state_prov: filled(&ship_to.state),
        ship_to_postal_code: filled(&ship_to.postal),
        date_shipped: order.shipped.map(|day| date(order, day)),
        date_invoiced: order.invoiced.map(|day| date(order, day)),
        weight: Some(OrRaw::Value(parcel.weight)),
        whse_code: Some(parcel.code.as_str().into()),
        whse_desc: Some(parcel.house.as_str().into()),
        ship_via_desc: Some(parcel.ship_via.as_str().into()),
        container_value: amount(order.value(parcel)),
        handling_charge: charge(Decimal::ZERO),
        cod_charge: charge(Decimal::ZERO),
        debit_credit: amount(parcel.debit_credit),
        net_freight_charge: amount(parcel.freight),
        tax_charge: amount(parcel.tax),
        state_fee: charge(Decimal::ZERO),
        total_order_value: amount(order.total(parcel)),
        nbr_of_items: u32::try_from(parcel.items.len()).ok().map(OrRaw::Value),
        items: parcel.items.iter().filter_map(|item| invoiced(order, item)).collect(),
    }
}

fn invoiced(order: &Order, item: &ParcelItem) -> Option<InvoicedItem> {
    let line = order.lines.get(item.line)?;
    Some(InvoicedItem {
        order_line_nbr: (!order.has(Quirk::NoLineNumbers)).then(|| OrderedLine::number(item.line).into()),
        tech_data_item_nbr: Some(line.vp.as_str().into()),
        mfg_item_nbr: Some(line.mg.as_str().into()),
        item_desc: Some(line.description.as_str().into()),
        qty_shipped: count(item.quantity),
        serial_nbr_ind: Some(Indicator::from(!item.serials.is_empty())),
        serial_numbers: item.serials.iter().map(Text::from).collect(),
    })
}
