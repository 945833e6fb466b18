//! samecopy finds news articles that are the same copy.

pub mod article;
pub mod hash;
pub mod passage;
pub mod text;
