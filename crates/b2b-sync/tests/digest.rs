//! What a row's digest is of.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

use b2b_desk::{Desk, Sources};
use b2b_sandbox::{Fcb2b, Sandbox};
use b2b_sync::{Ask as _, Question, Status, Suppliers};
use sha2::{Digest as _, Sha256};

#[tokio::test]
async fn it_is_the_sha_256_of_the_answer_that_was_taken() {
    let sandbox = Sandbox::builder().supplier(Fcb2b::new()).start().await.unwrap();
    let sources = Sources::new()
        .set("mill.protocol", "fcb2b")
        .set("mill.addresses.StockCheck", format!("{}/stockcheck", sandbox.url()))
        .set("mill.profile", Fcb2b::DEFAULT_PROFILE)
        .set("mill.api_key", Fcb2b::API_KEY)
        .set("mill.client_identifier", Fcb2b::CLIENT_IDENTIFIER)
        .set("mill.ca", sandbox.ca_path().display().to_string())
        .environment([("B2B_MILL_SECRET", Fcb2b::SECRET)]);
    let suppliers = Suppliers::new(Desk::builder().config(&sources.load().unwrap())).unwrap();
    let keys = ["VV01701002".to_owned()];

    // At once, and after an answer that says to come again.
    for attempts in [1, 2] {
        sandbox.clear_exchanges();
        if attempts == 2 {
            sandbox.put_fault("status=503;retry-after=0;times=1".parse().unwrap());
        }
        let heard = suppliers.ask("mill", Question::Stock, &keys).await.pop().unwrap().unwrap();
        assert_eq!(heard.status, Status::Answered);
        let exchanges = sandbox.exchanges();
        assert_eq!(exchanges.len(), attempts);
        let taken = Sha256::digest(&exchanges[0].response_body);
        assert_eq!(heard.digest.unwrap().to_string(), hex::encode(taken));
    }
    sandbox.shutdown().await;
}
