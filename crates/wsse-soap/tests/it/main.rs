//! What goes over the wire, from both sides.

mod bsp;
mod fault;
mod replies;
mod requests;
mod roundtrip;
mod secrets;
mod support;
mod vectors;
mod verify;
mod write;
