//! `wsse:UsernameToken`, as it is written.

use std::fmt;

use b2b_xml::chrono::{DateTime, Utc};
use b2b_xml::{Name, Problem, Writer};
use secrecy::{ExposeSecret, SecretString};

#[cfg(feature = "digest")]
use super::digest::{DigestInput, PasswordDigest};
use super::nonce::Nonce;
use super::timestamp::{instant, utility, write_id};
use crate::ns;

/// How the password goes over the wire (UsernameToken Profile 1.1, section 3.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PasswordType {
    /// In clear, for use over TLS only. The only type that WCF knows.
    #[default]
    Text,
    /// As a digest of nonce, creation time and password.
    #[cfg(feature = "digest")]
    Digest,
}

impl PasswordType {
    /// The value of `Password/@Type`.
    #[must_use]
    pub const fn uri(self) -> &'static str {
        match self {
            Self::Text => ns::PASSWORD_TEXT,
            #[cfg(feature = "digest")]
            Self::Digest => ns::PASSWORD_DIGEST,
        }
    }

    /// The type with this URI.
    #[must_use]
    pub fn of_uri(uri: &str) -> Option<Self> {
        match uri {
            ns::PASSWORD_TEXT => Some(Self::Text),
            #[cfg(feature = "digest")]
            ns::PASSWORD_DIGEST => Some(Self::Digest),
            _ => None,
        }
    }
}

/// Whether the token has a `Nonce`. Some servers demand one beside a clear password, others refuse it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NonceMode {
    /// No `Nonce`; it drops out of a digest.
    #[default]
    Omit,
    /// A `Nonce`. A token without one to send cannot be written.
    Send,
}

/// Whether the token has a `Created`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CreatedMode {
    /// No `Created`; it drops out of a digest.
    #[default]
    Omit,
    /// A `Created`. A token without one to send cannot be written.
    Send,
}

/// Who sends the message (OASIS WSS UsernameToken Profile 1.1, section 3).
///
/// Its children are written as `Username`, `Password`, `Nonce`, `Created`. The modes decide what is sent, never the
/// presence of an input: a mode whose input is missing makes [`Envelope::encode`](crate::Envelope::encode) fail.
#[derive(Clone)]
#[non_exhaustive]
pub struct UsernameToken {
    /// The user.
    pub username: String,
    /// The password.
    pub password: SecretString,
    /// How the password is sent.
    pub password_type: PasswordType,
    /// What the digest is made of.
    #[cfg(feature = "digest")]
    pub digest_input: DigestInput,
    /// Whether a nonce is sent.
    pub nonce_mode: NonceMode,
    /// Whether the creation time is sent.
    pub created_mode: CreatedMode,
    /// The nonce.
    pub nonce: Option<Nonce>,
    /// The creation time: the text that is sent, and hashed exactly as sent.
    pub created: Option<String>,
    /// The `wsu:Id`: a name without colons. None by default.
    pub id: Option<String>,
}

impl UsernameToken {
    /// A token with a clear password, without nonce and creation time, as WCF writes it.
    #[must_use]
    pub fn text(username: impl Into<String>, password: SecretString) -> Self {
        Self {
            username: username.into(),
            password,
            password_type: PasswordType::Text,
            #[cfg(feature = "digest")]
            digest_input: DigestInput::Password,
            nonce_mode: NonceMode::Omit,
            created_mode: CreatedMode::Omit,
            nonce: None,
            created: None,
            id: None,
        }
    }

    /// A token with a digest, nonce and creation time.
    #[cfg(feature = "digest")]
    #[must_use]
    pub fn digest(
        username: impl Into<String>,
        password: SecretString,
        nonce: impl Into<Nonce>,
        created: DateTime<Utc>,
    ) -> Self {
        Self::text(username, password)
            .password_type(PasswordType::Digest)
            .nonce_mode(NonceMode::Send)
            .nonce(nonce)
            .created_mode(CreatedMode::Send)
            .created(created)
    }

    /// With the password sent like this.
    #[must_use]
    pub fn password_type(mut self, password_type: PasswordType) -> Self {
        self.password_type = password_type;
        self
    }

    /// With a digest made of this.
    #[cfg(feature = "digest")]
    #[must_use]
    pub fn digest_input(mut self, digest_input: DigestInput) -> Self {
        self.digest_input = digest_input;
        self
    }

    /// With a nonce or without.
    #[must_use]
    pub fn nonce_mode(mut self, mode: NonceMode) -> Self {
        self.nonce_mode = mode;
        self
    }

    /// With a creation time or without.
    #[must_use]
    pub fn created_mode(mut self, mode: CreatedMode) -> Self {
        self.created_mode = mode;
        self
    }

    /// With this nonce, if one is sent.
    #[must_use]
    pub fn nonce(mut self, nonce: impl Into<Nonce>) -> Self {
        self.nonce = Some(nonce.into());
        self
    }

    /// With this creation time in UTC and milliseconds, if one is sent.
    #[must_use]
    pub fn created(mut self, created: DateTime<Utc>) -> Self {
        self.created = Some(instant(created));
        self
    }

    /// With this text as creation time, if one is sent, for peers that want another form of it.
    #[must_use]
    pub fn created_text(mut self, created: impl Into<String>) -> Self {
        self.created = Some(created.into());
        self
    }

    /// With this `wsu:Id`.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        let declare: &[_] = if self.id.is_some() { utility(writer) } else { &[] };
        writer.start(Name::new(ns::WSSE, "UsernameToken"), declare);
        write_id(writer, self.id.as_deref());
        if self.username.is_empty() {
            writer.violate(Problem::Rule("has no username".to_owned()));
        }
        let nonce = match self.nonce_mode {
            NonceMode::Omit => None,
            NonceMode::Send => self.nonce.as_ref().filter(|nonce| !nonce.as_bytes().is_empty()),
        };
        if self.nonce_mode == NonceMode::Send && nonce.is_none() {
            writer.violate(Problem::Rule("is to send a nonce and has none".to_owned()));
        }
        let created = match self.created_mode {
            CreatedMode::Omit => None,
            CreatedMode::Send => self.created.as_deref().filter(|created| !created.is_empty()),
        };
        if self.created_mode == CreatedMode::Send && created.is_none() {
            writer.violate(Problem::Rule("is to send its creation time and has none".to_owned()));
        }
        writer.leaf(Name::new(ns::WSSE, "Username"), &self.username);
        writer.start(Name::new(ns::WSSE, "Password"), &[]);
        writer.attribute(Name::new("", "Type"), &self.password_type.uri().to_owned());
        match self.password_type {
            PasswordType::Text => writer.text(self.password.expose_secret()),
            #[cfg(feature = "digest")]
            PasswordType::Digest => {
                writer.text(&PasswordDigest::new(nonce, created, &self.password, self.digest_input).to_base64());
            }
        }
        writer.end();
        if let Some(nonce) = nonce {
            writer.start(Name::new(ns::WSSE, "Nonce"), &[]);
            writer.attribute(Name::new("", "EncodingType"), &ns::BASE64_BINARY.to_owned());
            writer.text(&nonce.to_base64());
            writer.end();
        }
        if let Some(created) = created {
            writer.start(Name::new(ns::WSU, "Created"), utility(writer));
            writer.text(created);
            writer.end();
        }
        writer.end();
    }
}

impl fmt::Debug for UsernameToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("UsernameToken");
        shown
            .field("username", &self.username)
            .field("password", &"‹secret›")
            .field("password_type", &self.password_type);
        #[cfg(feature = "digest")]
        shown.field("digest_input", &self.digest_input);
        shown
            .field("nonce_mode", &self.nonce_mode)
            .field("created_mode", &self.created_mode)
            .field("nonce", &self.nonce)
            .field("created", &self.created)
            .field("id", &self.id)
            .finish()
    }
}
