//! Every example of every crate, run as its documentation says, against a sandbox of our own.
//!
//! The documentation of an example has one `console` block: the command, and under it what is printed on stdout, with `[..]`
//! for what differs from run to run. `ready.json` in the command is the sandbox's ready line, `gateway.json` says how to get to
//! it through a proxy with a client certificate.

mod gateway;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use b2b_sandbox::{Fcb2b, Sandbox, Techdata, Westcon};
use serde_json::json;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use self::gateway::Gateway;
use crate::Error;
use crate::generated::{files_below, root};

pub(crate) fn run() -> Result<String, Error> {
    let runtime = Runtime::new()?;
    let world = runtime.block_on(World::start())?;
    let examples = examples()?;
    let mut wrong = Vec::new();
    for path in &examples {
        let shown = Shown::of(path)?;
        println!("{}", shown.command);
        let printed = world.run(&shown)?;
        if !is_shown(&printed, &shown.output) {
            wrong.push(format!("{}:\n{printed}is printed, where it says:\n{}", path.display(), shown.output));
        }
    }
    if !wrong.is_empty() {
        return Err(wrong.join("\n").into());
    }
    let passed = world.gateway.passed();
    if passed == 0 {
        return Err("no request came through the proxy".into());
    }
    runtime.block_on(world.sandbox.shutdown());
    Ok(format!(
        "examples: {} ran, {passed} connections went through the proxy with a client certificate",
        examples.len()
    ))
}

/// All examples, from the root.
fn examples() -> Result<Vec<PathBuf>, Error> {
    let is_example = |path: &PathBuf| {
        path.extension().is_some_and(|extension| extension == "rs")
            && path.parent().and_then(Path::file_name).is_some_and(|folder| folder == "examples")
    };
    let found: Vec<PathBuf> = files_below(&root().join("crates"))?.into_iter().filter(is_example).collect();
    if found.is_empty() { Err("there is no example".into()) } else { Ok(found) }
}

/// What the documentation of an example says of running it.
struct Shown {
    command: String,
    output: String,
}

impl Shown {
    fn of(path: &Path) -> Result<Self, Error> {
        let text = fs::read_to_string(path)?;
        let documentation: String = text
            .lines()
            .map_while(|line| line.strip_prefix("//!"))
            .map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line)))
            .collect();
        let block = documentation
            .split_once("```console\n$ ")
            .and_then(|(_, rest)| rest.split_once("```"))
            .and_then(|(block, _)| block.split_once('\n'));
        let (command, output) = block.ok_or_else(|| format!("{} does not show how it is run", path.display()))?;
        let own = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let names_itself = command.split(' ').skip_while(|word| *word != "--example").nth(1) == Some(own);
        if !command.starts_with("cargo run ") || !names_itself {
            return Err(format!("{} shows another command than its own: {command}", path.display()).into());
        }
        Ok(Self { command: command.to_owned(), output: output.to_owned() })
    }
}

/// A sandbox, a gateway before it, and the files that tell of them.
struct World {
    sandbox: Sandbox,
    gateway: Gateway,
    home: TempDir,
}

impl World {
    async fn start() -> Result<Self, Error> {
        let builder =
            Sandbox::builder().supplier(Westcon::default()).supplier(Fcb2b::new()).supplier(Techdata::default());
        let sandbox = builder.start().await?;
        let home = tempfile::tempdir()?;
        fs::write(home.path().join("ready.json"), sandbox.ready_line().to_string())?;

        let gateway = Gateway::start(sandbox.http_addr()).await?;
        let kept = |name: &str, text: &str| fs::write(home.path().join(name), text).map(|()| home.path().join(name));
        let told = json!({
            "url": format!("{}{}", gateway.url, Techdata::PATH),
            "ca": kept("gateway-ca.pem", &gateway.ca)?,
            "certificate": kept("client.pem", &gateway.client_certificate)?,
            "key": kept("client-key.pem", &gateway.client_key)?,
            "proxy": gateway.proxy,
            "username": Techdata::USERNAME,
            "password": Techdata::PASSWORD,
        });
        fs::write(home.path().join("gateway.json"), told.to_string())?;
        Ok(Self { sandbox, gateway, home })
    }

    /// What the command prints on stdout, once it has ended well.
    fn run(&self, shown: &Shown) -> Result<String, Error> {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(root()).arg("run").args(["--quiet", "--locked"]);
        for word in shown.command.split(' ').skip(2) {
            if word.ends_with(".json") {
                command.arg(self.home.path().join(word))
            } else {
                command.arg(word)
            };
        }
        let output = command.output()?;
        if !output.status.success() {
            let stderr = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{} ended with {}:\n{stderr}", shown.command, output.status).into());
        }
        Ok(String::from_utf8(output.stdout)?)
    }
}

/// Whether the lines are those that are shown, `[..]` standing for anything.
fn is_shown(printed: &str, shown: &str) -> bool {
    let covers = |(printed, shown): (&str, &str)| {
        let mut parts = shown.split("[..]");
        let rest = parts.next().and_then(|first| printed.strip_prefix(first));
        let mut parts = parts.peekable();
        let mut rest = rest;
        while let (Some(text), Some(part)) = (rest, parts.next()) {
            let is_last = parts.peek().is_none();
            let at = if is_last {
                text.len().checked_sub(part.len()).filter(|_| text.ends_with(part))
            } else {
                text.find(part)
            };
            rest = at.and_then(|at| text.get(at + part.len()..));
        }
        rest == Some("")
    };
    printed.lines().count() == shown.lines().count() && printed.lines().zip(shown.lines()).all(covers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(printed: &str, shown: &str, expected: bool) {
        assert_eq!(is_shown(printed, shown), expected, "{printed:?} as {shown:?}");
    }

    #[test]
    fn what_is_printed_is_shown() {
        check("a\nb\n", "a\nb\n", true);
        check("a\n", "a\nb\n", false);
        check("a\nb\n", "a\n", false);
        check("at most 12 kB of memory\n", "at most [..] of memory\n", true);
        check("at most 12 kB\n", "at most [..] of memory\n", false);
        check("1 and 2, 3\n", "[..] and [..], [..]\n", true);
        check("ab\n", "a\n", false);
    }

    #[test]
    fn every_example_says_how_it_is_run() {
        let examples = examples().unwrap();
        assert!(examples.len() >= 8, "{examples:?}");
        for path in examples {
            let shown = Shown::of(&path).unwrap();
            assert!(!shown.output.is_empty(), "{}", path.display());
        }
    }
}
