//! samecopy finds news articles that are *the same copy*: one agency story reprinted, cut, edited, reworded, or put
//! into another language and back.
//!
//! ```
//! use samecopy::{Article, Options, scan};
//!
//! let wire = "The harbour of Ferran was closed on Saturday after the river Wend burst two levees and flooded the \
//!     lower town. Some 4,200 residents were taken to schools on higher ground, the mayor, Ilse Brandt, said.";
//! let cut = "The harbour of Ferran has been closed after the river Wend burst two levees and flooded the lower \
//!     town. Some 4,200 residents were taken to schools on higher ground, said Ilse Brandt, the mayor.";
//! let other = "Valdemora won the Continental Shield for the first time on Wednesday when Caldas scored in the \
//!     89th minute of the final against Port Sella. A crowd of 48,000 watched the match under heavy rain.";
//! let article = |id: &str, text: &str| Article { id: id.into(), text: text.into(), ..Article::default() };
//! let articles = [article("wire", wire), article("herald", cut), article("sports", other)];
//!
//! let found = scan(&articles, &Options::default(), &())?;
//! let [cluster] = &found.clusters[..] else { panic!("one story was printed twice") };
//! let ids: Vec<&str> = cluster.members.iter().map(|m| articles[m.article as usize].id.as_str()).collect();
//! assert_eq!(ids, ["wire", "herald"], "the survivor first: without dates, the longer article");
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! - [`scan()`] finds all clusters and pairs, [`dedup()`] also says what to keep, [`compare_articles`] scores two
//!   articles and gives the [`Verdict`], [`passage::passages`] shows where they say the same.
//! - [`read`](mod@read) makes articles of files, [`report`] makes reports of what was found.
//! - The other modules are the stages of the pipeline, which [`mod@scan`] puts together; each can be used by itself.
//!
//! Nothing is reported that was not compared exactly, and the same articles give the same result, whatever their
//! order, the number of threads and the memory there is ([`scratch`]). The library prints nothing; without the default feature `cli` it builds without
//! what only the command line needs.

pub mod alignment;
pub mod article;
pub mod candidates;
pub mod chain;
pub mod check;
pub mod cluster;
mod dates;
pub mod dedup;
pub mod direction;
pub mod eval;
pub mod fingerprint;
pub mod funnel;
pub mod furniture;
pub mod groups;
pub mod hash;
pub mod likelihood;
mod lookup;
pub mod membership;
pub mod options;
pub mod overlap;
pub mod passage;
pub mod progress;
pub mod provenance;
pub mod read;
pub mod report;
pub mod reprints;
pub mod round_up;
pub mod scan;
pub mod scratch;
pub mod sequel;
pub mod shingle;
pub mod sketch;
mod spread;
pub mod survivor;
pub mod text;
pub mod verify;

pub use article::{Article, Published};
pub use dedup::dedup;
pub use options::{Keep, Options};
pub use overlap::{Scores, Verdict, compare_articles};
pub use scan::{Scan, scan};
