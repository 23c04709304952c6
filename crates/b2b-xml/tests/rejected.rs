//! What is refused however tolerant the reading, in whole documents and in streams of records alike.
#![cfg(feature = "derive")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use b2b_xml::{Cursor, DecodeError, Doctype, FromXml, Limits, Reading, decode_with, records_with};

/// A document, and the records in it.
#[derive(Debug, PartialEq, FromXml)]
#[xml(name = "r")]
struct Root {
    #[xml(name = "v")]
    value: Option<String>,
    #[xml(name = "i")]
    items: Vec<Item>,
}

#[derive(Debug, PartialEq, FromXml)]
#[xml(name = "i")]
struct Item {
    #[xml(name = "v")]
    value: Option<String>,
}

fn whole(document: &[u8], reading: Reading) -> Result<(), DecodeError> {
    decode_with::<Root>(document, reading).map(drop)
}

fn streamed(document: &[u8], reading: Reading) -> Result<(), DecodeError> {
    records_with::<Item, _>(document, "r/i", reading).try_for_each(|record| record.map(drop))
}

#[track_caller]
fn check_kind(result: Result<(), DecodeError>, expected: &str, what: &str) {
    let found = result.map_err(|error| format!("{:?}", error.kind()));
    assert_eq!(found, Err(expected.to_owned()), "{what}");
}

/// A whole document, whole and streamed.
#[track_caller]
fn check_with(document: impl AsRef<[u8]>, reading: Reading, expected: &str) {
    let document = document.as_ref();
    check_kind(whole(document, reading), expected, "whole");
    check_kind(streamed(document, reading), expected, "streamed");
}

#[track_caller]
fn check(document: impl AsRef<[u8]>, expected: &str) {
    check_with(document, Reading::default(), expected);
}

/// Content of an element, wherever it may stand: in a value, in an element nobody knows, in a record, outside of one.
#[track_caller]
fn check_content(content: &str, expected: &str) {
    for (before, after) in
        [("<r><v>", "</v></r>"), ("<r><u>", "</u></r>"), ("<r><i><v>", "</v></i></r>"), ("<r><i><u>", "</u></i></r>")]
    {
        check_kind(whole(format!("{before}{content}{after}").as_bytes(), Reading::default()), expected, before);
    }
    for (before, after) in
        [("<r><i><v>", "</v></i></r>"), ("<r><i><u>", "</u></i></r>"), ("<r><o>", "</o></r>"), ("<r>", "</r>")]
    {
        check_kind(streamed(format!("{before}{content}{after}").as_bytes(), Reading::default()), expected, before);
    }
}

#[track_caller]
fn check_accepted(document: &str, reading: Reading) {
    assert_eq!(whole(document.as_bytes(), reading).map_err(|error| error.to_string()), Ok(()), "whole");
    assert_eq!(streamed(document.as_bytes(), reading).map_err(|error| error.to_string()), Ok(()), "streamed");
}

fn bare() -> Reading {
    Reading::default().doctype(Doctype::Bare)
}

fn limited(change: impl FnOnce(&mut Limits)) -> Reading {
    let mut limits = Limits::default();
    change(&mut limits);
    Reading::default().limits(limits)
}

#[test]
fn document_types_are_refused_where_the_protocol_sends_none() {
    for doctype in [
        "<!DOCTYPE r>",
        "<!DOCTYPE r SYSTEM \"r.dtd\">",
        "<!DOCTYPE r PUBLIC '-//X//R' 'r.dtd'>",
        "<!DOCTYPE r []>",
        "<!DOCTYPE r [<!ENTITY e 'x'>]>",
        "<!DOCTYPE r [<!ENTITY",
    ] {
        check(format!("{doctype}<r/>"), r#"Doctype("the protocol sends none")"#);
    }
}

#[test]
fn a_bare_document_type_is_passed_over_where_the_protocol_sends_one() {
    for doctype in [
        "<!DOCTYPE r>",
        "<!DOCTYPE r >",
        "<!DOCTYPE r SYSTEM \"http://192.0.2.1/never-fetched.dtd\">",
        "<!DOCTYPE r\n\tSYSTEM 'a>b[c.dtd' >",
        "<!DOCTYPE r PUBLIC '-//X//R' \"r.dtd\">",
        "<!DOCTYPE r []>",
        "<!DOCTYPE r SYSTEM 'r.dtd' [ \n ] >",
    ] {
        check_accepted(&format!("<?xml version=\"1.0\"?>\n<!-- c -->{doctype}\n<r><i/></r>"), bare());
    }
}

#[test]
fn an_internal_subset_is_refused_everywhere() {
    for subset in [
        "<!ENTITY e 'x'>",
        "<!ENTITY e SYSTEM 'file:///etc/passwd'>",
        "<!ENTITY % p SYSTEM 'http://192.0.2.1/'>%p;",
        "<!ELEMENT r ANY>",
        "<!ATTLIST r a CDATA 'x'>",
        "<!-- only a comment -->",
        "%p;",
    ] {
        let document = format!("<!DOCTYPE r SYSTEM \"x\" [{subset}]><r><v>&e;</v></r>");
        check_with(document, bare(), r#"Doctype("it has an internal subset")"#);
    }
    check_with("<!DOCTYPE r [ <", bare(), r#"Doctype("it has an internal subset")"#);
}

#[test]
fn document_types_out_of_place_or_form() {
    check_with("<!DOCTYPE r><!DOCTYPE r><r/>", bare(), r#"Doctype("it is the second one")"#);
    check_with("<r/><!DOCTYPE r>", bare(), r#"AfterRoot("a declaration")"#);
    check_with("<r><!DOCTYPE r></r>", bare(), r#"NotWellFormed("a declaration inside the root element")"#);
    let broken = r#"NotWellFormed("the document type declaration is broken")"#;
    for doctype in [
        "<!DOCTYPE>",
        "<!DOCTYPEr>",
        "<!DOCTYPE 1r>",
        "<!DOCTYPE r SYSTEM>",
        "<!DOCTYPE r SYSTEM 'x' 'y'>",
        "<!DOCTYPE r PUBLIC 'x'>",
        "<!DOCTYPE r PUBLIC '{x}' 'y'>",
        "<!DOCTYPE r SYSTEM'x'>",
        "<!DOCTYPE r x>",
        "<!DOCTYPE r [] x>",
    ] {
        check_with(format!("{doctype}<r/>"), bare(), broken);
    }
    for doctype in ["<!DOC", "<!DOCTYPE", "<!DOCTYPE r", "<!DOCTYPE r SYS", "<!DOCTYPE r SYSTEM 'x>", "<!DOCTYPE r [ "]
    {
        check_with(doctype, bare(), "Truncated");
    }
}

#[test]
fn entities() {
    check_content("&e;", r#"UndefinedEntity("e")"#);
    check_content("&nbsp;", r#"UndefinedEntity("nbsp")"#);
    check_content("<x a='&e;'/>", r#"UndefinedEntity("e")"#);
    check_content("<x xmlns:p='&e;'/>", r#"UndefinedEntity("e")"#);
    let broken = r#"NotWellFormed("'&' does not begin a reference")"#;
    for reference in
        ["&", "& ", "&;", "&a b;", "AT&T", "&lt", "&1;", "&#;", "&#x;", "&#xg;", "&#X41;", "&# 65;", "&#-1;", "&&amp;"]
    {
        check_content(reference, broken);
    }
    check_content("<x a='a & b'/>", broken);
    check_content("<x a='a &amp'/>", broken);
}

#[test]
fn forbidden_characters() {
    for (character, number) in [('\0', 0), ('\u{1}', 1), ('\u{B}', 0xB), ('\u{1F}', 0x1F), ('\u{FFFE}', 0xFFFE)] {
        let expected = format!("ForbiddenCharacter({number})");
        check_content(&character.to_string(), &expected);
        check_content(&format!("<!--{character}-->"), &expected);
        check_content(&format!("<![CDATA[{character}]]>"), &expected);
        check_content(&format!("<x a='{character}'/>"), &expected);
        check_content(&format!("&#{number};"), &expected);
        check_content(&format!("<x a='&#x{number:x};'/>"), &expected);
        check(format!("<r/>{character}"), &expected);
        // A NUL before the root would be the look of UTF-16.
        check(format!(" {character}<r/>"), &expected);
    }
    check_content("&#xD800;", "ForbiddenCharacter(55296)");
    check_content("&#x110000;", "ForbiddenCharacter(1114112)");
}

#[test]
fn namespaces() {
    check_content("<p:x/>", r#"UnboundPrefix("p")"#);
    check_content("<x p:a=''/>", r#"UnboundPrefix("p")"#);
    check_content("<x><y xmlns:p='u'/><p:z/></x>", r#"UnboundPrefix("p")"#);
    check_content("<xmlns:x/>", r#"UnboundPrefix("xmlns")"#);
    for (declaration, what) in [
        ("xmlns:xml='u'", r#"the prefix \"xml\" cannot be bound to \"u\""#),
        ("xmlns:xmlns='u'", r#"the prefix \"xmlns\" cannot be bound to \"u\""#),
        ("xmlns:p=''", r#"the prefix \"p\" cannot be bound to \"\""#),
        (
            "xmlns:p='http://www.w3.org/XML/1998/namespace'",
            r#"the prefix \"p\" cannot be bound to \"http://www.w3.org/XML/1998/namespace\""#,
        ),
        (
            "xmlns='http://www.w3.org/2000/xmlns/'",
            r#"the prefix \"\" cannot be bound to \"http://www.w3.org/2000/xmlns/\""#,
        ),
    ] {
        check_content(&format!("<x {declaration}/>"), &format!("NotWellFormed(\"{what}\")"));
    }
    check_accepted("<r xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:lang='en'><i xml:lang='de'/></r>", bare());
}

#[test]
fn duplicate_attributes() {
    check_content("<x a='1' a='2'/>", r#"DuplicateAttribute("a")"#);
    check_content("<x xmlns:p='u' xmlns:p='u'/>", r#"DuplicateAttribute("xmlns:p")"#);
    check_content("<x xmlns='u' xmlns='v'/>", r#"DuplicateAttribute("xmlns")"#);
    check_content("<x xmlns:p='u' xmlns:q='u' p:a='1' q:a='2'/>", r#"DuplicateAttribute("q:a")"#);
    check_content("<x q:a='2' p:a='1' xmlns:p='u' xmlns:q='&#117;'/>", r#"DuplicateAttribute("p:a")"#);
    // Without a prefix an attribute is in no namespace, whatever the default one.
    check_accepted("<r xmlns:p='u' p:a='1' a='2'><i xmlns:q='v' p:a='' q:a=''/></r>", bare());
}

#[test]
fn beyond_the_root() {
    check("<r/><r/>", r#"AfterRoot("a second element")"#);
    check("<r></r><b>", r#"AfterRoot("a second element")"#);
    check("<r/>text", r#"AfterRoot("text")"#);
    check("<r/>\u{A0}", r#"AfterRoot("text")"#);
    check("<r/>&amp;", r#"AfterRoot("text")"#);
    check("<r/><![CDATA[ ]]>", r#"AfterRoot("text")"#);
    check("<r/></r>", r#"AfterRoot("an end tag")"#);
    check("<r/><?xml version='1.0'?>", r#"AfterRoot("a declaration")"#);
    check("<r/><?xMl?>", r#"NotWellFormed("a processing instruction without a proper name")"#);
    check("<r/><!-- -- -->", r#"NotWellFormed("'--' in a comment")"#);
    for cut_off in ["<r/><!-- ", "<r/><", "<r/><b ", "<r/><?p", "<r/></"] {
        check(cut_off, r#"NotWellFormed("markup after the root element is cut off")"#);
    }
    check_accepted("<r/> \r\n<!-- c --><?p ?>\n", bare());
}

#[test]
fn before_the_root() {
    for document in ["", " \n", "<?xml version='1.0'?>", "<!-- c -->", "\u{FEFF}"] {
        check(document, "NoRoot");
    }
    let text = r#"NotWellFormed("text before the root element")"#;
    for document in
        ["text", "text<r/>", "&amp;<r/>", "<![CDATA[]]><r/>", "</r>", "\u{FEFF}\u{FEFF}<r/>", "{\"json\": 1}"]
    {
        check(document, text);
    }
}

#[test]
fn the_end_is_missing() {
    for document in
        ["<r>", "<r", "<r ", "<r a", "<r a='", "<r a='>'", "<r/", "<", "<r></", "<r></r", "<r><i>", "<r><i/>"]
    {
        check(document, "Truncated");
    }
    for document in
        ["<r><i><v>1", "<r><i><v>1</v", "<r><i><v>&am", "<r><i><!--", "<r><i><!-- -", "<r><i><![CD", "<r><?p"]
    {
        check(document, "Truncated");
    }
}

#[test]
fn tags_that_do_not_match() {
    check_content("<a></b>", r#"NotWellFormed("</b> where </a> should stand")"#);
    check_content("<a><b></a></b>", r#"NotWellFormed("</a> where </b> should stand")"#);
    check_content("<p:a xmlns:p='u' xmlns:q='u'></q:a>", r#"NotWellFormed("</q:a> where </p:a> should stand")"#);
    check_content("<a></A>", r#"NotWellFormed("</A> where </a> should stand")"#);
    check_content("<a></ a>", r#"NotWellFormed("</ a> where </a> should stand")"#);
    check_content("<a></a b='1'>", r#"NotWellFormed("</a b='1'> where </a> should stand")"#);
    check("<r></i>", r#"NotWellFormed("</i> where </r> should stand")"#);
    check_accepted("<r ><i\n></i\n></r\t>", bare());
}

#[test]
fn names() {
    for (name, shown) in
        [("1a", "1a"), ("-a", "-a"), (".a", ".a"), ("\u{B7}a", "\u{B7}a"), (":a", ":a"), ("\u{2190}", "\u{2190}")]
    {
        check_content(&format!("<{name}/>"), &format!("NotWellFormed({:?})", format!("{shown:?} is not a name")));
    }
    for attribute in ["1a", "a:b:c", ":a", "a:", "", "a b"] {
        let expected = format!("NotWellFormed({:?})", format!("{attribute:?} is not a name"));
        check_content(&format!("<x {attribute}='1'/>"), &expected);
    }
    let bound = |name: &str| format!("<x xmlns:a='u'><{name}/></x>");
    check_content(&bound("a:1"), r#"NotWellFormed("\"1\" is not a name")"#);
    check_content(&bound("a:"), r#"NotWellFormed("\"\" is not a name")"#);
    check_content(&bound("a:b:c"), r#"NotWellFormed("\"b:c\" is not a name")"#);
    for markup in ["< a/>", "<a/ >", "<a\"/>", "<a=''/>", "<a<b/>", "<>", "<a,b/>"] {
        let result = whole(format!("<r><v>{markup}</v></r>").as_bytes(), Reading::default());
        assert!(
            result.is_err_and(|error| matches!(error.kind(), b2b_xml::DecodeErrorKind::NotWellFormed(_))),
            "{markup}"
        );
    }
    check_accepted("<r><größe/><_/><a-b.c7/><\u{10000}/></r>", bare());
}

#[test]
fn other_roots() {
    check("<1r/>", r#"NotWellFormed("\"1r\" is not a name")"#);
    let result = whole(b"<q/>", Reading::default());
    check_kind(result, r#"UnexpectedRoot { expected: r, found: "q" }"#, "whole");
    let result = whole(b"<q xmlns='u'/>", Reading::default());
    check_kind(result, r#"UnexpectedRoot { expected: r, found: "{u}q" }"#, "whole");
    let result = streamed(b"<q><i/></q>", Reading::default());
    check_kind(result, r#"OtherRoot { expected: "r", found: "q" }"#, "streamed");
}

#[test]
fn attributes() {
    check_content("<x a/>", r#"NotWellFormed("an attribute has no value")"#);
    check_content("<x a=1/>", r#"NotWellFormed("an attribute value is not quoted")"#);
    check_content("<x a='1'b='2'/>", r#"NotWellFormed("white space is missing before an attribute")"#);
    check_content("<x a='<'/>", r#"NotWellFormed("'<' in an attribute value")"#);
    check_content("<x xmlns:p='<'/>", r#"NotWellFormed("'<' in an attribute value")"#);
}

#[test]
fn text_comments_and_instructions() {
    check_content("]]>", r#"NotWellFormed("']]>' in text")"#);
    check_content("a]]]>b", r#"NotWellFormed("']]>' in text")"#);
    check_content("<!-- -- -->", r#"NotWellFormed("'--' in a comment")"#);
    check_content("<!----->", r#"NotWellFormed("'--' in a comment")"#);
    check_content("<!x>", r#"NotWellFormed("'<!' begins nothing known")"#);
    check_content("<!doctype x>", r#"NotWellFormed("'<!' begins nothing known")"#);
    check_content("<![cdata[x]]>", r#"NotWellFormed("'<!' begins nothing known")"#);
    check_content("<?xml version='1.0'?>", r#"NotWellFormed("a declaration inside the root element")"#);
    for instruction in ["<?XML ?>", "<? p?>", "<??>", "<?1?>", "<?a:b?>"] {
        check_content(instruction, r#"NotWellFormed("a processing instruction without a proper name")"#);
    }
    check_accepted("<?p?><r><?p a?><i>]] ]&gt; ><!-- - --><!----></i><?xml-stylesheet href=''?></r>", bare());
}

#[test]
fn xml_declarations() {
    for (declaration, what) in [
        ("<?xml version='1.1'?>", r#"the XML declaration says version=\"1.1\""#),
        ("<?xml version='2.0'?>", r#"the XML declaration says version=\"2.0\""#),
        ("<?xml version='1.0' standalone='maybe'?>", r#"the XML declaration says standalone=\"maybe\""#),
        ("<?xml version='1.0' encoding=' utf-8'?>", r#"the XML declaration says encoding=\" utf-8\""#),
        ("<?xml?>", "the XML declaration names no version"),
        ("<?xml encoding='utf-8'?>", "the XML declaration names no version"),
        ("<?xml standalone='yes'?>", "the XML declaration names no version"),
        ("<?xml encoding='utf-8' version='1.0'?>", "the XML declaration is broken"),
        ("<?xml version='1.0' standalone='yes' encoding='utf-8'?>", "the XML declaration is broken"),
        ("<?xml version='1.0' version='1.0'?>", "the XML declaration is broken"),
        ("<?xml version='1.0' x='y'?>", "the XML declaration is broken"),
        ("<?xml version=1.0?>", "an attribute value is not quoted"),
        (" <?xml version='1.0'?>", "an XML declaration is not at the beginning"),
        ("<!-- c --><?xml version='1.0'?>", "an XML declaration is not at the beginning"),
        ("<?xml version='1.0'?><?xml version='1.0'?>", "an XML declaration is not at the beginning"),
        ("<?XML version='1.0'?>", "a processing instruction without a proper name"),
    ] {
        check(format!("{declaration}<r/>"), &format!("NotWellFormed(\"{what}\")"));
    }
    check_accepted("\u{FEFF}<?xml\nversion = \"1.0\"\tencoding='UTF-8' standalone=\"no\" ?><r/>", bare());
}

#[test]
fn encodings() {
    let declared = |encoding: &str, content: &[u8]| {
        [format!("<?xml version='1.0' encoding='{encoding}'?><r><i><v>").as_bytes(), content, b"</v></i></r>"].concat()
    };
    check(declared("utf-8", b"caf\xE9"), r#"Encoding("UTF-8")"#);
    check(declared("UTF-8", b"\xC3"), r#"Encoding("UTF-8")"#);
    check(b"<r><i><v>\xED\xA0\x80</v></i></r>", r#"Encoding("UTF-8")"#);
    check(b"<r><i><v>\xC0\x80</v></i></r>", r#"Encoding("UTF-8")"#);
    check(b"<r/>\xFF", r#"Encoding("UTF-8")"#);
    check(b"<r/>\xC3", r#"Encoding("UTF-8")"#);
    check(declared("UTF-16", b"x"), r#"Encoding("UTF-16, though the declaration says so")"#);
    check(declared("iso-2022-jp", b"x"), r#"Encoding("iso-2022-jp, though the declaration says so")"#);
    check(declared("klingon", b"x"), r#"Encoding("in an encoding known here: \"klingon\"")"#);
    check(declared("", b"x"), r#"Encoding("in an encoding known here: \"\"")"#);
    // Half a character at the end, and half a surrogate pair in the middle.
    check(b"\xFF\xFE<\0r\0/\0>\0\n", r#"Encoding("UTF-16LE")"#);
    check(b"\xFE\xFF\0<\0r\0>\xD8\x00\0<\0/\0r\0>", r#"Encoding("UTF-16BE")"#);
}

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
        let stream = std::io::BufReader::new(std::io::Read::chain(endless.as_bytes(), std::io::repeat(b'x')));
        let result = records_with::<Item, _>(stream, "r/i", reading(10_000).doctype(Doctype::Bare))
            .try_for_each(|record| record.map(drop));
        check_kind(result, "Limit { what: \"bytes in one record\", limit: 10000 }", endless);
    }
}

#[test]
fn a_cursor_refuses_the_same() {
    let mut cursor = Cursor::new("<r><a/>1<1b/></r>", Reading::default()).unwrap();
    cursor.root().unwrap();
    let error = cursor.text().unwrap_err();
    assert_eq!(error.to_string(), r#"r/1b at /r/1b, line 1, byte 8: not well-formed: "1b" is not a name"#);
}

#[test]
fn a_cursor_that_is_asked_too_much_says_that_there_is_no_more() {
    let mut cursor = Cursor::new("<r>1</r>", Reading::default()).unwrap();
    assert!(cursor.child().unwrap().is_none());
    cursor.skip().unwrap();
    cursor.root().unwrap();
    assert_eq!(cursor.text().unwrap(), "1");
    assert_eq!(cursor.text().unwrap(), "");
    assert!(cursor.child().unwrap().is_none());
    cursor.skip().unwrap();
    cursor.finish().unwrap();
}

#[test]
fn a_cursor_that_is_finished_early_checks_the_rest() {
    let finish = |document: &str| {
        let mut cursor = Cursor::new(document, Reading::default()).unwrap();
        cursor.root().unwrap();
        cursor.child().unwrap();
        cursor.finish().map_err(|error| format!("{:?}", error.kind()))
    };
    assert_eq!(finish("<r><a/><b/></r>"), Ok(()));
    assert_eq!(finish("<r><a/><p:b/></r>"), Err(r#"UnboundPrefix("p")"#.to_owned()));
    assert_eq!(finish("<r><a/>"), Err("Truncated".to_owned()));
    assert_eq!(finish("<r><a/></r>x"), Err(r#"AfterRoot("text")"#.to_owned()));
}
