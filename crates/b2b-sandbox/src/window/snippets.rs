//! A request as a command and as programs. Secrets come from the environment, under the name of the place where they stand.

use b2b_http::REDACTED;

use crate::{
    exchange::Exchange,
    server::Scheme,
    supplier::{Context, Inspect, Language},
};

/// Headers that whatever sends a request writes itself.
const WRITTEN_ANYWAY: [&str; 7] =
    ["accept-encoding", "connection", "content-length", "host", "te", "transfer-encoding", "user-agent"];

/// The variable with the file of the sandbox's authority, which the ready line names.
const CA: &str = "B2B_CA";

/// The request in each language, by its name.
pub(super) fn all(
    exchange: &Exchange,
    context: &Context,
    inspect: Option<&dyn Inspect>,
) -> [(&'static str, String); 3] {
    let url = match exchange.scheme {
        Scheme::Https => &context.url,
        Scheme::Http => &context.http_url,
    };
    let target = match &exchange.query {
        Some(query) => format!("{url}{}?{query}", exchange.path),
        None => format!("{url}{}", exchange.path),
    };
    let request = Request { exchange, target: &target };
    let all = [("curl", Language::Curl), ("Rust", Language::Rust), ("Python", Language::Python)];
    let written = |language| {
        inspect.and_then(|inspect| inspect.snippet(exchange, language)).unwrap_or_else(|| match language {
            Language::Curl => request.curl(),
            Language::Rust => request.rust(),
            Language::Python => request.python(),
        })
    };
    all.map(|(name, language)| (name, written(language)))
}

struct Request<'a> {
    exchange: &'a Exchange,
    target: &'a str,
}

impl Request<'_> {
    fn curl(&self) -> String {
        let mut text = self.variables("#", |name| format!("export {name}=…"));
        // Otherwise curl reads brackets as patterns, and takes dots out of paths.
        text.push_str("curl --silent --show-error --include --globoff --path-as-is");
        if self.exchange.scheme == Scheme::Https {
            text.push_str(&format!(" --cacert \"${CA}\""));
        }
        text.push_str(&format!(" --request {} {}", shell(&self.exchange.method), shell(self.target)));
        for (name, value) in self.headers() {
            text.push_str(&format!(" \\\n  --header {}", shell(&format!("{name}: {value}"))));
        }
        if !self.exchange.request_body.is_empty() {
            // Not --data-binary, which reads a file if the body begins with @.
            text.push_str(&format!(" \\\n  --data-raw {}", shell(&self.exchange.request_body)));
        }
        text.push('\n');
        text
    }

    fn python(&self) -> String {
        let mut text = self.variables("#", |name| format!("os.environ[\"{name}\"]"));
        text.push_str("import os\nimport ssl\nimport urllib.error\nimport urllib.request\n\n");
        text.push_str(&format!("request = urllib.request.Request(\n    {},\n", python(self.target)));
        if !self.exchange.request_body.is_empty() {
            text.push_str(&format!("    data=({}).encode(),\n", python(&self.exchange.request_body)));
        }
        text.push_str("    headers={\n");
        for (name, value) in self.headers() {
            text.push_str(&format!("        {}: {},\n", python(name), python(value)));
        }
        text.push_str(&format!("    }},\n    method={},\n)\n", python(&self.exchange.method)));
        let context = match self.exchange.scheme {
            Scheme::Https => format!(", context=ssl.create_default_context(cafile=os.environ[\"{CA}\"])"),
            Scheme::Http => String::new(),
        };
        text.push_str(&format!("try:\n    answer = urllib.request.urlopen(request{context})\n"));
        text.push_str("except urllib.error.HTTPError as refused:\n    answer = refused\n");
        text.push_str("print(answer.status, answer.read().decode())\n");
        text
    }

    fn rust(&self) -> String {
        let mut text = self.variables("//", |name| format!("std::env::var(\"{name}\")"));
        text.push_str("use b2b_http::{ReqwestTransport, Transport, TransportLimits};\n\n");
        text.push_str("let env = |name: &str| std::env::var(name);\n");
        text.push_str(&format!("let request = http::Request::builder()\n    .method({:?})\n", self.exchange.method));
        text.push_str(&format!("    .uri({})\n", rust(self.target)));
        for (name, value) in self.headers() {
            text.push_str(&format!("    .header({name:?}, {})\n", rust(value)));
        }
        text.push_str(&format!("    .body(bytes::Bytes::from({}))?;\n", rust(&self.exchange.request_body)));
        let (roots, build) = match self.exchange.scheme {
            Scheme::Https => (format!("let ca = std::fs::read(env(\"{CA}\")?)?;\n"), ".extra_roots_pem(&ca)"),
            Scheme::Http => (String::new(), ""),
        };
        text.push_str(&format!("{roots}let transport = ReqwestTransport::builder(){build}.build()?;\n"));
        text.push_str("let answer = transport.send(request, &TransportLimits::default()).await?;\n");
        text.push_str("println!(\"{} {}\", answer.status(), String::from_utf8_lossy(answer.body()));\n");
        text
    }

    fn headers(&self) -> impl Iterator<Item = (&String, &String)> {
        self.exchange.request_headers.iter().filter(|(name, _)| !WRITTEN_ANYWAY.contains(&name.as_str()))
    }

    /// What has to be in the environment, and what is not in the record.
    fn variables(&self, comment: &str, write: impl Fn(&str) -> String) -> String {
        let headers: Vec<String> = self.headers().map(|(name, value)| format!("{name}: {value}")).collect();
        let all =
            [self.target, self.exchange.request_body.as_str()].into_iter().chain(headers.iter().map(String::as_str));
        let mut names: Vec<String> = all.flat_map(pieces).filter_map(|piece| piece.secret).collect();
        if self.exchange.scheme == Scheme::Https {
            names.push(CA.to_owned());
        }
        names.sort();
        names.dedup();
        let mut text: String = names.iter().map(|name| format!("{comment} needs {}\n", write(name))).collect();
        let body = &self.exchange.request_body;
        if body.ends_with("more bytes›") || body.contains("‹withheld›") || body.ends_with("that are no text›") {
            text.push_str(&format!("{comment} The record does not have the whole body.\n"));
        }
        text
    }
}

/// A part of a text, and the variable that holds the secret behind it.
struct Piece<'a> {
    text: &'a str,
    secret: Option<String>,
}

/// A text cut where secrets stood.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(REDACTED) {
        pieces.push(Piece { text: before, secret: Some(variable(before)) });
        rest = after;
    }
    pieces.push(Piece { text: rest, secret: None });
    pieces
}

/// The name of what stands last before a secret: an element, a parameter or a header.
fn variable(before: &str) -> String {
    let last = before.trim_end_matches([' ', '\n', '\t']);
    let name = if let Some(tag) = last.strip_suffix('>') {
        tag.rsplit('<').next().and_then(|tag| tag.split_whitespace().next())
    } else {
        last.strip_suffix(['=', ':']).and_then(|name| name.rsplit(['&', '?', ' ', '"']).next())
    };
    let name = name.unwrap_or_default();
    let name = name.rsplit(':').next().unwrap_or_default();
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    if name.is_empty() || name.starts_with(|it: char| it.is_ascii_digit()) || name.len() > 40 {
        return "SECRET".to_owned();
    }
    name.to_ascii_uppercase()
}

/// A word of a POSIX shell in which nothing is expanded but the variables.
fn shell(text: &str) -> String {
    let mut word = String::new();
    for Piece { text, secret } in pieces(text) {
        if !text.is_empty() {
            word.push_str(&format!("'{}'", text.replace('\'', r"'\''")));
        }
        if let Some(name) = secret {
            word.push_str(&format!("\"${name}\""));
        }
    }
    if word.is_empty() { "''".to_owned() } else { word }
}

/// An expression of Python.
fn python(text: &str) -> String {
    // What JSON writes of a string is a string of Python.
    let literal = |text: &str| serde_json::to_string(text).unwrap_or_default();
    let pieces = pieces(text).into_iter().flat_map(|piece| {
        let text = (!piece.text.is_empty()).then(|| literal(piece.text));
        [text, piece.secret.map(|name| format!("os.environ[\"{name}\"]"))].into_iter().flatten()
    });
    let expression = pieces.collect::<Vec<_>>().join(" + ");
    if expression.is_empty() { "\"\"".to_owned() } else { expression }
}

/// An expression of Rust that is a `String`.
fn rust(text: &str) -> String {
    let pieces = pieces(text).into_iter().flat_map(|piece| {
        let text = (!piece.text.is_empty()).then(|| format!("{:?}", piece.text));
        [text, piece.secret.map(|name| format!("&env(\"{name}\")?"))].into_iter().flatten()
    });
    pieces.fold("String::new()".to_owned(), |expression, piece| format!("{expression} + {piece}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_variables_by_their_place() {
        for (before, name) in [
            ("<a><o:Password Type=\"x\">", "PASSWORD"),
            ("https://h/p?a=1&signature=", "SIGNATURE"),
            ("authorization: Basic ", "SECRET"),
            ("authorization: ", "AUTHORIZATION"),
            ("nothing like a name \u{2026}=", "SECRET"),
            ("", "SECRET"),
        ] {
            assert_eq!(variable(before), name, "{before}");
        }
    }

    #[test]
    fn nothing_of_a_stranger_is_run() {
        assert_eq!(shell("$(reboot) `x` 'y' \\"), r"'$(reboot) `x` '\''y'\'' \'");
        assert_eq!(shell("p=‹redacted›&q"), "'p='\"$P\"'&q'");
        assert_eq!(shell(""), "''");
        assert_eq!(python("a\"b\n‹redacted›"), "\"a\\\"b\\n\" + os.environ[\"SECRET\"]");
        assert_eq!(rust("\"‹redacted›"), "String::new() + \"\\\"\" + &env(\"SECRET\")?");
    }
}
