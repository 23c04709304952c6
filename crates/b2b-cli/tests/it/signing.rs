//! `b2b sign` and `b2b verify`.

use b2b_sandbox::Fcb2b;

use crate::world::{Ended, World, b2b};

const KEY: &str = "--profile dancik --api-key EXAMPLEKEY1 --secret env:EXAMPLE";
const AT: &str = "2025-01-02T03:04:05Z";
const ID: &str = "123e4567-e89b-42d3-a456-426614174000";

fn run(arguments: &str) -> Ended {
    let mut command = b2b();
    command.env("EXAMPLE", "fcb2b-example-secret-0001").args(arguments.split_whitespace()).current_dir("/");
    let ended = Ended::of(command.output().unwrap());
    assert!(!ended.stdout.contains("fcb2b-example-secret") && !ended.stderr.contains("fcb2b-example-secret"));
    ended
}

#[test]
fn the_documented_vector() {
    let url = "https://sandbox.example.com/fcb2b/StockCheck";
    let signed = run(&format!("sign {url} SupplierItemSKU=CASIMP10 {KEY} --time {AT} --id {ID}"));
    insta::assert_snapshot!(signed.data(0));
    insta::assert_snapshot!(
        run(&format!("sign {url}?SupplierItemSKU=CASIMP10 {KEY} --time {AT} --id {ID} --explain")).data(0)
    );
    insta::assert_snapshot!(run(&format!("sign {url} {KEY} --time {AT} --id {ID} --format json")).data(0));

    let verified = run(&format!("verify {} {KEY} --at {AT}", signed.stdout.trim()));
    insta::assert_snapshot!(verified.data(0), @r"
    The signature holds.
      key         EXAMPLEKEY1
      time        2025-01-02T03:04:05+00:00
      identifier  123e4567-e89b-42d3-a456-426614174000
      SupplierItemSKU = CASIMP10
    ");
    let late = run(&format!("verify {} {KEY}", signed.stdout.trim()));
    assert!(late.complaint(11).starts_with("error: stage time: the request is "), "{}", late.stderr);
    let elsewhere = signed.stdout.trim().replace("sandbox.example.com", "sandbox.example.com:443");
    let ended = run(&format!("verify {elsewhere} {KEY} --at {AT}"));
    insta::assert_snapshot!(ended.data(4));
    insta::assert_snapshot!(ended.stderr);
}

#[test]
fn a_secret_that_is_the_signature_is_not_printed() {
    let ended = run("sign https://sandbox.example.com/B2B --profile shared-secret --api-key K --secret env:EXAMPLE");
    assert!(ended.data(0).contains("Signature=‹secret›"));
    assert!(ended.stderr.starts_with("warning: "));
}

#[test]
fn what_cannot_be_signed() {
    insta::assert_snapshot!(run(&format!("sign http://sandbox.example.com/ {KEY}")).complaint(12), @r"
    error: the URL is no https address
    hint: Give the whole address, beginning with https://.
    ");
    insta::assert_snapshot!(run(&format!("sign https://a.example/ TimeStamp=1 {KEY}")).complaint(12), @r#"
    error: the address cannot be signed: the profile uses the parameter "TimeStamp" itself
    hint: Leave it out: signing adds key, time, identifier and signature.
    "#);
    insta::assert_snapshot!(run("sign https://a.example/").complaint(2), @r#"
    error: there is no supplier whose requests are signed
    hint: Configure one with protocol = "fcb2b", or give --profile and the key.
    "#);
    insta::assert_snapshot!(run("sign https://a.example/ --profile dancick --api-key K --secret env:EXAMPLE").complaint(3), @r"
    error: the setting fcb2b.profile names no signing profile
    hint: Did you mean dancik?
    ");
    insta::assert_snapshot!(run("sign https://a.example/ --profile dancik --api-key K").complaint(3), @r"
    error: the supplier fcb2b has no secret
    hint: Give --api-key and --secret, for example --secret env:NAME.
    ");
}

#[test]
fn what_the_sandbox_refuses_is_explained() {
    let world = World::of_flooring();
    let url = format!("{}/StockCheck", world.sandbox.url());
    let signed = world.run(&format!("sign {url} ClientIdentifier={} SupplierItemSKU=A", Fcb2b::CLIENT_IDENTIFIER));
    let url = signed.data(0).trim().replace("https://SANDBOX", world.sandbox.url());
    assert!(world.run(&format!("verify {url}")).data(0).starts_with("The signature holds."));
    let changed = url.replace("SupplierItemSKU=A", "SupplierItemSKU=B");
    let ended = world.run(&format!("verify {changed}"));
    assert!(ended.data(10).contains("SupplierItemSKU=B"));
    assert!(ended.stderr.starts_with("error: stage signature: "), "{}", ended.stderr);
}

#[test]
fn an_empty_path_is_the_root() {
    let signed = run(&format!("sign https://x.example {KEY} --time {AT} --id {ID}"));
    assert!(signed.data(0).starts_with("https://x.example/?GlobalIdentifier="), "{}", signed.stdout);
    run(&format!("verify {} {KEY} --at {AT}", signed.stdout.trim())).data(0);
}

#[test]
fn what_is_not_signed_is_said_so() {
    let url = "https://x.example/B2B?b=2&a=1";
    let signed = run(&format!("sign {url} --profile unsigned --time {AT}"));
    let sent = signed.data(0).trim();
    let verified = run(&format!("verify {sent} --profile unsigned --at {AT}"));
    assert!(verified.data(0).starts_with("Nothing is signed"), "{}", verified.stdout);
    let verified = run(&format!("verify {sent} --profile unsigned --at {AT} --format json"));
    let json: serde_json::Value = serde_json::from_str(verified.data(0)).unwrap();
    assert_eq!(json["signed"], false);
    assert!(json["parameters"].as_array().unwrap().contains(&serde_json::json!(["b", "2"])), "{json}");
}

#[test]
fn options_of_a_signature_are_checked() {
    let id = run(&format!("sign https://x.example/ {KEY} --id 7"));
    assert!(id.complaint(2).contains("it is no UUID, such as"), "{}", id.stderr);
    for (window, words) in [("-5m", "it is below 0"), ("5", "it is no duration, such as 15m")] {
        let ended = run(&format!("verify https://x.example/ {KEY} --window {window}"));
        assert!(ended.complaint(2).contains(words), "{}", ended.stderr);
    }
}
