//! What goes wrong: one sentence, what to do, a code of its own, and no data.

use std::net::TcpListener;
use std::sync::Arc;

use rcgen::{BasicConstraints, Certificate, CertificateParams, IsCa, KeyPair};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection};

use crate::world::{ClosedPort, World};

#[test]
fn an_unknown_order() {
    let world = World::new();
    let ended = world.run("order 999999");
    insta::assert_snapshot!(ended.data(4), @r"
    Order 999999
      problem: The order is not known for this account (code 6)
    ");
    insta::assert_snapshot!(ended.stderr, @r"
    error: 999999: The order is not known for this account (code 6)
    hint: Check the number, or ask by your purchase order's number: b2b order po:NUMBER.
    ");
    let json = world.run("order po:nothing --format json");
    let orders: serde_json::Value = serde_json::from_str(json.data(4)).unwrap();
    assert_eq!(orders[0]["problems"][0]["code"], "6");
    // Its number is ours alone.
    assert_eq!((&orders[0]["asked"], orders[0].get("customer_order")), (&"po:nothing".into(), None));
    insta::assert_snapshot!(json.stderr, @r"
    error: po:nothing: The order is not known for this account (code 6)
    hint: Check the number, or ask by the supplier's number.
    ");
}

#[test]
fn an_order_that_is_answered_without_number() {
    let world = World::new();
    let ended = world.run("order 12345678901");
    insta::assert_snapshot!(ended.data(4), @r"
    Order 12345678901
      problem: The order is not known for this account (code 6)
    ");
    insta::assert_snapshot!(ended.stderr, @r"
    error: 12345678901: The order is not known for this account (code 6)
    hint: Check the number, or ask by your purchase order's number: b2b order po:NUMBER.
    ");
    let ended = world.run("order 704572 12345678901");
    insta::assert_snapshot!(ended.stderr, @r"
    error: 12345678901: The order is not known for this account (code 6)
    hint: Check the number, or ask by your purchase order's number: b2b order po:NUMBER.
    ");
    let ended = world.run("order 704572 12345678901 12345678902");
    assert!(ended.data(1).contains("\nOrder 12345678901 or 12345678902\n"), "{}", ended.stdout);
    insta::assert_snapshot!(ended.stderr, @r"
    error: 12345678901 or 12345678902: The order is not known for this account (code 6)
    hint: Check the number, or ask by your purchase order's number: b2b order po:NUMBER.
    ");
}

#[test]
fn a_wrong_key() {
    let world = World::new();
    let mut command = world.command("order 704571");
    command.env("KEY", "another-key");
    let ended = world.ended(command);
    assert!(!ended.stderr.contains("another-key"));
    insta::assert_snapshot!(ended.complaint(10), @r"
    error: westcon refused (FailedAuthentication): At least one security token in the message could not be validated
    hint: Check the account number and the authentication key of 36 characters.
    ");
}

#[test]
fn a_clock_an_hour_off() {
    let world = World::new();
    insta::assert_snapshot!(world.run("order 704571 --set westcon.clock_offset=-1h").complaint(11), @r"
    error: westcon refused (InvalidSecurity): An error occurred when verifying security for the message
    hint: Usually a clock is wrong: set this machine's clock right, or clock_offset to the difference.
    ");
    world.run("order 704571 --set westcon.clock_offset=1h").complaint(11);
}

#[test]
fn an_account_of_eleven_digits() {
    let world = World::new();
    insta::assert_snapshot!(world.run("order 704571 --set westcon.account=12345678901").complaint(12), @r"
    error: westcon cannot be asked: CustomerAccountNumber has 11 characters, 10 are allowed
    hint: Shorten it: the service's limits are those of table 3.1 of its guide.
    ");
    world.run("order 704571 --offline --set westcon.account=12345678901").complaint(12);
    assert!(world.sandbox.exchanges().is_empty());
}

#[test]
fn an_unreachable_host() {
    let world = World::new();
    let closed = ClosedPort::new();
    let port = closed.number();
    let ended = world.run(&format!("order 704571 --set westcon.url=https://127.0.0.1:{port}/"));
    insta::assert_snapshot!(ended.complaint(5), @r"
    error: westcon was not asked: 127.0.0.1 refused the connection
    hint: Check the port, the network and the firewall.
    ");
}

#[test]
fn a_certificate_that_nobody_signed() {
    let (world, stranger) = (World::new(), World::new());
    let table = world.table("westcon");
    world.write("b2b.toml", table.split_once("ca = ").unwrap().0);
    let mut command = world.command("order 704571");
    // What the machine trusts, wherever this test runs.
    command.env("SSL_CERT_FILE", stranger.sandbox.ca_path());
    insta::assert_snapshot!(world.ended(command).complaint(8), @r"
    error: westcon was not asked: the certificate of 127.0.0.1 is not signed by an authority this machine trusts
    hint: If the certificate is the supplier's, set ca to the PEM file of the authority that signed it.
    ");
}

/// A host with a self-signed certificate, for as long as the test runs, and the certificate in PEM.
fn self_signed(is_ca: IsCa) -> (String, String) {
    let mut params = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
    params.is_ca = is_ca;
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    (serve(&certificate, &key), certificate.pem())
}

/// A host with this certificate, for as long as the test runs.
pub(crate) fn serve(certificate: &Certificate, key: &KeyPair) -> String {
    let private = PrivatePkcs8KeyDer::from(key.serialize_der()).into();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], private)
        .unwrap();
    let (config, listener) = (Arc::new(config), TcpListener::bind("127.0.0.1:0").unwrap());
    let url = format!("https://{}/", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            // Ends with the handshake or the client's refusal.
            let _ = connection.complete_io(&mut stream.unwrap());
        }
    });
    url
}

#[test]
fn a_certificate_that_the_host_signed_itself() {
    let world = World::new();
    let (url, pem) = self_signed(IsCa::ExplicitNoCa);
    world.write("host.pem", &pem);
    insta::assert_snapshot!(world.run(&format!("order 704571 --set westcon.url={url}")).complaint(8), @r"
    error: westcon was not asked: the certificate of 127.0.0.1 is self-signed, and this machine does not trust it
    hint: If the certificate is the supplier's, set ca to its PEM file.
    ");
    // Trusted, the handshake succeeds; this host has no answer.
    world.run(&format!("order 704571 --set westcon.url={url} --set westcon.ca=host.pem")).complaint(6);
}

#[test]
fn a_certificate_as_openssl_makes_it_by_default() {
    let world = World::new();
    let (url, pem) = self_signed(IsCa::Ca(BasicConstraints::Unconstrained));
    world.write("host.pem", &pem);
    let ended = world.run(&format!("order 704571 --set westcon.url={url}"));
    insta::assert_snapshot!(ended.complaint(8), @r"
    error: westcon was not asked: the certificate of 127.0.0.1 is self-signed and made for an authority (CA:TRUE), not for a host
    hint: Have the host use a certificate that an authority has signed and set ca to that authority's, or make the host's anew with openssl req -x509 … -addext basicConstraints=critical,CA:FALSE and set ca to that one.
    ");
    let trusting = world.run(&format!("order 704571 --set westcon.url={url} --set westcon.ca=host.pem"));
    assert_eq!(trusting.complaint(8), ended.stderr);
}

#[test]
fn an_answer_of_fifty_megabytes() {
    let world = World::new();
    world.put_fault("oversize=50MB");
    insta::assert_snapshot!(world.run("order 704571").complaint(9), @r"
    error: westcon's answer cannot be used (status 200): the answer is larger than 16777216 bytes
    hint: Ask for less at once, or raise max_response_bytes.
    ");
    insta::assert_snapshot!(world.run("order 704571 --set westcon.max_response_bytes=10").complaint(9), @r"
    error: westcon's answer cannot be used (status 200): the answer is larger than 10 bytes
    hint: Ask for less at once, or raise max_response_bytes.
    ");
}

#[test]
fn a_page_instead_of_an_answer() {
    let world = World::new();
    world.put_fault("html");
    insta::assert_snapshot!(world.run("order 704571 --format json").complaint(7), @r#"
    error: westcon's answer cannot be used (status 200): the body is no SOAP envelope but text/html; charset=utf-8: "200 OK"
    hint: Check the address; a proxy, a login page or a maintenance page answered.
    "#);
    // Too long a time to wait for it.
    world.put_fault("html;status=503;retry-after=3600");
    insta::assert_snapshot!(world.run("order 704571").complaint(7), @r#"
    error: westcon's answer cannot be used (status 503): the body is no SOAP envelope but text/html; charset=utf-8: "503 Service Unavailable"
    hint: The service takes no requests now: ask again later.
    "#);
}

#[track_caller]
fn check_lost(switch: &str, hint: &str) {
    let world = World::new();
    world.put_fault(switch);
    // Only what never comes is waited for briefly.
    let patience = if switch.ends_with("60s") { " --set westcon.read_timeout=50ms" } else { "" };
    let ended = world.run(&format!("order 704571{patience}"));
    let (sentence, advice) = ended.complaint(6).split_once('\n').unwrap();
    assert!(sentence.starts_with("error: westcon's answer did not arrive"), "{sentence}");
    assert_eq!(advice, format!("hint: {hint}\n"));
}

#[test]
fn a_connection_that_breaks() {
    check_lost("reset", "Ask again: a question changes nothing.");
}

#[test]
fn an_answer_that_breaks_off() {
    check_lost("truncate=200", "Ask again: a question changes nothing.");
}

#[test]
fn an_answer_that_does_not_begin() {
    check_lost("delay=60s", "Ask again; if the supplier needs longer, raise read_timeout.");
}

#[test]
fn an_answer_that_stalls() {
    check_lost("slow-body=60s", "Ask again; if the supplier needs longer, raise read_timeout.");
}

#[test]
fn a_refusal_of_the_whole_question() {
    let world = World::new();
    insta::assert_snapshot!(world.run("order 704571 704599").complaint(4), @r"
    error: westcon refused (1): System Error. Please try again
    hint: A system error of the service: ask again later.
    ");
}

#[test]
fn a_configuration_that_is_wrong_or_missing() {
    let world = World::new();
    insta::assert_snapshot!(world.run("order 704571 --set westcon.acount=1").complaint(3), @r"
    error: the setting westcon.acount is not a known key
    hint: Did you mean account?
    ");
    insta::assert_snapshot!(world.run("order 704571 --config elsewhere.toml").complaint(3), @r"
    error: elsewhere.toml: there is no such file
    hint: Check the path, or leave it out to be configured by environment variables.
    ");
    insta::assert_snapshot!(world.run("order 704571 --set westcon.ca=elsewhere.pem").complaint(3), @r"
    error: the setting westcon.ca names the file elsewhere.pem, which does not exist
    hint: Check the path; the file of a sandbox is there only while that sandbox runs, and another run writes a new configuration.
    ");
    world.write("b2b.toml", "");
    insta::assert_snapshot!(world.run("order 704571").complaint(3), @r"
    error: no supplier is configured
    hint: Give b2b.toml a table such as [westcon], or set variables such as B2B_WESTCON_ACCOUNT.
    ");
}
