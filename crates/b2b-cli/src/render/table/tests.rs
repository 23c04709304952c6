use b2b_model::{NaiveDate, OrderStatus, Problem, Quantity};

use super::*;

fn styled(list: &[OrderStatus]) -> String {
    let entries: Vec<_> = list.iter().cloned().map(Entry::recorded).collect();
    orders(&entries)
}

fn plain(list: &[OrderStatus]) -> String {
    anstream::adapter::strip_str(&styled(list)).to_string()
}

fn quantity(amount: &str, unit: Option<&str>) -> Option<Quantity> {
    Some(Quantity::new(amount.parse().unwrap(), unit))
}

fn full() -> OrderStatus {
    let invoiced = || Some(Status::new(Stage::Invoiced, "73", Some("Invoiced")));
    OrderStatus {
        supplier_order: Some("0000704572".into()),
        customer_order: Some("PO-2001".into()),
        account: Some("0001001065".into()),
        order_type: Some("ZOR".into()),
        status: invoiced(),
        lines: vec![
            OrderLine {
                number: Some("000010".into()),
                customer_line: Some("1".into()),
                sku: Some("CP-7975G=".into()),
                ordered: quantity("10.000", Some("EA")),
                status: invoiced(),
                deliveries: vec![Delivery {
                    promised: NaiveDate::from_ymd_opt(2016, 5, 20),
                    quantity: quantity("6.000", Some("EA")),
                    status: invoiced(),
                    ..Delivery::default()
                }],
                shipments: vec![
                    Shipment {
                        carrier: Some("UPS GROUND".into()),
                        tracking: Some("1Z999AA10123456784".into()),
                        ..Shipment::default()
                    },
                    Shipment::default(),
                ],
                items: vec![
                    Item { serial: Some("FCH2016D004".into()), mac: Some("FF:AC:BB:22:33:44".into()) },
                    Item { serial: Some("FCH2016D005".into()), mac: None },
                ],
                ..OrderLine::default()
            },
            OrderLine {
                number: Some("000020".into()),
                sku: Some("AIR-CT2504-5-K9".into()),
                ordered: quantity("2.5", None),
                status: Some(Status::new(Stage::Scheduled, "41", None)),
                deliveries: vec![Delivery {
                    status: Some(Status::new(Stage::PurchasedFromVendor, "32", Some("PO Created"))),
                    purchase_order: Some("4500123456".into()),
                    vendor_order: Some("VSO-88123".into()),
                    ..Delivery::default()
                }],
                ..OrderLine::default()
            },
        ],
        problems: vec![Problem { code: Some("17".into()), message: Some("Prices are missing.".into()) }],
        ..OrderStatus::default()
    }
}

#[test]
fn everything_an_order_can_say() {
    insta::assert_snapshot!(plain(&[full()]), @r"
    Order 0000704572  PO PO-2001  type ZOR  invoiced (73 Invoiced)
      problem: Prices are missing (code 17)
      LINE    SKU              QUANTITY  STAGE      SUPPLIER SAYS
      000010  CP-7975G=           10 EA  invoiced   73 Invoiced
              your line 1
              promised 2016-05-20  6 EA
              sent with UPS GROUND  tracking 1Z999AA10123456784
              sent
              serial FCH2016D004  MAC FF:AC:BB:22:33:44
              serial FCH2016D005
      000020  AIR-CT2504-5-K9       2.5  scheduled  41
              promised for no known day  purchased from vendor (32 PO Created)  bought with 4500123456  vendor's order VSO-88123
    ");
}

#[test]
fn little_that_an_order_may_say() {
    let unknown = OrderStatus {
        customer_order: Some("PO-1".into()),
        problems: vec![Problem::default()],
        ..OrderStatus::default()
    };
    let bare = OrderStatus { lines: vec![OrderLine::default()], ..OrderStatus::default() };
    insta::assert_snapshot!(plain(&[unknown, bare]), @r"
    Order PO-1
      problem: the supplier gives no reason

    Order without number
      LINE  SKU  QUANTITY  STAGE  SUPPLIER SAYS
      -     -           -  -      -
    ");
    assert_eq!(plain(&[]), "");
}

#[test]
fn wide_characters_keep_their_columns() {
    let line = |sku: &str| OrderLine { sku: Some(sku.into()), ordered: quantity("1", None), ..OrderLine::default() };
    let order = OrderStatus { lines: vec![line("交換機"), line("MB100")], ..OrderStatus::default() };
    insta::assert_snapshot!(plain(&[order]), @r"
    Order without number
      LINE  SKU     QUANTITY  STAGE  SUPPLIER SAYS
      -     交換機         1  -      -
      -     MB100          1  -      -
    ");
}

#[test]
fn a_supplier_cannot_speak_to_the_terminal() {
    let order = OrderStatus {
        supplier_order: Some("1\u{1b}[2J".into()),
        order_type: Some("\u{9b}31mred\r\nOrder 2".into()),
        status: Some(Status::new(Stage::Other, "\u{7}", Some("a\tb"))),
        ..OrderStatus::default()
    };
    let shown = styled(&[order]);
    assert_eq!(anstream::adapter::strip_str(&shown).to_string(), "Order 1 [2J  type 31mred Order 2  other (a b)\n");
}

#[test]
fn colours_are_escape_sequences_around_the_text() {
    assert!(styled(&[full()]).contains("\u{1b}[32minvoiced\u{1b}[0m"));
}
