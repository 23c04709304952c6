//! The sandbox's own certificate authority and the TLS that stands on it.

use std::{
    fs,
    io::{self, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::{DateTime, Datelike, Days, Utc};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    SanType, date_time_ymd,
};
use rustls::{
    RootCertStore, ServerConfig,
    client::{WebPkiServerVerifier, danger::ServerCertVerifier},
    crypto::{CryptoProvider, ring},
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName, UnixTime, pem::PemObject},
};
use tokio_rustls::TlsAcceptor;

/// The certificate that clients have to trust, in PEM.
pub(crate) const CA_FILE: &str = "ca.pem";
const CA_KEY_FILE: &str = "ca-key.pem";
const CA_DAYS: u64 = 3650;
const LEAF_DAYS: u64 = 397;

/// What the sandbox's TLS stands on.
pub(crate) struct Identity {
    pub(crate) ca_pem: String,
    pub(crate) acceptor: TlsAcceptor,
}

/// Makes a certificate for the loopback names and `listen`, signed by the authority in `home`, which is made when it is
/// not there yet; without a `home` the authority is new and its key is never written.
pub(crate) fn identity(home: Option<&Path>, listen: IpAddr, now: DateTime<Utc>) -> Result<Identity, TlsError> {
    let provider = Arc::new(ring::default_provider());
    let kept = match home {
        Some(home) => Authority::load(home)?,
        None => None,
    };
    let authority = match kept {
        Some(authority) => authority,
        None => {
            let authority = Authority::generate(now)?;
            if let Some(home) = home {
                authority.save(home)?;
            }
            authority
        }
    };
    let (leaf, leaf_key) = authority.issue(listen, now)?;
    verify(&authority, &leaf, now, &provider)
        .map_err(|source| TlsError::Authority { dir: home.map(Path::to_path_buf).unwrap_or_default(), source })?;

    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![leaf], leaf_key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Identity { ca_pem: authority.pem, acceptor: TlsAcceptor::from(Arc::new(config)) })
}

/// Writes the certificate that clients have to trust, which anyone may read.
pub(crate) fn write_ca(dir: &Path, pem: &str) -> Result<PathBuf, TlsError> {
    let file = dir.join(CA_FILE);
    write_file(&file, pem, 0o644)?;
    Ok(file)
}

/// Writes by way of a neighbour, so that a reader sees all of the file or nothing.
fn write_file(file: &Path, contents: &str, mode: u32) -> Result<(), TlsError> {
    let written = || -> io::Result<()> {
        let dir = file.parent().unwrap_or_else(|| Path::new("."));
        fs::create_dir_all(dir)?;
        let mut draft = with_mode(&mut tempfile::Builder::new(), mode).tempfile_in(dir)?;
        draft.write_all(contents.as_bytes())?;
        draft.persist(file)?;
        Ok(())
    };
    written().map_err(|source| TlsError::File { file: file.to_path_buf(), source })
}

#[cfg(unix)]
fn with_mode<'b, 'p, 's>(builder: &'b mut tempfile::Builder<'p, 's>, mode: u32) -> &'b mut tempfile::Builder<'p, 's> {
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode))
}

#[cfg(not(unix))]
fn with_mode<'b, 'p, 's>(builder: &'b mut tempfile::Builder<'p, 's>, _: u32) -> &'b mut tempfile::Builder<'p, 's> {
    builder
}

struct Authority {
    pem: String,
    key: KeyPair,
}

impl Authority {
    fn generate(now: DateTime<Utc>) -> Result<Self, TlsError> {
        let key = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256)?;
        let mut params = authority_params();
        set_validity(&mut params, now, CA_DAYS);
        let pem = params.self_signed(&key)?.pem();
        Ok(Self { pem, key })
    }

    fn load(home: &Path) -> Result<Option<Self>, TlsError> {
        let read = |name: &str| {
            let file = home.join(name);
            match fs::read_to_string(&file) {
                Ok(text) => Ok(Some(text)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(source) => Err(TlsError::File { file, source }),
            }
        };
        let (Some(pem), Some(key)) = (read(CA_FILE)?, read(CA_KEY_FILE)?) else { return Ok(None) };
        Ok(Some(Self { pem, key: KeyPair::from_pem(&key)? }))
    }

    fn save(&self, home: &Path) -> Result<(), TlsError> {
        write_file(&home.join(CA_KEY_FILE), &self.key.serialize_pem(), 0o600)?;
        write_ca(home, &self.pem).map(drop)
    }

    fn issue(
        &self,
        listen: IpAddr,
        now: DateTime<Utc>,
    ) -> Result<(CertificateDer<'static>, PrivateKeyDer<'static>), TlsError> {
        let mut params = CertificateParams::new(vec!["localhost".to_owned()])?;
        let mut addresses = vec![IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST)];
        if !listen.is_unspecified() && !addresses.contains(&listen) {
            addresses.push(listen);
        }
        params.subject_alt_names.extend(addresses.into_iter().map(SanType::IpAddress));
        params.distinguished_name.push(DnType::CommonName, "B2B sandbox");
        params.use_authority_key_identifier_extension = true;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        set_validity(&mut params, now, LEAF_DAYS);

        let issuer_params = authority_params();
        let key = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256)?;
        let leaf = params.signed_by(&key, &Issuer::from_params(&issuer_params, &self.key))?;
        Ok((leaf.der().clone(), PrivatePkcs8KeyDer::from(key.serialize_der()).into()))
    }
}

fn authority_params() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, "B2B sandbox certificate authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

/// From yesterday, for clients whose clock is a little behind, and for `days`.
fn set_validity(params: &mut CertificateParams, now: DateTime<Utc>, days: u64) {
    let midnight = |date: DateTime<Utc>| {
        let (month, day) = (u8::try_from(date.month()).unwrap_or(1), u8::try_from(date.day()).unwrap_or(1));
        date_time_ymd(date.year(), month, day)
    };
    params.not_before = midnight(now - Days::new(1));
    params.not_after = midnight(now + Days::new(days));
}

/// Checks the way a client will, so that a kept authority which has expired or lost its key is found out at the start.
fn verify(
    authority: &Authority,
    leaf: &CertificateDer<'_>,
    now: DateTime<Utc>,
    provider: &Arc<CryptoProvider>,
) -> Result<(), VerifyError> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(authority.pem.as_bytes())?)?;
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider)).build()?;
    let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
    let at = UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds));
    verifier.verify_server_cert(leaf, &[], &ServerName::from(IpAddr::from(Ipv4Addr::LOCALHOST)), &[], at)?;
    Ok(())
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum VerifyError {
    #[error("{CA_FILE} is no certificate")]
    Pem(#[from] rustls::pki_types::pem::Error),
    #[error("{CA_FILE} cannot be trusted")]
    Untrusted(#[from] rustls::Error),
    #[error("{CA_FILE} cannot be trusted")]
    Unusable(#[from] rustls::client::VerifierBuilderError),
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum TlsError {
    #[error("cannot read or write {}", file.display())]
    File { file: PathBuf, source: io::Error },
    #[error("the certificate authority in {} does not work; remove {CA_FILE} and {CA_KEY_FILE} to get a new one", dir.display())]
    Authority { dir: PathBuf, source: VerifyError },
    #[error("a certificate could not be made")]
    Certificate(#[from] rcgen::Error),
    #[error("TLS could not be set up")]
    Setup(#[from] rustls::Error),
}
