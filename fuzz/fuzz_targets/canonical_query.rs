//! libFuzzer on `b2b_fuzz::signing::canonical`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| b2b_fuzz::signing::canonical(data));
