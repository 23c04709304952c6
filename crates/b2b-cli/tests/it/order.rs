//! `b2b order` when things go well.

use std::process::Stdio;

use b2b_model::OrderStatus;
use b2b_sandbox::Westcon;

use crate::world::{World, b2b};

#[test]
fn a_table_to_be_read() {
    let world = World::new();
    let ended = world.run("order 704571 704572 704575 999999");
    insta::assert_snapshot!(ended.data(1), @r"
    Order 0000543814  PO 897879  type ZOR  in review (22 Sales Review)
      LINE    SKU    QUANTITY  STAGE      SUPPLIER SAYS
      000010  MB100      1 EA  in review  22 Sales Review
              promised 2016-05-31  0 EA

    Order 0000704572  PO PO-2001  type ZOR  invoiced (73 Invoiced)
      LINE    SKU              QUANTITY  STAGE                  SUPPLIER SAYS
      000010  CP-7975G=           10 EA  invoiced               73 Invoiced
              your line 1
              promised 2016-05-20  6 EA
              promised 2016-05-24  4 EA
              sent with UPS GROUND  tracking 1Z999AA10123456784
              sent with FEDEX  tracking 449044304137821
      000020  AIR-CT2504-5-K9      2 EA  purchased from vendor  32 PO Created
              your line 2
              promised 2016-06-15  2 EA  bought with 4500123456  vendor's order VSO-88123

    Order 0000704575  PO PO-2005  type ZOR  in review (11 Finance Review)
      problem: Schedule lines are not available at the moment (code 17)
      LINE    SKU    QUANTITY  STAGE      SUPPLIER SAYS
      000010  MB100      4 EA  in review  11 Finance Review
              promised 2016-05-31  0 EA

    Order 999999
      problem: The order is not known for this account (code 6)
    ");
    insta::assert_snapshot!(ended.stderr, @r"
    error: 704575: Schedule lines are not available at the moment (code 17)
    error: 999999: The order is not known for this account (code 6)
    hint: Check the number, or ask by your purchase order's number: b2b order po:NUMBER.
    ");
}

#[test]
fn json_for_programs() {
    let world = World::new();
    let ended = world.run("order 704571 --format json");
    let orders: serde_json::Value = serde_json::from_str(ended.data(0)).unwrap();
    assert_eq!(orders[0]["lines"][0]["sku"], "MB100");
    assert_eq!(ended.stderr, "");
    let orders: Vec<OrderStatus> = serde_json::from_value(orders).unwrap();
    assert_eq!(orders.len(), 1);
}

#[test]
fn numbers_of_either_kind() {
    let world = World::new();
    let table = world.run("order 704571");
    for arguments in ["westcon:704571", "po:897879", "897879 --by customer-po", "704571 --by westcon"] {
        assert_eq!(world.run(&format!("order {arguments}")).data(0), table.data(0), "{arguments}");
    }
    let both = world.run("order po:PO-2001 --format json");
    let orders: Vec<OrderStatus> = serde_json::from_str(both.data(0)).unwrap();
    assert_eq!(orders.len(), 2);
}

#[test]
fn serial_numbers_when_asked_for() {
    let world = World::new();
    assert!(!world.run("order 704573").data(0).contains("FCH2016D004"));
    assert!(world.run("order 704573 --serials").data(0).contains("serial FCH2016D004  MAC FF:AC:BB:22:33:44"));
}

#[test]
fn offline_shows_the_request_and_sends_nothing() {
    let world = World::new();
    let ended = world.run("order 704571 --offline");
    insta::with_settings!({filters => vec![
        (r"\d{4}-\d\d-\d\dT[\d:.]+Z", "MOMENT"),
        (r"[0-9a-f]{8}-[0-9a-f-]{27}", "UUID"),
        (r"SANDBOX", "SANDBOX"),
    ]}, {
        insta::assert_snapshot!(ended.data(0), @r#"
        POST https://SANDBOX/B2B/OrderStatus/v2/OrderStatus.svc HTTP/1.1
        content-type: application/soap+xml; charset=utf-8; action="http://tempuri.org/IOrderStatus/GetOrderStatus"
        accept: application/soap+xml, text/xml

        <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing" xmlns:u="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd" xmlns:tem="http://tempuri.org/" xmlns:wes="http://schemas.datacontract.org/2004/07/Westcon.B2B.WebServices.OrderStatus.Contracts.Request"><s:Header><a:Action s:mustUnderstand="1">http://tempuri.org/IOrderStatus/GetOrderStatus</a:Action><a:MessageID>urn:uuid:UUID</a:MessageID><a:ReplyTo><a:Address>http://www.w3.org/2005/08/addressing/anonymous</a:Address></a:ReplyTo><a:To s:mustUnderstand="1">https://SANDBOX/B2B/OrderStatus/v2/OrderStatus.svc</a:To><o:Security xmlns:o="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" s:mustUnderstand="1"><u:Timestamp u:Id="_0"><u:Created>MOMENT</u:Created><u:Expires>MOMENT</u:Expires></u:Timestamp><o:UsernameToken u:Id="uuid-UUID-1"><o:Username>1001065</o:Username><o:Password Type="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText">‹redacted›</o:Password></o:UsernameToken></o:Security></s:Header><s:Body><tem:GetOrderStatus><tem:request><wes:WestconOrderStatus><wes:CustomerAccountNumber>1001065</wes:CustomerAccountNumber><wes:OrderNumberType>W</wes:OrderNumberType><wes:Orders><wes:Order><wes:OrderNumber>704571</wes:OrderNumber></wes:Order></wes:Orders><wes:ReturnSerialNumberAndMACAddress>false</wes:ReturnSerialNumberAndMACAddress></wes:WestconOrderStatus></tem:request></tem:GetOrderStatus></s:Body></s:Envelope>
        "#);
    });
    assert!(world.sandbox.exchanges().is_empty());
}

#[test]
fn variables_alone_are_enough() {
    let world = World::new();
    let mut command = b2b();
    command
        .args(["order", "704571"])
        .env("B2B_WESTCON_URL", format!("{}{}", world.sandbox.url(), Westcon::PATH))
        .env("B2B_WESTCON_ACCOUNT", Westcon::ACCOUNT)
        .env("B2B_WESTCON_KEY", Westcon::KEY)
        .env("B2B_WESTCON_CA", world.sandbox.ca_path())
        .current_dir("/");
    assert!(world.ended(command).data(0).contains("MB100"));
}

#[test]
fn one_supplier_hides_no_other() {
    let world = World::new();
    let broken = world.table("westcon-uk").replace("account = \"", "account = \"12345");
    world.write("b2b.toml", &format!("{}{broken}", world.table("westcon")));
    let ended = world.run("order po:897879");
    assert!(ended.data(1).contains("MB100"));
    insta::assert_snapshot!(ended.stderr, @r"
    error: westcon-uk cannot be asked: CustomerAccountNumber has 12 characters, 10 are allowed
    hint: Shorten it: the service's limits are those of table 3.1 of its guide.
    ");
    // Whoever can be asked by its own numbers is.
    assert!(world.run("order 704571").data(1).contains("MB100"));
    assert!(world.run("order 704571 --by westcon").data(0).contains("MB100"));
    insta::assert_snapshot!(world.run("order wescton:704571").complaint(2), @r"
    error: no supplier is called wescton
    hint: Configured suppliers: westcon, westcon-uk.
    ");
    assert!(world.run("order westcon:704571").data(0).contains("MB100"));
    world.write("b2b.toml", &world.table("westcon"));
    insta::assert_snapshot!(world.run("order wescton:704571").complaint(2), @r"
    error: no supplier is called wescton
    hint: Configured suppliers: westcon.
    ");
}

#[test]
fn what_goes_over_the_wire_is_shown_without_secrets() {
    let world = World::new();
    let ended = world.run("-v order 704571 --trace-http");
    assert!(ended.data(0).starts_with("Order 0000543814"));
    for expected in ["> POST https://SANDBOX", "‹redacted›</", "< 200 OK after ", "MB100", "exchange ended"] {
        assert!(ended.stderr.contains(expected), "{expected}: {}", ended.stderr);
    }
    assert!(!ended.stderr.contains("the first part"), "{}", ended.stderr);
}

#[test]
fn colours_are_for_those_who_want_them() {
    let world = World::new();
    let coloured = |variables: &[(&str, &str)]| {
        let mut command = world.command("order 704571");
        command.envs(variables.iter().copied());
        world.ended(command).data(0).contains('\u{1b}')
    };
    assert!(!coloured(&[]));
    assert!(coloured(&[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
}

#[test]
fn a_reader_who_goes_away_has_seen_enough() {
    let world = World::new();
    let mut child = world.command("order 704571").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(0), ""));
}
