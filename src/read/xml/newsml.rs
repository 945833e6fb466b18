//! News items of NewsML-G2.

use super::{
    super::{
        draft::{Draft, fill},
        html,
    },
    nitf,
    text::paragraphs,
    tree::{Element, text_of},
};

/// A `<newsItem>`; `None` where it is a picture, a video or the like without a text.
pub(super) fn item(element: &Element) -> Option<Draft> {
    let mut draft = Draft::default();
    let (meta, content) = (element.child("itemMeta"), element.child("contentMeta"));
    let in_meta = |name: &str| meta.and_then(|meta| meta.child(name));
    let in_content = |name: &str| content.and_then(|content| content.child(name));
    let version = element.attribute("version").trim().parse().ok();
    let guid = element.attribute("guid").trim();
    // Updates come under the same name; each is an article of its own.
    draft.id = match version {
        Some(version) if version > 1 && !guid.is_empty() => format!("{guid}:{version}"),
        _ => guid.to_owned(),
    };
    draft.details.version = version;
    fill(&mut draft.source, in_meta("provider").map(party).unwrap_or_default());
    fill(&mut draft.details.credit, text_of(in_content("creditline")));
    fill(&mut draft.details.credit, in_content("infoSource").map(party).unwrap_or_default());
    fill(&mut draft.details.credit, &draft.source);
    for name in ["versionCreated", "firstCreated"] {
        draft.published(name, &text_of(in_meta(name)));
    }
    draft.published("contentCreated", &text_of(in_content("contentCreated")));
    draft.embargo("embargoed", &text_of(in_meta("embargoed")));
    let headlines = content.into_iter().flat_map(|content| content.all("headline"));
    let is_main = |headline: &&Element| headline.attribute("role").rsplit(':').next() == Some("main");
    fill(&mut draft.title, text_of(headlines.min_by_key(|headline| !is_main(headline))));
    fill(&mut draft.title, text_of(in_meta("title")));
    fill(&mut draft.details.byline, text_of(in_content("by")));
    fill(&mut draft.details.dateline, text_of(in_content("dateline")));
    fill(
        &mut draft.details.language,
        in_content("language").map_or("", |language| language.attribute("tag")),
    );
    fill(&mut draft.details.language, element.attribute("xml:lang"));

    for part in element.child("contentSet").into_iter().flat_map(Element::elements) {
        match &*part.name {
            "inlineXML" => add_xml(part, &mut draft),
            "inlineData" => {
                let text = part.text();
                let is_html = part.attribute("contenttype").contains("html");
                fill(&mut draft.text, if is_html { html::to_text(&text) } else { text });
            }
            _ => {}
        }
    }
    let class = in_meta("itemClass").map_or("", |class| class.attribute("qcode"));
    let is_text = class.is_empty() || class.ends_with(":text") || class.ends_with(":composite");
    (is_text || !draft.text.trim().is_empty()).then_some(draft)
}

/// XHTML, NITF or another vocabulary in its own elements.
fn add_xml(part: &Element, draft: &mut Draft) {
    for content in part.elements() {
        if content.name == "nitf" {
            let inner = nitf::item(content);
            fill(&mut draft.text, inner.text);
            fill(&mut draft.title, inner.title);
            fill(&mut draft.details.byline, inner.details.byline);
            fill(&mut draft.details.dateline, inner.details.dateline);
        } else {
            let body = content.child("body").unwrap_or(content);
            fill(&mut draft.text, paragraphs(body));
        }
    }
}

/// A name, as text or in a code such as `nprov:AFP`.
fn party(element: &Element) -> String {
    let mut name = text_of(element.child("name"));
    fill(&mut name, element.attribute("literal"));
    let code = element.attribute("qcode");
    fill(&mut name, code.rsplit_once(':').map_or(code, |(_, code)| code));
    name
}
