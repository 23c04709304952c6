//! libFuzzer on `b2b_fuzz::sandbox::console`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| b2b_fuzz::sandbox::console(data));
