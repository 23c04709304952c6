//! Requests as commands and programs.

use b2b_sandbox::{Clock, Fcb2b, Options, Sandbox};

use crate::support::{NOW, World};

const ASKED: &str = "/stockcheck?ClientIdentifier=100059&SupplierItemSKU=VV01701002";

/// What the newest exchange's page has in a language.
async fn snippet(world: &World, language: &str) -> String {
    let page = world.newest_page().await;
    let (_, rest) = page.split_once(&format!("As {language}</summary>")).unwrap();
    let (_, rest) = rest.split_once("<code>").unwrap();
    let text = rest.split_once("</code>").unwrap().0;
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// A producer with this profile, which calls it by this name.
async fn producer(profile: &str, name: &str) -> World {
    let options = Options { clock: Clock::Fixed(NOW.parse().unwrap()), seed: Some(1), ..Options::default() };
    let supplier = Fcb2b::new().profile(profile.parse().unwrap(), name);
    World(Sandbox::builder().options(options).supplier(supplier).in_process().await.unwrap())
}

/// What follows the beginnings of a program's f-strings.
fn formatted(program: &str) -> Vec<String> {
    program.replace("(f\"", " f\"").split(" f\"").skip(1).map(str::to_owned).collect()
}

#[tokio::test]
async fn python_before_3_12_reads_the_snippets() {
    for (profile, signature) in [
        ("dancik", "Signature={quote(base64.b64encode(digest), safe='')}\""),
        ("ethervision-b1", "signature={digest.hex()}\""),
    ] {
        let world = producer(profile, profile).await;
        world.ask(ASKED).await;
        let program = snippet(&world, "Python").await;
        assert!(program.contains("hmac.digest(") && program.contains(signature), "{program}");
        let all = formatted(&program);
        assert_eq!(all.len(), 2, "{program}");
        for text in all {
            // Up to its end it is in braces as often as out of them: no expression has the quotation mark of the whole.
            let (text, _) = text.split_once('"').unwrap();
            assert_eq!(text.matches('{').count(), text.matches('}').count(), "{text} in {program}");
        }
    }
}

#[tokio::test]
async fn what_cannot_be_signed_anew_is_sent_as_it_came() {
    let signs = async |world: &World, language| {
        let program = snippet(world, language).await;
        program.contains("hmac.digest(") || program.contains("fcb2b_signing::")
    };
    let world = producer("dancik", "dancik").await;
    world.ask(ASKED).await;
    assert!(signs(&world, "Rust").await && signs(&world, "Python").await);
    world.ask(&format!("{ASKED}&SupplierItemSKU=another")).await;
    assert!(signs(&world, "Rust").await, "its parameters are a list");
    assert!(!signs(&world, "Python").await, "its parameters are a dictionary");
    for name in ["ours", "ethervision-b1"] {
        let world = producer("dancik", name).await;
        world.ask(ASKED).await;
        assert!(!signs(&world, "Rust").await, "{name} is not the profile");
        assert!(signs(&world, "Python").await);
    }
}

#[tokio::test]
async fn curl_takes_targets_and_bodies_as_they_are() {
    let world = World::new().await;
    world.submit("/a/../{b}", "text/xml", "<a/>").await;
    let command = snippet(&world, "curl").await;
    for part in [" --globoff --path-as-is ", "/a/../{b}'", " --data-raw '"] {
        assert!(command.contains(part), "{part} in {command}");
    }
}
