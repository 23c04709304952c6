//! Where errors and warnings say that they are.
#![cfg(feature = "derive")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use b2b_xml::{Cursor, Decimal, DecodeError, FromXml, Reading, Warning, decode, records};

macro_rules! documents {
    ($($Name:ident = $element:literal { $($member:ident: $ty:ty = $wire:literal),* })*) => {$(
        #[derive(Debug, FromXml)]
        #[xml(name = $element)]
        #[expect(dead_code, reason = "only places are looked at")]
        struct $Name { $(#[xml(name = $wire)] $member: $ty),* }
    )*};
}

documents! {
    Envelope = "Envelope" { body: Body = "Body" }
    Body = "Body" { response: Response = "GetOrderStatusResponse" }
    Response = "GetOrderStatusResponse" { result: Answer = "GetOrderStatusResult" }
    Answer = "GetOrderStatusResult" { orders: Orders = "Orders" }
    Orders = "Orders" { order: Vec<Order> = "Order" }
    Order = "Order" { lines: Lines = "OrderLines" }
    Lines = "OrderLines" { line: Vec<Line> = "OrderLine" }
    Line = "OrderLine" { quantity: Option<Decimal> = "LineQuantity", flag: Option<bool> = "Flag" }
}

const ORDERS: &str = "Envelope/Body/GetOrderStatusResponse/GetOrderStatusResult/Orders/Order";

/// An answer with five lines to an order and the fourteenth line's quantity as given.
fn answer(padding: usize, quantity: &str) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\"?>\n<Envelope>\n<Body>\n<GetOrderStatusResponse>\n<GetOrderStatusResult>\n<Orders>\n",
    );
    text.push_str(&format!("<!--{}-->\n", "é".repeat(padding / 2) + &"x".repeat(padding % 2)));
    for order in 1..=3 {
        text.push_str("<Order>\n<OrderLines>\n");
        for line in 1..=5 {
            let quantity = if (order, line) == (3, 2) { quantity } else { "1.000" };
            text.push_str(&format!("<OrderLine>\n<LineQuantity>{quantity}</LineQuantity>\n</OrderLine>\n"));
        }
        text.push_str("</OrderLines>\n</Order>\n");
    }
    text.push_str("</Orders>\n</GetOrderStatusResult>\n</GetOrderStatusResponse>\n</Body>\n</Envelope>\n");
    text
}

fn stream(document: &str) -> Result<Vec<Warning>, DecodeError> {
    let mut warnings = Vec::new();
    for record in records::<Order, _>(document.as_bytes(), ORDERS) {
        warnings.extend(record?.warnings);
    }
    Ok(warnings)
}

/// The error of a document, whole and streamed.
#[track_caller]
fn check(document: &str, expected: &str) {
    assert_eq!(decode::<Envelope>(document).map(drop).map_err(|error| error.to_string()), Err(expected.to_owned()));
    assert_eq!(stream(document).map(drop).map_err(|error| error.to_string()), Err(expected.to_owned()), "streamed");
}

/// The warnings of a document, whole and streamed.
#[track_caller]
fn check_warnings(document: &str, expected: &[&str]) {
    let shown = |warnings: Vec<Warning>| warnings.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(shown(decode::<Envelope>(document).unwrap().warnings), expected);
    assert_eq!(shown(stream(document).unwrap()), expected, "streamed");
}

#[test]
fn the_form_of_an_error() {
    const LINE: usize = 41;
    const BYTE: usize = 1834;
    let element = "<LineQuantity>1,0x";
    let plain = answer(0, "1,0x");
    // Comment and line ends are stretched until the element stands where it is to stand, by a count of their own.
    let lines = plain[..plain.find(element).unwrap()].matches('\n').count() + 1;
    let (document, lines) = match lines.checked_sub(LINE) {
        Some(excess) => (plain.replacen("</LineQuantity>\n", "</LineQuantity>", excess), excess),
        None => panic!("the document is too short: {lines}"),
    };
    let padding = BYTE - document.find(element).unwrap();
    let document = answer(padding, "1,0x").replacen("</LineQuantity>\n", "</LineQuantity>", lines);
    assert_eq!(document.as_bytes().windows(element.len()).position(|window| window == element.as_bytes()), Some(BYTE));
    assert_eq!(document.lines().position(|line| line.contains(element)), Some(LINE - 1));

    check(
        &document,
        "OrderLine/LineQuantity at /Envelope/Body/…/Order[3]/OrderLines/OrderLine[2]/LineQuantity, line 41, byte 1834: \
         \"1,0x\" is not a decimal",
    );
    let error = decode::<Envelope>(&document).unwrap_err();
    let path = "/Envelope/Body/GetOrderStatusResponse/GetOrderStatusResult/Orders/Order[3]/OrderLines/OrderLine[2]/LineQuantity";
    assert_eq!(error.place().path, path);
    assert_eq!((error.place().line, error.place().offset), (41, 1834));
    assert_eq!(stream(&document).unwrap_err().place(), error.place());
}

/// A document with something in its only order line.
fn line(content: &str) -> String {
    format!(
        "<Envelope><Body><GetOrderStatusResponse><GetOrderStatusResult><Orders><Order><OrderLines>\n<OrderLine>{content}</OrderLine>\
         </OrderLines></Order></Orders></GetOrderStatusResult></GetOrderStatusResponse></Body></Envelope>"
    )
}

const AT: &str = "at /Envelope/Body/…/Orders/Order/OrderLines/OrderLine";

#[test]
fn errors_of_attributes_are_at_their_element() {
    let start = line("").find("</OrderLine>").unwrap();
    let at = format!("OrderLine/Flag at /Envelope/Body/…/Order/OrderLines/OrderLine/Flag, line 2, byte {start}");
    check(&line("<Flag a='1' a='2'/>"), &format!(r#"{at}: the attribute "a" stands here twice"#));
    check(&line("<Flag a='1' p:a='2'/>"), &format!(r#"{at}: the prefix "p" is bound to no namespace"#));
    check(&line("<Flag a='&x;'/>"), &format!("{at}: the entity &x; is not defined"));
    check(&line("<Flag a='<'/>"), &format!("{at}: not well-formed: '<' in an attribute value"));
    check(&line("<p:Flag/>"), &format!(r#"{at}: the prefix "p" is bound to no namespace"#));
}

#[test]
fn errors_of_syntax_are_where_the_markup_begins() {
    let start = line("").find("</OrderLine>").unwrap();
    let flag = |offset: usize, what: &str| {
        let at = "OrderLine/Flag at /Envelope/Body/…/Order/OrderLines/OrderLine/Flag, line 2, byte";
        format!("{at} {}: {what}", start + offset)
    };
    check(&line("<Flag>true</Flug>"), &flag(10, "not well-formed: </Flug> where </Flag> should stand"));
    check(&line("<Flag>true&x;</Flag>"), &flag(10, "the entity &x; is not defined"));
    check(&line("<Flag>true & </Flag>"), &flag(11, "not well-formed: '&' does not begin a reference"));
    check(&line("<Flag>true]]></Flag>"), &flag(10, "not well-formed: ']]>' in text"));
    check(&line("<Flag>tr<!-- -- --></Flag>"), &flag(8, "not well-formed: '--' in a comment"));
    check(&line("<Flag>tr\u{1}</Flag>"), &flag(8, "the character U+0001 is not allowed in XML"));
    let here =
        |offset: usize, what: &str| format!("OrderLines/OrderLine {AT}, line 2, byte {}: {what}", start + offset);
    check(&line("<!x>"), &here(0, "not well-formed: '<!' begins nothing known"));
    check(&line("<Flag/></Flag>"), &here(7, "not well-formed: </Flag> where </OrderLine> should stand"));
}

#[test]
fn errors_outside_of_elements() {
    for (document, expected) in [
        ("", "document at /, line 1, byte 0: there is no document here"),
        ("\n\nx", "document at /, line 1, byte 0: not well-formed: text before the root element"),
        ("<!-- a\n -->\n &amp;", "document at /, line 3, byte 13: not well-formed: text before the root element"),
        ("<Envelope", "document at /, line 1, byte 0: the document ends before its root element does"),
        (
            "\u{FEFF}<Envelope>\n",
            "Envelope at /Envelope, line 2, byte 11: the document ends before its root element does",
        ),
    ] {
        check(document, expected);
    }
    let document = line("") + "\n<x>";
    let expected =
        format!("document at /, line 3, byte {}: a second element after the root element", document.len() - 3);
    check(&document, &expected);
}

#[test]
fn siblings_are_counted_by_name_wherever_they_stand() {
    let quantity = "<LineQuantity>1</LineQuantity>";
    let document =
        line(&format!("{quantity}<x:u xmlns:x='u'/><Flag>true</Flag><u/><x/><u>a</u><Flag>x</Flag>{quantity}"));
    let at = |what: &str| document.find(what).unwrap();
    let flags = document.rfind("<Flag>").unwrap();
    let last = document.rfind("<LineQuantity>").unwrap();
    let step = "at /Envelope/Body/…/Order/OrderLines/OrderLine";
    check_warnings(
        &document,
        &[
            &format!("OrderLine/u {step}/u, line 2, byte {}: an unknown element, skipped", at("<x:u")),
            &format!("OrderLine/u {step}/u[2], line 2, byte {}: an unknown element, skipped", at("<u/>")),
            &format!("OrderLine/x {step}/x, line 2, byte {}: an unknown element, skipped", at("<x/>")),
            &format!("OrderLine/u {step}/u[3], line 2, byte {}: an unknown element, skipped", at("<u>a")),
            &format!("OrderLine/Flag {step}/Flag[2], line 2, byte {flags}: stands here again; the first one counts"),
            &format!("OrderLine/LineQuantity {step}/LineQuantity[2], line 2, byte {last}: out of the declared order"),
            &format!(
                "OrderLine/LineQuantity {step}/LineQuantity[2], line 2, byte {last}: stands here again; the first one counts"
            ),
        ],
    );
}

#[test]
fn two_warnings_at_one_empty_element_have_one_place() {
    documents! { Pair = "p" { a: Option<String> = "a", b: Option<String> = "b" } }
    let decoded = decode::<Pair>("<p><b/><a/><a/></p>").unwrap();
    let shown: Vec<String> = decoded.warnings.iter().map(|warning| warning.to_string()).collect();
    assert_eq!(
        shown,
        [
            "p/a at /p/a, line 1, byte 7: out of the declared order",
            "p/a at /p/a[2], line 1, byte 11: stands here again; the first one counts"
        ]
    );
    let decoded = decode::<Pair>("<p><b/><b/><a/></p>").unwrap();
    assert_eq!(decoded.warnings.len(), 2);
    let decoded = decode::<Pair>("<p><a/><b/><a/></p>").unwrap();
    let places: Vec<&str> = decoded.warnings.iter().map(|warning| warning.place.path.as_str()).collect();
    assert_eq!(places, ["/p/a[2]", "/p/a[2]"]);
}

#[test]
fn more_names_than_fit_into_a_list_are_still_counted() {
    documents! { Empty = "p" { a: Option<u32> = "a" } }
    let names: String = (0..100).map(|number| format!("<n{number}/>")).collect();
    let decoded = decode::<Empty>(format!("<p>{names}{names}</p>")).unwrap();
    assert_eq!(decoded.warnings.last().unwrap().place.path, "/p/n63");
    let error = decode::<Empty>(format!("<p>{names}{names}<n99 a/></p>")).unwrap_err();
    assert_eq!(error.place().path, "/p/n99[3]");
}

#[test]
fn a_very_long_name_is_cut_short() {
    let name = "n".repeat(100_000);
    let document = format!("<{name}><{name}>&x;</{name}></{name}>");
    let mut cursor = Cursor::new(&document, Reading::default()).unwrap();
    cursor.root().unwrap();
    let error = cursor.skip().unwrap_err();
    let short = format!("{}…", "n".repeat(64));
    assert_eq!(error.place().path, format!("/{short}/{short}"));
    assert_eq!(error.place().offset, 200_004);
    for error in [
        decode::<Envelope>(format!("<{name}/>")).unwrap_err(),
        decode::<Envelope>(format!("<{name}:a/>")).unwrap_err(),
        decode::<Envelope>(format!("<a {name}='' {name}=''/>")).unwrap_err(),
        decode::<Envelope>(format!("<a></{name}>")).unwrap_err(),
        decode::<Envelope>(format!("<a xmlns='{name}'/>")).unwrap_err(),
        decode::<Envelope>(format!("<a>&{name};</a>")).unwrap_err(),
        stream(&format!("<{name}/>")).unwrap_err(),
        stream(&format!("<Envelope><{name}></a></Envelope>")).unwrap_err(),
    ] {
        assert!(error.to_string().len() < 600, "{error}");
    }
}
