//! The fcB2B table of a configuration, and the requests it makes.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a failure")]

use b2b_desk::{
    AvailabilityQuestion, Capability, CatalogRequest, CatalogsQuestion, Cause, Desk, DocumentsQuestion, OrderQuestion,
    PriceQuestion, Question, RecentOrdersQuestion, RelatedQuestion, ReservationsQuestion, ReserveRequest,
    ServicesQuestion, Sources, Whom,
};
use b2b_http::Attempt;

const SECRET: &str = "fcb2b-example-secret-0001";

fn attempt() -> Attempt {
    Attempt::new(1, Default::default(), [7; 32])
}

fn sources(settings: &[(&str, &str)]) -> Sources {
    let all = [
        ("mill.protocol", "fcb2b"),
        ("mill.services", "https://sandbox.example.com/services"),
        ("mill.profile", "ethervision-b1"),
        ("mill.api_key", "EXAMPLEKEY1"),
        ("mill.secret", "env:MILL_SECRET"),
        ("mill.client_identifier", "100059"),
    ];
    let sources = Sources::new().environment([("MILL_SECRET", SECRET)]);
    all.iter().chain(settings).fold(sources, |sources, (key, value)| sources.set(*key, *value))
}

fn desk(settings: &[(&str, &str)]) -> Desk {
    Desk::from_config(&sources(settings).load().unwrap()).unwrap()
}

#[track_caller]
fn check(settings: &[(&str, &str)], expected: &str) {
    let error = sources(settings).load().unwrap_err();
    assert!(!format!("{error:?}").contains(SECRET));
    assert_eq!(format!("{error}. {}", error.hint()), expected);
}

#[test]
fn what_is_wrong_is_said_where_it_stands() {
    check(
        &[("mill.profile", "ethervision-b9")],
        "the setting mill.profile names no signing profile. Did you mean ethervision-b1?",
    );
    check(
        &[("mill.services", "http://sandbox.example.com/services")],
        "the setting mill.services is not https. Give the whole address, beginning with https://, without ? and what \
         follows it.",
    );
    check(
        &[("mill.addresses.StokCheck", "https://sandbox.example.com/s")],
        "the setting mill.addresses.StokCheck is no service of fcB2B. Did you mean StockCheck?",
    );
    check(&[("mill.apikey", "K")], "the setting mill.apikey is not a known key. Did you mean api_key?");
    check(
        &[("mill.sku_case", "lower")],
        "the setting mill.sku_case has a value that is not among those it can have. Known: as-given, upper.",
    );
    check(
        &[("mill.secret", SECRET)],
        "the setting mill.secret holds the secret itself. Give env:NAME, file:PATH or keyring:SERVICE/USER: a command line is seen by others.",
    );
    let bare = Sources::new().set("mill.protocol", "fcb2b");
    assert_eq!(bare.load().unwrap_err().to_string(), "the supplier mill has no services and no addresses");
    let bare = bare.set("mill.services", "https://sandbox.example.com/services");
    assert_eq!(bare.load().unwrap_err().to_string(), "the supplier mill has no profile");
    let bare = bare.set("mill.profile", "dancik");
    assert_eq!(bare.load().unwrap_err().to_string(), "the supplier mill has no api_key");
    assert!(bare.set("mill.profile", "unsigned").load().is_ok());
}

#[test]
fn profiles_can_be_tables_and_addresses_variables() {
    let home = tempfile::TempDir::new().unwrap();
    let file = home.path().join("b2b.toml");
    let text = "[mill]\nprotocol = \"fcb2b\"\nprofile = { base = \"dancik\", digest-encoding = \"hex\" }\napi_key = \"K\"\n\
        trust_hosts = [\"a.example\"]\ndiscovery_lifetime = \"5m\"\nmax_concurrent = 2\n\
        addresses.StockCheck = \"https://a.example/from-file\"\n";
    std::fs::write(&file, text).unwrap();
    let sources = Sources::new().file(&file).environment([
        ("B2B_MILL_SECRET", SECRET),
        ("B2B_MILL_ADDRESSES_STOCKCHECK", "https://b.example/from-variable"),
    ]);
    let desk = Desk::from_config(&sources.load().unwrap()).unwrap();
    let shown = desk.offline(&Whom::Able, &AvailabilityQuestion::of(["A"]), &attempt()).unwrap();
    let requests = shown.into_iter().next().unwrap().result.unwrap().concat();
    assert!(requests.starts_with("GET https://b.example/from-variable?GlobalIdentifier="), "{requests}");

    std::fs::write(&file, text.replace("digest-encoding", "digest-encodign")).unwrap();
    let error = sources.load().unwrap_err();
    assert!(error.to_string().contains("b2b.toml: mill.profile cannot be used: "), "{error}");
}

#[track_caller]
fn shown<Q: Question>(desk: &Desk, question: &Q) -> String {
    let mut replies = desk.offline(&Whom::Able, question, &attempt()).unwrap();
    let requests = replies.remove(0).result.unwrap().concat();
    assert!(!requests.contains(SECRET), "{requests}");
    requests
}

#[test]
fn every_question_can_be_shown() {
    let desk = desk(&[]);
    // The address is in the answer to the first request.
    for (requests, expected) in [
        (
            shown(&desk, &AvailabilityQuestion::of(["A"])),
            "StockCheck in the answer, with\nClientIdentifier: 100059\nSupplierItemSKU: A",
        ),
        (shown(&desk, &PriceQuestion::of(["A"])), "PriceInquiry in the answer"),
        (shown(&desk, &RelatedQuestion::of(["A"])), "RelatedItems in the answer"),
        (shown(&desk, &DocumentsQuestion::of(["A"])), "DocumentService in the answer"),
        (shown(&desk, &CatalogsQuestion::new()), "GetPriceCatalogTypes in the answer"),
        (shown(&desk, &CatalogRequest::of("FULL")), "PriceCatalogRequest in the answer"),
        (shown(&desk, &ReservationsQuestion::all()), "GetReserves in the answer"),
        (shown(&desk, &RecentOrdersQuestion::of(3)), "ResultsLimit: 3"),
        (shown(&desk, &OrderQuestion::by_supplier_number(["1"])), "OrderNumber: 1"),
        (shown(&desk, &ServicesQuestion::new()), "signature=‹redacted›"),
    ] {
        assert!(requests.starts_with("GET https://sandbox.example.com/services?TimeStamp="), "{requests}");
        assert!(requests.contains(expected), "{requests}");
    }
}

#[test]
fn what_cannot_be_asked_is_said() {
    let desk = desk(&[]);
    let question = OrderQuestion::by_customer_number(["PO-1"]);
    let error = desk.offline(&Whom::Able, &question, &attempt()).unwrap_err();
    assert_eq!(error.cause(), Cause::Unsupported);
    let mut replies = desk.offline(&Whom::named("mill"), &question, &attempt()).unwrap();
    let error = replies.remove(0).result.unwrap_err();
    assert_eq!(
        error.to_string(),
        "mill cannot be asked for orders by your purchase order numbers: fcb2b has no such service"
    );
    assert_eq!(desk.able(Capability::Reserve).collect::<Vec<_>>(), ["mill"]);
}

#[test]
fn a_pending_reservation_survives_its_process() {
    let desk = desk(&[]);
    let request = ReserveRequest::new("VV01701002", 5.into(), "BX");
    let pending = desk.prepare_reservation(&Whom::Able, request.clone(), None, &attempt()).unwrap();
    assert_eq!(pending.sidemark.as_str(), "b2b-070707070707");
    assert!(desk.offline_reserve(&pending, &attempt()).unwrap().concat().contains("Sidemark: b2b-070707070707"));
    let given = desk.prepare_reservation(&Whom::Able, request, Some("SMITH".to_owned()), &attempt()).unwrap();
    assert_eq!(given.sidemark.as_str(), "SMITH");
}

#[test]
fn one_signer_or_the_one_that_is_named() {
    let config = sources(&[]).load().unwrap();
    let signer = config.signer(None).unwrap();
    assert_eq!(signer.key.as_ref().unwrap().id(), "EXAMPLEKEY1");
    assert!(!format!("{signer:?}").contains(SECRET));
    assert_eq!(config.signer(Some("loom")).unwrap_err().cause(), Cause::Question);
}
