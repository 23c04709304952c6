//! The stock check that is signed, of variant A.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "each bench uses its part")]

use std::time::SystemTime;

use fcb2b_signing::{SigningKey, SigningProfile, TimestampFormat};

pub const API_KEY: &str = "EXAMPLEKEY1";
pub const SECRET: &str = "fcb2b-example-secret-0001";
pub const UUID: &str = "123e4567-e89b-42d3-a456-426614174000";
pub const TIME: &str = "2025-01-02T03:04:05Z";
pub const HOST: &str = "sandbox.example.com";
pub const PATH: &str = "/fcb2b/StockCheck";
pub const PARAMETERS: [(&str, &str); 3] =
    [("ClientIdentifier", "100059"), ("SupplierItemSKU", "VV01701002"), ("RequestedQuantity", "10")];

pub fn profile() -> SigningProfile {
    SigningProfile::dancik()
}

pub fn key() -> SigningKey {
    SigningKey::new(API_KEY, SECRET.into()).unwrap()
}

pub fn now() -> SystemTime {
    TimestampFormat::SECONDS.parse(TIME).unwrap()
}
