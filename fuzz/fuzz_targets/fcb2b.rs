//! libFuzzer on `b2b_fuzz::documents::fcb2b`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| b2b_fuzz::documents::fcb2b(data));
