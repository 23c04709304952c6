//! Starts a sandbox from a program of one's own, prints its ready line and serves until it is interrupted.
//!
//! `cargo run -p b2b-sandbox --example serve`
#![allow(clippy::print_stdout, reason = "the ready line is for the standard output")]

use b2b_sandbox::{Fcb2b, Sandbox, Techdata, Westcon};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let builder = Sandbox::builder().supplier(Westcon::default()).supplier(Fcb2b::new());
    let sandbox = builder.supplier(Techdata::default()).start().await?;
    println!("{}", sandbox.ready_line());
    std::future::pending::<()>().await;
    Ok(())
}
