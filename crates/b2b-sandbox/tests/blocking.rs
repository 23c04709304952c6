//! The blocking clients of all suppliers against a sandbox, over TLS, in threads without a runtime.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic is the report of a failure")]

use b2b_http::{Blocking, ReqwestTransport};
use b2b_sandbox::{Fcb2b, Sandbox, Techdata, Westcon};
use fcb2b_client::{
    Bulk, CreateReserve, Directory, GetReserves, Producer, ReserveOutcome, SigningKey, SigningProfile, StockCheck,
    UnitOfMeasure,
};
use techdata_xml::{Batch, Item, PriceAvailabilitySubmit, PriceListSubmit};
use westcon_orderstatus::OrderQuery;

/// A sandbox on a runtime of its own.
struct World {
    sandbox: Sandbox,
    _runtime: Blocking,
}

impl World {
    fn new() -> Self {
        let runtime = Blocking::new().unwrap();
        let builder =
            Sandbox::builder().supplier(Westcon::default()).supplier(Fcb2b::new()).supplier(Techdata::default());
        Self { sandbox: runtime.wait(builder.start()).unwrap(), _runtime: runtime }
    }

    fn http(&self) -> b2b_http::Client<ReqwestTransport> {
        let ca = std::fs::read(self.sandbox.ca_path()).unwrap();
        b2b_http::Client::new(ReqwestTransport::builder().extra_roots_pem(ca).build().unwrap())
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.url())
    }

    fn techdata(&self) -> techdata_xml::blocking::Client {
        let endpoint = techdata_xml::Endpoint::at(self.url(Techdata::PATH), Techdata::USERNAME, Techdata::PASSWORD);
        let client = techdata_xml::Client::with(endpoint, self.http());
        techdata_xml::blocking::Client::with(client, Blocking::new().unwrap())
    }

    fn fcb2b(&self) -> fcb2b_client::blocking::Client {
        let key = SigningKey::new(Fcb2b::API_KEY, Fcb2b::SECRET.into()).unwrap();
        let profile = SigningProfile::named(Fcb2b::DEFAULT_PROFILE).unwrap();
        let producer = Producer::new(profile, key).client_identifier(Fcb2b::CLIENT_IDENTIFIER);
        let directory = Directory::discovered(self.url(Fcb2b::SERVICES_PATH).parse().unwrap());
        let client = fcb2b_client::Client::with(producer, directory, self.http());
        fcb2b_client::blocking::Client::with(client, Blocking::new().unwrap())
    }
}

#[test]
fn westcon_tells_how_an_order_stands() {
    let world = World::new();
    let endpoint = westcon_orderstatus::Endpoint::at(world.url(Westcon::PATH), Westcon::ACCOUNT, Westcon::KEY);
    let client = westcon_orderstatus::Client::with(endpoint, world.http());
    let client = westcon_orderstatus::blocking::Client::with(client, Blocking::new().unwrap());
    let answer = client.get_order_status(OrderQuery::westcon(["704571"])).unwrap();
    assert_eq!(answer.value.orders()[0].customer_order_number.as_deref(), Some("897879"));
}

#[test]
fn tech_data_answers_at_once_in_parts_and_line_by_line() {
    let world = World::new();
    let client = world.techdata();
    let items = || [Item::tech_data("10226038"), Item::tech_data("10226038"), Item::tech_data("NO-SUCH")];
    let kinds: Vec<bool> = client.availability(items()).unwrap().value.lines.iter().map(|l| l.result.is_ok()).collect();
    assert_eq!(kinds, [true, true, false]);

    let batch = Batch::default().lines_per_request(1);
    let batched = client.batch(PriceAvailabilitySubmit::of(items()), batch).unwrap();
    assert_eq!((batched.lines.len(), batched.parts.len(), batched.good().count()), (3, 3, 2));

    let lines = client.price_list_lines(PriceListSubmit::of(items())).unwrap();
    let kinds: Vec<bool> = lines.map(|line| line.unwrap().value.result.is_ok()).collect();
    assert_eq!(kinds, [true, true, false]);
}

#[test]
fn a_producer_is_asked_by_several_threads() {
    let world = World::new();
    let client = world.fcb2b();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| client.stock_check(StockCheck::new("VV01701002")).unwrap());
        }
    });
    let skus = ["VV01701002", "BL12000451", "NO-SUCH"].map(str::to_owned);
    let mut results: Vec<_> =
        client.stock_checks(skus, Bulk::new()).map(|item| (item.sku, item.result.is_ok())).collect();
    results.sort();
    let expected = [("BL12000451", true), ("NO-SUCH", false), ("VV01701002", true)];
    assert_eq!(results, expected.map(|(sku, is_known)| (sku.to_owned(), is_known)));

    let reserved = client.create_reserve(CreateReserve::new("VV01701002", 5, UnitOfMeasure::Box)).unwrap();
    let ReserveOutcome::Reserved(reserved) = reserved else { panic!("{reserved:?}") };
    let listed = client.get_reserves(GetReserves::new()).unwrap().value;
    assert!(listed.iter().any(|reserve| reserve.reserve_number == reserved.value.reserve_number));
}
