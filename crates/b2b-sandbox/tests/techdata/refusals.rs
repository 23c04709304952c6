//! Submissions that are refused, and what the record says of them.

use b2b_http::{Error, ErrorKind};
use b2b_sandbox::Techdata;
use techdata_xml::{
    Document, Endpoint, ErrorPlace, Item, OrderOutcome, OrderStatusSubmit, OrderSubmit, OrderType, errors_of, root_name,
};

use crate::support::{client_at, header, order, post, record, sandbox, texts, url};

/// The ten submissions, without their headers, each right as it stands.
const BODIES: &[(&str, &str, &str)] = &[
    (
        "Availability",
        "<TransSetIDCode>846SEND</TransSetIDCode><TransControlID>1</TransControlID>",
        "<Detail><LineInfo><AssignedID>1</AssignedID><RefIDQual>VP</RefIDQual><RefID>070374</RefID></LineInfo></Detail>",
    ),
    ("PriceAvailability", "", "<Detail><LineInfo><RefIDQual>VP</RefIDQual><RefID>070374</RefID></LineInfo></Detail>"),
    (
        "MultiPriceAvailability",
        "",
        "<Detail><LineInfo><RefIDQual>VP</RefIDQual><RefID>070374</RefID></LineInfo></Detail>",
    ),
    (
        "Order",
        "<OrderTypeCode>BS</OrderTypeCode><PONbr>PO-1</PONbr>",
        "<Detail><LineInfo><QtyOrdered>1</QtyOrdered><ProductIDQual>VP</ProductIDQual><ProductID>070374</ProductID></LineInfo></Detail>",
    ),
    (
        "OrderStatus",
        "",
        "<Detail><PurposeCode>01</PurposeCode><RefInfo><RefIDQual>PO</RefIDQual><RefID>PO-4711</RefID></RefInfo></Detail>",
    ),
    (
        "ShipVia",
        "<TransSetIDCode>X</TransSetIDCode><TransControlID>1</TransControlID>",
        "<Detail><PostalCode>33760</PostalCode><LineInfo><AssignedID>1</AssignedID><RefIDQual>VP</RefIDQual><RefID>070374</RefID><WhseCode/></LineInfo></Detail>",
    ),
    ("PriceList", "", "<Detail><LineInfo><RefIDQual>VP</RefIDQual><RefID>070374</RefID></LineInfo></Detail>"),
    ("InvoiceDetailByPO", "", "<Detail><POInfo><PONbr>PO-4711</PONbr></POInfo></Detail>"),
    (
        "Quote",
        "<TransSetIDCode>812</TransSetIDCode><TransControlID>1</TransControlID>",
        "<Detail><RefInfo><RefIDQual>QT</RefIDQual><RefID>4000500754</RefID></RefInfo></Detail>",
    ),
    ("RequiredEUI", "", "<Detail><LineInfo><RefIDQual>VP</RefIDQual><RefID>070374</RefID></LineInfo></Detail>"),
];

/// Sends one with this header; the answer must be a document of the service, with status 200.
async fn ask(sandbox: &b2b_sandbox::Sandbox, name: &str, header: &str, detail: &str) -> String {
    let (status, answer) = post(sandbox, format!("<XML_{name}_Submit>{header}{detail}</XML_{name}_Submit>")).await;
    assert_eq!(status, 200, "{answer}");
    let root = root_name(answer.as_bytes()).unwrap();
    let expected = format!("XML_{name}_Response");
    assert!(root == expected || name == "OrderStatus" && root == "XML_ShipmentStatus_Response", "{root} to {name}");
    let read = Document::read(answer.as_bytes()).unwrap();
    assert!(read.warnings.iter().all(|warning| !warning.to_string().contains("unknown")), "{:?}", read.warnings);
    answer
}

#[tokio::test]
async fn the_shortest_submissions_are_answered() {
    let sandbox = sandbox().await;
    for (name, fields, detail) in BODIES {
        let answer = ask(&sandbox, name, &header(fields), detail).await;
        for sign in ["ErrorDesc", "ErrorMsg", "DescHdrErr"] {
            assert!(!answer.contains(sign), "{name}: {answer}");
        }
        assert!(sandbox.exchanges()[0].explanation.is_none(), "{name}");
        assert_eq!(sandbox.exchanges()[0].operation.as_deref(), Some(*name));
    }
}

/// Without a user name, with another one, with another password: each in the place where the transaction has its errors.
#[tokio::test]
async fn a_refused_login_stands_where_the_transaction_has_its_errors() {
    let sandbox = sandbox().await;
    let (user, password) = (Techdata::USERNAME, Techdata::PASSWORD);
    for (name, fields, detail) in BODIES {
        let place = match *name {
            "Order" => "<DescHdrErr>",
            "InvoiceDetailByPO" => "<ErrorMsg>",
            _ => "<ErrorDesc>",
        };
        for (user, password, text, why) in [
            ("", password, "The required UserName tag is either blank or missing", "UserName is required"),
            (user, "", "The required Password tag is either blank or missing", "Password is required"),
            ("000001", password, "Login failed", "The user name is not the one of the ready line"),
            (user, "another-password", "Login failed", "The password is not the one of the ready line"),
        ] {
            let header = format!("<Header><UserName>{user}</UserName><Password>{password}</Password>{fields}</Header>");
            let answer = ask(&sandbox, name, &header, detail).await;
            assert!(answer.contains(&format!("{place}{text}")), "{text} in {answer}");
            let record = record(&sandbox);
            assert!(record.contains(why), "{why} in {record}");
            for secret in [Techdata::PASSWORD, "another-password", "000001"] {
                assert!(!record.contains(secret), "{secret} in {record}");
            }
        }
        assert!(ask(&sandbox, name, "", detail).await.contains("The required Header tag"), "{name}");
    }
}

#[tokio::test]
async fn the_client_tells_a_refused_login_from_a_refused_line() {
    let sandbox = sandbox().await;
    let client = client_at(&sandbox, Endpoint::at(url(&sandbox), Techdata::USERNAME, "another-password"));
    let item = || [Item::tech_data("070374")];
    let refusals: [Error; 8] = [
        client.availability(item()).await.map(drop).unwrap_err(),
        client.price_availability(item()).await.map(drop).unwrap_err(),
        client.multi_price_availability(item()).await.map(drop).unwrap_err(),
        client.ship_via("33760", item()).await.map(drop).unwrap_err(),
        client.price_list(item()).await.map(drop).unwrap_err(),
        client.required_eui(item()).await.map(drop).unwrap_err(),
        client.invoice_detail_by_po(["PO-4711"]).await.map(drop).unwrap_err(),
        client.order_status(OrderStatusSubmit::shipments_of_order("5626138")).await.map(drop).unwrap_err(),
    ];
    for error in refusals {
        assert_eq!(error.kind(), ErrorKind::Refused, "{error}");
        assert!(texts(errors_of(&error))[0].starts_with("Login failed"), "{error}");
    }
    match client.place_order(order("PO-1", &[("070374", 1)])).await.unwrap() {
        OrderOutcome::Refused { errors, .. } => assert_eq!(errors[0].place, ErrorPlace::OrderHeader),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_order_is_told_every_rule_that_it_breaks() {
    let sandbox = sandbox().await;
    let reference = "<RefNbrs><RefIDQual>AY</RefIDQual><RefID>12345678901</RefID></RefNbrs>";
    let more = format!(
        "<OrderTypeCode>BS</OrderTypeCode><PONbr>PO-RULES</PONbr>{}<SalesRequirementCode/><Name/><AddrInfo><Addr/></AddrInfo>\
         <CityName/><StateProvinceCode>Florida</StateProvinceCode><PostalCode/><ContactName/><EndUserInfo><EuiName>City Library</EuiName></EndUserInfo>",
        reference.repeat(4)
    );
    let line = "<LineInfo><QtyOrdered>0</QtyOrdered><ProductIDQual>VP</ProductIDQual><ProductID>070374</ProductID>\
        <WhseCode/><IDCode/></LineInfo>";
    let answer = ask(&sandbox, "Order", &header(&more), &format!("<Detail>{line}</Detail>")).await;
    for rule in [
        "TOO MANY REFERENCE NUMBERS - 4 sent, 3 allowed",
        "REFERENCE NUMBER TOO LONG - RefIDQual=AY, 10 characters allowed",
        "END USER PO NUMBER IS REQUIRED",
        "INVALID STATE OR PROVINCE CODE - StateProvinceCode=Florida",
        "QUANTITY MUST BE GREATER THAN ZERO",
    ] {
        assert!(answer.contains(rule), "{rule} in {answer}");
    }
}

#[tokio::test]
async fn what_breaks_the_manuals_rules_is_refused_with_its_type_and_maximum() {
    let sandbox = sandbox().await;
    let long = "9".repeat(21);
    let line = |number: &str| format!("<LineInfo><RefIDQual>VP</RefIDQual><RefID>{number}</RefID></LineInfo>");
    let detail = format!("<Detail>{}{}{}</Detail>", line("070374"), line(&long), line(""));
    let answer = ask(&sandbox, "PriceAvailability", &header(""), &detail).await;
    // The good line survives.
    assert!(answer.contains("PATCH CABLE 2M"), "{answer}");
    assert!(answer.contains("<ErrorDesc>The RefID tag is longer than 20 characters</ErrorDesc>"), "{answer}");
    assert!(answer.contains("<ErrorDesc>The required RefID tag is either blank or missing</ErrorDesc>"), "{answer}");
    let exchange = sandbox.exchanges()[0].clone();
    let detail = &exchange.explanation.as_ref().unwrap().detail;
    assert_eq!(detail["elements"][0]["element"], "/XML_PriceAvailability_Submit/Detail/LineInfo[2]/RefID");
    assert_eq!(
        (detail["elements"][0]["type"].as_str(), detail["elements"][0]["maximum"].as_u64()),
        (Some("A/N"), Some(20))
    );

    let fields = format!("<TransControlID>{}</TransControlID>", "x".repeat(101));
    let answer = ask(&sandbox, "PriceAvailability", &header(&fields), &format!("<Detail>{}</Detail>", line("1"))).await;
    assert!(answer.contains("The TransControlID tag is longer than 100 characters"), "{answer}");

    for (name, detail) in [("PriceAvailability", "<Detail/>"), ("Order", "<Detail><LineInfo/></Detail>"), ("Quote", "")]
    {
        let answer = ask(&sandbox, name, &header(""), detail).await;
        assert!(answer.contains("is either blank or missing"), "{answer}");
    }
    for (set, right) in [("846REC", false), ("846SEND", true)] {
        let fields = format!("<TransSetIDCode>{set}</TransSetIDCode><TransControlID>1</TransControlID>");
        let answer = ask(&sandbox, "Availability", &header(&fields), BODIES[0].2).await;
        assert_eq!(answer.contains("The TransSetIDCode tag must be 846SEND"), !right, "{answer}");
    }
    let order = OrderSubmit::new("PO-1", OrderType::Bs);
    assert!(order.lines.is_empty());
    let bad = "<Detail><LineInfo><QtyOrdered>many</QtyOrdered></LineInfo></Detail>";
    assert!(ask(&sandbox, "Order", &header(""), bad).await.contains("<DescHdrErr>The QtyOrdered tag is not valid"));
}

#[tokio::test]
async fn what_is_no_submission_is_answered_and_never_with_500() {
    let sandbox = sandbox().await;
    let billion = "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>".to_owned();
    let deep = "<a>".repeat(100_000);
    for body in [
        "",
        " ",
        "no xml",
        "<",
        "<a",
        "<a/>",
        "<XML_Foo_Submit/>",
        "<XML_Order_Submit>",
        "<XML_Order_Submit/>",
        "<XML_Order_Submit><Header></XML_Order_Submit>",
        "\u{FEFF}<XML_Quote_Submit/>",
        "<?xml version='1.0'?>",
        &billion,
        &deep,
        "{\"json\": true}",
        "<XML_Order_Response/>",
        "<a/><b/>",
    ] {
        let (status, answer) = post(&sandbox, body).await;
        assert_eq!(status, 200, "{answer}");
        assert!(Document::read(answer.as_bytes()).is_ok(), "{answer}");
        assert!(sandbox.exchanges()[0].explanation.is_some(), "{answer}");
    }
    let garbage: Vec<u8> = (0..=255).cycle().skip(7).take(5_000).collect();
    assert_eq!(post(&sandbox, garbage).await.0, 200);
    // Cut anywhere, a good one is answered too.
    let (name, fields, detail) = BODIES[3];
    let whole = format!("<XML_{name}_Submit>{}{detail}</XML_{name}_Submit>", header(fields));
    for end in (0..whole.len()).step_by(13) {
        assert_eq!(post(&sandbox, &whole.as_bytes()[..end]).await.0, 200);
    }
    let (_, answer) = post(&sandbox, whole).await;
    assert!(answer.contains("<RefIDQual>ON"), "none of the cut ones was placed: {answer}");
}
