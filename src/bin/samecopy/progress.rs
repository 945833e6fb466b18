//! A progress bar for work that takes longer than a second.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use samecopy::scan::Progress;

use crate::terminal::Terminal;

/// How long to wait before a bar is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// Shows the stages of a scan on standard error, when that is a terminal.
pub struct Bar {
    wanted: bool,
    started: Instant,
    shown: AtomicBool,
    bar: Mutex<ProgressBar>,
}

impl Bar {
    pub fn new(terminal: &Terminal) -> Self {
        Self {
            wanted: !terminal.quiet,
            started: Instant::now(),
            shown: AtomicBool::new(false),
            bar: Mutex::new(ProgressBar::hidden()),
        }
    }

    fn current(&self) -> ProgressBar {
        self.bar.lock().expect("no thread panics while it holds the bar").clone()
    }

    fn show_when_due(&self, bar: &ProgressBar) {
        if self.wanted && self.started.elapsed() > PATIENCE && !self.shown.swap(true, Ordering::Relaxed) {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Progress for Bar {
    fn begin(&self, stage: &'static str, items: usize, unit: &'static str) {
        let template = "{msg} [{bar:30}] {human_pos}/{human_len} {prefix}, {per_sec}, {eta} left";
        let style = ProgressStyle::with_template(template).expect("the template is well formed");
        let bar = ProgressBar::with_draw_target(Some(items as u64), ProgressDrawTarget::hidden())
            .with_style(style.progress_chars("=> "))
            .with_message(stage)
            .with_prefix(unit);
        self.shown.store(false, Ordering::Relaxed);
        self.show_when_due(&bar);
        let last = std::mem::replace(&mut *self.bar.lock().expect("no thread panics while it holds the bar"), bar);
        last.finish_and_clear();
    }

    fn advance(&self, items: usize) {
        let bar = self.current();
        self.show_when_due(&bar);
        bar.inc(items as u64);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.current().finish_and_clear();
    }
}
