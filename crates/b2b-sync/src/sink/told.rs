//! What a store says, in one sentence.

use std::error::Error as _;
use std::iter::successors;

use b2b_http::BoxError;
use b2b_xml::{FromXml, decode};

/// The document that S3 refuses with. What else stands in it may be the request as it was signed, with the session's token.
#[derive(FromXml)]
#[xml(name = "Error")]
struct Refusal {
    #[xml(name = "Code")]
    code: String,
    #[xml(name = "Message")]
    message: Option<String>,
}

/// An error of object_store with what lies behind it. Most of its errors repeat the one that they come from, and those that come from
/// an answer end with its body, of which the code and the message are told.
pub(super) fn told(error: &object_store::Error) -> BoxError {
    let mut text = error.to_string();
    for cause in successors(error.source(), |&cause| cause.source()).map(ToString::to_string) {
        if !text.contains(&cause) {
            text.push_str(": ");
            text.push_str(&cause);
        }
    }
    // A directory says nothing but paths.
    let is_local = matches!(error, object_store::Error::Generic { store: "LocalFileSystem", .. });
    let told = match text.split_once('<').filter(|_| !is_local) {
        None => text,
        Some((before, body)) => {
            let before = before.trim_end_matches([' ', ':']);
            match decode::<Refusal>(format!("<{body}")).map(|refusal| refusal.value) {
                Ok(Refusal { code, message: Some(message) }) => format!("{before}: {code}: {message}"),
                Ok(Refusal { code, message: None }) => format!("{before}: {code}"),
                // A gateway's page, perhaps: nobody knows what stands in it.
                Err(_) => before.to_owned(),
            }
        }
    };
    // A server should not speak to the terminal.
    told.replace(char::is_control, " ").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, expected: &str) {
        let error = object_store::Error::Generic { store: "S3", source: source.into() };
        assert_eq!(told(&error).to_string(), format!("Generic S3 error: {expected}"));
    }

    #[test]
    fn a_path_is_told_whole() {
        let error = object_store::Error::Generic { store: "LocalFileSystem", source: "a<b: permission denied".into() };
        assert_eq!(told(&error).to_string(), "Generic LocalFileSystem error: a<b: permission denied");
    }

    #[test]
    fn each_cause_is_told_once() {
        let refused = std::io::Error::other("connection refused");
        let source = crate::JournalError::Sqlite(refused.into());
        let error = object_store::Error::Generic { store: "S3", source: source.into() };
        assert_eq!(told(&error).to_string(), "Generic S3 error: the journal cannot be used: connection refused");
    }

    #[test]
    fn code_and_message_are_told_and_nothing_else_of_a_body() {
        check("connection refused", "connection refused");
        check(
            "403 Forbidden: <?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code>\
             <Message>Access &quot;denied&quot;</Message><CanonicalRequest>x-amz-security-token:abc</CanonicalRequest></Error>",
            "403 Forbidden: AccessDenied: Access \"denied\"",
        );
        check("403 Forbidden: <Error><Code>AccessDenied</Code></Error>", "403 Forbidden: AccessDenied");
        check("500: <Error><Code>A</Code><Message>\u{9b}31m</Message></Error>", "500: A:  31m");
        check("500: a\u{1b}[31m\nb", "500: a [31m b");
        check("502 Bad Gateway: <html>Authorization: abc</html>", "502 Bad Gateway");
    }
}
