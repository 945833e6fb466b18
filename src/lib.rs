//! samecopy finds news articles that are the same copy.

pub mod alignment;
pub mod article;
pub mod candidates;
pub mod cluster;
pub mod dedup;
pub mod fingerprint;
pub mod funnel;
pub mod furniture;
pub mod groups;
pub mod hash;
pub mod likelihood;
pub mod membership;
pub mod options;
pub mod overlap;
pub mod passage;
pub mod read;
pub mod report;
pub mod reprints;
pub mod scan;
pub mod shingle;
pub mod sketch;
pub mod survivor;
pub mod text;
pub mod verify;
