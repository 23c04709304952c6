//! Every stage of a signature, to look at.

use std::fmt;

use crate::encode::Escape;
use crate::error::SigningError;
use crate::key::SigningKey;
use crate::profile::template::{Fill, QuerySource};
use crate::profile::{SigningProfile, StringToSign};
use crate::query::written;
use crate::request::{SignableRequest, Stamp};
use crate::sign::digest::signature_text;
use crate::sign::{assemble, fill, prepare};

/// What stands for the secret.
const SECRET: &str = "‹secret›";

/// A value that contains a secret shorter than this is left alone: hiding each `a` would hide everything.
const SHORTEST_SECRET_IN_VALUES: usize = 6;

/// The stages of a signature, in the order in which they are made.
///
/// The secret is in none of them: `‹secret›` stands where it would, and also where a parameter holds it by mistake
/// (if it has 6 bytes or more). `Display` shows everything, on several lines; `Debug` leaves out the signature and the
/// URL, so that it may be logged.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// Names and values in canonical order, not encoded, without the signature.
    pub parameters: Vec<(String, String)>,
    /// The parameters, encoded as they are signed.
    pub canonical_query: String,
    /// The string that is signed; `None` if nothing is computed.
    pub string_to_sign: Option<String>,
    /// The signature as text, before percent-encoding. `None` if there is none or it is not to be shown.
    pub signature: Option<String>,
    /// The URL to send. `None` in what a producer says of a refused request.
    pub url: Option<String>,
}

/// Signs a request like [`sign`](crate::sign()) and keeps every stage.
///
/// # Errors
///
/// As [`sign`](crate::sign()).
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
///
/// use fcb2b_signing::{SignableRequest, SigningKey, SigningProfile, Stamp, explain};
///
/// let profile = SigningProfile::shared_secret();
/// let key = SigningKey::new("EXAMPLEKEY1", "fcb2b-example-secret-0001".into())?;
/// let request = SignableRequest::new("sandbox.example.com", "/B2B/PriceInquiry", &[]);
/// let now = UNIX_EPOCH + Duration::from_secs(1_735_787_045);
/// let stamp = Stamp::new(now).global_identifier("123e4567");
/// let explanation = explain(&profile, &key, &request, &stamp)?;
/// assert_eq!(explanation.signature.as_deref(), Some("‹secret›"));
/// assert!(explanation.url.is_some_and(|url| url.contains("?ApiKey=EXAMPLEKEY1&Signature=‹secret›&TimeStamp=")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn explain<'k>(
    profile: &SigningProfile,
    key: impl Into<Option<&'k SigningKey>>,
    request: &SignableRequest<'_>,
    stamp: &Stamp<'_>,
) -> Result<Explanation, SigningError> {
    let key = key.into();
    prepare(profile, key, request, stamp, |prepared| {
        let signed = assemble(profile, request, &prepared);
        let Some(signing_key) = prepared.key else {
            let canonical_query = written(profile.query_encoding().into(), prepared.parameters);
            let parameters = owned(prepared.parameters);
            let url = Some(signed.url());
            return Explanation { parameters, canonical_query, string_to_sign: None, signature: None, url }
                .without_secret(key);
        };
        let fill = fill(request, signing_key);
        let mut explanation = recompute(profile, signing_key, &fill, prepared.parameters);
        let source = QuerySource::Pairs(prepared.parameters, profile.query_encoding().into());
        (explanation.signature, explanation.url) = match signature_text(profile, signing_key, &fill, &source) {
            Some(text) => (Some(text.as_str().to_owned()), Some(signed.url())),
            None => (Some(SECRET.to_owned()), Some(signed.url_with(SECRET))),
        };
        explanation.without_secret(key)
    })
}

/// The stages up to the string to sign: what a producer may say of a request without giving the signature away.
pub(crate) fn recompute(
    profile: &SigningProfile,
    key: &SigningKey,
    fill: &Fill<'_>,
    parameters: &[(&str, &str)],
) -> Explanation {
    let query = written(profile.query_encoding().into(), parameters);
    stages(profile.computes().then(|| profile.string_to_sign()), key, fill, parameters, query)
}

/// The same of a query that is written already.
pub(crate) fn stages(
    template: Option<&StringToSign>,
    key: &SigningKey,
    fill: &Fill<'_>,
    parameters: &[(&str, &str)],
    canonical_query: String,
) -> Explanation {
    let string_to_sign = template.map(|template| {
        let mut text = String::new();
        let fill = Fill { secret: SECRET, ..*fill };
        template.write(&mut text, &fill, &QuerySource::Written(&canonical_query));
        text
    });
    let explanation =
        Explanation { parameters: owned(parameters), canonical_query, string_to_sign, signature: None, url: None };
    explanation.without_secret(Some(key))
}

impl Explanation {
    /// Hides the secret where a caller put it into a parameter, in every encoding in which it may stand there.
    fn without_secret(mut self, key: Option<&SigningKey>) -> Self {
        let Some(secret) = key.map(SigningKey::secret).filter(|secret| secret.len() >= SHORTEST_SECRET_IN_VALUES)
        else {
            return self;
        };
        let encoded = [Escape::Nothing, Escape::Rfc3986, Escape::Minimal, Escape::Form].map(|escape| {
            let mut text = String::new();
            escape.write(&mut text, secret);
            text
        });
        let hide = |text: &mut String| {
            for form in encoded.iter().filter(|form| !SECRET.contains(form.as_str())) {
                if text.contains(form) {
                    *text = text.replace(form, SECRET);
                }
            }
        };
        for (name, value) in &mut self.parameters {
            hide(name);
            hide(value);
        }
        hide(&mut self.canonical_query);
        [&mut self.string_to_sign, &mut self.signature, &mut self.url].into_iter().flatten().for_each(hide);
        self
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("parameters:\n")?;
        for (name, value) in &self.parameters {
            writeln!(f, "  {} = {}", name.escape_debug(), value.escape_debug())?;
        }
        write!(f, "canonical query:\n  {}\nstring to sign:\n", self.canonical_query.escape_debug())?;
        match &self.string_to_sign {
            Some(text) => text.split('\n').try_for_each(|line| writeln!(f, "  {}", line.escape_debug()))?,
            None => f.write_str("  none\n")?,
        }
        if let Some(signature) = &self.signature {
            writeln!(f, "signature:\n  {}", signature.escape_debug())?;
        }
        if let Some(url) = &self.url {
            writeln!(f, "URL:\n  {}", url.escape_debug())?;
        }
        Ok(())
    }
}

impl fmt::Debug for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explanation")
            .field("parameters", &self.parameters)
            .field("canonical_query", &self.canonical_query)
            .field("string_to_sign", &self.string_to_sign)
            .finish_non_exhaustive()
    }
}

fn owned(parameters: &[(&str, &str)]) -> Vec<(String, String)> {
    parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}
