//! Signing: what to add to a request.

pub(crate) mod digest;
pub(crate) mod parameters;
mod signed;

pub use signed::SignedRequest;

use self::digest::{SignatureText, signature_text};
use self::parameters::Parameters;
use crate::encode::{Escape, Layout};
use crate::error::SigningError;
use crate::key::SigningKey;
use crate::profile::template::{Fill, QuerySource};
use crate::profile::{DiscoverySigning, SignatureMethod, SignaturePlace, SigningProfile};
use crate::query::written;
use crate::request::{RequestKind, SignableRequest, Stamp};
use crate::timestamp::TimeText;

/// Signs a request and says what to send.
///
/// Nothing is sent and no clock is read. Beyond the query that is returned, nothing is allocated for requests of up to
/// 21 parameters; longer ones take one list more.
///
/// # Errors
///
/// [`SigningError`] if something is missing that the profile needs, or if the request cannot be carried by a URL or told
/// apart from another one in the string to sign.
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
///
/// use fcb2b_signing::{SignableRequest, SigningKey, SigningProfile, Stamp, sign};
///
/// let profile = SigningProfile::dancik();
/// let key = SigningKey::new("EXAMPLEKEY1", "fcb2b-example-secret-0001".into())?;
/// let parameters = [("SupplierItemSKU", "CASIMP10")];
/// let request = SignableRequest::new("sandbox.example.com", "/fcb2b/StockCheck", &parameters);
/// let now = UNIX_EPOCH + Duration::from_secs(1_735_787_045);
/// let stamp = Stamp::new(now).global_identifier("123e4567-e89b-42d3-a456-426614174000");
/// let signed = sign(&profile, &key, &request, &stamp)?;
/// assert!(signed.query().ends_with("&Signature=fP8C8FtmnV%2BKbrH1SRoZYGZwq0c%2FmJURFKnB1pSTFu0%3D"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn sign<'a, 'k>(
    profile: &'a SigningProfile,
    key: impl Into<Option<&'k SigningKey>>,
    request: &SignableRequest<'a>,
    stamp: &Stamp<'_>,
) -> Result<SignedRequest<'a>, SigningError> {
    let key = key.into();
    prepare(profile, key, request, stamp, |prepared| assemble(profile, request, &prepared))
}

/// What there is before anything is encoded.
pub(crate) struct Prepared<'p> {
    /// The key, if there is to be a signature.
    pub(crate) key: Option<&'p SigningKey>,
    /// Everything but the signature, in order.
    pub(crate) parameters: &'p [(&'p str, &'p str)],
}

/// Checks the request and puts its parameters in order, all of them borrowed.
pub(crate) fn prepare<T>(
    profile: &SigningProfile,
    key: Option<&SigningKey>,
    request: &SignableRequest<'_>,
    stamp: &Stamp<'_>,
    then: impl FnOnce(Prepared<'_>) -> T,
) -> Result<T, SigningError> {
    request.check()?;
    if request.kind == RequestKind::Discovery && profile.discovery() == DiscoverySigning::Plain {
        return Ok(then(Prepared { key: None, parameters: request.parameters }));
    }
    if profile.key_name().is_some() && key.is_none() {
        return Err(SigningError::NoKey);
    }
    let time: TimeText = profile.timestamp_format().text(stamp.time).ok_or(SigningError::Time)?;
    let mut parameters = Parameters::for_service(request.parameters.len());
    parameters.fill(profile, key, request.parameters, time.as_str(), stamp.global_identifier)?;
    let key = key.filter(|_| profile.is_signed());
    Ok(then(Prepared { key, parameters: parameters.ordered(profile) }))
}

/// Writes the query and the signature into it.
pub(crate) fn assemble<'a>(
    profile: &'a SigningProfile,
    request: &SignableRequest<'a>,
    prepared: &Prepared<'_>,
) -> SignedRequest<'a> {
    let Prepared { key, parameters } = *prepared;
    let escape = Escape::from(profile.url_encoding());
    let Some(key) = key else {
        return SignedRequest::new(profile, request, written(escape, parameters), None);
    };
    let fill = fill(request, key);
    let before = match profile.signature_place() {
        SignaturePlace::Last => parameters.len(),
        SignaturePlace::AfterKey => {
            let is_key = |(name, _): &(&str, &str)| Some(*name) == profile.key_name();
            parameters.iter().position(is_key).map_or(parameters.len(), |at| at + 1)
        }
    };
    let (before, after) = parameters.split_at_checked(before).unwrap_or((parameters, &[]));
    let name = profile.signature_name();
    let room = match profile.method() {
        SignatureMethod::SharedSecret => escape.len(key.secret()),
        _ => SignatureText::MAX_ENCODED,
    };
    let layout = Layout::of(escape, parameters);
    let len = layout.len() + "&=".len() + escape.len(name) + room;
    let mut query = String::with_capacity(len);
    layout.write(&mut query, 0, before);
    // The canonical query is what stands there already, if it is encoded alike and the signature comes last.
    let is_canonical = after.is_empty() && escape == profile.query_encoding().into();
    let source = match is_canonical {
        true => QuerySource::Written(&query),
        false => QuerySource::Pairs(parameters, profile.query_encoding().into()),
    };
    let signature = signature_text(profile, key, &fill, &source);
    query.push('&');
    escape.write(&mut query, name);
    query.push('=');
    let start = query.len();
    escape.write(&mut query, signature.as_ref().map_or_else(|| key.secret(), SignatureText::as_str));
    let end = query.len();
    if !after.is_empty() {
        query.push('&');
        layout.write(&mut query, before.len(), after);
    }
    SignedRequest::new(profile, request, query, Some(start..end))
}

pub(crate) fn fill<'r>(request: &SignableRequest<'r>, key: &'r SigningKey) -> Fill<'r> {
    Fill { method: request.method, host: request.host, path: request.path, secret: key.secret() }
}
