//! The receiving side: clocks, passwords, replays and layouts.

use b2b_xml::chrono::TimeDelta;
use wsse_soap::{
    BspRule, BspRules, Check, CreatedMode, Demand, DigestInput, DigestMistake, Envelope, FaultCode, Headers, Nonce,
    NonceMode, PasswordDigest, PasswordType, PasswordTypes, Policy, QualifiedType, Refusal, RefusalStyle, Request,
    Security, SecurityOrder, SoapVersion, Structure, Timestamp, UsernameToken, Verified, Verifier, ns,
};

use crate::support::{BODY, NOW, Ping, SECRET, after, envelope, now, ping, security, verify};

fn text() -> UsernameToken {
    UsernameToken::text("alice", SECRET.into())
}

fn digest() -> UsernameToken {
    UsernameToken::digest("alice", SECRET.into(), [9; 16], now())
}

fn headers(security: Security) -> Headers {
    let body = ping();
    let xml = Envelope::new(SoapVersion::Soap12, &body).security(security).encode().unwrap();
    Request::<Ping>::decode(xml).unwrap().headers
}

fn of(token: UsernameToken) -> Headers {
    headers(Security::new().username_token(token))
}

fn once(policy: Policy, headers: &Headers, seconds: i64) -> Result<Verified, Refusal> {
    verify(&mut Verifier::new(policy), headers, after(seconds))
}

#[track_caller]
fn refused(result: Result<Verified, Refusal>, expected: Check, code: FaultCode) -> Refusal {
    let refusal = result.unwrap_err();
    assert_eq!(refusal.check(), &expected);
    assert_eq!(refusal.code(RefusalStyle::Wss), code);
    assert!(refusal.fault(RefusalStyle::Wss).is(&code));
    refusal
}

#[test]
fn good_tokens() {
    let verified = once(Policy::default(), &of(text()), 0).unwrap();
    assert_eq!((verified.username.as_str(), verified.password_type), ("alice", PasswordType::Text));
    assert_eq!(verified.created, None);
    let verified = once(Policy::default(), &of(digest()), 0).unwrap();
    assert_eq!((verified.password_type, verified.created), (PasswordType::Digest, Some(now())));
    once(Policy::wcf(), &of(text()), 0).unwrap();
    let bare = UsernameToken::text("alice", SECRET.into()).password_type(PasswordType::Digest);
    let lenient = Policy::default().nonce(Demand::Optional).created(Demand::Optional);
    once(lenient, &of(bare), 0).unwrap();
}

#[test]
fn wrong_passwords_and_unknown_users_look_alike() {
    let failed = FaultCode::FailedAuthentication;
    let wrong = refused(
        once(Policy::default(), &of(UsernameToken::text("alice", "no".into())), 0),
        Check::WrongPassword,
        failed.clone(),
    );
    let unknown = refused(
        once(Policy::default(), &of(UsernameToken::text("bob", SECRET.into())), 0),
        Check::UnknownUser,
        failed.clone(),
    );
    for style in [RefusalStyle::Wss, RefusalStyle::Wcf] {
        assert_eq!(wrong.fault(style), unknown.fault(style));
    }
    let none = UsernameToken::digest("bob", "".into(), [1; 16], now());
    assert!(refused(once(Policy::default(), &of(none), 0), Check::UnknownUser, failed.clone()).explanation().is_none());
    // An unknown user's password is not the empty one.
    refused(once(Policy::default(), &of(UsernameToken::text("bob", "".into())), 0), Check::UnknownUser, failed);
}

#[test]
fn missing_parts() {
    let none = envelope(ns::SOAP12, "", BODY);
    let none = Request::<Ping>::decode(none).unwrap().headers;
    refused(once(Policy::default(), &none, 0), Check::NoSecurity, FaultCode::InvalidSecurity);
    let other = "<o:Security s:role='urn:other'/>";
    let other = Request::<Ping>::decode(envelope(ns::SOAP12, other, BODY)).unwrap().headers;
    refused(once(Policy::default(), &other, 0), Check::NoSecurity, FaultCode::InvalidSecurity);
    let two = Request::<Ping>::decode(envelope(ns::SOAP12, "<o:Security/><o:Security/>", BODY)).unwrap().headers;
    refused(once(Policy::default(), &two, 0), Check::RepeatedSecurity, FaultCode::InvalidSecurity);
    let token = "<o:UsernameToken><o:Username>alice</o:Username></o:UsernameToken>";
    let invalid = FaultCode::InvalidSecurityToken;
    for (content, check, code) in [
        ("", Check::NoToken, FaultCode::InvalidSecurity),
        (&*format!("{token}{token}"), Check::RepeatedToken, FaultCode::InvalidSecurity),
        (token, Check::NoPassword, invalid.clone()),
        ("<o:UsernameToken/>", Check::Username, invalid.clone()),
        ("<o:UsernameToken><o:Username/></o:UsernameToken>", Check::Username, invalid.clone()),
        (&token.replace("<o:Username>", "<o:Username>bob</o:Username><o:Username>"), Check::Username, invalid.clone()),
    ] {
        refused(once(Policy::default(), &security(content), 0), check, code);
    }
    let policy = || Policy::default().nonce(Demand::Required).created(Demand::Required);
    refused(once(policy(), &of(text()), 0), Check::NoNonce, invalid.clone());
    let nonce = text().nonce_mode(NonceMode::Send).nonce([1; 16]);
    refused(once(policy(), &of(nonce), 0), Check::NoCreated, invalid.clone());
    let bare = text().password_type(PasswordType::Digest);
    refused(once(Policy::default(), &of(bare), 0), Check::NoNonce, invalid);
    refused(
        once(Policy::default().timestamp(Demand::Required), &of(text()), 0),
        Check::NoTimestamp,
        FaultCode::InvalidSecurity,
    );
}

#[test]
fn password_types() {
    let unsupported = FaultCode::UnsupportedSecurityToken;
    let only_text = Policy::default().password_types(PasswordTypes::Text);
    refused(once(only_text, &of(digest()), 0), Check::PasswordType(Some(PasswordType::Digest)), unsupported.clone());
    let only_digest = Policy::default().password_types(PasswordTypes::Digest);
    refused(once(only_digest, &of(text()), 0), Check::PasswordType(Some(PasswordType::Text)), unsupported.clone());
    let token = |attribute: &str| {
        security(&format!(
            "<o:UsernameToken><o:Username>alice</o:Username><o:Password {attribute}>{SECRET}</o:Password></o:UsernameToken>"
        ))
    };
    refused(once(Policy::default(), &token("Type='urn:what'"), 0), Check::PasswordType(None), unsupported.clone());
    // Old WCF wrote the attribute with a prefix: a digest that is taken for text, unless told.
    let wcf = token(&format!("o:Type='{}'", ns::PASSWORD_DIGEST));
    let lenient =
        || Policy::default().bsp(BspRules::must().without(BspRule::R4201)).password_types(PasswordTypes::Text);
    once(lenient(), &wcf, 0).unwrap();
    refused(
        once(lenient().qualified_type(QualifiedType::Accept), &wcf, 0),
        Check::PasswordType(Some(PasswordType::Digest)),
        unsupported,
    );
}

#[test]
fn freshness_of_the_token() {
    once(Policy::default(), &of(digest()), 300).unwrap();
    let expired = FaultCode::MessageExpired;
    let stale = |seconds| Check::Stale { age: TimeDelta::seconds(seconds) };
    let ahead = |seconds| Check::FromTheFuture { ahead: TimeDelta::seconds(seconds) };
    refused(once(Policy::default(), &of(digest()), 301), stale(301), expired.clone());
    once(Policy::default(), &of(digest()), -30).unwrap();
    once(Policy::default(), &of(digest()), -60).unwrap();
    refused(once(Policy::default(), &of(digest()), -120), ahead(120), expired);
    once(Policy::default().clock_skew(TimeDelta::minutes(5)), &of(digest()), -300).unwrap();
    once(Policy::default().freshness(TimeDelta::hours(1)), &of(digest()), 3600).unwrap();
    // WCF looks at neither nonce nor creation time of the token.
    let hard_coded = text().nonce_mode(NonceMode::Send).nonce([1; 16]).created_mode(CreatedMode::Send).created(now());
    let mut wcf = Verifier::new(Policy::wcf());
    for seconds in [0, 0, 100_000_000] {
        verify(&mut wcf, &of(hard_coded.clone()), after(seconds)).unwrap();
    }
    let bad = text().created_mode(CreatedMode::Send).created_text("yesterday");
    refused(once(Policy::default(), &of(bad), 0), Check::MalformedCreated, FaultCode::InvalidSecurityToken);
}

/// A digest can be replayed as long as nobody looks at its age and its nonce, so no policy leaves them out.
#[test]
fn a_digest_is_always_looked_at() {
    let policy = || Policy::wcf().password_types(PasswordTypes::Any);
    let mut verifier = Verifier::new(policy());
    verify(&mut verifier, &of(digest()), now()).unwrap();
    refused(verify(&mut verifier, &of(digest()), after(600)), Check::Replayed, FaultCode::InvalidSecurity);
    for seconds in [700, 10_000_000] {
        let stale = Check::Stale { age: TimeDelta::seconds(seconds) };
        refused(verify(&mut verifier, &of(digest()), after(seconds)), stale, FaultCode::MessageExpired);
    }
    let bare = text().password_type(PasswordType::Digest);
    refused(once(policy(), &of(bare.clone()), 0), Check::NoNonce, FaultCode::InvalidSecurityToken);
    let undated = bare.nonce_mode(NonceMode::Send).nonce([1; 16]);
    refused(once(policy(), &of(undated), 0), Check::NoCreated, FaultCode::InvalidSecurityToken);
}

#[test]
fn freshness_of_the_timestamp() {
    let stamped = |lifetime| headers(Security::new().timestamp(Timestamp::new(now(), lifetime)).username_token(text()));
    let minutes = TimeDelta::minutes;
    once(Policy::default(), &stamped(minutes(5)), 300).unwrap();
    let late = Check::Expired { by: TimeDelta::seconds(1) };
    refused(once(Policy::default(), &stamped(minutes(1)), 61), late, FaultCode::MessageExpired);
    once(Policy::wcf(), &stamped(minutes(5)), 600).unwrap();
    let late = Check::Stale { age: TimeDelta::seconds(601) };
    let refusal = refused(once(Policy::wcf(), &stamped(minutes(5)), 601), late, FaultCode::MessageExpired);
    assert_eq!(refusal.code(RefusalStyle::Wcf), FaultCode::InvalidSecurity);
    once(Policy::default().timestamp(Demand::Ignored), &stamped(minutes(1)), 9999).unwrap();
    let token = "<o:UsernameToken/>";
    for times in [
        "<u:Created>2016-13-18T00:17:56Z</u:Created>",
        &format!("<u:Created>{NOW}</u:Created><u:Expires>{NOW}</u:Expires>"),
        &format!("<u:Created>{NOW}</u:Created><u:Expires>Z</u:Expires>"),
    ] {
        let bad = security(&format!("<u:Timestamp>{times}</u:Timestamp>{token}"));
        refused(once(Policy::default(), &bad, 0), Check::MalformedTimestamp, FaultCode::InvalidSecurity);
    }
}

#[test]
fn replays() {
    let mut verifier = Verifier::new(Policy::default().replay_capacity(2));
    let token = |nonce: u8| of(UsernameToken::digest("alice", SECRET.into(), [nonce; 16], now()));
    verify(&mut verifier, &token(1), now()).unwrap();
    refused(verify(&mut verifier, &token(1), after(300)), Check::Replayed, FaultCode::InvalidSecurity);
    // A stranger's tokens do not fill the cache.
    for nonce in 10..20 {
        let stranger = of(UsernameToken::digest("alice", "no".into(), [nonce; 16], now()));
        assert!(verify(&mut verifier, &stranger, now()).is_err());
    }
    verify(&mut verifier, &token(2), now()).unwrap();
    refused(verify(&mut verifier, &token(3), now()), Check::ReplayCacheFull, FaultCode::Receiver);
    refused(verify(&mut verifier, &token(1), now()), Check::Replayed, FaultCode::InvalidSecurity);
    // What has expired makes room.
    let later = of(UsernameToken::digest("alice", SECRET.into(), [1; 16], after(301)));
    verify(&mut verifier, &later, after(301)).unwrap();
}

#[test]
fn malformed_nonces() {
    for nonce in ["", "not base64", "AQI", "="] {
        let content = format!(
            "<o:UsernameToken><o:Username>alice</o:Username><o:Password Type='{}'>x</o:Password>\
             <o:Nonce EncodingType='{}'>{nonce}</o:Nonce><u:Created>{NOW}</u:Created></o:UsernameToken>",
            ns::PASSWORD_DIGEST,
            ns::BASE64_BINARY
        );
        refused(
            once(Policy::default(), &security(&content), 0),
            Check::MalformedNonce,
            FaultCode::InvalidSecurityToken,
        );
    }
}

#[test]
fn long_nonces() {
    let with = |length| of(UsernameToken::digest("alice", SECRET.into(), Nonce::new(vec![7; length]), now()));
    once(Policy::default(), &with(1024), 0).unwrap();
    refused(once(Policy::default(), &with(1025), 0), Check::MalformedNonce, FaultCode::InvalidSecurityToken);
}

#[test]
fn wcf_has_its_own_sentences() {
    let said = |policy: Policy, token: UsernameToken| {
        let fault = once(policy, &of(token), 0).unwrap_err().fault(RefusalStyle::Wcf);
        (fault.kind(), fault.reason().to_owned())
    };
    let wrong = UsernameToken::text("alice", "no".into());
    let failed = "At least one security token in the message could not be validated.".to_owned();
    assert_eq!(said(Policy::wcf(), wrong), (FaultCode::FailedAuthentication, failed));
    let invalid = "An error occurred when verifying security for the message.".to_owned();
    assert_eq!(said(Policy::wcf(), digest()), (FaultCode::InvalidSecurity, invalid.clone()));
    let full = Policy::default().replay_capacity(0);
    assert_eq!(said(full, digest()), (FaultCode::Receiver, invalid));
}

/// zeep puts the timestamp last; node-soap writes ids with colons, and `actor` in SOAP 1.2.
#[test]
fn layouts() {
    let stamp = || Timestamp::new(now(), TimeDelta::minutes(5));
    let zeep = headers(Security::new().order(SecurityOrder::TokenFirst).timestamp(stamp()).username_token(text()));
    let strict = || Policy::default().structure(Structure::Strict);
    once(Policy::default(), &zeep, 0).unwrap();
    refused(once(strict(), &zeep, 0), Check::TokenBeforeTimestamp, FaultCode::InvalidSecurity);
    let token = format!(
        "<o:UsernameToken u:Id='Token-{NOW}'><o:Username>alice</o:Username><o:Password Type='{}'>{SECRET}</o:Password>\
         </o:UsernameToken>",
        ns::PASSWORD_TEXT
    );
    once(Policy::default(), &security(&token), 0).unwrap();
    refused(once(strict(), &security(&token), 0), Check::MalformedId, FaultCode::InvalidSecurity);
    let actor = format!("<o:Security s:actor='{}'>{token}</o:Security>", SoapVersion::Soap12.next_role());
    let actor = Request::<Ping>::decode(envelope(ns::SOAP12, &actor, BODY)).unwrap();
    assert_eq!(actor.warnings.len(), 1);
    once(Policy::default(), &actor.headers, 0).unwrap();
    refused(once(strict(), &actor.headers, 0), Check::MisnamedRole, FaultCode::InvalidSecurity);
    // node-soap's actor is the one of SOAP 1.1 even there.
    let actor = format!("<o:Security s:actor='{}'>{token}</o:Security>", SoapVersion::Soap11.next_role());
    let actor = Request::<Ping>::decode(envelope(ns::SOAP12, &actor, BODY)).unwrap();
    once(Policy::default(), &actor.headers, 0).unwrap();
    let good = headers(Security::new().timestamp(stamp()).username_token(text().id("_1")));
    once(strict(), &good, 0).unwrap();
}

/// The digest covers the text of `Created`, whatever its form.
#[test]
fn created_is_hashed_exactly_as_sent() {
    for created in
        ["2016-05-18T00:17:56Z", "2016-05-18T00:17:56.1Z", "2016-05-18T00:17:56.115000Z", "2016-05-18T02:17:56+02:00"]
    {
        let token = digest().created_text(created);
        once(Policy::default(), &of(token), 0).unwrap();
    }
}

#[test]
fn common_mistakes_are_recognized() {
    let nonce = Nonce::new([9; 16]);
    let of_parts = |nonce: Option<&Nonce>, created: Option<&str>, password: &str| {
        PasswordDigest::new(nonce, created, &password.into(), DigestInput::Password).to_base64()
    };
    let encoded = Nonce::new(nonce.to_base64().into_bytes());
    let hex: String = {
        let right = Nonce::from_base64(&of_parts(Some(&nonce), Some(NOW), SECRET)).unwrap();
        right.as_bytes().iter().map(|byte| format!("{byte:02X}")).collect()
    };
    let created_first = of_parts(Some(&Nonce::new(NOW.as_bytes())), None, SECRET);
    assert_eq!(created_first, of_parts(None, Some(NOW), SECRET));
    let hashed = PasswordDigest::new(Some(&nonce), Some(NOW), &SECRET.into(), DigestInput::Sha1OfPassword).to_base64();
    let table = [
        (of_parts(Some(&encoded), Some(NOW), SECRET), Some(DigestMistake::NonceNotDecoded)),
        (of_parts(None, Some(NOW), SECRET), Some(DigestMistake::NonceLeftOut)),
        (of_parts(Some(&nonce), None, SECRET), Some(DigestMistake::CreatedLeftOut)),
        (
            of_parts(Some(&Nonce::new([NOW.as_bytes(), nonce.as_bytes()].concat())), None, SECRET),
            Some(DigestMistake::CreatedFirst),
        ),
        (
            of_parts(Some(&Nonce::new([SECRET.as_bytes(), nonce.as_bytes(), NOW.as_bytes()].concat())), None, ""),
            Some(DigestMistake::PasswordFirst),
        ),
        (hashed, Some(DigestMistake::OtherPasswordInput)),
        (hex, Some(DigestMistake::Hexadecimal)),
        (SECRET.to_owned(), Some(DigestMistake::ClearPassword)),
        (of_parts(Some(&nonce), Some(NOW), "wrong"), None),
        ("".to_owned(), None),
    ];
    for (password, mistake) in table {
        let content = format!(
            "<o:UsernameToken><o:Username>alice</o:Username><o:Password Type='{}'>{password}</o:Password>\
             <o:Nonce EncodingType='{}'>{}</o:Nonce><u:Created>{NOW}</u:Created></o:UsernameToken>",
            ns::PASSWORD_DIGEST,
            ns::BASE64_BINARY,
            nonce.to_base64()
        );
        let check = if mistake.is_some() { Check::Bsp(vec![BspRule::R4212]) } else { Check::WrongDigest };
        let refusal = refused(once(Policy::default(), &security(&content), 0), check, FaultCode::FailedAuthentication);
        let explanation = refusal.explanation().unwrap();
        assert_eq!(explanation.mistake(), mistake);
        let text = explanation.to_string();
        assert!(text.contains("09090909") && text.contains(NOW) && text.contains("‹secret›"), "{text}");
        assert!(!text.contains(SECRET), "{text}");
        assert_eq!(explanation.expected().to_base64(), of_parts(Some(&nonce), Some(NOW), SECRET));
        if mistake.is_none() {
            insta::assert_snapshot!("explanation", text);
        }
    }
}

#[test]
fn passwords_that_are_kept_hashed() {
    let policy = || Policy::default().digest_input(DigestInput::Sha1OfPassword);
    once(policy(), &of(digest().digest_input(DigestInput::Sha1OfPassword)), 0).unwrap();
    let refusal = once(policy(), &of(digest()), 0).unwrap_err();
    assert_eq!(refusal.explanation().unwrap().mistake(), Some(DigestMistake::OtherPasswordInput));
}
