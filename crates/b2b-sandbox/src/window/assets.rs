//! The style and the script of the pages.

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header::CONTENT_TYPE};

/// Name, type and content.
const ASSETS: [(&str, &str, &str); 3] = [
    ("window.css", "text/css; charset=utf-8", include_str!("assets/window.css")),
    ("window.js", "text/javascript; charset=utf-8", include_str!("assets/window.js")),
    ("icon.svg", "image/svg+xml", include_str!("assets/icon.svg")),
];

pub(super) async fn serve(Path(name): Path<String>) -> Response {
    match ASSETS.iter().find(|(known, ..)| *known == name) {
        Some((_, kind, content)) => ([(CONTENT_TYPE, *kind)], *content).into_response(),
        None => (StatusCode::NOT_FOUND, "There is no such file.\n").into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page is there at once, and the sandbox stays small.
    const MOST: usize = 150 * 1024;

    #[test]
    fn all_of_it_is_small_and_asks_nobody_else() {
        assert!(ASSETS.iter().map(|(.., content)| content.len()).sum::<usize>() < MOST);
        for (name, _, content) in ASSETS {
            let elsewhere = content.replace("http://www.w3.org/2000/svg", "");
            assert!(!elsewhere.contains("//") || !elsewhere.contains("http"), "{name} names another host");
            assert!(!content.contains("@import"), "{name}");
        }
    }
}
