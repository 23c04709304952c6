//! No secret in anything that is formatted.

use b2b_xml::chrono::TimeDelta;
use wsse_soap::{
    DigestInput, Envelope, Expect, HttpReply, Nonce, PasswordDigest, PasswordType, Policy, Reply, Request, Security,
    SoapVersion, Timestamp, UsernameToken, Verifier, ns,
};

use crate::support::{NOW, Ping, SECRET, after, now, ping, security, verify};

#[track_caller]
fn clean(text: &str, secrets: &[&str]) {
    for secret in secrets {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[test]
fn nothing_formats_a_secret() {
    let nonce = Nonce::new(*b"sixteen bytes ab");
    let digest = PasswordDigest::new(Some(&nonce), Some(NOW), &SECRET.into(), DigestInput::Password);
    let (nonce_text, digest_text) = (nonce.to_base64(), digest.to_base64());
    let secrets = [SECRET, &nonce_text, &digest_text, "sixteen bytes ab", "115, 105, 120"];
    clean(&format!("{nonce:?} {digest:?}"), &secrets);

    for password_type in [PasswordType::Text, PasswordType::Digest] {
        let token = UsernameToken::digest("alice", SECRET.into(), nonce.clone(), now()).password_type(password_type);
        clean(&format!("{token:?} {token:#?}"), &secrets);
        let block = Security::new().timestamp(Timestamp::new(now(), TimeDelta::minutes(5))).username_token(token);
        clean(&format!("{block:?}"), &secrets);
        let body = ping();
        let envelope = Envelope::new(SoapVersion::Soap12, &body).security(block);
        clean(&format!("{envelope:?}"), &secrets);
        let message = envelope.message().unwrap();
        assert!(message.body.contains(&nonce_text));
        clean(&format!("{message:?}"), &secrets);

        let request = Request::<Ping>::decode(&message.body).unwrap();
        clean(&format!("{request:?} {request:#?}"), &secrets);
        let http = HttpReply::new(200, None, message.body.as_bytes());
        let reply = Reply::<Ping>::read(&http, &Expect::new(SoapVersion::Soap12, now())).unwrap();
        clean(&format!("{http:?} {reply:?}"), &secrets);

        let mut verifier = Verifier::new(Policy::default());
        let verified = verify(&mut verifier, &request.headers, now()).unwrap();
        clean(&format!("{verified:?} {verifier:?}"), &secrets);
        let replayed = verify(&mut verifier, &request.headers, now()).unwrap_err();
        let stale = verify(&mut verifier, &request.headers, after(9999)).unwrap_err();
        let other = |_: &str| Some("other".into());
        let wrong = Verifier::new(Policy::default()).verify(&request.headers, &other, now()).unwrap_err();
        let unknown = |_: &str| None;
        let unknown = Verifier::new(Policy::default()).verify(&request.headers, &unknown, now()).unwrap_err();
        for refusal in [replayed, stale, wrong, unknown] {
            clean(&format!("{refusal} {refusal:?} {:?} {:?}", refusal.check(), refusal.explanation()), &secrets);
        }
    }
}

/// Errors about documents that hold secrets in odd places.
#[test]
fn errors_hold_no_secret() {
    let body = ping();
    let bad = UsernameToken::text("alice", format!("{SECRET}\u{1}").into()).id("a:b");
    let error = Envelope::new(SoapVersion::Soap12, &body).security(Security::new().username_token(bad)).encode();
    let error = error.unwrap_err();
    clean(&format!("{error} {error:?}"), &[SECRET]);

    let token = |password: &str| {
        format!(
            "<o:UsernameToken><o:Username>alice</o:Username><o:Password Type='{}'>{password}</o:Password></o:UsernameToken>",
            ns::PASSWORD_TEXT
        )
    };
    let headers = security(&token(&format!("<b>{SECRET}</b>")));
    let refusal = verify(&mut Verifier::new(Policy::default()), &headers, now()).unwrap_err();
    clean(&format!("{headers:?} {refusal:?} {refusal}"), &[SECRET]);
    // The password where no text belongs.
    let stray =
        format!("<o:Security><o:UsernameToken>{SECRET}<o:Other>{SECRET}</o:Other></o:UsernameToken></o:Security>");
    let stray = Request::<Ping>::decode(crate::support::envelope(ns::SOAP12, &stray, crate::support::BODY)).unwrap();
    clean(&format!("{stray:?}"), &[SECRET]);
    let cut = crate::support::envelope(ns::SOAP12, &format!("<o:Security>{}", token(SECRET)), "");
    let error = Request::<Ping>::decode(cut).unwrap_err();
    clean(&format!("{error} {error:?}"), &[SECRET]);
}
