//! `b2b completions` and `b2b man`.

use std::fs;
use std::process::Command;

use tempfile::TempDir;

use crate::world::{Ended, b2b};

fn run(arguments: &str) -> Ended {
    Ended::of(b2b().args(arguments.split_whitespace()).output().unwrap())
}

/// All commands, by the help.
fn commands() -> Vec<String> {
    let help = run("help").data(0).to_owned();
    let list = help.split_once("Commands:\n").unwrap().1.split_once("\n\n").unwrap().0.to_owned();
    let names = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn every_shell_learns_every_command() {
    let commands = commands();
    assert!(commands.len() > 20, "{commands:?}");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = run(&format!("completions {shell}"));
        for command in &commands {
            assert!(script.data(0).contains(command), "{shell} {command}");
        }
    }
    run("completions tcsh").complaint(2);
}

#[test]
#[cfg(unix)]
fn bash_can_read_its_script() {
    let home = TempDir::new().unwrap();
    let path = home.path().join("b2b.bash");
    fs::write(&path, run("completions bash").data(0)).unwrap();
    assert!(Command::new("bash").arg("-n").arg(&path).status().unwrap().success());
}

#[test]
fn every_command_has_a_page() {
    let home = TempDir::new().unwrap();
    let out = home.path().join("man");
    assert_eq!(run(&format!("man --out {}", out.display())).data(0), "");
    for command in commands() {
        let page = fs::read_to_string(out.join(format!("b2b-{command}.1"))).unwrap();
        assert!(page.contains(".SH SYNOPSIS"), "{command}");
    }
    let own = fs::read_to_string(out.join("b2b.1")).unwrap();
    assert_eq!(run("man").data(0), own);
    fs::write(home.path().join("file"), "").unwrap();
    run(&format!("man --out {}", home.path().join("file").display())).complaint(12);
}
