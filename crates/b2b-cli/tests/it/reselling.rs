//! Tech Data: prices, stock, orders, invoices, quotes, ways to send, end users, price lists.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;

use b2b_desk::Priced;
use b2b_sandbox::{Fcb2b, Techdata};
use serde_json::Value;

use crate::world::World;

/// The days of what is expected move with the clock.
macro_rules! snapshot {
    ($text:expr) => {
        insta::with_settings!({filters => vec![
            (r"20(2[6-9]|[3-9]\d)-\d\d-\d\d", "20YY-MM-DD"), (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"),
            (r"(TransControlID>)[0-9a-f-]+", "${1}ID"), (r"(AssignedID>)[0-9a-f]{8}-", "${1}ID-"),
        ]}, {
            insta::assert_snapshot!($text);
        });
    };
}

#[test]
fn prices() {
    let world = World::of_techdata();
    let ended = world.run("price 10226038 10226O38 up:042100005264");
    snapshot!(ended.data(1));
    insta::assert_snapshot!(ended.stderr, @r"
    error: 10226O38: Item 10226O38 was not found (code 0)
    hint: Check the number, and whose it is.
    ");
    snapshot!(world.run("price SBX-DOCK-2 --by mg --level FE --stock").data(0));
    let json = world.run("price 10226038 SBX-TWO-ERRORS SBX-PARTLY --format json");
    snapshot!(json.data(1));
    let entries: Vec<Value> = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(entries[1]["problems"].as_array().unwrap().len(), 2);
    let priced: Priced = serde_json::from_value(entries[0].clone()).unwrap();
    assert_eq!(priced.quote.manufacturer_sku, Some("SBX-DOCK-2".into()));
}

#[test]
fn stock() {
    let world = World::of_techdata();
    snapshot!(world.run("stock 10226038 0105A8 mg:SBX-GONE SBX-PARTLY SBX-UNANSWERED").data(1));
    snapshot!(world.run("stock 10226038 NOPE --format json").data(1));
}

#[test]
fn orders() {
    let world = World::of_techdata();
    snapshot!(world.run("order po:PO-4711").data(0));
    snapshot!(world.run("order po:PO-4711 --serials").data(1));
    snapshot!(world.run("order 5626138 6000000912").data(0));
    let json = world.run("order po:PO-4711 po:PO-NONE --format json");
    let orders: Vec<serde_json::Value> = serde_json::from_str(json.data(1)).unwrap();
    assert_eq!(orders.len(), 3);
    assert_eq!((&orders[2]["asked"], orders[2].get("customer_order")), (&"po:PO-NONE".into(), None));
}

#[test]
fn papers() {
    let world = World::of_techdata();
    snapshot!(world.run("invoice PO-4711 PO-X PO-MIXED").data(1));
    snapshot!(world.run("invoice PO-VENDOR --format json").data(0));
    snapshot!(world.run("quote 4000500754 4000500755").data(1));
    snapshot!(world.run("quote 4000500754 --format json").data(0));
    snapshot!(world.run("ship-via 10226038 NOPE --to 33760 --warehouse A1").data(1));
    snapshot!(world.run("ship-via 070374 --to 33760 --warehouse A1 --format json").data(0));
    snapshot!(world.run("end-user-info 10300001 10226038 NOPE").data(1));
    snapshot!(world.run("end-user-info 10226038 --level FE --format json").data(0));
}

#[test]
fn price_lists() {
    let world = World::of_techdata();
    world.write("articles.txt", "# what we sell\n7512ZJ  # a printer\n\nMANY300\nNOPE\n");
    let ended = world.run("price-list 10226038 --from articles.txt --stock --out prices.ndjson");
    assert_eq!(ended.data(1), "");
    insta::assert_snapshot!(ended.stderr, @r"
    304 lines are in prices.ndjson
    error: 2 of them say what is wrong instead of a price
    hint: Look for lines whose problems are not empty.
    ");
    let text = std::fs::read_to_string(world.path("prices.ndjson")).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    // 300 lines of other articles, and none of MANY300 itself.
    assert_eq!(lines.len(), 304);
    assert_eq!((&lines[0]["asked"], &lines[0]["stock"][0]["location"]), (&"10226038".into(), &"A1".into()));
    let is_missing = |line: &Value| line["problems"][0]["message"] == "Item NOPE was not found";
    assert!(lines.iter().any(is_missing), "{text}");

    // What came before the answer broke off is kept; the old list stays.
    world.put_fault("truncate=20000");
    let ended = world.run("price-list MANY1000 --out prices.ndjson");
    assert!(ended.complaint(6).contains("lines that came before are in prices.ndjson.partial"), "{}", ended.stderr);
    assert_eq!(std::fs::read_to_string(world.path("prices.ndjson")).unwrap(), text);
    assert!(std::fs::read_to_string(world.path("prices.ndjson.partial")).unwrap().lines().count() > 10);
    assert!(world.run("price-list 10226038 --out no/such/directory").complaint(12).contains("cannot be written"));
    assert!(world.run("price-list --out x").complaint(2).contains("SKU"));
}

#[test]
fn several_suppliers_at_once() {
    let world =
        World::with(Fcb2b::new(), |world| world.table("westcon") + &world.flooring("mill") + &world.reselling());
    // Who knows only numbers of its own is not asked for others.
    assert_eq!(world.run("stock mg:SBX-LJ-4200").data(0).lines().count(), 4);
    insta::assert_snapshot!(world.run("stock mg:SBX-LJ-4200 --supplier mill").complaint(14), @r"
    error: mill cannot be asked by other article numbers than its own: fcb2b has no such service
    hint: Ask a supplier that can answer it.
    ");
    insta::assert_snapshot!(world.run("price 10226038 --quantity 1 --unit EA --supplier techdata").complaint(14), @r"
    error: techdata cannot be asked under conditions of unit, lot or day: techdata has no such service
    hint: Ask a supplier that can answer it.
    ");
    insta::assert_snapshot!(world.run("invoice PO-4711 --supplier mill").complaint(14), @r"
    error: mill cannot be asked for invoices: fcb2b has no such service
    hint: Ask a supplier that can answer it.
    ");
    assert_eq!(world.run("order po:PO-4711 --supplier techdata").data(0).lines().count(), 3);
    world.run("order 5626138 --supplier techdata").data(0);
}

#[test]
fn a_wrong_password_and_answers_that_are_none() {
    let world = World::of_techdata();
    let mut command = world.command("price 10226038 7512ZJ");
    command.env("PASSWORD", "another");
    insta::assert_snapshot!(world.ended(command).complaint(4), @r"
    error: techdata refused (0): Login failed: the user name or password is not valid
    hint: Tech Data refuses the whole request: check user name and password first.
    ");
    for (switch, code, says) in [
        ("html", 7, "the answer is an HTML page, no XML"),
        ("truncate=300", 6, "techdata's answer did not arrive"),
        ("garbage", 7, "techdata's answer cannot be used"),
        ("reset", 6, "techdata's answer did not arrive"),
        ("status=503", 7, "the status is 503"),
    ] {
        world.put_fault(switch);
        for question in ["price 10226038 7512ZJ", "order po:PO-4711", "invoice PO-4711", "quote 4000500754"] {
            let ended = world.run(question);
            assert!(ended.complaint(code).contains(says), "{switch} {question}: {}", ended.stderr);
        }
    }
}

#[test]
fn numbers_that_cannot_be_written_hide_no_other() {
    let world = World::of_techdata();
    let ended = world.run("price 10226038 123456789012345678901");
    snapshot!(ended.data(1));
    insta::assert_snapshot!(ended.stderr, @r"
    error: 123456789012345678901: techdata cannot be asked: RefID has 21 characters, 20 are allowed (A/N, at most 20)
    hint: Correct what is named: types and lengths are those of Tech Data's manual.
    ");
    insta::assert_snapshot!(world.run("price 123456789012345678901").complaint(12), @r"
    error: techdata was not asked: RefID has 21 characters, 20 are allowed (A/N, at most 20)
    hint: Correct what is named: types and lengths are those of Tech Data's manual.
    ");
    insta::assert_snapshot!(world.run("price mg:").complaint(2), @r#"
    error: the article number "mg:" is empty
    hint: Give a number, as in b2b price 10226038.
    "#);
    assert!(world.run("price").complaint(2).contains("SKU"));
    let mut command = world.command("price");
    command.arg("A\u{7}B");
    assert!(world.ended(command).complaint(12).contains("RefID"));
}

#[test]
fn the_requests_offline() {
    let world = World::of_techdata();
    snapshot!(world.run("price 10226038 mg:SBX-LJ-4200 --level FE --offline").data(0));
    snapshot!(world.run("order po:PO-4711 --serials --offline").data(0));
    assert!(world.sandbox.exchanges().is_empty());
}

#[test]
fn nothing_shows_the_credentials() {
    let world = World::of_techdata();
    world.write("order.toml", "purchase_order = \"PO-9\"\n[[lines]]\narticle = \"10226038\"\nquantity = 1\n");
    for arguments in
        ["price 10226038", "order po:PO-4711 --serials", "place-order order.toml", "price 10226038 --offline"]
    {
        let ended = world.run(&format!("-vv --trace-http {arguments}"));
        assert_eq!(ended.code, Some(if arguments.contains("4711") { 1 } else { 0 }), "{}", ended.stderr);
        let all = ended.stdout + &ended.stderr;
        assert!(all.contains("<UserName>") && !all.contains(Techdata::USERNAME), "{all}");
    }
}

/// An address that answers every request with this document, once for each time that it is asked.
fn stub(document: &'static str, times: usize) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/xmlservlet", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().take(times) {
            let mut stream = BufReader::new(stream.unwrap());
            let mut length = 0;
            let mut line = String::new();
            while stream.read_line(&mut line).unwrap() > 2 {
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                line.clear();
            }
            stream.read_exact(&mut vec![0; length]).unwrap();
            let head = format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", document.len());
            stream.get_mut().write_all((head + document).as_bytes()).unwrap();
        }
    });
    address
}

#[test]
fn an_answer_to_another_message_is_not_believed() {
    let world = World::of_techdata();
    let other = "<XML_PriceAvailability_Response><Header><TransControlID>OTHER</TransControlID></Header><Detail><LineInfo>\
        <RefIDQual1>VP</RefIDQual1><RefID1>10226038</RefID1></LineInfo></Detail><Summary/></XML_PriceAvailability_Response>";
    let url = stub(other, 1);
    insta::assert_snapshot!(world.run(&format!("price 10226038 --set techdata.url={url} --set techdata.plain_http=true")).complaint(13), @r"
    error: 10226038: techdata's answer cannot be used (status 200): the answer is to another message: its TransControlID is not the one that was sent
    hint: Look at the body, and at what stands between this machine and Tech Data.
    ");
    let complaint = world.run(&format!("price 10226038 --set techdata.url={url}"));
    insta::assert_snapshot!(complaint.complaint(3), @r"
    error: the setting techdata.url is plain http, which shows the password to everybody on the way
    hint: Set plain_http = true beside it if the password is worth nothing elsewhere.
    ");

    // An order is not known to be refused because another one was.
    let order = "<XML_Order_Response><Header><TransControlID>OTHER</TransControlID><PONbr>PO-9</PONbr><DescHdrErr>NO</DescHdrErr>\
        </Header></XML_Order_Response>";
    world.write("order.toml", "purchase_order = \"PO-9\"\n[[lines]]\narticle = \"10226038\"\nquantity = 1\n");
    let url = stub(order, 2);
    let ended = world.run(&format!("place-order order.toml --set techdata.url={url} --set techdata.plain_http=true"));
    assert!(ended.complaint(15).contains("its TransControlID is not the one that was sent"), "{}", ended.stderr);
    assert!(world.path("PO-9.order.json").exists());
}
