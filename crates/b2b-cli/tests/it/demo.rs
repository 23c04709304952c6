//! `b2b demo`.

use b2b_sandbox::Fcb2b;

use crate::world::{World, b2b};

#[test]
fn a_short_story() {
    // A broken configuration of the user's own does not matter.
    let output = b2b().arg("demo").env("B2B_CONFIG", "/no/such/file").output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
    let story = String::from_utf8(output.stdout).unwrap();
    assert!(story.lines().count() < 200);
    insta::with_settings!({filters => vec![(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"), (r"20(2[6-9]|[3-9]\d)-\d\d-\d\d", "20YY-MM-DD")]}, {
        insta::assert_snapshot!(story);
    });
}

/// Runs it where a sandbox' configuration is.
fn run(world: &World, line: &str) -> i32 {
    let mut command = world.command("");
    command.args(&shlex::split(line).unwrap()[1..]);
    world.ended(command).code.unwrap()
}

/// A configuration for all suppliers, as the sandbox writes one, and the orders that are placed.
fn all() -> World {
    let world = World::with(Fcb2b::new(), |world| {
        [world.table("westcon"), world.flooring("fcb2b"), world.reselling()].concat()
    });
    for (file, number) in [("order.toml", "PO-1001"), ("po-demo-1.toml", "PO-DEMO-1")] {
        let order = format!(
            "purchase_order = \"{number}\"\n[ship_to]\nname = \"Sample & Sons\"\naddress = [\"100 Sample Dr\"]\n\
             city = \"Clearwater\"\nstate = \"FL\"\npostal_code = \"33760\"\n\
             [[lines]]\narticle = \"mg:SBX-DOCK-2\"\nquantity = 2\n"
        );
        world.write(file, &order);
    }
    world
}

#[test]
fn its_commands_work_as_they_are_printed() {
    let story = String::from_utf8(b2b().arg("demo").output().unwrap().stdout).unwrap();
    let world = all();
    let commands: Vec<_> = story
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("b2b ") && !line.starts_with("b2b says") && !line.starts_with("b2b sandbox"))
        .collect();
    assert_eq!(commands.len(), 17, "{commands:?}");
    for command in commands {
        // An order that is not known, an item that is none, and boxes that are not there.
        let expected = if command.contains("999999") || command.contains("10226O38") {
            1
        } else if command.contains("JONES") {
            4
        } else {
            0
        };
        assert_eq!(run(&world, command), expected, "{command}");
    }
}
