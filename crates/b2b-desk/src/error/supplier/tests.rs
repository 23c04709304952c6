use b2b_http::{
    Attempt, Client, Operation, Phase, Received, Refused, Rejected, Repeatable, TransportError, transport_fn,
};
use bytes::Bytes;

use super::*;

/// Writes and reads as it is told to.
struct Scripted<R> {
    url: &'static str,
    read: R,
}

impl<R: Fn() -> Rejected> Operation for Scripted<R> {
    const NAME: &'static str = "westcon.GetOrderStatus";
    const REPEATABLE: Repeatable = Repeatable::No;
    type Sent = ();
    type Output = ();

    fn request(&self, _: &Attempt) -> Result<(http::Request<Bytes>, ()), Refused> {
        let request = http::Request::post(self.url).body(Bytes::new());
        Ok((request.map_err(|_| Refused::new("the address is none"))?, ()))
    }

    fn response(&self, _: &(), _: Received) -> Result<(), Rejected> {
        Err((self.read)())
    }
}

async fn ask(
    url: &'static str,
    transport: impl Fn() -> Result<u16, TransportError> + Send + Sync,
    read: impl Fn() -> Rejected,
) -> SupplierError {
    let transport = transport_fn(move |_| {
        let answer = transport().map(|status| {
            let mut response = http::Response::new(Bytes::new());
            *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
            response
        });
        std::future::ready(answer)
    });
    let error = Client::new(transport).send(&Scripted { url, read }).await.unwrap_err();
    SupplierError::new("westcon", error)
}

#[track_caller]
fn check(error: &SupplierError, cause: Cause, text: &str) {
    assert_eq!((error.cause(), error.to_string().as_str()), (cause, text));
    assert!(error.hint().ends_with('.'));
}

const URL: &str = "https://b2b.example/";

#[tokio::test]
async fn answers_that_cannot_be_used() {
    for (rejected, cause, text) in [
        (
            Rejected::refused("No").with_code("FailedAuthentication"),
            Cause::Credentials,
            "refused (FailedAuthentication): No",
        ),
        (Rejected::refused("No").with_code("InvalidSecurity"), Cause::Clock, "refused (InvalidSecurity): No"),
        (Rejected::refused("No").with_code("MessageExpired"), Cause::Clock, "refused (MessageExpired): No"),
        (Rejected::refused("No").with_code("1"), Cause::Refused, "refused (1): No"),
        (Rejected::refused("No"), Cause::Refused, "refused (status 200): No"),
        (Rejected::unreadable("no XML"), Cause::Unreadable, "'s answer cannot be used (status 200): no XML"),
        (Rejected::untrusted("expired"), Cause::Untrusted, "'s answer cannot be used (status 200): expired"),
    ] {
        let separator = if text.starts_with('\'') { "" } else { " " };
        let read = std::cell::Cell::new(Some(rejected));
        let error = ask(URL, || Ok(200), || read.take().unwrap()).await;
        check(&error, cause, &format!("westcon{separator}{text}"));
    }
    let error = ask(URL, || Ok(302), || Rejected::refused("not read")).await;
    assert_eq!(error.cause(), Cause::Unreadable);
}

#[tokio::test]
async fn questions_that_went_nowhere() {
    let no_answer = || Rejected::refused("not read");
    for (phase, kind, cause, text) in [
        (Phase::NotSent, ErrorKind::Dns, Cause::Unreachable, "westcon was not asked: why"),
        (Phase::NotSent, ErrorKind::TotalTimeout, Cause::Unreachable, "westcon was not asked: why"),
        (Phase::NotSent, ErrorKind::Tls(TlsProblem::WrongName), Cause::Certificate, "westcon was not asked: why"),
        (Phase::Unknown, ErrorKind::Reset, Cause::OutcomeUnknown, "westcon's answer did not arrive: why"),
        (Phase::Unknown, ErrorKind::TotalTimeout, Cause::OutcomeUnknown, "westcon's answer did not arrive: why"),
        (Phase::Unknown, ErrorKind::TooLarge { limit: 1 }, Cause::TooLarge, "westcon's answer cannot be used: why"),
    ] {
        let fail = move || {
            Err(match phase {
                Phase::NotSent => TransportError::not_sent(kind, "why"),
                Phase::Unknown => TransportError::unknown(kind, "why"),
            })
        };
        check(&ask(URL, fail, no_answer).await, cause, text);
    }
    let error = ask("not an address", || Ok(200), no_answer).await;
    check(&error, Cause::Input, "westcon was not asked: the address is none");
    let error = ask("http://b2b.example/", || Ok(200), no_answer).await;
    assert_eq!(error.cause(), Cause::Config);
}
