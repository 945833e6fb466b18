//! How the memory of a scratch is divided.

use super::Scratch;

/// What takes memory in proportion to what there is.
///
/// Not all of them are there at a time: keys are divided into entries, and entries turned into lists, part by part. What is
/// left is for what no setting bounds, such as the lists themselves.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Share {
    /// The texts, all through a scan.
    Texts,
    /// The keys of all articles of one kind, of which there are two.
    Keys,
    /// The keys of one kind with their articles, all parts of them.
    Entries,
    /// One part of them while it is sorted.
    Part,
    /// Where each article stands in lists.
    Places,
}

impl Scratch {
    /// The bytes that something may take before it goes on in a file, or is done in parts.
    pub(crate) fn share(&self, of: Share) -> u64 {
        let part = match of {
            Share::Keys => 8,
            Share::Texts | Share::Part | Share::Places => 16,
            Share::Entries => 32,
        };
        self.memory() / part
    }
}
