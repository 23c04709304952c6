//! Which ASCII characters may stand where.

/// Stays in [`QueryEncoding::Rfc3986`](crate::QueryEncoding::Rfc3986): RFC 3986, section 2.3, unreserved.
pub(crate) const UNRESERVED: u8 = 1;
/// Stays in [`UrlEncoding::Minimal`](crate::UrlEncoding::Minimal).
pub(crate) const MINIMAL: u8 = 1 << 1;
/// Stays in a form (WHATWG URL, section 5.2), but for the space.
pub(crate) const FORM: u8 = 1 << 2;
/// Every byte.
pub(crate) const EVERY: u8 = 1 << 3;
/// Stands in an HTTP method: RFC 9110, section 5.6.2, token.
pub(crate) const TOKEN: u8 = 1 << 4;
/// Stands in a host with port: RFC 3986, section 3.2, without user information.
pub(crate) const HOST: u8 = 1 << 5;
/// Stands in a path: RFC 3986, section 3.3, and `[` and `]`, which URL parsers let pass.
pub(crate) const PATH: u8 = 1 << 6;

/// Whether a byte is of one of these classes.
#[inline]
pub(crate) fn is(byte: u8, classes: u8) -> bool {
    TABLE.get(usize::from(byte)).is_some_and(|of| of & classes != 0)
}

/// Whether all of a text is of one of these classes.
#[inline]
pub(crate) fn all(text: &str, classes: u8) -> bool {
    text.bytes().all(|byte| is(byte, classes))
}

static TABLE: [u8; 256] = {
    let mut table = [0; 256];
    let mut rest: &mut [u8] = &mut table;
    let mut byte = 0_u8;
    while let Some((place, others)) = rest.split_first_mut() {
        *place = EVERY | classes(byte);
        (rest, byte) = (others, byte.wrapping_add(1));
    }
    table
};

const fn classes(byte: u8) -> u8 {
    match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
            UNRESERVED | MINIMAL | FORM | TOKEN | HOST | PATH
        }
        b'~' => UNRESERVED | MINIMAL | TOKEN | HOST | PATH,
        b'*' => MINIMAL | FORM | TOKEN | HOST | PATH,
        b'!' | b'$' => MINIMAL | TOKEN | HOST | PATH,
        b'(' | b')' | b',' | b':' => MINIMAL | HOST | PATH,
        b'/' | b'@' => MINIMAL | PATH,
        b'?' => MINIMAL,
        b'%' | b'&' | b'\'' | b'+' => TOKEN | HOST | PATH,
        b';' | b'=' | b'[' | b']' => HOST | PATH,
        b'#' | b'^' | b'`' | b'|' => TOKEN,
        _ => 0,
    }
}
