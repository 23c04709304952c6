//! What is about HTTP and the form of documents.

use b2b_http::{ErrorKind, Transport, TransportLimits};
use b2b_sandbox::{FAULT_HEADER, Scheme, Techdata};
use techdata_xml::{
    Client, DoctypeLine, Endpoint, Item, PriceAvailabilitySubmit, PriceListSubmit, Wire, XmlDeclaration,
};

use crate::support::{client, client_at, endpoint, header, post, record, sandbox, transport, url};

const LINE: &str = "<LineInfo><RefIDQual>VP</RefIDQual><RefID>070374</RefID></LineInfo>";

#[tokio::test]
async fn documents_may_have_a_declaration_and_a_document_type() {
    let sandbox = sandbox().await;
    for wire in [
        Wire::default().doctype(DoctypeLine::Send),
        Wire::default().declaration(XmlDeclaration::Send),
        Wire::default().doctype(DoctypeLine::Send).declaration(XmlDeclaration::Send),
    ] {
        let client = client_at(&sandbox, endpoint(&sandbox).wire(wire));
        assert!(client.price_availability([Item::tech_data("070374")]).await.unwrap().value.lines[0].result.is_ok());
    }
    let body = format!(
        "<!DOCTYPE XML_PriceAvailability_Submit SYSTEM 'x.dtd' []>\n<XML_PriceAvailability_Submit>{}<Detail>{LINE}</Detail></XML_PriceAvailability_Submit>",
        header("")
    );
    assert!(post(&sandbox, body).await.1.contains("PATCH CABLE"));
}

#[tokio::test]
async fn plain_http_works_and_is_noted() {
    let sandbox = sandbox().await;
    let url = format!("{}{}", sandbox.http_url(), Techdata::PATH);
    let client = client_at(&sandbox, Endpoint::at(url, Techdata::USERNAME, Techdata::PASSWORD));
    client.price_availability([Item::tech_data("070374")]).await.unwrap();
    assert_eq!(sandbox.exchanges()[0].scheme, Scheme::Http);
    assert!(!record(&sandbox).contains(Techdata::PASSWORD));
}

#[tokio::test]
async fn the_ready_line_says_how_to_get_in() {
    let sandbox = sandbox().await;
    let line: serde_json::Value = serde_json::from_str(&sandbox.ready_line().to_string()).unwrap();
    assert_eq!(line["techdata"]["username"], Techdata::USERNAME);
    assert_eq!(line["techdata"]["password"], Techdata::PASSWORD);
    assert_eq!(line["techdata"]["path"], Techdata::PATH);
}

#[tokio::test]
async fn content_types_are_not_looked_at_and_methods_are() {
    let sandbox = sandbox().await;
    let body =
        format!("<XML_PriceAvailability_Submit>{}<Detail>{LINE}</Detail></XML_PriceAvailability_Submit>", header(""));
    for (method, content_type, path, status) in [
        ("POST", "application/x-www-form-urlencoded", "/xmlservlet", 200),
        ("POST", "application/json", "/XMLServlet", 200),
        ("POST", "text/xml", "/xmlservlet/", 200),
        ("GET", "text/xml", "/xmlservlet", 405),
        ("PUT", "text/xml", "/xmlservlet", 405),
    ] {
        let request = http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", sandbox.url()))
            .header("content-type", content_type)
            .body(body.clone().into())
            .unwrap();
        let response = transport(&sandbox).send(request, &TransportLimits::default()).await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{method} {path}");
        assert_eq!(
            response.headers().get("allow").map(|allow| allow.as_bytes()),
            (status == 405).then_some(&b"POST"[..])
        );
    }
}

#[tokio::test]
async fn ids_are_echoed_unless_they_are_magic() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let ask = async |id: &str, line: &str| {
        let mut submission = PriceAvailabilitySubmit::of([Item::tech_data("070374")]);
        submission.header.trans_control_id = Some(id.into());
        submission.lines[0].assigned_id = Some(line.into());
        client.send(submission).await
    };
    let answer = ask("ID <1> & more", "line 1").await.unwrap();
    assert_eq!(answer.value.header.unwrap().trans_control_id.as_deref(), Some("ID <1> & more"));
    let error = ask(Techdata::NOT_ECHOED, "1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Untrusted, "{error}");
    let answer = ask(Techdata::NOT_REPEATED, Techdata::NOT_REPEATED).await.unwrap();
    assert_eq!(answer.value.lines[0].matched, Some(techdata_xml::Matched::ByPartNumber));
    let answer = ask("1", Techdata::NOT_ECHOED).await.unwrap();
    assert!(answer.value.lines[0].result.is_err() && answer.value.unasked.len() == 1);
    let body =
        format!("<XML_PriceAvailability_Submit>{}<Detail>{LINE}</Detail></XML_PriceAvailability_Submit>", header(""));
    assert!(post(&sandbox, body).await.1.contains("<TransControlID/>"));
    let mut bare = PriceListSubmit::of([Item::tech_data("070374")]);
    bare.header.trans_control_id = Some(Techdata::NOT_REPEATED.into());
    let answer = client.send(bare).await.unwrap();
    assert!(std::str::from_utf8(&answer.body).unwrap().contains("<Header/>"));
}

/// However a secret is written, the record does not show it.
#[tokio::test]
async fn the_record_shows_no_secret() {
    const SECRET: &str = "correct-horse-battery";
    let sandbox = sandbox().await;
    let (head, tail) = SECRET.split_at(7);
    let document = |inner: &str| format!("<XML_Order_Submit><Header>{inner}</Header><Detail/></XML_Order_Submit>");
    let plain = document(&format!("<Password>{SECRET}</Password>"));
    for body in [
        plain.clone(),
        document(&format!("<Password> {SECRET} </Password>")),
        document(&format!("<Password><![CDATA[{SECRET}]]></Password>")),
        document(&format!("<Password>{head}<!-- -->{tail}</Password>")),
        document(&format!("<Password>{head}&#45;{}</Password>", &tail[1..])),
        document(&format!("<Password>{head}<b>{tail}</b></Password>")),
        document(&format!("<password>{SECRET}</password>")),
        document(&format!("<UserName>{SECRET}</UserName>")),
        document(&format!("<CreditCardInfo><CCNbr>{SECRET}</CCNbr></CreditCardInfo>")),
        document(&format!("<Detail Password=\"{SECRET}\"/>")),
        plain.replace("</XML_Order_Submit>", ""),
        plain.replace("Order", "Foo"),
        format!("<Password>{SECRET}<"),
        format!("<Password>{SECRET}</Password>"),
        format!("<x>&{head};</x>"),
    ] {
        post(&sandbox, body.clone()).await;
        let record = record(&sandbox);
        for part in [SECRET, head, tail] {
            assert!(!record.contains(part), "{body} is shown as {record}");
        }
    }
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(plain.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    post(&sandbox, utf16).await;
    assert!(!record(&sandbox).contains(SECRET));
}

async fn lines_of(client: &Client, submission: PriceListSubmit) -> (usize, Option<b2b_http::Error>) {
    let mut lines = client.price_list_lines(submission).await.unwrap();
    let mut count = 0;
    while let Some(line) = lines.next().await {
        match line {
            Ok(line) if line.value.result.is_ok() => count += 1,
            Ok(_) => {}
            Err(error) => return (count, Some(error)),
        }
    }
    (count, None)
}

#[tokio::test]
async fn a_long_price_list_is_made_while_it_is_sent() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let list = |numbers: &[&str]| PriceListSubmit::of(numbers.iter().map(|number| Item::tech_data(*number)));
    let (count, error) = lines_of(&client, list(&["070374", "MANY20000", "ZZZZZZ", "MANY50"])).await;
    assert_eq!((count, error.map(|error| error.to_string())), (20_051, None));
    // The record has the beginning.
    let exchange = sandbox.exchanges()[0].clone();
    assert!(exchange.response_body.contains("<XML_PriceList_Response>") && exchange.response_body.len() < 70_000);
    assert!(exchange.explanation.as_ref().unwrap().sentence.contains("ZZZZZZ"));
    let (count, _) = lines_of(&client, list(&["MANY0"])).await;
    assert_eq!(count, 0);

    sandbox.put_fault("truncate=100000;times=1".parse().unwrap());
    let (count, error) = lines_of(&client, list(&["MANY20000"])).await;
    assert!(count > 50 && count < 500, "{count}");
    assert_eq!(error.unwrap().kind(), ErrorKind::Truncated);
    sandbox.put_fault("slow-body=1ms;times=1".parse().unwrap());
    assert_eq!(lines_of(&client, list(&["MANY1000"])).await.0, 1000);
}

/// Fifteen gigabytes: only what is asked for is made.
#[tokio::test]
async fn a_very_long_price_list_begins_at_once() {
    let sandbox = sandbox().await;
    let submission = PriceListSubmit::of([Item::tech_data("MANY20000000")]);
    let mut lines = client(&sandbox).price_list_lines(submission).await.unwrap();
    for at in 1..=1000 {
        let line = lines.next().await.unwrap().unwrap().value.result.unwrap();
        assert_eq!(line.ref_id1.unwrap(), format!("{at:010}").as_str());
    }
}

#[tokio::test]
async fn a_fault_can_concern_tech_data_alone() {
    let sandbox = sandbox().await;
    let request = http::Request::post(url(&sandbox))
        .header(FAULT_HEADER, "status=503;supplier=techdata")
        .body(bytes::Bytes::new())
        .unwrap();
    let response = transport(&sandbox).send(request, &TransportLimits::default()).await.unwrap();
    assert_eq!(response.status().as_u16(), 503);
}
