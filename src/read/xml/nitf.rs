//! NITF documents.

use super::{
    super::draft::{Draft, fill},
    text::{apart, paragraphs},
    tree::{Element, text_of},
};

/// A `<nitf>`.
pub(super) fn item(element: &Element) -> Draft {
    let mut draft = Draft::default();
    let docdata = element.at(&["head", "docdata"]);
    let data = |name: &str, attribute: &str| {
        docdata
            .and_then(|docdata| docdata.child(name))
            .map_or("", |element| element.attribute(attribute))
            .to_owned()
    };
    let head = element.at(&["body", "body.head"]);
    let in_head = |name: &str| head.and_then(|head| head.child(name));

    let key_version = data("du-key", "version").trim().parse().ok();
    let id = data("doc-id", "id-string");
    draft.id = match key_version {
        Some(version) if version > 1 && !id.is_empty() => format!("{id}:{version}"),
        _ => id,
    };
    draft.details.version = key_version;
    draft.published("date.issue", &data("date.issue", "norm"));
    let story_date = head.and_then(|head| head.at(&["dateline", "story.date"]));
    draft.published("story.date", story_date.map_or("", |date| date.attribute("norm")));
    draft.embargo("date.release", &data("date.release", "norm"));
    if draft.details.embargo == draft.published {
        // A release at the time of issue holds nothing back.
        draft.details.embargo = None;
    }

    let hedline = in_head("hedline");
    fill(&mut draft.title, hedline.map(|hedline| text_of(hedline.child("hl1"))).unwrap_or_default());
    fill(&mut draft.title, text_of(hedline));
    fill(&mut draft.title, text_of(element.at(&["head", "title"])));
    fill(&mut draft.details.byline, apart(in_head("byline")));
    fill(&mut draft.details.dateline, apart(in_head("dateline")));

    let distributor = apart(in_head("distributor"));
    let publication = element.at(&["head", "pubdata"]).map_or("", |data| data.attribute("name"));
    fill(&mut draft.source, publication);
    fill(&mut draft.source, &distributor);
    fill(&mut draft.source, data("doc.copyright", "holder"));
    fill(&mut draft.details.credit, &distributor);
    fill(&mut draft.details.credit, data("doc.copyright", "holder"));

    let content = element.at(&["body", "body.content"]);
    fill(&mut draft.text, content.map(paragraphs).unwrap_or_default());
    for tag in [element.child("body"), Some(element)].into_iter().flatten() {
        fill(&mut draft.details.language, tag.attribute("xml:lang"));
        fill(&mut draft.details.language, tag.attribute("lang"));
    }
    draft
}
