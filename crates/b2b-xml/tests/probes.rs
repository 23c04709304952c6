//! Thirteen documents on which XML readers differ, and what they must come to.
#![cfg(feature = "derive")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use b2b_xml::{FromXml, Presence, decode};

const NS: &str = "urn:a";

#[derive(Debug, PartialEq, FromXml)]
#[xml(name = "Timestamp", ns = NS)]
struct Timestamp {
    #[xml(name = "Created")]
    created: Option<String>,
    #[xml(name = "Expires")]
    expires: Presence<String>,
}

/// `Created`, `Expires` and the warnings, or the error.
type Read<'a> = Result<(Option<&'a str>, Presence<String>, &'a [&'a str]), &'a str>;

#[track_caller]
#[allow(clippy::needless_pass_by_value, reason = "so that the callers are short")]
fn check(document: &str, expected: Read<'_>) {
    let found = decode::<Timestamp>(document);
    let warnings: Vec<String>;
    let warnings_shown: Vec<&str>;
    let shown;
    let read = match &found {
        Ok(decoded) => {
            warnings = decoded.warnings.iter().map(|warning| warning.kind.to_string()).collect();
            warnings_shown = warnings.iter().map(String::as_str).collect();
            Ok((decoded.value.created.as_deref(), decoded.value.expires.clone(), warnings_shown.as_slice()))
        }
        Err(error) => {
            shown = error.kind().to_string();
            Err(shown.as_str())
        }
    };
    assert_eq!(read, expected, "{document}");
}

#[test]
fn an_element_in_a_foreign_namespace_is_another_element() {
    check(
        r#"<Timestamp xmlns="urn:a"><z:Created xmlns:z="urn:z">evil</z:Created></Timestamp>"#,
        Ok((None, Presence::Absent, &["an unknown element, skipped"])),
    );
}

#[test]
fn an_element_in_no_namespace_is_another_element() {
    check(
        r#"<a:Timestamp xmlns:a="urn:a"><Created>evil</Created></a:Timestamp>"#,
        Ok((None, Presence::Absent, &["an unknown element, skipped"])),
    );
}

#[test]
fn foreign_and_right_with_the_same_local_name() {
    for (first, second) in [("z", "a"), ("a", "z")] {
        let text = |prefix: &str| if prefix == "a" { "good" } else { "evil" };
        check(
            &format!(
                r#"<a:Timestamp xmlns:a="urn:a" xmlns:z="urn:z"><{first}:Created>{}</{first}:Created><{second}:Created>{}</{second}:Created></a:Timestamp>"#,
                text(first),
                text(second),
            ),
            Ok((Some("good"), Presence::Absent, &["an unknown element, skipped"])),
        );
    }
}

#[test]
fn any_prefix_will_do() {
    for document in [
        r#"<Timestamp xmlns="urn:a"><Created>x</Created></Timestamp>"#,
        r#"<a:Timestamp xmlns:a="urn:a"><a:Created>x</a:Created></a:Timestamp>"#,
        r#"<a:Timestamp xmlns:a="urn:a"><b:Created xmlns:b="urn:a">x</b:Created></a:Timestamp>"#,
        r#"<a:Timestamp xmlns:a="urn:a"><Created xmlns="urn:a">x</Created></a:Timestamp>"#,
        // The same prefix for something else inside, and back again.
        r#"<a:Timestamp xmlns:a="urn:a"><b:Created xmlns:b="urn:a" xmlns:a="urn:z">x</b:Created></a:Timestamp>"#,
        r#"<a:Timestamp xmlns:a="&#117;rn:a"><a:Created>x</a:Created></a:Timestamp>"#,
    ] {
        check(document, Ok((Some("x"), Presence::Absent, &[])));
    }
}

#[test]
fn a_prefix_bound_anew_is_another_namespace() {
    check(
        r#"<a:Timestamp xmlns:a="urn:a"><a:Created>x</a:Created><a:Expires xmlns:a="urn:z">y</a:Expires><a:Expires>z</a:Expires></a:Timestamp>"#,
        Ok((Some("x"), Presence::Value("z".to_owned()), &["an unknown element, skipped"])),
    );
    check(
        r#"<Timestamp xmlns="urn:a"><Created xmlns="">x</Created><Expires>z</Expires></Timestamp>"#,
        Ok((None, Presence::Value("z".to_owned()), &["an unknown element, skipped"])),
    );
}

#[test]
fn nil_is_found_by_its_namespace() {
    let nil = |declaration: &str, attribute: &str| {
        format!(
            r#"<Timestamp xmlns="urn:a" {declaration}><Created {attribute}/><Expires {attribute}></Expires></Timestamp>"#
        )
    };
    let xsi = r#"xmlns:i="http://www.w3.org/2001/XMLSchema-instance""#;
    for attribute in [r#"i:nil="true""#, r#"i:nil="1""#, r#"i:type="x" i:nil=" true ""#] {
        check(&nil(xsi, attribute), Ok((None, Presence::Nil, &[])));
    }
    for attribute in [r#"i:nil="false""#, r#"nil="true""#] {
        check(&nil(xsi, attribute), Ok((None, Presence::Empty, &[])));
    }
    check(&nil(r#"xmlns:i="urn:other""#, r#"i:nil="true""#), Ok((None, Presence::Empty, &[])));
}

#[test]
fn an_unbound_prefix_is_no_namespace() {
    check(
        r#"<Timestamp xmlns="urn:a"><a:Created>x</a:Created></Timestamp>"#,
        Err(r#"the prefix "a" is bound to no namespace"#),
    );
}

#[test]
fn text_is_joined_from_all_its_pieces() {
    for (content, text) in [
        ("<![CDATA[x<]]>&#x41;", "x<A"),
        ("a<!-- c -->b<?p?>c<![CDATA[d]]><![CDATA[e]]>&amp;f", "abcde&f"),
        ("&lt;&gt;&apos;&quot;&#10;", "<>'\"\n"),
        ("<![CDATA[&amp;]]>", "&amp;"),
        ("\r\n\r\r\n<![CDATA[\r]]>&#13;", "\n\n\n\n\r"),
    ] {
        check(
            &format!(r#"<Timestamp xmlns="urn:a"><Created>{content}</Created></Timestamp>"#),
            Ok((Some(text), Presence::Absent, &[])),
        );
    }
}

#[test]
fn white_space_belongs_to_a_string() {
    check(
        r#"<Timestamp xmlns="urn:a"><Created>  x	</Created></Timestamp>"#,
        Ok((Some("  x\t"), Presence::Absent, &[])),
    );
    check(r#"<Timestamp xmlns="urn:a"><Created> </Created></Timestamp>"#, Ok((Some(" "), Presence::Absent, &[])));
}

#[test]
fn a_second_root() {
    check(r#"<Timestamp xmlns="urn:a"/><b/>"#, Err("a second element after the root element"));
}

#[test]
fn a_missing_end_tag() {
    for document in [r#"<Timestamp xmlns="urn:a"><Created>x</Created>"#, r#"<Timestamp xmlns="urn:a">"#] {
        check(document, Err("the document ends before its root element does"));
    }
}

#[test]
fn a_duplicate_attribute_that_nobody_asks_for() {
    check(
        r#"<Timestamp xmlns="urn:a"><Created x="1" x="2">x</Created></Timestamp>"#,
        Err(r#"the attribute "x" stands here twice"#),
    );
}

#[test]
fn a_document_type_with_an_entity() {
    check(
        r#"<!DOCTYPE Timestamp [<!ENTITY e "x">]><Timestamp xmlns="urn:a"><Created>&e;</Created></Timestamp>"#,
        Err("a document type declaration is refused here: the protocol sends none"),
    );
}
