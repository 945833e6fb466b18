//! Rows to what they say: pairs that are the same copy or not, or articles of one cluster.

use ahash::AHashMap;

use super::{
    super::problem::Fault,
    Reader,
    columns::{Column, Row},
};
use crate::eval::{ArticleLabel, Labels, PairLabel};

impl Reader {
    pub(super) fn labels(&mut self, rows: Vec<Row>) -> Labels {
        if rows.iter().any(|row| row.has(Column::A) && row.has(Column::B)) {
            Labels::Pairs(self.pairs(rows))
        } else {
            if !rows.is_empty() && !rows.iter().any(|row| row.has(Column::Id) && row.has(Column::Cluster)) {
                let message = "has neither the columns id_a, id_b and label nor id and cluster; \
                               name them in the header, or in every object of JSON Lines";
                self.problem(None, Fault::new(message));
                return Labels::Clusters(Vec::new());
            }
            Labels::Clusters(self.clusters(rows))
        }
    }

    fn pairs(&mut self, rows: Vec<Row>) -> Vec<PairLabel> {
        let mut pairs = Vec::new();
        let mut seen = AHashMap::<(String, String), (u64, bool)>::new();
        for mut row in rows {
            let line = row.line;
            let label = match self.pair(&mut row) {
                Ok(Some(label)) => label,
                Ok(None) => {
                    self.left_out += 1;
                    continue;
                }
                Err(fault) => {
                    self.problem(Some(line), fault);
                    continue;
                }
            };
            let (a, b) = (label.a.clone(), label.b.clone());
            let (first, same) =
                *seen.entry(if a <= b { (a, b) } else { (b, a) }).or_insert((line, label.same));
            if first == line {
                pairs.push(label);
            } else if same != label.same {
                let what =
                    format!("contradicts line {first}, which judges the same pair; leave one of them out");
                self.problem(Some(line), Fault::in_field("label", what));
            }
        }
        pairs
    }

    /// A pair, or `None` if the label says neither yes nor no.
    fn pair(&mut self, row: &mut Row) -> Result<Option<PairLabel>, Fault> {
        let (a, b) = (row.require(Column::A)?, row.require(Column::B)?);
        if a == b {
            return Err(Fault::in_field(
                "id_b",
                format!("names {b:?}, as `id_a` does; a pair is of two articles"),
            ));
        }
        if !row.has(Column::Label) {
            return Err(Fault::in_field(
                "label",
                "is missing; write `same` where both are the same copy, or `none`",
            ));
        }
        let same = match row.take(Column::Label).unwrap_or_default().to_lowercase().as_str() {
            "" | "partial" | "skip" => return Ok(None),
            label => matches!(label, "same" | "1" | "true" | "yes"),
        };
        let confidence = row.take(Column::Confidence).and_then(|written| {
            let confidence = written.parse().ok().filter(|&confidence: &u8| confidence > 0);
            if confidence.is_none() {
                let what =
                    format!("is {written:?}, expected a whole number: 1 is sure, greater is less sure");
                self.problem(Some(row.line), Fault::in_field("confidence", what));
            }
            confidence
        });
        Ok(Some(PairLabel { a, b, same, confidence }))
    }

    fn clusters(&mut self, rows: Vec<Row>) -> Vec<ArticleLabel> {
        let mut articles = Vec::new();
        let mut seen = AHashMap::<String, u64>::new();
        for mut row in rows {
            let line = row.line;
            let id = match row.require(Column::Id) {
                Ok(id) => id,
                Err(fault) => {
                    self.problem(Some(line), fault);
                    continue;
                }
            };
            let Some(cluster) = row.take(Column::Cluster) else {
                self.left_out += 1;
                continue;
            };
            let first = *seen.entry(id.clone()).or_insert(line);
            if first == line {
                let (family, role) = (row.take(Column::Family), row.take(Column::Role));
                articles.push(ArticleLabel { id, cluster, family, role });
            } else {
                let what =
                    format!("holds {id:?}, which has a label in line {first} already; leave one of them out");
                self.problem(Some(line), Fault::in_field("id", what));
            }
        }
        articles
    }
}
