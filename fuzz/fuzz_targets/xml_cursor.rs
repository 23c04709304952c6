//! libFuzzer on `b2b_fuzz::xml::xml_cursor`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| b2b_fuzz::xml::xml_cursor(data));
