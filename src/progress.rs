//! How far a scan is.

/// Told of the stages of a scan as they begin and of every article or pair that is done.
pub trait Progress: Sync {
    /// A stage begins that will handle `items` of `unit`.
    fn begin(&self, stage: &'static str, items: usize, unit: &'static str);
    /// That many more items are done.
    fn advance(&self, items: usize);
}

impl Progress for () {
    fn begin(&self, _: &'static str, _: usize, _: &'static str) {}
    fn advance(&self, _: usize) {}
}
