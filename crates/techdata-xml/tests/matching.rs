//! Which line answers which: the same cases for an answer that is read whole and for one that is read as it comes.
#![cfg(feature = "client")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "support/list.rs"]
mod list;
mod support;

use b2b_http::{ErrorKind, FixedEnvironment};
use bytes::Bytes;
use list::Scripted;
use support::{endpoint, exchange, now};
use techdata_xml::price_list::Line;
use techdata_xml::*;

fn ask(asked: &[(&str, &str)]) -> PriceListSubmit {
    let line =
        |(id, number): &(&str, &str)| Line { assigned_id: Some((*id).into()), ..Line::from(Item::tech_data(*number)) };
    PriceListSubmit::of(asked.iter().map(line))
}

fn line(id: &str, number: &str, price: u32) -> String {
    let id = if id.is_empty() { String::new() } else { format!("<AssignedID>{id}</AssignedID>") };
    format!(
        "<LineInfo>{id}<RefIDQual1>VP</RefIDQual1><RefID1>{number}</RefID1><CustomerPrice>${price}</CustomerPrice></LineInfo>"
    )
}

async fn streamed(
    submission: PriceListSubmit,
    answer: &[u8],
) -> Vec<Result<b2b_xml::Decoded<LineAnswer<PriceListLine>>, ErrorKind>> {
    let transport = Scripted(200, vec![Ok(Bytes::copy_from_slice(answer))]);
    let http = b2b_http::Client::builder(transport).environment(FixedEnvironment::new(now())).build();
    let mut lines = Client::with(endpoint(), http).price_list_lines(submission).await.unwrap();
    let mut found = Vec::new();
    while let Some(line) = lines.next().await {
        found.push(line.map_err(|error| error.kind()));
    }
    found
}

fn price(line: &PriceListLine) -> String {
    line.customer_price.as_ref().unwrap().value().unwrap().to_string()
}

/// What each item was answered, and which prices belong to none.
async fn check(asked: &[(&str, &str)], lines: &[String], expected: &[&str], unasked: &[&str]) {
    let answer =
        format!("<XML_PriceList_Response><Header/><Detail>{}</Detail></XML_PriceList_Response>", lines.concat());
    let whole = exchange(ask(asked), 200, &answer).unwrap().value;
    let prices: Vec<_> = whole.lines.iter().map(|line| line.result.as_ref().map_or("-".to_owned(), price)).collect();
    assert_eq!(prices, expected);
    assert_eq!(whole.unasked.iter().map(price).collect::<Vec<_>>(), unasked);

    let mut prices = vec![String::new(); asked.len()];
    let mut others = Vec::new();
    for line in streamed(ask(asked), answer.as_bytes()).await {
        let LineAnswer { asked: found, result, .. } = line.unwrap().value;
        let price = result.as_ref().map_or("-".to_owned(), price);
        match found {
            Some(found) => {
                let is_it = |one: &&(&str, &str)| {
                    found.assigned_id.as_deref() == Some(one.0) && found.item.as_ref().unwrap().number == one.1
                };
                prices[asked.iter().position(|one| is_it(&one)).unwrap()] = price;
            }
            None => others.push(price),
        }
    }
    assert_eq!(prices, expected, "as it comes");
    assert_eq!(others, unasked, "as it comes");
}

#[tokio::test]
async fn one_rule_for_both() {
    // The manual's own example has one id on two lines: it is none then.
    let two = [("001", "A"), ("001", "B")];
    check(&two, &[line("001", "B", 2), line("001", "A", 1)], &["1", "2"], &[]).await;
    // A zero of its own is no padding: the exact number counts first.
    let zero = [("1", "070374"), ("2", "70374")];
    check(&zero, &[line("", "70374", 70), line("", "070374", 7)], &["7", "70"], &[]).await;
    // Padded, it may be either.
    check(&zero, &[line("", "0070374", 1)], &["-", "-"], &["1"]).await;
    check(&zero[..1], &[line("", "000000000000070374", 1)], &["1"], &[]).await;
    // The id of one item and the number of another.
    let ids = [("1", "A"), ("2", "B")];
    check(&ids, &[line("1", "B", 2), line("2", "A", 1)], &["-", "-"], &["2", "1"]).await;
    check(&ids, &[line("1", "000A", 1), line("2", "B", 2)], &["1", "2"], &[]).await;
    let manufacturer = line("1", "X", 1).replace("VP", "MG");
    check(&ids, &[manufacturer, line("2", "B", 2)], &["1", "2"], &[]).await;
    // One that nobody asked for, and one too many.
    check(&ids, &[line("", "X", 9), line("", "A", 1), line("", "A", 3)], &["1", "-"], &["9", "3"]).await;
    check(&ids, &[line("2", "B", 1), line("2", "B", 3)], &["-", "1"], &["3"]).await;
    // The same item twice.
    let twice = [("1", "A"), ("2", "A")];
    check(&twice, &[line("", "0A", 1), line("", "A", 2)], &["1", "2"], &[]).await;
}

/// A list in the opposite order: were each line looked for among all, this would take very long.
#[tokio::test]
async fn long_lists_are_matched_by_tables() {
    let names: Vec<(String, String)> = (0..20_000).map(|at| (format!("i{at}"), format!("P{at:06}"))).collect();
    let asked: Vec<(&str, &str)> = names.iter().map(|(id, number)| (id.as_str(), number.as_str())).collect();
    let lines: String = names.iter().rev().map(|(_, number)| line("", &format!("00{number}"), 1)).collect();
    let answer = format!("<XML_PriceList_Response><Header/><Detail>{lines}</Detail></XML_PriceList_Response>");
    assert_eq!(exchange(ask(&asked), 200, &answer).unwrap().value.good().count(), 20_000);
    let found = streamed(ask(&asked), answer.as_bytes()).await;
    assert!(found.iter().all(|line| line.as_ref().unwrap().value.asked.is_some()));
}

/// Another's answer is found out wherever its header stands before the first line, and in whichever encoding.
#[tokio::test]
async fn the_header_is_read_as_the_answer_is() {
    let header = "<Header><TransControlID>ANOTHER</TransControlID></Header>";
    let list = |before: &str, after: &str| {
        format!("<XML_PriceList_Response>{before}<Detail>{}</Detail>{after}</XML_PriceList_Response>", line("", "A", 1))
    };
    let far = list(&(" ".repeat(20_000) + header), "");
    let mut wide = vec![0xFF, 0xFE];
    wide.extend(list(header, "").encode_utf16().flat_map(u16::to_le_bytes));
    for answer in [far.into_bytes(), wide] {
        let found = streamed(ask(&[("1", "A")]), &answer).await;
        assert!(matches!(found[..], [Err(ErrorKind::Untrusted)]), "{found:?}");
    }
    for unchecked in [list("", ""), list("<Header/>", "")] {
        let found = streamed(ask(&[("1", "A")]), unchecked.as_bytes()).await;
        let warnings = &found[0].as_ref().unwrap().warnings;
        assert!(warnings[0].to_string().contains("no TransControlID before the first line"), "{warnings:?}");
    }
}

#[tokio::test]
async fn nothing_but_nameless_errors_is_a_refusal() {
    let error = "<LineInfo><ErrorInfo><ErrorID>0</ErrorID><ErrorDesc>Login</ErrorDesc></ErrorInfo></LineInfo>";
    let answer =
        |lines: String| format!("<XML_PriceList_Response><Header/><Detail>{lines}</Detail></XML_PriceList_Response>");
    let asked = [("1", "A"), ("2", "B")];
    let found = streamed(ask(&asked), answer(error.repeat(2)).as_bytes()).await;
    assert!(matches!(found[..], [Err(ErrorKind::Refused)]), "{found:?}");
    let mixed = answer(error.repeat(2) + &line("1", "A", 1));
    assert_eq!(streamed(ask(&asked), mixed.as_bytes()).await.len(), 4);
    // More than are held come as lines.
    assert_eq!(streamed(ask(&asked), answer(error.repeat(40)).as_bytes()).await.len(), 42);
}
