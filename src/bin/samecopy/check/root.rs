//! The directory that paths in reports and in baselines begin at.

use std::{
    env, fs,
    path::{MAIN_SEPARATOR, Path, PathBuf},
};

use anyhow::{Context, Result};

/// The root of the git repository that the current directory is in; without one, the current directory. Services look
/// for paths from there, and names do not change with the directory a command is run in.
#[derive(Debug)]
pub struct Root {
    folder: PathBuf,
    canonical: Option<PathBuf>,
    is_repository: bool,
}

impl Root {
    pub fn find() -> Result<Self> {
        let here = env::current_dir().context("the current directory cannot be read")?;
        let found = here.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned);
        let is_repository = found.is_some();
        let folder = found.unwrap_or(here);
        Ok(Self { canonical: fs::canonicalize(&folder).ok(), folder, is_repository })
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn is_repository(&self) -> bool {
        self.is_repository
    }

    /// A path as it is seen from the root, with `/`; what is not below the root in full. `-` stays.
    pub fn relative(&self, path: &str) -> String {
        if path == "-" {
            return path.to_owned();
        }
        let full = std::path::absolute(path).unwrap_or_else(|_| path.into());
        let is_plain = !full.components().any(|part| part.as_os_str() == "..");
        let below = if is_plain { full.strip_prefix(&self.folder).ok().map(Path::to_owned) } else { None };
        let below = below.or_else(|| {
            let canonical = fs::canonicalize(path).ok()?;
            Some(canonical.strip_prefix(self.canonical.as_ref()?).ok()?.to_owned())
        });
        below.unwrap_or(full).to_string_lossy().replace(MAIN_SEPARATOR, "/")
    }
}
