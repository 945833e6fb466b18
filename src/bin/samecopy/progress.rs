//! A progress bar for work that takes longer than a second.

use std::{
    fmt,
    io::{self, IsTerminal},
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread,
    time::Duration,
};

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use samecopy::progress::Progress;

use crate::terminal::Terminal;

/// How long to wait before a bar is shown.
const PATIENCE: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(100);

/// For a stage of unknown length.
const SPINNER: &str = "{spinner} {msg}, {elapsed}";
const BAR: &str = "{spinner} {msg} [{wide_bar}] {human_pos}/{human_len} {prefix}, {rate}, {eta} left";

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
        bar.set_style(style(SPINNER));
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
    let rate = |state: &ProgressState, out: &mut dyn fmt::Write| {
        let _ = write!(out, "{}/s", HumanCount(state.per_sec().round() as u64));
    };
    let style = ProgressStyle::with_template(template).expect("the template is well formed");
    style.with_key("rate", rate).progress_chars("=> ")
}

impl Progress for Bar {
    fn begin(&self, stage: &'static str, items: usize, unit: &'static str) {
        self.bar.set_message(stage);
        self.bar.set_prefix(unit);
        match items {
            0 => self.bar.unset_length(),
            items => self.bar.set_length(items as u64),
        }
        self.bar.set_style(style(if items == 0 { SPINNER } else { BAR }));
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

#[cfg(test)]
mod tests {
    use indicatif::InMemoryTerm;

    use super::*;

    #[test]
    fn a_stage_of_known_length_shows_how_far_it_is_and_another_that_it_goes_on() {
        let screen = InMemoryTerm::new(5, 100);
        let target = ProgressDrawTarget::term_like(Box::new(screen.clone()));
        let bar = Bar { bar: ProgressBar::with_draw_target(None, target), _finished: None };
        let shown = || {
            bar.bar.force_draw();
            screen.contents()
        };
        bar.begin("verifying", 4_000, "pairs");
        bar.advance(1_000);
        assert!(shown().contains("verifying [===="), "{}", shown());
        assert!(shown().contains("1,000/4,000 pairs, ") && shown().ends_with(" left"), "{}", shown());
        assert!(shown().contains("/s, "), "{}", shown());
        bar.begin("searching", 0, "");
        assert!(shown().contains("searching, 0s") && !shown().contains('['), "{}", shown());
        bar.begin("verifying", 10, "pairs");
        assert!(shown().contains("0/10 pairs"), "{}", shown());
        drop(bar);
        assert_eq!(screen.contents(), "");
    }
}
