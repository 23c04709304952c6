//! Keys and their values.

use std::fs;

use b2b_desk::Desk;

use crate::home::{FILE, Home, SECRET, check, complaint};

#[test]
fn unknown_keys_are_errors_with_a_suggestion() {
    check(&format!("{FILE}acount = \"1\""), "b2b.toml: westcon.acount is not a known key. Did you mean account?");
    check(
        &FILE.replace("[westcon]", ""),
        "b2b.toml: account stands outside of a supplier's table. Put it below a line \
         with the supplier's name in brackets: [westcon], then account = …",
    );
    check(
        &FILE.replace("[westcon]", "[wescton]"),
        "the supplier wescton names no protocol, and its name is none. Set \
         protocol below [wescton]. Did you mean westcon?",
    );

    let home = Home::new(FILE);
    let sources = home.sources().environment([("WESTCON_KEY", SECRET), ("B2B_WESTCON_ACOUNT", "1")]);
    assert_eq!(complaint(&home, &sources), "B2B_WESTCON_ACOUNT is not a known key. Did you mean account?");
    let sources = home.sources().environment([("WESTCON_KEY", SECRET)]).set("westcon.tiemout", "1s");
    assert!(
        complaint(&home, &sources).starts_with("the setting westcon.tiemout is not a known key. Known: protocol, ")
    );
    assert_eq!(
        complaint(&home, &home.sources().set("account", "1")),
        "the setting account names no supplier. Write it as SUPPLIER.KEY, for example westcon.account."
    );
}

#[test]
fn values_are_checked_where_they_stand() {
    check(
        &FILE.replace("\"qa\"", "\"prod\""),
        "b2b.toml: westcon.environment has a value that is not among those it can \
         have. Known: qa, production.",
    );
    check(&FILE.replace("\"1001065\"", "1001065"), "b2b.toml: westcon.account is no text. Put it in double quotes.");
    check(
        &format!("{FILE}total_timeout = 30"),
        "b2b.toml: westcon.total_timeout is no duration. Write a whole number \
         above 0 and its unit, for example \"30s\"; units are ms, s, m and h.",
    );
    check(
        &format!("{FILE}clock_offset = \"an hour\""),
        "b2b.toml: westcon.clock_offset is no duration. Write it as \
         \"-3600s\" or \"5m\"; units are ms, s, m and h.",
    );
    check(
        &format!("{FILE}max_response_bytes = 0"),
        "b2b.toml: westcon.max_response_bytes is no whole number. Write a \
         whole number above 0.",
    );
    check(
        &format!("{FILE}url = \"https://b2b.example\""),
        "b2b.toml: westcon.url and environment both say where to ask. \
         Leave one of them out.",
    );
    check(
        &FILE.replace("environment = \"qa\"", "url = \"http://b2b.example\""),
        "b2b.toml: westcon.url is no https \
         address. Give the whole address, beginning with https://.",
    );
    check(
        &FILE.replace("account = \"1001065\"", ""),
        "the supplier westcon has no account. Set account below [westcon] \
         in b2b.toml, or B2B_WESTCON_ACCOUNT.",
    );
    check(
        &format!("{FILE}\nkey = \"{SECRET}"),
        "b2b.toml: line 7 is not TOML: invalid basic string. Correct the line; \
         text values stand in double quotes.",
    );
}

#[test]
fn no_key_is_accepted_for_nothing() {
    check(
        &format!("{FILE}insecure_inline = \"maybe\""),
        "b2b.toml: westcon.insecure_inline is neither true nor false. Write true or false.",
    );
    let techdata = "[techdata]\nenvironment = \"production\"\nusername = \"1\"\npassword = \"env:WESTCON_KEY\"\n";
    let home = Home::new(&format!("{techdata}clock_offset = \"1h\""));
    let told = complaint(&home, &home.sources().environment([("WESTCON_KEY", SECRET)]));
    assert!(told.starts_with("b2b.toml: techdata.clock_offset is not a known key."), "{told}");
    let mill = "[fcb2b]\nservices = \"https://b2b.example/\"\nprofile = \"unsigned\"\n";
    for (key, value) in [("api_key", "K"), ("secret", "env:WESTCON_KEY")] {
        check(
            &format!("{mill}{key} = \"{value}\""),
            &format!(
                "b2b.toml: fcb2b.{key} is given, and the profile has no key. Leave {key} out, or name a profile whose requests \
                 are signed."
            ),
        );
    }
    // A secret that is there for nothing is one all the same.
    let home = Home::new(&format!("{mill}secret = \"{SECRET}\""));
    assert!(complaint(&home, &home.sources()).starts_with("b2b.toml: fcb2b.secret holds the secret itself."));
}

#[test]
fn an_extra_certificate_must_be_one() {
    let home = Home::new(&format!("{FILE}ca = \"ca.pem\""));
    let refused = || {
        let config = home.sources().environment([("WESTCON_KEY", SECRET)]).load().unwrap();
        let error = Desk::from_config(&config).unwrap_err();
        home.told(&error, error.hint())
    };
    assert_eq!(
        refused(),
        "b2b.toml: westcon.ca names the file ca.pem, which does not exist. Check the path; the file of a sandbox is there \
         only while that sandbox runs, and another run writes a new configuration."
    );
    fs::create_dir(home.path("ca.pem")).unwrap();
    assert_eq!(
        refused(),
        "b2b.toml: westcon.ca names the file ca.pem, which is no regular file. Check that it is a file and that you may read it."
    );
    fs::remove_dir(home.path("ca.pem")).unwrap();
    fs::write(home.path("ca.pem"), "no certificate").unwrap();
    assert_eq!(
        refused(),
        "b2b.toml: westcon.ca names the file ca.pem, which cannot be used. Give a PEM file that begins with -----BEGIN \
         CERTIFICATE-----."
    );
}
