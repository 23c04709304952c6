//! Documents, indented and coloured. What is no XML, or breaks off, is shown as it is.

use std::fmt::Write as _;

use maud::{Escaper, Markup, PreEscaped, html};

/// Deeper than this, lines are not indented any further.
const DEEPEST: usize = 24;

/// A body as text for people.
pub(super) fn shown(text: &str, label: &str) -> Markup {
    if text.is_empty() {
        return html! { p .empty { "It has no body." } };
    }
    let content = if text.trim_start().starts_with('<') {
        coloured(text)
    } else {
        html! { (text) }
    };
    html! { pre .document tabindex="0" aria-label=(label) { code { (content) } } }
}

/// Each piece of markup in the colour of its kind, each element on a line of its own unless it holds only text.
fn coloured(text: &str) -> Markup {
    let mut page = Page { html: String::with_capacity(text.len() * 3), depth: 0, begun: false, held_open: false };
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, markup) = rest.split_at(at);
        page.text(before);
        let Some((piece, after)) = piece(markup) else {
            rest = markup;
            break;
        };
        page.piece(piece);
        rest = after;
    }
    page.text(rest);
    PreEscaped(page.html)
}

/// One tag, comment, section or declaration, and what follows it; none if it does not end.
fn piece(markup: &str) -> Option<(&str, &str)> {
    let end = if markup.starts_with("<!--") {
        markup.find("-->")? + 3
    } else if markup.starts_with("<![CDATA[") {
        markup.find("]]>")? + 3
    } else if markup.starts_with("<?") {
        markup.find("?>")? + 2
    } else {
        tag_end(markup)?
    };
    markup.split_at_checked(end)
}

/// Behind the `>` that stands in no attribute value.
fn tag_end(markup: &str) -> Option<usize> {
    let mut quote = None;
    for (at, character) in markup.char_indices() {
        match (quote, character) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    None
}

struct Page {
    html: String,
    depth: usize,
    begun: bool,
    /// The last piece opened an element, and what follows may stay on its line.
    held_open: bool,
}

impl Page {
    fn piece(&mut self, piece: &str) {
        if piece.starts_with("<![CDATA[") {
            self.span("text", piece);
        } else if piece.starts_with("<!") || piece.starts_with("<?") {
            self.line();
            self.span("aside", piece);
            self.held_open = false;
        } else if piece.starts_with("</") {
            self.depth = self.depth.saturating_sub(1);
            if !self.held_open {
                self.line();
            }
            self.tag(piece);
            self.held_open = false;
        } else {
            self.line();
            self.tag(piece);
            self.held_open = !piece.ends_with("/>");
            self.depth += usize::from(self.held_open);
        }
    }

    fn text(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.span("text", text);
        }
    }

    fn line(&mut self) {
        if self.begun {
            self.html.push('\n');
        }
        self.begun = true;
        self.html.extend(std::iter::repeat_n("  ", self.depth.min(DEEPEST)));
    }

    /// The name, and each attribute's name and value.
    fn tag(&mut self, piece: &str) {
        let name_end = piece.find(|it: char| it.is_whitespace()).unwrap_or(piece.len());
        let (name, attributes) = piece.split_at(name_end);
        self.span("tag", name);
        let mut rest = attributes;
        while let Some(at) = rest.find(['"', '\'']) {
            let (before, value) = rest.split_at(at);
            let quote = value.chars().next().unwrap_or('"');
            let end = value.char_indices().skip(1).find(|(_, it)| *it == quote).map_or(value.len(), |(at, _)| at + 1);
            let (value, after) = value.split_at(end);
            self.span("name", before);
            self.span("value", value);
            rest = after;
        }
        self.span("tag", rest);
    }

    fn span(&mut self, class: &str, text: &str) {
        self.begun = true;
        self.html.push_str("<span class=\"");
        self.html.push_str(class);
        self.html.push_str("\">");
        // A string takes whatever is written to it.
        let _ = Escaper::new(&mut self.html).write_str(text);
        self.html.push_str("</span>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read, without the colours.
    fn read(text: &str) -> String {
        let mut plain = coloured(text).into_string();
        while let Some(from) = plain.find("<span") {
            let to = from + plain[from..].find('>').unwrap() + 1;
            plain.replace_range(from..to, "");
        }
        let plain = plain.replace("</span>", "");
        assert!(!plain.contains('<'), "{plain}");
        plain.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    }

    #[test]
    fn elements_stand_on_lines_of_their_own() {
        assert_eq!(
            read("<?xml version='1.0'?><a x='1>2'><b>t&amp;t</b><c/><!-- <d> --></a>"),
            "<?xml version='1.0'?>\n<a x='1>2'>\n  <b>t&amp;t</b>\n  <c/>\n  <!-- <d> -->\n</a>",
        );
    }

    #[test]
    fn what_breaks_off_or_is_broken_is_shown_whole() {
        assert_eq!(read("<a><b>text and <c x='"), "<a>\n  <b>text and <c x='");
        assert_eq!(read("</a></a><![CDATA[<script>]]>"), "</a>\n</a><![CDATA[<script>]]>");
        let deep = "<a>".repeat(1000);
        assert!(read(&deep).lines().all(|line| line.len() <= 2 * DEEPEST + 3));
    }

    #[test]
    fn markup_of_a_stranger_stays_text() {
        for text in ["<a><script>alert(1)</script>", "<img src=x onerror='alert(1)'>", "plain <b>"] {
            let html = shown(text, "Body").into_string();
            assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<b>"), "{html}");
        }
    }
}
