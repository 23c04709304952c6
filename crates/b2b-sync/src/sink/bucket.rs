//! Buckets, and what is taken of the environment for them.

use b2b_http::{BoxError, PlainHttp};
use http::Uri;
use object_store::ClientConfigKey;
use object_store::aws::{AmazonS3, AmazonS3Builder, AmazonS3ConfigKey};

/// Where machines at Amazon find credentials of their own, without TLS and without a way out: those of instances, of containers, of
/// pods.
const OWN: &[&str] = &["169.254.169.254", "[fd00:ec2::254]", "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"];

/// The bucket of this name, as variables say how it is reached.
pub(super) fn open<N: AsRef<str>, V: Into<String>>(
    name: &str,
    variables: impl IntoIterator<Item = (N, V)>,
) -> Result<AmazonS3, BoxError> {
    if name.is_empty() {
        return Err("it names no bucket".into());
    }
    // object_store leaves it to the process. That there is one already is no error.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = AmazonS3Builder::new();
    for (variable, value) in variables {
        let variable = variable.as_ref();
        if let Some(Ok(key)) = variable.starts_with("AWS_").then(|| variable.to_ascii_lowercase().parse()) {
            builder = builder.with_config(key, value);
        }
    }
    Ok(careful(builder)?.with_bucket_name(name).build()?)
}

/// Certificates are verified, and plain http does not leave the machine, whatever the environment says.
fn careful(builder: AmazonS3Builder) -> Result<AmazonS3Builder, BoxError> {
    if is_set(&builder, ClientConfigKey::AllowInvalidCertificates) {
        return Err("AWS_ALLOW_INVALID_CERTIFICATES is set, and certificates are always verified".into());
    }
    for (key, variable) in [
        (AmazonS3ConfigKey::MetadataEndpoint, "AWS_METADATA_ENDPOINT"),
        (AmazonS3ConfigKey::ContainerCredentialsFullUri, "AWS_CONTAINER_CREDENTIALS_FULL_URI"),
    ] {
        let Some(address) = builder.get_config_value(&key) else { continue };
        let host = plain_host(variable, &address)?;
        if host.is_some_and(|host| !OWN.contains(&host.as_str()) && !PlainHttp::LoopbackOnly.allows(&host)) {
            return Err(format!("{variable} would have credentials sent without TLS").into());
        }
    }
    // It goes behind an address, which anything but a path would change.
    let path = builder.get_config_value(&AmazonS3ConfigKey::ContainerCredentialsRelativeUri);
    if path.is_some_and(|path| !path.starts_with('/')) {
        return Err("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is no path".into());
    }
    let endpoint =
        [(AmazonS3ConfigKey::S3Endpoint, "AWS_ENDPOINT_URL_S3"), (AmazonS3ConfigKey::Endpoint, "AWS_ENDPOINT_URL")];
    let endpoint = endpoint.into_iter().find_map(|(key, variable)| Some((variable, builder.get_config_value(&key)?)));
    let host = match &endpoint {
        Some((variable, address)) => plain_host(variable, address)?.map(|host| (*variable, address.clone(), host)),
        None => None,
    };
    match (host, is_set(&builder, ClientConfigKey::AllowHttp)) {
        (None, false) => Ok(builder),
        (None, true) => {
            Err("AWS_ALLOW_HTTP is set, and allows plain http for an AWS_ENDPOINT_URL on this machine alone".into())
        }
        (Some((variable, _, host)), _) if !PlainHttp::LoopbackOnly.allows(&host) => {
            Err(format!("{variable} is plain http to {host}, which is allowed to this machine alone").into())
        }
        (Some((variable, ..)), false) => {
            Err(format!("{variable} is plain http, which AWS_ALLOW_HTTP=true allows").into())
        }
        // A proxy that the system names would be sent what must not leave the machine. That none is used cannot be said otherwise.
        (Some((_, address, host)), true) => {
            Ok(builder.with_proxy_url(address).with_proxy_excludes(host.trim_matches(['[', ']'])))
        }
    }
}

/// Whether a flag is anything but off.
fn is_set(builder: &AmazonS3Builder, key: ClientConfigKey) -> bool {
    let value = builder.get_config_value(&AmazonS3ConfigKey::Client(key)).unwrap_or_default().to_ascii_lowercase();
    !["", "0", "false", "off", "no", "n"].contains(&value.as_str())
}

/// The host of an address, if it is one of plain http.
fn plain_host(variable: &str, address: &str) -> Result<Option<String>, BoxError> {
    let uri: Uri = address.parse().map_err(|_| format!("{variable} is no address"))?;
    // Addresses are told in errors.
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return Err(
            format!("{variable} holds credentials; AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are for them").into()
        );
    }
    match (uri.scheme_str(), uri.host()) {
        (Some("https"), Some(_)) => Ok(None),
        (Some("http"), Some(host)) => Ok(Some(host.to_owned())),
        _ => Err(format!("{variable} is no address of https").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Opens a bucket with credentials and these variables, and says what is wrong with them.
    #[track_caller]
    fn check(variables: &[(&str, &str)], expected: Option<&str>) {
        let own = [("AWS_ACCESS_KEY_ID", "EXAMPLEKEY1"), ("AWS_SECRET_ACCESS_KEY", "example-secret")];
        let opened = open("nightly", own.iter().chain(variables).copied());
        assert_eq!(opened.err().map(|error| error.to_string()).as_deref(), expected, "{variables:?}");
    }

    #[test]
    fn certificates_are_verified() {
        check(&[], None);
        check(&[("AWS_ALLOW_INVALID_CERTIFICATES", "false")], None);
        for value in ["true", "1", "Yes", "perhaps"] {
            let expected = "AWS_ALLOW_INVALID_CERTIFICATES is set, and certificates are always verified";
            check(&[("AWS_ALLOW_INVALID_CERTIFICATES", value)], Some(expected));
        }
    }

    #[test]
    fn plain_http_stays_on_the_machine() {
        let allowed = ("AWS_ALLOW_HTTP", "true");
        for address in ["http://127.0.0.1:9000", "http://localhost:9000/", "http://[::1]:9000"] {
            check(&[allowed, ("AWS_ENDPOINT_URL", address)], None);
        }
        for address in ["http://10.0.0.1:9000", "http://127.0.0.1.example.com", "HTTP://s3.example.com"] {
            let host = address.get(7..).unwrap().trim_end_matches(":9000");
            for variable in ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT"] {
                let named = if variable.ends_with("S3") { variable } else { "AWS_ENDPOINT_URL" };
                let expected = format!("{named} is plain http to {host}, which is allowed to this machine alone");
                check(&[(variable, address)], Some(&expected));
                check(&[allowed, (variable, address)], Some(&expected));
            }
        }
        // Which of two addresses is asked is the more special one.
        let elsewhere = ("AWS_ENDPOINT_URL", "http://10.0.0.1:9000");
        check(&[elsewhere, ("AWS_ENDPOINT_URL_S3", "https://s3.example.com")], None);
    }

    #[test]
    fn plain_http_is_asked_for_and_for_nothing_else() {
        check(
            &[("AWS_ENDPOINT_URL", "http://127.0.0.1:9000")],
            Some("AWS_ENDPOINT_URL is plain http, which AWS_ALLOW_HTTP=true allows"),
        );
        let expected = "AWS_ALLOW_HTTP is set, and allows plain http for an AWS_ENDPOINT_URL on this machine alone";
        check(&[("AWS_ALLOW_HTTP", "1")], Some(expected));
        check(&[("AWS_ALLOW_HTTP", "1"), ("AWS_ENDPOINT_URL", "https://s3.example.com")], Some(expected));
        check(&[("AWS_ALLOW_HTTP", "off"), ("AWS_ENDPOINT_URL", "https://s3.example.com")], None);
    }

    #[test]
    fn an_address_is_one_and_holds_no_credentials() {
        for address in [
            "s3.example.com",
            "http:s3.example.com",
            " https://s3.example.com",
            "ftp://s3.example.com",
            "https:///",
            "",
        ] {
            let opened = open("nightly", [("AWS_ENDPOINT_URL", address)]);
            let error = opened.unwrap_err().to_string();
            assert!(error.starts_with("AWS_ENDPOINT_URL is no address"), "{address}: {error}");
        }
        let expected = "AWS_ENDPOINT_URL holds credentials; AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are for them";
        check(&[("AWS_ENDPOINT_URL", "https://me:example-password@s3.example.com")], Some(expected));
        check(&[("AWS_ENDPOINT_URL", "http://127.0.0.1@s3.example.com")], Some(expected));
    }

    #[test]
    fn credentials_come_from_the_machine_or_over_tls() {
        for variable in ["AWS_METADATA_ENDPOINT", "AWS_CONTAINER_CREDENTIALS_FULL_URI"] {
            for address in ["http://169.254.170.23/v1/credentials", "http://localhost:1338/", "https://c.example.com"] {
                check(&[(variable, address)], None);
            }
            let expected = format!("{variable} would have credentials sent without TLS");
            check(&[(variable, "http://169.254.170.24/v1/credentials")], Some(&expected));
            check(&[(variable, "http://c.example.com")], Some(&expected));
        }
        let variable = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
        check(&[(variable, "/v2/credentials/1")], None);
        for path in [".example.com/v1", "@example.com/v1", ""] {
            check(&[(variable, path)], Some("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is no path"));
        }
    }

    #[test]
    fn only_amazons_variables_are_looked_at() {
        check(&[("allow_invalid_certificates", "true"), ("ENDPOINT_URL", "http://10.0.0.1")], None);
        assert_eq!(open("", [("AWS_REGION", "eu-central-1")]).unwrap_err().to_string(), "it names no bucket");
    }
}
