//! No secret in anything that is formatted, but in the ready line, which is there to tell them.

use b2b_sandbox::{Builder, Fcb2b, Notes, Options, Sandbox, Techdata, Westcon};
use reqwest::header::AUTHORIZATION;

use crate::support::client;

const SECRETS: [&str; 3] = ["m4rker-key \"&<é", "m4rker-secret \"&<é", "m4rker-password \"&<é"];

#[track_caller]
fn clean(text: &str) {
    assert!(!text.contains("m4rker"), "{text}");
}

fn suppliers() -> (Westcon, Fcb2b, Techdata) {
    let [key, secret, password] = SECRETS;
    (Westcon::default().key(key), Fcb2b::new().secret(secret), Techdata::default().password(password))
}

fn builder(options: Options) -> Builder {
    let (westcon, fcb2b, techdata) = suppliers();
    Sandbox::builder().options(options).supplier(westcon).supplier(fcb2b).supplier(techdata)
}

#[tokio::test]
async fn nothing_formats_a_secret() {
    clean(&format!("{:?} {:#?}", suppliers(), suppliers()));
    clean(&format!("{:?}", Notes::new().redact(SECRETS[0])));
    clean(&format!("{:?}", builder(Options::default())));
    clean(&format!("{:?}", builder(Options::default()).in_process().await.unwrap()));

    let data = tempfile::tempdir().unwrap();
    let options = Options { data: Some(data.path().to_owned()), ..Options::default() };
    let sandbox = builder(options).start().await.unwrap();
    let url = format!("{}{}", sandbox.url(), Westcon::PATH);
    let credentials = format!("Bearer {}", SECRETS[0].replace('é', "e"));
    let body = format!("<K>{}</K>", SECRETS[1]);
    client(&sandbox).post(url).header(AUTHORIZATION, credentials).body(body).send().await.unwrap();
    let exchanges = sandbox.exchanges();
    assert_eq!(exchanges.len(), 1);
    clean(&format!("{sandbox:?} {sandbox:#?} {:?} {exchanges:?}", sandbox.ready_line()));
    clean(&serde_json::to_string(&*exchanges[0]).unwrap());
}

#[tokio::test]
async fn the_ready_line_tells_them() {
    let sandbox = builder(Options::default()).start().await.unwrap();
    let ready: serde_json::Value = serde_json::from_str(&sandbox.ready_line().to_string()).unwrap();
    let told = [&ready["westcon"]["key"], &ready["fcb2b"]["secret"], &ready["techdata"]["password"]];
    assert_eq!(told, SECRETS);
}
