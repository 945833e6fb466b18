//! Room to work in: so much memory and, where that is not enough, temporary files.
//!
//! What is too large to be kept whole, such as the texts of a million articles, is appended to a [`Store`] and read again by its
//! place. Stores share the memory of a [`Scratch`]; once it is used up they go on in a file that has no name, so that
//! nothing of it is left behind, however the program ends. What is read is the same wherever it was kept.

use std::{
    borrow::Cow,
    env, fmt,
    fs::File,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

mod share;

pub(crate) use share::Share;

/// Memory that stores take at a time, and what they write at once.
const CHUNK: u64 = 1 << 20;

/// Memory and a directory for temporary files, shared by all that it is cloned for.
#[derive(Clone)]
pub struct Scratch(Arc<Room>);

struct Room {
    memory: u64,
    used: AtomicU64,
    directory: PathBuf,
}

impl Default for Scratch {
    /// 1 GiB, and the system's directory for temporary files.
    fn default() -> Self {
        Self::new(1 << 30, env::temp_dir())
    }
}

impl Scratch {
    /// So many bytes of memory, then files in a directory, which is looked at only when it is needed.
    pub fn new(memory: u64, directory: impl Into<PathBuf>) -> Self {
        Self(Arc::new(Room { memory, used: AtomicU64::new(0), directory: directory.into() }))
    }

    /// The memory that there is in all, in bytes, whoever uses it.
    pub fn memory(&self) -> u64 {
        self.0.memory
    }

    /// The memory that nobody uses yet, in bytes.
    pub fn left(&self) -> u64 {
        self.0.memory.saturating_sub(self.0.used.load(Relaxed))
    }

    /// Where temporary files are made.
    pub fn directory(&self) -> &Path {
        &self.0.directory
    }

    /// Counts memory that is used in any case, so that stores keep the less; it may be more than there is. Those bytes
    /// count until the guard is dropped.
    pub fn use_memory(&self, bytes: u64) -> Used {
        self.0.used.fetch_add(bytes, Relaxed);
        Used { scratch: self.clone(), bytes }
    }

    /// Memory, if there is as much.
    fn take(&self, bytes: u64) -> Option<Used> {
        let fits = |used: u64| used.checked_add(bytes).filter(|&sum| sum <= self.0.memory);
        let taken = self.0.used.fetch_update(Relaxed, Relaxed, fits);
        taken.ok().map(|_| Used { scratch: self.clone(), bytes })
    }

    /// An error with the directory and what to do.
    fn failed(&self, what: &str, error: &io::Error) -> io::Error {
        let directory = self.0.directory.display();
        let message = format!(
            "cannot {what} a temporary file in {directory}: {error}; name another directory with --tmp-dir, or let more \
             memory be used with --memory"
        );
        io::Error::new(error.kind(), message)
    }
}

/// Whether they are as large and go on in the same place.
impl PartialEq for Scratch {
    fn eq(&self, other: &Self) -> bool {
        (self.memory(), self.directory()) == (other.memory(), other.directory())
    }
}

impl fmt::Debug for Scratch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Room { memory, used, directory } = &*self.0;
        f.debug_struct("Scratch")
            .field("memory", memory)
            .field("used", &used.load(Relaxed))
            .field("directory", directory)
            .finish()
    }
}

/// Memory of a [`Scratch`] that is in use as long as this exists.
#[derive(Debug)]
pub struct Used {
    scratch: Scratch,
    bytes: u64,
}

impl Drop for Used {
    fn drop(&mut self) {
        self.scratch.0.used.fetch_sub(self.bytes, Relaxed);
    }
}

/// A sequence of bytes that grows at its end and is read anywhere, by many threads at a time while it does not grow.
///
/// It starts in memory, in chunks of 1 MiB, and goes on in one temporary file when its share of the memory, or that of the
/// whole [`Scratch`], is used up. Beside its share it needs one chunk to gather what is written.
#[derive(Debug)]
pub struct Store {
    scratch: Scratch,
    /// The most bytes that it may keep in memory.
    share: u64,
    /// Bytes gathered before they are kept.
    chunk: usize,
    /// The first bytes, each chunk with its place. What is appended at once is in one chunk.
    kept: Vec<(u64, Vec<u8>, Used)>,
    /// What comes after: a file, and the place of its first byte.
    file: Option<(u64, File)>,
    /// The last bytes, which are neither kept nor written yet, and their place.
    last: Vec<u8>,
    last_at: u64,
}

impl Store {
    /// An empty store that keeps no more than `share` bytes in memory.
    pub fn new(scratch: &Scratch, share: u64) -> Self {
        let share = share.min(scratch.memory());
        // A share smaller than a chunk would otherwise not be kept to.
        let chunk = share.clamp(1, CHUNK) as usize;
        Self {
            scratch: scratch.clone(),
            share,
            chunk,
            kept: Vec::new(),
            file: None,
            last: Vec::new(),
            last_at: 0,
        }
    }

    /// Number of bytes.
    pub fn len(&self) -> u64 {
        self.last_at + self.last.len() as u64
    }

    /// Whether it has no bytes.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether some of it is in a file.
    pub fn is_spilled(&self) -> bool {
        self.file.is_some()
    }

    /// Adds bytes at the end and returns the place of the first of them.
    ///
    /// # Errors
    /// The temporary file cannot be made or written. The store is as it was and may be tried again, or read.
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<u64> {
        if self.last.len() + bytes.len() > self.chunk {
            self.flush()?;
        }
        if self.last.capacity() == 0 {
            self.last.reserve_exact(self.chunk.max(bytes.len()));
        }
        let at = self.len();
        self.last.extend_from_slice(bytes);
        Ok(at)
    }

    /// Keeps or writes what was gathered.
    fn flush(&mut self) -> io::Result<()> {
        if self.last.is_empty() {
            return Ok(());
        }
        let bytes = self.last.capacity() as u64;
        let kept: u64 = self.kept.iter().map(|(.., used)| used.bytes).sum();
        if self.file.is_none()
            && kept + bytes <= self.share
            && let Some(used) = self.scratch.take(bytes)
        {
            let chunk = std::mem::take(&mut self.last);
            let at = self.last_at;
            self.last_at += chunk.len() as u64;
            self.kept.push((at, chunk, used));
            return Ok(());
        }
        let (start, file) = match &mut self.file {
            Some((start, file)) => (*start, file),
            none => {
                let made = tempfile::tempfile_in(self.scratch.directory());
                let file = made.map_err(|error| self.scratch.failed("make", &error))?;
                let (start, file) = none.insert((self.last_at, file));
                (*start, file)
            }
        };
        let written = write_at(file, &self.last, self.last_at - start);
        written.map_err(|error| self.scratch.failed("write", &error))?;
        self.last_at += self.last.len() as u64;
        self.last.clear();
        self.last.shrink_to(self.chunk);
        Ok(())
    }

    /// The `len` bytes at a place: where they stand, if that is in memory and in one piece, else a copy. What was appended
    /// at once is in one piece.
    ///
    /// # Errors
    /// The temporary file cannot be read, or there are no such bytes.
    pub fn get(&self, at: u64, len: usize) -> io::Result<Cow<'_, [u8]>> {
        if let Some(bytes) = self.kept(at, len) {
            return Ok(Cow::Borrowed(bytes));
        }
        let mut copy = Vec::new();
        self.read(at, len, &mut copy)?;
        Ok(Cow::Owned(copy))
    }

    /// The `len` bytes at a place where they stand, if that is in memory and in one piece.
    pub fn kept(&self, at: u64, len: usize) -> Option<&[u8]> {
        self.in_memory(at)?.get(..len)
    }

    /// Puts the `len` bytes at a place into `buffer`, in place of what is there. One system call where they are in the
    /// file, none where they are not.
    ///
    /// # Errors
    /// The temporary file cannot be read, or there are no such bytes.
    pub fn read(&self, mut at: u64, len: usize, buffer: &mut Vec<u8>) -> io::Result<()> {
        if at.checked_add(len as u64).is_none_or(|end| end > self.len()) {
            buffer.clear();
            let message = format!("{len} bytes at {at} are asked for of a store of {}", self.len());
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, message));
        }
        // Whoever reads much of it does so in pieces of one size: what is there is written over, not cleared first.
        buffer.resize(len, 0);
        let mut missing = &mut buffer[..];
        while !missing.is_empty() {
            let found = match (self.in_memory(at), &self.file) {
                (Some(bytes), _) => {
                    let found = missing.len().min(bytes.len());
                    missing[..found].copy_from_slice(&bytes[..found]);
                    found
                }
                (None, Some((start, file))) => {
                    let written = usize::try_from(self.last_at - at).unwrap_or(usize::MAX);
                    let found = missing.len().min(written);
                    let read = read_exact_at(file, &mut missing[..found], at - start);
                    read.map_err(|error| self.scratch.failed("read", &error))?;
                    found
                }
                (None, None) => unreachable!("what is not in memory is in the file"),
            };
            missing = &mut missing[found..];
            at += found as u64;
        }
        Ok(())
    }

    /// The bytes from a place on that stand together in memory.
    fn in_memory(&self, at: u64) -> Option<&[u8]> {
        if at >= self.last_at {
            return self.last.get((at - self.last_at) as usize..);
        }
        let behind = self.kept.partition_point(|&(start, ..)| start <= at);
        let (start, chunk, _) = &self.kept[behind.checked_sub(1)?];
        chunk.get((at - start) as usize..).filter(|rest| !rest.is_empty())
    }
}

/// Writes where the file was last found whole, so that a failed attempt leaves nothing in between.
fn write_at(mut file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    use io::{Seek, SeekFrom::Start};
    file.seek(Start(at))?;
    file.write_all(bytes)
}

#[cfg(unix)]
fn read_exact_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, at)
}

#[cfg(windows)]
fn read_exact_at(file: &File, mut buffer: &mut [u8], mut at: u64) -> io::Result<()> {
    while !buffer.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, buffer, at) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(read) => {
                buffer = &mut buffer[read..];
                at += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*};

    fn tiny(memory: u64) -> (tempfile::TempDir, Scratch) {
        let directory = tempfile::tempdir().unwrap();
        let scratch = Scratch::new(memory, directory.path());
        (directory, scratch)
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_was_appended(
            memory in 0u64..40,
            share in 0u64..40,
            pieces in vec(vec(any::<u8>(), 0..12), 0..12),
            asked in vec((0u64..150, 0usize..60), 20),
        ) {
            let (_directory, scratch) = tiny(memory);
            let mut store = Store::new(&scratch, share);
            let mut whole = Vec::new();
            for piece in &pieces {
                prop_assert_eq!(store.append(piece).unwrap(), whole.len() as u64);
                whole.extend_from_slice(piece);
                prop_assert!(scratch.left() + share.min(memory) >= memory, "no more is kept than its share");
            }
            prop_assert_eq!(store.len(), whole.len() as u64);
            let mut buffer = b"what was there before".to_vec();
            for (at, len) in asked {
                let expected = usize::try_from(at).ok().and_then(|at| whole.get(at..at + len));
                match expected {
                    Some(expected) => {
                        store.read(at, len, &mut buffer).unwrap();
                        prop_assert_eq!(&buffer, expected);
                        prop_assert_eq!(&*store.get(at, len).unwrap(), expected);
                    }
                    None => {
                        prop_assert_eq!(store.read(at, len, &mut buffer).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
                    }
                }
            }
            drop(store);
            prop_assert_eq!(scratch.left(), memory, "memory is given back");
        }
    }

    #[test]
    fn threads_read_side_by_side_what_is_in_memory_and_what_is_not() {
        use rayon::prelude::*;
        let (_directory, scratch) = tiny(1000);
        let mut store = Store::new(&scratch, 100);
        let places: Vec<u64> =
            (0..500u32).map(|number| store.append(&number.to_le_bytes()).unwrap()).collect();
        assert!(store.is_spilled());
        places.par_iter().enumerate().for_each(|(number, &at)| {
            assert_eq!(*store.get(at, 4).unwrap(), (number as u32).to_le_bytes());
        });
    }

    #[test]
    fn what_fits_never_touches_the_disk() {
        let scratch = Scratch::new(1 << 20, "/there/is/no/such/directory");
        let mut store = Store::new(&scratch, 1 << 20);
        let at = store.append(b"Talks collapsed.").unwrap();
        assert!(matches!(store.get(at + 6, 9).unwrap(), Cow::Borrowed(b"collapsed")));
    }

    #[test]
    fn memory_that_others_use_is_not_there() {
        let (_directory, scratch) = tiny(100);
        let used = scratch.use_memory(95);
        let mut store = Store::new(&scratch, 10);
        for _ in 0..3 {
            store.append(b"0123456789").unwrap();
        }
        assert!(store.is_spilled());
        assert_eq!(scratch.left(), 5);
        drop(used);
        assert_eq!(scratch.left(), 100);
    }

    #[test]
    fn no_file_has_a_name() {
        let (directory, scratch) = tiny(0);
        let mut store = Store::new(&scratch, 0);
        for _ in 0..3 {
            store.append(b"secret").unwrap();
        }
        assert!(store.is_spilled());
        if cfg!(unix) {
            assert_eq!(directory.path().read_dir().unwrap().count(), 0);
        }
        let path = directory.path().to_owned();
        drop(store);
        assert_eq!(path.read_dir().unwrap().count(), 0);
    }

    #[test]
    fn a_directory_that_cannot_be_written_is_named_and_nothing_is_lost() {
        let (directory, _) = tiny(0);
        let missing = directory.path().join("missing");
        let mut store = Store::new(&Scratch::new(0, &missing), 0);
        assert_eq!(store.append(b"first").unwrap(), 0);
        let error = store.append(b"second").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        let message = error.to_string();
        assert!(
            message.contains(&*missing.to_string_lossy()) && message.contains("--tmp-dir"),
            "it says where and what to do: {message}"
        );
        assert_eq!(*store.get(0, 5).unwrap(), *b"first");
        std::fs::create_dir(&missing).unwrap();
        assert_eq!(store.append(b"second").unwrap(), 5);
        assert_eq!(*store.get(3, 8).unwrap(), *b"stsecond");
    }

    #[test]
    fn a_file_that_somebody_cut_is_an_error_that_says_where() {
        let (directory, scratch) = tiny(0);
        let mut store = Store::new(&scratch, 0);
        store.append(b"first").unwrap();
        store.append(b"second").unwrap();
        store.file.as_ref().unwrap().1.set_len(2).unwrap();
        let message = store.get(0, 5).unwrap_err().to_string();
        assert!(message.starts_with("cannot read a temporary file in "), "{message}");
        assert!(message.contains(&*directory.path().to_string_lossy()), "{message}");
    }

    #[cfg(unix)]
    #[test]
    fn a_full_device_is_named_and_what_was_written_before_can_be_read() {
        let (_directory, scratch) = tiny(0);
        let mut store = Store::new(&scratch, 0);
        store.append(b"first").unwrap();
        store.append(b"second").unwrap();
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
        let (Ok(full), Some((start, file))) = (full, store.file.take()) else {
            return eprintln!("skipped: there is no /dev/full");
        };
        store.file = Some((start, full));
        let error = store.append(b"third").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        assert!(error.to_string().contains("cannot write a temporary file"), "{error}");
        store.file = Some((start, file));
        assert_eq!(*store.get(0, 11).unwrap(), *b"firstsecond");
        assert_eq!(store.append(b"third").unwrap(), 11);
    }
}
