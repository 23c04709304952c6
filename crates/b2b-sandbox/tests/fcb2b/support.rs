//! A sandbox with the producer, and ways to ask it.

use std::sync::Arc;

use b2b_http::{
    Attempt, Client as HttpClient, Error, Operation, ReqwestTransport, RetryPolicy, Transport, TransportLimits,
};
use b2b_sandbox::{Clock, Fcb2b, Options, Sandbox};
use bytes::Bytes;
use fcb2b_client::fcb2b_signing::{SignableRequest, Stamp, sign};
use fcb2b_client::{Answer, Call, Element, Producer, Service, ServiceUrl, SigningKey, SigningProfile};
use http::{Request, Response};
use rustls::pki_types::ServerName;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::tls::trusting;

pub(crate) async fn sandbox() -> Sandbox {
    sandbox_for(Fcb2b::DEFAULT_PROFILE, Options::default()).await
}

pub(crate) async fn sandbox_for(profile: &str, options: Options) -> Sandbox {
    let supplier = Fcb2b::new().profile(profile.parse().unwrap(), profile);
    Sandbox::builder().options(options).supplier(supplier).start().await.unwrap()
}

pub(crate) fn at(time: &str) -> Options {
    Options { clock: Clock::Fixed(time.parse().unwrap()), ..Options::default() }
}

/// As whom the sandbox is asked.
pub(crate) fn producer(sandbox: &Sandbox) -> Producer {
    with_key(sandbox, Fcb2b::API_KEY, Fcb2b::SECRET)
}

pub(crate) fn with_key(sandbox: &Sandbox, id: &str, secret: &str) -> Producer {
    let profile = SigningProfile::named(&ready(sandbox)["profile"]).unwrap();
    let key = profile.key_name().map(|_| SigningKey::new(id, secret.into()).unwrap());
    Producer::new(profile, key).client_identifier(Fcb2b::CLIENT_IDENTIFIER)
}

/// What the ready line says of the producer.
pub(crate) fn ready(sandbox: &Sandbox) -> std::collections::BTreeMap<String, String> {
    let line: Value = serde_json::from_str(&sandbox.ready_line().to_string()).unwrap();
    serde_json::from_value(line["fcb2b"].clone()).unwrap()
}

pub(crate) fn transport(sandbox: &Sandbox) -> ReqwestTransport {
    ReqwestTransport::builder().extra_roots_pem(sandbox.ca_pem().as_bytes()).build().unwrap()
}

pub(crate) fn http(sandbox: &Sandbox) -> HttpClient<ReqwestTransport> {
    HttpClient::builder(transport(sandbox)).retry(RetryPolicy::never()).build()
}

/// The address of a service, in lower case.
pub(crate) fn url<S: Service>(sandbox: &Sandbox) -> ServiceUrl {
    format!("{}/{}", sandbox.url(), S::SERVICE.as_str().to_ascii_lowercase()).parse().unwrap()
}

pub(crate) async fn ask_as<S: Service + Send + Sync>(
    sandbox: &Sandbox,
    producer: Producer,
    service: S,
) -> Result<Answer<S::Output>, Error>
where
    S::Output: Send,
{
    http(sandbox).send(&Call::new(Arc::new(producer), url::<S>(sandbox), service)).await
}

pub(crate) async fn ask<S: Service + Send + Sync>(sandbox: &Sandbox, service: S) -> S::Output
where
    S::Output: Send,
{
    let answer = ask_as(sandbox, producer(sandbox), service).await;
    let answer = answer.unwrap_or_else(|error| panic!("{error}: {:?}", sandbox.exchanges().first()));
    // The one odd form that is sent on purpose.
    assert!(answer.warnings.iter().all(|warning| warning.to_string().contains("\".00\"")), "{:?}", answer.warnings);
    answer.value
}

/// The code with which a request is refused.
pub(crate) async fn refused<S: Service + Send + Sync>(sandbox: &Sandbox, service: S) -> (u16, String)
where
    S::Output: Send,
{
    refused_as(sandbox, producer(sandbox), service).await
}

pub(crate) async fn refused_as<S: Service + Send + Sync>(
    sandbox: &Sandbox,
    producer: Producer,
    service: S,
) -> (u16, String)
where
    S::Output: Send,
{
    let Err(error) = ask_as(sandbox, producer, service).await else { panic!("is not refused") };
    let record = sandbox.exchanges()[0].clone();
    assert!(record.explanation.is_some(), "{record:?}");
    assert_eq!(record.operation.as_deref(), Some(S::SERVICE.as_str()));
    (error.status().unwrap().as_u16(), error.code().unwrap_or_default().to_owned())
}

/// A signed request, to be spoiled.
pub(crate) fn signed<S: Service>(sandbox: &Sandbox, producer: Producer, service: S) -> Request<Bytes> {
    let call = Call::new(Arc::new(producer), url::<S>(sandbox), service);
    call.request(&Attempt::new(1, Clock::System.now(), [6; 32])).unwrap().0
}

pub(crate) async fn send(sandbox: &Sandbox, request: Request<Bytes>) -> Response<Bytes> {
    send_by(&transport(sandbox), request).await
}

pub(crate) async fn send_by(transport: &ReqwestTransport, request: Request<Bytes>) -> Response<Bytes> {
    transport.send(request, &TransportLimits::default()).await.unwrap()
}

/// The newest exchange, as others see it.
pub(crate) fn newest(sandbox: &Sandbox) -> Value {
    serde_json::to_value(&*sandbox.exchanges()[0]).unwrap()
}

/// A request with these parameters, signed whatever they are.
pub(crate) fn by_hand(sandbox: &Sandbox, path: &str, parameters: &[(&str, &str)]) -> Request<Bytes> {
    let profile = SigningProfile::named(&ready(sandbox)["profile"]).unwrap();
    let key = SigningKey::new(Fcb2b::API_KEY, Fcb2b::SECRET.into()).unwrap();
    let host = sandbox.addr().to_string();
    let signable = SignableRequest::new(&host, path, parameters);
    let signed = sign(&profile, &key, &signable, &Stamp::new(Clock::System.now())).unwrap();
    Request::get(signed.url()).body(Bytes::new()).unwrap()
}

/// A bare TLS connection.
pub(crate) async fn connect(sandbox: &Sandbox) -> TlsStream<TcpStream> {
    let config = trusting(sandbox.ca_pem());
    let stream = TcpStream::connect(sandbox.addr()).await.unwrap();
    TlsConnector::from(Arc::new(config)).connect(ServerName::from(sandbox.addr().ip()), stream).await.unwrap()
}

/// The status and code with which parameters are refused that the client itself would not send.
pub(crate) async fn refused_by_hand(sandbox: &Sandbox, path: &str, query: &str) -> (u16, String) {
    let pairs: Vec<(&str, &str)> = query.split('&').filter_map(|piece| piece.split_once('=')).collect();
    let response = send(sandbox, by_hand(sandbox, path, &pairs)).await;
    let root = b2b_xml::decode::<Element>(response.body()).unwrap().value;
    (response.status().as_u16(), root.text_of("Code").unwrap_or_default().to_owned())
}
