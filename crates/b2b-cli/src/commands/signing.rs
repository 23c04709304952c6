//! `b2b sign` and `b2b verify`: the signatures of fcB2B requests.

use std::time::Duration;

use b2b_desk::{Signer, Sources};
use b2b_http::{Environment as _, SystemEnvironment};
use chrono::{DateTime, Utc};
use fcb2b_signing::{
    Explanation, ReceivedRequest, Refusal, SignableRequest, SignatureMethod, SigningError, SigningKey, Stage, Stamp,
    UrlEncoding, Verified, Verifier, explain, parse_query,
};
use serde::Serialize;

use super::desk::{attempt, sources, variables};
use crate::args::{Global, KeyArgs, ObjectFormat, Sign, Verify};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;
use crate::render::{clean, json};

pub(super) fn sign(global: &Global, args: &Sign) -> Result<Exit, Failure> {
    let signer = signer(global, &args.key)?;
    let (host, path, query) = split(&args.url)?;
    let own = parse_query(query, UrlEncoding::Rfc3986).map_err(|error| {
        Failure::new(Exit::Input, format!("the query of the URL cannot be read: {error}"), "Encode it once, as UTF-8.")
    })?;
    let given = args.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let parameters: Vec<(&str, &str)> =
        own.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).chain(given).collect();
    let attempt = attempt()?;
    let random = uuid::Builder::from_random_bytes(attempt.uuid_bytes()).into_uuid().to_string();
    let stamp = Stamp::new(args.time.unwrap_or(attempt.now)).global_identifier(args.id.as_deref().unwrap_or(&random));
    let request = SignableRequest::new(host, path, &parameters);
    let explanation =
        explain(&signer.profile, signer.key.as_ref(), &request, &stamp).map_err(|error| unsignable(&error))?;
    match (args.form.format, args.explain) {
        (ObjectFormat::Json, _) => output::print(&json::value(&Stages::of(&explanation))?)?,
        (ObjectFormat::Table, true) => output::print(&explanation.to_string())?,
        (ObjectFormat::Table, false) => {
            output::print(&format!("{}\n", explanation.url.as_deref().unwrap_or_default()))?
        }
    }
    if signer.profile.method() == SignatureMethod::SharedSecret {
        output::warn(&"this profile sends the secret itself, which b2b never prints: ‹secret› stands in its place");
    }
    Ok(Exit::Answered)
}

pub(super) fn verify(global: &Global, args: &Verify) -> Result<Exit, Failure> {
    let signer = signer(global, &args.key)?;
    let (host, path, query) = split(&args.url)?;
    let window = args.window.abs().to_std().unwrap_or(Duration::ZERO);
    let now = args.at.unwrap_or_else(|| SystemEnvironment.now());
    let keys: Vec<SigningKey> = signer.key.into_iter().collect();
    let verdict = Verifier::new(signer.profile).window(window, window).verify(
        &ReceivedRequest::new("GET", host, path, query),
        now,
        keys.as_slice(),
    );
    match verdict {
        Ok(verified) => {
            match args.form.format {
                ObjectFormat::Table => output::print(&held(&verified))?,
                ObjectFormat::Json => output::print(&json::value(&Held::of(&verified))?)?,
            }
            Ok(Exit::Answered)
        }
        Err(refusal) => refused(&refusal, args.form.format),
    }
}

/// The profile and key of the command line over those of the configuration. A profile of the command line needs none.
fn signer(global: &Global, args: &KeyArgs) -> Result<Signer, Failure> {
    let KeyArgs { supplier, profile, api_key, secret } = args;
    let is_alone = profile.is_some() && supplier.is_none() && global.config.is_none();
    let name = supplier.as_deref().unwrap_or("fcb2b");
    let mut sources = if is_alone { variables() } else { sources(global) };
    if profile.is_some() {
        sources = sources.set(format!("{name}.protocol"), "fcb2b");
        // Nothing is asked; where the services are does not matter.
        sources = sources.set(format!("{name}.services"), "https://signing.invalid/");
    }
    let settings = [("profile", profile), ("api_key", api_key), ("secret", secret)];
    sources = settings.into_iter().fold(sources, |sources: Sources, (key, value)| match value {
        Some(value) => sources.set(format!("{name}.{key}"), value),
        None => sources,
    });
    let config = sources.load().map_err(|error| {
        let text = error.to_string();
        let is_keyless = text.ends_with("has no api_key") || text.ends_with("has no secret");
        let failure = Failure::from(error);
        match profile {
            Some(_) if is_keyless => failure.advise("Give --api-key and --secret, for example --secret env:NAME."),
            _ => failure,
        }
    })?;
    Ok(config.signer(supplier.as_deref().or(profile.is_some().then_some(name)))?)
}

/// Host, path and query of an https address, as they stand in it.
fn split(url: &str) -> Result<(&str, &str, &str), Failure> {
    let Some(rest) = url.strip_prefix("https://") else {
        let hint = "Give the whole address, beginning with https://.";
        return Err(Failure::new(Exit::Input, "the URL is no https address", hint));
    };
    let rest = rest.split('#').next().unwrap_or_default();
    let (target, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = target.split_at(target.find('/').unwrap_or(target.len()));
    // What is sent for an empty path.
    let path = if path.is_empty() { "/" } else { path };
    Ok((host, path, query))
}

fn unsignable(error: &SigningError) -> Failure {
    let hint = match error {
        SigningError::ReservedName(_) => "Leave it out: signing adds key, time, identifier and signature.",
        SigningError::NoKey => "Give --api-key and --secret.",
        SigningError::Host | SigningError::Path => "Give the address as it is sent, percent-encoded.",
        _ => "Correct what the message names.",
    };
    Failure::new(Exit::Input, format!("the address cannot be signed: {error}"), hint)
}

/// Says which stage differs, and shows ours.
fn refused(refusal: &Refusal, format: ObjectFormat) -> Result<Exit, Failure> {
    let stage = refusal.stage();
    match format {
        ObjectFormat::Table => {
            if let Some(explanation) = refusal.explanation() {
                output::print(&format!("What the receiver makes of it:\n{explanation}"))?;
            }
        }
        ObjectFormat::Json => output::print(&json::value(&NotHeld {
            holds: false,
            stage: stage.to_string(),
            reason: refusal.to_string(),
            stages: refusal.explanation().map(Stages::of),
        })?)?,
    }
    let (exit, hint) = match stage {
        Stage::Time => (Exit::Clock, "The signature holds; compare the clocks, or say when it arrived with --at."),
        Stage::Signature => (Exit::Credentials, "Compare key, secret and profile on both sides."),
        Stage::Parameters => (Exit::Refused, "Compare the names of the parameters with the profile's."),
        Stage::CanonicalQuery => (Exit::Refused, "Compare order and encoding of the query with the canonical query."),
        Stage::StringToSign => (Exit::Refused, "Compare what stands around the query with the string to sign."),
        _ => (Exit::Refused, "Give the address as it was sent."),
    };
    output::complain(&format!("stage {stage}: {refusal}"), hint);
    Ok(exit)
}

fn held(verified: &Verified) -> String {
    let mut text = match verified.key_id {
        Some(_) => "The signature holds.\n".to_owned(),
        None => "Nothing is signed: anybody can have sent this.\n".to_owned(),
    };
    let time = verified.time.map(|time| DateTime::<Utc>::from(time).to_rfc3339());
    let own = [("key", &verified.key_id), ("time", &time), ("identifier", &verified.global_identifier)];
    for (name, value) in own {
        if let Some(value) = value {
            text += &format!("  {name:<10}  {}\n", clean(value));
        }
    }
    for (name, value) in &verified.parameters {
        text += &format!("  {} = {}\n", clean(name), clean(value));
    }
    text
}

/// The stages of a signature for programs.
#[derive(Serialize)]
struct Stages<'a> {
    parameters: Vec<(&'a str, &'a str)>,
    canonical_query: &'a str,
    string_to_sign: Option<&'a str>,
    signature: Option<&'a str>,
    url: Option<&'a str>,
}

impl<'a> Stages<'a> {
    fn of(explanation: &'a Explanation) -> Self {
        let pair = |(name, value): &'a (String, String)| (name.as_str(), value.as_str());
        Self {
            parameters: explanation.parameters.iter().map(pair).collect(),
            canonical_query: &explanation.canonical_query,
            string_to_sign: explanation.string_to_sign.as_deref(),
            signature: explanation.signature.as_deref(),
            url: explanation.url.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct Held<'a> {
    holds: bool,
    /// Whether there is a signature at all.
    signed: bool,
    key: Option<&'a str>,
    time: Option<DateTime<Utc>>,
    identifier: Option<&'a str>,
    parameters: Vec<(&'a str, &'a str)>,
}

impl<'a> Held<'a> {
    fn of(verified: &'a Verified) -> Self {
        Self {
            holds: true,
            signed: verified.key_id.is_some(),
            key: verified.key_id.as_deref(),
            time: verified.time.map(DateTime::from),
            identifier: verified.global_identifier.as_deref(),
            parameters: verified.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
        }
    }
}

#[derive(Serialize)]
struct NotHeld<'a> {
    holds: bool,
    stage: String,
    reason: String,
    #[serde(flatten)]
    stages: Option<Stages<'a>>,
}
