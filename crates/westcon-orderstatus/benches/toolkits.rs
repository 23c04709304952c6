//! How fast an answer is read, measured against SOAP toolkits of other languages in their own interpreters.
//!
//! The answer is the guide's sample with its order 200 times. Every contestant reads the same bytes, envelope included,
//! into its own structures; the interpreters are started once, warm, and asked for one decode in each round.
//!
//! `cargo xtask bench` installs the toolkits at the versions of `tests/interop` and runs this. By itself, it takes them
//! from the folder that `B2B_BENCH_TOOLKITS` names, and says so where one is missing.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark")]

use std::io::{BufRead, BufReader, Lines, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use b2b_bench::{Contest, Target, namespace_loop};
use westcon_orderstatus::decode_recorded;

const SAMPLE: &str = include_str!("../../../fixtures/westcon/get-order-status/guide-sample.response.xml");
const ORDERS: usize = 200;

fn main() {
    let document = answer();
    let decoded = decode_recorded(document.as_bytes()).unwrap();
    assert_eq!(decoded.value.orders().len(), ORDERS);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("answer.xml");
    std::fs::write(&file, &document).unwrap();
    let toolkits = std::env::var_os("B2B_BENCH_TOOLKITS").map(PathBuf::from);

    let mut contest = Contest::new("decode a Westcon answer of 200 orders").bytes(document.len());
    contest.enter("westcon-orderstatus", || decode_recorded(document.as_bytes()).unwrap());
    contest.enter("bare NsReader loop", || namespace_loop(&document));
    let mut entered = Vec::new();
    for (name, program, script, target) in [
        ("zeep", "venv/bin/python", "decode_zeep.py", Target::AtLeast(50.0)),
        ("node-soap", "node", "decode_node_soap.mjs", Target::AtLeast(20.0)),
    ] {
        let started = toolkits.as_deref().map(|folder| Toolkit::start(folder, program, script, &file));
        match started {
            Some(Ok(mut toolkit)) => {
                contest.enter_timed(name, move || toolkit.decode());
                entered.push((name, target));
            }
            Some(Err(reason)) => println!("skipped: {name}: {reason}"),
            None => println!("skipped: {name}: B2B_BENCH_TOOLKITS names no folder with it; see cargo xtask bench"),
        }
    }
    let results = contest.run();
    results.speed("westcon-orderstatus", "bare NsReader loop", Target::AtLeast(1.0));
    for (name, target) in entered {
        results.speed("westcon-orderstatus", name, target);
    }
}

/// The guide's sample with its order so many times.
fn answer() -> String {
    const END: &str = "</b:Order>";
    let (from, to) = (SAMPLE.find("<b:Order>").unwrap(), SAMPLE.find(END).unwrap() + END.len());
    let (before, order, behind) = (&SAMPLE[..from], &SAMPLE[from..to], &SAMPLE[to..]);
    format!("{before}{}{behind}", order.repeat(ORDERS))
}

/// A toolkit in its interpreter, which decodes once for each line it is sent.
struct Toolkit {
    process: Child,
    ask: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Toolkit {
    fn start(folder: &Path, program: &str, script: &str, document: &Path) -> Result<Self, String> {
        let own = folder.join(program);
        let program = if own.exists() { own } else { PathBuf::from(program) };
        let wsdl = Path::new(env!("CARGO_MANIFEST_DIR")).join("../b2b-sandbox/src/westcon/OrderStatus.wsdl");
        let mut process = Command::new(&program)
            .arg(folder.join(script))
            .args([&wsdl, document])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{}: {error}", program.display()))?;
        let ask = process.stdin.take().unwrap();
        let answers = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut toolkit = Self { process, ask, answers };
        match toolkit.answer() {
            Some(orders) if orders == ORDERS.to_string() => Ok(toolkit),
            Some(orders) => Err(format!("it found {orders} orders, not {ORDERS}")),
            None => Err("it did not start".to_owned()),
        }
    }

    fn decode(&mut self) -> Duration {
        writeln!(self.ask).unwrap();
        Duration::from_secs_f64(self.answer().unwrap().parse().unwrap())
    }

    fn answer(&mut self) -> Option<String> {
        self.answers.next()?.ok()
    }
}

impl Drop for Toolkit {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
