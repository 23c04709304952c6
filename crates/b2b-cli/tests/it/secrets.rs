//! No secret leaves the command: every command is run in every situation, and all that comes of it is searched for every form
//! of every secret.
#![cfg(unix)]

mod forms;
mod runs;

use std::collections::BTreeSet;
use std::fs::{self, Permissions};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Mutex;

use b2b_sandbox::{Fcb2b, Options, Sandbox, Techdata, Westcon};
use tempfile::TempDir;

use self::forms::Forms;
use self::runs::{COMMANDS, Credentials, Kind, Run};
use crate::sandbox::Running;
use crate::world::{Ended, World, b2b};

/// What the sandbox takes, and what it refuses. Each looks otherwise in an address, in XML and in `Debug`, and holds a word that
/// stays as it is in all of these.
const RIGHT: [&str; 3] = ["w3stc0nRight \"&<é+/% ~", "fcb2bR1ght \"&<é+/% ~x", "t3chdataRight \"&<é+/% ~x"];
const WRONG: [&str; 4] =
    ["w3stc0nWrong \"&<é+/% ~", "fcb2bWr0ng \"&<é+/% ~x", "t3chdataWrong \"&<é+/% ~x", "t3chdataLogonWrong"];

/// The files that hold secrets, as their owner wants it.
const KEPT: &[&str] = &["b2b.toml", "wrong.toml", "broken.toml", "password", "wrong-password"];

/// What came of a run, beside what was searched.
struct Outcome {
    code: Option<i32>,
    /// Whether a request was shown, without what is secret in it.
    is_shown: bool,
}

/// One command's world: a sandbox that takes the secrets, on disk, and configurations that have them in every way.
struct Place {
    world: World,
    data: TempDir,
    forms: Forms,
}

impl Place {
    fn new() -> Self {
        let data = TempDir::new().unwrap();
        let options = Options { data: Some(data.path().to_owned()), ..Options::default() };
        let builder = Sandbox::builder().options(options).supplier(Westcon::default().key(RIGHT[0]));
        let builder = builder.supplier(Fcb2b::new().secret(RIGHT[1])).supplier(Techdata::default().password(RIGHT[2]));
        let world = World::of(builder, |world| world.table("westcon") + &world.flooring("fcb2b") + &world.reselling());
        let place = Self { world, data, forms: Forms::of(&[&RIGHT[..], &WRONG[..]].concat()) };
        let text = fs::read_to_string(place.world.path("b2b.toml")).unwrap();
        let with = |fcb2b: &str, password: &str| {
            text.replace("\"env:SECRET\"", &format!("'{fcb2b}'\ninsecure_inline = true"))
                .replace("env:PASSWORD", &format!("file:{password}"))
        };
        place.keep("b2b.toml", &with(RIGHT[1], "password"));
        let wrong = with(WRONG[1], "wrong-password").replace("key = \"env:KEY\"\n", "");
        place.keep("wrong.toml", &wrong.replace(Techdata::USERNAME, WRONG[3]));
        place.keep("broken.toml", &with(RIGHT[1], "password").replace("insecure_inline", "= insecure_inline"));
        place.keep("password", &format!("{}\n", RIGHT[2]));
        place.keep("wrong-password", WRONG[2]);
        place.world.write("order.toml", runs::ORDER);
        place.world.write("jobs.csv", runs::JOBS);
        let fixture = "../../fixtures/westcon/get-order-status/guide-sample.response.xml";
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(fixture), place.world.path("answer.xml")).unwrap();
        place
    }

    fn keep(&self, name: &str, text: &str) {
        let path = self.world.write(name, text);
        fs::set_permissions(path, Permissions::from_mode(0o600)).unwrap();
    }

    fn command(&self, name: &str, run: &Run) -> Command {
        let mut command = self.world.command(name);
        command.args(run.line.split_whitespace()).env("KEY", RIGHT[0]).env("SECRET", RIGHT[1]);
        if let Some(setting) = &run.setting {
            command.args(["--set", setting]);
        }
        match run.credentials {
            Credentials::Right => {}
            Credentials::Wrong => {
                command.args(["--config", "wrong.toml"]).env("B2B_WESTCON_KEY", WRONG[0]);
            }
            Credentials::Broken => {
                command.args(["--config", "broken.toml"]);
            }
            Credentials::Missing => {
                command.env_remove("KEY");
                fs::rename(self.world.path("password"), self.world.path("wrong-password")).unwrap();
            }
        }
        command
    }

    /// Runs it, and searches what it printed and what it left in its directory.
    fn run(&self, name: &str, run: &Run) -> Outcome {
        match run.fault {
            Some(switch) => self.world.put_fault(switch),
            None => self.world.put_fault("status=200;times=0"),
        }
        let Output { status, stdout, stderr } = self.command(name, run).output().unwrap();
        self.keep("password", &format!("{}\n", RIGHT[2]));
        self.keep("wrong-password", WRONG[2]);
        let what = format!("{name} {} {:?} {:?}", run.line, run.credentials, run.fault);
        self.forms.check(&stdout, &format!("{what}: stdout"));
        self.forms.check(&stderr, &format!("{what}: stderr"));
        // What b2b sign is for.
        if name != "sign" {
            forms::check_signatures(&stdout, &what);
            forms::check_signatures(&stderr, &what);
        }
        assert!(status.code().is_some_and(|code| code != 70), "{what}: {}", String::from_utf8_lossy(&stderr));
        let is_shown = [&stdout, &stderr].iter().any(|text| String::from_utf8_lossy(text).contains("‹redacted›"));
        for file in fs::read_dir(self.world.path("")).unwrap().flatten() {
            let name = file.file_name().into_string().unwrap();
            if !KEPT.contains(&name.as_str()) {
                self.forms.check(&fs::read(file.path()).unwrap(), &format!("{what}: {name}"));
            }
            // The record of something whose outcome is unknown would keep it from being tried again.
            if name.ends_with(".order.json") || name.ends_with(".reserve.json") || name == "new.toml" {
                fs::remove_file(file.path()).unwrap();
            }
        }
        Outcome { code: status.code(), is_shown }
    }

    /// Searches what the sandbox shows and what it has on disk.
    fn search_the_sandbox(&self, name: &str) {
        // The lists come first: they show what nobody has looked at by then.
        let state = String::from_utf8(self.view("/_sandbox/state")).unwrap().replace("&amp;", "&");
        let links = state.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
        let views: BTreeSet<_> = links.filter(|link| link.starts_with("/_sandbox/state?")).collect();
        assert!(views.len() >= 9, "{views:?}");
        for page in ["/_sandbox/", "/_sandbox/faults"].into_iter().chain(views) {
            self.forms.check(&self.view(page), &format!("{name}: {page}"));
        }
        for exchange in self.world.sandbox.exchanges() {
            let page = format!("/_sandbox/exchanges/{}", exchange.id);
            self.forms.check(&self.view(&page), &format!("{name}: {page}"));
        }
        let view = self.view("/_sandbox/exchanges");
        self.forms.check(&view, &format!("{name}: the exchanges"));
        forms::check_signatures(&view, &format!("{name}: the exchanges"));
        let files: Vec<_> = fs::read_dir(self.data.path()).unwrap().flatten().collect();
        assert!(files.iter().any(|file| file.file_name() == "sandbox.sqlite-wal"), "{files:?}");
        for file in files {
            self.forms.check(&fs::read(file.path()).unwrap(), &format!("{name}: {}", file.path().display()));
        }
    }

    /// What one of the sandbox's own pages shows, over a protocol that does not cut it into chunks.
    fn view(&self, page: &str) -> Vec<u8> {
        let host = self.world.sandbox.http_addr();
        let mut stream = TcpStream::connect(host).unwrap();
        write!(stream, "GET {page} HTTP/1.0\r\nHost: {host}\r\n\r\n").unwrap();
        let mut view = Vec::new();
        stream.read_to_end(&mut view).unwrap();
        assert!(view.starts_with(b"HTTP/1.0 200"), "{page}: {}", String::from_utf8_lossy(&view));
        view
    }
}

/// The commands that there are, as the command line's own help lists them.
fn listed() -> BTreeSet<String> {
    let help = Ended::of(b2b().arg("-h").output().unwrap());
    let commands = help.data(0).split_once("Commands:\n").unwrap().1.split("\n\n").next().unwrap().to_owned();
    let name =
        |line: &str| line.strip_prefix("  ")?.split(' ').next().filter(|name| !name.is_empty()).map(str::to_owned);
    commands.lines().filter_map(name).collect()
}

/// Runs one command in every situation, and tells which faults struck.
fn drive(name: &str, kind: Kind, arguments: &[&str]) -> BTreeSet<String> {
    let place = Place::new();
    let mut codes = BTreeSet::new();
    for arguments in arguments {
        for run in kind.runs(arguments) {
            let Outcome { code, is_shown } = place.run(name, &run);
            let is_answered = !matches!(kind, Kind::Reads | Kind::Alone) && code == Some(0);
            assert!(is_shown || !(run.is_traced() && is_answered), "{name} {}: no request was shown", run.line);
            codes.insert(code.unwrap());
        }
    }
    place.search_the_sandbox(name);
    // It was answered, and it was refused.
    let is_refused = codes.contains(&10) || codes.contains(&4);
    assert!(!matches!(kind, Kind::Asks | Kind::Lists) || (codes.contains(&0) && is_refused), "{name}: {codes:?}");
    if name == "sandbox" {
        let data = place.world.path("data");
        let mut command = place.world.command("sandbox --write-config own.toml --data");
        command.arg(&data).env("KEY", RIGHT[0]).env("B2B_WESTCON_KEY", WRONG[0]);
        let sandbox = Running::of(command);
        place.forms.check(sandbox.line.as_bytes(), "the ready line");
        place.forms.check(&fs::read(place.world.path("own.toml")).unwrap(), "the configuration for it");
    }
    place.world.sandbox.exchanges().iter().filter_map(|exchange| exchange.fault.clone()).collect()
}

#[test]
fn no_command_shows_a_secret() {
    let driven: BTreeSet<_> = COMMANDS.iter().map(|(name, ..)| (*name).to_owned()).collect();
    assert_eq!(driven, listed(), "the commands of runs.rs, and those that there are");
    // A few at a time: each has a sandbox of its own.
    let (queue, struck) = (Mutex::new(COMMANDS.iter()), Mutex::new(BTreeSet::new()));
    let next = || queue.lock().unwrap().next();
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                while let Some((name, kind, arguments)) = next() {
                    let faults = drive(name, *kind, arguments);
                    struck.lock().unwrap().extend(faults);
                }
            });
        }
    });
    // Connections that are reset are no exchanges.
    let expected =
        runs::FAULTS.iter().map(|(switch, _)| (*switch).to_owned()).filter(|switch| switch != "reset=before");
    assert_eq!(struck.into_inner().unwrap(), expected.collect());
}
