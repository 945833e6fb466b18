//! What was changed since a revision, as git tells it.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
    io,
    ops::Range,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use anyhow::{Context, Result, bail};

use super::root::Root;

/// What was changed between a revision and the files as they are now, committed or not.
pub struct Changes {
    folder: PathBuf,
    base: String,
    tracked: HashSet<String>,
    changed: HashSet<String>,
    lines: RefCell<HashMap<String, Lines>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Lines {
    None,
    Some(Vec<Range<u64>>),
    All,
}

impl Changes {
    /// Asks git. Changes count from where `revision` and the current commit parted, as in a pull request.
    ///
    /// # Errors
    /// There is no git, no repository, or no such revision.
    pub fn since(revision: &str, root: &Root) -> Result<Self> {
        if !root.is_repository() {
            bail!("--changed-since needs a git repository, and neither this directory nor one above is one");
        }
        let folder = root.folder();
        if revision.is_empty() || revision.starts_with('-') {
            bail!("--changed-since is {revision:?}, and must be a revision, such as origin/main or HEAD");
        }
        let base = base(revision, folder)?;
        // What was only moved says nothing new, so that exact renames are left out.
        let changed = [
            "diff",
            "--name-only",
            "-z",
            "--no-ext-diff",
            "--find-renames=100%",
            "--diff-filter=ACMT",
            &base,
            "--",
        ];
        let changed = names(folder, &changed)?;
        let tracked = names(folder, &["ls-files", "-z", "--full-name"])?;
        Ok(Self { folder: folder.to_owned(), base, tracked, changed, lines: RefCell::default() })
    }

    /// Whether an article was changed: the file at a path from the root on, or the line of it. New files and those that
    /// git ignores are, standard input and files outside the repository are not: they are what others are compared with.
    pub fn has(&self, path: &str, line: Option<u64>) -> bool {
        let is_outside = path == "-" || Path::new(path).is_absolute();
        if is_outside || (self.tracked.contains(path) && !self.changed.contains(path)) {
            return false;
        }
        let Some(line) = line.filter(|_| self.tracked.contains(path)) else { return true };
        let mut known = self.lines.borrow_mut();
        let lines = known.entry(path.to_owned()).or_insert_with(|| self.lines(path));
        match lines {
            Lines::None => false,
            Lines::Some(ranges) => {
                // The ranges rise: the first that ends behind the line is the one that can hold it.
                let at = ranges.partition_point(|range| range.end <= line);
                ranges.get(at).is_some_and(|range| range.contains(&line))
            }
            Lines::All => true,
        }
    }

    /// The lines of a file that are new or changed. Where git does not say, all.
    fn lines(&self, path: &str) -> Lines {
        let diff = [
            "diff",
            "-U0",
            "--text",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--no-renames",
            &self.base,
            "--",
            path,
        ];
        match git(&self.folder, &diff) {
            Ok(output) if output.status.success() && output.stdout.is_empty() => Lines::None,
            Ok(output) if output.status.success() => Lines::Some(hunks(&output.stdout)),
            _ => Lines::All,
        }
    }
}

/// The commit where `revision` and the current one parted; before the first one of all, what git has for no files.
fn base(revision: &str, folder: &Path) -> Result<String> {
    let id = |output: &Output| String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let commit = git(folder, &["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")])?;
    if !commit.status.success() && revision == "HEAD" {
        return Ok(id(&git(folder, &["hash-object", "-t", "tree", "--stdin"])?));
    }
    if !commit.status.success() {
        bail!(
            "git knows no revision {revision:?} here; check the spelling, or fetch it: `git fetch origin BRANCH`, and \
             in CI a checkout with its history (`fetch-depth: 0`, `GIT_DEPTH: 0`)"
        );
    }
    let base = git(folder, &["merge-base", &id(&commit), "HEAD"])?;
    if !base.status.success() {
        bail!(
            "{revision:?} and the current commit have no common ancestor here; fetch their history: in CI a checkout \
             with `fetch-depth: 0` or `GIT_DEPTH: 0`"
        );
    }
    Ok(id(&base))
}

/// The lines of the new file in the hunks of a diff without context. Every other line of such a diff that begins with
/// `@@` has a `+` or `-` before it.
fn hunks(diff: &[u8]) -> Vec<Range<u64>> {
    let heads = diff.split(|&byte| byte == b'\n').filter_map(|line| line.strip_prefix(b"@@ -"));
    let range = |head: &[u8]| {
        let head = String::from_utf8_lossy(head);
        let new = head.split(' ').nth(1)?.strip_prefix('+')?;
        let (start, count) = new.split_once(',').unwrap_or((new, "1"));
        let (start, count): (u64, u64) = (start.parse().ok()?, count.parse().ok()?);
        Some(start..start + count)
    };
    heads.filter_map(range).filter(|range| !range.is_empty()).collect()
}

/// What git lists, which ends each name with a NUL.
fn names(folder: &Path, args: &[&str]) -> Result<HashSet<String>> {
    let output = git(folder, args)?;
    if !output.status.success() {
        bail!("`git {}` failed: {}", args[0], String::from_utf8_lossy(&output.stderr).trim());
    }
    let names = output.stdout.split(|&byte| byte == 0).filter(|name| !name.is_empty());
    Ok(names.map(|name| String::from_utf8_lossy(name).into_owned()).collect())
}

fn git(folder: &Path, args: &[&str]) -> Result<Output> {
    let output =
        Command::new("git").args(args).current_dir(folder).env("GIT_LITERAL_PATHSPECS", "1").output();
    output.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => {
            anyhow::anyhow!("--changed-since asks git, which is not installed or not in PATH; install it or leave the option out")
        }
        _ => error.into(),
    })
    .context("cannot run git")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hunks_are_the_lines_of_the_new_file() {
        let diff = b"diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@ x\n-a\n+@@ -9 +9 @@\n@@ -5,0 +6,3 @@\n+a\n@@ -9,2 +12,0 @@\n";
        assert_eq!(hunks(diff), [1..2, 6..9]);
    }
}
