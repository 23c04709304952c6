//! What is written is read back as the same, by this reader and by another one; what is read never panics.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use b2b_xml::{FromXml, ToXml, encode};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use support::{attempt, endpoint};
use techdata_xml::chrono::NaiveDate;
use techdata_xml::order::{EndUserInfo, Line, RefNbr};
use techdata_xml::order_status::{OrderDetail, OrderLine};
use techdata_xml::price_list::PromotionInfo;
use techdata_xml::*;

/// Anything that XML can carry, trimmed, and not empty.
fn text(max: usize) -> impl Strategy<Value = Text> {
    let character = prop_oneof![
        4 => proptest::char::range(' ', '~'),
        1 => prop_oneof![Just('&'), Just('<'), Just('>'), Just('"'), Just('\''), Just(']'), Just('\t'), Just('\n')],
        1 => any::<char>().prop_filter("XML carries it", |c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')),
    ];
    vec(character, 1..=max)
        .prop_map(|text| Text::from(String::from_iter(text)))
        .prop_filter("not blank", |text| !text.is_empty())
}

fn decimal() -> impl Strategy<Value = Decimal> {
    (-9_999_999_i64..9_999_999, 0_u32..4).prop_map(|(number, scale)| Decimal::new(number, scale))
}

fn date() -> impl Strategy<Value = NaiveDate> {
    (1970_i32..2070, 1_u32..=12, 1_u32..=28)
        .prop_map(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day).unwrap())
}

fn qualifier() -> impl Strategy<Value = ItemQualifier> {
    proptest::sample::select(ItemQualifier::KNOWN)
}

fn item() -> impl Strategy<Value = Item> {
    (qualifier(), text(20)).prop_map(|(qualifier, number)| Item { qualifier, number })
}

fn status() -> impl Strategy<Value = StatusCode> {
    prop_oneof![proptest::sample::select(StatusCode::KNOWN), Just(StatusCode::from("Some Other"))]
}

prop_compose! {
    fn order()(
        number in text(35),
        lines in vec((item(), any::<u32>(), option::of(decimal()), option::of(text(60))), 1..5),
        names in (option::of(text(40)), option::of(text(40)), option::of(text(10))),
        addresses in vec(text(35), 0..4),
        messages in vec(text(80), 0..3),
        references in vec(text(30), 0..4),
        day in option::of(date()),
        end_user in option::of((option::of(text(40)), option::of(date()))),
    ) -> OrderSubmit {
        let mut order = OrderSubmit::new(number, OrderType::Ds);
        for (item, quantity, price, message) in lines {
            let unit_price = price.map(Amount::from);
            order = order.line(Line { unit_price, order_message_line: message, ..Line::new(item, quantity) });
        }
        let header = &mut order.header;
        (header.name, header.city_name, header.postal_code) = names;
        header.addresses = addresses;
        header.order_messages = messages;
        header.ref_nbrs = references.into_iter().take(3).map(RefNbr::end_user).collect();
        header.date = day.map(CompactDate::from);
        header.end_user_info = end_user.map(|(eui_name, day)| EndUserInfo {
            eui_name,
            eui_end_user_po_date: day.map(CompactDate::from),
            ..EndUserInfo::default()
        });
        order
    }
}

prop_compose! {
    fn price_list_line()(
        id in option::of(text(100)),
        qualifier in option::of(qualifier()),
        number in option::of(text(20)),
        prices in (option::of(decimal()), option::of(decimal())),
        promotions in vec((option::of(decimal()), option::of(date()), option::of(text(10))), 0..3),
    ) -> PriceListLine {
        PriceListLine {
            assigned_id: id,
            ref_id_qual1: qualifier,
            ref_id1: number,
            customer_price: prices.0.map(|price| Price(price).into()),
            msrp: prices.1.map(|price| Price(price).into()),
            promotion_info: promotions.into_iter().map(|(quantity, day, number)| PromotionInfo {
                minimum_qty: quantity.map(OrRaw::from),
                promo_end_date: day.map(|day| LongDate(day).into()),
                promo_number: number,
                ..PromotionInfo::default()
            }).collect(),
            ..PriceListLine::default()
        }
    }
}

prop_compose! {
    fn order_detail()(
        status in option::of(status()),
        total in option::of(decimal()),
        day in option::of(date()),
        lines in vec((text(10), option::of(decimal()), option::of(date())), 0..3),
    ) -> OrderDetail {
        OrderDetail {
            order_status: status,
            invoice_total: total.map(|total| Amount(total).into()),
            estimated_ship_date: day.map(|day| ShortDate(day).into()),
            lines: lines.into_iter().map(|(id, quantity, day)| OrderLine {
                assigned_id: Some(id),
                qty_shipped: quantity.map(OrRaw::from),
                date_shipped: day.map(|day| ShortDate(day).into()),
                ..OrderLine::default()
            }).collect(),
            ..OrderDetail::default()
        }
    }
}

/// Writes, reads with both readers, and writes again.
fn round<T: FromXml + ToXml>(document: &T) -> Result<T, TestCaseError> {
    let written = encode(document).map_err(|error| TestCaseError::fail(error.to_string()))?;
    roxmltree::Document::parse(&written).map_err(|error| TestCaseError::fail(format!("{error}: {written}")))?;
    let read =
        decode_recorded::<T>(written.as_bytes()).map_err(|error| TestCaseError::fail(format!("{error}: {written}")))?;
    let read = read.value;
    prop_assert_eq!(encode(&read).unwrap(), written);
    Ok(read)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn orders(order in order()) {
        let order = Call::new(endpoint(), order).document(&attempt());
        let read = round(&order)?;
        prop_assert_eq!(serde_json::to_value(&read).unwrap(), serde_json::to_value(&order).unwrap());
    }

    #[test]
    fn items(items in vec(item(), 1..20), level in option::of("[A-Z]{2}")) {
        let mut prices = PriceAvailabilitySubmit::of(items.clone());
        if let Some(level) = level {
            prices = prices.order_level(OrderLevel::from(level.as_str()));
        }
        let prices = Call::new(endpoint(), prices).document(&attempt());
        prop_assert_eq!(round(&prices)?.lines, prices.lines);
        let list = Call::new(endpoint(), PriceListSubmit::of(items.clone())).document(&attempt());
        prop_assert_eq!(round(&list)?.lines, list.lines);
        let ways = Call::new(endpoint(), ShipViaSubmit::to("33760", items)).document(&attempt());
        prop_assert_eq!(round(&ways)?.detail, ways.detail);
    }

    #[test]
    fn price_lists(lines in vec(price_list_line(), 1..5)) {
        let document = PriceListResponse { lines, ..PriceListResponse::default() };
        prop_assert_eq!(round(&document)?, document);
    }

    #[test]
    fn order_statuses(orders in vec(order_detail(), 1..4)) {
        let document = OrderStatusResponse { orders, ..OrderStatusResponse::default() };
        let read = round(&document)?;
        prop_assert_eq!(read.orders, document.orders);
    }

    /// Anything may come: it is read or refused.
    #[test]
    fn nothing_that_comes_panics(case in 0_usize..14, at in any::<prop::sample::Index>(), with in "[ -~]{0,8}", cut in any::<bool>()) {
        let folder = format!("{}/tests/answers", env!("CARGO_MANIFEST_DIR"));
        let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        let document = std::fs::read_to_string(&paths[case % paths.len()]).unwrap();
        let at = at.index(document.len());
        let changed = format!("{}{with}{}", &document[..at], if cut { "" } else { &document[at..] });
        let _ = Document::read(changed.as_bytes());
    }

    /// However lines are shuffled, dropped and bared, each answer belongs to what was asked for.
    #[test]
    fn a_matched_line_never_contradicts_its_question(
        numbers in proptest::collection::hash_set("[1-9][0-9]{3,7}", 1..8),
        order in any::<prop::sample::Index>(),
        told in vec((any::<bool>(), any::<bool>(), any::<bool>()), 8),
    ) {
        let numbers: Vec<String> = numbers.into_iter().collect();
        let submission = PriceListSubmit::of(numbers.iter().map(Item::tech_data));
        let mut lines: Vec<String> = numbers.iter().zip(&told).enumerate().filter_map(|(at, (number, (id, name, there)))| {
            let id = if *id { format!("<AssignedID>abababab-{:04}</AssignedID>", at + 1) } else { String::new() };
            let name = if *name { format!("<RefIDQual1>VP</RefIDQual1><RefID1>{number:0>18}</RefID1>") } else { String::new() };
            there.then(|| format!("<LineInfo>{id}{name}<ProductDesc>{number}</ProductDesc></LineInfo>"))
        }).collect();
        let turn = if lines.is_empty() { 0 } else { order.index(lines.len()) };
        lines.rotate_left(turn);
        let bare = lines.iter().filter(|line| !line.contains("ID")).count();
        let sent = lines.len();
        let answer = format!("<XML_PriceList_Response><Header/><Detail>{}</Detail></XML_PriceList_Response>", lines.concat());
        let lines = support::exchange(submission, 200, &answer).unwrap().value;
        let mut answered = lines.unasked.len();
        for line in &lines.lines {
            let asked = line.asked.as_ref().unwrap().item.as_ref().unwrap();
            if let Ok(found) = &line.result {
                answered += 1;
                if line.matched != Some(Matched::ByPosition) {
                    prop_assert_eq!(found.product_desc.as_ref(), Some(&asked.number));
                }
            }
        }
        prop_assert_eq!(answered, sent, "no line is lost");
        prop_assert!(lines.unasked.len() <= bare, "only a line that names nothing can be left over");
    }
}
