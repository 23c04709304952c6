//! libFuzzer on `b2b_fuzz::soap::soap_request`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| b2b_fuzz::soap::soap_request(data));
