//! The page itself: skeleton, style, script and blocks, in the order in which a browser needs them.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use ahash::HashSet;
use base64::{Engine, engine::general_purpose::STANDARD};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::{
    HtmlReport,
    detail::{Detail, detail},
    embed::write_block,
};
use crate::furniture::Furniture;

const SKELETON: &str = include_str!("page/skeleton.html");

const STYLE: &str = concat!(
    "\n",
    include_str!("page/base.css"),
    include_str!("page/overview.css"),
    include_str!("page/compare.css"),
    include_str!("page/print.css"),
);

const SCRIPT: &str = concat!(
    "\n",
    include_str!("page/dom.js"),
    include_str!("page/data.js"),
    include_str!("page/charts.js"),
    include_str!("page/timeline.js"),
    include_str!("page/table.js"),
    include_str!("page/cluster.js"),
    include_str!("page/texts.js"),
    include_str!("page/compare.js"),
    include_str!("page/main.js"),
);

/// Groups whose texts are held in memory at a time, enough to keep all cores busy.
const AT_A_TIME: usize = 64;

/// How many bytes of texts and passages the page may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// All of them.
    Unbounded,
    /// So many. Clusters are taken in the order of the page, one that does not fit is left out, and the first one after nine
    /// tenths are used up ends it.
    Bytes(u64),
}

impl Room {
    /// No texts at all.
    pub const NONE: Self = Self::Bytes(0);

    fn holds(self, bytes: u64) -> bool {
        match self {
            Self::Unbounded => true,
            Self::Bytes(most) => bytes <= most,
        }
    }

    /// Whether to look for further clusters that might fit, which costs as much as showing them.
    fn is_left(self, used: u64) -> bool {
        match self {
            Self::Unbounded => true,
            Self::Bytes(most) => used < most / 10 * 9,
        }
    }
}

pub(super) fn write<'t>(
    report: &HtmlReport,
    furniture: &Furniture,
    text: &(impl Fn(u32) -> io::Result<Cow<'t, str>> + Sync),
    room: Room,
    out: &mut (impl Write + ?Sized),
) -> io::Result<()> {
    let (start, rest) = parted(SKELETON, "<!-- summary -->\n");
    let (script, end) = parted(rest, "<!-- texts -->\n");
    let start = start.replace("{policy}", &policy()).replace("/* style */", STYLE);
    out.write_all(start.as_bytes())?;
    write_block("summary", &report.summary, out)?;
    write_block("groups", &report.groups, out)?;
    out.write_all(script.replace("/* script */", SCRIPT).as_bytes())?;
    write_texts(report, furniture, text, room, out)?;
    out.write_all(end.as_bytes())
}

fn write_texts<'t>(
    report: &HtmlReport,
    furniture: &Furniture,
    text: &(impl Fn(u32) -> io::Result<Cow<'t, str>> + Sync),
    room: Room,
    out: &mut (impl Write + ?Sized),
) -> io::Result<()> {
    let mut used = 0;
    let mut written: HashSet<u32> = HashSet::default();
    for groups in report.groups.chunks(AT_A_TIME) {
        if !room.is_left(used) {
            break;
        }
        let details: io::Result<Vec<Detail>> =
            groups.par_iter().map(|group| detail(report, group, furniture, text)).collect();
        for Detail { mut texts, pairs } in details? {
            texts.retain(|(article, _)| !written.contains(article));
            let bytes = texts.iter().map(|(_, block)| block.len()).sum::<usize>() + pairs.len();
            if room.holds(used + bytes as u64) {
                used += bytes as u64;
                for (article, block) in texts {
                    out.write_all(&block)?;
                    written.insert(article);
                }
                out.write_all(&pairs)?;
            }
        }
    }
    Ok(())
}

/// Nothing is loaded from anywhere, and nothing runs but what this module wrote.
fn policy() -> String {
    let hash = |code: &str| STANDARD.encode(Sha256::digest(code));
    format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
        hash(SCRIPT),
        hash(STYLE)
    )
}

fn parted(text: &'static str, mark: &str) -> (&'static str, &'static str) {
    text.split_once(mark).expect("the skeleton has its marks")
}
