//! Streams a price list that exists nowhere, of as many gigabytes as the first argument says (1 without), and prints how
//! much memory that took. In a release build it takes less of it, and much less time.
//!
//! ```console
//! $ cargo run -p techdata-xml --example price_list_stream -- 0.01
//! 1851 lines, at most [..] of memory
//! ```
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "an example")]

#[path = "../tests/support/list.rs"]
mod list;

use list::Generated;
use techdata_xml::{Client, Endpoint, Environment, Item, PriceListSubmit};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    const LINE: u64 = 5_400;
    let gigabytes: f64 = std::env::args().nth(1).map_or(Ok(1.0), |argument| argument.parse())?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "nobody streams so many lines")]
    let lines = (gigabytes * 1e9) as u64 / LINE;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let count = runtime.block_on(async {
        let endpoint = Endpoint::new(Environment::Production, "100001", "a password");
        let client = Client::with(endpoint, b2b_http::Client::new(Generated(lines)));
        let mut stream = client.price_list_lines(PriceListSubmit::of([Item::tech_data("7")])).await?;
        let mut count = 0_u64;
        while let Some(line) = stream.next().await {
            count += u64::from(line?.value.result.is_ok());
        }
        Ok::<u64, b2b_http::Error>(count)
    })?;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("unknown");
    println!("{count} lines, at most {} of memory", peak.trim());
    Ok(())
}
