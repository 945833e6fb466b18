//! Bytes to UTF-16 units, by which the script of a page counts.

use std::ops::Range;

/// The UTF-16 units before each byte of a text.
pub(super) struct Units {
    /// `None` where every byte is one unit.
    before: Option<Vec<u32>>,
}

impl Units {
    /// Linear in the length of the text, of which it holds four times as much unless it is ASCII.
    pub fn of(text: &str) -> Self {
        let table = || {
            let mut before = Vec::with_capacity(text.len() + 1);
            let mut units = 0;
            for c in text.chars() {
                before.resize(before.len() + c.len_utf8(), units);
                units += c.len_utf16() as u32;
            }
            before.push(units);
            before
        };
        Self { before: (!text.is_ascii()).then(table) }
    }

    /// The units of a range of bytes, which must lie between characters.
    pub fn range(&self, bytes: &Range<usize>) -> Range<u32> {
        self.at(bytes.start)..self.at(bytes.end)
    }

    fn at(&self, byte: usize) -> u32 {
        self.before.as_ref().map_or(byte as u32, |before| before[byte])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_range_of_units_holds_what_the_range_of_bytes_holds(
            before in any::<String>(), inside in any::<String>(), after in "[a-z]*",
        ) {
            let text = [&before[..], &inside, &after].concat();
            let units = Units::of(&text).range(&(before.len()..before.len() + inside.len()));
            let utf16: Vec<u16> = text.encode_utf16().collect();
            let held = &utf16[units.start as usize..units.end as usize];
            prop_assert_eq!(String::from_utf16(held).unwrap(), inside);
        }
    }
}
