//! The `Retry-After` header (RFC 9110, section 10.2.3).

use std::time::Duration;

use chrono::{DateTime, Utc};
use http::{StatusCode, header};

/// How long the answer asks to wait, if it is a 429 or 503: seconds, or the time until a date.
pub(crate) fn retry_after<B>(response: &http::Response<B>, now: DateTime<Utc>) -> Option<Duration> {
    if !matches!(response.status(), StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
        return None;
    }
    let value = response.headers().get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = DateTime::<Utc>::from(httpdate::parse_http_date(value).ok()?);
    // A date that has passed means now.
    Some((date - now).to_std().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(status: u16, value: &str, expected: Option<u64>) {
        let now = DateTime::parse_from_rfc3339("1994-11-06T08:49:00Z").unwrap().to_utc();
        let response = http::Response::builder().status(status).header("retry-after", value).body(()).unwrap();
        assert_eq!(retry_after(&response, now), expected.map(Duration::from_secs), "{status} {value:?}");
    }

    #[test]
    fn seconds_and_dates() {
        check(503, "120", Some(120));
        check(429, " 0 ", Some(0));
        check(503, "Sun, 06 Nov 1994 08:49:37 GMT", Some(37));
        check(503, "Sunday, 06-Nov-94 08:49:37 GMT", Some(37));
        check(503, "Sun Nov  6 08:49:37 1994", Some(37));
        check(503, "Sun, 06 Nov 1994 08:48:59 GMT", Some(0));
    }

    #[test]
    fn anything_else_is_not_there() {
        check(500, "120", None);
        check(503, "soon", None);
        check(503, "-1", None);
        check(503, "1.5", None);
    }
}
