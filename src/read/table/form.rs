//! How a row of a table is quoted.

/// How a row keeps to the rules of quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Strict,
    /// Something follows a closing mark in its cell.
    Loose,
    /// A mark is not closed.
    Unclosed,
    /// It goes on beyond the limit of an article, perhaps as a mark is not closed.
    Endless,
}

/// How a row is quoted: marks count at the start of a cell only.
pub(super) fn form(row: &[u8], delimiter: u8) -> Form {
    let mut form = Form::Strict;
    let mut rest = row;
    loop {
        if let Some(mut cell) = rest.strip_prefix(b"\"") {
            loop {
                let Some(mark) = memchr::memchr(b'"', cell) else { return Form::Unclosed };
                cell = &cell[mark + 1..];
                match cell.strip_prefix(b"\"") {
                    Some(escaped) => cell = escaped,
                    None => break,
                }
            }
            if !matches!(cell.first(), None | Some(b'\r' | b'\n')) && cell[0] != delimiter {
                form = Form::Loose;
            }
            rest = cell;
        }
        match memchr::memchr(delimiter, rest) {
            Some(end) => rest = &rest[end + 1..],
            None => return form,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_count_at_the_start_of_a_cell_and_are_closed_at_its_end() {
        for (row, expected) in [
            (&b"a,\"b, c\"\"d\"\"\",e"[..], Form::Strict),
            (b"a,5\" pipe,c", Form::Strict),
            (b"\"a\" b,c", Form::Loose),
            (b"a,\"b\n,c\"d,e", Form::Loose),
            (b"a,\"b\"\"", Form::Unclosed),
            (b"", Form::Strict),
        ] {
            assert_eq!(form(row, b','), expected, "{}", String::from_utf8_lossy(row));
        }
    }
}
