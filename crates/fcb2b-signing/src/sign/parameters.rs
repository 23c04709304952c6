//! All parameters of a request but the signature, in a list that lives on the stack.

use crate::error::SigningError;
use crate::key::SigningKey;
use crate::profile::{GLOBAL_IDENTIFIER, GlobalIdentifier, SigningProfile};
use crate::query::{is_ambiguous, order};

type Pair<'a> = (&'a str, &'a str);

/// As many as `createreserve` has, the longest service of the guide, with some to spare.
const INLINE: usize = 24;

/// The key, the service's parameters, the time and the identifier.
pub(crate) struct Parameters<'a> {
    inline: [Pair<'a>; INLINE],
    len: usize,
    /// All of them, if there are more.
    long: Vec<Pair<'a>>,
}

impl<'a> Parameters<'a> {
    /// None, with room for those of a service and our own.
    pub(crate) fn for_service(parameters: usize) -> Self {
        let all = parameters + 3;
        let long = if all > INLINE { Vec::with_capacity(all) } else { Vec::new() };
        Self { inline: [("", ""); INLINE], len: 0, long }
    }

    /// Adds everything, in the order of insertion.
    pub(crate) fn fill(
        &mut self,
        profile: &'a SigningProfile,
        key: Option<&'a SigningKey>,
        service: &[Pair<'a>],
        time: &'a str,
        identifier: Option<&'a str>,
    ) -> Result<(), SigningError> {
        if let (Some(name), Some(key)) = (profile.key_name(), key) {
            self.push((name, key.id()));
        }
        for (name, value) in service {
            if profile.own_names().any(|own| own.eq_ignore_ascii_case(name)) {
                return Err(SigningError::ReservedName((*name).to_owned()));
            }
            self.push((name, value));
        }
        self.push((profile.time_name(), time));
        if profile.global_identifier() == GlobalIdentifier::Sent {
            let identifier = identifier.filter(|it| !it.is_empty()).ok_or(SigningError::NoGlobalIdentifier)?;
            self.push((GLOBAL_IDENTIFIER, identifier));
        }
        let encoding = profile.query_encoding();
        match self.all().iter().find(|(name, value)| is_ambiguous(encoding, name, value)) {
            Some((name, _)) => Err(SigningError::Ambiguous((*name).to_owned())),
            None => Ok(()),
        }
    }

    /// Everything, in the order of the profile.
    pub(crate) fn ordered(&mut self, profile: &SigningProfile) -> &[Pair<'a>] {
        let pairs = self.all();
        order(profile.parameter_order(), pairs);
        pairs
    }

    fn all(&mut self) -> &mut [Pair<'a>] {
        match self.long.is_empty() {
            true => self.inline.get_mut(..self.len).unwrap_or_default(),
            false => &mut self.long,
        }
    }

    fn push(&mut self, pair: Pair<'a>) {
        if self.long.capacity() > 0 {
            self.long.push(pair);
        } else if let Some(place) = self.inline.get_mut(self.len) {
            *place = pair;
            self.len += 1;
        }
    }
}
