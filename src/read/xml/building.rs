//! An article while its element is being read.

use super::{
    super::problem::Fault,
    tree::{Element, Node},
};

/// What is told of one article: each fault is compared with those before it.
const FAULTS: usize = 16;
const MORE: &str = "holds more of the kind; mend what was named first";

/// An article or header that is not closed yet.
pub(super) struct Building {
    pub is_item: bool,
    pub start: usize,
    pub line: u64,
    /// The open elements, the outermost first.
    pub open: Vec<Element>,
    /// Where an element of the article's own tag is in it, or the next article begins, and how many elements are
    /// around it; told once these are closed.
    pub nested: Option<(usize, usize)>,
    pub faults: Vec<Fault>,
    pub broken: Option<Fault>,
}

impl Building {
    pub fn add(&mut self, node: Node) {
        if let Some(element) = self.open.last_mut() {
            element.children.push(node);
        }
    }

    pub fn add_text(&mut self, text: &str) {
        let Some(element) = self.open.last_mut() else { return };
        match element.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => element.children.push(Node::Text(text.to_owned())),
        }
    }

    /// Notes what is wrong with a part of it, once; of many parts that there are more.
    pub fn fault(&mut self, fault: Fault) {
        if self.faults.len() <= FAULTS && !self.faults.contains(&fault) {
            let is_one_more = self.faults.len() == FAULTS;
            self.faults.push(if is_one_more { Fault::new(MORE) } else { fault });
        }
    }

    /// Puts the innermost element into the one around it.
    pub fn close(&mut self) {
        if let Some(element) = self.open.pop() {
            self.add(Node::Element(element));
        }
        self.nested = self.nested.filter(|(_, around)| self.open.len() >= *around);
    }
}
