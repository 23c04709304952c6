//! The receiving side: who sent this, and may it be believed?

pub(crate) mod bsp;
mod digest;
pub(crate) mod explain;
mod freshness;
pub(crate) mod policy;
pub(crate) mod refusal;
pub(crate) mod replay;
mod structure;

use std::fmt;

use b2b_xml::Lexical;
use b2b_xml::chrono::{DateTime, Utc};
use secrecy::SecretString;

use self::bsp::BspRule;
use self::policy::{Demand, Policy, QualifiedType, Structure};
use self::refusal::{Check, Refusal};
use self::replay::{Recorded, ReplayCache};
use crate::received::headers::Headers;
use crate::received::security::{ReceivedPassword, ReceivedSecurity, ReceivedToken};
use crate::security::nonce::Nonce;
use crate::security::username_token::PasswordType;

/// How many bytes a nonce may have; our choice. Clients send 16, some 20 or 32.
const LONGEST_NONCE: usize = 1024;

/// Where the passwords are. Every `Fn(&str) -> Option<SecretString>` is one.
pub trait Credentials {
    /// The password of a user; `None` if there is no such user.
    fn password(&self, username: &str) -> Option<SecretString>;
}

impl<F: Fn(&str) -> Option<SecretString>> Credentials for F {
    fn password(&self, username: &str) -> Option<SecretString> {
        self(username)
    }
}

/// A user whose token holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verified {
    /// The user.
    pub username: String,
    /// How the password came.
    pub password_type: PasswordType,
    /// The token's creation time, if it had one that was looked at.
    pub created: Option<DateTime<Utc>>,
}

/// Checks the `wsse:Security` headers of requests by one [`Policy`], and remembers which tokens it has seen.
///
/// The order of the checks is ours: the layout and the rules of BSP first, then times, then the password, and the replay
/// cache last, so that a stranger can neither fill it nor learn from it. Passwords and digests are compared in constant
/// time, for users that do not exist too.
pub struct Verifier {
    policy: Policy,
    seen: ReplayCache,
}

impl Verifier {
    /// A verifier that has seen nothing yet.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        let seen = ReplayCache::new(policy.replay_capacity);
        Self { policy, seen }
    }

    /// The policy.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Checks the security header of a request.
    ///
    /// # Errors
    ///
    /// The first check that failed, safe to log.
    pub fn verify(
        &mut self,
        headers: &Headers,
        credentials: &impl Credentials,
        now: DateTime<Utc>,
    ) -> Result<Verified, Refusal> {
        let security = only_one(headers)?;
        if self.policy.structure == Structure::Strict {
            structure::check(security)?;
        }
        let broken: Vec<BspRule> =
            security.bsp_violations().into_iter().filter(|rule| self.policy.bsp.contains(*rule)).collect();
        if !broken.is_empty() {
            return Err(Check::Bsp(broken).into());
        }
        freshness::check_timestamp(security, &self.policy, now)?;
        let [token] = security.tokens.as_slice() else {
            return Err(if security.tokens.is_empty() { Check::NoToken } else { Check::RepeatedToken }.into());
        };
        self.verify_token(token, credentials, now)
    }

    fn verify_token(
        &mut self,
        token: &ReceivedToken,
        credentials: &impl Credentials,
        now: DateTime<Utc>,
    ) -> Result<Verified, Refusal> {
        let [username] = token.usernames.as_slice() else { return Err(Check::Username.into()) };
        if username.is_empty() {
            return Err(Check::Username.into());
        }
        let Some(password) = token.passwords.first() else { return Err(Check::NoPassword.into()) };
        let password_type = self.password_type(password)?;
        let nonce = self.nonce(token, password_type)?;
        let created = self.created(token, password_type)?;
        let instant = match created {
            Some(text) => Some(freshness::check_created(text, &self.policy, now)?),
            None => None,
        };
        let known = credentials.password(username);
        let stored = known.clone().unwrap_or_else(|| "".into());
        let matches = match password_type {
            PasswordType::Text => digest::text_matches(&password.text, &stored),
            PasswordType::Digest => {
                digest::digest_matches(&password.text, nonce.as_ref(), created, &stored, self.policy.digest_input)
            }
        };
        if known.is_none() || !matches {
            // Worked out for unknown users too, so that both take the same time.
            let refusal = match password_type {
                PasswordType::Text => Check::WrongPassword.into(),
                PasswordType::Digest => {
                    digest::refusal(&password.text, token, nonce.as_ref(), created, &stored, self.policy.digest_input)
                }
            };
            return Err(if known.is_none() { Check::UnknownUser.into() } else { refusal });
        }
        if let Some(nonce) = &nonce {
            let until = freshness::good_until(instant, &self.policy, now);
            match self.seen.record(username, nonce, created.unwrap_or_default(), now, until) {
                Recorded::New => {}
                Recorded::SeenBefore => return Err(Check::Replayed.into()),
                Recorded::Full => return Err(Check::ReplayCacheFull.into()),
            }
        }
        Ok(Verified { username: username.clone(), password_type, created: instant })
    }

    fn password_type(&self, password: &ReceivedPassword) -> Result<PasswordType, Refusal> {
        let qualified = match self.policy.qualified_type {
            QualifiedType::Accept => password.qualified_type.as_deref(),
            QualifiedType::Ignore => None,
        };
        // Without a Type the profile says text.
        let found = match password.password_type.as_deref().or(qualified) {
            None => Some(PasswordType::Text),
            Some(uri) => PasswordType::of_uri(uri.trim()),
        };
        found
            .filter(|found| self.policy.password_types.contains(*found))
            .ok_or_else(|| Check::PasswordType(found).into())
    }

    fn nonce(&self, token: &ReceivedToken, password_type: PasswordType) -> Result<Option<Nonce>, Refusal> {
        let digest = password_type == PasswordType::Digest;
        match token.nonces.first() {
            _ if self.policy.nonce == Demand::Ignored && !digest => Ok(None),
            None if self.policy.nonce.applies_to(password_type) => Err(Check::NoNonce.into()),
            None => Ok(None),
            Some(nonce) => match Nonce::from_base64(&nonce.text) {
                Some(nonce) if (1..=LONGEST_NONCE).contains(&nonce.as_bytes().len()) => Ok(Some(nonce)),
                _ => Err(Check::MalformedNonce.into()),
            },
        }
    }

    fn created<'t>(&self, token: &'t ReceivedToken, password_type: PasswordType) -> Result<Option<&'t str>, Refusal> {
        let digest = password_type == PasswordType::Digest;
        match token.created.first() {
            _ if self.policy.created == Demand::Ignored && !digest => Ok(None),
            None if self.policy.created.applies_to(password_type) => Err(Check::NoCreated.into()),
            None => Ok(None),
            Some(created) => Ok(Some(created)),
        }
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").field("policy", &self.policy).field("seen", &self.seen.len()).finish()
    }
}

/// The one security header that is for us.
fn only_one(headers: &Headers) -> Result<&ReceivedSecurity, Refusal> {
    let mut ours = headers.security.iter().filter(|security| security.for_us);
    match (ours.next(), ours.next()) {
        (None, _) => Err(Check::NoSecurity.into()),
        (Some(security), None) => Ok(security),
        (Some(_), Some(_)) => Err(Check::RepeatedSecurity.into()),
    }
}

/// A time in a token or timestamp.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::<Utc>::parse(text.trim()).ok().map(|lexed| lexed.value)
}
