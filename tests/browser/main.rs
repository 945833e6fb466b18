//! The HTML report as its readers see it, in a real browser.

mod accessible;
mod chromium;
mod compare;
mod hostile;
mod look;
mod measure;
mod report;
mod table;
