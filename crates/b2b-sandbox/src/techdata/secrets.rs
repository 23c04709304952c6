//! The secrets of a request, for the exchange record to leave out.

use b2b_xml::{Cursor, DecodeError, WarningKind};
use secrecy::SecretString;
use techdata_xml::reading;

use crate::exchange::redact::decoded;

/// Elements whose content is secret, in lower case: credentials and cards.
const SECRET: &[&str] = &["username", "password", "ccnbr", "ccverifynumber", "passwd", "pwd"];

/// The user name, password and card numbers in a request. `None` if there may be some that cannot be named: the body cannot
/// be read, or writes one in a form that would not be found in it.
pub(super) fn find(body: &[u8]) -> Option<Vec<SecretString>> {
    if body.is_empty() {
        return Some(Vec::new());
    }
    let text = decoded(body)?;
    let secrets = walk(&text).ok()??;
    // A secret in an attribute is nobody's protocol, and would not be found.
    let lower = text.to_ascii_lowercase();
    if SECRET.iter().any(|name| lower.contains(&format!("{name}=")) || lower.contains(&format!("{name} ="))) {
        return None;
    }
    for plain in &secrets {
        let escaped = plain.replace('&', "&amp;").replace('<', "&lt;");
        let further = escaped.replace('>', "&gt;");
        if ![plain, &escaped, &further].iter().any(|form| text.contains(form.as_str())) {
            return None;
        }
    }
    Some(secrets.into_iter().map(SecretString::from).collect())
}

/// The content of secret elements, wherever they stand; `None` if one has elements of its own.
fn walk(text: &str) -> Result<Option<Vec<String>>, DecodeError> {
    let mut cursor = Cursor::new(text, reading())?;
    let mut secrets = Vec::new();
    let mut depth = 1_usize;
    if is_secret(cursor.root()?.local) {
        secrets.extend(Some(cursor.text()?.trim().to_owned()));
        depth = 0;
    }
    while depth > 0 {
        match cursor.child()? {
            Some(tag) if is_secret(tag.local) => {
                let secret = cursor.text()?.trim().to_owned();
                if !secret.is_empty() {
                    secrets.push(secret);
                }
            }
            Some(_) => depth += 1,
            None => depth -= 1,
        }
    }
    cursor.finish()?;
    let (warnings, more) = cursor.take_warnings();
    let nested = more > 0 || warnings.iter().any(|warning| warning.kind == WarningKind::ElementInValue);
    Ok((!nested).then_some(secrets))
}

fn is_secret(name: &str) -> bool {
    SECRET.iter().any(|secret| name.eq_ignore_ascii_case(secret))
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[track_caller]
    fn check(body: &str, expected: Option<&[&str]>) {
        let found = find(body.as_bytes());
        let found: Option<Vec<&str>> =
            found.as_ref().map(|all| all.iter().map(|secret| secret.expose_secret()).collect());
        assert_eq!(found.as_deref(), expected, "{body}");
    }

    #[test]
    fn what_can_be_named_is_and_the_rest_is_withheld() {
        check("<a><Header><UserName>u1</UserName><Password> p1 </Password></Header></a>", Some(&["u1", "p1"]));
        check("<a><password>p1</password><CCNbr>4111</CCNbr><Other>x</Other></a>", Some(&["p1", "4111"]));
        check("<a><Password>p&amp;1</Password></a>", Some(&["p&1"]));
        check("<a><Password><![CDATA[p1]]></Password></a>", Some(&["p1"]));
        check("<a><Password>p<!-- -->1</Password></a>", None);
        check("<a><Password>p&#49;</Password></a>", None);
        check("<a Password='p1'/>", None);
        check("<a><Password>p<b>1</b></Password></a>", None);
        check("<Password>p1</Password>", Some(&["p1"]));
        check("<a><Password>p1</Password>", None);
        check("", Some(&[]));
    }
}
