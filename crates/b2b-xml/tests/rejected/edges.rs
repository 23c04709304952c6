//! Where a document begins and ends.

use b2b_xml::Reading;

use crate::support::{bare, check, check_accepted, check_kind, streamed, whole};

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
