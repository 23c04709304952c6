//! Secrets, and what they are referred to by.

use std::fs::{self, Permissions};

use b2b_desk::{Desk, Sources};

use crate::home::{FILE, Home, SECRET, asked, check, complaint};

#[test]
fn secrets_are_referred_to() {
    let home = Home::new("[westcon]\nenvironment = \"qa\"\naccount = \"1\"\nkey = \"file:key.txt\"");
    assert_eq!(
        complaint(&home, &home.sources()),
        "b2b.toml: westcon.key refers to the file key.txt, which cannot be read. Check the path and that you may read the \
         file."
    );
    fs::write(home.path("key.txt"), "\n").unwrap();
    assert_eq!(
        complaint(&home, &home.sources()),
        "b2b.toml: westcon.key refers to the file key.txt, which is empty. Write the secret into the file, and nothing \
         else."
    );
    fs::write(home.path("key.txt"), format!("{SECRET}\n")).unwrap();
    assert!(home.sources().load().is_ok());

    let home = Home::new(FILE);
    assert_eq!(
        complaint(&home, &home.sources()),
        "b2b.toml: westcon.key refers to the environment variable WESTCON_KEY, which is not set. Set WESTCON_KEY to the \
         secret."
    );
}

#[test]
#[cfg(unix)]
fn a_secret_in_the_file_must_be_meant_and_guarded() {
    let text = format!("[westcon]\nenvironment = \"qa\"\naccount = \"1\"\nkey = \"{SECRET}\"\n");
    check(
        &text,
        "b2b.toml: westcon.key holds the secret itself. Write key = \"env:NAME\", \"file:PATH\" or \
         \"keyring:SERVICE/USER\" instead, or set insecure_inline = true beside it.",
    );
    let home = Home::new(&format!("{text}insecure_inline = true"));
    home.set_mode(0o640);
    assert_eq!(
        complaint(&home, &home.sources()),
        "b2b.toml: westcon.key holds a secret, and others than the file's owner have access to the file. Run: chmod 600 \
         b2b.toml"
    );
    home.set_mode(0o600);
    let config = home.sources().load().unwrap();
    assert!(!asked(&config).contains(SECRET));
    let desk = Desk::from_config(&config).unwrap();
    for shown in [format!("{config:?}"), format!("{desk:?}"), format!("{:?}", home.sources())] {
        assert!(!shown.contains(SECRET), "{shown}");
    }

    // Whether it is used or not.
    let overridden = [("B2B_WESTCON_KEY", "another")];
    home.set_mode(0o644);
    let told = complaint(&home, &home.sources().environment(overridden));
    assert!(told.starts_with("b2b.toml: westcon.key holds a secret, and others than"), "{told}");
    let unmeant = Home::new(&text);
    let told = complaint(&unmeant, &unmeant.sources().environment(overridden));
    assert!(told.starts_with("b2b.toml: westcon.key holds the secret itself. Write"), "{told}");
    home.set_mode(0o600);

    let set = home.sources().set("westcon.key", SECRET);
    assert!(!format!("{set:?}").contains(SECRET));
    assert_eq!(
        complaint(&home, &set),
        "the setting westcon.key holds the secret itself. Give env:NAME, file:PATH or keyring:SERVICE/USER: a command line \
         is seen by others."
    );
}

#[test]
fn a_slip_in_a_reference_is_no_secret() {
    for (reference, scheme) in [("evn:KEY", "env"), ("FILE:key.txt", "file"), ("keychain:b2b/me", "keyring")] {
        check(
            &(FILE.replace("env:WESTCON_KEY", reference) + "insecure_inline = true"),
            &format!(
                "b2b.toml: westcon.key looks like a reference, and is none. Did you mean {scheme}:? References are env:NAME, \
                 file:PATH or keyring:SERVICE/USER; a secret that begins like that can stand in a variable or a file."
            ),
        );
    }
    let home = Home::new(&(FILE.replace("env:WESTCON_KEY", "a1b2:c3d4") + "insecure_inline = true"));
    assert!(home.sources().load().is_ok());
}

#[test]
#[cfg(unix)]
fn no_more_of_a_file_is_read_than_there_can_be() {
    let home = Home::new(&FILE.replace("env:WESTCON_KEY", "file:/dev/zero"));
    let told = complaint(&home, &home.sources());
    assert!(
        told.starts_with("b2b.toml: westcon.key refers to the file /dev/zero, which is no regular file."),
        "{told}"
    );
    let home = Home::new(&FILE.replace("env:WESTCON_KEY", "file:key.txt"));
    fs::write(home.path("key.txt"), "k".repeat(64 * 1024 + 1)).unwrap();
    let told = complaint(&home, &home.sources());
    assert!(
        told.starts_with("b2b.toml: westcon.key refers to the file key.txt, which is larger than 64 KiB."),
        "{told}"
    );
    fs::write(home.path("key.txt"), "k".repeat(64 * 1024)).unwrap();
    assert!(home.sources().load().is_ok());

    fs::write(home.file(), format!("{FILE}#{}", "-".repeat(1024 * 1024))).unwrap();
    assert!(complaint(&home, &home.sources()).starts_with("b2b.toml: the file is larger than 1024 KiB."));
    let told = Sources::new().file("/dev/zero").load().unwrap_err().to_string();
    assert_eq!(told, "/dev/zero: the file is no regular file");
    let home = Home::new(&format!("{FILE}ca = \"/dev/zero\""));
    let config = home.sources().environment([("WESTCON_KEY", SECRET)]).load().unwrap();
    let told = Desk::from_config(&config).unwrap_err().to_string();
    assert!(told.ends_with("westcon.ca names the file /dev/zero, which is no regular file"), "{told}");
}

#[test]
#[cfg(unix)]
fn a_secret_that_everybody_may_read_is_told_of() {
    let home = Home::new(&FILE.replace("env:WESTCON_KEY", "file:key.txt"));
    let key = home.path("key.txt");
    fs::write(&key, SECRET).unwrap();
    for (mode, warnings) in [(0o600, 0), (0o640, 0), (0o644, 1)] {
        fs::set_permissions(&key, <Permissions as std::os::unix::fs::PermissionsExt>::from_mode(mode)).unwrap();
        let config = home.sources().load().unwrap();
        assert_eq!(config.warnings().len(), warnings, "{mode:o}");
        assert!(config.warnings().iter().all(|warning| warning.contains("chmod 600") && !warning.contains(SECRET)));
    }
}

#[test]
#[cfg(not(feature = "keyring"))]
fn without_the_feature_there_is_no_keyring() {
    check(
        &FILE.replace("env:WESTCON_KEY", "keyring:b2b/me"),
        "b2b.toml: westcon.key refers to the keyring, which this program was built without. Refer to env:NAME or file:PATH, \
         or build it with the feature keyring.",
    );
}
