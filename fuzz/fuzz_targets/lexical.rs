//! libFuzzer on `b2b_fuzz::lexical::lexical_values`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| b2b_fuzz::lexical::lexical_values(data));
