//! Asks how an order stands and waits for the answer: there is no async runtime in this program.
//!
//! ```console
//! $ cargo run -p westcon-orderstatus --features blocking --example order_status_blocking -- ready.json
//! 0000543814: Sales Review
//! ```
//!
//! `ready.json` is the line that `b2b sandbox` prints.
#![allow(clippy::print_stdout, reason = "an example")]

use b2b_http::{Blocking, ReqwestTransport};
use westcon_orderstatus::{Endpoint, OrderQuery, blocking};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let ready = std::env::args().nth(1).ok_or("usage: order_status_blocking ready.json")?;
    let ready: serde_json::Value = serde_json::from_reader(std::fs::File::open(ready)?)?;
    let text = |pointer| ready.pointer(pointer).and_then(|value| value.as_str()).ok_or(pointer);

    // At Westcon itself: `blocking::Client::new(Endpoint::new(Environment::Production, account, key))?`.
    let transport = ReqwestTransport::builder().extra_roots_pem(std::fs::read(text("/ca")?)?).build()?;
    let url = format!("{}{}", text("/url")?, text("/westcon/path")?);
    let endpoint = Endpoint::at(url, text("/westcon/account")?, text("/westcon/key")?);
    let client = westcon_orderstatus::Client::with(endpoint, b2b_http::Client::new(transport));
    let client = blocking::Client::with(client, Blocking::new()?);

    let answer = client.get_order_status(OrderQuery::westcon(["704571"]))?;
    for order in answer.value.orders() {
        let number = order.erp_order_number.as_deref().unwrap_or("?");
        println!("{number}: {}", order.header_status_description.as_deref().unwrap_or("?"));
    }
    Ok(())
}
