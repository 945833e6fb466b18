//! The files below a directory.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};

use walkdir::{DirEntry, Error, WalkDir};

use super::{problem::Fault, shown, unpack};

/// What a walk found, each list in the order of the paths.
#[derive(Debug, Default)]
pub(super) struct Walk {
    pub files: Vec<PathBuf>,
    /// Paths that could not be walked.
    pub faults: Vec<(String, Fault)>,
    /// How many files were left out because their names do not end like those of any format.
    pub left_out: u64,
}

/// Walks a directory and all below it, following links, leaving out what is hidden.
pub(super) fn walk(root: &Path) -> Walk {
    let mut walk = Walk::default();
    let entries = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.file_name())) {
        match entry {
            Ok(entry) => walk.add(entry),
            Err(error) => walk.fail(root, &error),
        }
    }
    if walk.files.is_empty() && walk.faults.is_empty() {
        let fault = Fault::new(
            "holds no articles: no file in it ends like one of a known format, such as .txt or .jsonl",
        );
        walk.faults.push((shown(root), fault));
    }
    walk
}

impl Walk {
    fn add(&mut self, entry: DirEntry) {
        // A pipe could block for ever.
        if entry.file_type().is_file() {
            if unpack::is_known(&entry.file_name().to_string_lossy()) {
                self.files.push(entry.into_path());
            } else {
                self.left_out += 1;
            }
        }
    }

    fn fail(&mut self, root: &Path, error: &Error) {
        let path = error.path().unwrap_or(root);
        if path != root && path.file_name().is_some_and(is_hidden) {
            return;
        }
        let fault = match (error.loop_ancestor(), error.io_error()) {
            (Some(ancestor), _) => Fault::new(format!(
                "is a link back to {}, which it is in, and was not followed; remove the link",
                shown(ancestor)
            )),
            (None, Some(error)) => Fault::unreadable(path, error),
            (None, None) => Fault::new(error.to_string()),
        };
        self.faults.push((shown(path), fault));
    }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}
