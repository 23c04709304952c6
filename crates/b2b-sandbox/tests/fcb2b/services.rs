//! What each service answers.

use b2b_sandbox::Fcb2b;
use fcb2b_client::{
    AvailableItem, AvailableQuantity, DateOrTime, Decimal, DocumentService, Endpoints, GetPriceCatalogTypes,
    InventoryInquiry, OrRaw, OrderStatus, OrderStatusDetail, Orders, PriceCatalogRequest, PriceInquiry, RelatedItems,
    RollOrCut, RollOrCutFlag, ServiceName, Services, SolutionCheck, SolutionInquiry, StockCheck, UnitOfMeasure,
};

use crate::support::{
    ask, ask_as, at, newest, producer, ready, refused, refused_by_hand, sandbox, sandbox_for, send, signed, with_key,
};

const NOW: &str = "2025-01-08T12:00:00Z";

/// Quantities as text.
fn quantity(value: &Option<OrRaw<AvailableQuantity>>) -> String {
    match value {
        Some(OrRaw::Value(AvailableQuantity::Amount(amount))) => amount.to_string(),
        Some(OrRaw::Value(other)) => format!("{other:?}"),
        Some(OrRaw::Raw(raw)) => raw.clone(),
        None => String::new(),
    }
}

fn rows(items: &[AvailableItem]) -> Vec<String> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let row = |item: &AvailableItem| {
        format!("{} {} {}", text(&item.fob_point), text(&item.shade_or_dye_lot), quantity(&item.quantity))
    };
    items.iter().map(row).collect()
}

#[tokio::test]
async fn discovery_lists_every_service_where_it_is() {
    let sandbox = sandbox().await;
    assert_eq!(ready(&sandbox)["services"], Fcb2b::SERVICES_PATH);
    let profiles = ask(&sandbox, Services::new()).await;
    let (endpoints, unusable) = Endpoints::from_profiles(&profiles);
    assert_eq!((endpoints.iter().count(), unusable.len()), (15, 0));
    assert!(endpoints.iter().all(|(_, url)| url.to_string().starts_with(sandbox.url())), "{endpoints:?}");
    let camel_case = endpoints.get(&ServiceName::StockCheck).unwrap().clone();
    assert_eq!(camel_case.path(), "/StockCheck");
    assert_eq!(endpoints.get(&ServiceName::SolutionCheck).unwrap().path(), "/solutioncheck");
    let call = fcb2b_client::Call::new(producer(&sandbox).into(), camel_case, StockCheck::new("VV01701002"));
    crate::support::http(&sandbox).send(&call).await.unwrap();

    let document = newest_body_of_discovery(&sandbox).await;
    for part in [
        "<ServiceProfiles><ServiceProfile><Name xmlns=\"http://fcb2b.com/schemas/1.0/core\">Services</Name>",
        "<AnonymousAccessPermitted xmlns=\"http://fcb2b.com/schemas/1.0/core\">true</AnonymousAccessPermitted>",
        "<DefaultNamespace>http://fcb2b.com/schemas/1.0/inventoryServices</DefaultNamespace><HTTPRequestPath/>",
        "<VersionNumber>2.0</VersionNumber></Version></ServiceProfile>",
    ] {
        assert!(document.contains(part), "{part} in {document}");
    }
}

async fn newest_body_of_discovery(sandbox: &b2b_sandbox::Sandbox) -> String {
    let response = send(sandbox, signed(sandbox, producer(sandbox), Services::new())).await;
    String::from_utf8(response.into_body().to_vec()).unwrap()
}

#[tokio::test]
async fn stock_is_told_by_item_and_by_lot() {
    let sandbox = sandbox_for(Fcb2b::DEFAULT_PROFILE, at(NOW)).await;
    let ask_at = async |sku: &str| {
        let producer = producer(&sandbox).clock_offset(fixed_offset());
        ask_as(&sandbox, producer, StockCheck::new(sku).requested_quantity(10)).await.unwrap().value
    };
    let answer = ask_at("VV01701002").await;
    assert_eq!(answer.client_identifier.as_deref(), Some("100059"));
    assert_eq!((answer.fob_point.as_deref(), answer.shade_or_dye_lot.as_deref()), (Some("DAL"), Some("A1207")));
    assert_eq!((quantity(&answer.quantity).as_str(), &answer.unit_of_measure), ("81.00", &Some(UnitOfMeasure::Box)));
    assert_eq!(answer.time_stamp, Some(DateOrTime::Moment(NOW.parse().unwrap()).into()));
    assert_eq!(answer.future_date, None);

    let answer = ask_at("FUTURE0001").await;
    assert_eq!((quantity(&answer.quantity).as_str(), answer.fob_point.as_deref()), ("0.00", Some("ATL")));
    assert_eq!(answer.future_date, Some(DateOrTime::Date("2025-01-22".parse().unwrap()).into()));
    assert_eq!(answer.future_quantity, Some(Decimal::new(25000, 2).into()));

    let answer = ask_at("BL12000451").await;
    assert_eq!(answer.roll_numbers, ["R100231"]);
    assert_eq!(answer.roll_or_cut, Some(RollOrCutFlag::Roll.into()));

    let answer = ask_at("DROPPED001").await;
    assert_eq!((answer.drop_flag, quantity(&answer.quantity).as_str()), (Some(true.into()), "37.00"));
}

/// The offset of a client whose clock is to agree with [`NOW`].
fn fixed_offset() -> fcb2b_client::chrono::TimeDelta {
    NOW.parse::<fcb2b_client::chrono::DateTime<fcb2b_client::chrono::Utc>>().unwrap() - b2b_sandbox::Clock::System.now()
}

#[tokio::test]
async fn inventory_inquiries_tell_every_lot() {
    let sandbox = sandbox().await;
    let answer = ask(&sandbox, InventoryInquiry::new("VV01701002")).await;
    // The same lot twice; 5 and 20 are reserved from the start.
    assert_eq!(rows(answer.items()), ["DAL A1207 81.00", "DAL A1207 14.00", "ATL B0331 220.00"]);
    assert!(answer.future_date.is_some());
    let answer = ask(&sandbox, InventoryInquiry::new("BL12000451")).await;
    assert_eq!(answer.items().len(), 5);
    assert_eq!(answer.items()[2].roll_numbers, ["R100240"]);
    let answer = ask(&sandbox, InventoryInquiry::new("BW0000114")).await;
    assert_eq!(rows(answer.items()), ["EDM  114.00", "VAN  0.00", "EDM  6.00"]);
    assert_eq!(answer.items()[0].roll_or_cut, Some(RollOrCutFlag::Neither.into()));
    assert!(newest(&sandbox)["response_body"].as_str().unwrap().contains("<AvailableQuantity>.00</AvailableQuantity>"));
    let answer = ask(&sandbox, InventoryInquiry::new("EFSOFT0001")).await;
    assert!(answer.items().is_empty());
}

#[tokio::test]
async fn related_items_come_with_their_stock() {
    let sandbox = sandbox().await;
    let answer = ask(&sandbox, RelatedItems::new("VV01701002")).await;
    assert_eq!(answer.data.unwrap().sku.as_deref(), Some("VV01701002"));
    let found: Vec<_> = answer
        .items
        .iter()
        .map(|item| format!("{} {}", item.sku.as_deref().unwrap(), quantity(&item.quantity)))
        .collect();
    assert_eq!(
        found,
        ["TRIM000084 60.00", "5E65800110 1240.50", "BW0000114 120.00", "DROPPED001 37.00", "SOLDOUT001 0.00"]
    );
    assert!(ask(&sandbox, RelatedItems::new("LASTBOX100")).await.items.is_empty());
}

fn solution(sku: &str, requested: i64, minimum: i64, unit: UnitOfMeasure) -> SolutionCheck {
    SolutionCheck::new(sku, requested, minimum, unit)
}

#[tokio::test]
async fn every_condition_of_a_solution_check_counts() {
    let sandbox = sandbox().await;
    let check = async |request: SolutionCheck, expected: &str| {
        let answer = ask(&sandbox, request.clone()).await;
        let lot = answer.shade_or_dye_lot.clone().unwrap_or_default();
        let found = format!("{} {lot} {}", answer.fob_point.clone().unwrap_or_default(), quantity(&answer.quantity));
        assert_eq!(found, expected, "{request:?}");
        answer
    };
    let boxes = |requested, minimum| solution("VV01701002", requested, minimum, UnitOfMeasure::Box);
    let today = b2b_sandbox::Clock::System.now().date_naive();
    let in_days = |days: u64| today + fcb2b_client::chrono::Days::new(days);
    check(boxes(5, 5), "DAL A1207 95.00").await;
    check(boxes(200, 5), "ATL B0331 220.00").await;
    check(boxes(300, 90), "DAL A1207 95.00").await;
    check(boxes(5, 5).fob_point("ATL"), "ATL B0331 220.00").await;
    check(boxes(5, 5).shade_or_dye_lot("B0331"), "ATL B0331 220.00").await;
    let answer = check(boxes(450, 450), "DAL A1207 95.00").await;
    assert_eq!(answer.future_quantity, Some(Decimal::new(40000, 2).into()));
    assert_eq!(answer.future_date, Some(DateOrTime::Date(in_days(21)).into()));
    check(boxes(400, 400).need_by(in_days(21)).same_shade_or_dye_lot(true), "DAL A1207 95.00").await;
    let carpet = |requested, minimum| solution("BL12000451", requested, minimum, UnitOfMeasure::SquareYard);
    check(carpet(20, 20).roll_or_cut(RollOrCut::Cut), "DAL  70.50").await;
    check(carpet(60, 60).roll_or_cut(RollOrCut::Roll).shade_or_dye_lot("D42"), "ATL D42 146.67").await;
    for none in [
        boxes(5, 5).fob_point("NOWHERE"),
        boxes(5, 5).shade_or_dye_lot("A1207").fob_point("ATL"),
        boxes(450, 450).same_shade_or_dye_lot(true),
        boxes(400, 400).need_by(in_days(20)),
        boxes(500, 500),
        carpet(60, 60).roll_or_cut(RollOrCut::Cut).same_shade_or_dye_lot(true),
    ] {
        assert_eq!(refused(&sandbox, none).await, (404, "SKUNotFound".to_owned()));
    }
    for query in ["5&ReqQuantityMinimum=6", "5&ReqQuantityMinimum=5&ReqNeedByDate=2024-12-31"] {
        let query =
            format!("ClientIdentifier=100059&SupplierItemSKU=VV01701002&ReqUnitOfMeasure=BX&RequestedQuantity={query}");
        let refused = refused_by_hand(&sandbox, "/solutioncheck", &query).await;
        assert_eq!(refused, (400, "InvalidArgument".to_owned()), "{query}");
    }
    let by_foot = solution("VV01701002", 5, 5, UnitOfMeasure::SquareFoot);
    assert_eq!(refused(&sandbox, by_foot).await, (400, "InvalidArgument".to_owned()));
}

#[tokio::test]
async fn solution_inquiries_tell_all_that_satisfies() {
    let sandbox = sandbox().await;
    let inquiry = |minimum: i64| SolutionInquiry::new("VV01701002", 300, minimum, UnitOfMeasure::Box);
    let found = async |request: SolutionInquiry| rows(ask(&sandbox, request).await.items());
    let all = ["DAL A1207 81.00", "DAL A1207 14.00", "ATL B0331 220.00", "DAL  400.00"];
    assert_eq!(found(inquiry(5)).await, all);
    assert_eq!(found(inquiry(200)).await, ["ATL B0331 220.00", "DAL  400.00"]);
    assert_eq!(found(inquiry(200).shade_or_dye_lot("B0331")).await, ["ATL B0331 220.00"]);
    let tomorrow = b2b_sandbox::Clock::System.now().date_naive() + fcb2b_client::chrono::Days::new(1);
    assert!(found(inquiry(300).need_by(tomorrow)).await.is_empty());
    let inquiry = SolutionInquiry::new("TRIM000084", 6, 6, UnitOfMeasure::Box);
    assert_eq!(found(inquiry).await, ["DAL  6.00"]);
}

#[tokio::test]
async fn prices_are_told_by_unit_quantity_roll_and_cut() {
    let sandbox = sandbox().await;
    let priced = async |request: PriceInquiry| -> Vec<String> {
        let answer = ask(&sandbox, request).await;
        let row = |item: &AvailableItem| {
            let price = item.price.as_ref().and_then(OrRaw::value).unwrap();
            let unit = item.price_unit_of_measure.as_ref().or(item.unit_of_measure.as_ref()).unwrap();
            let from = item.minimum_quantity.as_ref().and_then(OrRaw::value).copied().unwrap_or_default();
            format!("{} {price}/{unit} from {from}", quantity(&item.quantity))
        };
        answer.items().iter().map(row).collect()
    };
    let rows = priced(PriceInquiry::new("VV01701002").shade_or_dye_lot("B0331")).await;
    assert_eq!(rows, ["220.00 62.99/BX from 0", "220.00 58.79/BX from 50", "220.00 2.70/SF from 0"]);
    let rows = priced(PriceInquiry::new("BL12000451").fob_point("DAL").roll_or_cut(RollOrCut::Cut)).await;
    assert_eq!(
        rows,
        ["48.50 16.90/SY from 0", "48.50 1.88/SF from 0", "22.00 16.90/SY from 0", "22.00 1.88/SF from 0"]
    );
    let rows = priced(PriceInquiry::new("TRIM000084")).await;
    assert_eq!(rows, ["60.00 24.50/EA from 0", "6.00 220.00/BX from 0"]);
    assert_eq!(priced(PriceInquiry::new("FUTURE0001")).await, ["0.00 54.20/BX from 0"]);
    assert_eq!(priced(PriceInquiry::new("EFHARD0001")).await, ["1 2.19/SF from 0"]);
    let rows = priced(PriceInquiry::new("EFSOFT0001")).await;
    assert_eq!(rows, ["310.00 9.95/SY from 100", "NotAvailable 11.45/SY from 0"]);
    assert!(priced(PriceInquiry::new("VV01701002").requested_quantity(900).minimum(900)).await.is_empty());
}

#[tokio::test]
async fn documents_and_catalogs_are_listed() {
    let sandbox = sandbox().await;
    let documents = ask(&sandbox, DocumentService::new("5E65800110")).await;
    let kinds: Vec<_> = documents.iter().filter_map(|document| document.kind.as_deref()).collect();
    assert_eq!(kinds, ["SpecificationSheet", "Image", "Manual", "Warranty"]);
    assert_eq!(documents[0].sku.as_deref(), Some("5E65800110"));
    assert!(ask(&sandbox, DocumentService::new("LASTBOX100")).await.is_empty());

    let types = ask(&sandbox, GetPriceCatalogTypes::new()).await;
    let codes: Vec<_> = types.iter().filter_map(|kind| kind.catalog.as_deref()).collect();
    assert_eq!(codes, ["FULL", "HARD", "SOFT"]);
    assert_eq!(types[1].parts.len(), 2);
    let catalog = ask(&sandbox, PriceCatalogRequest::new("FULL")).await;
    assert_eq!((catalog.catalog.as_deref(), catalog.available), (Some("FULL"), Some(true.into())));
    let catalog = ask(&sandbox, PriceCatalogRequest::new("HARD").sub_catalog("TILE")).await;
    assert_eq!(catalog.sub_catalog.as_deref(), Some("TILE"));
    for request in [
        PriceCatalogRequest::new("NONE"),
        PriceCatalogRequest::new("FULL").sub_catalog("TILE"),
        PriceCatalogRequest::new("HARD").sub_catalog("CORK"),
    ] {
        assert_eq!(refused(&sandbox, request).await, (404, "CatalogNotFound".to_owned()));
    }
}

#[tokio::test]
async fn orders_are_told_the_most_recent_first() {
    let sandbox = sandbox().await;
    let recent = ask(&sandbox, Orders::new(3_u32)).await;
    let numbers: Vec<_> = recent.iter().filter_map(|order| order.order_number.as_deref()).collect();
    assert_eq!(numbers, ["3132305", "3132298", "3132290"]);
    assert!(recent.iter().all(|order| order.lines.is_empty()));
    let all = ask(&sandbox, Orders::new(u32::MAX)).await;
    assert_eq!(all.len(), 9);
    let one = ask(&sandbox, Orders::new(3_u32).order_number("3131977").extra("SupplierItemSKU", "VV01701002")).await;
    assert_eq!((one.len(), one[0].status.as_deref()), (1, Some("Invoiced")));
    let other = ask_as(&sandbox, producer(&sandbox).client_identifier("cl0000002"), Orders::new(9_u32)).await.unwrap();
    assert_eq!(other.value.len(), 2);

    let status = ask(&sandbox, OrderStatus::new("3132305")).await;
    assert_eq!(status.status.as_deref(), Some("Partially shipped"));
    assert_eq!(status.shipping_address.unwrap().0.len(), 7);
    assert!(status.lines.is_empty());

    let detail = ask(&sandbox, OrderStatusDetail::new("3132305").extra("SupplierItemSKU", "VV01701002")).await;
    assert_eq!(detail.lines.len(), 3);
    let told = serde_json::to_value(&detail).unwrap().to_string();
    // The first two lines have between them everything that a line can have.
    let lines = serde_json::to_value(&detail.lines[..2]).unwrap();
    for (name, _) in lines[0].as_object().unwrap() {
        assert!(lines.as_array().unwrap().iter().any(|line| !line[name].is_null()), "{name} in {told}");
    }
    assert!(
        serde_json::to_value(&detail).unwrap().as_object().unwrap().values().all(|member| !member.is_null()),
        "{told}"
    );

    for number in ["9999999", "3132301"] {
        assert_eq!(refused(&sandbox, OrderStatus::new(number)).await, (404, "OrderNotFound".to_owned()));
        assert_eq!(refused(&sandbox, OrderStatusDetail::new(number)).await, (404, "OrderNotFound".to_owned()));
        assert_eq!(refused(&sandbox, Orders::new(1_u32).order_number(number)).await, (404, "OrderNotFound".to_owned()));
    }
}

#[tokio::test]
async fn unknown_items_are_refused() {
    let sandbox = sandbox().await;
    for sku in ["NOTHING", "SOLDOUT001", "vv01701002", "VV01701002'--", "é"] {
        assert_eq!(refused(&sandbox, StockCheck::new(sku)).await, (404, "SKUNotFound".to_owned()), "{sku}");
        assert_eq!(refused(&sandbox, PriceInquiry::new(sku)).await, (404, "SKUNotFound".to_owned()), "{sku}");
        assert_eq!(refused(&sandbox, DocumentService::new(sku)).await, (404, "SKUNotFound".to_owned()), "{sku}");
    }
    assert_eq!(refused(&sandbox, StockCheck::new("EFERROR001")).await, (200, "SKUNotFound".to_owned()));
}

#[tokio::test]
async fn the_anonymous_key_needs_no_client() {
    let sandbox = sandbox().await;
    let anonymous = || {
        let mut producer = with_key(&sandbox, Fcb2b::ANONYMOUS_KEY, Fcb2b::ANONYMOUS_SECRET);
        producer.client_identifier = None;
        producer
    };
    let answer = ask_as(&sandbox, anonymous(), StockCheck::new("VV01701002")).await.unwrap();
    assert_eq!(answer.value.client_identifier, None);
    let refused = crate::support::refused_as(&sandbox, anonymous(), Orders::new(1_u32)).await;
    assert_eq!(refused, (403, "AccessDenied".to_owned()));
}
