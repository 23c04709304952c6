//! No secret is shown, whatever is asked and however it ends: in no trace of any level, no record, no error, no `Debug`.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod world;

use std::fmt::Debug;
use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};

use b2b_desk::{
    AvailabilityQuestion, CatalogRequest, CatalogsQuestion, Conditions, Config, Depth, Desk, DeskError, Doctor,
    DocumentsQuestion, EndUserQuestion, Extent, InvoicesQuestion, OrderQuestion, OrderRequest, PriceListRequest,
    PriceQuestion, Question, QuotesQuestion, RecentOrdersQuestion, RelatedQuestion, RequestedLine,
    ReservationsQuestion, ReserveRequest, Serials, ServicesQuestion, ShipViaQuestion, Sources, Subject, Whom,
};
use b2b_http::{Attempt, Exchange};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use futures_util::StreamExt as _;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use world::{Secrets, at, sandbox, sources};

/// The beginnings of our own crates' names. HTTP and TLS show headers and addresses as they are, which `--verbose` leaves out.
const TARGETS: &[&str] = &["b2b", "fcb2b", "techdata", "westcon", "wsse"];

const LEVELS: [LevelFilter; 5] =
    [LevelFilter::ERROR, LevelFilter::WARN, LevelFilter::INFO, LevelFilter::DEBUG, LevelFilter::TRACE];

/// Everything that was shown.
#[derive(Clone, Default)]
struct Shown(Arc<Mutex<String>>);

impl Shown {
    fn text(&self, text: &str) {
        let mut shown = self.0.lock().unwrap();
        shown.push_str(text);
        shown.push('\n');
    }

    fn debug(&self, what: &impl Debug) {
        self.text(&format!("{what:?}\n{what:#?}"));
    }

    fn error(&self, error: &DeskError) {
        self.debug(error);
        self.debug(&error.problem());
        self.text(&format!("{error}\n{}", error.hint()));
        let mut source = std::error::Error::source(error);
        while let Some(inner) = source {
            self.text(&format!("{inner}\n{inner:?}"));
            source = inner.source();
        }
    }

    fn exchange(&self, exchange: &Exchange) {
        self.debug(exchange);
        self.text(&exchange.request.body.text());
        self.text(&exchange.response.as_ref().map(|response| response.body.text()).unwrap_or_default());
    }

    fn take(&self) -> String {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Write for Shown {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().push_str(&String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Shown {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}

/// A secret as it is, and as it looks in an address, a form, a document, a `Debug`, base64 and hexadecimal digits.
fn forms(secret: &str) -> Vec<String> {
    let encoded = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    // In an address only some letters are encoded.
    let address = encoded.replace("%2D", "-").replace("%2E", ".").replace("%5F", "_").replace("%7E", "~");
    let escaped = secret.replace('&', "&amp;").replace('<', "&lt;");
    let debug = format!("{secret:?}");
    vec![
        secret.to_owned(),
        encoded.to_lowercase(),
        encoded,
        address.replace("%20", "+"),
        address.to_lowercase(),
        address,
        escaped.replace('"', "&quot;"),
        escaped,
        debug.trim_matches('"').to_owned(),
        STANDARD_NO_PAD.encode(secret),
        within_base64(secret, 0),
        within_base64(secret, 1),
        within_base64(secret, 2),
        hex::encode(secret),
        hex::encode_upper(secret),
    ]
}

/// What base64 has of a secret alone where so many bytes of a group of three stand before it, as in `user:password`.
fn within_base64(secret: &str, before: usize) -> String {
    let bytes = [&b"\0\0"[..before], secret.as_bytes()].concat();
    let encoded = STANDARD_NO_PAD.encode(&bytes);
    // The letters at both ends are of other bytes too.
    let (first, last) = ([0, 2, 3][before], bytes.len() / 3 * 4);
    encoded[first..last].to_owned()
}

#[track_caller]
fn check(shown: &str, secrets: &[&str], situation: &str) {
    for form in secrets.iter().flat_map(|secret| forms(secret)) {
        let around = shown.find(&form).map(|at| shown[..at].lines().last().unwrap_or_default());
        assert_eq!(around, None, "{situation}: {form} is shown");
    }
}

/// That a signature, with which a request could be sent again, is nowhere shown.
#[track_caller]
fn check_signatures(shown: &str, situation: &str) {
    let shown = shown.to_ascii_lowercase();
    let is_hidden = |after: &str| after.starts_with("‹redacted›") || after.starts_with("%e2%80%b9redacted");
    let found = shown.split("signature=").skip(1).find(|after| !is_hidden(after));
    assert_eq!(found.map(|after| after.lines().next()), None, "{situation}: a signature is shown");
}

/// Looks at each supplier, as `b2b doctor` does.
async fn examine(sources: &Sources, shown: &Shown) {
    let observer = shown.clone();
    let doctor = Doctor::new().observer(move |_: &str, exchange: &Exchange| observer.exchange(exchange));
    for (name, loaded) in sources.load_each().unwrap() {
        let examination = doctor.examine(&name, &loaded).await;
        shown.debug(&examination);
        assert!(examination.checks.iter().any(|check| check.subject == Subject::Secret), "{name}");
        for check in &examination.checks {
            shown.text(&format!("{} {} {:?}", check.subject, check.found, check.advice));
        }
        shown.text(&serde_json::to_string(&examination).unwrap());
    }
}

fn attempt() -> Attempt {
    Attempt::new(1, Default::default(), [7; 32])
}

/// Asks one question in every way.
async fn ask<Q: Question>(desk: &Desk, shown: &Shown, question: Q)
where
    Q::Part: Debug,
    Q::Answer: Debug,
{
    let mut replies = desk.stream(&Whom::Able, &question).unwrap();
    while let Some(reply) = replies.next().await {
        shown.debug(&reply);
        reply.result.err().iter().for_each(|error| shown.error(error));
    }
    for reply in desk.ask(&Whom::Able, &question).await.unwrap() {
        shown.debug(&reply);
        reply.result.err().iter().for_each(|error| shown.error(error));
    }
    for reply in desk.offline(&Whom::Able, &question, &attempt()).unwrap() {
        reply.result.unwrap().iter().for_each(|request| shown.text(request));
    }
}

/// Every question there is, and all that changes something.
async fn ask_all(config: &Config, shown: &Shown) {
    let observer = shown.clone();
    let builder =
        Desk::builder().config(config).observer(move |_: &str, exchange: &Exchange| observer.exchange(exchange));
    shown.debug(&builder);
    let desk = builder.build().unwrap();
    shown.debug(&desk);
    shown.debug(config);
    let (desk, articles) = (&desk, ["VV01701002", "10226038"]);
    let conditions = Conditions::new(1.into(), "BX");
    tokio::join!(
        ask(desk, shown, ServicesQuestion::new()),
        ask(desk, shown, AvailabilityQuestion::of(articles)),
        ask(desk, shown, AvailabilityQuestion::of(articles).extent(Extent::Every)),
        ask(desk, shown, AvailabilityQuestion::of(articles).conditions(conditions)),
        ask(desk, shown, PriceQuestion::of(articles)),
        ask(desk, shown, RelatedQuestion::of(articles)),
        ask(desk, shown, DocumentsQuestion::of(articles)),
        ask(desk, shown, CatalogsQuestion::new()),
        ask(desk, shown, CatalogRequest::of("FULL")),
        ask(desk, shown, ReservationsQuestion::all()),
        ask(desk, shown, RecentOrdersQuestion::of(3)),
        ask(desk, shown, OrderQuestion::by_supplier_number(["704571", "3132305"]).depth(Depth::Lines)),
        ask(desk, shown, OrderQuestion::by_customer_number(["897879"]).serials(Serials::Include)),
        ask(desk, shown, InvoicesQuestion::of(["PO-2001"])),
        ask(desk, shown, QuotesQuestion::of(["4"])),
        ask(desk, shown, ShipViaQuestion::to("33760", articles)),
        ask(desk, shown, EndUserQuestion::of(articles)),
    );
    let mut list = desk.price_list(&Whom::Able, &PriceListRequest::of(articles)).unwrap();
    while let Some(line) = list.next().await {
        shown.debug(&line);
    }
    let reserve = ReserveRequest::new("VV01701002", 1.into(), "BX");
    let pending = desk.prepare_reservation(&Whom::Able, reserve, None, &attempt()).unwrap();
    shown.debug(&(
        desk.reserve(&pending).await,
        desk.reconcile(&pending).await,
        desk.offline_reserve(&pending, &attempt()),
    ));
    let order = OrderRequest::new("PO-SECRET").line(RequestedLine::new("10226038", 1));
    let pending = desk.prepare_order(&Whom::Able, order, &attempt()).unwrap();
    shown.debug(&(
        desk.place_order(&pending).await,
        desk.find_order(&pending).await,
        desk.offline_order(&pending, &attempt()),
    ));
}

/// Secrets that nobody knows, and that look otherwise in a form, in an address and in XML.
fn wrong() -> Secrets {
    let secret = |name: &str| format!("{name} + \"m4rker\" & ~é");
    Secrets {
        westcon: secret("westcon"),
        fcb2b: secret("fcb2b"),
        username: "m4rker-user".to_owned(),
        techdata: secret("techdata"),
    }
}

/// An address where nobody listens any more.
fn nobody() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

#[tokio::test]
async fn no_secret_is_shown_at_any_level() {
    let (shown, traces) = (Shown::default(), LEVELS.map(|level| (level, Shown::default())));
    let targets = || Targets::new().with_targets(TARGETS.iter().map(|target| (*target, LevelFilter::TRACE)));
    let layers: Vec<_> = traces
        .iter()
        .map(|(level, writer)| {
            let layer = tracing_subscriber::fmt::layer().with_ansi(false).without_time().with_writer(writer.clone());
            layer.with_filter(*level).with_filter(targets()).boxed()
        })
        .collect();
    let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(layers));

    let (sandbox, right, wrong) = (sandbox().await, Secrets::right(), wrong());
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(wrong.fcb2b.as_bytes()).unwrap();
    let nowhere =
        at(&format!("https://{}", nobody()), &wrong).set("fcb2b.secret", format!("file:{}", file.path().display()));
    let situations = [
        ("answered", sources(&sandbox, &right), vec![&right.westcon, &right.fcb2b, &right.techdata]),
        ("refused", sources(&sandbox, &wrong), vec![&wrong.westcon, &wrong.fcb2b, &wrong.techdata, &wrong.username]),
        ("unreachable", nowhere, vec![&wrong.westcon, &wrong.fcb2b, &wrong.techdata, &wrong.username]),
    ];
    for (situation, sources, secrets) in situations {
        let secrets: Vec<&str> = secrets.into_iter().map(String::as_str).collect();
        shown.debug(&sources);
        ask_all(&sources.load().unwrap(), &shown).await;
        examine(&sources, &shown).await;
        let (told, traced) = (shown.take(), traces.each_ref().map(|(_, writer)| writer.take()));
        assert!(told.contains("‹redacted›"), "{situation}: no request was shown");
        check(&told, &secrets, situation);
        check_signatures(&told, situation);
        traced.iter().for_each(|trace| check_signatures(trace, situation));
        traced.iter().for_each(|trace| check(trace, &secrets, situation));
        // All suppliers were asked, and a trace tells which, what, how often and how it went.
        let [.., debug, trace] = traced;
        for (supplier, question, operation) in [
            ("westcon", "OrdersByCustomerNumber", "westcon.GetOrderStatus"),
            ("fcb2b", "Services", "fcb2b.Services"),
            ("techdata", "Invoices", "techdata.InvoiceDetailByPO"),
        ] {
            let span = format!("question{{supplier=\"{supplier}\" question={question}");
            for text in [&debug, &trace] {
                let is_told = |line: &str| {
                    let fields = [&span, operation, "attempt=1", "duration_ms=", "outcome="];
                    fields.iter().all(|field| line.contains(*field))
                        && line.contains("exchange ended")
                        && (situation == "unreachable" || line.contains("status="))
                };
                assert!(text.lines().any(is_told), "{situation}: nothing is told of {span}, {operation}");
            }
        }
        // What changes something, and what looks for it afterwards, have names of their own.
        for (supplier, question) in [
            ("fcb2b", "Reserve"),
            ("fcb2b", "Reconcile"),
            ("techdata", "PlaceOrder"),
            ("techdata", "FindOrder"),
            ("techdata", "PriceLists"),
        ] {
            let span = format!("question{{supplier=\"{supplier}\" question={question} ");
            let fields = [&span, "parts=", "duration_ms=", "outcome=", "question ended"];
            let ended = debug.lines().filter(|line| fields.iter().all(|field| line.contains(*field))).count();
            assert_eq!(ended, 1, "{situation}: {span}");
        }
    }
    sandbox.shutdown().await;
}

#[test]
fn what_is_looked_for_would_be_found() {
    let secret = "a \"b\" & ~é";
    for shown in [
        secret.to_owned(),
        "x=a%20%22b%22%20%26%20~%C3%A9&y".to_owned(),
        "x=a+%22b%22+%26+~%C3%A9&y".to_owned(),
        "<K>a &quot;b&quot; &amp; ~é</K>".to_owned(),
        format!("{:?}", Some(secret)),
        format!("Basic {}==", STANDARD_NO_PAD.encode(secret)),
        format!("Basic {}", STANDARD_NO_PAD.encode(format!("user:{secret}"))),
        format!("Basic {}", STANDARD_NO_PAD.encode(format!("me:{secret}&more"))),
        format!("Basic {}", STANDARD_NO_PAD.encode(format!("a:{secret}"))),
        hex::encode(secret),
    ] {
        assert!(forms(secret).iter().any(|form| shown.contains(form)), "{shown}");
    }
}
