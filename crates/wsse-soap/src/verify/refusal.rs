//! Why a message is refused: what goes into the log, and what goes onto the wire.

use std::fmt;

use b2b_xml::chrono::TimeDelta;

use super::bsp::BspRule;
use super::explain::DigestExplanation;
use crate::fault::Fault;
use crate::fault::code::FaultCode;
use crate::security::username_token::PasswordType;

/// A message whose security header does not hold. Safe to log: neither password nor digest nor nonce is in it.
#[derive(Clone, Debug)]
pub struct Refusal {
    pub(super) check: Check,
    pub(super) explanation: Option<Box<DigestExplanation>>,
}

/// How much the sender is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RefusalStyle {
    /// The code of WS-Security that fits (OASIS WSS SOAP Message Security 1.1, section 12).
    #[default]
    Wss,
    /// As WCF, in its own sentences: `FailedAuthentication` for wrong credentials, `InvalidSecurity` for everything else.
    Wcf,
}

impl Refusal {
    /// The check that failed.
    #[must_use]
    pub fn check(&self) -> &Check {
        &self.check
    }

    /// For a digest that does not match: what it should have been made of.
    #[must_use]
    pub fn explanation(&self) -> Option<&DigestExplanation> {
        self.explanation.as_deref()
    }

    /// The code of the fault to answer with. An unknown user looks like a wrong password.
    #[must_use]
    pub fn code(&self, style: RefusalStyle) -> FaultCode {
        let code = self.check.code();
        match style {
            RefusalStyle::Wss => code,
            RefusalStyle::Wcf if matches!(code, FaultCode::FailedAuthentication | FaultCode::Receiver) => code,
            RefusalStyle::Wcf => FaultCode::InvalidSecurity,
        }
    }

    /// The fault to answer with. Its reason says no more than its code.
    #[must_use]
    pub fn fault(&self, style: RefusalStyle) -> Fault {
        let code = self.code(style);
        let reason = match code {
            FaultCode::FailedAuthentication if style == RefusalStyle::Wcf => {
                "At least one security token in the message could not be validated."
            }
            _ if style == RefusalStyle::Wcf => "An error occurred when verifying security for the message.",
            FaultCode::FailedAuthentication => "The security token could not be authenticated or authorized.",
            FaultCode::InvalidSecurityToken => "An invalid security token was provided.",
            FaultCode::UnsupportedSecurityToken => "An unsupported token was provided.",
            FaultCode::MessageExpired => "The message has expired.",
            FaultCode::Receiver => "The message cannot be checked now.",
            _ => "The security header could not be processed.",
        };
        Fault::new(code, reason)
    }
}

impl From<Check> for Refusal {
    fn from(check: Check) -> Self {
        Self { check, explanation: None }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.check, f)
    }
}

impl std::error::Error for Refusal {}

/// The check that a security header failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Check {
    /// There is no `Security` header for us.
    ///
    /// What to do: the sender must send one.
    #[error("there is no Security header for this receiver")]
    NoSecurity,
    /// There are two `Security` headers for us.
    ///
    /// What to do: the sender must send one.
    #[error("there is more than one Security header for this receiver")]
    RepeatedSecurity,
    /// Rules of the Basic Security Profile are broken.
    ///
    /// What to do: the sender must follow them, or leave them out of [`Policy::bsp`](crate::Policy::bsp).
    #[error("the Basic Security Profile is broken: {}", rules(.0))]
    Bsp(Vec<BspRule>),
    /// The token stands before the timestamp, and the layout is judged strictly.
    ///
    /// What to do: judge it tolerantly, or have the sender change the order.
    #[error("the token stands before the Timestamp")]
    TokenBeforeTimestamp,
    /// A `wsu:Id` is no `xsd:ID`, and the layout is judged strictly.
    ///
    /// What to do: judge it tolerantly, or have the sender leave colons out of its ids.
    #[error("a wsu:Id is not an NCName")]
    MalformedId,
    /// `actor` in SOAP 1.2 or `role` in SOAP 1.1, and the layout is judged strictly.
    ///
    /// What to do: judge it tolerantly, or have the sender rename the attribute.
    #[error("the role attribute has the name of the other SOAP version")]
    MisnamedRole,
    /// There is no `Timestamp`, and the policy demands one.
    ///
    /// What to do: the sender must send one.
    #[error("there is no Timestamp")]
    NoTimestamp,
    /// The `Timestamp` holds times that are none, or expires before it is created.
    ///
    /// What to do: the sender must write `xsd:dateTime` with a time zone.
    #[error("the Timestamp is malformed")]
    MalformedTimestamp,
    /// The `Timestamp` has expired.
    ///
    /// What to do: compare the clocks.
    #[error("the Timestamp expired {} s ago", .by.num_seconds())]
    Expired {
        /// How long ago.
        by: TimeDelta,
    },
    /// A `Created` is too old.
    ///
    /// What to do: compare the clocks; the sender must not keep tokens.
    #[error("Created is {} s old", .age.num_seconds())]
    Stale {
        /// How old.
        age: TimeDelta,
    },
    /// A `Created` lies in the future.
    ///
    /// What to do: compare the clocks.
    #[error("Created lies {} s in the future", .ahead.num_seconds())]
    FromTheFuture {
        /// How far.
        ahead: TimeDelta,
    },
    /// There is no `UsernameToken`.
    ///
    /// What to do: the sender must send one.
    #[error("there is no UsernameToken")]
    NoToken,
    /// There are two tokens.
    ///
    /// What to do: the sender must send one.
    #[error("there is more than one UsernameToken")]
    RepeatedToken,
    /// There is not exactly one `Username` with text in it.
    ///
    /// What to do: the sender must send one.
    #[error("the token has not exactly one Username")]
    Username,
    /// There is no `Password`.
    ///
    /// What to do: the sender must send one.
    #[error("the token has no Password")]
    NoPassword,
    /// The type of the password is not accepted, or not known.
    ///
    /// What to do: the sender must use an accepted one, or the policy must accept it.
    #[error("the password type is not accepted: {}", type_name(*.0))]
    PasswordType(Option<PasswordType>),
    /// There is no `Nonce`, and the policy demands one.
    ///
    /// What to do: the sender must send one.
    #[error("the token has no Nonce")]
    NoNonce,
    /// The `Nonce` is empty, longer than 1024 bytes or not Base64.
    ///
    /// What to do: the sender must encode it; 16 bytes are usual.
    #[error("the Nonce is not Base64 of 1 to 1024 bytes")]
    MalformedNonce,
    /// There is no `Created`, and the policy demands one.
    ///
    /// What to do: the sender must send one.
    #[error("the token has no Created")]
    NoCreated,
    /// The token's `Created` is no time.
    ///
    /// What to do: the sender must write `xsd:dateTime` with a time zone.
    #[error("the token's Created is not a time")]
    MalformedCreated,
    /// There is no such user. The sender is told that the password is wrong.
    ///
    /// What to do: check the account.
    #[error("the user is unknown")]
    UnknownUser,
    /// The password is wrong.
    ///
    /// What to do: check the account.
    #[error("the password is wrong")]
    WrongPassword,
    /// The digest does not match.
    ///
    /// What to do: see [`Refusal::explanation`].
    #[error("the digest does not match")]
    WrongDigest,
    /// The same token was here before.
    ///
    /// What to do: the sender must use a new nonce for each message.
    #[error("the token was used before")]
    Replayed,
    /// Too many tokens are remembered to remember one more.
    ///
    /// What to do: raise [`Policy::replay_capacity`](crate::Policy::replay_capacity).
    #[error("the replay cache is full")]
    ReplayCacheFull,
}

impl Check {
    fn code(&self) -> FaultCode {
        match self {
            Self::Bsp(rules) if rules.contains(&BspRule::R4212) => FaultCode::FailedAuthentication,
            Self::Bsp(rules) if rules.iter().all(|rule| rule.is_about_tokens()) => FaultCode::InvalidSecurityToken,
            Self::NoSecurity
            | Self::RepeatedSecurity
            | Self::Bsp(_)
            | Self::TokenBeforeTimestamp
            | Self::MalformedId
            | Self::MisnamedRole
            | Self::NoTimestamp
            | Self::MalformedTimestamp
            | Self::NoToken
            | Self::RepeatedToken
            | Self::Replayed => FaultCode::InvalidSecurity,
            Self::Expired { .. } | Self::Stale { .. } | Self::FromTheFuture { .. } => FaultCode::MessageExpired,
            Self::PasswordType(_) => FaultCode::UnsupportedSecurityToken,
            Self::Username
            | Self::NoPassword
            | Self::NoNonce
            | Self::MalformedNonce
            | Self::NoCreated
            | Self::MalformedCreated => FaultCode::InvalidSecurityToken,
            Self::UnknownUser | Self::WrongPassword | Self::WrongDigest => FaultCode::FailedAuthentication,
            Self::ReplayCacheFull => FaultCode::Receiver,
        }
    }
}

fn rules(rules: &[BspRule]) -> String {
    rules.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn type_name(found: Option<PasswordType>) -> &'static str {
    match found {
        Some(PasswordType::Text) => "PasswordText",
        Some(PasswordType::Digest) => "PasswordDigest",
        None => "an unknown one",
    }
}
