//! Why WS-Security is refused.

use b2b_sandbox::Westcon;
use http::StatusCode;
use serde_json::Value;
use wsse_soap::SecretString;
use wsse_soap::{DigestInput, PasswordDigest};

use crate::support::{NOW, World};

const TEXT: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText";
const DIGEST: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest";
const NONCE: &str = "MDEyMzQ1Njc4OWFiY2RlZg==";

/// A message by hand.
struct Message {
    created: &'static str,
    expires: &'static str,
    token: String,
    members: String,
}

impl Default for Message {
    fn default() -> Self {
        Self {
            created: NOW,
            expires: "2025-01-02T03:09:05Z",
            token: token(TEXT, Westcon::KEY, NOW),
            members: "<q:CustomerAccountNumber>1001065</q:CustomerAccountNumber><q:Orders><q:Order>\
                      <q:OrderNumber>704571</q:OrderNumber></q:Order></q:Orders>"
                .to_owned(),
        }
    }
}

fn token(kind: &str, password: &str, created: &str) -> String {
    format!(
        "<o:UsernameToken><o:Username>{}</o:Username><o:Password Type=\"{kind}\">{password}</o:Password>\
         <o:Nonce EncodingType=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary\">{NONCE}</o:Nonce>\
         <u:Created>{created}</u:Created></o:UsernameToken>",
        Westcon::ACCOUNT,
    )
}

impl Message {
    fn written(&self) -> String {
        format!(
            "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" \
             xmlns:o=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\" \
             xmlns:u=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd\">\
             <s:Header><o:Security><u:Timestamp><u:Created>{}</u:Created><u:Expires>{}</u:Expires></u:Timestamp>{}\
             </o:Security></s:Header><s:Body>{}</s:Body></s:Envelope>",
            self.created,
            self.expires,
            self.token,
            westcon(&self.members),
        )
    }
}

/// The body with these members, in the namespaces of the contract.
fn westcon(members: &str) -> String {
    use westcon_orderstatus::request::{GetOrderStatusRequest, REQUEST_NS};
    let name = <GetOrderStatusRequest as b2b_xml::FromXml>::RECORD.unwrap().name;
    format!(
        "<m:{local} xmlns:m=\"{ns}\" xmlns:q=\"{REQUEST_NS}\"><m:request><q:WestconOrderStatus>{members}\
         </q:WestconOrderStatus></m:request></m:{local}>",
        local = name.local,
        ns = name.ns,
    )
}

async fn explained(world: &World, path: &str, message: &Message) -> (StatusCode, Value, String) {
    let (status, _) = world.submit(path, "text/xml; charset=utf-8", message.written()).await;
    let why = world.newest().await["explanation"].clone();
    let page = world.newest_page().await;
    assert!(!page.contains(Westcon::KEY) && !why.to_string().contains(Westcon::KEY));
    if let Some(what) = why["cause"]["what"].as_str() {
        assert!(page.contains(&what.replace('"', "&quot;")), "{what}");
    }
    (status, why, page)
}

async fn check(path: &str, message: &Message, cause: &str) -> (Value, String) {
    let (status, why, page) = explained(&World::new().await, path, message).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR, "{why:#}");
    assert_eq!(why["cause"]["name"], cause, "{why:#}");
    (why, page)
}

#[tokio::test]
async fn a_right_message_is_answered_and_told_in_the_words_of_the_model() {
    let (status, why, page) = explained(&World::new().await, Westcon::PATH, &Message::default()).await;
    assert_eq!((status, &why), (StatusCode::OK, &Value::Null));
    assert!(
        page.contains("What the answer means") && page.contains("&quot;stage&quot;: &quot;in_review&quot;"),
        "{page}"
    );
}

#[tokio::test]
async fn digests() {
    let digest = |nonce: &str, password: &str| {
        // Whatever stands before the password is hashed before it.
        let before = format!("{nonce}{NOW}");
        PasswordDigest::new(None, Some(&before), &SecretString::from(password), DigestInput::Password).to_base64()
    };
    let message = |password: &str| Message { token: token(DIGEST, password, NOW), ..Message::default() };
    let right = message(&digest("0123456789abcdef", Westcon::KEY));
    let (status, why, _) = explained(&World::new().await, Westcon::DIGEST_PATH, &right).await;
    assert_eq!(status, StatusCode::OK, "{why:#}");

    let (why, page) = check(Westcon::DIGEST_PATH, &message(&digest(NONCE, Westcon::KEY)), "nonce-not-decoded").await;
    let token = &why["detail"]["security"]["tokens"][0];
    assert_eq!((&token["nonce"], &token["created"]), (&NONCE.into(), &NOW.into()));
    assert_eq!(token["digest_input"][2], "‹secret›");
    assert!(page.contains("Base64(SHA-1(") && page.contains("‹secret›"), "{page}");
    check(Westcon::DIGEST_PATH, &message(&digest("", Westcon::KEY)), "nonce-left-out").await;
    check(Westcon::DIGEST_PATH, &message(&digest("0123456789abcdef", "other")), "wrong-digest").await;
    check(Westcon::PATH, &right, "password-type").await;
    check(Westcon::DIGEST_PATH, &message(Westcon::KEY), "clear-password-as-digest").await;
}

#[tokio::test]
async fn passwords_and_accounts() {
    let wrong = Message { token: token(TEXT, "wrong-password", NOW), ..Message::default() };
    check(Westcon::PATH, &wrong, "wrong-password").await;
    let nobody = token(TEXT, Westcon::KEY, NOW).replace(Westcon::ACCOUNT, "1001066");
    check(Westcon::PATH, &Message { token: nobody, ..Message::default() }, "unknown-user").await;
    check(Westcon::PATH, &Message { token: String::new(), ..Message::default() }, "incomplete-token").await;
}

#[tokio::test]
async fn times_lie_on_a_line() {
    let local = Message { created: "2025-01-02T05:04:05Z", expires: "2025-01-02T05:09:05Z", ..Message::default() };
    let (why, page) = check(Westcon::PATH, &local, "local-time").await;
    let window = &why["detail"]["window"];
    assert_eq!(window["earliest"], "2025-01-02T02:54:05.000Z");
    assert_eq!(window["latest"], "2025-01-02T03:09:05.000Z");
    assert_eq!(window["created"], "2025-01-02T05:04:05.000Z");
    assert!(
        page.contains("<svg") && page.contains("taken until") && page.contains("2025-01-02T05:09:05.000Z"),
        "{page}"
    );
    let old = Message { created: "2025-01-02T02:24:05Z", expires: "2025-01-02T02:29:05Z", ..Message::default() };
    check(Westcon::PATH, &old, "clock").await;
    let hour = Message { created: "2025-01-02T02:04:05Z", expires: "2025-01-02T02:09:05Z", ..Message::default() };
    let (why, _) = check(Westcon::PATH, &hour, "local-time").await;
    assert!(why["cause"]["advice"].as_str().unwrap().contains("sent again"), "{why:#}");
}

#[tokio::test]
async fn a_message_that_lived_too_short_is_no_matter_of_the_clock() {
    // Of ten minutes that it may be old, beyond the five that its end may be past.
    let late = Message { created: "2025-01-02T02:58:00Z", expires: "2025-01-02T02:58:20Z", ..Message::default() };
    let (why, _) = check(Westcon::PATH, &late, "expired").await;
    assert_eq!(why["cause"]["what"], "The Timestamp expired 345 s ago.");
}

#[tokio::test]
async fn replays() {
    let world = World::new().await;
    assert_eq!(explained(&world, Westcon::PATH, &Message::default()).await.0, StatusCode::OK);
    let (status, why, _) = explained(&world, Westcon::PATH, &Message::default()).await;
    assert_eq!((status, &why["cause"]["name"]), (StatusCode::INTERNAL_SERVER_ERROR, &"replay".into()));
}

#[tokio::test]
async fn elements_that_wcf_drops_in_silence() {
    let members = "<q:Orders><q:Order><q:OrderNumber>704571</q:OrderNumber></q:Order></q:Orders>\
                   <q:CustomerAccountNumber>1001065</q:CustomerAccountNumber>";
    let message = Message { members: members.to_owned(), ..Message::default() };
    let (status, why, page) = explained(&World::new().await, Westcon::PATH, &message).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(why["cause"]["name"], "element-order", "{why:#}");
    let skipped: Vec<&str> = why["detail"]["order"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|member| member["skipped"] == true)
        .map(|member| member["element"].as_str().unwrap())
        .collect();
    assert!(!skipped.is_empty());
    assert!(page.contains("came out of order, and was skipped") && page.contains(skipped[0]), "{page}");
}
