//! A sandbox within a program, as in the tests of an integration: started, broken on purpose, looked into, stopped.
//!
//! ```console
//! $ cargo run -p b2b-sandbox --example in_your_tests
//! 10226038: answered
//! while the supplier is down: techdata.PriceAvailability has no usable answer (status 503): the status is 503
//! the sandbox saw 2 exchanges
//! ```
//!
//! `b2b sandbox` is the same as a process, for programs in any language.
#![allow(clippy::print_stdout, reason = "an example")]

use b2b_http::{ReqwestTransport, RetryPolicy};
use b2b_sandbox::{Sandbox, Techdata};
use techdata_xml::{Client, Endpoint, Item};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::builder().supplier(Techdata::default()).start().await?;

    let transport = ReqwestTransport::builder().extra_roots_pem(std::fs::read(sandbox.ca_path())?).build()?;
    let http = b2b_http::Client::builder(transport).retry(RetryPolicy::never()).build();
    let url = format!("{}{}", sandbox.url(), Techdata::PATH);
    let client = Client::with(Endpoint::at(url, Techdata::USERNAME, Techdata::PASSWORD), http);

    client.price_availability([Item::tech_data("10226038")]).await?;
    println!("10226038: answered");

    sandbox.put_fault("status=503".parse()?);
    if let Err(error) = client.price_availability([Item::tech_data("10226038")]).await {
        println!("while the supplier is down: {error}");
    }

    println!("the sandbox saw {} exchanges", sandbox.exchanges().len());
    sandbox.shutdown().await;
    Ok(())
}
