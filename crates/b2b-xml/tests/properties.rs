//! What holds for every document, with roxmltree as the second judge of what XML is.
#![cfg(feature = "derive")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use b2b_xml::chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use b2b_xml::{
    Cursor, Decimal, Doctype, FromXml, Lexical, OrRaw, Presence, Reading, ToXml, Writing, XSI, decode, encode,
    encode_with, records, records_with,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

const NS: &str = "urn:a?b&c='\"<>";
const OTHER: &str = "urn:other";

b2b_xml::open_code! {
    /// A code list.
    pub enum Code {
        /// Known.
        Known = "72",
    }
}

/// A member of every kind.
#[derive(Clone, Debug, PartialEq, FromXml, ToXml)]
#[xml(name = "Root", ns = NS, declare("a" = NS, "i" = XSI))]
struct Root {
    #[xml(name = "plain", attribute)]
    plain: String,
    #[xml(name = "maybe", ns = OTHER, attribute)]
    maybe: Option<Decimal>,
    #[xml(name = "Text")]
    text: String,
    #[xml(name = "Option")]
    option: Option<String>,
    #[xml(name = "Presence")]
    presence: Presence<String>,
    #[xml(name = "Number")]
    number: u64,
    #[xml(name = "Decimal", none = "nil")]
    decimal: Option<Decimal>,
    #[xml(name = "Flag", none = "empty")]
    flag: Option<bool>,
    #[xml(name = "Date")]
    date: Presence<NaiveDate>,
    #[xml(name = "Time")]
    time: NaiveDateTime,
    #[xml(name = "Moment")]
    moment: Option<DateTime<Utc>>,
    #[xml(name = "Code")]
    code: Option<Code>,
    #[xml(name = "Raw")]
    raw: Option<OrRaw<Decimal>>,
    #[xml(name = "Repeated")]
    repeated: Vec<String>,
    #[xml(name = "Wrapped", item = "Item", item_ns = OTHER)]
    wrapped: Vec<String>,
    #[xml(name = "Wrapper", item = "Item", none = "nil")]
    wrapper: Presence<Vec<u32>>,
    #[xml(name = "Child", ns = OTHER)]
    child: Option<Child>,
    #[xml(name = "Children", item = "Child")]
    children: Vec<Child>,
}

#[derive(Clone, Debug, PartialEq, FromXml, ToXml)]
#[xml(name = "Child", ns = "", declare("" = ""))]
struct Child {
    #[xml(name = "id", attribute)]
    id: u32,
    #[xml(name = "Text")]
    text: String,
}

/// Text of the characters that XML allows, markup and white space often among them.
fn text() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        4 => prop::sample::select("<>&'\"] \t\r\n;#-!?/=aé\u{85}\u{2028}\u{FFFD}\u{FEFF}😀".chars().collect::<Vec<_>>()),
        2 => any::<char>().prop_filter("allowed in XML", |c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)),
    ];
    vec(character, 0..20).prop_map(String::from_iter)
}

fn some_text() -> impl Strategy<Value = String> {
    text().prop_filter("an empty one is None", |text| !text.is_empty())
}

fn decimal() -> impl Strategy<Value = Decimal> {
    (any::<i64>(), 0_u32..19).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale))
}

fn time() -> impl Strategy<Value = NaiveDateTime> {
    (-62_135_596_800_i64..253_402_300_800, 0_u32..1_000_000_000)
        .prop_filter_map("in range", |(seconds, nanos)| DateTime::from_timestamp(seconds, nanos))
        .prop_map(|moment| moment.naive_utc())
}

fn moment() -> impl Strategy<Value = DateTime<Utc>> {
    (-62_135_596_800_000_i64..253_402_300_800_000).prop_filter_map("in range", DateTime::from_timestamp_millis)
}

fn presence<T: std::fmt::Debug + Clone + 'static>(
    value: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Presence<T>> {
    prop_oneof![Just(Presence::Absent), Just(Presence::Nil), Just(Presence::Empty), value.prop_map(Presence::Value),]
}

fn child() -> impl Strategy<Value = Child> {
    (any::<u32>(), text()).prop_map(|(id, text)| Child { id, text })
}

fn code() -> impl Strategy<Value = Code> {
    some_text()
        .prop_map(|text| Code::from(text.trim_matches([' ', '\t', '\r', '\n'])))
        .prop_filter("not empty", |code| !code.as_str().is_empty())
}

fn raw() -> impl Strategy<Value = OrRaw<Decimal>> {
    prop_oneof![
        decimal().prop_map(OrRaw::Value),
        text()
            .prop_filter("not blank, not a decimal", |text| {
                !text.trim_matches([' ', '\t', '\r', '\n']).is_empty() && Decimal::parse(text).is_err()
            })
            .prop_map(OrRaw::Raw)
    ]
}

fn root() -> impl Strategy<Value = Root> {
    (
        (text(), option::of(decimal()), text(), option::of(some_text()), presence(some_text()), any::<u64>()),
        (
            option::of(decimal()),
            option::of(any::<bool>()),
            presence(time().prop_map(|time| time.date())),
            time(),
            option::of(moment()),
        ),
        (option::of(code()), option::of(raw()), vec(text(), 0..4), vec(text(), 0..4)),
        (presence(vec(any::<u32>(), 1..4)), option::of(child()), vec(child(), 0..3)),
    )
        .prop_map(
            |(
                (plain, maybe, text, option, presence, number),
                (decimal, flag, date, time, moment),
                (code, raw, repeated, wrapped),
                (wrapper, child, children),
            )| Root {
                plain,
                maybe,
                text,
                option,
                presence,
                number,
                decimal,
                flag,
                date,
                time,
                moment,
                code,
                raw,
                repeated,
                wrapped,
                wrapper,
                child,
                children,
            },
        )
}

/// The same in both trees: names, namespaces, attributes and text.
fn same(ours: &mut Cursor<'_>, theirs: roxmltree::Node<'_, '_>) {
    assert_eq!(ours.tag().local, theirs.tag_name().name());
    assert_eq!(ours.namespace(), theirs.tag_name().namespace().unwrap_or_default());
    let attributes: Vec<_> =
        ours.attributes().unwrap().into_iter().map(|a| (a.ns, a.local.to_owned(), a.value.into_owned())).collect();
    let expected: Vec<_> = theirs
        .attributes()
        .map(|a| (a.namespace().unwrap_or_default().to_owned(), a.name().to_owned(), a.value().to_owned()))
        .collect();
    assert_eq!(attributes, expected);
    let mut children = theirs.children().filter(roxmltree::Node::is_element).peekable();
    if children.peek().is_none() {
        let text: String = theirs.children().filter(|node| node.is_text()).filter_map(|node| node.text()).collect();
        assert_eq!(ours.text().unwrap(), text);
        return;
    }
    for child in children {
        assert!(ours.child().unwrap().is_some());
        same(ours, child);
    }
    assert!(ours.child().unwrap().is_none());
}

fn check_same(document: &str) {
    let tree = roxmltree::Document::parse(document).unwrap_or_else(|error| panic!("{error}: {document}"));
    let mut cursor = Cursor::new(document, Reading::default()).unwrap();
    cursor.root().unwrap();
    same(&mut cursor, tree.root_element());
    cursor.finish().unwrap();
}

/// Reads bytes in every way there is and says whether they are a document.
fn read(bytes: &[u8]) -> bool {
    let reading = Reading::default().doctype(Doctype::Bare);
    let _ = decode::<Root>(bytes);
    let _ = decode::<String>(bytes);
    let _ = b2b_xml::decode_with::<Root>(bytes, reading.strict());
    let whole = decode::<Child>(bytes).map(|child| child.value);
    let one = records::<Child, _>(bytes, "Child").next();
    let mut all = Vec::new();
    for record in records_with::<String, _>(bytes, "Root/Text", reading) {
        all.push(record.is_ok());
    }
    // A record that is the whole document is read alike, and a stream that is well-formed to its end is a document.
    if let (Ok(whole), Some(Ok(one))) = (&whole, one) {
        assert_eq!(*whole, one.value);
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let sound = |reading: Reading| {
        let mut cursor = Cursor::new(text, reading)?;
        cursor.root()?;
        cursor.skip()?;
        cursor.finish()
    };
    let _ = sound(reading);
    let sound = sound(Reading::default()).is_ok();
    // Declared encodings are dealt with before the cursor.
    let streamed = records::<u32, _>(bytes, "Root/nowhere").all(|record| record.is_ok());
    if streamed && !text.contains("encoding") {
        assert!(sound, "the stream is accepted and the document is not: {text}");
    }
    sound
}

/// What the second judge makes of it. It is asked only about documents that we accept.
///
/// It is stricter than XML in one thing that is known: it refuses elements with the prefix `xml`. No piece makes one.
fn judge(bytes: &[u8]) {
    if read(bytes)
        && let Ok(text) = std::str::from_utf8(bytes)
        && let Err(error) = roxmltree::Document::parse(text)
    {
        panic!("we accept what roxmltree refuses with {error}: {text:?}");
    }
}

/// Pieces of which documents, and what looks like documents, are made.
const PIECES: &[&str] = &[
    "<Root>",
    "</Root>",
    "<Root",
    "<Text>",
    "</Text>",
    "<Text/>",
    "<Child id='1'>",
    "</Child>",
    "<a:b>",
    "</a:b>",
    "<a:b/>",
    "<:b/>",
    " xmlns='u'",
    " xmlns:a='u'",
    " xmlns:a=''",
    " a:b='c'",
    " b=\"c\"",
    " b='<'",
    " b='>'",
    " b='&amp;'",
    " b",
    "=",
    "'",
    "\"",
    ">",
    "/>",
    "<",
    "&",
    "&amp;",
    "&#65;",
    "&#x0;",
    "&e;",
    ";",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "--",
    "<?",
    "?>",
    "<?p a?>",
    "<?xml version='1.0'?>",
    "<!DOCTYPE Root>",
    "<!DOCTYPE Root [",
    "<!ENTITY e 'x'>",
    "]>",
    "text",
    " ",
    "\n",
    "\r\n",
    "é",
    "\u{FEFF}",
    "\u{FFFE}",
    "\0",
    "1",
    ":",
    " xml:lang='en'",
    " xmlns:xml='u'",
    "<xmlns:a/>",
    "<é/>",
    "<1/>",
];

fn soup() -> impl Strategy<Value = String> {
    vec(prop::sample::select(PIECES), 0..12).prop_map(|pieces| pieces.concat())
}

/// A place in a document, as a fraction, and what is done there.
#[derive(Clone, Debug)]
enum Change {
    Remove(f64, usize),
    Insert(f64, &'static str),
    Set(f64, u8),
    Repeat(f64, usize),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (0.0..1.0, 1_usize..12).prop_map(|(at, length)| Change::Remove(at, length)),
        (0.0..1.0, prop::sample::select(PIECES)).prop_map(|(at, piece)| Change::Insert(at, piece)),
        (0.0..1.0, any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        (0.0..1.0, 1_usize..30).prop_map(|(at, length)| Change::Repeat(at, length)),
    ]
}

fn apply(document: &mut Vec<u8>, change: &Change) {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a fraction of a length")]
    let place = |at: f64, document: &[u8]| (at * document.len() as f64) as usize;
    match *change {
        Change::Remove(at, length) => {
            let from = place(at, document);
            let to = (from + length).min(document.len());
            document.drain(from..to);
        }
        Change::Insert(at, piece) => {
            let at = place(at, document);
            document.splice(at..at, piece.bytes());
        }
        Change::Set(at, byte) => {
            let at = place(at, document);
            if let Some(old) = document.get_mut(at) {
                *old = byte;
            }
        }
        Change::Repeat(at, length) => {
            let from = place(at, document);
            let to = (from + length).min(document.len());
            let part = document[from..to].to_vec();
            document.splice(to..to, part);
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(document in root()) {
        let written = encode(&document).unwrap();
        let read = decode::<Root>(&written).unwrap();
        prop_assert_eq!(&read.value, &document);
        let indented = encode_with(&document, Writing::default().declaration().indented()).unwrap();
        prop_assert_eq!(&decode::<Root>(&indented).unwrap().value, &document);
        let streamed = records::<Root, _>(indented.as_bytes(), "Root").next().unwrap().unwrap();
        prop_assert_eq!(&streamed.value, &document);
        prop_assert_eq!(streamed.warnings, decode::<Root>(&indented).unwrap().warnings);
        // Raw text and a time without its seconds' fraction are the only things to be odd about.
        for warning in read.warnings {
            prop_assert!(warning.place.path == "/Root/Raw", "{}", warning);
        }
    }

    #[test]
    fn what_is_written_says_the_same_to_another_reader(document in root()) {
        check_same(&encode(&document).unwrap());
        check_same(&encode_with(&document, Writing::default().declaration().indented()).unwrap());
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in vec(any::<u8>(), 0..200)) {
        judge(&bytes);
    }

    #[test]
    fn pieces_of_markup_are_read_as_by_another_reader(text in soup(), wrapped in any::<bool>()) {
        if wrapped {
            judge(format!("<Root xmlns:a='v'>{text}</Root>").as_bytes());
        }
        judge(text.as_bytes());
    }

    #[test]
    fn damaged_documents_are_read_as_by_another_reader(document in root(), changes in vec(change(), 1..4)) {
        let mut bytes = encode(&document).unwrap().into_bytes();
        for change in &changes {
            apply(&mut bytes, change);
        }
        judge(&bytes);
    }

    #[test]
    fn portions_make_no_difference(text in soup(), size in 1_usize..9) {
        let all = |source: &mut dyn std::io::BufRead| -> Vec<String> {
            records::<String, _>(source, "Root/Text").map(|record| format!("{record:?}")).collect()
        };
        let text = format!("<Root>{text}</Root>");
        let whole = all(&mut text.as_bytes());
        let portioned = all(&mut std::io::BufReader::with_capacity(size, text.as_bytes()));
        prop_assert_eq!(whole, portioned);
    }

    #[test]
    fn decimals_are_written_as_read(value in decimal()) {
        check_lexical(&value)?;
    }

    #[test]
    fn dates_and_times_are_written_as_read(time in time(), moment in moment()) {
        check_lexical(&time)?;
        check_lexical(&time.date())?;
        check_lexical(&moment)?;
    }

    #[test]
    fn numbers_and_texts_are_written_as_read(number in any::<u64>(), flag in any::<bool>(), text in text(), code in code()) {
        check_lexical(&number)?;
        check_lexical(&flag)?;
        check_lexical(&text)?;
        check_lexical(&code)?;
    }

    #[test]
    fn no_text_is_too_odd_for_a_lexical_type(text in any::<String>(), digits in "[-+$0-9.,:TZ/ ]{0,30}") {
        for text in [&text, &digits] {
            check_reread::<Decimal>(text)?;
            check_reread::<NaiveDate>(text)?;
            check_reread::<NaiveDateTime>(text)?;
            check_reread::<DateTime<Utc>>(text)?;
            check_reread::<bool>(text)?;
            check_reread::<u8>(text)?;
            check_reread::<u64>(text)?;
            check_reread::<Code>(text)?;
        }
    }
}

/// A written value is read as the same, and nothing is odd about its form.
fn check_lexical<T: Lexical + PartialEq + std::fmt::Debug>(value: &T) -> Result<(), TestCaseError> {
    let mut text = String::new();
    value.write(&mut text);
    let read = T::parse(&text).map_err(|error| TestCaseError::fail(format!("{text:?}: {error}")))?;
    prop_assert_eq!(&read.value, value);
    prop_assert_eq!(read.odd, None, "{}", text);
    Ok(())
}

/// What was read from any text is written in a form that is read alike. Moments are written to the millisecond.
fn check_reread<T: Lexical + PartialEq + std::fmt::Debug>(text: &str) -> Result<(), TestCaseError> {
    let Ok(read) = T::parse(text) else { return Ok(()) };
    let mut written = String::new();
    read.value.write(&mut written);
    let mut again = String::new();
    T::parse(&written).map_err(|error| TestCaseError::fail(format!("{text:?}: {error}")))?.value.write(&mut again);
    prop_assert_eq!(written, again);
    Ok(())
}
