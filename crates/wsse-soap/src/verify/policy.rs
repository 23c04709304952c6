//! What a server demands of tokens and timestamps.

use b2b_xml::chrono::TimeDelta;

use super::bsp::{BspRule, BspRules};
use crate::security::digest::DigestInput;
use crate::security::username_token::PasswordType;

/// Whether a part of the header must be there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Demand {
    /// It is not looked at. Nonce and creation time of a digest always are: there this is the same as `ForDigest`, since
    /// a digest could otherwise be replayed for ever.
    Ignored,
    /// It may be missing; one that is there is checked.
    #[default]
    Optional,
    /// It must be there beside a digest. For the timestamp this is the same as optional.
    ForDigest,
    /// It must be there.
    Required,
}

impl Demand {
    pub(super) fn applies_to(self, password_type: PasswordType) -> bool {
        match self {
            Self::Optional => false,
            Self::Ignored | Self::ForDigest => password_type == PasswordType::Digest,
            Self::Required => true,
        }
    }
}

/// Which types of password are accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PasswordTypes {
    /// Clear passwords only, as in WCF.
    Text,
    /// Digests only.
    Digest,
    /// Both.
    #[default]
    Any,
}

impl PasswordTypes {
    pub(super) fn contains(self, found: PasswordType) -> bool {
        match self {
            Self::Text => found == PasswordType::Text,
            Self::Digest => found == PasswordType::Digest,
            Self::Any => true,
        }
    }
}

/// How the layout of the header is judged, beyond the rules of BSP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Structure {
    /// Any order; ids that are none and an `actor` in SOAP 1.2 pass. Common clients need all three.
    #[default]
    Tolerant,
    /// Timestamp before the token, each `wsu:Id` an `NCName`, `actor` in SOAP 1.1 and `role` in SOAP 1.2 only.
    Strict,
}

/// What becomes of the `wsse:Type` that old versions of WCF wrote instead of `Type`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QualifiedType {
    /// It is not a `Type`.
    #[default]
    Ignore,
    /// It counts as a `Type`, except that BSP rule R4201 still misses one.
    Accept,
}

/// What a [`Verifier`](crate::Verifier) demands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Policy {
    /// The types of password.
    pub password_types: PasswordTypes,
    /// What the digest is made of on this server.
    pub digest_input: DigestInput,
    /// How old a `Created` may be.
    pub freshness: TimeDelta,
    /// How far in the future a `Created` may lie.
    pub future_skew: TimeDelta,
    /// How long after `Expires` a message is still taken.
    pub expiry_skew: TimeDelta,
    /// The `Timestamp`.
    pub timestamp: Demand,
    /// The token's `Nonce`. A token without one can be replayed for as long as it is fresh.
    pub nonce: Demand,
    /// The token's `Created`. A token without one never grows old.
    pub created: Demand,
    /// The rules of BSP that are enforced.
    pub bsp: BspRules,
    /// The layout.
    pub structure: Structure,
    /// The misspelt `Type` of old WCF.
    pub qualified_type: QualifiedType,
    /// How many tokens the replay cache holds.
    pub replay_capacity: usize,
}

impl Default for Policy {
    /// Like WSS4J: 300 s freshness, 60 s into the future, none after `Expires`, both password types, nonce and creation
    /// time demanded of digests, every MUST of BSP; 100,000 tokens are remembered (our choice).
    fn default() -> Self {
        Self {
            password_types: PasswordTypes::Any,
            digest_input: DigestInput::Password,
            freshness: TimeDelta::seconds(300),
            future_skew: TimeDelta::seconds(60),
            expiry_skew: TimeDelta::zero(),
            timestamp: Demand::Optional,
            nonce: Demand::ForDigest,
            created: Demand::ForDigest,
            bsp: BspRules::must(),
            structure: Structure::Tolerant,
            qualified_type: QualifiedType::Ignore,
            replay_capacity: 100_000,
        }
    }
}

impl Policy {
    /// Like WCF: clear passwords only, whose nonce and `Created` are not looked at, five minutes' validity plus five
    /// minutes' clock skew either way, and of BSP only what its timestamp reader enforces.
    #[must_use]
    pub fn wcf() -> Self {
        use BspRule::{R3203, R3221, R3222, R3224, R3227};
        Self {
            password_types: PasswordTypes::Text,
            freshness: TimeDelta::minutes(10),
            future_skew: TimeDelta::minutes(5),
            expiry_skew: TimeDelta::minutes(5),
            nonce: Demand::Ignored,
            created: Demand::Ignored,
            bsp: [R3203, R3221, R3222, R3224, R3227].into_iter().fold(BspRules::none(), BspRules::with),
            ..Self::default()
        }
    }

    /// With these password types.
    #[must_use]
    pub fn password_types(mut self, types: PasswordTypes) -> Self {
        self.password_types = types;
        self
    }

    /// With digests made of this.
    #[must_use]
    pub fn digest_input(mut self, input: DigestInput) -> Self {
        self.digest_input = input;
        self
    }

    /// With this freshness window.
    #[must_use]
    pub fn freshness(mut self, window: TimeDelta) -> Self {
        self.freshness = window;
        self
    }

    /// With this clock skew, towards the future and after `Expires`.
    #[must_use]
    pub fn clock_skew(mut self, skew: TimeDelta) -> Self {
        self.future_skew = skew;
        self.expiry_skew = skew;
        self
    }

    /// With this demand on the `Timestamp`.
    #[must_use]
    pub fn timestamp(mut self, demand: Demand) -> Self {
        self.timestamp = demand;
        self
    }

    /// With this demand on the nonce.
    #[must_use]
    pub fn nonce(mut self, demand: Demand) -> Self {
        self.nonce = demand;
        self
    }

    /// With this demand on the token's creation time.
    #[must_use]
    pub fn created(mut self, demand: Demand) -> Self {
        self.created = demand;
        self
    }

    /// With these rules of BSP: `BspRules::must().without(BspRule::R4201)`.
    #[must_use]
    pub fn bsp(mut self, rules: BspRules) -> Self {
        self.bsp = rules;
        self
    }

    /// With the layout judged like this.
    #[must_use]
    pub fn structure(mut self, structure: Structure) -> Self {
        self.structure = structure;
        self
    }

    /// With the misspelt `Type` of old WCF treated like this.
    #[must_use]
    pub fn qualified_type(mut self, qualified_type: QualifiedType) -> Self {
        self.qualified_type = qualified_type;
        self
    }

    /// With a replay cache of this size.
    #[must_use]
    pub fn replay_capacity(mut self, tokens: usize) -> Self {
        self.replay_capacity = tokens;
        self
    }
}
