//! Profiles in configuration.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use fcb2b_signing::{SignatureMethod, SigningProfile, StringToSign, TimestampFormat, TimestampZone};
use serde::Deserialize;

#[derive(Deserialize)]
struct Config {
    profile: SigningProfile,
}

fn read(text: &str) -> Result<SigningProfile, String> {
    toml::from_str::<Config>(text).map(|config| config.profile).map_err(|error| error.message().to_owned())
}

#[test]
fn a_name_is_a_profile() {
    for name in SigningProfile::NAMES {
        assert_eq!(read(&format!("profile = {name:?}")).unwrap(), SigningProfile::named(name).unwrap());
    }
    assert_eq!(read("profile = 'ethervision'").unwrap(), read("profile = 'ethervision-b1'").unwrap());
    assert!(read("profile = 'Dancik'").unwrap_err().contains("there are dancik, ethervision-b1"));
}

#[test]
fn a_name_and_changes_are_a_profile() {
    let profile = read(
        r#"
        [profile]
        base = "ethervision-b1"
        string-to-sign = "{method}\n{path}\n{query}"
        signature-name = "Signature"
        timestamp-format = { precision = "seconds", zone = { omitted = { assumed-offset-minutes = -300 } } }
        "#,
    )
    .unwrap();
    let zone = TimestampZone::Omitted { assumed_offset_minutes: -300 };
    let expected = SigningProfile::named("ethervision-b1").unwrap().builder();
    let expected = expected
        .string_to_sign("{method}\n{path}\n{query}".parse().unwrap())
        .signature_name("Signature")
        .timestamp_format(TimestampFormat { zone, ..TimestampFormat::SECONDS });
    assert_eq!(profile, expected.build().unwrap());
}

#[test]
fn every_field_alone_is_a_profile_too() {
    for name in SigningProfile::NAMES {
        let profile = SigningProfile::named(name).unwrap();
        let json = serde_json::to_value(&profile).unwrap();
        assert_eq!(json.as_object().unwrap().len(), 13);
        assert_eq!(serde_json::from_value::<SigningProfile>(json.clone()).unwrap(), profile);
        let toml = toml::to_string(&profile).unwrap();
        assert_eq!(toml::from_str::<SigningProfile>(&toml).unwrap(), profile);
        for field in json.as_object().unwrap().keys() {
            let mut less = json.clone();
            less.as_object_mut().unwrap().remove(field);
            let error = serde_json::from_value::<SigningProfile>(less).unwrap_err().to_string();
            assert_eq!(error, format!("a profile without `base` needs `{field}`"));
        }
    }
}

#[test]
fn mistakes_are_refused() {
    assert!(read("profile = 1").unwrap_err().contains("the name of a signing profile, or its fields"));
    assert!(read("profile = { base = 'dancik', key = 'x' }").unwrap_err().contains("unknown field `key`"));
    assert!(read("profile = { base = 'dancik', key-name = '' }").unwrap_err().contains("names no key parameter"));
    assert!(read("profile = { base = 'dancik', string-to-sign = 'x' }").unwrap_err().contains("no template"));
    assert!(read("profile = { base = 'none' }").unwrap_err().contains("no signing profile \"none\""));
}

#[test]
fn no_key_is_written_as_no_name() {
    let profile = read("profile = { base = 'shared-secret', method = 'unsigned', key-name = '' }").unwrap();
    assert_eq!((profile.key_name(), profile.method()), (None, SignatureMethod::Unsigned));
    assert_eq!(profile.string_to_sign(), &StringToSign::four_lines());
}
