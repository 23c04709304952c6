//! Causes in words, and what to do about them.

use fcb2b_signing::{Check, Difference, OtherSecret, QueryEncoding, StringToSign};

use super::Came;
use crate::notes::Cause;

pub(super) fn profile(name: &str) -> Cause {
    let what = format!("The request is signed by another profile: {name}.");
    Cause::new("wrong-profile", what, "Sign by the profile of the ready line, or start the sandbox with this one.")
}

pub(super) fn other_key() -> Cause {
    let what = "The secret is that of another key of the sandbox.";
    Cause::new("secret-of-another-key", what, "Take the key and its secret from the same place.")
}

/// The cause that a check tells by itself.
pub(super) fn of(check: &Check, came: &Came<'_>) -> Option<Cause> {
    Some(match check {
        Check::WrongSignature(difference) => signature(difference, came),
        Check::UnknownKey => {
            Cause::new("unknown-key", "There is no such key here.", "Take the API key of the ready line.")
        }
        Check::WrongSecret => Cause::new(
            "wrong-secret",
            "What came as the signature is not the secret.",
            "Take the secret of the ready line; white space counts.",
        ),
        Check::Missing(name) => Cause::new(
            "missing-parameter",
            format!("{name} is not there, or empty."),
            "Send it; names are spelled as the profile has them.",
        ),
        Check::Misspelled { expected, found } => Cause::new(
            "misspelled-name",
            format!("{expected} is spelled {found}."),
            "Spell it as the profile does, or use the profile that spells it so.",
        ),
        Check::MalformedTime => Cause::new(
            "malformed-time",
            "The time is not written as the profile has it.",
            "Compare it with the time that b2b sign writes.",
        ),
        Check::Query(_) => {
            Cause::new("unreadable-query", "The query cannot be decoded.", "Percent-encode UTF-8, once, and % as %25.")
        }
        Check::Replayed => Cause::new(
            "replay",
            "A request with this GlobalIdentifier was here before.",
            "Make a new UUID for every request, repeated ones too.",
        ),
        _ => return None,
    })
}

fn signature(difference: &Difference, came: &Came<'_>) -> Cause {
    match difference {
        Difference::NotASignature { .. } => Cause::new(
            "not-a-signature",
            "What came as the signature is not 32 bytes in any encoding that was tried.",
            "Send all of the HMAC-SHA256, encoded as the profile says.",
        ),
        Difference::Written { .. } => Cause::new(
            "digest-encoding",
            "The signature is right, but written in another encoding.",
            "Write its bytes as the profile says: hexadecimal or Base64, percent-encoded once.",
        ),
        Difference::HexInBase64 { .. } => Cause::new(
            "base64-of-hex",
            "The signature is the Base64 of hexadecimal digits.",
            "Encode the 32 bytes of the digest themselves; most libraries call that raw or binary output.",
        ),
        Difference::SecretSent => Cause::new(
            "secret-sent",
            "The secret itself came as the signature.",
            "Sign the string to sign with it, and never send it under this profile.",
        ),
        Difference::LeftOut(name) => Cause::new(
            "parameter-not-signed",
            format!("{name} was left out of the string to sign."),
            "Sign all parameters but the signature itself, those of the protocol too.",
        ),
        Difference::Template(template) => template_of(template),
        Difference::Secret(other) => secret(*other),
        Difference::Unkeyed => Cause::new(
            "hash-without-hmac",
            "The string was hashed with SHA-256, and not with HMAC-SHA256.",
            "Use HMAC with the secret as its key.",
        ),
        Difference::Method(method) => Cause::new(
            if method.eq_ignore_ascii_case(came.method) { "method-case" } else { "wrong-method" },
            format!("The method {method:?} was signed, and {:?} was sent.", came.method),
            "Sign the method as it is sent, in upper case.",
        ),
        Difference::Host(host) => host_of(host, came),
        Difference::Path(path) => Cause::new(
            if path.eq_ignore_ascii_case(came.path) { "path-case" } else { "wrong-path" },
            format!("The path {path:?} was signed, and {:?} was sent.", came.path),
            "Sign the path byte for byte as it is sent: its case, its escapes and its slashes count.",
        ),
        Difference::NotFound => Cause::new(
            "not-found",
            "None of the usual mistakes gives this signature: the secret is another, or the request was changed.",
            "Compare the secrets first, then your string to sign with ours, character by character.",
        ),
        other => query(other),
    }
}

/// What is about the order and encoding of the query.
fn query(difference: &Difference) -> Cause {
    let encode = "Percent-encode all but A-Z a-z 0-9 - . _ ~ of names and values before signing.";
    match difference {
        Difference::OrderAsSent => Cause::new(
            "unsorted-names",
            "The parameters were signed in the order in which they were sent, and not sorted.",
            "Sort them by the bytes of their names: upper case comes before lower case.",
        ),
        Difference::OrderIgnoringCase => Cause::new(
            "sorted-ignoring-case",
            "The parameters were sorted without regard to upper and lower case.",
            "Sort them by the bytes of their names: upper case comes before lower case.",
        ),
        Difference::OrderSorted => Cause::new(
            "sorted-names",
            "The parameters were sorted, and this profile signs them in the order in which they are sent.",
            "Do not sort them.",
        ),
        Difference::Encoded(QueryEncoding::Form) | Difference::PlusForSpace => Cause::new(
            "plus-for-space",
            "The query was signed as a form is encoded: + stands for a space.",
            "Write a space as %20; many languages have a second function for that.",
        ),
        Difference::Encoded(QueryEncoding::Raw) => {
            Cause::new("unencoded-values", "Names and values were signed without being encoded.", encode)
        }
        Difference::Encoded(_) => Cause::new(
            "encoded-values",
            "Names and values were percent-encoded for signing.",
            "Sign them unencoded, as this profile has it.",
        ),
        Difference::LeftPlain(characters) => {
            let what = format!("These characters were left unencoded for signing: {characters}");
            Cause::new("left-unencoded", what, encode)
        }
        Difference::LowerCaseEscapes => Cause::new(
            "lower-case-escapes",
            "The hexadecimal digits of the escapes are in lower case, as in %3a.",
            "Write them in upper case, as in %3A.",
        ),
        Difference::EncodedTwice => Cause::new(
            "encoded-twice",
            "Names and values were encoded twice: %20 became %2520.",
            "Give plain text to whatever signs; it encodes.",
        ),
        _ => Cause::new(
            "signed-as-sent",
            "The query was signed byte for byte as it was sent.",
            "Sign the canonical query: sorted, and encoded in the one way of the profile.",
        ),
    }
}

fn secret(other: OtherSecret) -> Cause {
    let (name, what) = match other {
        OtherSecret::WithLineBreak => ("secret-with-line-break", "The secret was used with a line break at its end."),
        OtherSecret::Trimmed => ("secret-trimmed", "The secret was used without the white space around it."),
        OtherSecret::Quoted => ("secret-quoted", "The secret was used with quotation marks around it."),
        OtherSecret::OtherCase => ("secret-case", "The secret was used in another case of letters."),
        _ => ("key-id-as-secret", "The identifier of the key was used as the secret."),
    };
    Cause::new(name, what, "Use the secret byte for byte; trim what is read from files and variables.")
}

fn template_of(template: &StringToSign) -> Cause {
    let text = template.to_string();
    let (name, what) = if text.ends_with('\n') {
        ("trailing-newline", "The string to sign ends in a line break.".to_owned())
    } else if text.contains("\r\n") {
        ("carriage-returns", "The lines of the string to sign end in CR LF.".to_owned())
    } else {
        ("other-string-to-sign", format!("The string to sign is put together as {text:?}."))
    };
    Cause::new(
        name,
        what,
        "Join the parts as the profile does; its lines are parted by one LF, and none follows the last.",
    )
}

fn host_of(host: &str, came: &Came<'_>) -> Cause {
    let name = |host: &str| host.rsplit_once(':').map_or(host.to_owned(), |(name, _)| name.to_owned());
    let kind = if host.eq_ignore_ascii_case(came.host) {
        "host-case"
    } else if name(host) == name(came.host) || host == name(came.host) {
        "wrong-port"
    } else {
        "wrong-host"
    };
    let what = format!("The host {host:?} was signed, and the request went to {:?}.", came.host);
    Cause::new(kind, what, "Sign the Host header as it is sent, with its port where that is not 443.")
}
