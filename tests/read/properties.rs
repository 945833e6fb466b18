//! Whatever the bytes, nothing panics and every article can be given back.

use proptest::prelude::*;

use super::*;

/// Bytes that come close to what is expected: lines with parts of JSON, marks and line ends in any order.
fn almost_json_lines() -> impl Strategy<Value = Vec<u8>> {
    let part = prop_oneof![
        Just(b"{\"text\":\"a\"}".to_vec()),
        Just(b"{\"id\":1,\"text\":\"\\u00e9\"}".to_vec()),
        Just(b"{\"id\":\"".to_vec()),
        Just(b"\"date\":\"x\",".to_vec()),
        Just(b"\n".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"\xEF\xBB\xBF".to_vec()),
        Just(b"\xFF\xFE".to_vec()),
        Just(b" ".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..6),
    ];
    proptest::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_read_and_given_back_from_a_file(bytes in almost_json_lines(), name in "[ab]\\.(txt|jsonl|x)") {
        let files = Files::new(&[(&name, &bytes)]);
        let reading = files.read(&[&name]);
        assert_places_are_of(&reading, &bytes)?;
    }

    #[test]
    fn any_bytes_are_read_and_given_back_from_standard_input(bytes in almost_json_lines()) {
        assert_places_are_of(&stdin(&bytes), &bytes)?;
    }
}

fn assert_places_are_of(reading: &Reading, bytes: &[u8]) -> Result<(), TestCaseError> {
    prop_assert_eq!(reading.articles.len(), reading.places.len());
    prop_assert!(
        !reading.articles.is_empty() || !reading.problems.is_empty(),
        "nothing is lost without a word"
    );
    let utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let mut end = 0;
    for (raw, place) in raw(reading).iter().zip(&reading.places) {
        prop_assert!(place.bytes.start >= end, "places are in order and apart");
        end = place.bytes.end;
        if !(utf16 && place.line.is_some()) {
            prop_assert_eq!(raw, &bytes[place.bytes.start as usize..end as usize]);
        }
        if let Some(line) = place.line {
            prop_assert!(!raw.contains(&b'\n'));
            let before = bytes[..place.bytes.start as usize].iter().filter(|&&byte| byte == b'\n').count();
            prop_assert!(utf16 || line == before as u64 + 1);
        }
    }
    Ok(())
}
