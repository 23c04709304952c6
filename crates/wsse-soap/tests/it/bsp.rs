//! The rules of the Basic Security Profile: for each, a header that follows it and one that breaks it.

use wsse_soap::{BspRule, BspRules, Check, Demand, FaultCode, Policy, RefusalStyle, Request, Verifier, ns};

use crate::support::{BODY, NOW, Ping, SECRET, envelope, now, security, verify};

const EXPIRES: &str = "2016-05-18T00:22:56.115Z";

fn timestamp(content: &str) -> String {
    format!("<u:Timestamp>{content}</u:Timestamp>")
}

fn token(content: &str) -> String {
    format!("<o:UsernameToken><o:Username>alice</o:Username>{content}</o:UsernameToken>")
}

fn password() -> String {
    format!("<o:Password Type='{}'>{SECRET}</o:Password>", ns::PASSWORD_TEXT)
}

fn nonce(encoding: &str) -> String {
    format!("<o:Nonce{encoding}>AQIDBAUGBwg=</o:Nonce>")
}

/// A token that a key is derived from, with this content.
fn derived(content: &str) -> String {
    format!("<o:UsernameToken xmlns:o11='{}'><o:Username>alice</o:Username>{content}</o:UsernameToken>", ns::WSSE11)
}

/// A password token with an id, and a reference with these attributes and this content.
fn referred(attributes: &str, content: &str) -> String {
    let token = token(&password()).replace("<o:UsernameToken>", "<o:UsernameToken u:Id='_1'>");
    let reference = format!("<o:SecurityTokenReference {attributes}>{content}</o:SecurityTokenReference>");
    format!("{token}{reference}")
}

/// `(rule, header that follows it, header that breaks it and no other)`
fn cases() -> Vec<(BspRule, String, String)> {
    use BspRule::*;
    let created = format!("<u:Created>{NOW}</u:Created>");
    let expires = format!("<u:Expires>{EXPIRES}</u:Expires>");
    let both = timestamp(&format!("{created}{expires}"));
    let times = |created: &str, expires: &str| {
        timestamp(&format!("<u:Created>{created}</u:Created><u:Expires>{expires}</u:Expires>"))
    };
    let base64 = format!(" EncodingType='{}'", ns::BASE64_BINARY);
    let hex = base64.replace("Base64Binary", "HexBinary");
    let direct = format!("<o:Reference URI='#_1' ValueType='{}'/>", ns::USERNAME_TOKEN);
    let typed = format!("o11:TokenType='{}' xmlns:o11='{}'", ns::USERNAME_TOKEN, ns::WSSE11);
    let key_identifier = |value_type: &str| format!("<o:KeyIdentifier ValueType='{value_type}'>x</o:KeyIdentifier>");
    let signed = |header: &str| {
        let header = header
            .replace("<o:SecurityTokenReference", "<x:Signature xmlns:x='urn:x'>y<x:KeyInfo><o:SecurityTokenReference");
        header.replace("</o:SecurityTokenReference>", "</o:SecurityTokenReference></x:KeyInfo></x:Signature>")
    };
    let (salt, iteration) = ("<o11:Salt>AQIDBA==</o11:Salt>", "<o11:Iteration> 1000 </o11:Iteration>");
    let good = token(&format!("{}{}{created}", password(), nonce(&base64)));
    vec![
        (R3203, both.clone(), timestamp(&expires)),
        (R3203, timestamp(&created), timestamp(&format!("{created}{created}"))),
        (R3213, times("2016-05-18T00:17:59Z", EXPIRES), times("2016-05-18T00:17:60Z", EXPIRES)),
        (R3215, times(NOW, "2016-05-18T00:22:59Z"), times(NOW, "2016-05-18T00:22:60Z")),
        (R3217, times("2016-05-18T00:17:56+00:00", EXPIRES), times("2016-05-18T02:17:56+02:00", EXPIRES)),
        (R3217, times(NOW, EXPIRES), times("2016-05-18T00:17:56", EXPIRES)),
        (R3220, times("2016-05-18T00:17:56.115Z", EXPIRES), times("2016-05-18T00:17:56.1151Z", EXPIRES)),
        (R3221, both.clone(), timestamp(&format!("{expires}{created}"))),
        (R3222, both.clone(), timestamp(&format!("{created}<u:Received/>{expires}"))),
        (R3222, both.clone(), timestamp(&format!("{created}{expires}<Created xmlns='urn:x'/>"))),
        (R3223, times(NOW, EXPIRES), times(NOW, "2016-05-18T01:22:56+01:00")),
        (R3224, both.clone(), timestamp(&format!("{created}{expires}{expires}"))),
        (R3225, both.clone(), timestamp(&format!("<u:Created ValueType='x'>{NOW}</u:Created>{expires}"))),
        (R3226, both.clone(), timestamp(&format!("{created}<u:Expires ValueType='x'>{EXPIRES}</u:Expires>"))),
        (R3227, both.clone(), format!("{both}{both}")),
        (R3229, times(NOW, "2016-05-18T00:22:56.115Z"), times(NOW, "2016-05-18T00:22:56.115000Z")),
        (R4201, good.clone(), token(&format!("<o:Password>{SECRET}</o:Password>"))),
        (R4201, token(""), token(&format!("<o:Password Type=''>{SECRET}</o:Password>"))),
        (R4201, good.clone(), token(&format!("<o:Password o:Type='{}'>{SECRET}</o:Password>", ns::PASSWORD_TEXT))),
        (R4214, referred("", &direct), referred("", "<o:Reference URI='#_1'/>")),
        (R4214, referred("", "<o:Reference URI='#_2'/>"), referred("", "<o:Reference URI='#_1' ValueType='urn:x'/>")),
        (R4214, referred(&typed, &direct), referred(&typed, "<o:Reference URI='urn:elsewhere'/>")),
        (R4214, signed(&referred("", &direct)), signed(&referred("", "<o:Reference URI='#_1'/>"))),
        (
            R4215,
            referred("", "<o:KeyIdentifier>x</o:KeyIdentifier>"),
            referred(&typed, "<o:KeyIdentifier>x</o:KeyIdentifier>"),
        ),
        (R4215, referred("", &key_identifier("urn:x509")), referred("", &key_identifier(ns::USERNAME_TOKEN))),
        (R4215, referred("", &direct), referred("", &format!("{direct}{}", key_identifier("urn:x509")))),
        (R4216, derived(&format!("{salt}{iteration}")), derived(&format!("{}{salt}{iteration}", password()))),
        (R4217, derived(&format!("{salt}{iteration}")), derived(iteration)),
        (R4217, derived(&format!("{salt}{iteration}")), derived(&format!("{salt}{salt}{iteration}"))),
        (R4218, derived(&format!("{salt}{iteration}")), derived(salt)),
        (
            R4218,
            derived(&format!("{salt}{iteration}")),
            derived(&format!("{salt}{}", iteration.replace("1000", "999"))),
        ),
        (
            R4218,
            derived(&format!("{salt}{iteration}")),
            derived(&format!("{salt}{}", iteration.replace("1000", "many"))),
        ),
        (R4220, good.clone(), token(&format!("{}{}", password(), nonce("")))),
        (R4221, good.clone(), token(&format!("{}{}", password(), nonce(&hex)))),
        (R4222, good.clone(), token(&format!("{}{}", password(), password()))),
        (R4223, good.clone(), token(&format!("{}{created}{created}", password()))),
        (R4225, good, token(&format!("{}{}{}", password(), nonce(&base64), nonce(&base64)))),
    ]
}

#[test]
fn each_rule_is_followed_and_broken() {
    for (rule, follows, breaks) in cases() {
        assert_eq!(security(&follows).security[0].bsp_violations(), [], "{rule} followed by {follows}");
        assert_eq!(security(&breaks).security[0].bsp_violations(), [rule], "{rule} broken by {breaks}");
    }
}

#[test]
fn every_rule_has_a_case() {
    let cases = cases();
    for rule in BspRule::ALL {
        // R4212 shows when a digest is verified: see the tests of digests.
        assert!(*rule == BspRule::R4212 || cases.iter().any(|(tested, ..)| tested == rule), "{rule}");
    }
}

/// The verifier refuses what breaks an enforced rule, and lets pass what breaks an ignored one.
#[test]
fn each_rule_is_enforced_or_ignored() {
    for (rule, _, breaks) in cases() {
        let headers = security(&breaks);
        let mut strict = Verifier::new(Policy::default().bsp(BspRules::all()));
        let refusal = verify(&mut strict, &headers, now()).unwrap_err();
        assert_eq!(refusal.check(), &Check::Bsp(vec![rule]));
        assert!(refusal.to_string().contains(&format!("{rule:?}: ")), "{refusal}");
        let expected =
            if rule.is_about_tokens() { FaultCode::InvalidSecurityToken } else { FaultCode::InvalidSecurity };
        assert_eq!(refusal.code(RefusalStyle::Wss), expected);

        let mut lenient = Verifier::new(Policy::default().bsp(BspRules::all().without(rule)));
        if let Err(refusal) = verify(&mut lenient, &headers, now()) {
            assert!(!matches!(refusal.check(), Check::Bsp(_)), "{rule}: {refusal}");
        }
    }
}

/// Key derivation is not implemented: not even a token that follows the rules is taken.
#[test]
fn a_token_to_derive_a_key_from_is_refused() {
    let derived = security(&derived("<o11:Salt>AQIDBA==</o11:Salt><o11:Iteration>1000</o11:Iteration>"));
    let token = &derived.security[0].tokens[0];
    assert_eq!((token.salts, token.iterations.as_slice()), (1, ["1000".to_owned()].as_slice()));
    let refusal = verify(&mut Verifier::new(Policy::default()), &derived, now()).unwrap_err();
    assert_eq!(refusal.check(), &Check::NoPassword);
}

/// What stands in the unknown children of a header is looked through without a word about it.
#[test]
fn other_children_give_no_warnings() {
    let header = "<o:Security><x:Signature xmlns:x='urn:x'>secret<x:Value>secret</x:Value></x:Signature></o:Security>";
    assert_eq!(Request::<Ping>::decode(envelope(ns::SOAP12, header, BODY)).unwrap().warnings, []);
}

#[test]
fn recommendations_are_not_enforced_by_default() {
    assert!(!Policy::default().bsp.contains(BspRule::R3220));
    assert!(!Policy::default().bsp.contains(BspRule::R3229));
    assert!(Policy::default().bsp.contains(BspRule::R4201));
    assert_eq!(BspRules::none().with(BspRule::R4201).without(BspRule::R4201), BspRules::none());
    assert_eq!(format!("{:?}", BspRules::none().with(BspRule::R4201)), "{\"R4201\"}");
}

/// WCF enforces the layout of the timestamp and nothing else.
#[test]
fn wcf_takes_a_password_without_type() {
    let headers = security(&token(&format!("<o:Password>{SECRET}</o:Password>")));
    assert_eq!(verify(&mut Verifier::new(Policy::wcf()), &headers, now()).unwrap().username, "alice");
    let mut wcf = Verifier::new(Policy::wcf().timestamp(Demand::Required));
    assert_eq!(verify(&mut wcf, &headers, now()).unwrap_err().check(), &Check::NoTimestamp);
}
