//! How fast documents are read and written, measured against quick-xml itself in the same run.
//!
//! `cargo bench -p b2b-xml --bench documents` generates a Westcon answer of 5,000 orders, 35 MB, reads and writes it with
//! each contestant, and streams it in a process of its own for the memory that takes.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark")]

#[path = "support/westcon.rs"]
mod westcon;

use std::hint::black_box;
use std::io::{BufReader, Write as _};

use b2b_bench::{assert_same, decoding, encoding};
use b2b_xml::{Reading, decode, encode, records_with};
use quick_xml::Reader;
use quick_xml::events::Event;

use westcon::{Answer, Order, answer};

const ORDERS: usize = 5_000;

fn main() {
    if let Some(path) = std::env::args().skip_while(|argument| argument != "--stream").nth(1) {
        return stream(&path);
    }
    let document = encode(&answer(ORDERS)).unwrap();
    reading(&document);
    writing(&document);
    peak_memory(&document);
}

fn reading(document: &str) {
    let decoded = decode::<Answer>(document).unwrap().value;
    assert_eq!(decoded, answer(ORDERS), "what was written is read");
    assert_eq!(decoded, quick_xml::de::from_str::<Answer>(document).unwrap(), "both decoders read the same");

    let ours = || decode::<Answer>(document).unwrap();
    let theirs = || quick_xml::de::from_str::<Answer>(document).unwrap();
    decoding("decode Westcon, 35 MB", "b2b-xml", document, ours, theirs, |contest| {
        contest.enter("b2b-xml records from BufRead", || stream_orders(document.as_bytes()));
        contest.enter("bare Reader loop", || bare(document));
        contest.enter("roxmltree", || tree(document));
    });
}

fn writing(document: &str) {
    let answer = answer(ORDERS);
    let theirs = || quick_xml::se::to_string_with_root("b:GetOrderStatusResult", &answer).unwrap();
    // quick_xml::se declares no namespaces.
    assert_same(behind_root(document), behind_root(&theirs()), "both encoders write the same");
    encoding("encode Westcon, 35 MB", "b2b-xml", document, || encode(&answer).unwrap(), theirs);
}

fn behind_root(document: &str) -> &str {
    document.split_once('>').unwrap().1
}

/// Streams the document in a process of its own and prints the most memory that process held.
fn peak_memory(document: &str) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(document.as_bytes()).unwrap();
    let me = std::env::current_exe().unwrap();
    let output = std::process::Command::new(me).arg("--stream").arg(file.path()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    print!("\n{}", String::from_utf8(output.stdout).unwrap());
}

fn stream(path: &str) {
    let orders = stream_orders(BufReader::new(std::fs::File::open(path).unwrap()));
    match b2b_bench::peak_mebibytes() {
        Some(peak) => println!("{orders} records streamed from a file: peak memory {peak:.1} MiB"),
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

fn tree(document: &str) -> usize {
    let options = roxmltree::ParsingOptions { nodes_limit: u32::MAX, ..Default::default() };
    roxmltree::Document::parse_with_options(document, options).unwrap().descendants().count()
}
