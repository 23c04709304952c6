//! Names, namespaces, attributes and tags.

use b2b_xml::{DecodeErrorKind, Reading};

use crate::support::{bare, check, check_accepted, check_content, whole};

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
        assert!(result.is_err_and(|error| matches!(error.kind(), DecodeErrorKind::NotWellFormed(_))), "{markup}");
    }
    check_accepted("<r><größe/><_/><a-b.c7/><\u{10000}/></r>", bare());
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
fn attributes() {
    check_content("<x a/>", r#"NotWellFormed("an attribute has no value")"#);
    check_content("<x a=1/>", r#"NotWellFormed("an attribute value is not quoted")"#);
    check_content("<x a='1'b='2'/>", r#"NotWellFormed("white space is missing before an attribute")"#);
    check_content("<x a='<'/>", r#"NotWellFormed("'<' in an attribute value")"#);
    check_content("<x xmlns:p='<'/>", r#"NotWellFormed("'<' in an attribute value")"#);
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
