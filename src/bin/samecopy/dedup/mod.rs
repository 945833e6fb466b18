//! What `dedup` gives back: of each input what is kept, or all of it with notes.

mod fate;
mod fates;
mod form;

pub use fate::write_dropped;
pub use fates::Fates;
pub use form::Form;
