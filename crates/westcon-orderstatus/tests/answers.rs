//! What is read from the wire.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use b2b_http::{Attempt, Operation, Received, Rejected, RejectedKind};
use b2b_xml::chrono::{DateTime, Utc};
use bytes::Bytes;
use http::Response;
use westcon_orderstatus::response::GetOrderStatusResult;
use westcon_orderstatus::{Answer, Endpoint, Environment, GetOrderStatus, OrderQuery, Wire, decode_recorded};

const GUIDE: &str = include_str!("guide/response.xml");

#[test]
fn the_guides_printed_response() {
    let answer = decode_recorded(GUIDE.as_bytes()).unwrap();
    insta::assert_json_snapshot!(answer.value);
    let warnings: Vec<String> = answer.warnings.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(warnings.join("\n"));
}

#[cfg(feature = "model")]
#[test]
fn the_guides_printed_response_in_the_words_of_the_model() {
    let answer = decode_recorded(GUIDE.as_bytes()).unwrap();
    insta::assert_json_snapshot!(westcon_orderstatus::model::orders(&answer.value));
}

#[test]
fn what_is_read_can_be_written_again() {
    let answer = decode_recorded(GUIDE.as_bytes()).unwrap().value;
    let written = b2b_xml::encode(&westcon_orderstatus::response::GetOrderStatusResponse::new(answer.clone()));
    let again = b2b_xml::decode::<westcon_orderstatus::response::GetOrderStatusResponse>(written.unwrap()).unwrap();
    assert_eq!(again.value.result, answer);
    let json = serde_json::to_string(&answer).unwrap();
    assert_eq!(serde_json::from_str::<GetOrderStatusResult>(&json).unwrap(), answer);
}

/// The guide's answer with one part of its order line or result replaced.
fn with(part: &str, replacement: &str) -> String {
    assert!(GUIDE.contains(part), "{part}");
    GUIDE.replacen(part, replacement, 1)
}

fn decoded(document: &str) -> Answer {
    decode_recorded(document.as_bytes()).unwrap()
}

#[test]
fn tracking_in_either_spelling() {
    let nil = r#"<b:TrackingInfos i:nil="true"/>"#;
    for (item, carrier, number) in
        [("TrackingInfo", "CarrierName", "TrackingNumber"), ("Tracking_Info", "Carrier_Name", "Tracking_Number")]
    {
        let infos = format!(
            "<b:TrackingInfos><b:{item}><b:{carrier}>UPS</b:{carrier}><b:{number}>1Z9</b:{number}></b:{item}></b:TrackingInfos>"
        );
        let answer = decoded(&with(nil, &infos));
        let info = &answer.value.orders()[0].lines()[0].tracking_infos.value().unwrap()[0];
        assert_eq!((info.carrier_name.as_deref(), info.tracking_number.as_deref()), (Some("UPS"), Some("1Z9")));
        assert_eq!(answer.warnings.len(), 2, "only the padded quantities: {:?}", answer.warnings);
    }
}

#[test]
fn errors_as_one_or_as_a_list() {
    let nil = r#"<b:Errors i:nil="true"/>"#;
    let one = "<b:ErrorDetail>Gone &amp; lost</b:ErrorDetail><b:ErrorNo>7</b:ErrorNo>";
    for inner in
        [one.to_owned(), format!("<b:Error>{one}</b:Error>"), format!("<b:WestconError>{one}</b:WestconError>")]
    {
        let answer = decoded(&with(nil, &format!("<b:Errors>{inner}</b:Errors>")));
        let errors = answer.value.orders()[0].errors().to_vec();
        assert_eq!(errors.len(), 1, "{inner}");
        assert_eq!(errors[0].error_detail.as_deref(), Some("Gone & lost"));
        assert_eq!(errors[0].error_no.as_deref(), Some("7"));
    }
    let two = format!("<b:Errors><b:Error>{one}</b:Error><b:Error>{one}</b:Error></b:Errors>");
    let answer = decoded(&with(nil, &two));
    assert_eq!(answer.value.orders()[0].errors().len(), 2);
}

#[test]
fn an_exception_is_kept_as_it_comes() {
    let nil = r#"<b:Exception i:nil="true"/>"#;
    for (exception, kept) in [
        ("<b:Exception>It broke &amp; fell</b:Exception>", "It broke &amp; fell"),
        ("<b:Exception><b:Message>It broke</b:Message></b:Exception>", "<b:Message>It broke</b:Message>"),
        ("<b:Exception kind='a>b'><b:Message/></b:Exception>", "<b:Message/>"),
    ] {
        let answer = decoded(&with(nil, exception));
        assert_eq!(answer.value.exception.value().unwrap().as_xml(), kept);
    }
}

#[test]
fn compact_dates_and_odd_numbers_are_read_and_told() {
    let document = with("2016-05-31T00:00:00", "20131201").replacen("         1.000", "1,0x", 1);
    let answer = decoded(&document);
    let line = &answer.value.orders()[0].lines()[0];
    assert_eq!(line.line_quantity.value().unwrap().raw(), Some("1,0x"));
    let schedule = &line.schedule_lines.value().unwrap()[0];
    let date = schedule.promised_delivery_date.value().unwrap().value().unwrap();
    assert_eq!(date.to_string(), "2013-12-01 00:00:00");
    let warnings: Vec<String> = answer.warnings.iter().map(|warning| warning.kind.to_string()).collect();
    assert_eq!(
        warnings,
        [r#""1,0x" is not a decimal"#, r#""20131201" has no time of day"#, r#""         0.000" is padded"#]
    );
}

#[test]
fn content_that_is_not_well_formed_is_not_written() {
    for (content, well_formed) in
        [("plain", true), ("<a/>", true), ("<a>", false), ("</Content><Content>", false), ("&x;", false)]
    {
        let result: GetOrderStatusResult = serde_json::from_value(serde_json::json!({ "exception": content })).unwrap();
        let written = b2b_xml::encode(&westcon_orderstatus::response::GetOrderStatusResponse::new(result));
        assert_eq!(written.is_ok(), well_formed, "{content}");
    }
}

/// The guide prints a SOAP 1.2 answer beside its SOAP 1.1 request.
#[test]
fn either_version_of_soap_may_answer() {
    let answer = exchange_by(Wire::GUIDE, 200, SOAP12, GUIDE).unwrap();
    assert_eq!(answer.value.orders().len(), 1);
    let soap11 = GUIDE.replace("http://www.w3.org/2003/05/soap-envelope", "http://schemas.xmlsoap.org/soap/envelope/");
    assert_eq!(exchange(200, "text/xml", &soap11).unwrap().value.orders().len(), 1);
}

/// Members in any order, unknown ones among them.
#[test]
fn order_does_not_matter_when_reading() {
    let code = "<b:HeaderStatusCode>22</b:HeaderStatusCode>";
    let moved = with(code, "").replacen("<b:OrderType>", "<b:Novelty>?</b:Novelty><b:OrderType>", 1);
    let moved = moved.replacen("</b:OrderType>", &format!("</b:OrderType>{code}"), 1);
    let answer = decoded(&moved);
    assert_eq!(answer.value, decoded(GUIDE).value);
    let warnings: Vec<String> = answer.warnings.iter().map(|warning| warning.kind.to_string()).collect();
    assert!(warnings.iter().any(|warning| warning.contains("unknown element")), "{warnings:?}");
    assert!(warnings.iter().any(|warning| warning.contains("order")), "{warnings:?}");
}

#[test]
fn a_recording_that_is_no_answer_is_told_with_its_place() {
    let error = decode_recorded(include_bytes!("guide/request.xml")).unwrap_err();
    assert_eq!(
        error.message(),
        "Body/GetOrderStatus at /Envelope/Body/GetOrderStatus, line 5, byte 243: the root element is \
         {http://tempuri.org/}GetOrderStatus, not {http://tempuri.org/}GetOrderStatusResponse"
    );
}

fn exchange(status: u16, content_type: &str, body: &str) -> Result<Answer, Rejected> {
    exchange_by(Wire::WCF, status, content_type, body)
}

fn exchange_by(wire: Wire, status: u16, content_type: &str, body: &str) -> Result<Answer, Rejected> {
    let endpoint = Endpoint::new(Environment::Qa, "1001065", "a-key").wire(wire);
    let operation = GetOrderStatus::new(endpoint, OrderQuery::westcon(["704571"]));
    // The MessageID to which the guide's sample relates.
    let mut random = [0; 32];
    let id = [0x9a, 0xe0, 0x69, 0x8e, 0x22, 0x70, 0x4b, 0x7c, 0xbb, 0x90, 0x20, 0x37, 0xa0, 0x8a, 0x26, 0x60];
    random[..16].copy_from_slice(&id);
    let (_, sent) = operation.request(&Attempt::new(1, at("2016-05-18T00:17:50Z"), random)).unwrap();
    let response = Response::builder().status(status).header("content-type", content_type);
    let response = response.body(Bytes::from(body.to_owned())).unwrap();
    operation.response(&sent, Received::new(at("2016-05-18T00:18:00Z"), response))
}

fn at(moment: &str) -> DateTime<Utc> {
    moment.parse().unwrap()
}

const SOAP12: &str = "application/soap+xml; charset=utf-8";

#[test]
fn the_guides_answer_to_its_question() {
    let answer = exchange(200, SOAP12, GUIDE).unwrap();
    assert_eq!(answer.value.orders().len(), 1);
}

#[test]
fn answers_that_are_none() {
    let fault = |code: &str, reason: &str| {
        format!(
            r#"<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value xmlns:o="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">o:{code}</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">{reason}</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>"#
        )
    };
    let nil = r#"<b:Errors i:nil="true"/>"#;
    let error =
        "<b:Errors><b:ErrorDetail>System Error. Please try again</b:ErrorDetail><b:ErrorNo>1</b:ErrorNo></b:Errors>";
    let last = GUIDE.rfind(nil).unwrap();
    let system_error = format!("{}{error}{}", &GUIDE[..last], &GUIDE[last + nil.len()..]);
    let from = system_error.find("<b:Orders>").unwrap();
    let to = system_error.find("</b:Orders>").unwrap() + "</b:Orders>".len();
    let system_error = format!("{}<b:Orders i:nil=\"true\"/>{}", &system_error[..from], &system_error[to..]);
    let cases = [
        (
            "wrong key",
            exchange(
                500,
                SOAP12,
                &fault("FailedAuthentication", "At least one security token in the message could not be validated."),
            ),
        ),
        (
            "clock",
            exchange(
                500,
                SOAP12,
                &fault("InvalidSecurity", "An error occurred when verifying security for the message."),
            ),
        ),
        (
            "fault with 200",
            exchange(
                200,
                SOAP12,
                &fault("InvalidSecurity", "An error occurred when verifying security for the message."),
            ),
        ),
        ("system error", exchange(200, SOAP12, &system_error)),
        ("html", exchange(200, "text/html", "<html><head><title>Maintenance</title></head></html>")),
        ("html 503", exchange(503, "text/html", "<html><head><title>Service Unavailable</title></head></html>")),
        ("415", exchange(415, "text/html", "")),
        ("415 to SOAP 1.1", exchange_by(Wire::GUIDE, 415, "text/html", "")),
        ("401", exchange(401, "text/html", "")),
        ("relates to nothing", exchange(200, SOAP12, &GUIDE.replace("a:RelatesTo", "a:Novelty"))),
        ("empty", exchange(202, SOAP12, "")),
        ("truncated", exchange(200, SOAP12, &GUIDE[..GUIDE.len() / 2])),
        ("multipart", exchange(200, "multipart/related; boundary=x", "--x")),
        ("relates to another", exchange(200, SOAP12, &GUIDE.replace("9ae0698e", "9ae0698f"))),
        (
            "expired",
            exchange(
                200,
                SOAP12,
                &GUIDE.replace("00:17:56.115Z", "00:07:56.115Z").replace("00:22:56.115Z", "00:12:56.115Z"),
            ),
        ),
        (
            "another answer",
            exchange(
                200,
                SOAP12,
                &GUIDE
                    .replace("GetOrderStatusResponse xmlns", "GetPriceResponse xmlns")
                    .replace("</GetOrderStatusResponse>", "</GetPriceResponse>"),
            ),
        ),
    ];
    let lines = cases.into_iter().map(|(name, result)| {
        let rejected = result.expect_err(name);
        let kind = match rejected.kind() {
            RejectedKind::Refused => "refused",
            RejectedKind::Unreadable => "unreadable",
            RejectedKind::Untrusted => "untrusted",
            _ => "new kind",
        };
        let (code, hint) = (rejected.code().unwrap_or("-"), rejected.hint().unwrap_or("-"));
        format!("{name}\n  {kind}, {code}: {rejected}\n  {hint}")
    });
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
}
