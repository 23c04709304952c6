//! The secrets of a request, for the exchange record to leave out.

use percent_encoding::percent_decode_str;
use secrecy::SecretString;

/// A value shorter than this is no secret, and hiding it wherever it stands would hide half of the record.
const SHORTEST: usize = 4;

/// The signatures in a query, and whatever else is named like a secret: decoded, and as they stand there.
///
/// Under the profile `shared-secret` the signature is the secret itself.
pub(super) fn in_query(query: &str, signature_name: &str) -> Vec<SecretString> {
    let mut secrets = Vec::new();
    for piece in query.split('&') {
        let Some((name, value)) = piece.split_once('=') else { continue };
        let mut name = decoded(name);
        name.make_ascii_lowercase();
        if !is_secret(name.trim(), signature_name) {
            continue;
        }
        let spaced = decoded(&value.replace('+', " "));
        secrets.extend([value.to_owned(), decoded(value), spaced].into_iter().filter(|text| text.len() >= SHORTEST));
    }
    secrets.into_iter().map(SecretString::from).collect()
}

fn is_secret(name: &str, signature_name: &str) -> bool {
    let named_like_one = ["sign", "secret", "passw", "pwd", "hmac", "token"].iter().any(|known| name.contains(known));
    named_like_one || name == "sig" || name.eq_ignore_ascii_case(signature_name)
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[track_caller]
    fn check(query: &str, expected: &[&str]) {
        let mut found: Vec<String> =
            in_query(query, "Mark").iter().map(|secret| secret.expose_secret().to_owned()).collect();
        found.dedup();
        assert_eq!(found, expected, "{query}");
    }

    #[test]
    fn signatures_however_they_are_written() {
        check("a=1&Signature=fP8C%2Bx&b", &["fP8C%2Bx", "fP8C+x"]);
        check("%53ignature=abcd", &["abcd"]);
        check("SIGNATURE=abcd&signature=efgh", &["abcd", "efgh"]);
        check("mark=abcd&sharedSecret=s+ecret", &["abcd", "s+ecret", "s ecret"]);
        check("signature=%zz%ff1", &["%zz%ff1", "%zz\u{FFFD}1"]);
        check("signature=a&signature&assigned=", &[]);
        check("", &[]);
    }
}
