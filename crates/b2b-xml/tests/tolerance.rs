//! What the tolerant reader forgives, what it says of it, and that the strict one does not.
#![cfg(feature = "derive")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use b2b_xml::chrono::NaiveDate;
use b2b_xml::{
    Decimal, FromXml, Limits, Namespaces, OrRaw, Presence, Reading, ToXml, XSI, decode, decode_with, encode,
};

#[derive(Clone, Debug, Default, PartialEq, FromXml, ToXml)]
#[xml(name = "Order", declare("i" = XSI))]
struct Order {
    #[xml(name = "Number", required)]
    number: String,
    #[xml(name = "Amount", alias = "Order_Amount")]
    amount: Option<Decimal>,
    #[xml(name = "Line")]
    lines: Vec<Line>,
    #[xml(name = "Notes", item = "Note", item_alias = "Text")]
    notes: Vec<String>,
    #[xml(name = "Flag")]
    flag: Option<OrRaw<bool>>,
}

#[derive(Clone, Debug, Default, PartialEq, FromXml, ToXml)]
#[xml(name = "Line")]
struct Line {
    #[xml(name = "Sku")]
    sku: Option<String>,
    #[xml(name = "id", attribute)]
    id: Option<u32>,
}

fn order(number: &str) -> Order {
    Order { number: number.to_owned(), ..Order::default() }
}

/// The value and the warnings; read strictly, the first warning is the error.
#[track_caller]
fn check(content: &str, expected: &Order, warnings: &[&str]) {
    let document = format!("<Order xmlns:i='{XSI}'>{content}</Order>");
    let decoded = decode::<Order>(&document).unwrap();
    assert_eq!(&decoded.value, expected, "{content}");
    let found: Vec<String> =
        decoded.warnings.iter().map(|warning| format!("{}: {}", warning.place.path, warning.kind)).collect();
    assert_eq!(found, warnings, "{content}");
    let strict = decode_with::<Order>(&document, Reading::default().strict());
    let strict = strict.map(|decoded| decoded.value);
    match warnings {
        [] => assert_eq!(&strict.unwrap(), expected),
        // The strict reader stops at what it comes to first, which need not stand first.
        warnings => {
            let error = strict.unwrap_err();
            let error = format!("{}: {}", error.place().path, error.kind());
            assert!(warnings.contains(&error.as_str()), "{error}");
        }
    }
}

#[test]
fn as_declared() {
    let full = Order {
        amount: Some(Decimal::new(1000, 3)),
        lines: vec![Line { sku: Some("A".to_owned()), id: Some(7) }, Line::default()],
        notes: vec!["a".to_owned(), String::new()],
        flag: Some(OrRaw::Value(true)),
        ..order("1")
    };
    check(
        "<Number>1</Number><Amount>1.000</Amount><Line id='7'><Sku>A</Sku></Line><Line/>\
         <Notes><Note>a</Note><Note/></Notes><Flag>true</Flag>",
        &full,
        &[],
    );
    check("<Number>1</Number>", &order("1"), &[]);
}

#[test]
fn elements_out_of_order() {
    check(
        "<Flag>1</Flag><Amount>2</Amount><Number>1</Number>",
        &Order { amount: Some(2.into()), flag: Some(OrRaw::Value(true)), ..order("1") },
        &["/Order/Amount: out of the declared order", "/Order/Number: out of the declared order"],
    );
    check(
        "<Number>1</Number><Line/><Flag>1</Flag><Line/>",
        &Order { lines: vec![Line::default(); 2], flag: Some(OrRaw::Value(true)), ..order("1") },
        &["/Order/Line[2]: out of the declared order"],
    );
}

#[test]
fn elements_under_another_name() {
    check("<Number>1</Number><Order_Amount>2</Order_Amount>", &Order { amount: Some(2.into()), ..order("1") }, &[]);
    check(
        "<Number>1</Number><Notes><Text>a</Text><Note>b</Note></Notes>",
        &Order { notes: vec!["a".to_owned(), "b".to_owned()], ..order("1") },
        &[],
    );
}

#[test]
fn elements_missing_and_empty() {
    check("<Number/>", &order(""), &["/Order/Number: required content is missing: Number"]);
    check(
        "<Number></Number><Amount/><Notes/><Flag/>",
        &order(""),
        &["/Order/Number: required content is missing: Number"],
    );
    check("<Number>1</Number><Amount i:nil='true'/><Notes i:nil='true'/><Flag i:nil='1'></Flag>", &order("1"), &[]);
    for (document, expected) in [
        ("<Order/>", "Order at /Order, line 1, byte 0: Number is missing"),
        ("<Order></Order>", "Order at /Order, line 1, byte 0: Number is missing"),
        ("<Order><Amount>1</Amount></Order>", "Order at /Order, line 1, byte 0: Number is missing"),
    ] {
        assert_eq!(decode::<Order>(document).unwrap_err().to_string(), expected);
    }
    let nil = format!("<Order><Number xmlns:i='{XSI}' i:nil='true'/></Order>");
    assert_eq!(decode::<Order>(nil).unwrap_err().to_string(), "Order at /Order, line 1, byte 0: Number is missing");
}

#[test]
fn blank_values() {
    check(
        "<Number> </Number><Amount>  \n</Amount><Flag> </Flag>",
        &order(" "),
        &["/Order/Amount: \"  \\n\" is blank", "/Order/Flag: \" \" is blank"],
    );
    let error = decode::<Order>("<Order><Number>1</Number><Amount>\u{A0}</Amount></Order>").unwrap_err();
    assert_eq!(error.kind().to_string(), r#""\u{a0}" is not a decimal"#);
}

#[test]
fn unknown_elements() {
    check(
        "<New><Number>9</Number></New><Number>1</Number><New/><Notes><New>x</New><Note>a</Note></Notes>",
        &Order { notes: vec!["a".to_owned()], ..order("1") },
        &[
            "/Order/New: an unknown element, skipped",
            "/Order/New[2]: an unknown element, skipped",
            "/Order/Notes/New: an unknown element, skipped",
        ],
    );
    check(
        "<Number>1</Number><x:Amount xmlns:x='urn:x'>5</x:Amount>",
        &order("1"),
        &["/Order/Amount: an unknown element, skipped"],
    );
}

#[test]
fn repeated_elements() {
    check(
        "<Number>1</Number><Number>2</Number><Amount/><Amount>2</Amount><Flag>1</Flag><Flag>0</Flag>",
        &Order { flag: Some(OrRaw::Value(true)), ..order("1") },
        &[
            "/Order/Number[2]: stands here again; the first one counts",
            "/Order/Amount[2]: stands here again; the first one counts",
            "/Order/Flag[2]: stands here again; the first one counts",
        ],
    );
    check(
        "<Number>1</Number><Notes><Note>a</Note></Notes><Notes><Note>b</Note></Notes>",
        &Order { notes: vec!["a".to_owned()], ..order("1") },
        &["/Order/Notes[2]: stands here again; the first one counts"],
    );
}

#[test]
fn stray_text() {
    check(
        "\n stray \n<Number>1</Number>&amp;<!-- --><![CDATA[x]]><Notes> y<Note>a</Note></Notes>",
        &Order { notes: vec!["a".to_owned()], ..order("1") },
        &[
            "/Order: text between elements: \"stray\"",
            "/Order: text between elements: \"&\"",
            "/Order: text between elements: \"x\"",
            "/Order/Notes: text between elements: \"y\"",
        ],
    );
    check(
        &format!("<Number>1</Number>{}", "x".repeat(100)),
        &order("1"),
        &[&format!("/Order: text between elements: \"{}…\"", "x".repeat(40))],
    );
}

#[test]
fn elements_inside_values() {
    check(
        "<Number>1<b>2<c/></b>3<b/></Number><Amount><b>5</b>7</Amount>",
        &Order { amount: Some(7.into()), ..order("13") },
        &[
            "/Order/Number/b: an element inside a value, skipped",
            "/Order/Number/b[2]: an element inside a value, skipped",
            "/Order/Amount/b: an element inside a value, skipped",
        ],
    );
}

#[test]
fn content_of_nil() {
    check(
        "<Number>1</Number><Amount i:nil='true'>5</Amount><Line i:nil='true'/><Notes i:nil='true'><Note>a</Note></Notes>",
        &order("1"),
        &["/Order/Amount: text between elements: \"5\"", "/Order/Notes/Note: an unknown element, skipped"],
    );
}

#[test]
fn items_without_content() {
    #[derive(Debug, PartialEq, FromXml)]
    #[xml(name = "r")]
    struct Numbers {
        #[xml(name = "l", item = "n")]
        numbers: Vec<u32>,
        #[xml(name = "m")]
        more: Vec<u32>,
    }
    let decoded = decode::<Numbers>(format!(
        "<r xmlns:i='{XSI}'><l><n>1</n><n/><n i:nil='true'/><n>2</n></l><m/><m>3</m><m i:nil='true'/></r>"
    ))
    .unwrap();
    assert_eq!(decoded.value, Numbers { numbers: vec![1, 2], more: vec![3] });
    let places: Vec<&str> = decoded.warnings.iter().map(|warning| warning.place.path.as_str()).collect();
    assert_eq!(places, ["/r/l/n[2]", "/r/l/n[3]", "/r/m"]);
    assert_eq!(decoded.warnings[0].kind.to_string(), "required content is missing: of an item");
}

#[test]
fn odd_forms_and_raw_values() {
    check(
        "<Number>1</Number><Amount> $1,234.50</Amount><Line id=' 7'><Sku> x </Sku></Line><Flag>y</Flag>",
        &Order {
            amount: Some(Decimal::new(123_450, 2)),
            lines: vec![Line { sku: Some(" x ".to_owned()), id: Some(7) }],
            flag: Some(OrRaw::Value(true)),
            ..order("1")
        },
        &[
            "/Order/Amount: \" $1,234.50\" is padded",
            "/Order/Line: \" 7\" is padded",
            "/Order/Flag: \"y\" stands for true",
        ],
    );
    check(
        "<Number>1</Number><Flag>perhaps</Flag>",
        &Order { flag: Some(OrRaw::Raw("perhaps".to_owned())), ..order("1") },
        &["/Order/Flag: \"perhaps\" is not a boolean"],
    );
    let error = decode::<Order>("<Order><Number>1</Number><Amount>NA</Amount></Order>").unwrap_err();
    assert_eq!(error.kind().to_string(), "\"NA\" is not a decimal");
    let error = decode::<Order>("<Order><Number>1</Number><Line id='x'/></Order>").unwrap_err();
    assert_eq!(error.to_string(), "Order/Line at /Order/Line, line 1, byte 25: \"x\" is not a whole number");
}

#[test]
fn warnings_are_kept_up_to_a_number_and_counted_beyond_it() {
    let unknown = "<New/>".repeat(100);
    let padded = "<m> 1</m>".repeat(100);
    #[derive(Debug, FromXml)]
    #[xml(name = "r")]
    struct Many {
        #[xml(name = "m")]
        numbers: Vec<u32>,
    }
    for (limit, kept, more) in [(64, 64, 136), (0, 0, 200), (150, 150, 50), (1000, 200, 0)] {
        let mut limits = Limits::default();
        limits.warnings = limit;
        let decoded =
            decode_with::<Many>(format!("<r>{unknown}{padded}</r>"), Reading::default().limits(limits)).unwrap();
        assert_eq!((decoded.warnings.len(), decoded.more_warnings), (kept, more));
        assert_eq!(decoded.value.numbers, vec![1; 100]);
        let offsets: Vec<u64> = decoded.warnings.iter().map(|warning| warning.place.offset).collect();
        assert!(offsets.is_sorted());
    }
}

/// One member, and its element's content in each state, read and written.
macro_rules! member {
    ($test:ident, $ty:ty $(, $($argument:ident = $text:literal),+)?; $($xml:literal <=> $value:expr),* $(,)?; $($read:literal => $read_value:expr),* $(,)?) => {
        #[test]
        fn $test() {
            #[derive(Debug, PartialEq, FromXml, ToXml)]
            #[xml(name = "r", declare("i" = XSI))]
            struct Document {
                #[xml(name = "a" $(, $($argument = $text),+)?)]
                a: $ty,
            }
            let full = |xml: &str| {
                if xml.is_empty() {
                    format!("<r xmlns:i=\"{XSI}\"/>")
                } else {
                    format!("<r xmlns:i=\"{XSI}\">{xml}</r>")
                }
            };
            let read = |xml: &str| {
                let decoded = decode::<Document>(full(xml));
                decoded.map(|decoded| {
                    assert_eq!(decoded.warnings, [], "{xml}");
                    decoded.value.a
                }).map_err(|error| error.kind().to_string())
            };
            $(
                let value: $ty = $value;
                assert_eq!(encode(&Document { a: value }).unwrap(), full($xml));
                let value: $ty = $value;
                assert_eq!(read($xml), Ok(value), "{}", $xml);
            )*
            $(
                let expected: Result<$ty, &str> = $read_value;
                assert_eq!(read($read), expected.map_err(str::to_owned), "{}", $read);
            )*
        }
    };
}

member!(a_string, String;
    "<a>x</a>" <=> "x".to_owned(), "<a/>" <=> String::new();
    "" => Err("a is missing"), "<a i:nil=\"true\"/>" => Err("a is missing"), "<a></a>" => Ok(String::new()),
);
member!(a_number, u32;
    "<a>7</a>" <=> 7;
    "" => Err("a is missing"), "<a i:nil=\"true\"/>" => Err("a is missing"),
    "<a/>" => Err("is empty, which this element cannot be"), "<a>x</a>" => Err("\"x\" is not a whole number"),
);
member!(a_date_with_a_type, NaiveDate, ty = "date";
    "<a>2016-05-31</a>" <=> NaiveDate::from_ymd_opt(2016, 5, 31).unwrap();
    "<a/>" => Err("is empty, which date cannot be"),
);
member!(an_option, Option<u32>;
    "<a>7</a>" <=> Some(7), "" <=> None;
    "<a i:nil=\"true\"/>" => Ok(None), "<a/>" => Ok(None), "<a></a>" => Ok(None),
);
member!(an_option_of_a_string, Option<String>;
    "<a>x</a>" <=> Some("x".to_owned()), "" <=> None;
    "<a i:nil=\"true\"/>" => Ok(None), "<a/>" => Ok(None),
);
member!(an_option_written_as_nil, Option<u32>, none = "nil";
    "<a>7</a>" <=> Some(7), "<a i:nil=\"true\"/>" <=> None;
    "" => Ok(None), "<a/>" => Ok(None),
);
member!(an_option_written_as_empty, Option<u32>, none = "empty";
    "<a>7</a>" <=> Some(7), "<a/>" <=> None;
    "" => Ok(None), "<a i:nil=\"true\"/>" => Ok(None),
);
member!(a_presence, Presence<String>;
    "<a>x</a>" <=> "x".into(), "" <=> Presence::Absent, "<a i:nil=\"true\"/>" <=> Presence::Nil, "<a/>" <=> Presence::Empty;
    "<a></a>" => Ok(Presence::Empty), "<a> </a>" => Ok(" ".into()), "<a i:nil=\"false\"/>" => Ok(Presence::Empty),
);
member!(a_presence_of_a_number, Presence<u32>;
    "<a>7</a>" <=> 7.into(), "" <=> Presence::Absent, "<a i:nil=\"true\"/>" <=> Presence::Nil, "<a/>" <=> Presence::Empty;
);
member!(a_presence_of_a_record, Presence<Line>;
    "<a id=\"1\"/>" <=> Line { id: Some(1), sku: None }.into(), "" <=> Presence::Absent,
    "<a i:nil=\"true\"/>" <=> Presence::Nil, "<a/>" <=> Presence::Empty,
    "<a><Sku>x</Sku></a>" <=> Line { id: None, sku: Some("x".to_owned()) }.into();
);
member!(a_list, Vec<String>;
    "<a>x</a><a>y</a>" <=> vec!["x".to_owned(), "y".to_owned()], "" <=> vec![], "<a/>" <=> vec![String::new()];
    "<a i:nil=\"true\"/>" => Ok(vec![]),
);
member!(a_list_written_as_nil, Vec<u32>, none = "nil";
    "<a>1</a>" <=> vec![1], "<a i:nil=\"true\"/>" <=> vec![];
    "" => Ok(vec![]),
);
member!(a_wrapped_list, Vec<u32>, item = "b";
    "<a><b>1</b><b>2</b></a>" <=> vec![1, 2], "" <=> vec![];
    "<a/>" => Ok(vec![]), "<a></a>" => Ok(vec![]), "<a i:nil=\"true\"/>" => Ok(vec![]),
);
member!(a_wrapped_list_written_as_nil, Vec<u32>, item = "b", none = "nil";
    "<a><b>1</b></a>" <=> vec![1], "<a i:nil=\"true\"/>" <=> vec![];
    "" => Ok(vec![]), "<a/>" => Ok(vec![]),
);
member!(a_wrapped_list_written_as_empty, Vec<u32>, item = "b", none = "empty";
    "<a><b>1</b></a>" <=> vec![1], "<a/>" <=> vec![];
    "" => Ok(vec![]),
);
member!(a_wrapped_list_of_records, Vec<Line>, item = "b";
    "<a><b><Sku>x</Sku></b><b/></a>" <=> vec![Line { id: None, sku: Some("x".to_owned()) }, Line::default()];
);
member!(a_presence_of_a_wrapped_list, Presence<Vec<u32>>, item = "b";
    "<a><b>1</b></a>" <=> vec![1].into(), "" <=> Presence::Absent, "<a i:nil=\"true\"/>" <=> Presence::Nil,
    "<a/>" <=> Presence::Empty;
    "<a></a>" => Ok(Presence::Empty),
);
member!(a_value_or_raw, OrRaw<u32>;
    "<a>7</a>" <=> 7.into();
    "" => Err("a is missing"), "<a/>" => Err("is empty, which this element cannot be"),
);
member!(an_option_of_a_value_or_raw, Option<OrRaw<u32>>;
    "<a>7</a>" <=> Some(7.into()), "" <=> None;
    "<a/>" => Ok(None), "<a i:nil=\"true\"/>" => Ok(None),
);

/// One attribute, read and written.
macro_rules! attribute {
    ($test:ident, $ty:ty; $($xml:literal <=> $value:expr),* $(,)?; $($read:literal => $read_value:expr),* $(,)?) => {
        #[test]
        fn $test() {
            #[derive(Debug, PartialEq, FromXml, ToXml)]
            #[xml(name = "r")]
            struct Document {
                #[xml(name = "a", attribute)]
                a: $ty,
            }
            let read = |xml: &str| decode::<Document>(xml).map(|d| (d.value.a, d.warnings.iter().map(|w| w.kind.to_string()).collect::<Vec<_>>()))
                .map_err(|error| error.kind().to_string());
            $(
                let value: $ty = $value;
                assert_eq!(encode(&Document { a: value }).unwrap(), $xml);
                let value: $ty = $value;
                assert_eq!(read($xml), Ok((value, vec![])), "{}", $xml);
            )*
            $(
                let expected: Result<($ty, &[&str]), &str> = $read_value;
                let expected = expected.map(|(value, warnings)| (value, warnings.iter().map(|w| (*w).to_owned()).collect()));
                assert_eq!(read($read), expected.map_err(str::to_owned), "{}", $read);
            )*
        }
    };
}

attribute!(a_string_attribute, String;
    "<r a=\"x\"/>" <=> "x".to_owned(), "<r a=\"\"/>" <=> String::new();
    "<r/>" => Err("a is missing"), "<r a=' x&#10;\n'/>" => Ok((" x\n ".to_owned(), &[])),
);
attribute!(a_number_attribute, u32;
    "<r a=\"7\"/>" <=> 7;
    "<r/>" => Err("a is missing"), "<r a=''/>" => Err("a is missing"), "<r a='x'/>" => Err("\"x\" is not a whole number"),
);
attribute!(an_optional_attribute, Option<u32>;
    "<r a=\"7\"/>" <=> Some(7), "<r/>" <=> None;
    "<r a=''/>" => Ok((None, &["\"\" is empty"])), "<r a=' '/>" => Ok((None, &["\" \" is blank"])),
    "<r a=' 7'/>" => Ok((Some(7), &["\" 7\" is padded"])),
    "<r xmlns:p='u' p:a='7'/>" => Ok((None, &[])),
);
attribute!(an_optional_string_attribute, Option<String>;
    "<r a=\"\"/>" <=> Some(String::new()), "<r/>" <=> None;
);

#[test]
fn raw_values_are_written_back() {
    #[derive(Debug, PartialEq, FromXml, ToXml)]
    #[xml(name = "r")]
    struct Document {
        #[xml(name = "a")]
        a: OrRaw<u32>,
    }
    let document = Document { a: OrRaw::Raw("x < y".to_owned()) };
    let xml = encode(&document).unwrap();
    assert_eq!(xml, "<r><a>x &lt; y</a></r>");
    assert_eq!(decode::<Document>(xml).unwrap().value, document);
}

#[test]
fn namespaces_count_unless_they_are_ignored() {
    let document = "<x:Order xmlns:x='urn:other'><x:Number>1</x:Number><Amount>2</Amount>\
        <Line xmlns='urn:third'><Sku>A</Sku></Line><x:Notes><Text>n</Text></x:Notes></x:Order>";
    assert!(decode::<Order>(document).is_err());
    let ignored = Reading::default().namespaces(Namespaces::Ignored);
    let decoded = decode_with::<Order>(document, ignored).unwrap();
    let expected = Order {
        amount: Some(Decimal::from(2)),
        lines: vec![Line { sku: Some("A".to_owned()), id: None }],
        notes: vec!["n".to_owned()],
        ..order("1")
    };
    assert_eq!((decoded.value, decoded.warnings.len()), (expected, 0));
    assert!(decode_with::<Order>("<Order><y:Number>1</y:Number></Order>", ignored).is_err());
}
