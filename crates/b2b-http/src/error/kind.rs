//! What went wrong, and what to do about it.

/// What went wrong in an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The operation could not write its request.
    ///
    /// What to do: correct the input named in the message.
    Build,
    /// The address is plain http, and that was not asked for.
    ///
    /// What to do: use the https address. Only for a host that has none, and with credentials that are worth nothing
    /// elsewhere, allow it by its name (`PlainHttp::AllowHost`).
    PlainHttp,
    /// The host name has no address.
    ///
    /// What to do: check the spelling of the host and that this machine can resolve it.
    Dns,
    /// No connection could be made.
    ///
    /// What to do: check the port, the network and the firewall.
    Connect,
    /// Connecting, with the TLS handshake, took longer than allowed.
    ///
    /// What to do: try again; if it persists, check the firewall or raise the connect timeout.
    ConnectTimeout,
    /// The TLS handshake failed.
    ///
    /// What to do: see [`TlsProblem`].
    Tls(TlsProblem),
    /// The client's own rate or concurrency limit left no room within the total deadline.
    ///
    /// What to do: send less at once, raise the limit, or raise the total timeout.
    RateLimited,
    /// The headers of the answer did not come in time.
    ///
    /// What to do: find out whether the request was processed; if suppliers need longer, raise the read timeout.
    HeaderTimeout,
    /// The body of the answer stopped coming.
    ///
    /// What to do: find out whether the request was processed; if suppliers need longer, raise the read timeout.
    BodyTimeout,
    /// The whole call, waits and repetitions included, took longer than allowed.
    ///
    /// What to do: find out whether the request was processed, or raise the total timeout.
    TotalTimeout,
    /// The connection was closed before an answer began.
    ///
    /// What to do: find out whether the request was processed.
    Reset,
    /// The answer ended before it was complete.
    ///
    /// What to do: find out whether the request was processed.
    Truncated,
    /// The body of the answer is larger than allowed.
    ///
    /// What to do: ask for less, or raise the size cap.
    TooLarge {
        /// How many bytes were allowed.
        limit: usize,
    },
    /// The supplier answered with a redirection. It is not followed, since that would carry the credentials elsewhere.
    ///
    /// What to do: if the new address is the supplier's, put it in the configuration.
    Redirect,
    /// The status is an error and the body is not in the supplier's format: a gateway, a proxy or a login page.
    ///
    /// What to do: look at the status and at the body.
    Status,
    /// The supplier refused, with its own code and message.
    ///
    /// What to do: what the supplier's message says.
    Refused,
    /// The answer is not what the protocol says.
    ///
    /// What to do: look at the body; keep an exchange record for the supplier.
    Unreadable,
    /// The answer must not be believed: it has expired or answers another request.
    ///
    /// What to do: check this machine's clock and what stands between it and the supplier.
    Untrusted,
    /// The transport failed in a way it cannot name.
    ///
    /// What to do: look at the source of the error.
    Other,
}

/// Why a TLS handshake failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TlsProblem {
    /// The certificate is not signed by an authority this machine trusts.
    ///
    /// What to do: pass the file with the authority's certificate as an extra root.
    UnknownIssuer,
    /// The certificate is self-signed, and this machine does not trust it.
    ///
    /// What to do: if it is the host's own, pass its file as an extra root.
    SelfSigned,
    /// The certificate is self-signed as that of an authority (`CA:TRUE`), as `openssl req -x509` makes it by default. No
    /// host can use it, and to trust it does not help.
    ///
    /// What to do: have the host use a certificate that an authority has signed, and pass that authority's as an extra
    /// root; or make it anew with `-addext basicConstraints=critical,CA:FALSE`, and pass it as an extra root itself.
    SelfSignedAuthority,
    /// The certificate has expired.
    ///
    /// What to do: have the host renew it; check this machine's clock.
    Expired,
    /// The certificate is not valid yet.
    ///
    /// What to do: check this machine's clock.
    NotYetValid,
    /// The certificate is for another name.
    ///
    /// What to do: use the host name that the certificate was issued for.
    WrongName,
    /// The certificate has been revoked.
    ///
    /// What to do: don't connect; tell the supplier.
    Revoked,
    /// The certificate is unusable for another reason.
    ///
    /// What to do: have the host use a certificate without the defect that the message names.
    BadCertificate,
    /// The host wants a client certificate, or does not accept the one it was given.
    ///
    /// What to do: set the client certificate the supplier issued.
    ClientCertificate,
    /// The host does not speak TLS as this client does, or not at all.
    ///
    /// What to do: check that the port is the https port, and that the host offers TLS 1.2 or 1.3.
    Protocol,
}

impl ErrorKind {
    /// What to do about it, in one sentence, if the operation must not be repeated; for one that may be,
    /// [`Error::hint`](crate::Error::hint) has simpler advice.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Build => "Correct the input named in the message.",
            Self::PlainHttp => "Use the https address: over plain http passwords travel in clear.",
            Self::Dns => "Check the spelling of the host name and that this machine can resolve it.",
            Self::Connect => "Check the port, the network and the firewall.",
            Self::ConnectTimeout => "Try again; if it persists, check the firewall or raise the connect timeout.",
            Self::Tls(problem) => problem.hint(),
            Self::RateLimited => "Send less at once, raise the account's limit, or raise the total timeout.",
            Self::HeaderTimeout | Self::BodyTimeout => {
                "Find out whether the request was processed; if the supplier needs longer, raise the read timeout."
            }
            Self::TotalTimeout => "Find out whether the request was processed, or raise the total timeout.",
            Self::Reset | Self::Truncated => "Find out whether the request was processed before sending it again.",
            Self::TooLarge { .. } => "Ask for less at once, or raise the size cap.",
            Self::Redirect => "If the new address is the supplier's, put it in the configuration.",
            Self::Status => "Look at the status and the body: a gateway or a proxy may have answered for the supplier.",
            Self::Refused => "Do what the supplier's message says.",
            Self::Unreadable => "Look at the body, and keep the exchange record for the supplier.",
            Self::Untrusted => "Check this machine's clock and what stands between it and the supplier.",
            Self::Other => "Look at the source of the error.",
        }
    }

    /// What to do about it where an unknown outcome does no harm: the operation can be sent again.
    #[cfg(feature = "client")]
    pub(crate) fn hint_if_repeatable(&self) -> &'static str {
        match self {
            Self::HeaderTimeout | Self::BodyTimeout => {
                "Ask again; if the supplier needs longer, raise the read timeout."
            }
            Self::TotalTimeout => "Ask again; if the supplier needs longer, raise the total timeout.",
            Self::Reset | Self::Truncated => "Ask again.",
            _ => self.hint(),
        }
    }

    /// Whether the same request may well succeed a little later.
    #[cfg(feature = "client")]
    pub(crate) fn is_transient(&self) -> bool {
        match self {
            Self::Dns | Self::Connect | Self::ConnectTimeout | Self::RateLimited => true,
            Self::HeaderTimeout | Self::BodyTimeout | Self::TotalTimeout | Self::Reset | Self::Truncated => true,
            Self::Build | Self::PlainHttp | Self::Tls(_) | Self::TooLarge { .. } | Self::Redirect => false,
            Self::Status | Self::Refused | Self::Unreadable | Self::Untrusted | Self::Other => false,
        }
    }
}

impl TlsProblem {
    /// What to do about it, in one sentence.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::UnknownIssuer => {
                "Pass the file with the certificate of the authority that signed it as an extra root (a CA file)."
            }
            Self::Expired => "Have the host renew its certificate, and check this machine's clock.",
            Self::NotYetValid => "Check this machine's clock.",
            Self::WrongName => "Use the host name that the certificate was issued for.",
            Self::Revoked => "Don't connect, and tell the supplier.",
            Self::SelfSigned => {
                "If it is the host's own, pass the file with that certificate as an extra root (a CA file)."
            }
            Self::SelfSignedAuthority => {
                "Have the host use a certificate that an authority has signed and pass that authority's as an extra root (a CA \
                 file), or make the host's anew with openssl req -x509 … -addext basicConstraints=critical,CA:FALSE and pass \
                 that one."
            }
            Self::BadCertificate => "Have the host use a certificate without the defect that the message names.",
            Self::ClientCertificate => "Set the client certificate that the supplier issued.",
            Self::Protocol => "Check that the port is the https port and that the host offers TLS 1.2 or 1.3.",
        }
    }
}
