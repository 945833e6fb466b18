use proptest::prelude::*;

use super::*;
use crate::{
    article::Published,
    overlap::{Containment, Scores},
};

fn article(source: &str, date: &str, text: &str) -> Article {
    let published = Published::parse(date);
    Article { source: source.into(), published, text: text.into(), ..Article::default() }
}

fn held(a: u32, b: u32, a_in_b: f64, b_in_a: f64) -> Verified {
    Verified {
        a,
        b,
        scores: Scores { containment: Containment { a_in_b, b_in_a }, ..Scores::identical(&[]) },
    }
}

/// The originals of the articles, which are all of one cluster.
fn found(articles: &[Article], pairs: &[Verified]) -> Vec<Option<(u32, Reason)>> {
    let groups = [(0..articles.len() as u32).collect()];
    let origins = origins(&groups, &articles.iter().collect::<Vec<_>>(), pairs, &[]).unwrap();
    origins[0].iter().map(|origin| origin.map(|origin| (origin.original, origin.reason))).collect()
}

const TEXT: &str =
    "The river burst two levees on Saturday and flooded the lower town, the mayor of Ferran said.";

#[test]
fn whoever_credits_a_member_copied_from_it_even_on_the_day_before() {
    let credit = format!("By NPA\n{TEXT}");
    let articles = [article("Herald", "2025-06-08", &credit), article("NPA", "2025-06-09", TEXT)];
    assert_eq!(found(&articles, &[]), [Some((1, Reason::Credits)), None]);
    let mutual = [articles[0].clone(), article("NPA", "2025-06-09", &format!("Source: Herald\n{TEXT}"))];
    let earlier = Some((0, Reason::Earlier));
    assert_eq!(found(&mutual, &[]), [None, earlier], "where each credits the other, the dates decide");
}

#[test]
fn the_earliest_is_the_original_where_the_dates_tell() {
    let dated = |dates: [&str; 3]| found(&dates.map(|date| article("", date, TEXT)), &[]);
    let later = Some((1, Reason::Earlier));
    assert_eq!(dated(["2025-06-10", "2025-06-09", "2025-06-12"]), [later, None, later]);
    assert_eq!(dated(["2025-06-09T10:00:01Z", "2025-06-09T10:00:00Z", "some day"]), [later, None, None]);
    assert_eq!(
        dated(["2025-06-09", "2025-06-09", "2025-06-10"]),
        [None; 3],
        "one of two, and which is not known"
    );
    assert_eq!(dated(["2025-06-09", "2025-06-09T10:00:00Z", "2025-06-10"]), [None; 3]);
}

#[test]
fn of_two_of_one_day_the_one_that_is_credited_is_the_first() {
    let articles = [
        article("Herald", "2025-06-09", TEXT),
        article("NPA", "2025-06-09", TEXT),
        article("Post", "2025-06-09", &format!("NPA\n{TEXT}")),
        article("Blog", "2025-06-10", TEXT),
    ];
    let expected = [None, None, Some((1, Reason::Credits)), Some((1, Reason::Earlier))];
    assert_eq!(found(&articles, &[]), expected);
}

#[test]
fn the_original_of_what_credits_a_stranger_is_no_member() {
    let reuters = format!("By Reuters\n{TEXT}");
    let articles = [
        article("Herald", "2025-06-08", &reuters),
        article("Post", "2025-06-09", &reuters),
        article("Blog", "2025-06-10", TEXT),
    ];
    assert_eq!(found(&articles, &[held(0, 1, 0.5, 1.0)]), [None; 3]);
}

#[test]
fn where_nothing_else_speaks_the_whole_is_the_original_of_its_part() {
    let pairs = [held(0, 1, 0.4, 0.95), held(0, 2, 0.3, 0.9), held(1, 2, 0.7, 0.9)];
    let all = |dates: [&str; 3]| found(&dates.map(|date| article("", date, TEXT)), &pairs);
    let part = Some((0, Reason::Contains));
    assert_eq!(all(["", "", ""]), [None, part, part]);
    assert_eq!(all(["2025-06-09", "2025-06-09", "2025-06-09"]), [None, part, part]);
    let alike = found(&[article("", "", TEXT), article("", "", TEXT)], &[held(0, 1, 0.9, 0.95)]);
    assert_eq!(alike, [None, None], "both have nearly all of each other");
    let dated = all(["2025-06-10", "2025-06-09", ""]);
    assert_eq!((dated[0], dated[1]), (Some((1, Reason::Earlier)), None), "a part that was first is none");
}

proptest! {
    #[test]
    fn nothing_is_its_own_original_and_none_was_published_after_its_copies(
        days in prop::collection::vec(prop::option::of(1..9_u32), 1..6),
        credits in prop::collection::vec(0..6_usize, 6),
        shares in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 15),
    ) {
        let date = |day: Option<u32>| day.map_or(String::new(), |day| format!("2025-06-0{day}"));
        let text = |at: usize| if credits[at] < 3 { format!("By Paper{}\n{TEXT}", credits[at]) } else { TEXT.to_owned() };
        let articles = days.iter().enumerate().map(|(at, &day)| article(&format!("Paper{at}"), &date(day), &text(at)));
        let articles: Vec<Article> = articles.collect();
        let count = articles.len() as u32;
        let pairs = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b)));
        let pairs: Vec<Verified> = pairs.zip(&shares).map(|((a, b), &(x, y))| held(a, b, x, y)).collect();
        for (member, origin) in found(&articles, &pairs).into_iter().enumerate() {
            let Some((original, reason)) = origin else { continue };
            prop_assert_ne!(original as usize, member);
            let (copy, original) = (&articles[member], &articles[original as usize]);
            if reason == Reason::Credits {
                prop_assert!(copy.text.read().unwrap().contains(original.source.as_str()));
            } else if let (Some(copy), Some(original)) = (&copy.published, &original.published) {
                prop_assert!(original.instant <= copy.instant);
            }
        }
    }

    #[test]
    fn what_is_credited_and_first_is_as_every_member_compared_with_every_other_says(
        members in prop::collection::vec(
            (prop::option::of(0..4_usize), prop::option::of(1..4_u32), prop::collection::btree_set(0..4_usize, 0..3), 0..8),
            1..12,
        ),
    ) {
        let mut group = Group {
            members: &(0..members.len() as u32).collect::<Vec<_>>(),
            dates: Vec::new(),
            credits: Vec::new(),
            of_source: vec![Vec::new(); 4],
            source: Vec::new(),
            containers: Vec::new(),
        };
        for (member, (source, day, credits, others)) in members.iter().enumerate() {
            let start = day.map(|day| i64::from(day / 2) * 10);
            group.dates.push(start.zip(*day).map(|(start, day)| (start, start + i64::from(day % 2) * 9 + 1)));
            let sources = credits.iter().copied().filter(|&credited| Some(credited) != *source).collect();
            group.credits.push(Credits { sources, others: *others == 0 });
            group.source.push(*source);
            source.iter().for_each(|&source| group.of_source[source].push(member));
        }
        let credited = group.credited();
        let naive: Vec<_> = (0..members.len()).map(|member| naively_credited(&group, member)).collect();
        prop_assert_eq!(&credited, &naive);
        prop_assert_eq!(group.first(&credited), naively_first(&group, &credited));
    }
}

fn naively_credited(group: &Group<'_>, member: usize) -> Option<usize> {
    let own = group.source[member];
    let credits_back = |other: usize| own.is_some_and(|own| group.credits[other].sources.contains(&own));
    let sources = group.credits[member].sources.iter();
    let others = sources.flat_map(|&source| &group.of_source[source]).copied();
    let others = others.filter(|&other| other != member && !credits_back(other));
    others.min_by_key(|&other| (group.dates[other].map_or(i64::MAX, |date| date.0), other))
}

fn naively_first(group: &Group<'_>, credited: &[Option<usize>]) -> Option<usize> {
    let end = group.dates.iter().flatten().map(|date| date.1).min()?;
    let may_be = |&member: &usize| {
        group.dates[member].is_some_and(|date| date.0 < end)
            && credited[member].is_none()
            && !group.credits[member].others
    };
    let first: Vec<usize> = (0..credited.len()).filter(may_be).collect();
    let credits = |member: usize| credited.iter().filter(|&&original| original == Some(member)).count();
    let most = first.iter().map(|&member| credits(member)).max()?;
    let best: Vec<usize> = first.into_iter().filter(|&member| credits(member) == most).collect();
    (best.len() == 1).then(|| best[0])
}
