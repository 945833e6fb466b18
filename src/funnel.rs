//! The funnel: how many items each stage let through, and how long it took.

use std::time::{Duration, Instant};

/// The stages of a scan in their order.
#[derive(Debug, Clone, Default)]
pub struct Funnel {
    /// What each stage let through.
    pub steps: Vec<Step>,
    last: Option<Instant>,
}

/// One stage of the funnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What was counted.
    pub stage: &'static str,
    /// How many of them.
    pub count: usize,
    /// What one of them is: `articles`, `lines`, `pairs` or `clusters`.
    pub unit: &'static str,
    /// Wall time since the step before. It is not part of any report that must be the same twice.
    pub elapsed: Duration,
}

impl Funnel {
    /// Starts the clock.
    pub fn start() -> Self {
        Self { steps: Vec::new(), last: Some(Instant::now()) }
    }

    /// Records that a stage let `count` items through.
    pub fn pass(&mut self, stage: &'static str, count: usize, unit: &'static str) {
        let now = Instant::now();
        let elapsed = self.last.replace(now).map_or(Duration::ZERO, |last| now - last);
        self.steps.push(Step { stage, count, unit, elapsed });
    }
}
