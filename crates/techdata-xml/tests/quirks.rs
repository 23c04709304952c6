//! What real answers do, quirk by quirk.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use b2b_xml::FromXml;
use techdata_xml::chrono::NaiveDate;
use techdata_xml::invoice_detail_by_po::InvoiceDetailByPoResponse;
use techdata_xml::*;

#[track_caller]
fn read<T: FromXml>(document: &str) -> T {
    decode_recorded(document.as_bytes()).unwrap().value
}

fn priced(line: &str) -> PriceAvailabilityLine {
    let document = format!(
        "<XML_PriceAvailability_Response><Header/><Detail><LineInfo>{line}</LineInfo></Detail><Summary/></XML_PriceAvailability_Response>"
    );
    read::<PriceAvailabilityResponse>(&document).lines.remove(0)
}

#[test]
fn missing_and_empty_are_alike() {
    for header in [
        "",
        "<Header/>",
        "<Header></Header>",
        "<Header><TransControlID/></Header>",
        "<Header><TransControlID> </TransControlID></Header>",
    ] {
        for summary in ["", "<Summary/>", "<Summary><NbrOfSegments/></Summary>"] {
            let document = format!("<XML_Order_Response>{header}{summary}</XML_Order_Response>");
            let response = read::<OrderResponse>(&document);
            let header = response.header.unwrap_or_default();
            assert_eq!((header.trans_control_id, header.ref_id), (None, None), "{document}");
        }
    }
}

#[test]
fn a_document_type_declaration_is_skipped_and_never_fetched() {
    let root = "<XML_ShipVia_Response/>";
    let name = "XML_ShipVia_Response";
    for doctype in [
        format!("<!DOCTYPE {name} SYSTEM \"{name}.dtd\">"),
        format!("<!DOCTYPE {name} SYSTEM '{name}.dtd' []>"),
        format!("<!DOCTYPE {name} SYSTEM \"https://nobody.invalid/x.dtd\" [ ]>\n"),
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><!DOCTYPE {name}>"),
    ] {
        read::<ShipViaResponse>(&format!("{doctype}{root}"));
    }
    for doctype in ["<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>", "<!DOCTYPE x [<!ELEMENT a ANY>]>"] {
        assert!(decode_recorded::<ShipViaResponse>(format!("{doctype}{root}").as_bytes()).is_err(), "{doctype}");
    }
    let entity =
        b"<XML_ShipVia_Response><Header><ResponseVersion>&v;</ResponseVersion></Header></XML_ShipVia_Response>";
    assert!(decode_recorded::<ShipViaResponse>(entity).is_err());
}

/// No such answer is known; reading one is our choice.
#[test]
fn an_answer_in_latin_1_is_read() {
    let mut document =
        b"<?xml version='1.0' encoding='ISO-8859-1'?><XML_PriceList_Response><Detail><LineInfo><ProductDesc>Montr"
            .to_vec();
    document.push(0xE9);
    document.extend_from_slice(b"al</ProductDesc></LineInfo></Detail></XML_PriceList_Response>");
    let response = decode_recorded::<PriceListResponse>(&document).unwrap().value;
    assert_eq!(response.lines[0].product_desc.as_deref(), Some("Montréal"));
}

#[test]
fn numbers_have_signs_commas_and_no_zero() {
    let line = priced(
        "<UnitPrice1>$1,234,567.50</UnitPrice1><UnitPrice2>217.54</UnitPrice2><ProductWeight>1.600</ProductWeight><WhseInfo><Qty>-1</Qty></WhseInfo>",
    );
    assert_eq!(line.unit_price1.unwrap().value().unwrap().to_string(), "1234567.50");
    assert_eq!(line.unit_price2.unwrap().value().unwrap().to_string(), "217.54");
    assert_eq!(line.product_weight.unwrap().value().unwrap().to_string(), "1.600");
    assert_eq!(line.whse_info[0].qty.as_ref().unwrap().value(), Some(&Decimal::NEGATIVE_ONE));
    let order = "<XML_OrderStatus_Response><Detail><InvoiceTotal>.00</InvoiceTotal><StateFee>0.00</StateFee></Detail></XML_OrderStatus_Response>";
    let order = read::<OrderStatusResponse>(order).orders.remove(0);
    assert_eq!(order.invoice_total, order.state_fee);
}

#[test]
fn a_date_of_any_format_is_read_in_every_place() {
    let day = NaiveDate::from_ymd_opt(2023, 1, 9).unwrap();
    for text in ["01/09/23", "230109", "01/09/2023", "1/9/23"] {
        let document = format!(
            "<XML_InvoiceDetailByPO_Response><Detail><OrderInfo><OrderDate>{text}</OrderDate></OrderInfo></Detail></XML_InvoiceDetailByPO_Response>"
        );
        let order = read::<InvoiceDetailByPoResponse>(&document).orders.remove(0);
        assert_eq!(order.order_date.unwrap().value(), Some(&CompactDate(day)), "{text}");
        let line = priced(&format!("<WhseInfo><OnOrderETADate>{text}</OnOrderETADate></WhseInfo>"));
        assert_eq!(line.whse_info[0].on_order_eta_date.as_ref().unwrap().value(), Some(&ShortDate(day)), "{text}");
    }
    let unreadable = priced("<WhseInfo><OnOrderETADate>00/00/00</OnOrderETADate></WhseInfo>");
    assert_eq!(
        unreadable.whse_info[0].on_order_eta_date.as_ref().unwrap().raw(),
        Some("00/00/00"),
        "what is no date is kept"
    );
}

#[test]
fn blanks_around_values_are_no_part_of_them() {
    let line = priced("<RefID1> 7512ZJ\n</RefID1><ItemStatus> PHASED OUT </ItemStatus><RefIDQual1> VP </RefIDQual1>");
    assert_eq!(line.ref_id1.as_deref(), Some("7512ZJ"));
    assert_eq!((line.item_status, line.ref_id_qual1), (Some(ItemStatus::PhasedOut), Some(ItemQualifier::TechData)));
    assert_eq!(priced("<ItemStatus>ON HOLD</ItemStatus>").item_status, Some(ItemStatus::Other("ON HOLD".to_owned())));
}

#[test]
fn ids_are_texts() {
    let document = support::answer("order-status-orders");
    let order = read::<OrderStatusResponse>(&document).orders.remove(0);
    assert_eq!(order.reference(&ReferenceQualifier::Invoice).map(Text::as_str), Some("N145032"));
    assert_eq!(order.lines[0].assigned_id.as_deref(), Some("000100"));
}

/// Both spellings of elements that have two.
#[test]
fn elements_of_two_names() {
    for name in ["ErrorIDQual", "ErrorInfoIDQual"] {
        let document = format!(
            "<XML_ShipmentStatus_Response><Detail><ErrorInfo><{name}>1Q</{name}></ErrorInfo></Detail></XML_ShipmentStatus_Response>"
        );
        let shipment = read::<ShipmentStatusResponse>(&document).shipments.remove(0);
        assert_eq!(shipment.errors()[0].qualifier.as_deref(), Some("1Q"), "{name}");
    }
    for name in ["PromoEndDate", "PromotedEndDate"] {
        let document = format!(
            "<XML_PriceList_Response><Detail><LineInfo><PromotionInfo><{name}>12/31/2012</{name}></PromotionInfo></LineInfo></Detail></XML_PriceList_Response>"
        );
        assert!(read::<PriceListResponse>(&document).lines[0].promotion_info[0].promo_end_date.is_some(), "{name}");
    }
    for name in ["TotalOrderValue", "TotalContainerValue"] {
        let document = format!(
            "<XML_InvoiceDetailByPO_Response><Detail><OrderInfo><ContainerInfo><{name}>1.00</{name}></ContainerInfo></OrderInfo></Detail></XML_InvoiceDetailByPO_Response>"
        );
        let order = read::<InvoiceDetailByPoResponse>(&document).orders.remove(0);
        assert!(order.containers[0].total_order_value.is_some(), "{name}");
    }
}

/// Repeated `SerialInfo` there, one `SerialNbrInfo` here.
#[test]
fn serial_numbers_stand_in_two_ways() {
    let shipment = read::<ShipmentStatusResponse>(&support::answer("order-status-shipments")).shipments.remove(0);
    let serials: Vec<_> =
        shipment.containers[0].items[0].serial_numbers.iter().filter_map(|info| info.serial_nbr.clone()).collect();
    let invoice = read::<InvoiceDetailByPoResponse>(&support::answer("invoice-detail-by-po")).orders.remove(0);
    assert_eq!(serials, invoice.containers[0].items[0].serial_numbers);
    assert_eq!(serials, ["SN-0001", "SN-0002"]);
}

/// An order can split, and each part has a detail of its own.
#[test]
fn no_part_of_a_split_order_is_lost() {
    assert_eq!(read::<OrderStatusResponse>(&support::answer("order-status-by-po")).orders.len(), 2);
    assert_eq!(read::<OrderResponse>(&support::answer("order-accepted")).confirmed().len(), 2);
    assert_eq!(read::<InvoiceDetailByPoResponse>(&support::answer("invoice-detail-by-po")).orders.len(), 2);
}

/// A lenient server takes an element twice; the first one counts, and it is told.
#[test]
fn an_element_that_stands_twice_is_told() {
    let document = "<XML_PriceAvailability_Submit><Header><UserName>u</UserName><Password>p</Password><ResponseVersion>1.4</ResponseVersion>\
                    <ResponseVersion>1.5</ResponseVersion></Header><Detail><LineInfo><RefIDQual>VP</RefIDQual><RefID>1</RefID></LineInfo></Detail></XML_PriceAvailability_Submit>";
    let read = decode_recorded::<PriceAvailabilitySubmit>(document.as_bytes()).unwrap();
    assert_eq!(read.value.header.response_version.as_deref(), Some("1.4"));
    assert_eq!(read.warnings.len(), 1, "{:?}", read.warnings);
}

/// A server reads what is missing, so that it can say so.
#[test]
fn a_submission_without_credentials_can_be_read() {
    let document = "<XML_Availability_Submit><Header/><Detail><LineInfo/></Detail><Summary/></XML_Availability_Submit>";
    let read = decode_recorded::<AvailabilitySubmit>(document.as_bytes()).unwrap();
    assert!(read.value.header.user_name.is_none());
    assert!(read.warnings.iter().any(|warning| warning.to_string().contains("UserName")), "{:?}", read.warnings);
}
