//! The namespaces that are in force at a place of a document.

use super::tree::Space;

/// In force at one place; feeds have a dozen.
const BINDINGS: usize = 1000;

/// The depth at which each was declared, its prefix, and what it is.
#[derive(Default)]
pub(super) struct Namespaces(Vec<(usize, String, Space)>);

impl Namespaces {
    /// Takes a declaration.
    pub fn bind(&mut self, depth: usize, prefix: &str, uri: &str) {
        if self.0.len() < BINDINGS {
            self.0.push((depth, prefix.to_owned(), Space::of_uri(uri)));
        }
    }

    /// What a prefix stands for.
    pub fn space(&self, prefix: &str) -> Space {
        let bound = self.0.iter().rev().find(|(_, bound, _)| bound == prefix);
        match bound {
            Some((_, _, space)) => *space,
            None if prefix.is_empty() => Space::None,
            None => Space::of_prefix(prefix),
        }
    }

    /// Forgets those of elements that are closed.
    pub fn unbind(&mut self, depth: usize) {
        while self.0.last().is_some_and(|(at, ..)| *at >= depth && *at > 0) {
            self.0.pop();
        }
    }
}
