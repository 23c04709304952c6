//! The life of an order.

use std::sync::Arc;

use b2b_sandbox::{Clock, Options, Sandbox, Techdata};
use techdata_xml::order::Line;
use techdata_xml::{
    Client, Item, ItemQualifier, OrderLevel, OrderOutcome, OrderStatusSubmit, OrderSubmit, Reconciled,
    ReferenceQualifier, SalesRequirement, ShipViaCode, StatusCode, Text,
};

use crate::support::{client, now, order, record, sandbox, texts};

/// The number of an order that must be accepted.
async fn accepted(client: &Client, order: OrderSubmit) -> (Text, Vec<Text>) {
    match client.place_order(order).await.unwrap() {
        OrderOutcome::Accepted { number, answer } => {
            let parts = answer.value.confirmed().iter();
            let numbers = parts.map(|part| part.reference(&ReferenceQualifier::Order).unwrap().clone());
            (number, numbers.collect())
        }
        other => panic!("{other:?}"),
    }
}

/// Why an order is refused.
async fn refused(client: &Client, order: OrderSubmit) -> String {
    match client.place_order(order).await.unwrap() {
        OrderOutcome::Refused { errors, .. } => texts(&errors).join("; "),
        other => panic!("{other:?}"),
    }
}

async fn stock(client: &Client, number: &str) -> Vec<String> {
    let answer = client.availability([Item::tech_data(number)]).await.unwrap();
    let line = answer.value.lines[0].result.as_ref().unwrap().clone();
    line.whse_info.iter().map(|house| house.qty.as_ref().unwrap().value().unwrap().to_string()).collect()
}

#[tokio::test]
async fn an_order_is_found_by_everything_that_asks_for_it() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let (number, parts) = accepted(&client, order("PO-1", &[("10226038", 3), ("070374", 2)])).await;
    assert_eq!(parts, std::slice::from_ref(&number));
    assert_eq!(stock(&client, "10226038").await, ["22", "10", "0"]);

    let answer = client.order_status(OrderStatusSubmit::purchase_order("PO-1")).await.unwrap();
    let [short] = answer.value.orders() else { panic!("{answer:?}") };
    assert_eq!(short.reference(&ReferenceQualifier::Order), Some(&number));
    assert_eq!((short.order_status.as_ref(), short.lines.len()), (Some(&StatusCode::Invoiced), 0));
    let invoice = short.reference(&ReferenceQualifier::Invoice).unwrap().clone();

    for query in [OrderStatusSubmit::order(number.clone()), OrderStatusSubmit::invoice(invoice.clone())] {
        let answer = client.order_status(query).await.unwrap();
        let [detail] = answer.value.orders() else { panic!("{answer:?}") };
        assert_eq!((detail.lines.len(), detail.invoice_date.is_some()), (2, true));
        assert_eq!(detail.lines[0].qty_shipped.as_ref().unwrap().value().unwrap().to_string(), "3");
        // 3 × 217.54 + 2 × 3.50, two parcels at 7.50, 6 % tax on each.
        assert_eq!(detail.invoice_total.as_ref().unwrap().value().unwrap().to_string(), "714.20");
    }

    let query = OrderStatusSubmit::shipments_of_order(number.clone());
    let shipped = client.order_status(query).await.unwrap();
    let by_invoice = client.order_status(OrderStatusSubmit::shipments_of_invoice(invoice)).await.unwrap();
    assert_eq!(shipped.value.shipments()[0].containers, by_invoice.value.shipments()[0].containers);
    let [shipment] = shipped.value.shipments() else { panic!("{shipped:?}") };
    let [first, second] = &shipment.containers[..] else { panic!("{shipped:?}") };
    assert_ne!(first.container_id, second.container_id);
    let serials = |items: &[techdata_xml::order_status::ShippedItem]| {
        items.iter().map(|item| item.serial_numbers.len()).collect::<Vec<_>>()
    };
    assert_eq!((serials(&first.items), serials(&second.items)), (vec![3], vec![0]));

    let invoices = client.invoice_detail_by_po(["PO-1", "PO-unknown"]).await.unwrap();
    let [order, unknown] = &invoices.value.orders[..] else { panic!("{invoices:?}") };
    assert_eq!((order.order_nbr.as_ref(), order.containers.len()), (Some(&number), 2));
    assert_eq!(order.containers[0].items[0].serial_numbers.len(), 3);
    assert_eq!(unknown.error().unwrap().to_string(), "No orders were found for PO PO-unknown");
}

#[tokio::test]
async fn a_po_number_works_once() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    accepted(&client, order("PO-1", &[("070374", 1)])).await;
    let text = refused(&client, order("PO-1", &[("070374", 1)])).await;
    assert_eq!(text, "DUPLICATE PURCHASE ORDER NUMBER - PONbr=PO-1");
    assert!(record(&sandbox).contains("DUPLICATE"), "the record explains it");
    assert_eq!(stock(&client, "070374").await, ["999", "500"]);
}

#[tokio::test]
async fn what_is_wrong_with_an_order() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let of = |line: Line| order("PO-1", &[]).line(line);
    let plain = || order("PO-1", &[("070374", 1)]);

    let unknown = order("PO-1", &[("ZZZZZZ", 1)]);
    let mut numbered = unknown;
    numbered.lines[0].assigned_id = Some("0001".into());
    let text = refused(&client, numbered).await;
    assert_eq!(text, "ITEM WAS NOT FOUND - Assigned ID=0001, ProductIDQual=VP, ProductID=ZZZZZZ");

    let text = refused(&client, of(Line::new(Item::manufacturer("SBX-CBL-2M"), 1))).await;
    assert!(text.starts_with("ITEM NUMBER IS NOT UNIQUE"), "{text}");
    for (number, part) in [("SBX-DENIED", "NOT AUTHORIZED"), ("SBX-WORDLESS", "CANNOT BE ORDERED")] {
        let text = refused(&client, of(Line::new(Item::tech_data(number), 1))).await;
        assert!(text.contains(part), "{text}");
    }
    let mut wrong = plain();
    wrong.header.order_level = Some(OrderLevel::Other("QQ".to_owned()));
    wrong.lines[0].whse_code = Some("Z9".into());
    wrong.lines[0].id_code = Some(ShipViaCode::HendersonSkids);
    let text = refused(&client, wrong).await;
    for part in ["ORDER LEVEL", "WAREHOUSE", "SHIP VIA"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let text = refused(&client, order("PO-1", &[("10300001", 1)])).await;
    assert!(text.contains("END USER INFORMATION IS REQUIRED (EuiName)"), "{text}");
    // None of them used the number up.
    accepted(&client, plain()).await;
}

#[tokio::test]
async fn what_is_not_there_is_treated_as_the_order_says() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let with = |number: &str, code, quantity| {
        let mut order = order(number, &[("7512ZJ", quantity)]);
        order.header.sales_requirement_code = code;
        order
    };
    // Ten are there: six in Miami, four in Fort Worth.
    let text = refused(&client, with("PO-N", Some(SalesRequirement::NoBackorder), 11)).await;
    assert!(text.starts_with("INSUFFICIENT STOCK"), "{text}");

    let (number, parts) = accepted(&client, with("PO-SC", Some(SalesRequirement::ShipComplete), 11)).await;
    assert_eq!(parts.len(), 1);
    let answer = client.order_status(OrderStatusSubmit::shipments_of_order(number)).await.unwrap();
    assert_eq!(texts(&answer.value.errors()), ["Order has not shipped"]);

    let (number, parts) = accepted(&client, with("PO-BK", None, 12)).await;
    assert_eq!(parts.len(), 2, "one order is sent, one waits");
    let answer = client.order_status(OrderStatusSubmit::shipments_of_order(number)).await.unwrap();
    let houses: Vec<_> =
        answer.value.shipments()[0].containers.iter().map(|parcel| parcel.whse_desc.as_deref()).collect();
    assert_eq!(houses, [Some("MIAMI, FL"), Some("FT WORTH, TX")]);
    // The parts add up to what was ordered.
    let mut ordered = Vec::new();
    for part in parts {
        let answer = client.order_status(OrderStatusSubmit::order(part)).await.unwrap();
        ordered.push(answer.value.orders()[0].lines[0].qty_ordered.as_ref().unwrap().value().unwrap().to_string());
    }
    assert_eq!(ordered, ["10", "2"]);
    assert_eq!(stock(&client, "7512ZJ").await, ["0", "0"]);

    let text = refused(&client, with("PO-SP", Some(SalesRequirement::ShipPartialCancelRest), 1)).await;
    assert!(text.contains("nothing of the order can be shipped"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_pieces_are_sold_once() {
    let sandbox = Arc::new(sandbox().await);
    let client = client(&sandbox);
    let orders: Vec<_> = (0..50)
        .map(|at| {
            let client = client.clone();
            let mut order = order(&format!("PO-{at}"), &[("10300010", 1)]);
            // Every other order takes no back order.
            order.header.sales_requirement_code = (at % 2 == 0).then_some(SalesRequirement::NoBackorder);
            tokio::spawn(async move { client.place_order(order).await.unwrap() })
        })
        .collect();
    let (mut sent, mut waiting, mut refused) = (0, 0, 0);
    for order in orders {
        match order.await.unwrap() {
            OrderOutcome::Accepted { number, .. } => {
                let query = OrderStatusSubmit::shipments_of_order(number);
                let answer = client.order_status(query).await.unwrap();
                if answer.value.errors().is_empty() { sent += 1 } else { waiting += 1 }
            }
            OrderOutcome::Refused { .. } => refused += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((sent, sent + waiting + refused), (10, 50));
    assert!(waiting > 0 && refused > 0, "{waiting} {refused}");
    assert_eq!(stock(&client, "10300010").await, ["0"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_orders_with_one_number_one_is_placed() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let orders: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.place_order(order("PO-SAME", &[("070374", 1)])).await.unwrap() })
        })
        .collect();
    let mut placed = 0;
    for outcome in orders {
        placed += usize::from(matches!(outcome.await.unwrap(), OrderOutcome::Accepted { .. }));
    }
    assert_eq!(placed, 1);
    assert_eq!(stock(&client, "070374").await, ["999", "500"]);
}

#[tokio::test]
async fn orders_outlive_the_sandbox_in_a_data_directory() {
    let folder = tempfile::tempdir().unwrap();
    let start = async || {
        let options = Options { clock: Clock::Fixed(now()), data: Some(folder.path().into()), ..Options::default() };
        Sandbox::builder().options(options).supplier(Techdata::default()).start().await.unwrap()
    };
    let sandbox = start().await;
    let (number, _) = accepted(&client(&sandbox), order("PO-1", &[("070374", 1)])).await;
    sandbox.shutdown().await;
    let sandbox = start().await;
    let client = client(&sandbox);
    let answer = client.order_status(OrderStatusSubmit::order(number)).await.unwrap();
    assert!(answer.value.errors().is_empty(), "{answer:?}");
    assert_eq!(stock(&client, "070374").await, ["999", "500"]);
}

#[tokio::test]
async fn an_answer_that_is_lost_or_contradicts_itself_is_unknown_and_can_be_reconciled() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    for (number, fault) in [
        ("PO-LOST", Some("reset;process=yes;times=1")),
        ("PO-BROKEN", Some("truncate=200;times=1")),
        ("PO-CONTRADICTED-1", None),
        ("PO-UNNUMBERED-1", None),
    ] {
        if let Some(fault) = fault {
            sandbox.put_fault(fault.parse().unwrap());
        }
        let outcome = client.place_order(order(number, &[("070374", 1)])).await.unwrap();
        let OrderOutcome::Unknown(unknown) = outcome else { panic!("{number}: {outcome:?}") };
        let Reconciled::Placed(orders) = unknown.reconcile(&client).await.unwrap() else { panic!("{number}") };
        assert_eq!(orders[0].reference(&ReferenceQualifier::PurchaseOrder).unwrap(), number);
    }
    sandbox.put_fault("reset;times=1".parse().unwrap());
    let outcome = client.place_order(order("PO-NEVER", &[("070374", 1)])).await.unwrap();
    let OrderOutcome::Unknown(unknown) = outcome else { panic!("{outcome:?}") };
    assert!(matches!(unknown.reconcile(&client).await.unwrap(), Reconciled::NotListed(_)));
    assert!(Techdata::CONTRADICTED.starts_with("PO-"));
}

#[tokio::test]
async fn the_seeded_orders_are_told_in_odd_ways() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let answer = client.invoice_detail_by_po(["PO-1998", "PO-VENDOR", "PO-MIXED"]).await.unwrap();
    let body = std::str::from_utf8(&answer.body).unwrap();
    for part in [
        "<OrderDate>12/30/98</OrderDate>",
        "<TotalContainerValue>14.00</TotalContainerValue>",
        "<OrderLineNbr/>",
        "<EndUserPONbr/>",
        "<WhseDesc>VENDOR SUPPLIED</WhseDesc>",
        "<OrderDate>120801</OrderDate>",
        "<HandlingCharge>.00</HandlingCharge>",
        "<ErrorMsg>Order is being changed, try again later</ErrorMsg>",
    ] {
        assert!(body.contains(part), "{part} in {body}");
    }
    let results: Vec<bool> = answer.value.results().map(|result| result.is_ok()).collect();
    assert_eq!(results, [true, true, true, true, false]);

    let answer = client.order_status(OrderStatusSubmit::purchase_order("PO-4711")).await.unwrap();
    assert_eq!(answer.value.orders().len(), 2);
    let answer = client.order_status(OrderStatusSubmit::shipments_of_order("5626139")).await.unwrap();
    assert_eq!(texts(&answer.value.errors()), ["Item Shipped, not invoiced"]);
    let answer = client.order_status(OrderStatusSubmit::shipments_of_order("6000000910")).await.unwrap();
    assert!(std::str::from_utf8(&answer.body).unwrap().contains("<ErrorInfoIDQual>1Q</ErrorInfoIDQual>"));
    let mut mixed = OrderStatusSubmit::order("5626138");
    mixed.detail.ref_info.push(OrderStatusSubmit::purchase_order("PO-4711").detail.ref_info[0].clone());
    let answer = client.order_status(mixed).await.unwrap();
    assert_eq!(texts(&answer.value.errors()), ["RefIDQual PO is not valid with PurposeCode 02"]);
    assert_eq!(answer.value.orders().iter().filter(|order| order.result().is_ok()).count(), 1);
    assert_eq!(answer.value.orders()[0].lines[0].product_id_qual, Some(ItemQualifier::TechData));
}
