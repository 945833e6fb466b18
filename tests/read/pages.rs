//! HTML pages.

use super::*;

fn page(head: &str, lang: &str) -> String {
    let paragraph = |n: usize| {
        format!(
            "<p>Paragraph {n}: the harbour of Ferran was closed on Saturday after the river Wend burst two levees and \
             flooded the lower town, the mayor, Ilse Brandt, told a &ldquo;crowded&rdquo; news conference.</p>"
        )
    };
    let body: String = (1..=5).map(paragraph).collect();
    format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><title>Flood closes harbour | Herald</title>{head}</head><body>\
         <nav><ul><li><a href=/>Home</a><li><a href=/sport>Sport</a><li><a href=/login>Log in</a></ul></nav>\
         <header class=masthead>The Herald</header><article><h1>Flood closes harbour</h1>{body}</article>\
         <aside class=related><h2>More</h2><ul><li><a href=/2>Ten things to know about levees</a></ul></aside>\
         <div class=cookie-banner>We use cookies.</div><footer>Copyright Herald. All rights reserved.</footer>\
         <script>var text = 'never read';</script></body></html>"
    )
}

#[track_caller]
fn assert_it_says_what_the_page_does(article: &Article) {
    assert_eq!(
        [&*article.title, &*article.source, &*article.url],
        ["Flood closes harbour", "The Herald", "https://herald.example/flood"]
    );
    assert_eq!(article.published.as_ref().unwrap().instant.to_string(), "2025-06-07T07:30:00Z");
    assert_eq!((&*article.details().byline, &*article.details().language), ("C. Dorn", "en"));
}

#[test]
fn of_a_page_the_main_text_and_what_its_head_says_are_read() {
    let head = r#"<link rel="canonical" href="https://herald.example/flood"><meta property="og:title" content="Flood closes harbour">
        <meta property="og:site_name" content="The Herald"><meta name="author" content="C. Dorn">
        <meta property="article:published_time" content="2025-06-07T09:30:00+02:00">"#;
    let files = Files::new(&[("flood.html", page(head, "en").as_bytes())]);
    let reading = files.read(&["flood.html"]);
    assert_eq!(files.problems(&reading), [""; 0]);
    assert_eq!(files.ids(&reading), ["flood.html"]);
    let article = &reading.articles[0];
    assert_it_says_what_the_page_does(article);
    let text = text(article);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 5, "{text}");
    assert!(lines[4].starts_with("Paragraph 5") && lines[4].contains("\u{201c}crowded\u{201d}"));
}

#[test]
fn linked_data_says_what_the_head_does_not() {
    let head =
        r#"<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite"},
        {"@type":"NewsArticle","headline":"Flood closes harbour","datePublished":"2025-06-07T07:30:00Z",
         "author":{"@type":"Person","name":"C. Dorn"},"publisher":{"name":"The Herald"},"inLanguage":"en",
         "mainEntityOfPage":"https://herald.example/flood"}]}</script>"#
            .replace("ld+json", "ld+json; charset=utf-8");
    let head = &*head;
    let files = Files::new(&[("page", page(head, "").as_bytes())]);
    let reading = files.read(&["page"]);
    assert_eq!(files.problems(&reading), [""; 0]);
    assert_it_says_what_the_page_does(&reading.articles[0]);
}

#[test]
fn what_the_head_says_is_found_under_all_its_names() {
    let head = r#"<link rel="CANONICAL" href="https://herald.example/flood"><meta name="og:title" content="Flood closes harbour">
        <meta property="og:site_name" content=" "><meta name="og:site_name" content="The Herald">
        <meta property="Author" content="C. Dorn"><DATE>"#;
    let dates = [
        ("name", "article:published_time"),
        ("property", "og:article:published_time"),
        ("name", "pubdate"),
        ("name", "DC.date"),
        ("name", "dcterms.created"),
        ("name", "parsely-pub-date"),
        ("itemprop", "datePublished"),
    ];
    for (attribute, name) in dates {
        let date = format!("<meta {attribute}={name} content=2025-06-07T07:30:00Z>");
        let html = page(&head.replace("<DATE>", &date), "").replace("lang=\"\"", "xml:lang=\"en\"");
        let files = Files::new(&[("flood.html", html.as_bytes())]);
        let reading = files.read(&["flood.html"]);
        assert_eq!(files.problems(&reading), [""; 0]);
        assert_it_says_what_the_page_does(&reading.articles[0]);
    }
}

#[test]
fn pages_with_hardly_any_text_and_damaged_ones_are_read_as_far_as_they_go() {
    let whole = page("", "en");
    let files = Files::new(&[
        ("short.html", b"<html><body><p>Just one line.</body></html>"),
        ("cut.html", &whole.as_bytes()[..whole.len() / 2]),
        ("empty.html", b"<html><head><title>x</title></head><body></body></html>"),
    ]);
    let reading = files.read(&["short.html", "cut.html", "empty.html"]);
    assert_eq!(reading.articles[0].text, "Just one line.");
    assert!(text(&reading.articles[1]).starts_with("Paragraph 1"), "{}", text(&reading.articles[1]));
    assert_one_problem(&files.problems(&reading), "empty.html", &["has no text"]);
}

#[test]
fn a_page_in_another_encoding_is_read_by_its_declaration() {
    let text =
        "Переговоры о прекращении огня сорваны, заявил во вторник представитель посредников. ".repeat(4);
    let html = format!(
        "<html><head><meta charset='windows-1251'></head><body><article><p>{text}</p></article></body></html>"
    );
    let files = Files::new(&[("page.htm", &encoding_rs::WINDOWS_1251.encode(&html).0)]);
    let reading = files.read(&["page.htm"]);
    assert_eq!(reading.articles[0].text, text.trim());
}

#[test]
fn a_page_that_nests_without_end_is_read_like_any_other() {
    let shallow = page("<meta property=\"og:site_name\" content=\"The Herald\">", "en");
    let (before, after) = shallow.split_once("<article>").unwrap();
    let nested = |n: usize| {
        format!("{before}{}<article>{after}", "<div>".repeat(n))
            .replace("</article>", &format!("</article>{}", "</div>".repeat(n)))
    };
    let last = format!("{}<p>The last line.", "<div><b><table><td>".repeat(5_000));
    let files = Files::new(&[
        ("deep.html", nested(30_000).as_bytes()),
        ("last.html", last.as_bytes()),
        ("shallow.html", shallow.as_bytes()),
    ]);
    let reading = files.read(&["deep.html", "last.html", "shallow.html"]);
    assert_eq!(files.problems(&reading), [""; 0]);
    let [deep, last, shallow] = &reading.articles[..] else { panic!("three articles") };
    assert_eq!((&deep.title, &deep.source), (&shallow.title, &shallow.source));
    assert!(text(deep).ends_with(&text(shallow)), "{}", text(deep));
    assert_eq!(last.text, "The last line.");
}
