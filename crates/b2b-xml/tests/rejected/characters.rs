//! Characters and how they are encoded, references, comments, instructions and XML declarations.

use crate::support::{bare, check, check_accepted, check_content};

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
