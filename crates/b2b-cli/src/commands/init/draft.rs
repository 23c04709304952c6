//! What is to be written: from flags, and else from answers.

use b2b_desk::{Form, Key, Protocol, check_supplier_name};
use fcb2b_signing::SigningProfile;

use super::asker::{Asker, Empty};
use super::flags;
use super::secret::{self, Typed};
use crate::args::Init;
use crate::exit::Exit;
use crate::failure::Failure;

/// A supplier's table that is to be written.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) name: String,
    values: Vec<(&'static str, String)>,
    /// The secret, where it was typed.
    pub(super) typed: Option<Typed>,
}

impl Draft {
    /// Takes what the flags say, and asks for the rest. Without anybody to ask, all that is missing is told at once.
    pub(super) fn gather(args: &Init, asker: &mut Option<&mut dyn Asker>) -> Result<Self, Failure> {
        let mut gathering = Gathering { asker, missing: Vec::new(), values: Vec::new() };
        let protocol = gathering.protocol(args)?;
        let name = gathering.name(args, protocol)?;
        let mut typed = None;
        if let Some(protocol) = protocol {
            if protocol.name() != name {
                gathering.values.push(("protocol", protocol.name().to_owned()));
            }
            flags::refuse_others(args, protocol)?;
            gathering.fields(args, protocol)?;
            if gathering.wants_secret(protocol) {
                typed = gathering.secret(args, protocol, &name)?;
            } else {
                flags::refuse_keys(args)?;
            }
            gathering.optional("ca", args.ca.as_ref());
        }
        gathering.refuse_gaps()?;
        let values = gathering.values;
        Ok(Self { name, values, typed })
    }

    /// The keys and their values.
    pub(super) fn values(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.values.iter().map(|(key, value)| (*key, value.as_str()))
    }

    /// The environment variable that the secret will be looked for in.
    pub(super) fn variable(&self) -> Option<&str> {
        self.values().find_map(|(key, value)| value.strip_prefix("env:").filter(|_| is_secret(key)))
    }
}

fn is_secret(name: &str) -> bool {
    let all = Protocol::ALL.iter().flat_map(|protocol| Key::of(*protocol));
    all.into_iter().any(|key| key.name == name && matches!(key.form, Form::Secret))
}

struct Gathering<'a, 'b> {
    asker: &'a mut Option<&'b mut dyn Asker>,
    /// The flags of what is missing.
    missing: Vec<String>,
    values: Vec<(&'static str, String)>,
}

impl Gathering<'_, '_> {
    /// What it speaks; `None` if that is missing.
    fn protocol(&mut self, args: &Init) -> Result<Option<Protocol>, Failure> {
        let named = args.protocol.or_else(|| args.name.as_deref().and_then(Protocol::from_name));
        if named.is_some() {
            return Ok(named);
        }
        let Some(asker) = self.asker.as_mut() else {
            self.missing.push("--protocol".to_owned());
            return Ok(None);
        };
        let titles: Vec<_> = Protocol::ALL.iter().map(|protocol| protocol.title()).collect();
        let at = asker.choice("What does the supplier speak?", &titles)?;
        Ok(Protocol::ALL.get(at).copied())
    }

    fn name(&mut self, args: &Init, protocol: Option<Protocol>) -> Result<String, Failure> {
        let name = match (&args.name, protocol, self.asker.as_mut()) {
            (Some(name), ..) => name.clone(),
            (None, Some(protocol), Some(asker)) => {
                let question = format!("Its name; empty: {protocol}");
                Some(asker.text(&question, Empty::Allowed)?)
                    .filter(|name| !name.is_empty())
                    .unwrap_or_else(|| protocol.to_string())
            }
            (None, Some(protocol), None) => protocol.to_string(),
            (None, None, _) => {
                self.missing.push("NAME".to_owned());
                return Ok(String::new());
            }
        };
        match check_supplier_name(&name) {
            Ok(()) => Ok(name),
            Err(error) => Err(Failure::new(Exit::Usage, error.to_string(), error.hint())),
        }
    }

    fn fields(&mut self, args: &Init, protocol: Protocol) -> Result<(), Failure> {
        match protocol {
            Protocol::Westcon => {
                self.place(args, protocol)?;
                self.required(protocol, "account", args.account.as_ref())
            }
            Protocol::Techdata => {
                self.place(args, protocol)?;
                self.plain_http(args)?;
                self.required(protocol, "username", args.username.as_ref())
            }
            Protocol::Fcb2b => {
                self.required(protocol, "services", args.services.as_ref())?;
                self.profile(args)?;
                if self.wants_secret(protocol) {
                    self.required(protocol, "api_key", args.api_key.as_ref())?;
                }
                self.asked_optional(protocol, "client_identifier", args.client_identifier.as_ref())
            }
            _ => Err(Failure::new(Exit::Internal, format!("{protocol} cannot be written"), "Report it.")),
        }
    }

    /// Where it is asked: the name of an environment, or an address.
    fn place(&mut self, args: &Init, protocol: Protocol) -> Result<(), Failure> {
        if args.environment.is_some() || args.url.is_some() {
            self.optional("environment", args.environment.as_ref());
            self.optional("url", args.url.as_ref());
            return Ok(());
        }
        let Some(asker) = self.asker.as_mut() else {
            self.missing.push("--environment or --url".to_owned());
            return Ok(());
        };
        let mut places = words(protocol, "environment");
        places.push("another address");
        let at = asker.choice("Where is it asked?", &places)?;
        match places.get(at).filter(|_| at + 1 < places.len()) {
            Some(environment) => self.values.push(("environment", (*environment).to_owned())),
            None => {
                let url = asker.text("The address", Empty::Refused)?;
                self.values.push(("url", url));
            }
        }
        Ok(())
    }

    /// Plain http has to be said.
    fn plain_http(&mut self, args: &Init) -> Result<(), Failure> {
        let is_plain = |(key, value): &(&str, String)| match *key {
            "environment" => value == "test",
            "url" => value.starts_with("http://"),
            _ => false,
        };
        if args.plain_http {
            self.values.push(("plain_http", "true".to_owned()));
        } else if self.values.iter().any(is_plain) {
            match self.asker.as_mut() {
                None => self.missing.push("--plain-http".to_owned()),
                Some(asker) => {
                    let question = "That is plain http: whoever is on the way reads the password. Use it?";
                    if asker.choice(question, &["no", "yes"])? == 0 {
                        let message = "plain http is not wanted, and the address is plain";
                        return Err(Failure::new(Exit::Usage, message, "Give an address that begins with https://."));
                    }
                    self.values.push(("plain_http", "true".to_owned()));
                }
            }
        }
        Ok(())
    }

    fn profile(&mut self, args: &Init) -> Result<(), Failure> {
        match (&args.profile, self.asker.as_mut()) {
            (Some(profile), _) => self.values.push(("profile", profile.clone())),
            (None, None) => self.missing.push("--profile".to_owned()),
            (None, Some(asker)) => {
                let at = asker.choice("How are requests signed?", &SigningProfile::NAMES)?;
                self.values.extend(SigningProfile::NAMES.get(at).map(|name| ("profile", (*name).to_owned())));
            }
        }
        Ok(())
    }

    /// Whether there is a secret: some profiles have none.
    fn wants_secret(&self, protocol: Protocol) -> bool {
        let profile = self.values.iter().find(|(key, _)| *key == "profile").map(|(_, profile)| profile);
        let profile = profile.and_then(|profile| profile.parse::<SigningProfile>().ok());
        protocol != Protocol::Fcb2b || profile.is_none_or(|profile| profile.key_name().is_some())
    }

    fn secret(&mut self, args: &Init, protocol: Protocol, name: &str) -> Result<Option<Typed>, Failure> {
        let Some(key) = Key::of(protocol).iter().find(|key| matches!(key.form, Form::Secret)) else { return Ok(None) };
        let (reference, typed) = match (&args.secret, self.asker.as_mut()) {
            (Some(given), _) => (secret::reference(given)?, None),
            (None, Some(asker)) => secret::ask(*asker, name, key.name)?,
            (None, None) => {
                self.missing.push("--secret".to_owned());
                return Ok(None);
            }
        };
        self.values.push((key.name, reference));
        Ok(typed)
    }

    fn required(&mut self, protocol: Protocol, key: &'static str, given: Option<&String>) -> Result<(), Failure> {
        match (given, self.asker.as_mut()) {
            (Some(value), _) => self.values.push((key, value.clone())),
            (None, Some(asker)) => {
                let value = asker.text(&meaning(protocol, key), Empty::Refused)?;
                self.values.push((key, value));
            }
            (None, None) => self.missing.push(format!("--{}", key.replace('_', "-"))),
        }
        Ok(())
    }

    fn optional(&mut self, key: &'static str, given: Option<&String>) {
        self.values.extend(given.map(|value| (key, value.clone())));
    }

    fn asked_optional(&mut self, protocol: Protocol, key: &'static str, given: Option<&String>) -> Result<(), Failure> {
        if let (None, Some(asker)) = (given, self.asker.as_mut()) {
            let value = asker.text(&meaning(protocol, key), Empty::Allowed)?;
            self.optional(key, Some(&value).filter(|value| !value.is_empty()));
            return Ok(());
        }
        self.optional(key, given);
        Ok(())
    }

    fn refuse_gaps(&self) -> Result<(), Failure> {
        if self.missing.is_empty() {
            return Ok(());
        }
        let message = format!("a supplier needs more than that: {}", self.missing.join(", "));
        Err(Failure::new(Exit::Usage, message, "Give them as flags, or run it in a terminal, where it asks."))
    }
}

/// What a key is, as a question.
fn meaning(protocol: Protocol, name: &str) -> String {
    let key = Key::of(protocol).iter().find(|key| key.name == name);
    let meaning = key.map_or(name, |key| key.meaning);
    format!("{name}: {meaning}")
}

/// The words that a key can have.
fn words(protocol: Protocol, name: &str) -> Vec<&'static str> {
    match Key::of(protocol).iter().find(|key| key.name == name).map(|key| key.form) {
        Some(Form::Choice(words)) => words(),
        _ => Vec::new(),
    }
}
