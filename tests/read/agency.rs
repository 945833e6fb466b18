//! What agencies send: NewsML-G2, NITF and ninjs.

use super::*;

const NITF: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.4//EN" "nitf-3-4.dtd">
<nitf xml:lang="fr">
 <head><title>Essai</title>
  <docdata><doc-id id-string="amp.example/2025/017" regsrc="AMP"/><urgency ed-urg="3"/>
   <date.issue norm="20250218T140300Z"/><date.release norm="20250219T060000Z"/>
   <du-key version="2" key="pourparlers"/><doc.copyright holder="AMP" year="2025"/></docdata></head>
 <body><body.head>
   <hedline><hl1>Les pourparlers <em>rompus</em></hl1><hl2>À Genève</hl2></hedline>
   <byline>Par <person>Inès Varga</person> <byttl>envoyée spéciale</byttl></byline>
   <distributor><org>Agence Méridienne de Presse</org></distributor>
   <dateline><location>GENÈVE</location>, <story.date norm="20250218">18 fév 2025</story.date></dateline></body.head>
  <body.content><media media-type="image"><media-caption><p>Une photo.</p></media-caption></media>
   <block><p>Les pourparlers ont &#233;chou&#xE9;, a dit le m&eacute;diateur.</p>
    <hl2>Et puis</hl2><p>Ils reprendront &lt;bient&ocirc;t&gt;.</p></block></body.content>
  <body.end><tagline>iv/cd</tagline></body.end></body></nitf>"#;

#[test]
fn nitf_gives_what_wires_say() {
    let files = Files::new(&[("story.nitf", NITF.as_bytes())]);
    let reading = files.read(&["story.nitf"]);
    assert_eq!(files.problems(&reading), [""; 0]);
    let article = &reading.articles[0];
    assert_eq!(article.id, "amp.example/2025/017:2");
    assert_eq!(article.title, "Les pourparlers rompus");
    assert_eq!(
        article.text,
        "Les pourparlers ont échoué, a dit le médiateur.\nEt puis\nIls reprendront <bientôt>."
    );
    assert_eq!(article.source, "Agence Méridienne de Presse");
    assert_eq!(article.published.as_ref().unwrap().instant.to_string(), "2025-02-18T14:03:00Z");
    let details = article.details();
    assert_eq!([&*details.language, &*details.credit], ["fr", "Agence Méridienne de Presse"]);
    assert_eq!(details.byline, "Par Inès Varga envoyée spéciale");
    assert_eq!(details.dateline, "GENÈVE, 18 fév 2025");
    assert_eq!(details.version, Some(2));
    assert_eq!(details.embargo.as_ref().unwrap().instant.to_string(), "2025-02-19T06:00:00Z");
    assert_eq!(reading.places[0].line, None);
}

#[test]
fn words_of_neighbouring_elements_are_not_glued_together() {
    let dense = NITF
        .replace("</person> <byttl>", "</person><byttl>")
        .replace("</location>, <story", "</location><story")
        .replace("<hl2>Et puis</hl2>", "<table><tr><th>Équipe</th><th>Points</th></tr></table>");
    let files = Files::new(&[("story.nitf", dense.as_bytes())]);
    let reading = files.read(&["story.nitf"]);
    let article = &reading.articles[0];
    assert_eq!(article.details().byline, "Par Inès Varga envoyée spéciale");
    assert_eq!(article.details().dateline, "GENÈVE 18 fév 2025");
    assert!(text(article).contains("\nÉquipe\nPoints\n"), "{}", text(article));
}

fn news_item(version: u32, content: &str) -> String {
    format!(
        r#"<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:npa.example:20250218:KRX"
  version="{version}" standard="NewsML-G2" xml:lang="en">
 <itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:NPA"><name>Northern Press Agency</name></provider>
  <versionCreated>2025-02-18T15:03:00+01:00</versionCreated><embargoed>2025-02-18T18:00:00+01:00</embargoed></itemMeta>
 <contentMeta><contentCreated>2025-02-18</contentCreated><creditline>NPA</creditline><by>By Bridie Hallam</by>
  <dateline>KARESH, Feb 18</dateline><language tag="en-GB"/><headline>Talks collapse</headline></contentMeta>
 <contentSet>{content}</contentSet></newsItem>"#
    )
}

const XHTML: &str = r#"<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">
 <head><title>No text</title></head><body><p>Talks   collapsed.</p><table><tr><td>One</td></tr></table></body></html></inlineXML>"#;

#[test]
fn newsml_gives_every_kind_of_content() {
    let nitf = format!(
        "<inlineXML contenttype=\"application/nitf+xml\">{}</inlineXML>",
        &NITF[NITF.find("<nitf").unwrap()..]
    );
    for (content, text) in [
        (XHTML, "Talks collapsed.\nOne"),
        (&*nitf, "Les pourparlers ont échoué, a dit le médiateur.\nEt puis\nIls reprendront <bientôt>."),
        (
            "<inlineData contenttype=\"text/plain\">Talks &amp; tears.\n\nMore.</inlineData>",
            "Talks & tears.\n\nMore.",
        ),
        (
            "<inlineData contenttype=\"text/html\">&lt;p&gt;Talks&lt;/p&gt;&lt;p&gt;tears&lt;/p&gt;</inlineData>",
            "Talks\ntears",
        ),
    ] {
        let files = Files::new(&[("item.xml", news_item(1, content).as_bytes())]);
        let reading = files.read(&["item.xml"]);
        assert_eq!(files.problems(&reading), [""; 0]);
        let article = &reading.articles[0];
        assert_eq!(article.text, text);
        assert_eq!(
            [&*article.id, &*article.title],
            ["urn:newsml:npa.example:20250218:KRX", "Talks collapse"]
        );
        assert_eq!(article.source, "Northern Press Agency");
        assert_eq!(article.published.as_ref().unwrap().instant.to_string(), "2025-02-18T14:03:00Z");
        let details = article.details();
        assert_eq!(
            [&*details.language, &*details.byline, &*details.dateline, &*details.credit],
            ["en-GB", "By Bridie Hallam", "KARESH, Feb 18", "NPA"]
        );
        assert_eq!(details.embargo.as_ref().unwrap().instant.to_string(), "2025-02-18T17:00:00Z");
    }
}

#[test]
fn a_news_message_gives_its_items_and_every_version_is_an_article() {
    let picture = "<newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" guid=\"p\"><itemMeta>\
        <itemClass qcode=\"ninat:picture\"/></itemMeta><contentSet><remoteContent href=\"x.jpg\"/></contentSet></newsItem>";
    let message = format!(
        "<nar:newsMessage xmlns:nar=\"http://iptc.org/std/nar/2006-10-01/\"><nar:header><nar:sent>2025-02-18T15:03:00Z</nar:sent></nar:header>\
         <nar:itemSet>{}{picture}{}</nar:itemSet></nar:newsMessage>",
        news_item(1, XHTML),
        news_item(2, XHTML),
    );
    let files = Files::new(&[("message.xml", message.as_bytes())]);
    let reading = files.read(&["message.xml"]);
    assert_eq!(files.problems(&reading), [""; 0]);
    assert_eq!(
        files.ids(&reading),
        ["urn:newsml:npa.example:20250218:KRX", "urn:newsml:npa.example:20250218:KRX:2"]
    );
    assert_eq!(reading.articles[1].details().version, Some(2));
    assert_eq!(reading.left_out, 1, "the picture");
}

#[test]
fn of_several_headlines_the_main_one_is_the_title() {
    let item = news_item(1, XHTML).replace(
        "<headline>Talks collapse</headline>",
        "<headline role=\"hed:short\">Talks</headline><headline role=\"hed:main\">Talks collapse</headline>",
    );
    let files = Files::new(&[("item.xml", item.as_bytes())]);
    assert_eq!(files.read(&["item.xml"]).articles[0].title, "Talks collapse");
}

#[test]
fn pictures_of_ninjs_are_left_out() {
    let picture = r#"{"uri":"urn:npa:2","type":"picture","versioncreated":"2025-02-18","headline":"Talks"}"#;
    let text = r#"{"uri":"urn:npa:1","versioncreated":"2025-02-18","body_text":"Talks collapsed."}"#;
    let empty = r#"{"uri":"urn:npa:3","type":"text","versioncreated":"2025-02-18","headline":"Talks"}"#;
    for (name, bytes) in [
        ("a.json", format!("[{picture},\n{text},\n{empty}]")),
        ("a.jsonl", [picture, text, empty].join("\n")),
    ] {
        let files = Files::new(&[(name, bytes.as_bytes())]);
        let reading = files.read(&[name]);
        assert_eq!(
            (reading.left_out, files.ids(&reading)),
            (1, vec!["urn:npa:1".into(), "urn:npa:3".into()])
        );
        assert_one_problem(&files.problems(&reading), &format!("{name}:3"), &["has no text"]);
    }
}

#[test]
fn the_body_of_ninjs_is_the_whole_text_whatever_its_role_is_called() {
    for (bodies, expected) in [
        (
            r#"{"role":"intro","value":"In short."},{"role":"web","value":"<p>Talks collapsed.</p>"}"#,
            "Talks collapsed.",
        ),
        (
            r#"{"role":"note","value":"Ends."},{"role":"web","value":"<p>Talks collapsed.</p>"}"#,
            "Talks collapsed.",
        ),
        (
            r#"{"role":"part2","value":"Again."},{"role":"part1","value":"Talks collapsed."}"#,
            "Talks collapsed.\nAgain.",
        ),
        (r#"{"role":"web","value":"A very long page."},{"role":"main","value":"Talks."}"#, "Talks."),
        (r#"{"role":"main","value":"<p>Talks!</p>"},{"role":"main","value":"Talks."}"#, "Talks."),
        (r#"{"role":"main","value":" "},{"role":"caption","value":"A photo."}"#, "A photo."),
    ] {
        let item = format!(r#"{{"uri":"urn:npa:1","versionCreated":"2025-02-18","bodies":[{bodies}]}}"#);
        let files = Files::new(&[("a.json", item.as_bytes())]);
        assert_eq!(files.read(&["a.json"]).articles[0].text, expected, "{bodies}");
    }
}

#[test]
fn ninjs_of_every_generation_gives_the_same_article() {
    let first = r#"{"uri":"urn:npa:1","type":"text","version":"2","versioncreated":"2025-02-18T15:03:00+01:00","embargoed":"2025-02-18T18:00:00Z",
        "pubstatus":"usable","copyrightholder":"NPA","language":"en","byline":"By Bridie Hallam","located":"Karesh",
        "headline":"Talks collapse","body_xhtml":"<p>Talks collapsed.</p><p>Again.</p>","body_text":"Talks collapsed.\nAgain."}"#;
    let second = r#"{"uri":"urn:npa:1","version":"2","versioncreated":"2025-02-18T15:03:00+01:00","embargoed":"2025-02-18T18:00:00Z",
        "copyrightholder":"NPA","language":"en","by":"By Bridie Hallam","located":"Karesh",
        "headlines":[{"role":"short","value":"Talks"},{"role":"main","value":"Talks collapse"}],
        "bodies":[{"role":"main","contenttype":"text/html","value":"<p>Talks collapsed.</p><p>Again.</p>"}]}"#;
    let third = r#"{"uri":"urn:npa:1","version":"2","versionCreated":"2025-02-18T15:03:00+01:00","embargoed":"2025-02-18T18:00:00Z","pubStatus":"usable",
        "infoSources":[{"name":"NPA"}],"language":"en","by":"By Bridie Hallam","located":"Karesh",
        "headlines":[{"role":"main","value":"Talks collapse"}],
        "bodies":[{"role":"caption","value":"A photo."},{"role":"main","contentType":"text/plain","value":"Talks collapsed.\nAgain."}]}"#;
    let array = format!("[{first}]");
    let pretty = third.replacen("{\"uri\"", "{\n\"uri\"", 1);
    for (name, item) in [
        ("a.json", first),
        ("a.json", second),
        ("a.jsonl", &third.replace('\n', " ")),
        ("a.json", &pretty),
        ("a.json", &array),
    ] {
        let files = Files::new(&[(name, item.as_bytes())]);
        let reading = files.read(&[name]);
        assert_eq!(files.problems(&reading), [""; 0], "{item}");
        let article = &reading.articles[0];
        assert_eq!(
            [&*article.id, &*article.title, &*text(article), &*article.source],
            ["urn:npa:1:2", "Talks collapse", "Talks collapsed.\nAgain.", "NPA"]
        );
        assert_eq!(article.published.as_ref().unwrap().instant.to_string(), "2025-02-18T14:03:00Z");
        let details = article.details();
        assert_eq!(
            [&*details.byline, &*details.dateline, &*details.language, &*details.credit],
            ["By Bridie Hallam", "Karesh", "en", "NPA"]
        );
        assert_eq!(details.version, Some(2));
        assert_eq!(details.embargo.as_ref().unwrap().instant.to_string(), "2025-02-18T18:00:00Z");
    }
}
