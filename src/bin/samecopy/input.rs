//! Inputs named on the command line to articles.

use std::{io, path::PathBuf};

use anyhow::{Result, anyhow, bail};
use samecopy::{
    article::Article,
    furniture::Furniture,
    options::Options,
    read::{Input, ReadOptions, Reading, read},
};

use crate::{
    args::{PairOfArticles, ReadingArgs},
    progress::Bar,
    terminal::Terminal,
};

/// Reads all inputs and says what is wrong with them.
///
/// # Errors
/// There is no room for the texts.
pub fn articles(paths: &[PathBuf], args: &ReadingArgs, terminal: &Terminal) -> Result<Reading> {
    articles_except(&[], paths, args, terminal)
}

/// Reads all inputs but some files found among them, and says what is wrong with them.
///
/// # Errors
/// There is no room for the texts.
pub fn articles_except(
    except: &[PathBuf],
    paths: &[PathBuf],
    args: &ReadingArgs,
    terminal: &Terminal,
) -> Result<Reading> {
    let inputs: Vec<Input> = paths.iter().map(Input::new).collect();
    let bar = Bar::reading(terminal, inputs.contains(&Input::Stdin));
    let options = ReadOptions { except: except.to_vec(), ..args.options() };
    let reading = read(&inputs, &options, &mut io::stdin().lock())?;
    drop(bar);
    terminal.reading(&reading);
    Ok(reading)
}

/// The options with what is left of the memory that was there for reading.
pub fn in_room_of(reading: &Reading, options: Options) -> Options {
    Options { scratch: reading.scratch.clone(), ..options }
}

/// The two articles that a command names.
pub struct Pair {
    pub articles: [Article; 2],
    /// What the articles they were found among repeat.
    pub furniture: Furniture,
    /// Whether something else could not be read.
    pub trouble: bool,
}

/// Reads the two articles that a command names.
///
/// # Errors
/// One of them is not there.
pub fn pair(named: &PairOfArticles, args: &ReadingArgs, terminal: &Terminal) -> Result<Pair> {
    if named.inputs.is_empty() {
        // Each by itself: the same file may be meant twice.
        let [(a, trouble_a), (b, trouble_b)] =
            [only_article(&named.a, args, terminal)?, only_article(&named.b, args, terminal)?];
        let furniture = Furniture::default();
        return Ok(Pair { articles: [a, b], furniture, trouble: trouble_a || trouble_b });
    }
    let reading = articles(&named.inputs, args, terminal)?;
    let find = |id: &str| -> Result<Article> {
        Ok(reading.articles[position(id, &reading.articles)? as usize].clone())
    };
    Ok(Pair {
        articles: [find(&named.a)?, find(&named.b)?],
        furniture: Furniture::of(&reading.articles)?,
        trouble: !reading.problems.is_empty(),
    })
}

/// The index of the article of that id.
///
/// # Errors
/// There is none.
pub fn position(id: &str, articles: &[Article]) -> Result<u32> {
    let found = articles.iter().position(|article| article.id == id);
    found.map(|index| index as u32).ok_or_else(|| unknown(id, articles))
}

/// The article of a file that holds one, and whether there was trouble with it.
fn only_article(path: &str, args: &ReadingArgs, terminal: &Terminal) -> Result<(Article, bool)> {
    let Reading { mut articles, problems, .. } = articles(&[path.into()], args, terminal)?;
    match (articles.pop(), articles.len()) {
        (Some(article), 0) => Ok((article, !problems.is_empty())),
        (None, _) => {
            bail!("{path} is no article to compare; to compare articles by id, name their file with --in")
        }
        (_, others) => {
            bail!("{path} holds {} articles; name two of them by id, and the file with --in", others + 1)
        }
    }
}

/// No article has this id; perhaps one of those that look like it was meant.
fn unknown(id: &str, articles: &[Article]) -> anyhow::Error {
    const ALIKE: f64 = 0.85;
    let mut alike: Vec<(f64, &str)> =
        articles.iter().map(|article| (strsim::jaro_winkler(id, &article.id), article.id.as_str())).collect();
    alike.retain(|(likeness, _)| *likeness >= ALIKE);
    alike.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(y.1)));
    let listed: Vec<String> = alike.iter().take(3).map(|(_, id)| format!("{id:?}")).collect();
    match &listed[..] {
        [] => anyhow!("no article has the id {id:?}; `scan --format json` lists the ids"),
        _ => anyhow!("no article has the id {id:?}; did you mean {}?", listed.join(" or ")),
    }
}
