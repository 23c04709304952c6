//! Programs that ask the same again, signed anew.

use std::collections::HashSet;
use std::fmt::Write as _;

use fcb2b_client::SigningProfile;
use fcb2b_signing::{
    DigestEncoding, GlobalIdentifier, ParameterOrder, QueryEncoding, SignatureMethod, TimestampFormat, UrlEncoding,
    parse_query,
};

use super::inspect::Inspector;
use crate::exchange::Exchange;

/// The parameters that are made anew, in lower case.
const MADE_ANEW: [&str; 4] = ["apikey", "signature", "timestamp", "globalidentifier"];

/// By the crate that the sandbox itself signs with; none for profiles that have no name to ask for them by.
pub(super) fn rust(inspector: &Inspector, exchange: &Exchange) -> Option<String> {
    let is_named = SigningProfile::named(&inspector.profile_name).is_ok_and(|named| named == inspector.profile);
    if !is_named {
        return None;
    }
    let pair = |(name, value): (String, String)| format!("    ({name:?}, {value:?}),\n");
    let parameters: String = own(exchange)?.into_iter().map(pair).collect();
    Some(format!(
        "use fcb2b_signing::{{SignableRequest, SigningKey, SigningProfile, Stamp, sign}};\n\n\
         let profile: SigningProfile = {:?}.parse()?;\n\
         let key = SigningKey::new(std::env::var(\"API_KEY\")?, std::env::var(\"SECRET\")?.into())?;\n\
         let parameters = [\n{parameters}];\n\
         let request = SignableRequest::new({:?}, {:?}, &parameters);\n\
         let id = uuid::Uuid::new_v4().to_string();\n\
         let stamp = Stamp::new(std::time::SystemTime::now()).global_identifier(&id);\n\
         let signed = sign(&profile, &key, &request, &stamp)?;\n\
         // Send it byte for byte, with any client that trusts the sandbox's certificate.\n\
         println!(\"{{}}\", signed.url());\n",
        inspector.profile_name,
        host(inspector),
        exchange.path,
    ))
}

/// With nothing but the standard library; none for profiles that sign otherwise than by an HMAC over sorted, encoded names,
/// and none where a name is there twice, which a dictionary cannot hold.
pub(super) fn python(inspector: &Inspector, exchange: &Exchange) -> Option<String> {
    let profile = &inspector.profile;
    let time = time_format(profile)?;
    let parameters = own(exchange)?;
    let names: HashSet<&str> = parameters.iter().map(|(name, _)| name.as_str()).collect();
    if names.len() < parameters.len() {
        return None;
    }
    let mut text = String::from(
        "# needs os.environ[\"API_KEY\"]\n# needs os.environ[\"B2B_CA\"]\n# needs os.environ[\"SECRET\"]\n\
         import base64, hashlib, hmac, os, ssl, urllib.error, urllib.request, uuid\n\
         from datetime import datetime, timezone\nfrom urllib.parse import quote\n\nparameters = {\n",
    );
    let literal = |text: &str| serde_json::to_string(text).unwrap_or_default();
    for (name, value) in &parameters {
        // A string takes whatever is written to it.
        let _ = writeln!(text, "    {}: {},", literal(name), literal(value));
    }
    let _ =
        writeln!(text, "    {}: datetime.now(timezone.utc).strftime({}),", literal(profile.time_name()), literal(time));
    if let Some(key) = profile.key_name() {
        let _ = writeln!(text, "    {}: os.environ[\"API_KEY\"],", literal(key));
    }
    if profile.global_identifier() == GlobalIdentifier::Sent {
        text.push_str("    \"GlobalIdentifier\": str(uuid.uuid4()),\n");
    }
    let (host, template) = (host(inspector), profile.string_to_sign().to_string());
    let signature = match profile.digest_encoding() {
        // It stands in an f-string, whose quotation marks Python before 3.12 takes only once.
        DigestEncoding::Base64 => "quote(base64.b64encode(digest), safe='')",
        DigestEncoding::Hex => "digest.hex()",
        _ => return None,
    };
    let _ = write!(
        text,
        "}}\n\
         query = \"&\".join(f\"{{quote(name, safe='')}}={{quote(parameters[name], safe='')}}\" for name in sorted(parameters))\n\
         text = {}.replace(\"{{method}}\", \"GET\").replace(\"{{host}}\", {}).replace(\"{{path}}\", {}).replace(\"{{query}}\", query)\n\
         digest = hmac.digest(os.environ[\"SECRET\"].encode(), text.encode(), hashlib.sha256)\n\
         url = {} + f\"?{{query}}&{}={{{signature}}}\"\n\
         try:\n    answer = urllib.request.urlopen(url, context=ssl.create_default_context(cafile=os.environ[\"B2B_CA\"]))\n\
         except urllib.error.HTTPError as refused:\n    answer = refused\n\
         print(answer.status, answer.read().decode())\n",
        literal(&template),
        literal(host),
        literal(&exchange.path),
        literal(&format!("https://{host}{}", exchange.path)),
        profile.signature_name(),
    );
    Some(text)
}

/// How Python writes the time of a profile.
fn time_format(profile: &SigningProfile) -> Option<&'static str> {
    let usual = profile.method() == SignatureMethod::HmacSha256
        && profile.query_encoding() == QueryEncoding::Rfc3986
        && profile.parameter_order() == ParameterOrder::ByteSorted;
    match profile.timestamp_format() {
        TimestampFormat::SECONDS if usual => Some("%Y-%m-%dT%H:%M:%SZ"),
        TimestampFormat::MICROSECONDS_WITHOUT_ZONE if usual => Some("%Y-%m-%dT%H:%M:%S.%f"),
        _ => None,
    }
}

/// The parameters that the service reads, decoded.
fn own(exchange: &Exchange) -> Option<Vec<(String, String)>> {
    let all = parse_query(exchange.query.as_deref()?, UrlEncoding::Rfc3986).ok()?;
    let own = all.into_iter().filter(|(name, _)| !MADE_ANEW.contains(&name.to_ascii_lowercase().as_str()));
    Some(own.map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
}

fn host(inspector: &Inspector) -> &str {
    inspector.context.url.trim_start_matches("https://")
}
