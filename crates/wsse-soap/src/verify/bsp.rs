//! The rules of the WS-I Basic Security Profile 1.1 that a timestamp and a username token can break.

use std::fmt;

use crate::ns;
use crate::received::security::{ReceivedSecurity, ReceivedTimestamp, ReceivedToken, TokenReference};

macro_rules! rules {
    ($($id:ident $level:ident $text:literal;)*) => {
        /// A rule of the WS-I Basic Security Profile 1.1, by its number. The texts are our paraphrase.
        ///
        /// R4214 to R4218 are about references to username tokens and about keys derived from them. Key derivation is
        /// not implemented: a token that a key is to be derived from has no password, and is refused for that.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum BspRule {
            $(#[doc = $text] #[doc = rules!(@note $level)] $id,)*
        }

        impl BspRule {
            /// All rules.
            pub const ALL: &[Self] = &[$(Self::$id),*];

            /// What the rule says.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self {
                    $(Self::$id => $text,)*
                }
            }

            /// Whether the rule says SHOULD rather than MUST.
            #[must_use]
            pub const fn is_recommendation(self) -> bool {
                match self {
                    $(Self::$id => rules!(@$level),)*
                }
            }
        }

        impl fmt::Display for BspRule {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let id = match self {
                    $(Self::$id => stringify!($id),)*
                };
                write!(f, "{id}: {}", self.text())
            }
        }
    };
    (@must) => { false };
    (@should) => { true };
    (@recalled) => { false };
    (@note recalled) => {
        "\n\nIts wording is from memory of the profile, not re-read. A derived-key token, which has no password, is \
         refused anyway, since key derivation is not implemented."
    };
    (@note $level:ident) => { "" };
}

rules! {
    R3203 must "A Timestamp has exactly one Created.";
    R3213 must "The seconds of a Timestamp's Created are below 60.";
    R3215 must "The seconds of a Timestamp's Expires are below 60.";
    R3217 must "A Timestamp's Created is in UTC.";
    R3220 should "A Timestamp's Created has at most three fraction digits.";
    R3221 must "In a Timestamp, Created precedes Expires.";
    R3222 must "A Timestamp holds nothing but Created and Expires.";
    R3223 must "A Timestamp's Expires is in UTC.";
    R3224 must "A Timestamp has at most one Expires.";
    R3225 must "A Timestamp's Created has no ValueType.";
    R3226 must "A Timestamp's Expires has no ValueType.";
    R3227 must "A Security header has at most one Timestamp.";
    R3229 should "A Timestamp's Expires has at most three fraction digits.";
    R4201 must "A Password has a Type.";
    R4212 must "A digest is the Base64 of the SHA-1 of nonce, creation time and password.";
    R4214 recalled "A Reference to a UsernameToken has the ValueType UsernameToken.";
    R4215 recalled "A SecurityTokenReference to a UsernameToken has no KeyIdentifier.";
    R4216 recalled "A UsernameToken that a key is derived from has no Password.";
    R4217 recalled "A UsernameToken that a key is derived from has exactly one Salt.";
    R4218 recalled "A UsernameToken that a key is derived from has an Iteration of at least 1000.";
    R4220 must "A Nonce has an EncodingType.";
    R4221 must "A Nonce's EncodingType is Base64Binary.";
    R4222 must "A UsernameToken has at most one Password.";
    R4223 must "A UsernameToken has at most one Created.";
    R4225 must "A UsernameToken has at most one Nonce.";
}

impl BspRule {
    /// Whether the rule is about tokens rather than timestamps.
    #[must_use]
    pub const fn is_about_tokens(self) -> bool {
        // The numbers of the rules about timestamps begin with 3, those about tokens with 4.
        self as u8 >= Self::R4201 as u8
    }
}

/// A set of rules to enforce.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct BspRules(u32);

impl BspRules {
    /// No rule.
    #[must_use]
    pub const fn none() -> Self {
        Self(0)
    }

    /// Every rule.
    #[must_use]
    pub fn all() -> Self {
        BspRule::ALL.iter().copied().fold(Self::none(), Self::with)
    }

    /// Every rule that says MUST.
    #[must_use]
    pub fn must() -> Self {
        BspRule::ALL.iter().copied().filter(|rule| !rule.is_recommendation()).fold(Self::none(), Self::with)
    }

    /// With this rule.
    #[must_use]
    pub const fn with(self, rule: BspRule) -> Self {
        Self(self.0 | 1 << rule as u32)
    }

    /// Without this rule. R4212 cannot be ignored: a digest that is computed otherwise never matches.
    #[must_use]
    pub const fn without(self, rule: BspRule) -> Self {
        Self(self.0 & !(1 << rule as u32))
    }

    /// Whether the rule is among them.
    #[must_use]
    pub const fn contains(self, rule: BspRule) -> bool {
        self.0 & 1 << rule as u32 != 0
    }
}

impl fmt::Debug for BspRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rules = BspRule::ALL.iter().filter(|rule| self.contains(**rule));
        f.debug_set().entries(rules.map(|rule| format!("{rule:?}"))).finish()
    }
}

impl ReceivedSecurity {
    /// Every rule that the header breaks, in the order of their numbers. R4212 shows only when a digest is verified.
    #[must_use]
    pub fn bsp_violations(&self) -> Vec<BspRule> {
        let mut broken = Vec::new();
        if self.timestamps.len() > 1 {
            broken.push(BspRule::R3227);
        }
        self.timestamps.iter().for_each(|timestamp| check_timestamp(timestamp, &mut broken));
        self.tokens.iter().for_each(|token| check_token(token, &mut broken));
        self.references.iter().for_each(|reference| check_reference(reference, &self.tokens, &mut broken));
        broken.sort();
        broken.dedup();
        broken
    }
}

fn check_timestamp(timestamp: &ReceivedTimestamp, broken: &mut Vec<BspRule>) {
    use BspRule::{R3203, R3213, R3215, R3217, R3220, R3221, R3222, R3223, R3224, R3225, R3226, R3229};
    let mut breaks = |rule, is_broken: bool| {
        if is_broken {
            broken.push(rule);
        }
    };
    let (created, expires) = (timestamp.texts("Created").count(), timestamp.texts("Expires").count());
    breaks(R3203, created != 1);
    breaks(R3224, expires > 1);
    breaks(R3222, created + expires < timestamp.parts.len());
    let at = |local| timestamp.parts.iter().position(|part| part.is(local));
    breaks(R3221, at("Expires").is_some_and(|expires| at("Created").is_some_and(|created| expires < created)));
    for part in &timestamp.parts {
        let (seconds, utc, digits, value_type) = match () {
            () if part.is("Created") => (R3213, R3217, R3220, R3225),
            () if part.is("Expires") => (R3215, R3223, R3229, R3226),
            () => continue,
        };
        breaks(seconds, seconds_of(&part.text).is_some_and(|seconds| seconds >= 60));
        breaks(utc, !["Z", "+00:00", "-00:00"].iter().any(|zone| part.text.ends_with(zone)));
        breaks(digits, fraction_digits(&part.text) > 3);
        breaks(value_type, part.has_value_type);
    }
}

fn check_token(token: &ReceivedToken, broken: &mut Vec<BspRule>) {
    use BspRule::{R4201, R4216, R4217, R4218, R4220, R4221, R4222, R4223, R4225};
    let mut breaks = |rule, is_broken: bool| {
        if is_broken {
            broken.push(rule);
        }
    };
    breaks(R4222, token.passwords.len() > 1);
    breaks(R4223, token.created.len() > 1);
    breaks(R4225, token.nonces.len() > 1);
    for password in &token.passwords {
        breaks(R4201, password.password_type.as_deref().unwrap_or_default().is_empty());
    }
    for nonce in &token.nonces {
        match nonce.encoding_type.as_deref() {
            None | Some("") => breaks(R4220, true),
            Some(encoding) => breaks(R4221, encoding != ns::BASE64_BINARY),
        }
    }
    if token.salts > 0 || !token.iterations.is_empty() {
        let enough = |text: &String| text.parse::<u64>().is_ok_and(|count| count >= 1000);
        breaks(R4216, !token.passwords.is_empty());
        breaks(R4217, token.salts != 1);
        breaks(R4218, token.iterations.is_empty() || !token.iterations.iter().all(enough));
    }
}

/// Whether a reference is to a username token shows in the id it names, or in a type it gives.
fn check_reference(reference: &TokenReference, tokens: &[ReceivedToken], broken: &mut Vec<BspRule>) {
    let is_type = |value: &Option<String>| value.as_deref() == Some(ns::USERNAME_TOKEN);
    let names_token = |uri: &Option<String>| {
        let id = uri.as_deref().and_then(|uri| uri.strip_prefix('#'));
        id.is_some_and(|id| tokens.iter().any(|token| token.id.as_deref() == Some(id)))
    };
    let typed = is_type(&reference.token_type);
    let mut to_token = typed || reference.key_identifiers.iter().any(is_type);
    for (uri, value_type) in &reference.references {
        if typed || names_token(uri) {
            to_token = true;
            if !is_type(value_type) {
                broken.push(BspRule::R4214);
            }
        }
        to_token |= is_type(value_type);
    }
    if to_token && !reference.key_identifiers.is_empty() {
        broken.push(BspRule::R4215);
    }
}

/// The seconds of an `xsd:dateTime`, whole part.
fn seconds_of(text: &str) -> Option<u32> {
    let (_, time) = text.split_once('T')?;
    let seconds = time.split(':').nth(2)?;
    seconds.get(..2)?.parse().ok()
}

fn fraction_digits(text: &str) -> usize {
    let fraction = text.split_once('.').map_or("", |(_, fraction)| fraction);
    fraction.bytes().take_while(u8::is_ascii_digit).count()
}
