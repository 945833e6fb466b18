//! A progress bar for work that takes longer than a second.

use std::{
    io::{self, IsTerminal},
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread,
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use samecopy::scan::Progress;

use crate::terminal::Terminal;

/// How long to wait before a bar is shown.
const PATIENCE: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(100);

/// Shows what is being done on standard error, when that is a terminal; gone when dropped.
pub struct Bar {
    bar: ProgressBar,
    /// Closed when the bar is dropped, so that it is not shown any more.
    _finished: Option<Sender<()>>,
}

impl Bar {
    /// A bar for work of unknown length.
    pub fn new(terminal: &Terminal, message: &'static str) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        bar.set_style(style("{spinner} {msg}, {elapsed}"));
        bar.set_message(message);
        let wanted = !terminal.quiet && io::stderr().is_terminal();
        Self { _finished: wanted.then(|| show_when_due(bar.clone())), bar }
    }

    /// A bar for reading, which is silent while the user may be typing.
    pub fn reading(terminal: &Terminal, from_stdin: bool) -> Self {
        let typing = from_stdin && io::stdin().is_terminal();
        Self::new(&Terminal { quiet: terminal.quiet || typing, ..*terminal }, "reading")
    }
}

fn show_when_due(bar: ProgressBar) -> Sender<()> {
    let (finished, wait) = mpsc::channel();
    thread::spawn(move || {
        if wait.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.enable_steady_tick(TICK);
        }
    });
    finished
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the template is well formed").progress_chars("=> ")
}

impl Progress for Bar {
    fn begin(&self, stage: &'static str, items: usize, unit: &'static str) {
        self.bar.set_message(stage);
        self.bar.set_prefix(unit);
        if items == 0 {
            self.bar.set_style(style("{spinner} {msg}, {elapsed}"));
            return;
        }
        self.bar.set_style(style("{spinner} {msg} [{bar:30}] {human_pos}/{human_len} {prefix}, {eta} left"));
        self.bar.set_length(items as u64);
        self.bar.reset();
    }

    fn advance(&self, items: usize) {
        self.bar.inc(items as u64);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
