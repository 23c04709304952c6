//! `b2b decode`.

use std::fs::File;
use std::path::PathBuf;

use b2b_model::OrderStatus;

use crate::world::{Ended, b2b};

fn fixture(name: &str) -> PathBuf {
    let fixtures = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/westcon/get-order-status");
    fixtures.join(name).with_extension("response.xml")
}

fn decode(name: &str, arguments: &[&str]) -> Ended {
    Ended::of(b2b().arg("decode").arg(fixture(name)).args(arguments).output().unwrap())
}

#[test]
fn a_recorded_answer_as_table_and_json() {
    insta::assert_snapshot!(decode("guide-sample", &[]).data(0), @r"
    Order 0000543814  PO 897879  type ZOR  in review (22 Sales Review)
      LINE    SKU    QUANTITY  STAGE      SUPPLIER SAYS
      000010  MB100      1 EA  in review  22 Sales Review
              promised 2016-05-31  0 EA
    ");
    let json = decode("guide-sample-soap11", &["--format", "json"]);
    let orders: Vec<OrderStatus> = serde_json::from_str(json.data(0)).unwrap();
    assert_eq!(orders[0].lines[0].sku, Some("MB100".into()));
}

#[test]
fn stdin() {
    let recorded = File::open(fixture("guide-sample")).unwrap();
    let ended = Ended::of(b2b().args(["decode", "-"]).stdin(recorded).output().unwrap());
    assert_eq!(ended.data(0), decode("guide-sample", &[]).data(0));
}

#[test]
fn what_the_reader_forgave_is_said() {
    let ended = decode("odd-forms", &[]);
    insta::assert_snapshot!(ended.data(0), @r"
    Order 0000704577  PO PO <&> 2007  type ZXX  other (IA Not yet processed)
      LINE    SKU        QUANTITY  STAGE  SUPPLIER SAYS
      000010  CP-7975G=         -  other  IA Not yet processed
              promised 2013-12-01  235 EA  released (71 Invoiced)
    ");
    insta::assert_snapshot!(ended.stderr, @r#"
    warning: OrderLine/LineQuantity at /Envelope/Body/…/Order/OrderLines/OrderLine/LineQuantity, line 1, byte 1640: "1,0x" is not a decimal
    warning: ScheduleLine/PromisedDeliveryDate at /Envelope/Body/…/OrderLine/ScheduleLines/ScheduleLine/PromisedDeliveryDate, line 1, byte 1817: "20131201" has no time of day
    warning: ScheduleLine/PromisedQuantity at /Envelope/Body/…/OrderLine/ScheduleLines/ScheduleLine/PromisedQuantity, line 1, byte 1874: "       235.000" is padded
    "#);
}

#[test]
fn an_order_with_a_problem() {
    let ended = decode("unknown-among-known", &[]);
    assert!(ended.data(1).contains("MB100"));
    insta::assert_snapshot!(ended.stderr, @r#"
    warning: OrderLine/LineQuantity at /Envelope/Body/…/Order/OrderLines/OrderLine/LineQuantity, line 1, byte 1616: "         1.000" is padded
    warning: ScheduleLine/PromisedQuantity at /Envelope/Body/…/OrderLine/ScheduleLines/ScheduleLine/PromisedQuantity, line 1, byte 1866: "         0.000" is padded
    error: 999999: The order is not known for this account (code 6)
    "#);
}

#[test]
fn what_is_no_answer() {
    insta::assert_snapshot!(decode("refused-wrong-key", &[]).complaint(4), @r"
    error: the recorded answer is a refusal (FailedAuthentication): At least one security token in the message could not be validated
    hint: Do what the supplier's message says.
    ");
    insta::assert_snapshot!(decode("no-such-fixture", &[]).complaint(12).split_once("get-order-status/").unwrap().1, @r"
    no-such-fixture.response.xml cannot be read: No such file or directory (os error 2)
    hint: Give the file with the recorded answer, or - for stdin.
    ");
    let empty = Ended::of(b2b().args(["decode", "-", "--format", "json"]).output().unwrap());
    insta::assert_snapshot!(empty.complaint(7), @r"
    error: the document is no answer of a supplier: there is no body
    hint: Check that all of the answer's body was recorded, and nothing else.
    ");
}

const STOCK: &str = r#"<InventoryInquiryResponse xmlns="http://fcb2b.com/schemas/2.0/InventoryServices"><StockCheck>
    <DropFlag>true</DropFlag><ClientIdentifier/><AvailableShadeOrDyeLot>A1</AvailableShadeOrDyeLot>
    <TextDescription>Oak</TextDescription><RollOrCutFlag>R</RollOrCutFlag><SupplierItemSKU>CASIMP10</SupplierItemSKU>
    <AvailableUnitOfMeasure>SF</AvailableUnitOfMeasure><AvailableQuantity>.00</AvailableQuantity>
    </StockCheck></InventoryInquiryResponse>"#;
const RESERVES: &str = "<GetReservesResponse><Reservations><Reservation><ReserveNumber>7</ReserveNumber><ReservationLines>\
    <ReservationLine><LineNumber>1</LineNumber><SupplierItemSKU>A</SupplierItemSKU><Quantity>5</Quantity>\
    <UnitOfMeasure>BX</UnitOfMeasure><Sidemarks>SMITH</Sidemarks></ReservationLine></ReservationLines></Reservation>\
    </Reservations></GetReservesResponse>";
const ORDERS: &str = "<OrdersResponse><Orders><Order><OrderNumber>3132305</OrderNumber><PurchaseOrderNumber>PO-1\
    </PurchaseOrderNumber><OrderDate>2024-12-19</OrderDate><StatusDescription>Shipped</StatusDescription>\
    <ShippingAddress>1200 Main St</ShippingAddress></Order></Orders></OrdersResponse>";
const REFUSAL: &str = "<x><error>SKUNotFound</error><Description>SKU not available or does not exist</Description></x>";

fn decoded(document: &str, arguments: &[&str]) -> Ended {
    let home = tempfile::TempDir::new().unwrap();
    std::fs::write(home.path().join("answer.xml"), document).unwrap();
    Ended::of(b2b().current_dir(home.path()).args(["decode", "answer.xml"]).args(arguments).output().unwrap())
}

#[test]
fn answers_of_producers_are_told_apart() {
    insta::assert_snapshot!(decoded(STOCK, &[]).data(0), @r"
    SKU       LOT  FORM  AVAILABLE  NOTE
    CASIMP10  A1   roll       0 SF  Oak, discontinued
    ");
    insta::assert_snapshot!(decoded(RESERVES, &[]).data(0), @r"
    RESERVE  LINE  SKU  QUANTITY  FOB  PRICE  SIDEMARK  HOLDS UNTIL
    7           1  A        5 BX  -        -  SMITH     -
    ");
    let orders = decoded(ORDERS, &["--format", "json"]);
    let orders: Vec<OrderStatus> = serde_json::from_str(orders.data(0)).unwrap();
    assert_eq!(orders[0].supplier_order, Some("3132305".into()));
    insta::assert_snapshot!(decoded(REFUSAL, &[]).complaint(4), @r"
    error: the recorded answer is a refusal (SKUNotFound): SKU not available or does not exist
    hint: Do what the supplier's message says.
    ");
    insta::assert_snapshot!(decoded("<Weather/>", &[]).complaint(7), @r"
    error: the document is no answer of a supplier: no service is known that answers with <Weather>
    hint: Check that all of the answer's body was recorded, and nothing else.
    ");
    assert!(decoded(ORDERS, &["--protocol", "westcon"]).complaint(7).contains("no SOAP envelope"));
    decoded(&STOCK[..200], &[]).complaint(7);
}

fn of_techdata(name: &str) -> Ended {
    let recorded = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../techdata-xml/tests/answers").join(name);
    Ended::of(b2b().arg("decode").arg(recorded).output().unwrap())
}

#[test]
fn answers_of_techdata_are_told_by_their_root() {
    for (name, code, says) in [
        ("availability.xml", 1, "AVAILABLE"),
        ("price-availability.xml", 1, "1217.54"),
        ("multi-price-availability.xml", 0, "PRICE"),
        ("price-list.xml", 1, "promotion"),
        ("order-accepted.xml", 0, "Order "),
        ("order-refused.xml", 1, "problem: "),
        ("order-status-orders.xml", 1, "LINE"),
        ("order-status-by-po.xml", 0, "Order "),
        ("order-status-shipments.xml", 0, "serial "),
        ("invoice-detail-by-po.xml", 1, "Invoice "),
        ("ship-via.xml", 1, "SHIP VIA"),
        ("quote.xml", 1, "QUOTE"),
        ("required-eui.xml", 1, "AN ORDER HAS TO TELL"),
    ] {
        let ended = of_techdata(name);
        assert!(ended.stdout.contains(says), "{name}: {ended:?}");
        assert_eq!(ended.code, Some(code), "{name}: {ended:?}");
    }
    assert!(decoded("<XML_Order_Submit/>", &[]).complaint(7).contains("<XML_Order_Submit> is a submission"));
    assert!(decoded("<XML_Quote_Response><Header>", &[]).complaint(7).contains("no answer of a supplier"));
    insta::assert_snapshot!(of_techdata("invoice-detail-by-po.xml").stdout, @r"
    Invoice N145032  PO PO-4711  order 5626138  shipped (SHIPPED)  ordered 2012-07-09
      sent with UPS GROUND  tracking 1Z999AA10123456784  on 2023-01-09  from A1  invoiced 2023-01-10
        see https://carrier.example/?a=1&b=2
        to A SAMPLE CO, 5350 SAMPLE DR, CLEARWATER, FL, 33760
        line 000100  2 of 7512ZJ  HINGE
          serial SN-0001
          serial SN-0002
        goods 250.00  tax 12.50  total 262.50
      sent  tracking 1Z999AA10123456785
        1 of 070374
        total 10.00

    No invoice yet  PO PO-0000
      problem: No orders found for PO-0000
    ");
}
