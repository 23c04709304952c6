//! Flags that a supplier has no use for: nothing that was said is left out silently.

use b2b_desk::Protocol;

use crate::args::Init;
use crate::exit::Exit;
use crate::failure::Failure;

/// That no flag is given that belongs to another protocol.
pub(super) fn refuse_others(args: &Init, protocol: Protocol) -> Result<(), Failure> {
    let flags = [
        ("--environment", args.environment.is_some(), [Protocol::Westcon, Protocol::Techdata].as_slice()),
        ("--url", args.url.is_some(), &[Protocol::Westcon, Protocol::Techdata]),
        ("--plain-http", args.plain_http, &[Protocol::Techdata]),
        ("--account", args.account.is_some(), &[Protocol::Westcon]),
        ("--username", args.username.is_some(), &[Protocol::Techdata]),
        ("--services", args.services.is_some(), &[Protocol::Fcb2b]),
        ("--profile", args.profile.is_some(), &[Protocol::Fcb2b]),
        ("--api-key", args.api_key.is_some(), &[Protocol::Fcb2b]),
        ("--client-identifier", args.client_identifier.is_some(), &[Protocol::Fcb2b]),
    ];
    let others = flags.iter().filter(|(_, is_given, takers)| *is_given && !takers.contains(&protocol));
    refuse(others.map(|(flag, ..)| *flag), protocol.title())
}

/// That no key is given for a profile that has none.
pub(super) fn refuse_keys(args: &Init) -> Result<(), Failure> {
    let flags = [("--api-key", args.api_key.is_some()), ("--secret", args.secret.is_some())];
    let profile = args.profile.as_deref().unwrap_or_default();
    refuse(flags.into_iter().filter(|(_, is_given)| *is_given).map(|(flag, _)| flag), &format!("the profile {profile}"))
}

fn refuse<'a>(flags: impl Iterator<Item = &'a str>, who: &str) -> Result<(), Failure> {
    let flags: Vec<_> = flags.collect();
    if flags.is_empty() {
        return Ok(());
    }
    let message = format!("{who} has no use for {}", flags.join(", "));
    Err(Failure::new(
        Exit::Usage,
        message,
        "Leave out what belongs to other suppliers, or correct --protocol or --profile.",
    ))
}
