//! Price lists that are read while they come.
#![cfg(feature = "client")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "support/list.rs"]
mod list;
mod support;

use b2b_http::{Error, ErrorKind, FixedEnvironment, StreamingTransport};
use b2b_xml::Decoded;
use bytes::Bytes;
use list::{Generated, Scripted};
use support::{endpoint, now};
use techdata_xml::price_list::Line;
use techdata_xml::*;

fn client<T: StreamingTransport>(transport: T) -> Client<T> {
    Client::with(endpoint(), b2b_http::Client::builder(transport).environment(FixedEnvironment::new(now())).build())
}

fn ask(lines: &[(&str, &str)]) -> PriceListSubmit {
    PriceListSubmit::of(
        lines
            .iter()
            .map(|(id, number)| Line { assigned_id: Some((*id).into()), ..Line::from(Item::tech_data(*number)) }),
    )
}

/// What the stream of an answer, in parts of some bytes, comes to.
async fn streamed(submission: PriceListSubmit, answer: &str, part: usize) -> Vec<Result<String, Error>> {
    let parts = answer.as_bytes().chunks(part).map(|part| Ok(Bytes::copy_from_slice(part))).collect();
    script(submission, parts).await
}

async fn script(submission: PriceListSubmit, parts: Vec<Result<Bytes, ErrorKind>>) -> Vec<Result<String, Error>> {
    let mut lines = client(Scripted(200, parts)).price_list_lines(submission).await.unwrap();
    let mut found = Vec::new();
    while let Some(line) = lines.next().await {
        found.push(line.map(|Decoded { value: LineAnswer { asked, matched, result, .. }, .. }| {
            let item = asked.and_then(|asked| asked.item).map_or("-".to_owned(), |item| item.number.to_string());
            let price = result.map(|line| line.customer_price.unwrap().value().unwrap().to_string());
            let how = matched.map_or("unmatched".to_owned(), |matched| format!("{matched:?}"));
            format!("{item} {how} {}", price.unwrap_or_else(|error| error.to_string()))
        }));
    }
    found
}

const ANSWER: &str = "<?xml version='1.0'?><!DOCTYPE XML_PriceList_Response SYSTEM 'x.dtd'><XML_PriceList_Response><Header/><Detail>\
    <LineInfo><AssignedID>b</AssignedID><CustomerPrice>$2.00</CustomerPrice></LineInfo>\
    <LineInfo><RefIDQual1>VP</RefIDQual1><RefID1>00000000000000000A</RefID1><CustomerPrice>$1.00</CustomerPrice></LineInfo>\
    <LineInfo><RefIDQual1>VP</RefIDQual1><RefID1>C</RefID1><ErrorInfo><ErrorID>0</ErrorID><ErrorDesc>No such item</ErrorDesc></ErrorInfo></LineInfo>\
    <LineInfo><RefIDQual1>VP</RefIDQual1><RefID1>X</RefID1><CustomerPrice>$9.00</CustomerPrice></LineInfo>\
    </Detail></XML_PriceList_Response>";

#[tokio::test]
async fn lines_come_as_they_are_read() {
    let four = [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")];
    for part in [1, 7, 100, 100_000] {
        let lines: Vec<String> = streamed(ask(&four), ANSWER, part).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(
            lines,
            [
                "B ByAssignedId 2.00",
                "A ByPartNumber 1.00",
                "C ByPartNumber No such item",
                "- unmatched 9.00",
                "D unmatched the answer has no line for it",
            ],
            "parts of {part} bytes"
        );
    }
}

#[tokio::test]
async fn the_stream_ends_with_its_first_error() {
    let cut = ANSWER.find("$9.00").unwrap();
    let two = [("a", "A"), ("b", "B")];
    let mut found = streamed(ask(&two), &ANSWER[..cut], 50).await;
    let error = found.pop().unwrap().unwrap_err();
    assert_eq!(found.len(), 3);
    assert_eq!(error.kind(), ErrorKind::Unreadable);
    assert!(error.message().contains("ends before its root element does"), "{error}");
    assert!(error.body().unwrap().starts_with(b"<?xml"), "its beginning is at hand");

    let parts = vec![Ok(Bytes::copy_from_slice(&ANSWER.as_bytes()[..cut])), Err(ErrorKind::BodyTimeout)];
    let mut found = script(ask(&two), parts).await;
    let error = found.pop().unwrap().unwrap_err();
    assert_eq!((found.len(), error.kind(), error.message()), (3, ErrorKind::BodyTimeout, "it broke"));
}

#[tokio::test]
async fn answers_that_are_none() {
    let error = async |answer: &str| {
        let mut found = streamed(ask(&[("a", "A")]), answer, 40).await;
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0).unwrap_err()
    };
    let another = ANSWER.replace("<Header/>", "<Header><TransControlID>X</TransControlID></Header>");
    assert_eq!(error(&another).await.kind(), ErrorKind::Untrusted);
    assert_eq!(error("<html><body>Maintenance</body></html>").await.message(), "the answer is an HTML page, no XML");
    assert_eq!(error("").await.message(), "the answer is empty");
    let from = ANSWER.find("<LineInfo>").unwrap();
    let refusal = "<LineInfo><ErrorInfo><ErrorID>0</ErrorID><ErrorDesc>Who are you?</ErrorDesc></ErrorInfo></LineInfo>";
    let login = format!("{}{refusal}</Detail></XML_PriceList_Response>", &ANSWER[..from]);
    let refused = error(&login).await;
    assert_eq!((refused.kind(), refused.message()), (ErrorKind::Refused, "Who are you?"));
    assert_eq!(errors_of(&refused).len(), 1);
    // Another line behind it, and it is an error of a line.
    let lines =
        streamed(ask(&[("a", "A")]), &ANSWER.replacen("<LineInfo>", &format!("{refusal}<LineInfo>"), 1), 64).await;
    assert_eq!(lines.len(), 5);

    let status = client(Scripted(503, vec![Ok(Bytes::from_static(b"<html>"))]));
    let error = status.price_list_lines(ask(&[("a", "A")])).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Status, true));
}

/// To drop the stream half-way ends the reading thread: the runtime's shutdown waits for it.
#[test]
fn a_stream_can_be_dropped() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let mut lines = client(Generated(u64::MAX - 2)).price_list_lines(ask(&[("a", "1")])).await.unwrap();
        assert_eq!(lines.next().await.unwrap().unwrap().value.matched, Some(Matched::ByPartNumber));
    });
}

/// The most memory this process has held, in bytes.
#[cfg(target_os = "linux")]
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().strip_suffix(" kB").unwrap().parse::<u64>().unwrap() * 1024
}

/// 32 MB in a process of its own; `examples/price_list_stream.rs` takes as many as it is told.
#[cfg(target_os = "linux")]
#[test]
fn a_stream_takes_less_than_24_mebibytes() {
    const CHILD: &str = "TECHDATA_XML_STREAMS";
    const LINES: u64 = 6_000;
    if std::env::var_os(CHILD).is_none() {
        let mut child = std::process::Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "a_stream_takes_less_than_24_mebibytes", "--nocapture"]).env(CHILD, "");
        let output = child.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"), "{output:?}");
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let mut lines = client(Generated(LINES)).price_list_lines(ask(&[("a", "7")])).await.unwrap();
        let (mut count, mut asked) = (0, 0);
        while let Some(line) = lines.next().await {
            let line = line.unwrap().value;
            count += 1;
            asked += u32::from(line.asked.is_some());
            assert_eq!(line.result.unwrap().promotion_info.len(), 25);
        }
        assert_eq!((count, asked), (LINES, 1));
    });
    assert!(peak() < 24 << 20, "{} bytes", peak());
}
