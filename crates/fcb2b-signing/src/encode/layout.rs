//! Writing `name=value&name=value`.

use super::{Escape, Sink};

/// What is known of an encoded query before it is written: how long it will be, and which of its texts are written as they
/// are. Those are looked at once only.
pub(crate) struct Layout {
    escape: Escape,
    len: usize,
    /// A bit for each name and each value, for as many as there are bits.
    plain: u64,
}

impl Layout {
    pub(crate) fn of(escape: Escape, pairs: &[(&str, &str)]) -> Self {
        let (mut len, mut plain, mut bit) = (0, 0, 1_u64);
        for (name, value) in pairs {
            for text in [name, value] {
                let measure = escape.measure(text);
                len += measure.len + 1;
                plain |= if measure.is_plain { bit } else { 0 };
                bit <<= 1;
            }
        }
        Self { escape, len: usize::saturating_sub(len, 1), plain }
    }

    /// The length of all pairs, without a separator at the end.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Writes pairs of those that were laid out, the first of them being number `first`.
    pub(crate) fn write<S: Sink>(&self, sink: &mut S, first: usize, pairs: &[(&str, &str)]) {
        let mut plain = u32::try_from(2 * first).ok().and_then(|bits| self.plain.checked_shr(bits)).unwrap_or_default();
        let mut is_first = true;
        for (name, value) in pairs {
            if !is_first {
                sink.put("&");
            }
            self.text(sink, name, plain & 1 != 0);
            sink.put("=");
            self.text(sink, value, plain & 2 != 0);
            plain >>= 2;
            is_first = false;
        }
    }

    fn text<S: Sink>(&self, sink: &mut S, text: &str, is_plain: bool) {
        if is_plain { sink.put(text) } else { self.escape.write(sink, text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_of_any_length_are_written_and_measured() {
        for escape in [Escape::Rfc3986, Escape::Minimal, Escape::Form, Escape::Nothing] {
            for count in [0, 1, 31, 32, 33, 70] {
                let texts: Vec<(String, String)> =
                    (0..count).map(|at| (format!("n{at}"), " :~x".repeat(at % 3))).collect();
                let pairs: Vec<(&str, &str)> =
                    texts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                let (layout, mut out) = (Layout::of(escape, &pairs), String::new());
                layout.write(&mut out, 0, &pairs);
                assert_eq!(out.len(), layout.len());
                let encode = |text: &str| {
                    let mut out = String::new();
                    escape.write(&mut out, text);
                    out
                };
                let expected = pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
                assert_eq!(out, expected.collect::<Vec<_>>().join("&"));
                if let Some((_, rest)) = pairs.split_first() {
                    let mut tail = String::new();
                    layout.write(&mut tail, 1, rest);
                    assert!(out.ends_with(&tail));
                }
            }
        }
    }
}
