//! A cursor by itself.

use b2b_xml::{Cursor, Reading};

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
