//! As much of Parquet's headers as has to be looked at before others allocate or recurse by them.
//!
//! Thrift's compact protocol: a struct is fields, each a byte with its type and the distance from the number before, and
//! its value, up to a byte 0; integers are in groups of seven bits, the lowest first, signed ones in zigzag.

/// How a value is written; the numbers are those of the protocol.
const BYTE: u8 = 3;
const INTEGERS: std::ops::RangeInclusive<u8> = 4..=6;
const DOUBLE: u8 = 7;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const MAP: u8 = 11;
const STRUCT: u8 = 12;
const UUID: u8 = 13;

/// Structs in structs; those of Parquet nest less than ten deep.
const DEPTH: u8 = 32;

/// What is still to be read.
struct Input<'b>(&'b [u8]);

impl Input<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(byte)
    }

    fn unsigned(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        let value = self.unsigned()?;
        Some((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    fn pass(&mut self, bytes: u64) -> Option<()> {
        self.0 = self.0.get(usize::try_from(bytes).ok()?..)?;
        Some(())
    }

    /// The number and type of the next field of a struct; `Some(None)` at its end.
    fn field(&mut self, before: &mut i64) -> Option<Option<(i64, u8)>> {
        let byte = self.byte()?;
        if byte == 0 {
            return Some(None);
        }
        *before = match byte >> 4 {
            0 => self.signed()?,
            distance => before.checked_add(i64::from(distance))?,
        };
        Some(Some((*before, byte & 0x0F)))
    }

    /// The length of a list and the type of its elements.
    fn list(&mut self) -> Option<(u64, u8)> {
        let byte = self.byte()?;
        let length = if byte >> 4 == 0x0F { self.unsigned()? } else { u64::from(byte >> 4) };
        Some((length, byte & 0x0F))
    }

    fn skip(&mut self, kind: u8, depth: u8) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        match kind {
            // The value of a truth is in its type.
            1 | 2 => Some(()),
            BYTE => self.pass(1),
            kind if INTEGERS.contains(&kind) => self.unsigned().map(drop),
            DOUBLE => self.pass(8),
            BINARY => {
                let bytes = self.unsigned()?;
                self.pass(bytes)
            }
            UUID => self.pass(16),
            LIST | SET => {
                let (length, kind) = self.list()?;
                (0..length).try_for_each(|_| self.skip_element(kind, depth))
            }
            MAP => {
                let length = self.unsigned()?;
                let kinds = if length == 0 { 0 } else { self.byte()? };
                (0..length).try_for_each(|_| {
                    self.skip_element(kinds >> 4, depth)?;
                    self.skip_element(kinds & 0x0F, depth)
                })
            }
            STRUCT => {
                let mut number = 0;
                while let Some((_, kind)) = self.field(&mut number)? {
                    self.skip(kind, depth)?;
                }
                Some(())
            }
            _ => None,
        }
    }

    /// One of a list, which has a byte at least, so that no list is longer than its bytes. Truths are refused: Parquet has no
    /// lists of them here, and the crate takes them to have no bytes.
    fn skip_element(&mut self, kind: u8, depth: u8) -> Option<()> {
        if kind < BYTE { None } else { self.skip(kind, depth) }
    }
}

/// Whether a footer can be gone through to its end: the crate passes over lists of billions of which nothing is there.
pub(super) fn is_whole(footer: &[u8]) -> bool {
    Input(footer).skip(STRUCT, DEPTH).is_some()
}

/// How deep the groups of a file's schema nest, by its footer; `None` where it cannot be told.
pub(super) fn schema_depth(footer: &[u8]) -> Option<usize> {
    let mut input = Input(footer);
    let mut number = 0;
    while let Some((field, kind)) = input.field(&mut number)? {
        if (field, kind) == (2, LIST) {
            let (length, STRUCT) = input.list()? else { return None };
            return nesting(&mut input, length);
        }
        input.skip(kind, DEPTH)?;
    }
    None
}

/// Groups come before what is in them and say how much that is.
fn nesting(input: &mut Input<'_>, elements: u64) -> Option<usize> {
    let mut open: Vec<u64> = Vec::new();
    let mut deepest = 0;
    for _ in 0..elements {
        while open.last() == Some(&0) {
            open.pop();
        }
        if let Some(left) = open.last_mut() {
            *left -= 1;
        }
        let children = children(input)?;
        if children > 0 {
            open.push(children);
            deepest = deepest.max(open.len());
        }
    }
    Some(deepest)
}

fn children(input: &mut Input<'_>) -> Option<u64> {
    let mut children = 0;
    let mut number = 0;
    while let Some((field, kind)) = input.field(&mut number)? {
        if field == 5 && INTEGERS.contains(&kind) {
            children = u64::try_from(input.signed()?).ok()?;
        } else {
            input.skip(kind, DEPTH)?;
        }
    }
    Some(children)
}

/// How many bytes a page has, unpacked and packed, by its header; `None` where that is not whole, or makes no sense.
pub(super) fn page_bytes(header: &[u8]) -> Option<(u64, u64)> {
    let mut input = Input(header);
    let (mut unpacked, mut packed) = (None, None);
    let mut number = 0;
    while let Some((field, kind)) = input.field(&mut number)? {
        match field {
            2 => unpacked = Some(u64::try_from(input.signed()?).ok()?),
            3 => packed = Some(u64::try_from(input.signed()?).ok()?),
            _ => input.skip(kind, DEPTH)?,
        }
    }
    unpacked.zip(packed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_a_page_is_read_from_its_header() {
        // type = 0, uncompressed_page_size = 300, compressed_page_size = 7, then a struct.
        let header = [0x15, 0x00, 0x15, 0xD8, 0x04, 0x15, 0x0E, 0x2C, 0x15, 0x02, 0x00, 0x00];
        assert_eq!(page_bytes(&header), Some((300, 7)));
        assert_eq!(page_bytes(&header[..header.len() - 1]), None);
        assert_eq!(page_bytes(&[0x15, 0x00, 0x15, 0x01, 0x15, 0x0E]), None, "less than nothing");
        assert_eq!(page_bytes(&[0xFF; 40]), None);
    }

    #[test]
    fn a_list_is_no_longer_than_its_bytes() {
        let billions = [0xFF, 0xFF, 0xFF, 0xFF, 0x07];
        // Field 9: a list, a set and a map of numbers of eight bytes, of truths, of structs.
        for start in [&[0x99, 0xF7][..], &[0x99, 0xF1], &[0x9A, 0xF2], &[0x99, 0xFC], &[0x9B]] {
            for kinds in [0x77, 0x11, 0x21, 0xCC] {
                let mut header = [start, &billions, &[kinds]].concat();
                header.extend([0; 64]);
                assert_eq!(page_bytes(&header), None);
                assert!(!is_whole(&header), "{header:x?}");
            }
        }
        assert!(is_whole(&[0x99, 0x27, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7, 0]));
    }

    #[test]
    fn the_depth_of_a_schema_is_read_from_the_footer() {
        // version = 1, schema = [root of two: [group of one: [leaf], leaf]].
        let element = |children: u8| match children {
            0 => vec![0x15, 0x0C, 0x38, 0x01, b'a', 0x00],
            _ => vec![0x48, 0x01, b'a', 0x15, 2 * children, 0x00],
        };
        let mut footer = vec![0x15, 0x02, 0x19, 0x4C];
        for children in [2, 1, 0, 0] {
            footer.extend(element(children));
        }
        footer.push(0);
        assert_eq!(schema_depth(&footer), Some(2));
        assert_eq!(schema_depth(&footer[..12]), None);
        let mut chain = vec![0x15, 0x02, 0x19, 0xFC, 0xE8, 0x07];
        (0..1000).for_each(|_| chain.extend(element(1)));
        assert_eq!(schema_depth(&chain), Some(1000));
    }
}
