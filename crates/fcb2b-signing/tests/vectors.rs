//! Every vector on disk, stage by stage.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};

use std::time::Duration;

use chrono::{DateTime, Utc};
use fcb2b_signing::{
    GlobalIdentifier, ReceivedRequest, SignableRequest, SignatureMethod, SigningKey, SigningProfile, Stamp,
    TimestampFormat, TimestampZone, Verifier, canonical_query, explain, parse_query, sign,
};

#[test]
fn every_vector_at_every_stage() {
    let names = vectors();
    assert!(names.len() > 45, "{names:?}");
    let failures: Vec<String> = names.iter().flat_map(|name| Vector::read(name).differences()).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_vector_has_an_origin() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let rows =
        || readme.lines().skip_while(|line| *line != "| vector | origin |").filter(|line| line.starts_with("| `"));
    let named: Vec<&str> =
        rows().flat_map(|row| row.split('|').nth(1).unwrap().split('`').skip(1).step_by(2)).collect();
    let mut sorted = named.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, vectors());
    assert_eq!(named.iter().filter(|name| name.starts_with("guide-")).count(), 15);
}

struct Vector {
    name: String,
    profile: SigningProfile,
    request: Vec<(String, String)>,
}

impl Vector {
    fn read(name: &str) -> Self {
        let text = file(name, "request.txt").unwrap_or_else(|| panic!("{name} has no request"));
        let line = |line: &str| line.split_once(": ").map(|(field, value)| (field.to_owned(), value.to_owned()));
        let request =
            text.lines().map(|it| line(it).or_else(|| Some((it.strip_suffix(':')?.to_owned(), String::new()))));
        let request = request.collect::<Option<_>>().unwrap_or_else(|| panic!("{name}: request"));
        Self { name: name.to_owned(), profile: profile(name), request }
    }

    /// One line for each stage that differs.
    fn differences(&self) -> Vec<String> {
        let secret = self.get("secret");
        let key = self.get("key").map(|id| SigningKey::new(id, secret.unwrap_or("not the secret").into()).unwrap());
        let (host, path) = (self.get("host").unwrap(), self.get("path").unwrap());
        let parameters: Vec<(&str, &str)> =
            self.all("parameter").map(|parameter| parameter.split_once("=>").unwrap()).collect();
        let time: DateTime<Utc> = self.get("time").unwrap().parse().unwrap();
        let mut stamp = Stamp::new(time);
        if let Some(identifier) = self.get("global-identifier") {
            stamp = stamp.global_identifier(identifier);
        }
        let request = match self.get("kind") {
            Some(_) => SignableRequest::discovery(host, path),
            None => SignableRequest::new(host, path, &parameters).method(self.get("method").unwrap()),
        };
        let explanation = explain(&self.profile, key.as_ref(), &request, &stamp).unwrap();
        let signed = sign(&self.profile, key.as_ref(), &request, &stamp).unwrap();

        let mut out = Vec::new();
        let mut compare = |stage: &str, ours: Option<&str>| {
            let theirs = file(&self.name, &format!("{stage}.txt"));
            if theirs.as_deref() != ours {
                out.push(format!("{}: {stage} differs:\n  expected {theirs:?}\n  found    {ours:?}", self.name));
            }
        };
        let lines: Vec<String> = explanation.parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
        compare("parameters", Some(&lines.join("\n")));
        compare("canonical-query", Some(&explanation.canonical_query));
        let known = secret.is_some();
        compare("string-to-sign", explanation.string_to_sign.as_deref().filter(|_| known));
        compare("signature", explanation.signature.as_deref().filter(|_| known));
        let url = signed.url();
        match (known, signed.signature()) {
            // The printed signature in the place of ours: everything around it must be the same.
            (false, Some(ours)) => {
                let printed = file(&self.name, "url.txt").unwrap().rsplit_once('=').unwrap().1.to_owned();
                assert_eq!(ours.len(), printed.len());
                compare("url", Some(&url.replace(ours, &printed)));
            }
            _ => compare("url", Some(&url)),
        }
        let pairs: Vec<(&str, &str)> =
            explanation.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        compare("canonical-query", Some(&canonical_query(&self.profile, &pairs)));
        self.read_back(signed.query(), &explanation.parameters, &mut out);
        if let (true, Some(key)) = (known, &key) {
            self.verify(&url, key, time, &mut out);
        }
        out
    }

    /// The query, read again, holds the parameters.
    fn read_back(&self, query: &str, expected: &[(String, String)], out: &mut Vec<String>) {
        let read = parse_query(query, self.profile.url_encoding()).unwrap();
        let is_signature =
            |name: &str| self.profile.method() != SignatureMethod::Unsigned && name == self.profile.signature_name();
        let read: Vec<(String, String)> = read
            .into_iter()
            .filter(|(name, _)| !is_signature(name))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        if read != expected {
            out.push(format!("{}: url is read differently: {read:?}", self.name));
        }
    }

    fn verify(&self, url: &str, key: &SigningKey, time: DateTime<Utc>, out: &mut Vec<String>) {
        let target = url.strip_prefix("https://").unwrap();
        let (before, query) = target.split_once('?').unwrap();
        let (host, path) = before.split_at(before.find('/').unwrap_or(before.len()));
        let received = ReceivedRequest::new(self.get("method").unwrap(), host, path, query);
        let mut verifier = Verifier::new(self.profile.clone()).window(Duration::from_secs(1), Duration::ZERO);
        if let Err(refusal) = verifier.verify(&received, time, key) {
            out.push(format!("{}: verify refuses: {refusal}", self.name));
        }
    }

    fn get(&self, field: &str) -> Option<&str> {
        self.request.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
    }

    fn all<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a str> {
        self.request.iter().filter(move |(name, _)| name == field).map(|(_, value)| value.as_str())
    }
}

fn profile(name: &str) -> SigningProfile {
    let text = file(name, "profile.txt").unwrap_or_else(|| panic!("{name} has no profile"));
    let mut lines = text.lines();
    let mut builder = SigningProfile::named(lines.next().unwrap()).unwrap().builder();
    for line in lines {
        builder = match line.split_once(" = ").unwrap() {
            ("key-name", it) => builder.key_name(it),
            ("time-name", it) => builder.time_name(it),
            ("global-identifier", "omitted") => builder.global_identifier(GlobalIdentifier::Omitted),
            ("method", "sha256") => builder.method(SignatureMethod::Sha256),
            ("template", it) => builder.string_to_sign(it.replace("\\n", "\n").parse().unwrap()),
            ("zone", minutes) => {
                let zone = TimestampZone::Omitted { assumed_offset_minutes: minutes.parse().unwrap() };
                let precision =
                    SigningProfile::named(text.lines().next().unwrap()).unwrap().timestamp_format().precision;
                builder.timestamp_format(TimestampFormat { precision, zone })
            }
            (field, _) => panic!("{name}: {field}"),
        };
    }
    builder.build().unwrap()
}

/// A stage, without the newline at the end of its file.
fn file(vector: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(root().join(vector).join(name)).ok()?;
    Some(text.strip_suffix('\n').unwrap_or_else(|| panic!("{vector}/{name} does not end with a newline")).to_owned())
}

fn vectors() -> Vec<String> {
    let entries = fs::read_dir(root()).unwrap().map(|entry| entry.unwrap());
    let directories = entries.filter(|entry| entry.file_type().unwrap().is_dir());
    let mut names: Vec<String> = directories.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort_unstable();
    names
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors")
}
