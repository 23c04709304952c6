//! The transactions about items.

use techdata_xml::{
    Indicator, Item, ItemStatus, Matched, MultiPriceAvailabilitySubmit, OrderLevel, PriceAvailabilitySubmit, PriceKind,
    PriceListSubmit, Region, RequiredEuiSubmit, ShipViaSubmit, errors_of,
};

use crate::support::{client, sandbox, texts};

#[tokio::test]
async fn availability_by_every_kind_of_number() {
    let sandbox = sandbox().await;
    let items = [
        Item::tech_data("10226038"),
        Item::manufacturer("SBX-LJ-4200"),
        Item::upc("012345678905"),
        Item::buyer("MY-DOCK"),
        Item::tech_data("ZZZZZZ"),
        Item::manufacturer("SBX-CBL-2M"),
    ];
    let answer = client(&sandbox).availability(items).await.unwrap();
    let lines = &answer.value.lines;
    assert!(lines.iter().all(|line| line.matched == Some(Matched::ByAssignedId)));
    let numbers: Vec<_> = lines[..4].iter().map(|line| line.result.as_ref().unwrap().ref_id2.as_deref()).collect();
    assert_eq!(numbers, [Some("SBX-DOCK-2"), Some("SBX-LJ-4200"), Some("SBX-CBL-2M"), Some("SBX-DOCK-2")]);
    for (line, text) in lines[4..].iter().zip(["Item ZZZZZZ was not found", "Item SBX-CBL-2M is not unique"]) {
        let errors = line.result.as_ref().unwrap_err();
        assert!(texts(errors.errors())[0].starts_with(text), "{errors}");
        assert_eq!(errors.errors()[0].qualifier.as_deref(), Some("1Q"));
    }
    let dock = lines[0].result.as_ref().unwrap();
    assert_eq!(dock.item_status, Some(ItemStatus::Active));
    let miami = &dock.whse_info[0];
    assert_eq!(miami.id_code.as_deref(), Some("MIAMI, FL"));
    assert_eq!(miami.on_order_eta_date.as_ref().unwrap().value().unwrap().to_string(), "2012-07-29");
    // Another house tells only what is on order in all.
    assert!(dock.whse_info[1].total_on_order_qty.is_some() && dock.whse_info[1].on_order_qty.is_none());
}

#[tokio::test]
async fn prices_have_signs_and_commas_and_numbers_are_padded() {
    let sandbox = sandbox().await;
    let items = ["10226038", "99999999", "7512ZJ", "0105A8"].map(Item::tech_data);
    let answer = client(&sandbox).price_availability(items).await.unwrap();
    let body = std::str::from_utf8(&answer.body).unwrap();
    for part in [
        "<!DOCTYPE XML_PriceAvailability_Response SYSTEM \"XML_PriceAvailability_Response.dtd\" []>",
        "<RefID1>000000000010226038</RefID1>",
        "Item 000000000099999999 was not found",
        "<UnitPrice1>$1,217.54</UnitPrice1>",
        "<ProductWeight>1.600</ProductWeight>",
        "<ItemStatus>PHASED OUT</ItemStatus>",
        "<Qty>-1</Qty>",
        "<OnOrderETADate>07/29/12</OnOrderETADate>",
        "DOCKING STATION 2 &amp; POWER CORD",
        "<NbrOfSegments/>",
    ] {
        assert!(body.contains(part), "{part} in {body}");
    }
    let lines = &answer.value.lines;
    assert!(lines[1].result.is_err() && lines.iter().filter(|line| line.result.is_ok()).count() == 3);
    let printer = lines[2].result.as_ref().unwrap();
    assert_eq!(printer.item_status, Some(ItemStatus::PhasedOut));
    assert_eq!(printer.price(&PriceKind::Contract).unwrap().value().unwrap().to_string(), "1217.54");
}

#[tokio::test]
async fn government_prices_and_promotions() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let price = async |submission: PriceAvailabilitySubmit| {
        let answer = client.send(submission).await.unwrap();
        let line = answer.value.lines.into_iter().next().unwrap().result;
        line.map(|line| (line.unit_price1.unwrap().value().unwrap().to_string(), line.promo_applied_ind))
    };
    let dock = || PriceAvailabilitySubmit::of([Item::tech_data("10226038")]);
    assert_eq!(price(dock()).await.unwrap(), ("217.54".to_owned(), None));
    assert_eq!(price(dock().order_level(OrderLevel::Federal)).await.unwrap().0, "199.99");
    let unknown = price(dock().order_level(OrderLevel::Other("QQ".to_owned()))).await.unwrap_err();
    assert_eq!(texts(unknown.errors()), ["Order level QQ is not valid"]);
    let mut promoted = dock();
    promoted.lines[0].promo_accept_ind = Some(Indicator::Yes);
    promoted.lines[0].promo_applied_show_ind = Some(Indicator::Yes);
    assert_eq!(price(promoted).await.unwrap(), ("205.00".to_owned(), Some(Indicator::Yes)));
}

#[tokio::test]
async fn several_items_at_once_have_one_quantity() {
    let sandbox = sandbox().await;
    let submission = MultiPriceAvailabilitySubmit::of([Item::tech_data("10226038"), Item::upc("0")]);
    let answer = client(&sandbox).send(submission).await.unwrap();
    let dock = answer.value.lines[0].result.as_ref().unwrap();
    assert_eq!(dock.qty.as_ref().unwrap().value().unwrap().to_string(), "35");
    assert_eq!(dock.total_on_order_qty.as_ref().unwrap().value().unwrap().to_string(), "80");
    assert!(dock.whse_info.is_empty() && dock.on_order_eta_date.is_some());
    assert!(answer.value.lines[1].result.is_err());
}

#[tokio::test]
async fn ways_to_send_depend_on_the_country() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let ways = async |submission: ShipViaSubmit| {
        let answer = client.send(submission).await.unwrap();
        answer.value.lines.into_iter().map(|line| line.result).collect::<Vec<_>>()
    };
    let lines = ways(ShipViaSubmit::to("33760", ["10226038", "296460", "ZZZZZZ"].map(Item::tech_data))).await;
    let dock = lines[0].as_ref().unwrap();
    let codes: Vec<_> =
        dock.whse_info[0].ship_via_info.iter().map(|way| way.ship_via_code.as_ref().unwrap().as_str()).collect();
    assert_eq!((dock.whse_info.len(), codes), (3, vec!["01", "57", "04"]));
    assert!(texts(lines[1].as_ref().unwrap_err().errors())[0].contains("sales representative"));
    assert!(lines[2].is_err());

    let lines = ways(ShipViaSubmit::to("L5N 2M2", [Item::tech_data("296460")]).from_warehouse("A1")).await;
    let kit = lines[0].as_ref().unwrap();
    let name = techdata_xml::warehouse(Region::Canada, "A1");
    assert_eq!((kit.whse_info.len(), kit.whse_info[0].whse_desc.as_deref()), (1, name));
    assert_eq!(kit.whse_info[0].ship_via_info.len(), techdata_xml::ShipViaCode::KNOWN.len());

    let lines = ways(ShipViaSubmit::to("L5N 2M2", [Item::tech_data("296460")]).from_warehouse("A9")).await;
    assert!(texts(lines[0].as_ref().unwrap_err().errors())[0].contains("A9"));
}

#[tokio::test]
async fn price_lists_tell_promotions_and_stock_if_asked() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let submission = || PriceListSubmit::of(["10226038", "ZZZZZZ", "070374"].map(Item::tech_data));
    let answer = client.send(submission().with_availability()).await.unwrap();
    let body = std::str::from_utf8(&answer.body).unwrap();
    for part in [
        "<PromoEndDate>09/18/2012</PromoEndDate>",
        "<PromoNumber>MULTIPLE</PromoNumber>",
        "<OrderLevel/>",
        "<ItemStatus>ACTIVE</ItemStatus>\n        </WhseInfo>",
        "<ErrorID>0</ErrorID>",
    ] {
        assert!(body.contains(part), "{part} in {body}");
    }
    let lines = &answer.value.lines;
    assert_eq!(lines[0].result.as_ref().unwrap().promotion_info.len(), 2);
    assert!(lines[1].result.is_err() && lines[2].result.is_ok());

    let mut older = submission();
    older.header.response_version = Some("1.5".into());
    let answer = client.send(older).await.unwrap();
    let body = std::str::from_utf8(&answer.body).unwrap();
    assert!(body.contains("<PromotedEndDate>09/18/2012</PromotedEndDate>") && body.contains("<RefID1>10226038"));
    assert!(answer.value.lines[0].result.as_ref().unwrap().availability_info.is_empty());
}

#[tokio::test]
async fn what_must_be_told_of_the_end_user() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let items = || ["10300001", "070374", "ZZZZZZ"].map(Item::tech_data);
    let answer = client.send(RequiredEuiSubmit::of(items())).await.unwrap();
    let required = |at: usize| answer.value.lines[at].result.as_ref().map(|line| line.required.len());
    assert_eq!((required(0).unwrap(), required(1).unwrap(), required(2).is_err()), (7, 0, true));
    let answer = client.send(RequiredEuiSubmit::of(items()).order_level(OrderLevel::Federal)).await.unwrap();
    let license = answer.value.lines[0].result.as_ref().unwrap();
    assert!(license.required.iter().any(|name| *name == "EuiGovAgency"));
}

#[tokio::test]
async fn quotes_by_number() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let answer = client.quote(["4000500754", "4000500755", "1"]).await.unwrap();
    let [good, expired, unknown] = &answer.value.details[..] else { panic!("{answer:?}") };
    assert_eq!((good.lines.len(), good.errors().len()), (2, 0));
    assert_eq!(texts(&expired.errors()), ["Quote has expired"]);
    assert_eq!(texts(&unknown.errors()), ["Quote 1 was not found"]);
}

#[tokio::test]
async fn magic_part_numbers() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let numbers =
        ["SBX-DENIED", "SBX-TWO-ERRORS", "SBX-WORDLESS", "SBX-PARTLY", "SBX-UNANSWERED", "SBX-TWICE", "SBX-NOVEL"];
    let answer = client.price_availability(numbers.map(Item::tech_data)).await.unwrap();
    let lines = &answer.value.lines;
    let errors: Vec<usize> =
        lines.iter().map(|line| line.result.as_ref().map_or_else(|e| e.errors().len(), |_| 9)).collect();
    // Two lines with one id cannot be told apart by it.
    assert_eq!(errors, [1, 2, 1, 1, 0, 9, 9]);
    assert_eq!(answer.value.unasked.len(), 1);
    assert!(answer.warnings.iter().any(|warning| warning.place.path.ends_with("Novelty")), "{:?}", answer.warnings);

    let error = client.price_availability([Item::tech_data("SBX-RAW-AMPERSAND")]).await.unwrap_err();
    assert_eq!(error.kind(), b2b_http::ErrorKind::Unreadable);
    assert!(errors_of(&error).is_empty());
}
