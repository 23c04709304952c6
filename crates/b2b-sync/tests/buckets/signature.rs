//! Who asks, by Amazon's signature version 4.

use hmac::{Hmac, KeyInit as _, Mac as _};
use http::request::Parts;
use sha2::{Digest as _, Sha256};

use crate::protocol::{Answer, document, refuse};

pub(crate) const KEY: &str = "EXAMPLEKEY1";
pub(crate) const SECRET: &str = "example-secret-access-key";
pub(crate) const TOKEN: &str = "example-session-token";

/// What S3 says of a request that the holder of the secret has not signed. It shows how that should have been done.
pub(crate) fn refused(request: &Parts, body: &[u8]) -> Option<Answer> {
    let header = |name: &str| request.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let Some(given) = header("authorization").strip_prefix("AWS4-HMAC-SHA256 ") else {
        return Some(refuse(403, "AccessDenied", "Access Denied"));
    };
    let part = |name: &str| given.split(", ").find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
    let (credential, signed, signature) =
        (part("Credential").unwrap(), part("SignedHeaders").unwrap(), part("Signature").unwrap());
    let (key, scope) = credential.split_once('/').unwrap();
    if key != KEY {
        return Some(refuse(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist."));
    }
    if header("x-amz-security-token") != TOKEN {
        return Some(refuse(400, "InvalidToken", "The provided token is malformed or otherwise not valid."));
    }
    let digest = header("x-amz-content-sha256");
    if digest != hex::encode(Sha256::digest(body)) {
        return Some(refuse(400, "XAmzContentSHA256Mismatch", "The provided header does not match what was computed."));
    }
    assert!(signed.split(';').any(|name| name == "host") && signed.contains("x-amz-security-token"), "{signed}");

    let mut query: Vec<&str> = request.uri.query().unwrap_or_default().split('&').collect();
    query.sort_unstable();
    let headers: String = signed.split(';').map(|name| format!("{name}:{}\n", header(name))).collect();
    let (method, path, query) = (&request.method, request.uri.path(), query.join("&"));
    let canonical = format!("{method}\n{path}\n{query}\n{headers}\n{signed}\n{digest}");
    let hash = hex::encode(Sha256::digest(&canonical));
    let to_sign = format!("AWS4-HMAC-SHA256\n{}\n{scope}\n{hash}", header("x-amz-date"));
    let key = scope.split('/').fold(format!("AWS4{SECRET}").into_bytes(), |key, text| mac(&key, text));
    if hex::encode(mac(&key, &to_sign)) == signature {
        return None;
    }
    let canonical = canonical.replace('&', "&amp;");
    Some(document(
        403,
        &format!(
            "<Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not match the \
             signature you provided.</Message><AWSAccessKeyId>{KEY}</AWSAccessKeyId><StringToSign>{to_sign}</StringToSign>\
             <SignatureProvided>{signature}</SignatureProvided><CanonicalRequest>{canonical}</CanonicalRequest></Error>"
        ),
    ))
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}
