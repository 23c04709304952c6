//! Password digests that others have published, stage by stage.

use wsse_soap::{CreatedMode, Request, UsernameToken, Verifier};
use wsse_soap::{DigestInput, Envelope, Nonce, NonceMode, PasswordDigest, PasswordType, Policy, Security, SoapVersion};

use crate::support::{Ping, ping};

#[track_caller]
fn check(nonce_text: &str, nonce_hex: &str, created: &str, password: &str, input: DigestInput, digest: &str) {
    let nonce = Nonce::from_base64(nonce_text).expect("stage 1: the nonce is Base64");
    let hex: String = nonce.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, nonce_hex, "stage 1: nonce");
    assert_eq!(nonce.to_base64(), nonce_text, "stage 1: nonce, written again");

    let computed = PasswordDigest::new(Some(&nonce), Some(created), &password.into(), input);
    assert_eq!(computed.to_base64(), digest, "stage 2: digest");

    let token = UsernameToken::text("alice", password.into())
        .password_type(PasswordType::Digest)
        .digest_input(input)
        .nonce_mode(NonceMode::Send)
        .nonce(nonce)
        .created_mode(CreatedMode::Send)
        .created_text(created);
    let body = ping();
    let envelope = Envelope::new(SoapVersion::Soap11, &body).security(Security::new().username_token(token));
    let xml = envelope.encode().unwrap();
    assert!(xml.contains(&format!("#PasswordDigest\">{digest}</o:Password>")), "stage 3: element in {xml}");
    assert!(xml.contains(&format!(">{nonce_text}</o:Nonce>")), "stage 3: nonce in {xml}");
    assert!(xml.contains(&format!(">{created}</u:Created>")), "stage 3: created in {xml}");

    let request = Request::<Ping>::decode(&xml).unwrap();
    let mut verifier = Verifier::new(Policy::default().digest_input(input));
    let now = created.parse().unwrap();
    let verified = verifier.verify(&request.headers, &|_: &str| Some(password.into()), now);
    assert_eq!(verified.expect("stage 4: verified").username, "alice");
}

/// ONVIF Application Programmer's Guide, section 6.1.1.3.
#[test]
fn onvif() {
    check(
        "LKqI6G/AikKCQrN0zqZFlg==",
        "2caa88e86fc08a428242b374cea64596",
        "2010-09-16T07:50:45Z",
        "userpassword",
        DigestInput::Password,
        "tuOSpGlFlIXsozq4HFNeeGeFLEI=",
    );
}

/// zeep, tests of its UsernameToken: a nonce of 13 bytes and a creation time with an offset.
#[test]
fn zeep() {
    check(
        "bW9ja2VkLXJhbmRvbQ==",
        "6d6f636b65642d72616e646f6d",
        "2016-05-08T12:00:00+00:00",
        "geheim",
        DigestInput::Password,
        "hVicspAQSg70JNhe67OHqD9gexc=",
    );
}

/// WSS4J, tests of its UsernameToken: the password is hashed by itself first.
#[test]
fn wss4j_with_encoded_password() {
    check(
        "0x7bXAPZVn40AdCD0Xbt0g==",
        "d31edb5c03d9567e3401d083d176edd2",
        "2010-06-28T15:16:37Z",
        "password",
        DigestInput::Sha1OfPassword,
        "C0rena/6gKpRZ9ATj+e6ss5sAbQ=",
    );
}

#[test]
fn absent_terms_drop_out() {
    let password = "p".into();
    let none = PasswordDigest::new(None, None, &password, DigestInput::Password);
    let empty = PasswordDigest::new(Some(&Nonce::new([])), Some(""), &password, DigestInput::Password);
    assert_eq!(none, empty);
    // SHA-1 of "p".
    assert_eq!(none.to_base64(), "UWuXg/ylF+7L0dBk2i0WUxCxl1k=");
}

#[test]
fn digests_are_compared_whole() {
    let of = |password: &str| PasswordDigest::new(None, None, &password.into(), DigestInput::Password);
    assert_eq!(of("a"), of("a"));
    assert_ne!(of("a"), of("b"));
    assert_eq!(PasswordDigest::from_base64(&of("a").to_base64()), Some(of("a")));
    assert_eq!(PasswordDigest::from_base64("YQ=="), None);
    assert_eq!(PasswordDigest::from_base64("not base64"), None);
}
