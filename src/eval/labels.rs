//! Labels: what somebody knows about the articles, as it was written down.

/// What is known, in one of the two forms in which people write it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Labels {
    /// Single pairs were judged; nothing is known of any other.
    Pairs(Vec<PairLabel>),
    /// Articles were sorted into clusters: two of one cluster are the same copy, all others are not.
    Clusters(Vec<ArticleLabel>),
}

/// A judged pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairLabel {
    /// Id of an article.
    pub a: String,
    /// Id of another.
    pub b: String,
    /// Whether the two are the same copy.
    pub same: bool,
    /// How sure the judge was: 1 is sure, greater is less sure.
    pub confidence: Option<u8>,
}

/// The cluster of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleLabel {
    /// Id of the article.
    pub id: String,
    /// What all articles of the same copy share; a name of its own for an article that stands alone.
    pub cluster: String,
    /// A wider group, such as all that was written on one event.
    pub family: Option<String>,
    /// What the article is in its family: the agency's story, a reprint, another agency's report.
    pub role: Option<String>,
}

impl Labels {
    /// Number of labels.
    pub fn len(&self) -> usize {
        match self {
            Self::Pairs(pairs) => pairs.len(),
            Self::Clusters(articles) => articles.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
