//! How it ends: one case of each code that b2b help exit-codes lists, and that it lists them.

use b2b_sandbox::Fcb2b;

use crate::world::{ClosedPort, Ended, World, b2b};

/// What stands on stdout.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Data {
    Something,
    Nothing,
}
use Data::{Nothing, Something};

#[track_caller]
fn check(world: &World, arguments: &str, code: i32, data: Data) {
    let ended = world.run(arguments);
    let is = if ended.stdout.is_empty() { Nothing } else { Something };
    assert_eq!(is, data, "{arguments}: {}{}", ended.stdout, ended.stderr);
    assert_eq!(ended.code, Some(code), "{arguments}: {}{}", ended.stdout, ended.stderr);
    let page = Ended::of(b2b().args(["help", "exit-codes"]).output().unwrap());
    let is_listed = page.data(0).lines().any(|line| line.starts_with(&format!("  {code:>3}  ")));
    assert!(is_listed, "{code}");
}

#[test]
fn of_one_question_to_all_suppliers() {
    let world =
        World::with(Fcb2b::new(), |world| world.table("westcon") + &world.flooring("fcb2b") + &world.reselling());
    let closed = ClosedPort::new();
    let port = closed.number();
    // All of it, some of it, nothing that anybody knows.
    check(&world, "order 704571 5626138 3132305", 0, Something);
    check(&world, "order 704571 999999", 1, Something);
    check(&world, "order 999999", 4, Something);
    check(&world, "order 999999 --format json", 4, Something);
    check(&world, &format!("order 999999 --set techdata.url=https://127.0.0.1:{port}/"), 5, Something);
    // A supplier that cannot be reached, among others and alone.
    let away = format!("--set westcon.url=https://127.0.0.1:{port}/");
    check(&world, &format!("order 704571 5626138 {away}"), 1, Something);
    check(&world, &format!("order 704571 --supplier westcon {away}"), 5, Nothing);
    // Refused as a whole.
    check(&world, "order 704571 704599 --supplier westcon", 4, Nothing);
    check(&world, "order 704571 --supplier nobody", 2, Nothing);
    check(&world, "order - --column order", 2, Nothing);
    check(&world, "order 704571 --supplier westcon --set westcon.acount=1", 3, Nothing);
    // The others do not know it.
    check(&world, "order 704571 --set westcon.acount=1", 3, Something);
    check(&world, "doctor --set westcon.acount=1", 3, Something);
    check(&world, "order --from no-such-file", 12, Nothing);
    check(&world, "price 10226038 --supplier westcon", 14, Nothing);
}

#[test]
fn of_suppliers_that_answer_otherwise() {
    let world = World::new();
    for (switch, code) in [("reset", 6), ("html", 7), ("oversize=50MB", 9)] {
        world.put_fault(switch);
        check(&world, "order 704571", code, Nothing);
    }
    world.put_fault("status=200;times=0");
    check(&world, "order 704571 --set westcon.clock_offset=-1h", 11, Nothing);
    check(&world, "order 704571 --set westcon.key=env:PASSWORD", 10, Nothing);
}

#[test]
fn of_a_write_whose_outcome_nobody_knows() {
    let world = World::of_techdata();
    world.write("order.toml", "purchase_order = \"PO-9\"\n[[lines]]\narticle = \"10226038\"\nquantity = 1\n");
    world.put_fault("reset");
    check(&world, "place-order order.toml", 15, Nothing);
}
