//! The fault switch.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use maud::html;

use super::page;
use crate::{chassis::Chassis, fault::FAULT_HEADER};

/// Switches that are worth a button, and what they do.
const READY: [(&str, &str); 8] = [
    ("status=503;times=1", "the next answer is a 503"),
    ("status=503;retry-after=2", "every answer is a 503 that asks for two seconds"),
    ("delay=3s", "answers come three seconds late"),
    ("slow-body=3s", "answers stall halfway"),
    ("truncate=200", "answers break off after 200 bytes"),
    ("html", "answers are an HTML page"),
    ("reset;process=yes", "requests are carried out, and their answers are lost"),
    ("expired", "the timestamps of answers have ended"),
];

pub(super) async fn page(State(chassis): State<Arc<Chassis>>) -> Response {
    let current = chassis.faults.current().map(|fault| fault.to_string());
    let main = html! {
        h1 { "Faults" }
        p {
            @match &current {
                Some(switch) => { "Requests to suppliers meet " code #current { (switch) } "." }
                None => "No fault is switched on."
            }
        }
        form .line method="post" action="/_sandbox/faults" {
            (chassis.token.field())
            label { "Switch "
                input type="text" name="switch" required maxlength="1024" spellcheck="false" autocomplete="off"
                    value=(current.as_deref().unwrap_or_default()) placeholder="status=503;after=2;supplier=fcb2b";
            }
            button { "Put" }
        }
        @if current.is_some() {
            form .line method="post" action="/_sandbox/faults/clear" {
                (chassis.token.field())
                button { "Clear the fault" }
            }
        }
        h2 { "Ready to put" }
        ul .ready {
            @for (switch, does) in READY {
                li {
                    form method="post" action="/_sandbox/faults" {
                        (chassis.token.field())
                        button name="switch" value=(switch) { code { (switch) } }
                        " " (does)
                    }
                }
            }
        }
        p { "On a single request the same text goes into the header " code { (FAULT_HEADER) } "." }
    };
    page::page("Faults", "/_sandbox/faults", &main)
}
