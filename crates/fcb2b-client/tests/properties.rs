//! What holds for every request and every answer.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use b2b_xml::OrRaw;
use b2b_xml::chrono::{DateTime, NaiveDate, Utc};
use fcb2b_client::{
    AvailableItem, AvailableItems, AvailableQuantity, CreateReserve, DateOrTime, Decimal, DocumentService,
    GetPriceCatalogTypes, GetReserves, InventoryAnswer, InventoryInquiry, ItemDocument, Order, OrderLine, OrderStatus,
    OrderStatusDetail, Orders, PriceCatalog, PriceCatalogRequest, PriceCatalogType, PriceInquiry, RelatedAnswer,
    RelatedData, RelatedItem, RelatedItems, Request, Reservation, ReservationLine, RollOrCut, RollOrCutFlag, Service,
    ServiceProfile, ServiceVersion, Services, ShippingAddress, SolutionCheck, SolutionInquiry, StockAnswer, StockCheck,
    SubCatalog, UnitOfMeasure, decode_answer, encode_answer,
};
use proptest::option;
use proptest::prelude::*;

fn text() -> impl Strategy<Value = String> {
    "[ -~éß€\u{1F600}]{0,12}[!-~]"
}

/// Text that survives a document: what reads as nothing else.
fn plain() -> impl Strategy<Value = String> {
    "[A-Za-z0-9<&>'\"é-]{1,10}"
}

fn amount() -> impl Strategy<Value = Decimal> {
    (1i64..1_000_000_000, 0u32..5).prop_map(|(number, scale)| Decimal::new(number, scale))
}

fn unit() -> impl Strategy<Value = UnitOfMeasure> {
    "[A-Z]{1,3}".prop_map(|unit| UnitOfMeasure::from(unit.as_str()))
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (0i32..30_000)
        .prop_map(|days| NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + b2b_xml::chrono::Days::new(days as u64))
}

fn roll_or_cut() -> impl Strategy<Value = RollOrCut> {
    prop_oneof![Just(RollOrCut::Roll), Just(RollOrCut::Cut)]
}

fn extra() -> impl Strategy<Value = Vec<(String, String)>> {
    prop::collection::vec(("x[a-z]{1,6}", text()), 0..3)
}

#[track_caller]
fn survives<R: Request + PartialEq + std::fmt::Debug>(request: &R) {
    assert_eq!(request.problems(), []);
    let parameters = request.parameters();
    let again = R::from_parameters(parameters.iter().map(|(name, value)| (*name, value.as_ref())));
    assert_eq!(again.as_ref(), Ok(request));
}

fn survives_document<S: Service>(output: &S::Output)
where
    S::Output: PartialEq + std::fmt::Debug,
{
    let document = encode_answer::<S>(output).unwrap();
    roxmltree::Document::parse(&document).unwrap();
    assert_eq!(&decode_answer::<S>(document.clone()).unwrap().value, output, "{document}");
}

prop_compose! {
    fn item()(
        fob_point in option::of(plain()),
        lot in option::of(plain()),
        roll_or_cut in option::of(prop_oneof![
            Just(RollOrCutFlag::Roll), Just(RollOrCutFlag::Cut), Just(RollOrCutFlag::RollOrCut), Just(RollOrCutFlag::Neither)
        ]),
        roll_numbers in prop::collection::vec(plain(), 0..3),
        unit_of_measure in unit(),
        quantity in option::of(prop_oneof![amount().prop_map(AvailableQuantity::Amount), Just(AvailableQuantity::NotAvailable)]),
        price in option::of(amount()),
        future in option::of(day()),
    ) -> AvailableItem {
        let mut item = AvailableItem::default();
        item.fob_point = fob_point;
        item.shade_or_dye_lot = lot;
        item.roll_or_cut = roll_or_cut.map(OrRaw::Value);
        item.roll_numbers = roll_numbers;
        item.unit_of_measure = Some(unit_of_measure);
        item.quantity = quantity.map(OrRaw::Value);
        item.price = price.map(OrRaw::Value);
        item.future_date = future.map(|day| OrRaw::Value(DateOrTime::Date(day)));
        item
    }
}

prop_compose! {
    fn reservation()(
        number in plain(),
        created in option::of(day()),
        lines in prop::collection::vec((plain(), plain(), amount(), unit(), option::of(plain())), 1..4),
    ) -> Reservation {
        let mut reservation = Reservation::default();
        reservation.reserve_number = Some(number);
        reservation.creation_date = created.map(|day| OrRaw::Value(DateOrTime::Date(day)));
        reservation.lines = lines.into_iter().map(|(number, sku, quantity, unit, mark)| {
            let mut line = ReservationLine::default();
            line.line_number = Some(number);
            line.sku = Some(sku);
            line.quantity = Some(OrRaw::Value(quantity));
            line.unit_of_measure = Some(unit);
            line.sidemarks = mark.into_iter().collect();
            line
        }).collect();
        reservation
    }
}

prop_compose! {
    fn order()(texts in prop::array::uniform8(plain()), day in day(), lines in 0usize..3, optional in any::<bool>()) -> Order {
        let [number, purchase, status, address, sku, item, stands, carrier] = texts;
        let mut order = Order::default();
        order.order_number = Some(number);
        order.purchase_order_number = Some(purchase);
        order.order_date = Some(OrRaw::Value(DateOrTime::Date(day)));
        order.status = Some(status);
        order.shipping_address = Some(ShippingAddress::new([("Name", address.as_str()), ("City", "Springfield")]));
        order.ship_date = optional.then_some(OrRaw::Value(DateOrTime::Date(day)));
        order.international = optional.then_some(OrRaw::Value(false));
        order.lines = (0..lines).map(|at| {
            let mut line = OrderLine::default();
            line.line_number = Some(at.to_string());
            line.sku = Some(sku.clone());
            line.item_number = Some(item.clone());
            line.status = Some(stands.clone());
            line.price = optional.then_some(OrRaw::Value(Decimal::new(219, 2)));
            line.shipment_carrier = Some(carrier.clone());
            line
        }).collect();
        order
    }
}

proptest! {
    #[test]
    fn orders_documents_and_catalogs_that_are_written_are_read_again(
        orders in prop::collection::vec(order(), 0..3), texts in prop::array::uniform4(plain()), day in day(), available in any::<bool>(),
    ) {
        survives_document::<Orders>(&orders);
        if let Some(order) = orders.first() {
            survives_document::<OrderStatus>(order);
            survives_document::<OrderStatusDetail>(order);
        }
        let [one, two, three, four] = texts.map(Some);
        let mut document = ItemDocument::default();
        (document.sku, document.kind, document.description, document.url) = (one.clone(), two.clone(), three.clone(), four.clone());
        survives_document::<DocumentService>(&vec![document.clone(), document]);
        let (mut kind, mut part) = (PriceCatalogType::default(), SubCatalog::default());
        part.sub_catalog.clone_from(&four);
        (kind.catalog, kind.description, kind.parts) = (one.clone(), two.clone(), vec![part]);
        survives_document::<GetPriceCatalogTypes>(&vec![kind]);
        let mut catalog = PriceCatalog::default();
        (catalog.catalog, catalog.status) = (one.clone(), two.clone());
        (catalog.available, catalog.expected) = (Some(OrRaw::Value(available)), Some(OrRaw::Value(day)));
        survives_document::<PriceCatalogRequest>(&catalog);
        let mut related = RelatedAnswer::default();
        let mut item = RelatedItem::default();
        (item.sku, item.description, item.fob_point) = (one.clone(), two, three);
        (related.items, related.data) = (vec![item], Some(RelatedData::default()));
        survives_document::<RelatedItems>(&related);
        let (mut profile, mut version) = (ServiceProfile::default(), ServiceVersion::default());
        (version.number, version.version_attribute, version.https_path) = (four.clone(), four, one.clone());
        (profile.name, profile.versions) = (one, vec![version]);
        survives_document::<Services>(&vec![profile]);
    }

    #[test]
    fn a_stock_check_survives_its_parameters(sku in text(), quantity in option::of(amount()), extra in extra()) {
        let mut request = StockCheck::new(sku);
        request.requested_quantity = quantity;
        request.extra = extra;
        survives(&request);
    }

    #[test]
    fn a_solution_check_survives_its_parameters(
        sku in text(), low in amount(), high in amount(), unit in unit(), need_by in option::of(day()),
        fob in option::of(text()), lot in option::of(text()), same in option::of(any::<bool>()),
        roll in option::of(roll_or_cut()),
    ) {
        let mut request = SolutionCheck::new(sku, low.max(high), low.min(high), unit);
        (request.need_by, request.fob_point, request.shade_or_dye_lot) = (need_by, fob, lot);
        (request.same_shade_or_dye_lot, request.roll_or_cut) = (same, roll);
        survives(&request);
    }

    #[test]
    fn a_reservation_survives_its_parameters(
        sku in text(), amounts in prop::array::uniform3(amount()), bounds in any::<(bool, bool)>(), unit in unit(),
        price in option::of((amount(), unit_option())), mark in option::of(text()),
    ) {
        let mut amounts = amounts;
        amounts.sort();
        let mut request = CreateReserve::new(sku, amounts[1], unit);
        request.minimum = bounds.0.then_some(amounts[0]);
        request.maximum = bounds.1.then_some(amounts[2]);
        if let Some((price, unit)) = price {
            request.requested_price = Some(price);
            request.requested_price_unit_of_measure = unit;
        }
        request.sidemark = mark;
        survives(&request);
    }

    #[test]
    fn orders_survive_their_parameters(limit in 1u32.., number in option::of(text())) {
        let mut request = Orders::new(limit);
        request.order_number = number;
        survives(&request);
    }

    #[test]
    fn what_is_written_is_read_again(
        sku in plain(), items in prop::collection::vec(item(), 1..5), drop in option::of(any::<bool>()), seconds in 0i64..4_000_000_000,
        reservations in prop::collection::vec(reservation(), 0..4),
    ) {
        let time: DateTime<Utc> = DateTime::from_timestamp(seconds, 0).unwrap();
        let mut stock = StockAnswer::default();
        stock.sku = Some(sku.clone());
        stock.drop_flag = drop.map(OrRaw::Value);
        stock.time_stamp = Some(OrRaw::Value(DateOrTime::from(time)));
        // The guide demands a quantity.
        stock.quantity = items[0].quantity.clone().or(Some(OrRaw::Value(AvailableQuantity::NotAvailable)));
        stock.unit_of_measure.clone_from(&items[0].unit_of_measure);
        stock.roll_numbers.clone_from(&items[0].roll_numbers);
        survives_document::<StockCheck>(&stock);
        survives_document::<SolutionCheck>(&stock);
        let mut inventory = InventoryAnswer::default();
        inventory.sku = Some(sku);
        inventory.items = Some(AvailableItems(items));
        survives_document::<InventoryInquiry>(&inventory);
        survives_document::<SolutionInquiry>(&inventory);
        survives_document::<PriceInquiry>(&inventory);
        survives_document::<GetReserves>(&reservations);
        if let Some(first) = reservations.first() {
            survives_document::<CreateReserve>(first);
        }
    }

    #[test]
    fn the_reader_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read_all(&bytes);
    }

    #[test]
    fn the_reader_never_panics_on_what_looks_like_an_answer(document in markup()) {
        read_all(document.as_bytes());
    }

    #[test]
    fn the_reader_never_panics_on_broken_answers(cut in 0usize..4_000, at in 0usize..4_000, byte in any::<u8>()) {
        let mut document = include_bytes!("documents/inventory_inquiry_dancik.xml").to_vec();
        let at = at % document.len();
        document[at] = byte;
        document.truncate(cut.max(1));
        read_all(&document);
    }
}

fn unit_option() -> impl Strategy<Value = Option<UnitOfMeasure>> {
    option::of(unit())
}

fn markup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<StockCheck>"),
        Just("</StockCheck>"),
        Just("<Error>"),
        Just("</Error>"),
        Just("<error/>"),
        Just("<Code>"),
        Just("</Code>"),
        Just("<AvailableItems>"),
        Just("</AvailableItems>"),
        Just("<a:Order xmlns:a='u'>"),
        Just("</a:Order>"),
        Just("<Message severity='w'>"),
        Just("</Message>"),
        Just("<![CDATA[x]]>"),
        Just("<Order/>"),
        Just("&amp;"),
        Just("x"),
        Just("<ServiceProfiles>"),
        Just("</ServiceProfiles>"),
        Just("<GlobalIdentifier>"),
        Just("</GlobalIdentifier>"),
    ];
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

fn read_all(document: &[u8]) {
    fn read<S: Service>(document: &[u8]) {
        drop(decode_answer::<S>(document.to_vec()));
    }
    read::<Services>(document);
    read::<StockCheck>(document);
    read::<InventoryInquiry>(document);
    read::<RelatedItems>(document);
    read::<PriceInquiry>(document);
    read::<DocumentService>(document);
    read::<GetPriceCatalogTypes>(document);
    read::<PriceCatalogRequest>(document);
    read::<GetReserves>(document);
    read::<CreateReserve>(document);
    read::<OrderStatusDetail>(document);
}
