//! Bounds.

use std::io::{BufReader, Read as _};

use b2b_xml::{Doctype, Reading, records_with};

use crate::support::{Item, check_accepted, check_kind, check_with, limited, streamed};

#[test]
fn limits_of_depth() {
    let nested = |depth: usize| format!("{}{}", "<r>".repeat(depth), "</r>".repeat(depth));
    let reading = limited(|limits| limits.depth = 5);
    check_accepted(&nested(5), reading);
    check_with(nested(6), reading, r#"Limit { what: "elements inside one another", limit: 5 }"#);
    check_with(nested(1_000_000), Reading::default(), r#"Limit { what: "elements inside one another", limit: 64 }"#);
    // Depth counts from the root of the document, not of the record.
    let inside = |depth: usize| format!("<r><i>{}{}</i></r>", "<u>".repeat(depth), "</u>".repeat(depth));
    check_accepted(&inside(3), reading);
    check_with(inside(4), reading, r#"Limit { what: "elements inside one another", limit: 5 }"#);
}

#[test]
fn limits_of_number_and_size() {
    let reading = limited(|limits| limits.elements = 4);
    check_accepted("<r><i><v/></i><i/></r>", reading);
    check_with("<r><i><v/></i><i/><i/></r>", reading, r#"Limit { what: "elements", limit: 4 }"#);
    check_with("<r><i><u/><u></u><u/></i></r>", reading, r#"Limit { what: "elements", limit: 4 }"#);

    let reading = limited(|limits| limits.attributes = 2);
    check_accepted("<r a='' xmlns:b='u'/>", reading);
    check_with("<r a='' xmlns:b='u' c=''/>", reading, r#"Limit { what: "attributes", limit: 2 }"#);
    check_with("<r><i><u a='' b='' c=''/></i></r>", reading, r#"Limit { what: "attributes", limit: 2 }"#);

    let reading = limited(|limits| limits.bindings = 3);
    check_accepted("<r xmlns:a='u'><i xmlns:a='u' xmlns:b='v'/><i xmlns:a='u' xmlns:b='v'><v/></i></r>", reading);
    let expected = r#"Limit { what: "namespace declarations in scope", limit: 3 }"#;
    check_with("<r xmlns:a='u' xmlns:b='u' xmlns:c='u' xmlns:d='u'><i/></r>", reading, expected);
    check_with("<r xmlns:a='u'><i xmlns:a='u' xmlns:b='v'><u xmlns=''/></i></r>", reading, expected);
    check_with("<r xmlns:a='u'><o xmlns:a='u'><o xmlns:a='u' xmlns:b='u'/></o></r>", reading, expected);

    let document = "<r><i>é</i></r>";
    check_accepted(document, limited(|limits| limits.bytes = document.len() as u64));
    let limit = document.len() as u64 - 1;
    check_with(
        document,
        limited(|limits| limits.bytes = limit),
        &format!("Limit {{ what: \"bytes\", limit: {limit} }}"),
    );
}

#[test]
fn many_namespaces_and_many_attributes() {
    let declarations = |level: usize| {
        (0..64).map(|number| format!(" xmlns:p{level}_{number}='urn:{level}:{number}'")).collect::<String>()
    };
    let levels =
        |levels: std::ops::Range<usize>| levels.map(|level| format!("<o{}>", declarations(level))).collect::<String>();
    let prefixed = |level: usize| {
        let attributes: String = (0..64).map(|number| format!(" p{level}_{number}:a=''")).collect();
        format!("<o{attributes}/>")
    };
    let hostile = format!("<r{}>{}{}", declarations(0), levels(1..61), prefixed(0).repeat(2000));
    let expected = r#"Limit { what: "namespace declarations in scope", limit: 256 }"#;
    check_with(hostile, Reading::default(), expected);

    let most = format!("<r{}>{}{}", declarations(0), levels(1..4), prefixed(0).repeat(500));
    check_accepted(&format!("{most}</o></o></o></r>"), Reading::default());
    // One namespace by two of these prefixes.
    let twice = "<r><i xmlns:a='urn:a' xmlns:b='urn:a'><u a:x='' b:x=''/></i></r>";
    check_with(twice, Reading::default(), r#"DuplicateAttribute("b:x")"#);
}

#[test]
fn limits_of_a_record() {
    let record = format!("<i><v>{}</v></i>", "x".repeat(1000));
    let document = format!("<r>{record}<!-- -->{record}</r>");
    let reading = |bytes: usize| limited(|limits| limits.record_bytes = bytes as u64);
    assert!(streamed(document.as_bytes(), reading(record.len())).is_ok());
    let expected = format!("Limit {{ what: \"bytes in one record\", limit: {} }}", record.len() - 1);
    check_kind(streamed(document.as_bytes(), reading(record.len() - 1)), &expected, "one less");
    // Neither does a record grow that never ends, nor anything between the records.
    for endless in [
        "<r><i>",
        "<r><i a='",
        "<r><i><!--",
        "<r><i><![CDATA[",
        "<r>",
        "<r a='",
        "<!--",
        "<?p ",
        "<r></",
        "<!DOCTYPE r SYSTEM '",
    ] {
        let stream = BufReader::new(endless.as_bytes().chain(std::io::repeat(b'x')));
        let result = records_with::<Item, _>(stream, "r/i", reading(10_000).doctype(Doctype::Bare))
            .try_for_each(|record| record.map(drop));
        check_kind(result, "Limit { what: \"bytes in one record\", limit: 10000 }", endless);
    }
}
