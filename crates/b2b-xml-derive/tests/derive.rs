//! What the macros guarantee.
#![allow(missing_docs, reason = "tests")]
// Derived code stands in other people's crates, under their lints.
#![deny(warnings, clippy::all, clippy::pedantic, clippy::unwrap_used, clippy::indexing_slicing)]
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, reason = "tests")]

use b2b_xml::{Field, FromXml, Name, NoneAs, Occurs, Presence, Record, ToXml, decode, encode};

const NS: &str = "urn:orders";

mod elsewhere {
    pub(super) const OTHER: &str = "urn:other";
}

/// An order.
///
/// It has lines.
#[derive(Clone, Debug, Default, PartialEq, FromXml, ToXml)]
#[xml(name = "Order", ns = NS, declare("" = NS, "o" = elsewhere::OTHER))]
struct Order {
    /// The number.
    #[xml(name = "Number", alias = "No", alias = "OrderNo", required, max = 10, ty = "string(10)")]
    number: String,
    /// The currency,
    /// as a code.
    #[xml(name = "currency", attribute, required)]
    currency: Option<String>,
    #[xml(name = "lang", ns = elsewhere::OTHER, attribute, max = 2)]
    language: Option<String>,
    #[xml(name = "Lines", item = "Line", item_alias = "Item", none = "empty")]
    lines: Vec<Line>,
    #[xml(name = "Notes", ns = elsewhere::OTHER, item = "Note", item_ns = "", none = "nil")]
    notes: Vec<String>,
    #[xml(name = "Any", ns = Name::ANY)]
    any: Option<u32>,
}

#[derive(Clone, Debug, Default, PartialEq, FromXml, ToXml)]
#[xml(ns = NS)]
struct Line {
    #[xml(name = "Sku")]
    sku: String,
}

fn record<T: FromXml>() -> &'static Record {
    T::RECORD.unwrap()
}

#[test]
fn a_declaration_is_data() {
    let record = record::<Order>();
    assert!(std::ptr::eq(record.elements[0].aliases, record.elements[0].aliases));
    assert_eq!((record.name, record.doc), (Name::new(NS, "Order"), "An order.\n\nIt has lines."));
    assert_eq!(record.declare, [("", NS), ("o", elsewhere::OTHER)]);
    // Order is wire order, attributes aside.
    let names = |fields: &[&Field]| fields.iter().map(|field| field.name).collect::<Vec<_>>();
    assert_eq!(
        names(record.elements),
        [Name::new(NS, "Number"), Name::new(NS, "Lines"), Name::new(elsewhere::OTHER, "Notes"), Name::new("*", "Any")]
    );
    assert_eq!(names(record.attributes), [Name::new("", "currency"), Name::new(elsewhere::OTHER, "lang")]);

    let number = record.elements[0];
    assert_eq!((number.aliases, number.doc, number.ty), (&["No", "OrderNo"][..], "The number.", "string(10)"));
    assert_eq!((number.required, number.max, number.none), (true, Some(10), NoneAs::Omitted));
    assert!(number.item.is_none() && number.record.is_none());
    let lines = record.elements[1];
    assert_eq!(
        (lines.item, lines.item_aliases, lines.none),
        (Some(Name::new(NS, "Line")), &["Item"][..], NoneAs::Empty)
    );
    assert!(std::ptr::eq(lines.record.unwrap(), self::record::<Line>()));
    let notes = record.elements[2];
    assert_eq!((notes.item, notes.none), (Some(Name::new("", "Note")), NoneAs::Nil));
    assert_eq!(record.attributes[0].doc, "The currency,\nas a code.");
    assert_eq!((record.attributes[1].max, record.attributes[1].required), (Some(2), false));
}

#[test]
fn the_name_of_a_struct_is_its_element_unless_it_says_another() {
    assert_eq!(record::<Line>().name, Name::new(NS, "Line"));
}

#[test]
fn both_macros_declare_the_same() {
    let (read, written) = (record::<Order>(), <Order as ToXml>::RECORD.unwrap());
    assert_eq!(format!("{read:?}"), format!("{written:?}"));
}

#[test]
fn a_document_is_written_as_declared_and_read_back() {
    let order = Order {
        number: "7".to_owned(),
        currency: Some("EUR".to_owned()),
        language: Some("de".to_owned()),
        lines: vec![Line { sku: "A".to_owned() }, Line { sku: String::new() }],
        notes: vec!["n".to_owned()],
        any: Some(1),
    };
    let written = encode(&order).unwrap();
    assert_eq!(
        written,
        "<Order xmlns=\"urn:orders\" xmlns:o=\"urn:other\" currency=\"EUR\" o:lang=\"de\"><Number>7</Number><Lines>\
         <Line><Sku>A</Sku></Line><Line><Sku/></Line></Lines><o:Notes><Note xmlns=\"\">n</Note></o:Notes>\
         <Any xmlns=\"\">1</Any></Order>"
    );
    assert_eq!(decode::<Order>(written).unwrap().value, order);
    let other = "<x:Order xmlns:x='urn:orders' currency='EUR'><x:OrderNo>7</x:OrderNo><x:Lines><x:Item><x:Sku>A</x:Sku>\
                 </x:Item></x:Lines><any:Any xmlns:any='urn:any'>1</any:Any></x:Order>";
    let expected = Order { language: None, lines: vec![Line { sku: "A".to_owned() }], notes: vec![], ..order };
    let read = decode::<Order>(other).unwrap();
    assert_eq!((read.value, read.warnings), (expected, vec![]));
}

/// Members may have any names, those of the variables of derived code included.
#[derive(Clone, Debug, Default, PartialEq, FromXml, ToXml)]
#[allow(non_snake_case, reason = "another name than the first member's only by its case")]
struct Names {
    #[xml(name = "cursor", attribute)]
    cursor: u32,
    #[xml(name = "attributed", attribute)]
    attributed: Option<u32>,
    #[xml(name = "any")]
    any: u32,
    #[xml(name = "last")]
    last: u32,
    #[xml(name = "index")]
    index: u32,
    #[xml(name = "field")]
    field: u32,
    #[xml(name = "type")]
    r#type: u32,
    #[xml(name = "writer")]
    writer: u32,
    #[xml(name = "WRITER")]
    WRITER: u32,
}

#[test]
fn members_may_have_any_names() {
    let names =
        Names { cursor: 1, attributed: Some(9), any: 2, last: 3, index: 4, field: 5, r#type: 6, writer: 7, WRITER: 8 };
    let written = encode(&names).unwrap();
    assert_eq!(
        written,
        "<Names cursor=\"1\" attributed=\"9\"><any>2</any><last>3</last><index>4</index><field>5</field><type>6</type>\
         <writer>7</writer><WRITER>8</WRITER></Names>"
    );
    assert_eq!(decode::<Names>(written).unwrap().value, names);
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, FromXml, ToXml)]
struct Nothing {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, FromXml, ToXml)]
struct OnlyAttributes {
    #[xml(name = "id", attribute)]
    id: u32,
}

#[test]
fn structs_without_elements() {
    assert_eq!(encode(&Nothing {}).unwrap(), "<Nothing/>");
    assert_eq!(decode::<Nothing>("<Nothing/>").unwrap().value, Nothing {});
    let decoded = decode::<Nothing>("<Nothing><x/></Nothing>").unwrap();
    assert_eq!(decoded.warnings.len(), 1);
    assert_eq!(encode(&OnlyAttributes { id: 7 }).unwrap(), "<OnlyAttributes id=\"7\"/>");
    assert_eq!(decode::<OnlyAttributes>("<OnlyAttributes id='7'/>").unwrap().value, OnlyAttributes { id: 7 });
}

#[test]
fn macros_need_nothing_in_scope() {
    mod bare {
        #![allow(non_camel_case_types, dead_code, reason = "names that a careless macro would use")]
        struct Option;
        struct Result;
        struct Some;
        struct None;
        mod core {}
        mod b2b {}

        #[derive(b2b_xml::FromXml, b2b_xml::ToXml)]
        pub(super) struct Document {
            #[xml(name = "v")]
            pub(super) value: std::option::Option<std::string::String>,
        }
    }
    assert_eq!(decode::<bare::Document>("<Document><v>1</v></Document>").unwrap().value.value.as_deref(), Some("1"));
}

/// Constants of the user's may have any names, those of the statics of derived code included.
mod constants {
    #![allow(dead_code, reason = "only one of them is used")]

    pub(super) const RECORD: &str = "urn:record";
    const FIELD_0: &str = "urn:0";
    const FIELD_1: &str = "urn:1";

    #[derive(b2b_xml::FromXml, b2b_xml::ToXml)]
    #[xml(ns = RECORD, declare("" = RECORD, "a" = FIELD_0, "b" = FIELD_1))]
    pub(super) struct Document {
        #[xml(name = "Value", ns = FIELD_1)]
        pub(super) value: u32,
        #[xml(name = "List", item = "Item", item_ns = FIELD_0)]
        pub(super) list: Vec<u32>,
    }
}

#[test]
fn constants_may_have_any_names() {
    let written = encode(&constants::Document { value: 1, list: vec![2] }).unwrap();
    assert_eq!(
        written,
        "<Document xmlns=\"urn:record\" xmlns:a=\"urn:0\" xmlns:b=\"urn:1\"><b:Value>1</b:Value>\
         <List><a:Item>2</a:Item></List></Document>"
    );
    let read = decode::<constants::Document>(written).unwrap().value;
    assert_eq!((read.value, read.list, constants::RECORD), (1, vec![2], "urn:record"));
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, FromXml, ToXml)]
#[allow(non_camel_case_types, reason = "a name that is a keyword")]
struct r#type {
    #[xml(name = "v")]
    v: u32,
}

#[test]
fn a_raw_name_is_written_without_its_mark() {
    assert_eq!(encode(&r#type { v: 1 }).unwrap(), "<type><v>1</v></type>");
    assert_eq!(decode::<r#type>("<type><v>1</v></type>").unwrap().value, r#type { v: 1 });
}

/// Only the manual's digits.
fn digits(field: &Field, text: &str) -> Result<(), String> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if digits || field.ty != "N" { Ok(()) } else { Err("is not a number".to_owned()) }
}

#[derive(Clone, Debug, Default, PartialEq, FromXml, ToXml)]
#[xml(check = digits)]
struct Checked {
    #[xml(name = "Text")]
    text: String,
    #[xml(name = "Number", ty = "N", max = 3)]
    number: Option<String>,
    #[xml(name = "Numbers", ty = "N")]
    numbers: Vec<String>,
    #[xml(name = "Wrapped", item = "N", ty = "N")]
    wrapped: Presence<Vec<String>>,
    #[xml(name = "n", attribute, ty = "N")]
    attribute: Option<String>,
}

#[test]
fn the_type_of_a_member_says_how_often_it_occurs() {
    let occurs = |record: &Record| record.elements.iter().map(|field| field.occurs).collect::<Vec<_>>();
    let expected = [Occurs::Once, Occurs::Optional, Occurs::Repeated, Occurs::Repeated];
    assert_eq!(occurs(record::<Checked>()), expected);
    assert_eq!(occurs(<Checked as ToXml>::RECORD.unwrap()), expected);
}

#[test]
fn a_check_is_asked_of_every_text_that_is_written_and_of_none_that_is_read() {
    let bad = Checked {
        text: "a".to_owned(),
        number: Some("abcd".to_owned()),
        numbers: vec!["1".to_owned(), "x".to_owned(), String::new()],
        wrapped: Presence::Value(vec!["y".to_owned()]),
        attribute: Some("z".to_owned()),
    };
    assert_eq!(
        encode(&bad).unwrap_err().to_string(),
        "@n is not a number; Number has 4 characters, 3 are allowed; Number is not a number; Numbers[2] is not a number; \
         N is not a number"
    );
    assert_eq!(decode::<Checked>("<Checked><Text/><Number>x</Number></Checked>").unwrap().warnings, []);
}
