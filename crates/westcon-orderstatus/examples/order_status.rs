//! Asks how an order stands, with the client that the crate brings.
//!
//! ```console
//! $ cargo run -p westcon-orderstatus --example order_status -- ready.json
//! 0000543814: Sales Review
//! 1 MB100
//! ```
//!
//! `ready.json` is the line that `b2b sandbox` prints.
#![allow(clippy::print_stdout, reason = "an example")]

use b2b_http::ReqwestTransport;
use westcon_orderstatus::{Client, Endpoint, OrderQuery};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let ready = std::env::args().nth(1).ok_or("usage: order_status ready.json")?;
    let ready: serde_json::Value = serde_json::from_reader(std::fs::File::open(ready)?)?;
    let text = |pointer| ready.pointer(pointer).and_then(|value| value.as_str()).ok_or(pointer);

    // At Westcon itself: `Client::new(Endpoint::new(Environment::Production, account, key))?`.
    let transport = ReqwestTransport::builder().extra_roots_pem(std::fs::read(text("/ca")?)?).build()?;
    let url = format!("{}{}", text("/url")?, text("/westcon/path")?);
    let endpoint = Endpoint::at(url, text("/westcon/account")?, text("/westcon/key")?);
    let client = Client::with(endpoint, b2b_http::Client::new(transport));

    let answer = client.get_order_status(OrderQuery::westcon(["704571"])).await?;
    for order in answer.value.orders() {
        let number = order.erp_order_number.as_deref().unwrap_or("?");
        println!("{number}: {}", order.header_status_description.as_deref().unwrap_or("?"));
        for line in order.lines() {
            let quantity = line.line_quantity.value().and_then(|quantity| quantity.value()).ok_or("no quantity")?;
            println!("{} {}", quantity.0.normalize(), line.erp_product_number.as_deref().unwrap_or("?"));
        }
    }
    Ok(())
}
