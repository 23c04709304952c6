//! What is asked, and what becomes of the answers.

use std::collections::VecDeque;
use std::fs;

use secrecy::SecretString;
use tempfile::TempDir;

use super::asker::Empty;
use super::*;

/// Answers in turn, and keeps the questions.
#[derive(Default)]
struct Script {
    answers: VecDeque<&'static str>,
    questions: Vec<String>,
}

impl Script {
    fn next(&mut self, question: &str) -> &'static str {
        self.questions.push(question.to_owned());
        self.answers.pop_front().unwrap()
    }
}

impl Asker for Script {
    fn text(&mut self, question: &str, may_be_empty: Empty) -> Result<String, Failure> {
        let answer = self.next(question);
        assert!(may_be_empty == Empty::Allowed || !answer.is_empty(), "{question}");
        Ok(answer.to_owned())
    }

    fn choice(&mut self, question: &str, of: &[&str]) -> Result<usize, Failure> {
        let answer = self.next(question);
        Ok(of.iter().position(|one| *one == answer).unwrap())
    }

    fn secret(&mut self, question: &str) -> Result<SecretString, Failure> {
        Ok(self.next(question).into())
    }
}

/// Runs the questions in a directory of their own; what is in `b2b.toml` then, or what is wrong.
fn answered(home: &TempDir, args: &Init, answers: &[&'static str]) -> (Result<String, String>, Vec<String>) {
    let path = home.path().join("b2b.toml");
    let mut script = Script { answers: answers.iter().copied().collect(), ..Script::default() };
    let keyring = Keyring::over(keyring_core::mock::Store::new().unwrap());
    let written = write(&path, args, Some(&mut script), &keyring);
    assert!(script.answers.is_empty(), "not asked for: {:?}", script.answers);
    let text = written.map(|()| fs::read_to_string(path).unwrap()).map_err(|failure| failure.message().to_owned());
    (text, script.questions)
}

#[test]
fn westcon_is_asked_for_step_by_step() {
    let home = TempDir::new().unwrap();
    let answers = ["Westcon", "", "qa", "1001065", "in an environment variable", "WESTCON_KEY"];
    let (text, questions) = answered(&home, &Init::default(), &answers);
    assert_eq!(text.unwrap(), "[westcon]\nenvironment = \"qa\"\naccount = \"1001065\"\nkey = \"env:WESTCON_KEY\"\n");
    assert_eq!(
        questions,
        [
            "What does the supplier speak?",
            "Its name; empty: westcon",
            "Where is it asked?",
            "account: the customer's account number",
            "Where is the key?",
            "The variable's name",
        ]
    );
}

#[test]
fn what_flags_say_is_not_asked() {
    let home = TempDir::new().unwrap();
    let args = Init {
        name: Some("mill".to_owned()),
        services: Some("https://b2b.example/services".to_owned()),
        ..Init::default()
    };
    let (text, _) = answered(&home, &args, &["fcB2B", "unsigned", "100059"]);
    assert_eq!(
        text.unwrap(),
        "[mill]\nprotocol = \"fcb2b\"\nservices = \"https://b2b.example/services\"\nprofile = \"unsigned\"\n\
         client_identifier = \"100059\"\n",
    );
}

#[test]
#[cfg(unix)]
fn a_typed_secret_is_kept_in_a_file_of_its_owner() {
    use std::os::unix::fs::PermissionsExt as _;

    let home = TempDir::new().unwrap();
    let typed = ["Tech Data", "td", "test", "yes", "100001", "I type it, to be kept in a file of its own", "s3cr3t"];
    let (text, _) = answered(&home, &Init::default(), &typed);
    assert_eq!(
        text.unwrap(),
        "[td]\nprotocol = \"techdata\"\nenvironment = \"test\"\nplain_http = true\nusername = \"100001\"\n\
         password = \"file:td.password\"\n",
    );
    let path = home.path().join("td.password");
    assert_eq!(fs::read_to_string(&path).unwrap(), "s3cr3t\n");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let config = Sources::new().file(home.path().join("b2b.toml")).load().unwrap();
    assert_eq!(config.suppliers().count(), 1);

    fs::remove_file(home.path().join("b2b.toml")).unwrap();
    let (refused, _) = answered(&home, &Init::default(), &typed);
    assert!(refused.unwrap_err().contains("cannot be written"));
    assert_eq!(fs::read_to_string(&path).unwrap(), "s3cr3t\n");
}

#[test]
fn a_typed_secret_is_kept_in_the_keyring() {
    let home = TempDir::new().unwrap();
    let path = home.path().join("b2b.toml");
    let answers = ["Westcon", "", "qa", "1", "I type it, to be kept in the keyring", "s3cr3t"];
    let mut script = Script { answers: answers.into(), ..Script::default() };
    let keyring = Keyring::over(keyring_core::mock::Store::new().unwrap());
    write(&path, &Init::default(), Some(&mut script), &keyring).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("key = \"keyring:b2b/westcon.key\"") && !text.contains("s3cr3t"), "{text}");
    assert!(Sources::new().file(&path).keyring(keyring).load().is_ok());
}

#[test]
fn plain_http_that_is_not_wanted_ends_it() {
    let home = TempDir::new().unwrap();
    let (refused, _) = answered(&home, &Init::default(), &["Tech Data", "", "test", "no"]);
    assert_eq!(refused.unwrap_err(), "plain http is not wanted, and the address is plain");
    assert!(!home.path().join("b2b.toml").exists());
}
