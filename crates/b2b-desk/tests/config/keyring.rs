//! Secrets that the keyring keeps.

use b2b_desk::Keyring;
use keyring_core::api::CredentialStoreApi as _;
use keyring_core::mock;

use crate::home::{FILE, Home, SECRET, asked, complaint};

fn home(reference: &str) -> Home {
    Home::new(&FILE.replace("env:WESTCON_KEY", reference))
}

#[test]
fn what_is_kept_is_found() {
    let keyring = Keyring::over(mock::Store::new().unwrap());
    keyring.keep("b2b", "me/too", &SECRET.into()).unwrap();
    let sources = home("keyring:b2b/me/too").sources().keyring(keyring);
    let home = home("keyring:b2b/me/too");
    assert!(home.sources().keyring(Keyring::over(mock::Store::new().unwrap())).load().is_err());
    assert!(!format!("{sources:?}").contains(SECRET));
    let keyring = Keyring::over(mock::Store::new().unwrap());
    keyring.keep("b2b", "me/too", &SECRET.into()).unwrap();
    let config = home.sources().keyring(keyring).load().unwrap();
    assert!(!asked(&config).contains(SECRET));
}

#[test]
fn what_is_wrong_with_it_is_told() {
    let keyring = || Keyring::over(mock::Store::new().unwrap());
    for (reference, expected) in [
        (
            "keyring:b2b",
            "b2b.toml: westcon.key refers to the keyring without saying where in it. Write it as \
             keyring:SERVICE/USER.",
        ),
        (
            "keyring:b2b/me",
            "b2b.toml: westcon.key refers to the keyring, which has nothing of b2b for me. Keep the secret in the \
             keyring, with the service b2b and the user me.",
        ),
    ] {
        let home = home(reference);
        assert_eq!(complaint(&home, &home.sources().keyring(keyring())), expected);
    }
}

#[test]
fn a_keyring_that_cannot_be_used_shows_nothing_of_what_is_in_it() {
    let store = mock::Store::new().unwrap();
    let entry = store.build("b2b", "me", None).unwrap();
    let credential = entry.as_any().downcast_ref::<mock::Cred>().unwrap();
    let home = home("keyring:b2b/me");
    let other = store.build(SECRET, SECRET, None).unwrap();
    for (error, why) in [
        (keyring_core::Error::BadEncoding(SECRET.into()), "the entry is not UTF-8"),
        (keyring_core::Error::BadDataFormat(SECRET.into(), SECRET.into()), "the entry is not in its format"),
        (keyring_core::Error::Ambiguous(vec![other]), "several entries are of this service and user"),
        (keyring_core::Error::PlatformFailure(SECRET.into()), "the system's own has failed"),
    ] {
        credential.set_error(error);
        let keyring = Keyring::over(store.clone());
        assert_eq!(format!("{keyring:?}"), "Keyring { store: \"another\" }");
        assert_eq!(
            complaint(&home, &home.sources().keyring(keyring)),
            format!(
                "b2b.toml: westcon.key refers to the keyring, and the keyring cannot be used: {why}. Unlock or start the \
                 keyring, or refer to env:NAME or file:PATH: a server often has no keyring."
            )
        );
    }
}
