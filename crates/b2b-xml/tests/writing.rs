//! What the writer writes, and what it refuses to.
#![cfg(feature = "derive")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use b2b_xml::{Decimal, Name, Problem, ToXml, Violation, Writer, Writing, XSI, decode, encode, encode_with};

const A: &str = "urn:a";
const B: &str = "urn:b";

#[track_caller]
fn check(write: impl FnOnce(&mut Writer), expected: &str) {
    check_with(Writing::default(), write, expected);
}

#[track_caller]
fn check_with(writing: Writing, write: impl FnOnce(&mut Writer), expected: &str) {
    let mut writer = Writer::new(writing);
    write(&mut writer);
    let text = writer.finish().unwrap();
    assert_eq!(text, expected);
    roxmltree::Document::parse(&text).unwrap();
}

#[track_caller]
fn check_refused(write: impl FnOnce(&mut Writer), expected: &[(&str, Problem)]) {
    let mut writer = Writer::new(Writing::default());
    write(&mut writer);
    let error = writer.finish().unwrap_err();
    let found: Vec<_> =
        error.violations().iter().map(|Violation { path, problem }| (path.as_str(), problem.clone())).collect();
    assert_eq!(found, expected);
}

const fn plain(local: &'static str) -> Name {
    Name::new("", local)
}

#[test]
fn markup_is_escaped() {
    check(|w| w.leaf(plain("a"), "< > & ' \" ]]> é 😀"), "<a>&lt; &gt; &amp; ' \" ]]&gt; é 😀</a>");
    check(
        |w| {
            w.start(plain("a"), &[]);
            w.attribute(plain("b"), &"< > & ' \"".to_owned());
        },
        "<a b=\"&lt; &gt; &amp; ' &quot;\"/>",
    );
    check(|w| w.start(plain("a"), &[("b", "urn:<&\">")]), "<a xmlns:b=\"urn:&lt;&amp;&quot;&gt;\"/>");
}

#[test]
fn white_space_survives_the_reader() {
    let text = " \t\r\n x \r\r\n ";
    let mut writer = Writer::new(Writing::default());
    writer.start(plain("a"), &[]);
    writer.attribute(plain("b"), &text.to_owned());
    writer.text(text);
    let written = writer.finish().unwrap();
    assert_eq!(written, "<a b=\" &#9;&#13;&#10; x &#13;&#13;&#10; \"> \t&#13;\n x &#13;&#13;\n </a>");
    let tree = roxmltree::Document::parse(&written).unwrap();
    assert_eq!(tree.root_element().text(), Some(text));
    assert_eq!(tree.root_element().attribute("b"), Some(text));
    assert_eq!(decode::<String>(&written).unwrap().value, text);
}

#[test]
fn empty_elements() {
    check(|w| w.start(plain("a"), &[]), "<a/>");
    check(|w| w.leaf(plain("a"), ""), "<a/>");
    check(
        |w| {
            w.start(plain("a"), &[]);
            w.leaf(plain("b"), "");
            w.end();
        },
        "<a><b/></a>",
    );
}

#[test]
fn prefixes_are_the_innermost_bound_ones() {
    check(
        |w| {
            w.start(Name::new(A, "r"), &[("a", A), ("b", B)]);
            w.leaf(Name::new(B, "x"), "");
            w.start(Name::new(A, "y"), &[("c", A)]);
            w.leaf(Name::new(A, "z"), "");
            w.end();
            w.leaf(Name::new(A, "z"), "");
        },
        r#"<a:r xmlns:a="urn:a" xmlns:b="urn:b"><b:x/><c:y xmlns:c="urn:a"><c:z/></c:y><a:z/></a:r>"#,
    );
}

#[test]
fn a_binding_that_holds_already_is_not_repeated() {
    check(
        |w| {
            w.start(Name::new(A, "r"), &[("a", A)]);
            w.start(Name::new(A, "s"), &[("a", A), ("b", B)]);
        },
        r#"<a:r xmlns:a="urn:a"><a:s xmlns:b="urn:b"/></a:r>"#,
    );
}

#[test]
fn a_hidden_prefix_is_not_used() {
    check(
        |w| {
            w.start(Name::new(A, "r"), &[("p", A)]);
            w.start(Name::new(B, "s"), &[("p", B)]);
            w.leaf(Name::new(A, "x"), "");
            w.leaf(Name::new(B, "y"), "");
            w.end();
            w.leaf(Name::new(A, "z"), "");
        },
        r#"<p:r xmlns:p="urn:a"><p:s xmlns:p="urn:b"><n2:x xmlns:n2="urn:a"/><p:y/></p:s><p:z/></p:r>"#,
    );
}

#[test]
fn the_default_namespace() {
    check(
        |w| {
            w.start(Name::new(A, "r"), &[("", A)]);
            w.leaf(Name::new(A, "x"), "");
            w.leaf(plain("y"), "");
            w.start(Name::new(B, "z"), &[("", B)]);
            w.leaf(Name::new(A, "x"), "");
        },
        r#"<r xmlns="urn:a"><x/><y xmlns=""/><z xmlns="urn:b"><n2:x xmlns:n2="urn:a"/></z></r>"#,
    );
}

#[test]
fn an_attribute_does_not_use_the_default_namespace() {
    check(
        |w| {
            w.start(Name::new(A, "r"), &[("", A)]);
            w.attribute(Name::new(A, "x"), &1_u32);
            w.attribute(plain("y"), &2_u32);
            w.attribute(Name::new(Name::ANY, "z"), &3_u32);
            w.attribute(Name::new(A, "v"), &4_u32);
        },
        r#"<r xmlns="urn:a" xmlns:n1="urn:a" n1:x="1" y="2" z="3" n1:v="4"/>"#,
    );
}

#[test]
fn the_prefix_xml_is_there_without_being_declared() {
    check(
        |w| {
            w.start(plain("r"), &[]);
            w.attribute(Name::new("http://www.w3.org/XML/1998/namespace", "lang"), &"en".to_owned());
            assert_eq!(w.prefix_of("http://www.w3.org/XML/1998/namespace"), Some("xml"));
        },
        r#"<r xml:lang="en"/>"#,
    );
}

#[test]
fn namespaces_that_nobody_declared() {
    check(
        |w| {
            w.start(Name::new(A, "r"), &[]);
            w.leaf(Name::new(A, "x"), "");
            w.leaf(Name::new(B, "y"), "");
        },
        r#"<n0:r xmlns:n0="urn:a"><n0:x/><n1:y xmlns:n1="urn:b"/></n0:r>"#,
    );
    // An invented prefix is nobody else's.
    check(
        |w| {
            w.start(Name::new(A, "r"), &[("n1", B), ("n2", "urn:c")]);
            w.attribute(Name::new("urn:d", "x"), &1_u32);
            w.leaf(Name::new(B, "y"), "");
        },
        r#"<n3:r xmlns:n1="urn:b" xmlns:n2="urn:c" xmlns:n3="urn:a" xmlns:n4="urn:d" n4:x="1"><n1:y/></n3:r>"#,
    );
    check(
        |w| {
            w.start(Name::new(A, "r"), &[("n1", B)]);
        },
        r#"<n2:r xmlns:n1="urn:b" xmlns:n2="urn:a"/>"#,
    );
}

#[test]
fn an_element_in_no_namespace_declares_none_for_itself() {
    check(
        |w| {
            w.start(plain("r"), &[("", A), ("b", B)]);
            w.leaf(Name::new(A, "x"), "");
        },
        r#"<r xmlns:b="urn:b"><n1:x xmlns:n1="urn:a"/></r>"#,
    );
    check(|w| w.start(Name::new(Name::ANY, "r"), &[("", A)]), "<r/>");
    // Nor can a prefix stand for no namespace.
    check(|w| w.start(plain("r"), &[("a", "")]), "<r/>");
}

#[test]
fn prefixes_for_qualified_names() {
    let mut writer = Writer::new(Writing::default());
    writer.start(Name::new(A, "r"), &[("", A), ("b", B)]);
    assert_eq!(writer.prefix_of(A), Some(""));
    assert_eq!(writer.prefix_of(B), Some("b"));
    assert_eq!(writer.prefix_of("urn:c"), None);
    assert_eq!(writer.prefix_of(""), None);
}

#[test]
fn nil_and_raw() {
    check(
        |w| {
            w.start(plain("r"), &[("i", XSI)]);
            w.nil(plain("a"));
            w.raw("<b c='d'/>text");
        },
        r#"<r xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><a i:nil="true"/><b c='d'/>text</r>"#,
    );
    check(|w| w.nil(plain("a")), r#"<a xmlns:n0="http://www.w3.org/2001/XMLSchema-instance" n0:nil="true"/>"#);
}

#[test]
fn layouts() {
    let write = |w: &mut Writer| {
        w.start(plain("r"), &[]);
        w.leaf(plain("a"), "x y");
        w.start(plain("b"), &[]);
        w.leaf(plain("c"), "");
        w.start(plain("d"), &[]);
        w.end();
        w.end();
        w.start(plain("e"), &[]);
    };
    check(write, "<r><a>x y</a><b><c/><d/></b><e/></r>");
    check_with(
        Writing::default().indented(),
        write,
        "<r>\n  <a>x y</a>\n  <b>\n    <c/>\n    <d/>\n  </b>\n  <e/>\n</r>",
    );
    check_with(
        Writing::default().declaration(),
        |w| w.leaf(plain("a"), "1"),
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><a>1</a>",
    );
    check_with(
        Writing::default().declaration().indented(),
        |w| w.leaf(plain("a"), "1"),
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<a>1</a>",
    );
}

#[test]
fn what_xml_cannot_carry() {
    for (text, number) in [("\0", 0), ("a\u{8}", 8), ("\u{1F}b", 0x1F), ("\u{FFFE}", 0xFFFE), ("é\u{FFFF}", 0xFFFF)] {
        check_refused(|w| w.leaf(plain("a"), text), &[("/a", Problem::Unwritable(number))]);
        check_refused(
            |w| {
                w.start(plain("a"), &[]);
                w.attribute(plain("b"), &text.to_owned());
            },
            &[("/a/@b", Problem::Unwritable(number))],
        );
    }
    check(
        |w| w.leaf(plain("a"), "\u{7F}\u{85}\u{FFFD}\u{F0000}\u{FEFF}"),
        "<a>\u{7F}\u{85}\u{FFFD}\u{F0000}\u{FEFF}</a>",
    );
}

#[test]
fn an_attribute_behind_content() {
    check_refused(
        |w| {
            w.start(plain("a"), &[]);
            w.text("x");
            w.attribute(plain("b"), &1_u32);
        },
        &[("/a/@b", Problem::Rule("stands behind content, where no attribute can stand".to_owned()))],
    );
}

#[track_caller]
fn check_broken(write: impl FnOnce(&mut Writer), path: &str, rule: &str) {
    check_refused(write, &[(path, Problem::Rule(rule.to_owned()))]);
}

#[test]
fn an_attribute_twice() {
    let twice = "stands in its element twice";
    for (first, second) in [
        (plain("b"), plain("b")),
        (Name::new(A, "b"), Name::new(A, "b")),
        (plain("xml:lang"), Name::new("http://www.w3.org/XML/1998/namespace", "lang")),
        (plain("xmlns:p"), plain("xmlns:p")),
    ] {
        let write = |w: &mut Writer| {
            w.start(Name::new(B, "r"), &[("p", A)]);
            w.start(Name::new(B, "a"), &[]);
            w.attribute(first, &1_u32);
            w.attribute(plain("c"), &1_u32);
            w.attribute(second, &1_u32);
        };
        check_broken(write, &format!("/r/a/@{}", second.local), twice);
    }
    let write = |w: &mut Writer| {
        w.start(plain("a"), &[("p", A)]);
        w.attribute(plain("xmlns:p"), &1_u32);
    };
    check_broken(write, "/a/@xmlns:p", twice);
    // In another element, or in another namespace, it is another one.
    check(
        |w| {
            w.start(plain("a"), &[("p", A), ("q", B)]);
            w.attribute(Name::new(A, "b"), &1_u32);
            w.attribute(Name::new(B, "b"), &1_u32);
            w.attribute(plain("b"), &1_u32);
            w.start(plain("a"), &[]);
            w.attribute(plain("b"), &1_u32);
        },
        r#"<a xmlns:p="urn:a" xmlns:q="urn:b" p:b="1" q:b="1" b="1"><a b="1"/></a>"#,
    );
}

#[test]
fn one_root_and_nothing_beside_it() {
    check_broken(|_| {}, "/", "has no root element");
    check_broken(|w| w.raw(""), "/", "has no root element");
    let mut writer = Writer::new(Writing::default().declaration());
    writer.text("");
    assert_eq!(writer.finish().unwrap_err().to_string(), "the document has no root element");

    let roots = |w: &mut Writer| {
        w.leaf(plain("a"), "");
        w.leaf(plain("b"), "");
    };
    check_broken(roots, "/", "has a second root element");
    for before in [true, false] {
        let write = |w: &mut Writer| {
            if before {
                w.text("x");
            }
            w.leaf(plain("a"), "");
            if !before {
                w.text("x");
            }
        };
        check_broken(write, "/", "has text outside its root element");
    }
    let ends = |w: &mut Writer| {
        w.start(plain("a"), &[]);
        w.end();
        w.end();
    };
    check_broken(ends, "/", "has an end where no element is open");
    assert!(encode(&7_u32).is_err(), "a value alone is no document");

    // What is XML already may be the document, or stand beside it.
    check(|w| w.raw("<a/>"), "<a/>");
    check(
        |w| {
            w.raw("<!-- before -->");
            w.leaf(plain("a"), "");
            w.raw("<!-- behind -->");
        },
        "<!-- before --><a/><!-- behind -->",
    );
}

#[test]
fn prefixes_that_cannot_be_declared() {
    const XML: &str = "http://www.w3.org/XML/1998/namespace";
    const XMLNS: &str = "http://www.w3.org/2000/xmlns/";
    for (prefix, uri) in [("xml", A), ("xmlns", A), ("xmlns", XMLNS), ("p", XML), ("", XML), ("p", XMLNS), ("", XMLNS)]
    {
        let write = |w: &mut Writer| {
            w.start(plain("r"), &[]);
            w.start(plain("a"), &[(prefix, uri)]);
        };
        check_broken(write, "/r/a", &format!("declares the prefix {prefix:?} for {uri:?}, which is reserved"));
    }
    let write = |w: &mut Writer| w.start(Name::new(XMLNS, "a"), &[]);
    check_broken(write, "/a", &format!("has a name in the namespace {XMLNS:?}, which is reserved"));
    check(|w| w.start(plain("a"), &[("xml", XML)]), "<a/>");

    let write = |w: &mut Writer| w.start(plain("a"), &[("p", A), ("q", B), ("p", B)]);
    check_broken(write, "/a", "declares the prefix \"p\" twice");
    check(|w| w.start(plain("a"), &[("p", A), ("p", A)]), r#"<a xmlns:p="urn:a"/>"#);
}

#[derive(ToXml)]
#[xml(name = "Order")]
struct Order {
    #[xml(name = "id", attribute, required, max = 3)]
    id: Option<String>,
    #[xml(name = "Number", required, max = 4)]
    number: String,
    #[xml(name = "Amount", required)]
    amount: Option<Decimal>,
    #[xml(name = "Lines", item = "Line", required)]
    lines: Vec<Line>,
}

#[derive(ToXml)]
#[xml(name = "Line")]
struct Line {
    #[xml(name = "Sku", required, max = 5)]
    sku: String,
    #[xml(name = "unit", attribute, max = 2)]
    unit: String,
}

fn line(sku: &str, unit: &str) -> Line {
    Line { sku: sku.to_owned(), unit: unit.to_owned() }
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let order = Order {
        id: Some("äöüß".to_owned()),
        number: String::new(),
        amount: None,
        lines: vec![line("A", "EA"), line("\u{1}ABCDE", "EACH"), line("ÄÖÜ😀é", "é😀")],
    };
    let error = encode(&order).unwrap_err();
    let found: Vec<_> =
        error.violations().iter().map(|violation| (violation.path.as_str(), &violation.problem)).collect();
    assert_eq!(
        found,
        [
            ("/Order/@id", &Problem::TooLong { length: 4, max: 3 }),
            ("/Order/Number", &Problem::Required),
            ("/Order/Amount", &Problem::Required),
            ("/Order/Lines/Line[2]/@unit", &Problem::TooLong { length: 4, max: 2 }),
            ("/Order/Lines/Line[2]/Sku", &Problem::TooLong { length: 6, max: 5 }),
            ("/Order/Lines/Line[2]/Sku", &Problem::Unwritable(1)),
        ]
    );
    assert_eq!(
        error.to_string(),
        "@id has 4 characters, 3 are allowed; Number is required and has no content; Amount is required and has no \
         content; Line[2]/@unit has 4 characters, 2 are allowed; Line[2]/Sku has 6 characters, 5 are allowed; \
         Line[2]/Sku holds the character U+0001, which XML cannot carry"
    );
}

#[test]
fn what_is_absent_and_required() {
    let order = Order { id: None, number: "1".to_owned(), amount: Some(1.into()), lines: vec![] };
    let error = encode(&order).unwrap_err();
    let found: Vec<_> = error.violations().iter().map(ToString::to_string).collect();
    assert_eq!(found, ["@id is required and has no content", "Lines is required and has no content"]);
}

#[test]
fn as_long_as_allowed() {
    let order = Order {
        id: Some("äöü".to_owned()),
        number: "1234".to_owned(),
        amount: Some(Decimal::new(1000, 3)),
        lines: vec![line("ÄÖÜ😀é", "€")],
    };
    assert_eq!(
        encode_with(&order, Writing::default().indented()).unwrap(),
        "<Order id=\"äöü\">\n  <Number>1234</Number>\n  <Amount>1.000</Amount>\n  <Lines>\n    <Line unit=\"€\">\n      \
         <Sku>ÄÖÜ😀é</Sku>\n    </Line>\n  </Lines>\n</Order>"
    );
}

#[test]
fn a_writer_shows_nothing_of_what_it_wrote() {
    let mut writer = Writer::new(Writing::default());
    writer.start(plain("Login"), &[]);
    writer.leaf(plain("Password"), "hunter2");
    let shown = format!("{writer:?}");
    assert!(shown.contains("/Login") && !shown.contains("hunter2"), "{shown}");
}
