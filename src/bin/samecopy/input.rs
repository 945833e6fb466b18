//! Inputs named on the command line to articles.

use std::{io, path::PathBuf};

use anyhow::{Result, bail};
use samecopy::{
    article::Article,
    read::{FieldNames, Fields, Input, ReadOptions, Reading, read},
};

use crate::{
    args::{PairOfArticles, ReadingArgs},
    terminal::Terminal,
};

/// Reads all inputs and says what is wrong with them.
pub fn articles(paths: &[PathBuf], args: &ReadingArgs, terminal: &Terminal) -> Reading {
    let inputs: Vec<Input> = paths.iter().map(Input::new).collect();
    let reading = read(&inputs, &args.options(), &mut io::stdin().lock());
    terminal.problems(&reading.problems);
    reading
}

/// Reads the two articles that a command names; `Err` when one of them is not there.
pub fn pair(articles: &PairOfArticles, args: &ReadingArgs, terminal: &Terminal) -> Result<(Reading, [Article; 2])> {
    if articles.inputs.is_empty() {
        let mut reading = self::articles(&[(&articles.a).into(), (&articles.b).into()], args, terminal);
        let a = only_article_of(&reading, &articles.a)?;
        let b = only_article_of(&reading, &articles.b)?;
        let pair = [reading.articles[a].clone(), reading.articles[b].clone()];
        reading.articles.clear();
        return Ok((reading, pair));
    }
    let reading = self::articles(&articles.inputs, args, terminal);
    let find = |id: &str| {
        let found = reading.articles.iter().find(|article| article.id == id);
        found.cloned().ok_or_else(|| anyhow::anyhow!("no article has the id {id:?}; `scan --format json` lists the ids"))
    };
    let pair = [find(&articles.a)?, find(&articles.b)?];
    Ok((reading, pair))
}

fn only_article_of(reading: &Reading, path: &str) -> Result<usize> {
    let mut found = (0..reading.articles.len()).filter(|&i| reading.path(&reading.places[i]) == path);
    match (found.next(), found.next()) {
        (Some(index), None) => Ok(index),
        (None, _) => bail!("{path}: there is no article to compare"),
        _ => bail!("{path} holds several articles: name two ids, and the file with --in"),
    }
}

impl ReadingArgs {
    fn options(&self) -> ReadOptions {
        let named = |name: &Option<String>, default: FieldNames| match name {
            Some(name) => FieldNames::exactly(name),
            None => default,
        };
        let customary = Fields::default();
        ReadOptions {
            fields: Fields {
                id: named(&self.id_field, customary.id),
                text: named(&self.text_field, customary.text),
                title: named(&self.title_field, customary.title),
                date: named(&self.date_field, customary.date),
                source: named(&self.source_field, customary.source),
                url: customary.url,
            },
            ..ReadOptions::default()
        }
    }
}
