//! What all pages have in common.

use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;
use maud::{DOCTYPE, Markup, html};

use super::PATH;

/// A page, and where it is in the navigation.
pub(super) fn page(title: &str, here: &str, main: &Markup) -> Response {
    let links = [(PATH, "Exchanges"), ("/_sandbox/state", "State"), ("/_sandbox/faults", "Faults")];
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · b2b sandbox" }
                link rel="icon" href="/_sandbox/assets/icon.svg";
                link rel="stylesheet" href="/_sandbox/assets/window.css";
                script src="/_sandbox/assets/window.js" defer {}
            }
            body {
                a .skip href="#main" { "Skip to the content" }
                header {
                    span .brand { "b2b sandbox" }
                    nav aria-label="Pages" {
                        @for (path, name) in links {
                            a href=(path) aria-current=[(path == here).then_some("page")] { (name) }
                        }
                    }
                }
                main #main tabindex="-1" { (main) }
                p #said .hidden role="status" {}
            }
        }
    };
    Html(markup.into_string()).into_response()
}

/// A page that says what is in the way.
pub(super) fn problem(status: StatusCode, sentence: &str) -> Response {
    let main = html! {
        h1 { (status.canonical_reason().unwrap_or("That did not work")) }
        p { (sentence) }
        p { a href=(PATH) { "Back to the exchanges" } }
    };
    (status, page("Problem", "", &main)).into_response()
}

/// A text that is copied by a button.
pub(super) fn copied(label: &str, text: &str) -> Markup {
    html! {
        div .copied {
            button type="button" data-copy hidden { "Copy" span .hidden { " " (label) } }
            pre tabindex="0" aria-label=(label) { code { (text) } }
        }
    }
}
