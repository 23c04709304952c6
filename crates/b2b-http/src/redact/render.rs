//! A request as text, without its secrets.

use std::fmt::Write as _;

use bytes::Bytes;

use super::Redactor;

/// Writes the request as HTTP text with secrets replaced: request line with the whole address, headers, body.
///
/// Bytes that are no UTF-8 are replaced. The text is for people; it is not what goes on the wire.
#[must_use]
pub fn render_request(request: &http::Request<Bytes>, redactor: &Redactor) -> String {
    let mut text = format!("{} {} {:?}\n", request.method(), redactor.uri(request.uri()), request.version());
    for (name, value) in request.headers() {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{name}: {}", redactor.header(name, value));
    }
    text.push('\n');
    let body = redactor.bytes(request.body());
    text.push_str(&String::from_utf8_lossy(&body));
    text
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;
    use crate::Redactions;

    #[test]
    fn shows_everything_but_the_secrets() {
        let mut signature = HeaderValue::from_static("sig-98765");
        signature.set_sensitive(true);
        let mut request =
            http::Request::post("https://me:pw123@host.example:8443/a%20b?apikey=K-123456&signature=x%2By&n")
                .header("content-type", "text/xml")
                .header("authorization", "Basic bWU6cHc=")
                .header("x-signature", signature)
                .header("x-note", "key K-123456")
                .body(Bytes::from("<key>K-123456</key><pw>a&amp;b</pw><sig>sig-98765</sig>"))
                .unwrap();
        request
            .extensions_mut()
            .insert(Redactions::new().query_parameter("ApiKey").query_parameter("Signature").secret("a&b".into()));
        let text = render_request(&request, &Redactor::for_request(&request));
        assert_eq!(
            text,
            "POST https://‹redacted›@host.example:8443/a%20b?apikey=‹redacted›&signature=‹redacted›&n HTTP/1.1\n\
             content-type: text/xml\n\
             authorization: ‹redacted›\n\
             x-signature: ‹redacted›\n\
             x-note: key ‹redacted›\n\
             \n\
             <key>‹redacted›</key><pw>‹redacted›</pw><sig>‹redacted›</sig>"
        );
    }
}
