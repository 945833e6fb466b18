//! All scores of one pair as text for people.

use std::io::{self, Write};

use samecopy::report::PairEntry;

use crate::{harmless::one_line, palette::Palette};

pub fn write(pair: &PairEntry, palette: Palette, out: &mut dyn Write) -> io::Result<()> {
    let Palette { heading, faint, .. } = palette;
    let scores = &pair.scores;
    let answer = if scores.verdict.is_same_copy() { "the same copy" } else { "not the same copy" };
    writeln!(out, "A  {}\nB  {}\n", one_line(&pair.a), one_line(&pair.b))?;
    let verdict = scores.verdict;
    writeln!(out, "{:<18}{heading}{verdict}{heading:#}: {answer}", "verdict")?;

    let mut row = |name: &str, value: &str, note: &str| {
        let line = format!("{name:<18}{value:<6}{faint}{note}{faint:#}");
        writeln!(out, "{}", line.trim_end())
    };
    let share = |share: f64| format!("{share:.2}");
    row("overlap", &share(scores.overlap), "from 0.5 on more likely the same copy than not")?;
    row("alignment", &share(scores.alignment.a_in_b), "of A is said in B, in whatever words")?;
    row("", &share(scores.alignment.b_in_a), "of B is said in A")?;
    row("resemblance", &share(scores.resemblance), "of all word shingles are in both")?;
    row("containment", &share(scores.containment.a_in_b), "of A's word shingles are in B")?;
    row("", &share(scores.containment.b_in_a), "of B's word shingles are in A")?;
    if let Some(resemblance) = scores.skip_resemblance {
        row("skip resemblance", &share(resemblance), "of all skip shingles are in both")?;
    }
    for (name, found) in [("figures", scores.figures), ("names", scores.names)] {
        match found {
            Some(found) => row(
                name,
                &share(found),
                &format!("of the {name} of the article with fewer are in the other"),
            )?,
            None => row(name, "–", "none to compare")?,
        }
    }
    match pair.days_apart {
        Some(days) => row("days apart", &format!("{days:.1}"), ""),
        None => Ok(()),
    }
}
