//! The escaped forms of one character: percent-encoding, XML references, backslashes, Latin-1.

/// Whether a form of the character may begin with this byte. Most bytes of a text are dismissed here.
pub(super) fn may_begin(byte: u8, character: char) -> bool {
    let plain = character.is_ascii() && byte == character as u8 || !character.is_ascii() && !byte.is_ascii();
    plain || matches!(byte, b'%' | b'&' | b'\\' | b'+')
}

/// Calls `found` with the length of each form of the character that `rest` begins with.
pub(super) fn forms_of_character(rest: &[u8], character: char, mut found: impl FnMut(usize)) {
    let Some(&first) = rest.first() else { return };
    let mut buffer = [0; 4];
    let utf8 = character.encode_utf8(&mut buffer).as_bytes();
    if rest.starts_with(utf8) {
        found(utf8.len());
    }
    match first {
        b'+' if character == ' ' => found(1),
        b'%' => {
            if let Some(length) = units(rest, utf8) {
                found(length);
            }
            // `%2525` is this character encoded twice, and also this character encoded once with `25` after it.
            if character == '%' && rest.starts_with(b"%25") {
                found(3);
            }
        }
        b'\\' => {
            if let Some(length) = backslash(rest, character) {
                found(length);
            }
        }
        _ => {}
    }
    if let Ok(latin1 @ 0x80..) = u8::try_from(u32::from(character)) {
        if first == latin1 {
            found(1);
        } else if let Some((byte, length)) = unit(rest)
            && byte == latin1
        {
            found(length);
        }
    }
    if first == b'&' || first == b'%' {
        references(rest, character, found);
    }
}

/// One byte, as it is or percent-encoded once or twice, and the length it takes.
fn unit(rest: &[u8]) -> Option<(u8, usize)> {
    let hex = |at: usize| {
        let digits = std::str::from_utf8(rest.get(at..at + 2)?).ok()?;
        u8::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))
    };
    match (rest.first()?, hex(1)) {
        (b'%', Some(b'%')) => Some(hex(3).map_or((b'%', 3), |byte| (byte, 5))),
        (b'%', Some(byte)) => Some((byte, 3)),
        (&byte, _) => Some((byte, 1)),
    }
}

/// The length of these bytes as units, if `rest` begins with them.
fn units(rest: &[u8], bytes: &[u8]) -> Option<usize> {
    bytes.iter().try_fold(0, |end, &expected| {
        let (byte, length) = unit(rest.get(end..)?)?;
        (byte == expected).then_some(end + length)
    })
}

/// Calls `found` with the length of each XML reference to the character (`&lt;`, `&#60;`, `&#x3c;`) that `rest` begins
/// with, escaped once or twice.
fn references(rest: &[u8], character: char, mut found: impl FnMut(usize)) {
    let Some(mut end) = units(rest, b"&") else { return };
    let mut name = String::new();
    let mut escaped = false;
    while name.len() <= 10 {
        let Some((byte, length)) = rest.get(end..).and_then(unit) else { return };
        end += length;
        if byte != b';' {
            name.push(char::from(byte));
            continue;
        }
        let resolved = resolve(&name);
        if resolved == Some(character) {
            found(end);
        }
        if escaped || resolved != Some('&') {
            return;
        }
        (escaped, name) = (true, String::new());
    }
}

fn resolve(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let number = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(number.ok()?)
        }
    }
}

/// The length of a backslash escape of the character, as JSON and Rust's `Debug` write it.
fn backslash(rest: &[u8], character: char) -> Option<usize> {
    let escaped = match rest.get(1)? {
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'0' => '\0',
        b'u' if rest.get(2) == Some(&b'{') => {
            let close = rest.iter().take(12).position(|&byte| byte == b'}')?;
            return (code_point(rest.get(3..close)?)? == u32::from(character)).then_some(close + 1);
        }
        b'u' => {
            let mut units = [0; 2];
            let escapes = character.encode_utf16(&mut units).iter().enumerate();
            let mut length = 0;
            for (index, unit) in escapes {
                let escape = rest.get(index * 6..index * 6 + 6)?;
                if !escape.starts_with(b"\\u") || code_point(escape.get(2..)?)? != u32::from(*unit) {
                    return None;
                }
                length += 6;
            }
            return Some(length);
        }
        b'x' => {
            return (code_point(rest.get(2..4)?)? == u32::from(character)).then_some(4);
        }
        &other => char::from(other),
    };
    (escaped == character).then_some(2)
}

fn code_point(digits: &[u8]) -> Option<u32> {
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// The text with `%XX` and `+` undone; what is no UTF-8 then is replaced.
pub(super) fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let escape = (first == b'%').then(|| after.get(..2).and_then(code_point)).flatten();
        if let Some(byte) = escape.and_then(|code| u8::try_from(code).ok()) {
            bytes.push(byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(if first == b'+' { b' ' } else { first });
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
