//! Every fixture is read and verified, and what was read is recorded.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::Path;

use b2b_xml::FromXml;
use b2b_xml::chrono::{DateTime, Utc};
use secrecy::SecretString;
use wsse_soap::{DigestInput, Expect, HttpReply, Policy, Reply, Request, SoapVersion, Verifier};

#[derive(Debug, FromXml)]
#[xml(name = "Ping", ns = "http://example.com/ping")]
struct Ping {
    #[xml(name = "Text")]
    text: String,
}

#[test]
fn envelope() {
    let now: DateTime<Utc> = "2016-05-18T00:18:00Z".parse().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/wsse/envelope");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 10, "{}", paths.len());
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let document = fs::read(&path).unwrap();
        let snapshot = format!("envelope__{}", name.trim_end_matches(".xml").replace('.', "_"));
        if name.ends_with(".request.xml") {
            let request = Request::<Ping>::decode(&document).unwrap();
            assert_eq!(request.body.text, "Is anybody there?");
            let credentials = |user: &str| (user == "reseller").then(|| SecretString::from("geheim"));
            let input = if name.contains("hashed") { DigestInput::Sha1OfPassword } else { DigestInput::Password };
            let mut verifier = Verifier::new(Policy::default().digest_input(input));
            let verified = verifier.verify(&request.headers, &credentials, now).unwrap();
            insta::assert_debug_snapshot!(
                snapshot,
                (request.version, &request.headers.addressing, verified, request.warnings)
            );
        } else {
            let http = HttpReply::new(500, None, &document);
            let reply = Reply::<Ping>::read(&http, &Expect::new(SoapVersion::Soap12, now)).unwrap();
            insta::assert_debug_snapshot!(
                snapshot,
                (reply.version, reply.fault().unwrap(), reply.fault().unwrap().hint())
            );
        }
    }
}
