//! libFuzzer on `b2b_fuzz::config::config`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| b2b_fuzz::config::config(data));
