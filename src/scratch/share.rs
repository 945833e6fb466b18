//! How the memory of a scratch is divided.

use super::Scratch;

/// What takes memory in proportion to what there is.
///
/// Not all of them are there at a time: keys are sorted and turned into lists part by part. What is left is for what no setting
/// bounds, such as the lists themselves.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Share {
    /// The texts, all through a scan.
    Texts,
    /// The keys of all articles of one kind, of which there are two, until the last of them are sorted.
    Keys,
    /// Those that are sorted at once.
    Parts,
    /// Where each article stands in lists.
    Places,
}

impl Scratch {
    /// The bytes that something may take before it goes on in a file, or is done in parts.
    pub(crate) fn share(&self, of: Share) -> u64 {
        let part = match of {
            Share::Keys | Share::Parts => 32,
            Share::Texts | Share::Places => 64,
        };
        self.memory() / part
    }
}
