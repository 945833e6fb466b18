//! An evaluation as tables.

use std::io::{self, Write};

use anstyle::Style;
use indicatif::HumanCount;
use samecopy::{
    eval::{Bin, Disagreement, Evaluation, LabelKind, Rates, Setting},
    report::EvalReport,
};

use crate::{
    harmless::{Cut, one_line},
    listing::counted,
    look::Look,
    table::{Column, Table},
};

const INDENT: &str = "  ";

/// The figures, the most telling first.
pub fn write(report: &EvalReport, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let evaluation = &report.evaluation;
    write_labels(report, out)?;
    let page = &mut Page { look, out };
    write_figures(evaluation, page)?;
    write_thresholds(evaluation, page)?;
    write_reliability(&evaluation.reliability, page)?;
    write_confidences(evaluation, page)?;
    write_roles(evaluation, page)?;
    write_families(evaluation, page)?;
    let rates = evaluation.pairs.setting.rates;
    write_disagreements("missed", rates.missed, &evaluation.missed, page)?;
    write_disagreements("false", rates.wrong, &evaluation.wrong, page)
}

fn write_labels(report: &EvalReport, out: &mut dyn Write) -> io::Result<()> {
    let labels = &report.evaluation.labels;
    let (labelled, read) = (counted(labels.articles, "labelled article"), grouped(report.articles));
    writeln!(out, "{}: {labelled} of {read} read", one_line(&report.labels_path))?;
    let (same, different) = (counted(labels.same, "pair"), grouped(labels.different));
    writeln!(out, "{same} of the same copy, {different} of other copies")?;
    if report.left_out > 0 {
        let (noun, why) = match labels.kind {
            LabelKind::Pairs => ("pair", "the label says neither yes nor no"),
            LabelKind::Clusters => ("article", "no cluster"),
        };
        writeln!(out, "{} left out: {why}", counted(report.left_out, noun))?;
    }
    if labels.unknown > 0 {
        let named: Vec<String> = labels.unknown_ids.iter().map(|id| one_line(id)).collect();
        let more = if labels.unknown > named.len() { ", …" } else { "" };
        let unknown = counted(labels.unknown, "labelled id");
        writeln!(out, "{unknown} left out, no article has them: {}{more}", named.join(", "))?;
    }
    Ok(())
}

fn write_figures(evaluation: &Evaluation, page: &mut Page<'_>) -> io::Result<()> {
    let pairs = &evaluation.pairs;
    let Setting { threshold, rates: Rates { precision, recall, f1, right, wrong, missed } } = pairs.setting;
    let of = |part: usize, whole: usize| format!("{} of {}", grouped(part), grouped(whole));
    let mut table = Table::new([Column::Left, Column::Right, Column::Left]);
    let mut row = |name: &str, value: f64, note: &str| table.push(Style::new(), [name, &exact(value), note]);
    row("precision", precision, &format!("{} found are the same copy", of(right, right + wrong)));
    row("recall", recall, &format!("{} of the same copy were found", of(right, right + missed)));
    row("F1", f1, "");
    row("average precision", pairs.average_precision, "of the overlap, whatever the threshold");
    row("candidate recall", pairs.candidate_recall, "of the same copy were compared at all");
    page.write(&format!("Pairs, threshold {}", places(threshold)), &table)?;
    if pairs.uncompared > 0 {
        let uncompared = counted(pairs.uncompared, "pair");
        writeln!(
            page.out,
            "{INDENT}{uncompared} of the same copy were too many to compare without being candidates"
        )?;
    }
    let Some(clusters) = &evaluation.clusters else { return Ok(()) };
    let mut table = Table::new([Column::Left, Column::Right]);
    let mut row = |name: &str, value: f64| table.push(Style::new(), [name, &exact(value)]);
    row("adjusted Rand index", clusters.ari);
    row("B-cubed precision", clusters.b_cubed.precision);
    row("B-cubed recall", clusters.b_cubed.recall);
    row("B-cubed F1", clusters.b_cubed.f1);
    page.write(&format!("Clusters, {} found of {}", grouped(clusters.found), grouped(clusters.truth)), &table)
}

/// The thresholds of the sweep with the one in effect and the best among them.
fn write_thresholds(evaluation: &Evaluation, page: &mut Page<'_>) -> io::Result<()> {
    let (in_effect, best) = (evaluation.pairs.setting, evaluation.best);
    let is = |x: &Setting, y: &Setting| (x.threshold - y.threshold).abs() < 1e-9;
    let mut settings: Vec<Setting> =
        evaluation.sweep.iter().copied().chain([in_effect]).chain(best).collect();
    settings.sort_by(|x, y| x.threshold.total_cmp(&y.threshold));
    settings.dedup_by(|x, y| is(x, y));
    let mut table = rates_table("threshold", Column::Left, page);
    for setting in &settings {
        let note = match (is(setting, &in_effect), best.is_some_and(|best| is(setting, &best))) {
            (true, true) => "in effect, best F1",
            (true, false) => "in effect",
            (false, true) => "best F1",
            (false, false) => "",
        };
        let style = if note.is_empty() { Style::new() } else { page.look.palette.heading };
        push_rates(&mut table, style, &places(setting.threshold), &setting.rates, note);
    }
    page.write("Thresholds", &table)
}

fn write_reliability(bins: &[Bin], page: &mut Page<'_>) -> io::Result<()> {
    let mut table = Table::new([Column::Left, Column::Right, Column::Right, Column::Right, Column::Left]);
    table.push(page.look.palette.faint, ["overlap", "pairs", "predicted", "observed", ""]);
    for bin in bins {
        let share = |value: f64| if bin.pairs == 0 { "–".to_owned() } else { format!("{value:.3}") };
        let bar = "█".repeat((bin.observed * 20.0).round() as usize);
        let range = format!("{:.1} to {:.1}", bin.from, bin.to);
        let cells = [&range, &grouped(bin.pairs), &share(bin.predicted), &share(bin.observed), &bar];
        table.push(Style::new(), cells.map(String::as_str));
    }
    page.write("Reliability: the share of the same copy, predicted by overlap and observed", &table)
}

fn write_confidences(evaluation: &Evaluation, page: &mut Page<'_>) -> io::Result<()> {
    let mut table = rates_table("up to", Column::Left, page);
    for row in &evaluation.confidences {
        push_rates(&mut table, Style::new(), &row.confidence.to_string(), &row.rates, "");
    }
    page.write_if(!evaluation.confidences.is_empty(), "By confidence of the judge, 1 is sure", &table)
}

fn write_roles(evaluation: &Evaluation, page: &mut Page<'_>) -> io::Result<()> {
    let text = Column::Text(Cut::End);
    let mut table =
        Table::new([text, text, Column::Right, Column::Right, Column::Right, Column::Right, Column::Right]);
    let header = ["role", "role", "recall", "right", "missed", "false in a family", "across families"];
    table.push(page.look.palette.faint, header);
    for row in &evaluation.roles {
        let recall = if row.right + row.missed == 0 { "–".to_owned() } else { exact(row.recall) };
        let counts = [row.right, row.missed, row.false_in_family, row.false_across_families].map(grouped);
        let [right, missed, inside, across] = &counts;
        table.push(Style::new(), [&row.roles[0], &row.roles[1], &recall, right, missed, inside, across]);
    }
    page.write_if(!evaluation.roles.is_empty(), "By role", &table)
}

fn write_families(evaluation: &Evaluation, page: &mut Page<'_>) -> io::Result<()> {
    let mut table = rates_table("family", Column::Text(Cut::End), page);
    for row in &evaluation.families {
        push_rates(&mut table, Style::new(), &row.family, &row.rates, "");
    }
    let heading = listed("By family, the worst first", evaluation.families.len(), evaluation.family_count);
    page.write_if(!evaluation.families.is_empty(), &heading, &table)
}

fn write_disagreements(
    name: &str,
    count: usize,
    pairs: &[Disagreement],
    page: &mut Page<'_>,
) -> io::Result<()> {
    let id = Column::Text(Cut::Start);
    let mut table = Table::new([Column::Right, Column::Left, Column::Left, id, id]);
    let judged = pairs.iter().any(|pair| pair.confidence.is_some());
    let confidence = if judged { "confidence" } else { "" };
    table.push(page.look.palette.faint, ["overlap", "verdict", confidence, "a", "b"]);
    for pair in pairs {
        let overlap = pair.overlap.map_or("–".to_owned(), exact);
        let verdict = match pair.verdict {
            Some(verdict) if pair.candidate => verdict.as_str(),
            Some(_) => "no candidate",
            None => "not compared",
        };
        let confidence = pair.confidence.map(|confidence| confidence.to_string()).unwrap_or_default();
        table.push(Style::new(), [&overlap, verdict, &confidence, &pair.a, &pair.b]);
    }
    page.write_if(!pairs.is_empty(), &listed(&format!("Worst {name} pairs"), pairs.len(), count), &table)
}

type RatesTable = Table<8>;

fn rates_table(name: &str, column: Column, page: &Page<'_>) -> RatesTable {
    let number = Column::Right;
    let mut table = Table::new([column, number, number, number, number, number, number, Column::Left]);
    let header = [name, "precision", "recall", "F1", "right", "false", "missed", ""];
    table.push(page.look.palette.faint, header);
    table
}

fn push_rates(table: &mut RatesTable, style: Style, name: &str, rates: &Rates, note: &str) {
    let [precision, recall, f1] = [rates.precision, rates.recall, rates.f1].map(exact);
    let [right, wrong, missed] = [rates.right, rates.wrong, rates.missed].map(grouped);
    table.push(style, [name, &precision, &recall, &f1, &right, &wrong, &missed, note]);
}

/// Where tables go, one below the other.
struct Page<'o> {
    look: Look,
    out: &'o mut dyn Write,
}

impl Page<'_> {
    fn write<const COLUMNS: usize>(&mut self, heading: &str, table: &Table<COLUMNS>) -> io::Result<()> {
        let bold = self.look.palette.heading;
        writeln!(self.out, "\n{bold}{heading}{bold:#}")?;
        let columns = self.look.columns.map(|columns| columns.saturating_sub(INDENT.len()));
        table.lines(columns).try_for_each(|line| writeln!(self.out, "{INDENT}{line}"))
    }

    fn write_if<const COLUMNS: usize>(
        &mut self,
        is_filled: bool,
        heading: &str,
        table: &Table<COLUMNS>,
    ) -> io::Result<()> {
        if is_filled { self.write(heading, table) } else { Ok(()) }
    }
}

fn listed(what: &str, shown: usize, of: usize) -> String {
    if shown < of { format!("{what} ({shown} of {})", grouped(of)) } else { what.to_owned() }
}

fn exact(value: f64) -> String {
    format!("{value:.4}")
}

/// The threshold with as many places as it needs, two at least.
fn places(threshold: f64) -> String {
    let (short, exact) = (format!("{threshold:.2}"), exact(threshold));
    if exact.strip_prefix(&short) == Some("00") { short } else { exact }
}

/// The number with its digits in groups.
pub fn grouped(number: usize) -> String {
    HumanCount(number as u64).to_string()
}
