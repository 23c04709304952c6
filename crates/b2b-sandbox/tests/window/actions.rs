//! What the pages do.

use b2b_sandbox::Fcb2b;
use http::StatusCode;

use crate::support::{QUERY, World, hex, lines, mac};

const ACTIONS: [&str; 5] = [
    "/_sandbox/exchanges/1/again",
    "/_sandbox/forget",
    "/_sandbox/faults",
    "/_sandbox/faults/clear",
    "/_sandbox/state/reset",
];

#[tokio::test]
async fn nothing_is_done_without_the_token() {
    let world = World::new().await;
    world.ask("/nowhere").await;
    let token = world.token().await;
    let almost = format!("{}0", &token[..token.len() - 1]);
    for path in ACTIONS {
        for form in
            ["", "token=", "token=0", &format!("token={almost}x"), &format!("token={}", token.to_uppercase() + "0")]
        {
            let (status, page) = world.post(path, form.to_owned()).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{path} {form}: {page}");
        }
        assert_eq!(world.get(path).await.0.is_success(), path == "/_sandbox/faults", "{path}");
    }
    assert_eq!(world.0.exchanges().len(), 1);
    assert_ne!(World::new().await.token().await, token, "a seed does not give the token away");
}

#[tokio::test]
async fn a_request_is_sent_again_as_it_came() {
    let world = World::new().await;
    let signature = hex(&mac(Fcb2b::SECRET, &(lines("/stockcheck", QUERY) + "\n")));
    let target = format!("/stockcheck?{QUERY}&signature={signature}");
    assert_eq!(world.ask(&target).await, StatusCode::FORBIDDEN);
    let form = format!("token={}", world.token().await);
    let (status, place) = world.post("/_sandbox/exchanges/1/again", form.clone()).await;
    assert_eq!((status, place.as_str()), (StatusCode::SEE_OTHER, "/_sandbox/exchanges/2"));
    let [again, first] = world.0.exchanges().try_into().unwrap();
    assert_eq!(again.explanation, first.explanation);
    assert_eq!(again.explanation.as_ref().unwrap().cause.as_ref().unwrap().name, "trailing-newline");
    assert_eq!((&again.query, &again.request_headers), (&first.query, &first.request_headers));

    let (status, _) = world.post("/_sandbox/exchanges/77/again", form.clone()).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    world.submit("/xmlservlet", "text/xml", "x".repeat(100 * 1024)).await;
    let (status, page) = world.post("/_sandbox/exchanges/3/again", form).await;
    assert_eq!(status, StatusCode::CONFLICT, "{page}");
}

#[tokio::test]
async fn a_reset_is_a_result_too() {
    let world = World::new().await;
    world.ask("/stockcheck").await;
    let token = world.token().await;
    let (status, _) = world.post("/_sandbox/faults", format!("token={token}&switch=reset")).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (_, place) = world.post("/_sandbox/exchanges/1/again", format!("token={token}")).await;
    assert_eq!(place, "/_sandbox/exchanges/2");
    assert_eq!(world.0.exchanges()[0].fault.as_deref(), Some("reset"));
}

#[tokio::test]
async fn faults_are_put_and_cleared() {
    let world = World::new().await;
    let token = world.token().await;
    let put = async |switch: &str| world.post("/_sandbox/faults", format!("token={token}&switch={switch}")).await;
    assert_eq!(put("status%3D503%3Bsupplier%3Dfcb2b").await, (StatusCode::SEE_OTHER, "/_sandbox/faults".to_owned()));
    assert!(world.page("/_sandbox/faults").await.contains("<code id=\"current\">status=503;supplier=fcb2b</code>"));
    assert_eq!(world.stock_check("VV01701002").await, 503);
    assert!(world.page("/_sandbox/?q=supplier%3Dfcb2b").await.contains("id=\"x1\""), "a fault is searched for");
    assert_eq!(put("nonsense").await.0, StatusCode::BAD_REQUEST);
    assert!(put("status%3D503%3Bsupplier%3Dnobody").await.1.contains("There is no supplier &quot;nobody&quot;."));
    assert_eq!(world.post("/_sandbox/faults/clear", format!("token={token}")).await.0, StatusCode::SEE_OTHER);
    assert_eq!(world.stock_check("VV01701002").await, 200);
}

#[tokio::test]
async fn exchanges_are_forgotten() {
    let world = World::new().await;
    world.ask("/nowhere").await;
    world.post("/_sandbox/forget", format!("token={}", world.token().await)).await;
    assert!(world.0.exchanges().is_empty());
    assert!(world.page("/_sandbox/").await.contains("Nothing that fits has come in."));
}

#[tokio::test]
async fn the_state_is_as_at_the_start_again() {
    let world = World::new().await;
    let tables = async || {
        let mut all = String::new();
        for (supplier, views) in [("westcon", 1), ("fcb2b", 4), ("techdata", 4)] {
            for view in 0..views {
                let page = world.page(&format!("/_sandbox/state?supplier={supplier}&view={view}")).await;
                all.push_str(page.split_once("<tbody>").unwrap().1);
            }
        }
        all
    };
    let before = tables().await;
    let query = "ClientIdentifier=100059&Quantity=5&SupplierItemSKU=VV01701002\
                 &TimeStamp=2025-01-02T03%3A04%3A05.000000&UnitOfMeasure=BX&apiKey=SANDBOXFCB2BKEY1";
    let signature = hex(&mac(Fcb2b::SECRET, &lines("/createreserve", query)));
    let status = world.ask(&format!("/createreserve?{query}&signature={signature}")).await;
    assert_eq!(status, 200, "{:#}", world.newest().await);
    assert_ne!(tables().await, before);
    let (status, place) = world.post("/_sandbox/state/reset", format!("token={}", world.token().await)).await;
    assert_eq!((status, place.as_str()), (StatusCode::SEE_OTHER, "/_sandbox/state"));
    assert_eq!(tables().await, before);
    assert_eq!(world.stock_check("VV01701002").await, 200);
}
