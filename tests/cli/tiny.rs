//! Articles so alike, or so different, that no change of detection will judge them otherwise.

pub const STORY: &str = "The harbour of Ferran was closed on Saturday after the river Wend burst two levees and \
    flooded the lower town. Some 4,200 residents were taken to schools on higher ground, the mayor, Ilse Brandt, \
    said. Rescue boats from three districts searched the streets through the night and brought 61 people from \
    their roofs. The power company said that 9,000 homes would be without electricity until Monday. Engineers \
    blamed a gate that had been due for repair since 2019 and promised a report within ten days.";

pub const OTHER: &str = "Valdemora won the Continental Shield for the first time on Wednesday when Caldas, a \
    substitute, scored in the 89th minute of the final against Port Sella. A crowd of 48,000 watched the match \
    under heavy rain in the capital. The coach praised his young goalkeeper, who had saved a penalty shortly \
    before the interval, and dedicated the trophy to the club's founders.";

/// The story with its first words changed, which leaves most shingles as they are.
pub fn edited() -> String {
    STORY.replace("was closed on Saturday", "has been shut since the weekend")
}

pub fn line(id: &str, source: &str, date: &str, text: &str) -> String {
    let line = serde_json::json!({ "id": id, "title": format!("Title of {id}"), "source": source, "date": date, "text": text });
    format!("{line}\n")
}

/// Two copies of a story and a stranger.
pub fn feed() -> String {
    [
        line("late", "Herald", "2025-02-19", &edited()),
        line("early", "Wire", "2025-02-18", STORY),
        line("other", "Wire", "2025-02-18", OTHER),
    ]
    .concat()
}
