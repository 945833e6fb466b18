#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| samecopy_fuzz::run("parquet", bytes));
