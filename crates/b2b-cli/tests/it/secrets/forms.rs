//! The forms in which a secret can leave, and looking for them.

use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Every form of every secret.
pub(super) struct Forms {
    names: Vec<String>,
    searcher: AhoCorasick,
}

impl Forms {
    pub(super) fn of(secrets: &[&str]) -> Self {
        let (mut names, mut forms) = (Vec::new(), Vec::new());
        for secret in secrets {
            // Its first word is the same in an address, a form, XML, JSON and Debug.
            let word = secret.split(' ').next().unwrap();
            for (name, form) in forms_of(secret).into_iter().chain(forms_of(word)) {
                names.push(format!("{word}, {name}"));
                forms.push(form);
            }
        }
        Self { names, searcher: AhoCorasick::new(forms).unwrap() }
    }

    /// What of a secret is in there.
    fn find(&self, shown: &[u8]) -> Option<(&str, String)> {
        let found = self.searcher.find(shown)?;
        let around = shown[found.start().saturating_sub(80)..].iter().take(200).copied().collect::<Vec<_>>();
        Some((&self.names[found.pattern().as_usize()], String::from_utf8_lossy(&around).into_owned()))
    }

    #[track_caller]
    pub(super) fn check(&self, shown: &[u8], what: &str) {
        assert_eq!(self.find(shown), None, "{what}");
    }
}

fn forms_of(secret: &str) -> Vec<(&'static str, Vec<u8>)> {
    let encoded = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let unreserved = encoded.replace("%2D", "-").replace("%2E", ".").replace("%5F", "_").replace("%7E", "~");
    let escaped = secret.replace('&', "&amp;").replace('<', "&lt;");
    let debug = format!("{secret:?}");
    // What a MAC is keyed with: the secret as its block has it.
    let pad = |with: u8| secret.bytes().map(|byte| byte ^ with).collect::<Vec<_>>();
    let mut forms = vec![
        ("as it is", secret.into()),
        ("percent-encoded", encoded.to_lowercase().into()),
        ("percent-encoded", encoded.into()),
        ("in a form", unreserved.replace("%20", "+").into()),
        ("in an address", unreserved.to_lowercase().into()),
        ("in an address", unreserved.into()),
        ("in an attribute", escaped.replace('"', "&quot;").into()),
        ("in XML", escaped.into()),
        ("in Debug", debug.trim_matches('"').into()),
        ("in hexadecimal", hex::encode(secret).into()),
        ("in hexadecimal", hex::encode_upper(secret).into()),
        ("in UTF-16", secret.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("inner pad of HMAC", pad(0x36)),
        ("outer pad of HMAC", pad(0x5c)),
        ("inner pad of HMAC in hexadecimal", hex::encode(pad(0x36)).into()),
        ("outer pad of HMAC in hexadecimal", hex::encode(pad(0x5c)).into()),
    ];
    for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
        // However many bytes of a group of three stand before it, as in `user:secret`.
        for (before, first) in [(0, 0), (1, 2), (2, 3)] {
            let bytes = [&b"\0\0"[..before], secret.as_bytes()].concat();
            let encoded = engine.encode(&bytes);
            // The letters at both ends are of other bytes too.
            forms.push(("in base64", encoded[first..bytes.len() / 3 * 4].into()));
        }
    }
    forms
}

/// That a signature, with which a request could be sent again, is not shown.
#[track_caller]
pub(super) fn check_signatures(shown: &[u8], what: &str) {
    let shown = String::from_utf8_lossy(shown).to_lowercase();
    let is_hidden = |after: &&str| {
        ["‹redacted›", "%e2%80%b9redacted", "‹signature›", "‹secret›", "‹withheld›"]
            .iter()
            .any(|sign| after.starts_with(sign))
    };
    let found = shown.split("signature=").skip(1).find(|after| !is_hidden(after));
    assert_eq!(found.map(|after| after.lines().next()), None, "{what}: a signature is shown");
}

#[test]
fn what_is_looked_for_would_be_found() {
    let secret = "fcb2bR1ght \"&<é+/% ~x";
    let forms = Forms::of(&[secret]);
    for shown in [
        secret.to_owned(),
        format!("{secret:?}"),
        format!("{:#?}", Some(secret)),
        serde_json::to_string(secret).unwrap(),
        "x=fcb2bR1ght%20%22%26%3C%C3%A9%2B%2F%25%20~x&y".to_owned(),
        "<K>fcb2bR1ght &quot;&amp;&lt;é".to_owned(),
        STANDARD_NO_PAD.encode(secret),
        STANDARD_NO_PAD.encode(format!("1001065:{secret}")),
        URL_SAFE_NO_PAD.encode(format!("me:{secret} and more")),
        URL_SAFE_NO_PAD.encode(format!("u:{secret}")),
        hex::encode(secret),
        hex::encode_upper(format!("..{secret}")),
    ] {
        assert!(forms.find(shown.as_bytes()).is_some(), "{shown}");
    }
    let keyed: Vec<u8> = secret.bytes().chain([0; 40]).map(|byte| byte ^ 0x36).collect();
    assert!(forms.find(&keyed).is_some());
    assert_eq!(forms.find(b"nothing"), None);
}
