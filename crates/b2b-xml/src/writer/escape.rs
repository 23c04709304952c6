//! Text and attribute values, escaped.

use super::Writer;
use crate::error::Problem;
use crate::input::allowed;

impl Writer {
    /// Appends text with markup escaped (XML 1.0 section 2.4). White space that a reader would normalize is written as
    /// references, so that what is read is what was written.
    pub(super) fn escape(&mut self, text: &str, in_attribute: bool) {
        let table = if in_attribute { &IN_ATTRIBUTE } else { &IN_TEXT };
        let is_special = |byte: &u8| table.get(usize::from(*byte)).copied().unwrap_or(true);
        let mut rest = text;
        while let Some(at) = rest.as_bytes().iter().position(is_special) {
            let Some((plain, special)) = rest.split_at_checked(at) else { break };
            self.out.push_str(plain);
            let mut behind = special.chars();
            match behind.next() {
                Some(character) => self.push_special(character),
                None => break,
            }
            rest = behind.as_str();
        }
        self.out.push_str(rest);
    }

    /// Appends a character that may not be written as it is.
    fn push_special(&mut self, character: char) {
        match character {
            '<' => self.out.push_str("&lt;"),
            '>' => self.out.push_str("&gt;"),
            '&' => self.out.push_str("&amp;"),
            '"' => self.out.push_str("&quot;"),
            '\r' => self.out.push_str("&#13;"),
            '\n' => self.out.push_str("&#10;"),
            '\t' => self.out.push_str("&#9;"),
            character if allowed(character) => self.out.push(character),
            character => self.violate(Problem::Unwritable(u32::from(character))),
        }
    }
}

/// The bytes in text that may not be written as they are: markup, controls, and the first byte of the characters among
/// which some are not XML's.
static IN_TEXT: [bool; 256] = specials(b"<>&\r", b"\n\t");
static IN_ATTRIBUTE: [bool; 256] = specials(b"<>&\r\n\t\"", b"");

const fn specials(markup: &[u8], plain: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte: u8 = 0;
    loop {
        let special = contains(markup, byte) || byte == 0xEF || (byte < 0x20 && !contains(plain, byte));
        #[allow(clippy::indexing_slicing, reason = "the table has an entry for each byte")]
        {
            table[byte as usize] = special;
        }
        if byte == 0xFF {
            return table;
        }
        byte += 1;
    }
}

const fn contains(bytes: &[u8], wanted: u8) -> bool {
    let mut rest = bytes;
    while let [byte, behind @ ..] = rest {
        if *byte == wanted {
            return true;
        }
        rest = behind;
    }
    false
}
