//! Disjoint sets.

/// Disjoint sets of the items `0..count`, by union by size with path halving (Tarjan, van Leeuwen, JACM 1984).
pub struct Groups {
    parent: Vec<u32>,
    size: Vec<u32>,
}

impl Groups {
    /// Every item a set of its own.
    pub fn new(count: usize) -> Self {
        Self { parent: (0..count as u32).collect(), size: vec![1; count] }
    }

    /// The item that stands for the set of `item`. Nearly constant.
    pub fn find(&mut self, mut item: u32) -> u32 {
        while self.parent[item as usize] != item {
            let up = self.parent[self.parent[item as usize] as usize];
            self.parent[item as usize] = up;
            item = up;
        }
        item
    }

    /// Items in the set that `root` stands for.
    pub fn size(&self, root: u32) -> u32 {
        self.size[root as usize]
    }

    /// Makes the sets of both items one. Nearly constant.
    pub fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        if a == b {
            return;
        }
        let (root, child) = if self.size(a) >= self.size(b) { (a, b) } else { (b, a) };
        self.parent[child as usize] = root;
        self.size[root as usize] += self.size[child as usize];
    }

    /// [`Groups::join`], unless the set would have more than `most` items.
    pub fn join_up_to(&mut self, a: u32, b: u32, most: u32) {
        let (a, b) = (self.find(a), self.find(b));
        if self.size(a) + self.size(b) <= most {
            self.join(a, b);
        }
    }

    /// The sets of two or more items, each in rising order, ordered by their first item.
    pub fn members(mut self) -> Vec<Vec<u32>> {
        let mut by_root: Vec<Vec<u32>> = vec![Vec::new(); self.parent.len()];
        for item in 0..self.parent.len() as u32 {
            let root = self.find(item);
            by_root[root as usize].push(item);
        }
        by_root.retain(|members| members.len() > 1);
        by_root.sort_unstable();
        by_root
    }
}
