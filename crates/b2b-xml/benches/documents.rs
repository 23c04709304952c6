//! How fast documents are read and written, measured against quick-xml itself in the same run.
//!
//! `cargo bench -p b2b-xml` generates a Westcon answer of 5,000 orders, runs each candidate in turn for several rounds,
//! and prints the median of each with its ratio. Rounds are interleaved, so that a noisy neighbour hits all alike.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, reason = "a benchmark")]
#![allow(clippy::disallowed_methods, reason = "measuring time is its purpose")]

use std::hint::black_box;
use std::io::{BufReader, Write as _};
use std::time::{Duration, Instant};

use b2b_xml::{Decimal, FromXml, Reading, ToXml, XSI, decode, encode, records_with};
use quick_xml::events::Event;
use quick_xml::{NsReader, Reader};
use serde::Deserialize;

const ORDERS: usize = 5_000;
const LINES_OF_AN_ORDER: usize = 9;
const ROUNDS: usize = 7;
const NS: &str = "http://schemas.datacontract.org/2004/07/Westcon.B2B.WebServices.OrderStatus.Contracts.Response";

macro_rules! documents {
    ($( $name:ident = $element:literal $(declare($($prefix:literal = $uri:expr),*))? {
        $( $(#[$meta:meta])* $field:ident: $ty:ty = $wire:literal $(/ $item:literal)? ),* $(,)?
    } )*) => {$(
        #[derive(Debug, PartialEq, FromXml, ToXml, Deserialize)]
        #[xml(name = $element, ns = NS $(, declare($($prefix = $uri),*))?)]
        struct $name {
            $( #[xml(name = $wire $(, item = $item)?)] #[serde(rename = $wire)] $(#[$meta])* $field: $ty ),*
        }
    )*};
}

documents! {
    Answer = "GetOrderStatusResult" declare("b" = NS, "i" = XSI) {
        orders: Orders = "Orders",
    }
    Orders = "Orders" {
        order: Vec<Order> = "Order",
    }
    Order = "Order" {
        customer_number: String = "CustomerNumber",
        customer_order_number: String = "CustomerOrderNumber",
        erp_order_number: String = "ERPOrderNumber",
        errors: Option<String> = "Errors",
        header_status_code: String = "HeaderStatusCode",
        header_status_description: String = "HeaderStatusDescription",
        lines: Lines = "OrderLines",
        order_type: String = "OrderType",
    }
    Lines = "OrderLines" {
        line: Vec<Line> = "OrderLine",
    }
    Line = "OrderLine" {
        customer_line_number: Option<String> = "CustomerLineNumber",
        erp_order_line_number: String = "ERPOrderLineNumber",
        erp_product_number: String = "ERPProductNumber",
        #[serde(with = "rust_decimal::serde::str")]
        line_quantity: Decimal = "LineQuantity",
        line_status_code: String = "LineStatusCode",
        line_status_description: String = "LineStatusDescription",
        schedule_lines: Schedules = "ScheduleLines",
        tracking_infos: Option<String> = "TrackingInfos",
        unit_of_measure: String = "UnitOfMeasure",
    }
    Schedules = "ScheduleLines" {
        line: Vec<Schedule> = "ScheduleLine",
    }
    Schedule = "ScheduleLine" {
        promised_delivery_date: String = "PromisedDeliveryDate",
        #[serde(with = "rust_decimal::serde::str")]
        promised_quantity: Decimal = "PromisedQuantity",
        purchasing_document_number: Option<String> = "PurchasingDocumentNumber",
        schedule_line_status_code: String = "ScheduleLineStatusCode",
        schedule_line_status_description: String = "ScheduleLineStatusDescription",
        vendor_so_number: Option<String> = "VendorSONumber",
        westcon_schedule_line_number: String = "WestconScheduleLineNumber",
    }
}

fn main() {
    if let Some(path) = std::env::args().skip_while(|argument| argument != "--stream").nth(1) {
        return stream(&path);
    }
    let document = encode(&answer()).unwrap();
    let megabytes = document.len() as f64 / 1e6;
    let decoded = decode::<Answer>(&document).unwrap().value;
    assert_eq!(decoded, answer(), "what was written is read");
    assert_eq!(decoded, quick_xml::de::from_str::<Answer>(&document).unwrap(), "both decoders read the same");

    type Candidate<'a> = (&'static str, Box<dyn Fn() -> Box<dyn std::any::Any> + 'a>);
    let candidates: Vec<Candidate<'_>> = vec![
        ("bare Reader loop", Box::new(|| Box::new(bare(&document)))),
        ("bare NsReader loop", Box::new(|| Box::new(bare_namespaces(&document)))),
        ("b2b-xml decode", Box::new(|| Box::new(decode::<Answer>(&document).unwrap()))),
        ("quick_xml::de", Box::new(|| Box::new(quick_xml::de::from_str::<Answer>(&document).unwrap()))),
        ("roxmltree parse", Box::new(|| Box::new(tree(&document)))),
        ("b2b-xml records from BufRead", Box::new(|| Box::new(stream_orders(document.as_bytes())))),
        ("b2b-xml encode", Box::new(|| Box::new(encode(&decoded).unwrap()))),
    ];
    let mut times = vec![Vec::new(); candidates.len()];
    for _ in 0..ROUNDS {
        for ((_, run), times) in candidates.iter().zip(&mut times) {
            let start = Instant::now();
            // What was made is dropped outside the measured time, for every candidate alike.
            let made = black_box(run());
            times.push(start.elapsed());
            drop(made);
        }
    }
    let medians: Vec<Duration> = times.iter_mut().map(|times| median(times)).collect();
    println!("Westcon answer, {ORDERS} orders, {megabytes:.1} MB, median of {ROUNDS} interleaved rounds");
    println!("{:<30} {:>9} {:>14} {:>16}", "", "MB/s", "x NsReader", "x quick_xml::de");
    for ((name, _), time) in candidates.iter().zip(&medians) {
        let ratio = |other: usize| medians[other].as_secs_f64() / time.as_secs_f64();
        println!("{name:<30} {:>9.0} {:>14.2} {:>16.2}", megabytes / time.as_secs_f64(), ratio(1), ratio(3));
    }
    peak_memory(&document);
}

/// Streams the document in a process of its own and prints the most memory that process held.
fn peak_memory(document: &str) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(document.as_bytes()).unwrap();
    let me = std::env::current_exe().unwrap();
    let output = std::process::Command::new(me).arg("--stream").arg(file.path()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    print!("{}", String::from_utf8(output.stdout).unwrap());
}

fn stream(path: &str) {
    let orders = stream_orders(BufReader::new(std::fs::File::open(path).unwrap()));
    let peak = std::fs::read_to_string("/proc/self/status").ok().and_then(|status| {
        let line = status.lines().find(|line| line.starts_with("VmHWM:"))?.split_whitespace().nth(1)?.to_owned();
        line.parse::<f64>().ok()
    });
    match peak {
        Some(kilobytes) => println!("{orders} records streamed from a file: peak memory {:.1} MiB", kilobytes / 1024.0),
        None => println!("{orders} records streamed from a file: peak memory is not known on this system"),
    }
}

fn stream_orders(source: impl std::io::BufRead) -> usize {
    let records = records_with::<Order, _>(source, "GetOrderStatusResult/Orders/Order", Reading::default());
    records.inspect(|record| assert!(black_box(record).is_ok())).count()
}

fn bare(document: &str) -> usize {
    let mut reader = Reader::from_str(document);
    let mut events = 0;
    while !matches!(black_box(reader.read_event().unwrap()), Event::Eof) {
        events += 1;
    }
    events
}

fn bare_namespaces(document: &str) -> usize {
    let mut reader = NsReader::from_str(document);
    let mut events = 0;
    while !matches!(black_box(reader.read_resolved_event().unwrap()), (_, Event::Eof)) {
        events += 1;
    }
    events
}

fn tree(document: &str) -> usize {
    let options = roxmltree::ParsingOptions { nodes_limit: u32::MAX, ..Default::default() };
    roxmltree::Document::parse_with_options(document, options).unwrap().descendants().count()
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn answer() -> Answer {
    let order = |number: usize| Order {
        customer_number: "0001001065".to_owned(),
        customer_order_number: format!("PO-{number}"),
        erp_order_number: format!("{number:010}"),
        errors: None,
        header_status_code: "22".to_owned(),
        header_status_description: "Sales Review".to_owned(),
        lines: Lines { line: (1..=LINES_OF_AN_ORDER).map(|at| line(number, at)).collect() },
        order_type: "ZOR".to_owned(),
    };
    Answer { orders: Orders { order: (0..ORDERS).map(order).collect() } }
}

fn line(order: usize, at: usize) -> Line {
    Line {
        customer_line_number: None,
        erp_order_line_number: format!("{:06}", at * 10),
        erp_product_number: format!("CP-{}G=", 7000 + (order * 7 + at) % 1000),
        line_quantity: Decimal::new(i64::try_from(at).unwrap() * 1000, 3),
        line_status_code: "72".to_owned(),
        line_status_description: "Released & confirmed".to_owned(),
        schedule_lines: Schedules {
            line: vec![Schedule {
                promised_delivery_date: "2016-05-31T00:00:00".to_owned(),
                promised_quantity: Decimal::new(0, 3),
                purchasing_document_number: None,
                schedule_line_status_code: "72".to_owned(),
                schedule_line_status_description: "Released".to_owned(),
                vendor_so_number: Some(format!("V{order}")),
                westcon_schedule_line_number: "0001".to_owned(),
            }],
        },
        tracking_infos: None,
        unit_of_measure: "EA".to_owned(),
    }
}
