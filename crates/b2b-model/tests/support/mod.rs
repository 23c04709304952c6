//! Documents with everything that can be said in them: no member is left out, so that a new one is not forgotten.

use std::collections::BTreeMap;

use b2b_model::*;

fn day() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2026, 1, 20)
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn quantity(amount: i64) -> Option<Quantity> {
    Some(Quantity::new(Decimal::new(amount, 3), Some("EA")))
}

fn money(cents: i64) -> Option<Money> {
    Some(Money::new(Decimal::new(cents, 2), Some("USD")))
}

fn problems() -> Vec<Problem> {
    vec![Problem { code: text("SKUNotFound"), message: text("no such article; \"A\", at all") }]
}

fn status(stage: Stage) -> Option<Status> {
    Some(Status::new(stage, "22", Some("Sales Review")))
}

fn item() -> Item {
    Item { serial: Some("FCH2016D004".into()), mac: text("FF:AC:BB:22:33:44") }
}

pub(crate) fn order() -> OrderStatus {
    OrderStatus {
        supplier_order: Some("0000543814".into()),
        customer_order: Some("PO-1".into()),
        end_user_order: Some("EU-1".into()),
        quote: text("Q-1"),
        account: Some("0001001065".into()),
        order_type: text("ZOR"),
        status: status(Stage::InReview),
        ordered: day(),
        shipped: day(),
        invoiced: day(),
        ship_via: text("UPS GROUND"),
        ship_via_code: text("UP"),
        shortage: text("SHIP COMPLETE"),
        packing: text("BS"),
        ship_to: vec!["Sample & Sons".to_owned(), "Clearwater".to_owned()],
        international: Some(false),
        contact: text("J DOE"),
        terms: text("NET 30 DAYS"),
        charges: vec![Charge::new("freight", Money::new(Decimal::new(1250, 2), Some("USD")))],
        total: money(26_250),
        job: text("Lobby"),
        notes: vec!["Call first".to_owned(), "Dock 2".to_owned()],
        lines: vec![line(), OrderLine { number: Some("000020".into()), ..line() }],
        problems: problems(),
    }
}

fn line() -> OrderLine {
    OrderLine {
        number: Some("000010".into()),
        customer_line: Some("1".into()),
        sku: Some("MB100".into()),
        manufacturer_sku: Some("HG-2200X".into()),
        item_number: Some("17010".into()),
        description: text("Switch"),
        size: text("7X48"),
        ordered: quantity(2_000),
        shipped: quantity(1_000),
        backordered: quantity(500),
        backordered_until: day(),
        returned: quantity(250),
        price: money(10_000),
        total: money(20_000),
        ship_via: text("UPS GROUND"),
        location: Some("A1".into()),
        lot: Some("L7".into()),
        roll: Some("R9".into()),
        sidemark: text("SMITH"),
        invoice: Some("I-1".into()),
        status: status(Stage::Shipped),
        deliveries: vec![Delivery {
            number: Some("0001".into()),
            promised: day(),
            quantity: quantity(2_000),
            status: status(Stage::Scheduled),
            purchase_order: Some("4500000001".into()),
            vendor_order: Some("V-1".into()),
            words: text("soon"),
        }],
        shipments: vec![Shipment {
            carrier: text("UPS"),
            tracking: Some("1Z999".into()),
            tracking_link: text("https://carrier.example/1Z999"),
            bill_of_lading: text("BOL-1"),
            shipped: day(),
            expected: day(),
            invoiced: day(),
            weight: quantity(3_200),
            words: text("on its way"),
        }],
        items: vec![item(), item()],
    }
}

pub(crate) fn acknowledgement() -> OrderAcknowledgement {
    OrderAcknowledgement {
        customer_order: Some("PO-1".into()),
        orders: vec![order()],
        messages: vec!["Thank you".to_owned()],
    }
}

pub(crate) fn outcomes() -> Vec<Outcome<OrderAcknowledgement>> {
    let problem = || Problem { code: text("1Q"), message: text("the answer did not arrive") };
    vec![
        Outcome::Done(acknowledgement()),
        Outcome::Partial { value: acknowledgement(), problems: problems() },
        Outcome::Refused(problems()),
        Outcome::Unknown(problem()),
    ]
}

pub(crate) fn order_request() -> OrderRequest {
    let mut line = RequestedLine::new("mg:T3Y97A", 2);
    line.price = Some(Decimal::new(12_500, 2));
    line.location = text("A1");
    line.ship_via = text("UP");
    line.customer_line = text("1");
    line.promotion = Some(true);
    line.message = text("Handle with care");
    let mut order = OrderRequest::new("PO-1").line(line);
    order.kind = text("BS");
    order.order_level = text("FE");
    order.shortage = Some(Shortage::BackorderRest);
    order.ship_to.name = text("Sample & Sons");
    order.ship_to.address = vec!["100 Sample Dr".to_owned()];
    order.ship_to.city = text("Clearwater");
    order.ship_to.state = text("FL");
    order.ship_to.postal_code = text("33760");
    order.ship_to.contact = text("J DOE");
    order.ship_to.phone = text("555 0100");
    order.references = BTreeMap::from([("EU".to_owned(), "EU-1".to_owned())]);
    order.messages = vec!["Call first".to_owned()];
    order.end_user = BTreeMap::from([("EuiName".to_owned(), "A Sample Co".to_owned())]);
    order
}

fn stock() -> Stock {
    Stock {
        location: Some("A1".into()),
        lot: Some("L7".into()),
        form: Some(Form::Roll),
        rolls: vec!["R1".into(), "R2".into()],
        available: quantity(5_000),
        minimum: quantity(1_000),
        words: text("NA"),
    }
}

fn incoming() -> Incoming {
    Incoming { location: Some("A3".into()), expected: day(), quantity: quantity(7_000), words: text("about") }
}

pub(crate) fn availability() -> Availability {
    Availability {
        sku: Some("VV01701002".into()),
        manufacturer_sku: Some("M-1".into()),
        description: text("Plank"),
        stock: vec![stock()],
        incoming: vec![incoming()],
        discontinued: Some(true),
        problems: problems(),
    }
}

pub(crate) fn price_quote() -> PriceQuote {
    PriceQuote {
        sku: Some("VV01701002".into()),
        manufacturer_sku: Some("M-1".into()),
        description: text("Plank"),
        prices: vec![Price {
            amount: money(219),
            per: text("SF"),
            from: quantity(30_000),
            up_to: quantity(60_000),
            form: Some(Form::Cut),
            location: Some("A1".into()),
            lot: Some("L7".into()),
            available: quantity(5_000),
            promotion: Some(Promotion { code: text("SBXP-0001"), words: text("Spring"), until: day() }),
            words: text("NA"),
        }],
        list_price: money(300),
        discontinued: Some(false),
        problems: problems(),
    }
}

pub(crate) fn priced() -> Priced {
    Priced { quote: price_quote(), stock: vec![stock(), stock()], incoming: vec![incoming()] }
}

pub(crate) fn reservation() -> Reservation {
    Reservation {
        number: Some("R-1".into()),
        created: day(),
        expires: day(),
        location: Some("A1".into()),
        lines: vec![ReservationLine {
            number: Some("1".into()),
            sku: Some("VV01701002".into()),
            quantity: quantity(5_000),
            lot: Some("L7".into()),
            price: money(219),
            per: text("SF"),
            sidemark: text("SMITH"),
        }],
        problems: problems(),
    }
}

pub(crate) fn invoice() -> Invoice {
    Invoice {
        number: Some("I-1".into()),
        supplier_order: Some("6000000911".into()),
        customer_order: Some("PO-1".into()),
        end_user_order: Some("EU-1".into()),
        status: status(Stage::Invoiced),
        ordered: day(),
        expected: day(),
        containers: vec![Container {
            tracking: Some("1Z999".into()),
            tracking_link: text("https://carrier.example/1Z999"),
            carrier: text("UPS"),
            location: Some("A1".into()),
            ship_to: vec!["Sample & Sons".to_owned()],
            shipped: day(),
            weight: quantity(3_200),
            invoiced: day(),
            goods: money(20_000),
            charges: vec![Charge::new("tax", Money::new(Decimal::new(1250, 2), Some("USD")))],
            total: money(21_250),
            lines: vec![InvoiceLine {
                number: Some("1".into()),
                sku: Some("7512ZJ".into()),
                manufacturer_sku: Some("HG-2200X".into()),
                description: text("Dock"),
                quantity: quantity(2_000),
                items: vec![item()],
            }],
        }],
        problems: problems(),
    }
}

pub(crate) fn quote() -> Quote {
    Quote {
        number: text("Q-1"),
        lines: vec![QuoteLine {
            number: Some("1".into()),
            sku: Some("7512ZJ".into()),
            description: text("Dock"),
            quantity: quantity(2_000),
            price: money(10_000),
            total: money(20_000),
        }],
        problems: problems(),
    }
}

pub(crate) fn document() -> Document {
    Document {
        sku: Some("VV01701002".into()),
        kind: text("image"),
        title: text("plank.jpg"),
        url: text("https://mill.example/plank.jpg"),
        media_type: text("image/jpeg"),
    }
}

pub(crate) fn catalog() -> Catalog {
    let part = CatalogPart { code: text("VINYL"), description: text("Vinyl") };
    Catalog { code: text("FULL"), description: text("All"), parts: vec![part] }
}

pub(crate) fn catalog_promise() -> CatalogPromise {
    CatalogPromise {
        code: text("FULL"),
        part: text("VINYL"),
        available: Some(true),
        expected: day(),
        words: text("soon"),
    }
}

pub(crate) fn ship_vias() -> ShipVias {
    let way = ShipVia {
        location: Some("A1".into()),
        location_name: text("MIAMI, FL"),
        code: text("UP"),
        words: text("UPS GROUND"),
        kind: text("ground"),
    };
    ShipVias { sku: Some("7512ZJ".into()), description: text("Dock"), ways: vec![way], problems: problems() }
}

pub(crate) fn end_user_needs() -> EndUserNeeds {
    EndUserNeeds { sku: Some("7512ZJ".into()), required: vec!["EuiName".to_owned()], problems: problems() }
}

pub(crate) fn service() -> ServiceOffer {
    ServiceOffer {
        name: text("StockCheck"),
        description: text("Stock"),
        version: text("2.0"),
        address: text("https://mill.example/stockcheck"),
        anonymous: Some(true),
    }
}
