//! RSS, Atom and lists of feeds.

use super::*;

const RSS: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<!-- <item><title>Not an item</title></item> -->
<rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
  <title>Lakeshore Herald</title>
  <link>https://lakeshore.example/</link>
  <atom:link rel="self" href="https://lakeshore.example/rss"/>
  <language>en-GB</language>
  <image><title>Logo</title></image>
  <item>
    <title>Talks &amp; tears: the harbour&#8217;s worst week</title>
    <media:title>A picture</media:title>
    <link>https://lakeshore.example/1</link>
    <guid isPermaLink="false">lh-1</guid>
    <pubDate>Tue, 18 Feb 2025 15:03:00 +0100</pubDate>
    <dc:creator><![CDATA[Bridie Hallam]]></dc:creator>
    <description>Short &lt;b&gt;teaser&lt;/b&gt; only.</description>
    <c:encoded><![CDATA[<p>The harbour was closed.</p><p>Caf&eacute;s <em>followed</em>.</p><script>track()</script>]]></c:encoded>
  </item>
  <item>
    <title>Rain</title>
    <guid>https://lakeshore.example/2</guid>
    <description>It rained, said the mayor.</description>
    <source url="https://wire.example/rss">Meridian Wire</source>
    <dc:date>2025-02-19</dc:date>
    <dc:language>fr</dc:language>
  </item>
</channel>
</rss>
"##;

#[test]
fn rss_gives_every_item_with_its_own_text_time_and_source() {
    let files = Files::new(&[("feed.xml", RSS.as_bytes())]);
    let reading = files.read(&["feed.xml"]);
    assert_eq!(files.problems(&reading), [""; 0]);
    assert_eq!(files.ids(&reading), ["lh-1", "https://lakeshore.example/2"]);
    let [first, second] = &reading.articles[..] else { panic!("two articles") };
    assert_eq!(first.title, "Talks & tears: the harbour\u{2019}s worst week");
    assert_eq!(first.text, "The harbour was closed.\nCafés followed.");
    assert_eq!((&*first.source, &*first.url), ("Lakeshore Herald", "https://lakeshore.example/1"));
    assert_eq!(first.published.as_ref().unwrap().instant.to_string(), "2025-02-18T14:03:00Z");
    assert_eq!((&*first.details().byline, &*first.details().language), ("Bridie Hallam", "en-GB"));
    assert_eq!(second.text, "It rained, said the mayor.");
    assert_eq!((&*second.source, &*second.url), ("Meridian Wire", "https://lakeshore.example/2"));
    assert_eq!(second.published.as_ref().unwrap().written, "2025-02-19");
    assert_eq!(second.details().language, "fr");
    let lines: Vec<_> = reading.places.iter().map(|place| place.line).collect();
    assert_eq!(lines, [Some(11), Some(21)]);
    let given = raw(&reading);
    assert!(given[0].starts_with(b"<item>\n    <title>Talks") && given[0].ends_with(b"</item>"));
}

#[test]
fn markup_that_nobody_escaped_keeps_its_paragraphs() {
    for name in ["description", "content:encoded"] {
        let feed = format!(
            "<rss version=\"2.0\"><channel><item><guid>1</guid><{name}><p>Talks</p><p>collapsed &amp; ended.</p>\
             </{name}></item></channel></rss>"
        );
        let files = Files::new(&[("feed.xml", feed.as_bytes())]);
        assert_eq!(files.read(&["feed.xml"]).articles[0].text, "Talks\ncollapsed & ended.", "{name}");
    }
}

#[test]
fn rss_1_has_its_channel_beside_its_items() {
    let feed = r#"<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://z.example/"><title>Zora Info</title><dc:language>sl</dc:language></channel>
<item rdf:about="https://z.example/1"><title>Pogajanja</title><link>https://z.example/1</link>
<description>Pogajanja so propadla.</description><dc:date>2025-02-18T14:03:00Z</dc:date></item>
</rdf:RDF>"#;
    let files = Files::new(&[("feed.rdf", feed.as_bytes())]);
    let reading = files.read(&["feed.rdf"]);
    assert_eq!(files.problems(&reading), [""; 0]);
    let article = &reading.articles[0];
    assert_eq!(
        [&*article.id, &*article.source, &*article.title],
        ["https://z.example/1", "Zora Info", "Pogajanja"]
    );
    assert_eq!((&*text(article), &*article.details().language), ("Pogajanja so propadla.", "sl"));
}

#[test]
fn atom_gives_text_html_and_xhtml_under_any_prefix() {
    let feed = r#"<a:feed xmlns:a="http://www.w3.org/2005/Atom" xmlns:h="http://www.w3.org/1999/xhtml" xml:lang="de">
<a:title type="text">Donaukurier am Morgen</a:title><a:id>tag:d.example,2025:feed</a:id>
<a:entry><a:id>tag:d.example,2025:1</a:id><a:title type="html">Gespr&amp;auml;che &lt;i&gt;gescheitert&lt;/i&gt;</a:title>
 <a:link rel="enclosure" href="https://d.example/1.mp3"/><a:link href="https://d.example/1"/>
 <a:updated>2025-02-20T08:00:00+01:00</a:updated><a:published>2025-02-19T08:00:00+01:00</a:published>
 <a:author><a:name>A. Bell</a:name></a:author><a:author><a:name>C. Dorn</a:name></a:author>
 <a:content type="html">&lt;p&gt;Eins.&lt;/p&gt;&lt;p&gt;Zwei.&lt;/p&gt;</a:content></a:entry>
<a:entry><a:id>tag:d.example,2025:2</a:id><a:title>Regen</a:title><a:updated>2025-02-20T08:00:00Z</a:updated>
 <a:summary>Kurz.</a:summary>
 <a:content type="xhtml" xml:lang="en"><h:div><h:p>It   rained
   <h:b>all</h:b> day.</h:p><h:p>Then it stopped.</h:p></h:div></a:content>
 <a:source><a:title>The Danube Courier</a:title></a:source></a:entry>
<a:entry><a:id>tag:d.example,2025:3</a:id><a:title>Ton</a:title><a:summary>Nur Ton.</a:summary>
 <a:content type="audio/mpeg" src="https://d.example/3.mp3"/></a:entry>
</a:feed>"#;
    let files = Files::new(&[("feed.atom", feed.as_bytes())]);
    let reading = files.read(&["feed.atom"]);
    assert_eq!(files.problems(&reading), [""; 0]);
    assert_eq!(texts(&reading), ["Eins.\nZwei.", "It rained all day.\nThen it stopped.", "Nur Ton."]);
    let [first, second, _] = &reading.articles[..] else { panic!("three articles") };
    assert_eq!([&*first.title, &*first.url], ["Gespräche gescheitert", "https://d.example/1"]);
    assert_eq!(first.published.as_ref().unwrap().instant.to_string(), "2025-02-19T07:00:00Z");
    assert_eq!((&*first.details().byline, &*first.details().language), ("A. Bell, C. Dorn", "de"));
    assert_eq!((&*second.source, &*second.details().language), ("The Danube Courier", "en"));
}

#[test]
fn the_title_of_a_feed_is_read_as_those_of_its_articles_are() {
    let atom = |title: &str, source: &str| {
        format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'>{title}<entry><id>1</id><content>Body.</content>{source}</entry></feed>"
        )
    };
    let marked = "<title type='html'>Caf&amp;eacute; &amp;amp; &lt;b>News&lt;/b></title>";
    let xhtml =
        "<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>Café &amp; <b>News</b></div></title>";
    let rss = "<rss><channel><title>Caf&amp;eacute; &amp;amp; News</title>\
               <item><guid>1</guid><description>Body.</description></item></channel></rss>";
    for feed in [
        atom(marked, ""),
        atom(xhtml, ""),
        atom("<title>Café &amp; News</title>", ""),
        atom("<title>Planet</title>", &format!("<source>{marked}</source>")),
        rss.to_owned(),
    ] {
        let files = Files::new(&[("feed.xml", feed.as_bytes())]);
        let reading = files.read(&["feed.xml"]);
        assert_eq!(files.problems(&reading), [""; 0]);
        assert_eq!(reading.articles[0].source, "Café & News", "{feed}");
    }
}

#[test]
fn a_feed_in_another_encoding_is_read_by_its_declaration() {
    let feed = "<?xml version='1.0' encoding='windows-1251'?><rss><channel><title>Вестник</title>\
        <item><title>Переговоры</title><description>Переговоры сорваны.</description></item></channel></rss>";
    let (russian, ..) = encoding_rs::WINDOWS_1251.encode(feed);
    let utf16: Vec<u8> =
        feed.replace("windows-1251", "UTF-16").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [&russian[..], &utf16, &[b"\xFF\xFE".as_slice(), &utf16].concat()] {
        let files = Files::new(&[("feed.xml", bytes)]);
        let reading = files.read(&["feed.xml"]);
        assert_eq!(files.problems(&reading), [""; 0]);
        let article = &reading.articles[0];
        assert_eq!(
            [&*article.source, &*article.title, &*text(article)],
            ["Вестник", "Переговоры", "Переговоры сорваны."]
        );
        assert!(reading.guessed.is_empty());
    }
}

/// Three items, the middle one replaced.
fn around(middle: &str) -> String {
    let item = |n: usize| format!("<item><guid>{n}</guid><description>Text {n}.</description></item>\n");
    format!("<rss><channel>\n{}{middle}\n{}</channel></rss>", item(1), item(3))
}

#[test]
fn a_damaged_item_is_reported_with_its_line_and_the_others_are_read() {
    for (middle, said) in [
        ("<item><guid>2</gu1d><description>x</description></item>", "</gu1d> closes <guid> in line 3"),
        ("<item><guid>2</guid><description>x</description>", "not closed before the next one begins"),
        ("<item><guid>2</guid><description><![CDATA[x]></description></item>", "CDATA"),
        ("<item><guid>2<guid><description>x</description></item>", "</item> closes <guid>"),
        ("<item><guid>2</guid><description x=\"<!-- x</description></item>", "attribute value not closed"),
        ("<item><guid>2</guid><description>x</description></itel>", "</itel> closes"),
    ] {
        let files = Files::new(&[("feed.xml", around(middle).as_bytes())]);
        let reading = files.read(&["feed.xml"]);
        let problems = files.problems(&reading);
        assert!(files.ids(&reading).starts_with(&["1".to_owned()]), "{middle}: {problems:?}");
        assert!(files.ids(&reading).ends_with(&["3".to_owned()]), "{middle}: {problems:?}");
        assert!(problems[0].starts_with("feed.xml:3: is not well-formed: "), "{middle}: {problems:?}");
        assert!(problems[0].contains(said), "{middle}: {problems:?}");
    }
}

#[test]
fn marks_of_cdata_in_a_cdata_section_are_text() {
    let script = "<script>/* <![CDATA[ */ var x = 1; /* ]]&gt; */</script>";
    let middle =
        format!("<item><guid>2</guid><description><![CDATA[<p>Text 2.</p>{script}]]></description></item>");
    let files = Files::new(&[("feed.xml", around(&middle).as_bytes())]);
    let reading = files.read(&["feed.xml"]);
    assert_eq!(files.problems(&reading), [""; 0]);
    assert_eq!(texts(&reading), ["Text 1.", "Text 2.", "Text 3."]);
}

#[test]
fn a_cdata_section_that_runs_into_the_next_article_costs_only_its_own() {
    let section = |n: usize, end: &str| {
        format!("<item><guid>{n}</guid><description><![CDATA[Text {n}.{end}</description></item>\n")
    };
    let feed = around(&(section(2, "") + &section(4, "]]>")));
    let files = Files::new(&[("feed.xml", feed.as_bytes())]);
    let reading = files.read(&["feed.xml"]);
    assert_eq!(files.ids(&reading), ["1", "4", "3"]);
    assert_one_problem(&files.problems(&reading), "feed.xml:3", &["a CDATA section is not closed in line 3"]);
}

#[test]
fn sections_without_an_end_cost_only_the_articles_that_they_are_in() {
    let begun = |n: usize, mark: &str| {
        format!("<item><guid>{n}</guid><description>{mark}Text {n}.</description></item>\n")
    };
    let feed = around(
        &[(2, "<![CDATA["), (4, ""), (5, "<!--"), (6, "<![CDATA["), (7, "")]
            .map(|(n, mark)| begun(n, mark))
            .concat(),
    );
    let files = Files::new(&[("feed.xml", feed.as_bytes())]);
    let reading = files.read(&["feed.xml"]);
    assert_eq!(files.ids(&reading), ["1", "4", "7", "3"]);
    let lines: Vec<_> = reading.problems.listed().iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [Some(3), Some(5), Some(6)]);
    assert!(files.problems(&reading).iter().all(|problem| problem.contains("not closed")));
}

#[test]
fn articles_that_all_lack_an_end_take_linear_time_and_cost_none_around_them() {
    let good = "<item><guid>0</guid><description>Text.</description></item>\n";
    let cdata = "<item><description><![CDATA[Text.</description></item>\n";
    for (damaged, behind) in [
        ("<item><description>Text <? here.</description></item>\n", ""),
        ("<item><description>Text <!DOCTYPE [ here.</description></item>\n", ""),
        (cdata, ""),
        (cdata, "<item><guid>1</guid><description><![CDATA[Text]]></description></item></channel></rss>"),
        ("<item \n", ""),
    ] {
        let feed = format!("<rss><channel>{good}{}{behind}", damaged.repeat(20_000));
        let files = Files::new(&[("feed.xml", feed.as_bytes())]);
        let reading = files.read(&["feed.xml"]);
        let expected = if behind.is_empty() { &["0"][..] } else { &["0", "1"] };
        assert_eq!(files.ids(&reading), expected, "{damaged}");
        assert!(reading.problems.count() > 15_000, "{damaged}: {}", reading.problems.count());
        let first = &reading.problems.listed()[0];
        assert!(first.line == Some(2) && first.message.contains("not closed"), "{first}");
    }
}

#[test]
fn an_article_may_hold_elements_of_its_own_tag() {
    let middle = "<item><guid>2</guid><description>Text 2.</description>\
        <related><item><title>Elsewhere</title></item><item/></related></item>";
    let files = Files::new(&[("feed.xml", around(middle).as_bytes())]);
    let reading = files.read(&["feed.xml"]);
    assert_eq!(files.problems(&reading), [""; 0]);
    assert_eq!(texts(&reading), ["Text 1.", "Text 2.", "Text 3."]);
}

#[test]
fn an_article_cut_in_one_of_its_elements_costs_no_other() {
    let cut = |n: usize| format!("<item><guid>{n}</guid><description>Tex\n");
    let whole = "<item><guid>5</guid><description>Text 5.</description></item>\n";
    let feed = around(&(cut(2) + whole + &cut(4)));
    let cut_short = feed.trim_end_matches("</channel></rss>");
    for feed in [&feed[..], cut_short, &(cut_short.to_owned() + "<item a=\"")] {
        let files = Files::new(&[("feed.xml", feed.as_bytes())]);
        let reading = files.read(&["feed.xml"]);
        assert_eq!(files.ids(&reading), ["1", "5", "3"]);
        let problems = files.problems(&reading);
        for (problem, line) in problems.iter().zip([3, 5]) {
            let said =
                format!("feed.xml:{line}: is not well-formed: it is not closed before the next one begins");
            assert!(problem.starts_with(&said), "{problems:?}");
        }
    }
}

#[test]
fn items_on_one_line_have_different_ids() {
    let item = |id: &str, text: &str| format!("<item>{id}<description>{text}</description></item>");
    let items = [item("", "A."), item("<guid>b</guid>", "B."), item("", "C.")].concat();
    let feed = format!("<rss version=\"2.0\">\n<channel>{items}\n{}</channel></rss>", item("", "D."));
    let files = Files::new(&[("feed.xml", feed.as_bytes())]);
    let reading = files.read(&["feed.xml"]);
    assert_eq!(files.problems(&reading), [""; 0]);
    assert_eq!(files.ids(&reading), ["feed.xml:2", "b", "feed.xml:2#3", "feed.xml:3"]);
}

#[test]
fn a_feed_cut_short_gives_the_items_before_the_cut() {
    for at in (10..RSS.len() - 1).filter(|at| RSS.is_char_boundary(*at)) {
        let files = Files::new(&[("feed.xml", &RSS.as_bytes()[..at])]);
        let reading = files.read(&["feed.xml"]);
        let whole = RSS[..at].matches("</item>").count().saturating_sub(1);
        assert_eq!(reading.articles.len(), whole, "at {at}: {:?}", files.problems(&reading));
        if !RSS[at..].trim().is_empty() {
            assert!(!reading.problems.is_empty(), "at {at}");
        }
    }
}

#[test]
fn unknown_entities_and_dates_are_reported_and_the_item_kept() {
    let middle = "<item><guid>2</guid><description>A &unknown; word &amp; &nbsp;more</description><pubDate>soon</pubDate></item>";
    let files = Files::new(&[("feed.xml", around(middle).as_bytes())]);
    let reading = files.read(&["feed.xml"]);
    assert_eq!(files.ids(&reading), ["1", "2", "3"]);
    let problems = files.problems(&reading);
    assert!(problems[0].starts_with("feed.xml:3: entity &unknown; is not declared"), "{problems:?}");
    assert!(problems[1].starts_with("feed.xml:3: field \"pubDate\" holds \"soon\""), "{problems:?}");
}

#[test]
fn articles_take_only_the_beginning_of_a_title_that_is_none() {
    let title = "€".repeat(1000);
    let xml = around("").replace("<channel>", &format!("<channel><title>{title}</title>"));
    let json = format!(
        r#"{{"version": "https://jsonfeed.org/version/1.1", "title": "{title}", "items": [{{"id": "1", "content_text": "A."}}]}}"#
    );
    for (name, feed) in [("feed.xml", xml), ("feed.json", json)] {
        let reading = Files::new(&[(name, feed.as_bytes())]).read(&[name]);
        assert_eq!(reading.articles[0].source, "€".repeat(341), "{name}");
    }
}

#[test]
fn of_many_faults_in_an_article_the_first_are_told() {
    let names: String = (0..100).map(|n| format!("&unknown{n};")).collect();
    let middle = format!("<item><guid>2</guid><description>A {names} word</description></item>");
    let files = Files::new(&[("feed.xml", around(&middle).as_bytes())]);
    let reading = files.read(&["feed.xml"]);
    assert_eq!(files.ids(&reading), ["1", "2", "3"]);
    let problems = files.problems(&reading);
    assert_eq!(problems.len(), 17, "{problems:?}");
    assert!(problems[15].contains("&unknown15;") && problems[16].contains("holds more"), "{problems:?}");
}

#[test]
fn attacks_by_entities_and_depth_are_refused_and_the_limits_can_be_raised() {
    let laughs: String =
        (1..4).map(|n| format!("<!ENTITY a{n} '{}'>", format!("&a{};", n - 1).repeat(30))).collect();
    let doctype = format!(
        "<!DOCTYPE rss SYSTEM 'http://example.com/rss.dtd' [<!ENTITY a0 'ha '>{laughs}<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
    );
    let middle = "<item><guid>2</guid><description>&a3;</description></item><item><guid>2f</guid><description>&f;</description></item>";
    let deep = format!(
        "<item><guid>2d</guid><description>{}x{}</description></item>",
        "<b>".repeat(2000),
        "</b>".repeat(2000)
    );
    let feed = doctype + &around(&(middle.to_owned() + &deep));
    let files = Files::new(&[("feed.xml", feed.as_bytes())]);
    let strict = ReadOptions { max_entity_bytes: 10_000, ..ReadOptions::default() };
    let reading = files.read_with(&["feed.xml"], &strict);
    assert_eq!(files.ids(&reading), ["1", "2", "2f", "3"]);
    let problems = files.problems(&reading);
    assert!(problems[0].contains("--max-entities"), "{problems:?}");
    assert!(problems[1].contains("file:///etc/passwd, which is never fetched"), "{problems:?}");
    assert!(
        problems[2].contains("nest deeper than 256") && problems[2].contains("--max-depth"),
        "{problems:?}"
    );
    let options = ReadOptions { max_depth: 3_000, ..ReadOptions::default() };
    let reading = files.read_with(&["feed.xml"], &options);
    assert_eq!(files.ids(&reading), ["1", "2", "2f", "2d", "3"]);
    assert_eq!(reading.articles[1].text.len(), 3 * 30_usize.pow(3));
}

#[test]
fn xml_of_another_kind_and_feeds_without_items_are_reported() {
    for (feed, said) in [
        ("<sitemap><loc>x</loc></sitemap>", "its root \"sitemap\" is none of RSS"),
        ("<rss><channel><title>T</title></channel></rss>", "holds no articles"),
        ("<?xml version='1.0'?>", "is XML without an element"),
    ] {
        let files = Files::new(&[("feed.xml", feed.as_bytes())]);
        assert_one_problem(&files.problems(&files.read(&["feed.xml"])), "feed.xml", &[said]);
    }
}

#[test]
fn opml_names_files_beside_it_and_nothing_is_fetched() {
    let list = r#"<opml version="2.0"><head><title>Mine</title></head><body>
<outline text="News"><outline type="rss" text="Herald" xmlUrl="feeds/herald.xml"/>
<outline type="rss" xmlUrl="https://example.com/rss"/></outline>
<outline type="rss" xmlUrl="list.opml"/><outline type="rss" xmlUrl="feeds/gone.xml"/></body></opml>"#;
    let files = Files::new(&[("list.opml", list.as_bytes()), ("feeds/herald.xml", RSS.as_bytes())]);
    let reading = files.read(&["list.opml", "feeds/herald.xml"]);
    assert_eq!(reading.articles.len(), 2);
    let problems = files.problems(&reading);
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(
        problems[0].starts_with("list.opml: names https://example.com/rss, and nothing is fetched"),
        "{problems:?}"
    );
    assert!(problems[1].starts_with("feeds/gone.xml: does not exist"), "{problems:?}");
}

#[test]
fn opml_may_name_files_by_addresses() {
    let names = ["with space/a.xml", "50%/b.xml", "c.xml", "d%20.xml", "é.xml"];
    let feeds: Vec<String> = (0..names.len()).map(|id| RSS.replace("lh-1", &format!("lh-{id}"))).collect();
    let feeds: Vec<(&str, &[u8])> = names.into_iter().zip(feeds.iter().map(String::as_bytes)).collect();
    let files = Files::new(&feeds);
    let root = files.path("").display().to_string();
    let root = root.trim_end_matches('/');
    for (address, name) in [
        ("with%20space/a.xml", names[0]),
        ("with space/a.xml", names[0]),
        (&*format!("file://{root}/with%20space/a.xml"), names[0]),
        (&format!("file://localhost{root}/50%25/b.xml"), names[1]),
        (&format!("FILE:{root}/c.xml"), names[2]),
        ("file:c.xml", names[2]),
        ("50%/b.xml", names[1]),
        ("d%20.xml", names[3]),
        ("%C3%A9.xml", names[4]),
    ] {
        let list = format!(r#"<opml version="2.0"><body><outline xmlUrl="{address}"/></body></opml>"#);
        std::fs::write(files.path("list.opml"), list).unwrap();
        let reading = files.read(&["list.opml"]);
        assert_eq!(files.problems(&reading), [""; 0], "{address}");
        assert_eq!(files.relative(reading.path(&reading.places[0])), name, "{address}");
    }
    std::fs::write(
        files.path("list.opml"),
        r#"<opml version="2.0"><body><outline xmlUrl="file://elsewhere.example/c.xml"/></body></opml>"#,
    )
    .unwrap();
    let problems = files.problems(&files.read(&["list.opml"]));
    assert_one_problem(
        &problems,
        "list.opml",
        &["names file://elsewhere.example/c.xml", "nothing is fetched"],
    );
}
