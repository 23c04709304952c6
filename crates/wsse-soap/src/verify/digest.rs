//! Passwords and digests, compared.

use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use sha1::{Digest, Sha1};
use subtle::{Choice, ConstantTimeEq};

use super::bsp::BspRule;
use super::explain::{DigestExplanation, DigestMistake};
use super::refusal::{Check, Refusal};
use crate::received::security::ReceivedToken;
use crate::security::digest::{DigestInput, PasswordDigest, hash_of, hex};
use crate::security::nonce::Nonce;

/// Whether two clear passwords are the same. Their hashes are compared, so that not even the length shows in the time.
pub(super) fn text_matches(found: &SecretString, stored: &SecretString) -> bool {
    same(found.expose_secret().as_bytes(), stored.expose_secret().as_bytes()).into()
}

/// Whether a digest is the one that the stored password gives.
pub(super) fn digest_matches(
    found: &SecretString,
    nonce: Option<&Nonce>,
    created: Option<&str>,
    stored: &SecretString,
    input: DigestInput,
) -> bool {
    let expected = PasswordDigest::new(nonce, created, stored, input);
    PasswordDigest::from_base64(found.expose_secret()).is_some_and(|found| found == expected)
}

/// Why a digest does not match.
pub(super) fn refusal(
    found: &SecretString,
    token: &ReceivedToken,
    nonce: Option<&Nonce>,
    created: Option<&str>,
    stored: &SecretString,
    input: DigestInput,
) -> Refusal {
    let nonce_text = token.nonces.first().map(|nonce| nonce.text.trim());
    let mistake = mistake(found, nonce, nonce_text, created, stored, input);
    let explanation = DigestExplanation {
        nonce: nonce.cloned(),
        created: created.map(str::to_owned),
        input,
        expected: PasswordDigest::new(nonce, created, stored, input),
        mistake,
    };
    let check = match mistake {
        Some(_) => Check::Bsp(vec![BspRule::R4212]),
        None => Check::WrongDigest,
    };
    Refusal { check, explanation: Some(Box::new(explanation)) }
}

/// Which of the common wrong formulas gives the digest. Only who knows the password can get it right so far.
fn mistake(
    found: &SecretString,
    nonce: Option<&Nonce>,
    nonce_text: Option<&str>,
    created: Option<&str>,
    stored: &SecretString,
    input: DigestInput,
) -> Option<DigestMistake> {
    let found = found.expose_secret().trim();
    let password = stored.expose_secret().as_bytes();
    let nonce_bytes = nonce.map_or(&[][..], Nonce::as_bytes);
    let created = created.unwrap_or_default().as_bytes();
    let hashed = hash_of(password);
    let hashed_hex = Zeroizing::new(hex(&*hashed));
    let text = nonce_text.unwrap_or_default().as_bytes();
    let right = match input {
        DigestInput::Password => PasswordDigest::of(&[nonce_bytes, created, password]),
        DigestInput::Sha1OfPassword => PasswordDigest::of(&[nonce_bytes, created, &*hashed]),
    };
    let other_input = match input {
        DigestInput::Password => PasswordDigest::of(&[nonce_bytes, created, &*hashed]),
        DigestInput::Sha1OfPassword => PasswordDigest::of(&[nonce_bytes, created, password]),
    };
    let candidates = [
        (DigestMistake::NonceNotDecoded, PasswordDigest::of(&[text, created, password]).to_base64()),
        (DigestMistake::NonceLeftOut, PasswordDigest::of(&[created, password]).to_base64()),
        (DigestMistake::CreatedLeftOut, PasswordDigest::of(&[nonce_bytes, password]).to_base64()),
        (DigestMistake::CreatedFirst, PasswordDigest::of(&[created, nonce_bytes, password]).to_base64()),
        (DigestMistake::PasswordFirst, PasswordDigest::of(&[password, nonce_bytes, created]).to_base64()),
        (DigestMistake::OtherPasswordInput, other_input.to_base64()),
        (
            DigestMistake::OtherPasswordInput,
            PasswordDigest::of(&[nonce_bytes, created, hashed_hex.as_bytes()]).to_base64(),
        ),
        (DigestMistake::Hexadecimal, right.to_hex()),
        (DigestMistake::ClearPassword, stored.expose_secret().to_owned()),
    ]
    .map(|(mistake, candidate)| (mistake, Zeroizing::new(candidate)));
    let found_lower = found.to_ascii_lowercase();
    let mut result = None;
    for (mistake, candidate) in candidates {
        let text = if mistake == DigestMistake::Hexadecimal { &found_lower } else { found };
        if bool::from(same(text.as_bytes(), candidate.as_bytes())) && result.is_none() {
            result = Some(mistake);
        }
    }
    result
}

fn same(a: &[u8], b: &[u8]) -> Choice {
    Sha1::digest(a).as_slice().ct_eq(Sha1::digest(b).as_slice())
}
