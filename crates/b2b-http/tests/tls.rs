//! TLS over reqwest: what is trusted, and what is said when it is not.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a failure")]

#[path = "support/authority.rs"]
mod authority;
#[path = "support/operation.rs"]
mod operation;
#[path = "support/server.rs"]
mod server;

use std::time::Duration;

use authority::{Authority, SelfMade};
use b2b_http::*;
use operation::{Order, Query};
use rcgen::{BasicConstraints, IsCa};
use server::{Door, Reply, Server, answer};

fn client(authority: &Authority) -> Client<ReqwestTransport> {
    let transport = ReqwestTransport::builder().extra_roots_pem(authority.pem()).build().unwrap();
    Client::builder(transport).retry(RetryPolicy::never()).build()
}

fn hello() -> [Reply; 1] {
    [Reply::Answer(answer("200 OK", "", "hello"))]
}

#[track_caller]
fn check(error: &Error, problem: TlsProblem, message: &str) {
    assert!(matches!(error, Error::NotSent(_)), "{error:?}");
    assert_eq!(error.kind(), ErrorKind::Tls(problem), "{error:?}");
    assert_eq!(error.message(), message);
    assert_eq!(error.hint(), problem.hint());
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn an_extra_root_is_trusted_and_connections_are_reused() {
    let authority = Authority::new();
    let server = Server::start(Door::Tls(authority.server("localhost")), hello()).await;
    let client = client(&authority);
    for _ in 0..2 {
        assert_eq!(client.send(&Query::post(server.https("/a?b=c"), "hi")).await.unwrap(), "hello");
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert!(requests.iter().all(|request| request.starts_with("POST /a?b=c HTTP/1.1\r\n")), "{requests:?}");
    assert!(requests.iter().all(|request| request.contains("\r\ncontent-length: 2\r\n")), "{requests:?}");
}

#[tokio::test]
async fn an_unknown_authority_is_not_trusted() {
    let server = Server::start(Door::Tls(Authority::new().server("localhost")), hello()).await;
    let error = client(&Authority::new()).send(&Query::to(server.https("/"))).await.unwrap_err();
    let message = "the certificate of localhost is not signed by an authority this machine trusts";
    check(&error, TlsProblem::UnknownIssuer, message);
    assert_eq!(error.to_string(), format!("test.Query was not sent: {message}"));
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_self_signed_certificate_is_trusted_only_if_given() {
    for is_ca in [IsCa::NoCa, IsCa::ExplicitNoCa] {
        let host = SelfMade::new("localhost", is_ca);
        let server = Server::start(Door::Tls(host.server()), hello()).await;
        let error = client(&Authority::new()).send(&Query::to(server.https("/"))).await.unwrap_err();
        let message = "the certificate of localhost is self-signed, and this machine does not trust it";
        check(&error, TlsProblem::SelfSigned, message);
        assert!(server.requests().is_empty());
        let transport = ReqwestTransport::builder().extra_roots_pem(host.pem()).build().unwrap();
        assert_eq!(Client::new(transport).send(&Query::to(server.https("/"))).await.unwrap(), "hello");
    }
}

#[tokio::test]
async fn a_certificate_self_signed_as_an_authority_is_useless_even_if_given() {
    let host = SelfMade::new("localhost", IsCa::Ca(BasicConstraints::Unconstrained));
    let server = Server::start(Door::Tls(host.server()), hello()).await;
    for trusted in [Authority::new().pem(), host.pem()] {
        let transport = ReqwestTransport::builder().extra_roots_pem(trusted).build().unwrap();
        let error = Client::new(transport).send(&Query::to(server.https("/"))).await.unwrap_err();
        let message = "the certificate of localhost is self-signed and made for an authority (CA:TRUE), not for a host";
        check(&error, TlsProblem::SelfSignedAuthority, message);
        assert!(error.hint().contains("basicConstraints=critical,CA:FALSE"));
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_host_that_uses_the_certificate_of_an_intermediate_authority_is_not_trusted() {
    let authority = Authority::new();
    let server = Server::start(Door::Tls(authority.intermediate("localhost")), hello()).await;
    let error = client(&authority).send(&Query::to(server.https("/"))).await.unwrap_err();
    let message = "the certificate of localhost is made for an authority (CA:TRUE), not for a host";
    check(&error, TlsProblem::BadCertificate, message);
}

#[tokio::test]
async fn another_defect_is_named() {
    let authority = Authority::new();
    let server = Server::start(Door::Tls(authority.for_clients_only("localhost")), hello()).await;
    let error = client(&authority).send(&Query::to(server.https("/"))).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tls(TlsProblem::BadCertificate), "{error:?}");
    let (_, defect) = error.message().split_once("the certificate of localhost cannot be accepted: ").unwrap();
    assert!(!defect.is_empty());
    assert_eq!(error.hint(), "Have the host use a certificate without the defect that the message names.");
}

#[tokio::test]
async fn an_expired_certificate_is_not_trusted() {
    let authority = Authority::new();
    let server = Server::start(Door::Tls(authority.expired("localhost")), hello()).await;
    let error = client(&authority).send(&Query::to(server.https("/"))).await.unwrap_err();
    check(&error, TlsProblem::Expired, "the certificate of localhost has expired");
}

#[tokio::test]
async fn a_certificate_for_another_name_is_not_trusted() {
    let authority = Authority::new();
    let server = Server::start(Door::Tls(authority.server("b2b.example")), hello()).await;
    let error = client(&authority).send(&Query::to(server.https("/"))).await.unwrap_err();
    check(&error, TlsProblem::WrongName, "the certificate that localhost presents is for another name: b2b.example");
}

#[tokio::test]
async fn https_to_a_plain_port_is_told() {
    let noise = Reply::AnswerAndClose(answer("400 Bad Request", "", ""));
    let server = Server::start(Door::Answer(answer("400 Bad Request", "", "")), [noise]).await;
    let error = client(&Authority::new()).send(&Query::to(server.https("/"))).await.unwrap_err();
    check(&error, TlsProblem::Protocol, "localhost does not speak TLS on this port");
}

#[tokio::test]
async fn a_client_certificate_is_presented() {
    let authority = Authority::new();
    let server = Server::start(Door::Tls(authority.server_for_clients("localhost")), hello()).await;
    let error = client(&authority).send(&Query::to(server.https("/"))).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tls(TlsProblem::ClientCertificate), "{error:?}");
    assert!(server.requests().is_empty());

    let (chain, key) = authority.client();
    let transport = ReqwestTransport::builder()
        .extra_roots_pem(authority.pem())
        .client_certificate_pem(chain, key.into())
        .build()
        .unwrap();
    assert_eq!(Client::new(transport).send(&Query::to(server.https("/"))).await.unwrap(), "hello");
}

#[tokio::test]
async fn a_reset_during_the_handshake_means_not_sent() {
    let server = Server::start(Door::Reset, hello()).await;
    let error = client(&Authority::new()).send(&Order::post(server.https("/"), "order")).await.unwrap_err();
    assert!(matches!(error, Error::NotSent(_)), "{error:?}");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.is_retryable());
}

#[tokio::test(start_paused = true)]
async fn a_handshake_that_stalls_meets_the_connect_timeout() {
    for order in [Order::to("/"), Order::post("/", "order")] {
        let server = Server::start(Door::Stall, hello()).await;
        let begin = tokio::time::Instant::now();
        let order = Order { url: server.https("/"), ..order };
        let error = client(&Authority::new()).send(&order).await.unwrap_err();
        assert!(matches!(error, Error::NotSent(_)), "{error:?}");
        assert_eq!(error.kind(), ErrorKind::ConnectTimeout);
        assert_eq!(error.message(), "localhost could not be connected to within 10s");
        assert_eq!(begin.elapsed().as_secs(), 10);
    }
}

#[tokio::test(start_paused = true)]
async fn connecting_does_not_count_against_the_read_timeout() {
    let server = Server::start(Door::Stall, hello()).await;
    let transport = ReqwestTransport::builder().extra_roots_pem(Authority::new().pem()).build().unwrap();
    let client = Client::builder(transport).read_timeout(Duration::from_secs(1)).build();
    let error = client.send(&Order::post(server.https("/"), "order")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectTimeout);
}

#[tokio::test(start_paused = true)]
async fn a_total_timeout_while_connecting_means_not_sent() {
    let server = Server::start(Door::Stall, hello()).await;
    let transport = ReqwestTransport::builder().extra_roots_pem(Authority::new().pem()).build().unwrap();
    let client = Client::builder(transport).total_timeout(Duration::from_secs(5)).build();
    let error = client.send(&Order::post(server.https("/"), "order")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TotalTimeout);
    assert!(matches!(error, Error::NotSent(_)), "{error:?}");
}

#[test]
fn unusable_files_are_refused_by_name() {
    #[track_caller]
    fn check(builder: ReqwestTransportBuilder, expected: &str) {
        assert_eq!(builder.build().unwrap_err().to_string(), expected);
    }
    let builder = ReqwestTransport::builder;
    check(builder().extra_roots_pem("hello"), "the extra root certificates: there is no certificate in the PEM text");
    check(
        builder().client_certificate_pem(Authority::new().pem(), "no key".into()),
        "the client's private key is not readable PEM",
    );
    check(builder().proxy(Proxy::Url("::".into())), "the address of the proxy cannot be used");
}

#[tokio::test]
async fn a_handshake_by_itself_tells_what_was_presented() {
    let authority = Authority::new();
    for (server, trusted, problem) in [
        (authority.server("localhost"), authority.pem(), None),
        (authority.server("localhost"), Authority::new().pem(), Some(TlsProblem::UnknownIssuer)),
        (authority.expired("localhost"), authority.pem(), Some(TlsProblem::Expired)),
    ] {
        let server = Server::start(Door::Tls(server), []).await;
        let builder = ReqwestTransport::builder().extra_roots_pem(trusted);
        let handshake = builder.handshake("localhost", &[server.address], Duration::from_secs(60)).await.unwrap();
        assert_eq!(handshake.chain.len(), 1);
        assert_eq!(handshake.failure.map(|failure| failure.kind()), problem.map(ErrorKind::Tls));
    }
    let plain = Server::start(Door::Answer(answer("400 Bad Request", "", "")), []).await;
    let handshake = ReqwestTransport::builder().handshake("localhost", &[plain.address], Duration::from_secs(60)).await;
    let handshake = handshake.unwrap();
    assert!(handshake.chain.is_empty());
    assert_eq!(handshake.failure.unwrap().to_string(), "localhost does not speak TLS on this port");
}
