//! Reads an answer from a file, as it was recorded: nothing is sent.
//!
//! ```console
//! $ cargo run -p westcon-orderstatus --no-default-features --example decode_recorded -- crates/westcon-orderstatus/tests/guide/response.xml
//! 897879
//! MB100 promised 2016-05-31
//! ```
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example")]

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: decode_recorded FILE")?;
    let answer = westcon_orderstatus::decode_recorded(&std::fs::read(path)?)?;
    for order in answer.value.orders() {
        println!("{}", order.customer_order_number.as_deref().unwrap_or("?"));
        for line in order.lines() {
            let schedule = line.schedule_lines.value().into_iter().flatten();
            for promised in schedule.filter_map(|line| line.promised_delivery_date.value()?.value()) {
                println!("{} promised {}", line.erp_product_number.as_deref().unwrap_or("?"), promised.date());
            }
        }
    }
    // What the tolerant reader let pass, with its place.
    for warning in answer.warnings {
        eprintln!("{warning}");
    }
    Ok(())
}
