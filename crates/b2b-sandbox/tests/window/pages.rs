//! What the pages show.

use b2b_sandbox::{Clock, Options};
use http_body_util::BodyExt as _;

use crate::support::{NOW, World};

/// The ids on a part of the list, in its order, and the address of the next one.
fn listed(page: &str) -> (Vec<u64>, Option<String>) {
    let ids = page.split("id=\"x").skip(1).map(|rest| rest.split_once('"').unwrap().0.parse().unwrap()).collect();
    let next =
        page.split_once("rel=\"next\" href=\"").map(|(_, rest)| rest.split_once('"').unwrap().0.replace("&amp;", "&"));
    (ids, next)
}

#[tokio::test]
async fn the_list_is_shown_in_parts() {
    let world = World::new().await;
    for _ in 0..120 {
        world.ask("/nowhere").await;
    }
    let (mut all, mut path) = (Vec::new(), Some("/_sandbox/".to_owned()));
    while let Some(here) = path {
        let (ids, next) = listed(&world.page(&here).await);
        assert!(ids.len() <= 50);
        all.extend(ids);
        path = next;
    }
    assert_eq!(all, (1..=120).rev().collect::<Vec<u64>>());
    assert_eq!(listed(&world.page("/_sandbox/rows?before=3").await).0, [2, 1]);
}

#[tokio::test]
async fn it_is_filtered_and_searched() {
    let world = World::new().await;
    assert_eq!(world.stock_check("VV01701002").await, 200);
    world.ask("/stockcheck?SupplierItemSKU=VV01701003").await;
    world.ask("/xmlservlet").await;
    world.ask("/nowhere").await;
    for (query, expected) in [
        ("", vec![4, 3, 2, 1]),
        ("?supplier=fcb2b", vec![2, 1]),
        ("?outcome=refused", vec![4, 3, 2]),
        ("?outcome=answered&supplier=fcb2b", vec![1]),
        ("?q=vv01701003", vec![2]),
        ("?q=SKU", vec![2, 1]),
        ("?q=text%2Fxml", vec![2, 1]),
        ("?q=no%20such%20thing", vec![]),
        ("?supplier=westcon", vec![]),
    ] {
        assert_eq!(listed(&world.page(&format!("/_sandbox/{query}")).await).0, expected, "{query}");
        assert_eq!(listed(&world.page(&format!("/_sandbox/rows{query}")).await).0, expected, "{query}");
    }
}

#[tokio::test]
async fn a_search_looks_at_some_and_goes_on() {
    let world = World::new().await;
    world.ask("/stockcheck?SupplierItemSKU=needle").await;
    for _ in 0..1100 {
        world.ask("/nowhere").await;
    }
    let (ids, next) = listed(&world.page("/_sandbox/?q=needle").await);
    assert!(ids.is_empty(), "{ids:?}");
    let next = next.unwrap();
    assert!(next.contains("q=needle"), "{next}");
    assert_eq!(listed(&world.page(&next).await), (vec![1], None));
}

#[tokio::test]
async fn ten_thousand_are_held_and_a_part_is_small() {
    let world = World::with(Options { clock: Clock::Fixed(NOW.parse().unwrap()), ..Options::default() }).await;
    for _ in 0..10_050 {
        world.ask("/nowhere").await;
    }
    let page = world.page("/_sandbox/rows").await;
    assert_eq!(listed(&page).0.len(), 50);
    assert!(page.len() < 64 * 1024, "{}", page.len());
    assert_eq!(listed(&world.page("/_sandbox/rows?before=52").await).0, [51], "the oldest have gone");
}

#[tokio::test]
async fn an_exchange_has_a_page() {
    let world = World::new().await;
    world.stock_check("VV01701002").await;
    let page = world.newest_page().await;
    for part in [
        "What the answer means",
        "&quot;sku&quot;: &quot;VV01701002&quot;",
        "Send again",
        "curl --silent",
        "hmac.digest(os.environ[",
        "use fcb2b_signing::",
        "<span class=\"tag\">&lt;SupplierItemSKU&gt;</span>",
        "headers</summary>",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(!page.contains("Why it was refused"));
    for (path, status) in [("/_sandbox/exchanges/99", 404), ("/_sandbox/exchanges/x", 400), ("/_sandbox/assets/x", 404)]
    {
        assert_eq!(world.get(path).await.0, status, "{path}");
    }
}

#[tokio::test]
async fn the_state_is_browsed() {
    let world = World::new().await;
    let first = world.page("/_sandbox/state").await;
    for table in
        ["westcon: orders", "fcb2b: stock by lot", "fcb2b: reservations", "techdata: items", "techdata: orders"]
    {
        assert!(first.contains(table), "{table}");
    }
    let links: Vec<&str> =
        first.split("href=\"/_sandbox/state?").skip(1).map(|it| it.split_once('"').unwrap().0).collect();
    assert_eq!(links.len(), 9);
    for link in links {
        let page = world.page(&format!("/_sandbox/state?{}", link.replace("&amp;", "&"))).await;
        assert!(page.contains("<tbody><tr><td>"), "{link}: {page}");
    }
    let stock = world.page("/_sandbox/state?supplier=fcb2b&view=1").await;
    assert!(stock.contains("<td>VV01701002</td><td>DAL</td><td>A1207</td>"), "{stock}");
}

#[tokio::test]
async fn a_page_is_told_what_there_is() {
    let world = World::new().await;
    world.ask("/nowhere").await;
    let request = http::Request::get("/_sandbox/events").header("host", "localhost").body(bytes::Bytes::new()).unwrap();
    let answer = world.0.answer(request, b2b_sandbox::Scheme::Https).await.unwrap();
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    let mut body = answer.into_body();
    let mut next =
        async || String::from_utf8(body.frame().await.unwrap().unwrap().into_data().unwrap().to_vec()).unwrap();
    assert_eq!(next().await, "event: exchanges\ndata: {\"kept\":1,\"last\":1}\n\n");
    // However many come, the page is told once.
    for _ in 0..5 {
        world.ask("/nowhere").await;
    }
    assert_eq!(next().await, "event: exchanges\ndata: {\"kept\":6,\"last\":6}\n\n");
}
