//! The options of the reqwest transport.

use std::fmt;
use std::sync::Arc;

use rustls::ClientConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls_platform_verifier::Verifier;
use secrecy::{ExposeSecret, SecretString};

use super::ReqwestTransport;
use super::connect::ConnectLayer;
use super::verify::{Presented, Wording};
use crate::BoxError;

/// The options of a [`ReqwestTransport`].
#[derive(Default)]
pub struct ReqwestTransportBuilder {
    extra_roots: Vec<Vec<u8>>,
    identity: Option<(Vec<u8>, SecretString)>,
    proxy: Proxy,
}

/// Which proxy requests go through.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Proxy {
    /// None, whatever the environment says.
    #[default]
    None,
    /// The one that the platform's settings or `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` name.
    System,
    /// The one at this address, for all requests.
    Url(String),
}

impl ReqwestTransportBuilder {
    /// Also trusts the authorities whose certificates are in this PEM text, in addition to the platform's. May be called
    /// again for another file.
    #[must_use]
    pub fn extra_roots_pem(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.extra_roots.push(pem.into());
        self
    }

    /// Presents this certificate to hosts that ask for one: the chain in PEM, its own certificate first, and the private
    /// key in PEM (PKCS #8, PKCS #1 or SEC 1).
    #[must_use]
    pub fn client_certificate_pem(mut self, chain: impl Into<Vec<u8>>, key: SecretString) -> Self {
        self.identity = Some((chain.into(), key));
        self
    }

    /// Which proxy requests go through. None by default.
    #[must_use]
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.proxy = proxy;
        self
    }

    /// The transport.
    ///
    /// # Errors
    ///
    /// [`SetupError`] when a certificate, the key or the proxy's address cannot be used, or when no root certificates are
    /// found at all.
    pub fn build(self) -> Result<ReqwestTransport, SetupError> {
        let client = self.http()?.build();
        let client =
            client.map_err(|error| SetupError::new("the HTTP client cannot be set up", error.without_url()))?;
        Ok(ReqwestTransport { client })
    }

    pub(super) fn http(self) -> Result<::reqwest::ClientBuilder, SetupError> {
        let builder = ::reqwest::Client::builder()
            .tls_backend_preconfigured(self.tls(None)?)
            .http1_only()
            .redirect(::reqwest::redirect::Policy::none())
            .retry(::reqwest::retry::never())
            .referer(false)
            .connector_layer(ConnectLayer);
        Ok(match self.proxy {
            Proxy::None => builder.no_proxy(),
            Proxy::System => builder,
            Proxy::Url(url) => builder
                .proxy(::reqwest::Proxy::all(url).map_err(|error| {
                    SetupError::new("the address of the proxy cannot be used", error.without_url())
                })?),
        })
    }

    /// What hosts present is put there, if anybody wants to know it.
    pub(super) fn tls(&self, presented: Option<Presented>) -> Result<ClientConfig, SetupError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut roots = Vec::new();
        for pem in &self.extra_roots {
            let found = certificates(pem, "the extra root certificates")?;
            roots.extend(found);
        }
        let verifier = Verifier::new_with_extra_roots(roots, Arc::clone(&provider))
            .map_err(|error| SetupError::new("the root certificates cannot be used", error))?;
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| SetupError::new("TLS cannot be set up", error))?
            // The name is rustls'. What is put in is the platform's own verification.
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Wording { verifier, presented }));
        match &self.identity {
            None => Ok(builder.with_no_client_auth()),
            Some((chain, key)) => {
                let chain = certificates(chain, "the client certificate")?;
                let key = PrivateKeyDer::from_pem_slice(key.expose_secret().as_bytes())
                    .map_err(|error| SetupError::new("the client's private key is not readable PEM", error))?;
                builder
                    .with_client_auth_cert(chain, key)
                    .map_err(|error| SetupError::new("the client certificate and its key cannot be used", error))
            }
        }
    }
}

impl fmt::Debug for ReqwestTransportBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransportBuilder")
            .field("extra_roots", &self.extra_roots.len())
            .field("client_certificate", &self.identity.is_some())
            .field("proxy", &self.proxy)
            .finish()
    }
}

impl fmt::Debug for Proxy {
    /// The address may have a password in it and is not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "None",
            Self::System => "System",
            Self::Url(_) => "Url(..)",
        })
    }
}

/// A transport, or the thread that waits for it, could not be set up.
///
/// What to do: check the file or the address that the message names.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct SetupError {
    message: String,
    source: Option<BoxError>,
}

impl SetupError {
    pub(crate) fn new(message: impl Into<String>, source: impl Into<BoxError>) -> Self {
        Self { message: message.into(), source: Some(source.into()) }
    }
}

fn certificates(pem: &[u8], what: &str) -> Result<Vec<CertificateDer<'static>>, SetupError> {
    let found = CertificateDer::pem_slice_iter(pem)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| SetupError::new(format!("{what} are not readable PEM"), error))?;
    if found.is_empty() {
        return Err(SetupError { message: format!("{what}: there is no certificate in the PEM text"), source: None });
    }
    Ok(found)
}
