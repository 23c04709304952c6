//! Document type declarations.

use crate::support::{bare, check, check_accepted, check_with};

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
