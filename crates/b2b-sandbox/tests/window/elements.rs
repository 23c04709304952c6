//! Why Tech Data's submissions are refused.

use b2b_sandbox::Techdata;

use crate::support::World;

async fn explained(world: &World, fields: &str) -> (serde_json::Value, String) {
    let submission = format!(
        "<XML_Order_Submit><Header><UserName>{}</UserName><Password>{}</Password>{fields}</Header><Detail><LineInfo>\
         <QtyOrdered>1</QtyOrdered><ProductIDQual>VP</ProductIDQual><ProductID>070374</ProductID></LineInfo></Detail>\
         <Summary><NbrOfSegments/></Summary></XML_Order_Submit>",
        Techdata::USERNAME,
        Techdata::PASSWORD,
    );
    world.submit(Techdata::PATH, "text/xml", submission).await;
    let page = world.newest_page().await;
    for secret in [Techdata::USERNAME, Techdata::PASSWORD] {
        assert!(!page.contains(secret), "{page}");
    }
    (world.newest().await["explanation"].clone(), page)
}

#[tokio::test]
async fn missing_and_overlong_elements_have_their_names() {
    let world = World::new().await;
    let (why, page) = explained(&world, "<OrderTypeCode>BS</OrderTypeCode>").await;
    assert_eq!(why["cause"]["name"], "missing-element", "{why:#}");
    assert!(why["cause"]["what"].as_str().unwrap().contains("PONbr"), "{why:#}");
    let missing = why["detail"]["elements"].as_array().unwrap();
    assert!(missing.iter().any(|element| element["name"] == "PONbr" && element["problem"] == "missing"), "{why:#}");
    assert!(page.contains("<th scope=\"row\">PONbr</th>"), "{page}");

    let long = format!("<OrderTypeCode>BS</OrderTypeCode><PONbr>{}</PONbr>", "9".repeat(80));
    let (why, page) = explained(&world, &long).await;
    let element =
        why["detail"]["elements"].as_array().unwrap().iter().find(|element| element["name"] == "PONbr").unwrap();
    assert_eq!(element["problem"], "too long", "{why:#}");
    assert!(element["maximum"].as_u64().unwrap() < 80);
    assert!(page.contains("too long"), "{page}");
}
