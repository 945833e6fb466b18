//! The inputs as they are given back.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Write},
    path::Path,
};

use anyhow::{Context, Result, bail};
use samecopy::{
    dedup::Dedup,
    read::{self, Format, Reading},
};

use super::{
    fate::{Fate, Named, write_line},
    form::Form,
};
use crate::output::{Destination, Staged};

/// What becomes of every article.
pub struct Fates<'f> {
    pub reading: &'f Reading,
    pub result: &'f Dedup,
    /// Whether all are kept and noted.
    pub annotate: bool,
}

impl Fates<'_> {
    /// Writes all into one output, which the form says it can be.
    pub fn write(&self, form: Form, out: &mut dyn Write) -> io::Result<()> {
        match form {
            Form::Lines => self.write_lines(out),
            Form::File(origin) => self.write_file(origin, out),
            _ => self.write_paths(out),
        }
    }

    /// Writes every file that was read into a directory.
    pub fn write_folder(&self, folder: &Path) -> Result<Vec<Staged>> {
        let mut staged = Vec::new();
        let mut names = BTreeSet::new();
        let gone = self.gone();
        for (number, origin) in (0..).zip(&self.reading.origins) {
            if gone.contains(&number) {
                continue;
            }
            let name = origin.file_name();
            if !names.insert(name.clone()) {
                bail!(
                    "two inputs would both be written to {name} in the output; deduplicate them into two directories"
                );
            }
            let path = folder.join(name);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
            }
            let place = Destination::new(Some(&path))?;
            staged.push(place.stage(|out| self.write_file(number, out))?);
        }
        Ok(staged)
    }

    fn is_dropped(&self, index: usize) -> bool {
        self.result.dropped.contains_key(&(index as u32))
    }

    /// The files that are one article, which is dropped.
    fn gone(&self) -> BTreeSet<u32> {
        let places = self.reading.places.iter().enumerate();
        let dropped = places.filter(|(index, _)| self.is_dropped(*index)).map(|(_, place)| place);
        let repeats = self.reading.repeats.iter().map(|(place, _)| place);
        let whole = dropped.chain(repeats).filter(|place| place.line.is_none() && !self.annotate);
        whole.map(|place| place.origin).collect()
    }

    fn write_paths(&self, out: &mut dyn Write) -> io::Result<()> {
        for (index, place) in self.reading.places.iter().enumerate() {
            if self.annotate {
                let id = &self.reading.articles[index].id;
                write_line(&Named { id, fate: Fate::new(self.reading, self.result, index as u32) }, out)?;
            } else if !self.is_dropped(index) {
                out.write_all(self.reading.origins[place.origin as usize].path_bytes())?;
                out.write_all(b"\n")?;
            }
        }
        Ok(())
    }

    /// The lines of all files; the last of a file cannot run into the next.
    fn write_lines(&self, out: &mut dyn Write) -> io::Result<()> {
        for (number, origin) in (0..).zip(&self.reading.origins) {
            if origin.format() == Format::JsonLines {
                let mut lines = Lines { out: &mut *out, last: b'\n' };
                self.reading.give_back_in_utf8(number, &mut |index| self.of(index), &mut lines)?;
                lines.end()?;
            }
        }
        Ok(())
    }

    fn write_file(&self, origin: u32, out: &mut dyn Write) -> io::Result<()> {
        self.reading.give_back(origin, &mut |index| self.of(index), out)
    }

    fn of(&self, index: usize) -> read::Fate {
        if self.annotate {
            read::Fate::Noted(Fate::new(self.reading, self.result, index as u32).note())
        } else if self.is_dropped(index) {
            read::Fate::Dropped
        } else {
            read::Fate::Kept
        }
    }
}

/// Remembers whether its last line has an end.
struct Lines<'o> {
    out: &'o mut dyn Write,
    last: u8,
}

impl Lines<'_> {
    fn end(self) -> io::Result<()> {
        if self.last == b'\n' { Ok(()) } else { self.out.write_all(b"\n") }
    }
}

impl Write for Lines<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        self.last = bytes[..count].last().copied().unwrap_or(self.last);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
