//! libFuzzer on `b2b_fuzz::signing::verify_query`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| b2b_fuzz::signing::verify_query(data));
