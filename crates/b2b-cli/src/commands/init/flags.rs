//! Flags that a supplier has no use for: nothing that was said is left out silently.

use b2b_desk::{Key, Protocol};

use crate::args::Init;
use crate::exit::Exit;
use crate::failure::Failure;

/// That no flag is given that belongs to another protocol.
pub(super) fn refuse_others(args: &Init, protocol: Protocol) -> Result<(), Failure> {
    let flags = [
        ("environment", args.environment.is_some()),
        ("url", args.url.is_some()),
        ("plain_http", args.plain_http),
        ("account", args.account.is_some()),
        ("username", args.username.is_some()),
        ("services", args.services.is_some()),
        ("profile", args.profile.is_some()),
        ("api_key", args.api_key.is_some()),
        ("client_identifier", args.client_identifier.is_some()),
    ];
    let is_taken = |key: &str| Key::of(protocol).iter().any(|taken| taken.name == key);
    refuse(flags.into_iter().filter(|(key, _)| !is_taken(key)), protocol.title())
}

/// That no key is given for a profile that has none.
pub(super) fn refuse_keys(args: &Init) -> Result<(), Failure> {
    let flags = [("api_key", args.api_key.is_some()), ("secret", args.secret.is_some())];
    let profile = args.profile.as_deref().unwrap_or_default();
    refuse(flags.into_iter(), &format!("the profile {profile}"))
}

/// Refuses the flags that are given, each called as its key of the configuration.
fn refuse<'a>(flags: impl Iterator<Item = (&'a str, bool)>, who: &str) -> Result<(), Failure> {
    let given = flags.filter(|(_, is_given)| *is_given);
    let flags: Vec<_> = given.map(|(key, _)| format!("--{}", key.replace('_', "-"))).collect();
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
