//! Twelve invented articles: a flood four times, talks and a recall of trains twice each, and four strangers.

/// What a newsroom hands over of one article.
#[derive(Debug, Clone)]
pub struct Sample {
    pub id: &'static str,
    pub outlet: &'static str,
    /// In UTC, as RFC 3339 writes it.
    pub time: &'static str,
    pub language: &'static str,
    pub title: &'static str,
    pub paragraphs: Vec<&'static str>,
}

impl Sample {
    pub fn url(&self) -> String {
        format!("https://{}.example/{}", self.outlet.to_lowercase().replace(' ', "-"), self.id)
    }

    pub fn text(&self) -> String {
        self.paragraphs.join("\n")
    }
}

const FLOOD: [&str; 4] = [
    "The harbour of Ferran was closed on Saturday after the river Wend burst two levees and flooded the lower town. \
     Some 4,200 residents were taken to schools on higher ground, the mayor, Ilse Brandt, said.",
    "Rescue boats from three districts searched the streets through the night & brought 61 people from their roofs. \
     \u{201c}We heard them before we saw them,\u{201d} said Otto Lenk, who steered one of them, \"and that was luck\".",
    "The power company said that 9,000 homes would be without electricity until Monday; repairs were to cost <4 million \
     crowns, it said, though nobody had yet seen the pumping station from within.",
    "Engineers blamed a gate that had been due for repair since 2019 and promised a report within ten days.",
];

const FLOOD_EDITED: [&str; 3] = [
    "The harbour of Ferran has been shut since the weekend after the river Wend burst two levees and flooded the lower \
     town. Some 4,200 residents were taken to schools on higher ground, the mayor, Ilse Brandt, said.",
    FLOOD[1],
    FLOOD[3],
];

const TALKS: [&str; 3] = [
    "Les pourparlers de Karesh sur le partage des eaux du Taban ont été suspendus mardi, après que la délégation du Nord a \
     quitté la salle, a annoncé le médiateur, Édouard Saintonge, devant une centaine de journalistes.",
    "« Nous n'étions qu'à deux paragraphes d'un accord », a-t-il regretté, ajoutant que les parties se retrouveraient dès \
     jeudi à l'hôtel où elles négocient depuis le 3 février, sans préciser qui présiderait la séance.",
    "Le barrage de Sorel, achevé en 2017, retient près d'un tiers du débit du fleuve, selon l'agence de l'eau.",
];

const TRAINS: [&str; 2] = [
    "Компания «Северный путь» отзывает 340 пригородных поездов после того, как на двух из них отказали тормоза, сообщила \
     во вторник железнодорожная инспекция. Пострадавших нет, но движение на линии Орловка — Каменка остановлено.",
    "Инженеры обнаружили трещину в клапане, который поставлялся одним заводом с 2021 года. Замена займёт не менее шести \
     недель, заявил главный инженер компании Павел Дроздов; пассажирам вернут деньги за билеты.",
];

pub fn feed() -> Vec<Sample> {
    let sample = |id, outlet, time, language, title, paragraphs: &[&'static str]| Sample {
        id,
        outlet,
        time,
        language,
        title,
        paragraphs: paragraphs.to_vec(),
    };
    vec![
        sample(
            "ferran-1",
            "Meridian Wire",
            "2025-02-15T18:05:00Z",
            "en",
            "Flood closes harbour & lower town",
            &FLOOD,
        ),
        sample(
            "ferran-2",
            "Lakeshore Herald",
            "2025-02-15T20:40:00Z",
            "en",
            "Ferran: harbour closed",
            &FLOOD,
        ),
        sample("ferran-3", "Evening Gull", "2025-02-16T05:00:00Z", "en", "A night on the roofs", &FLOOD[..3]),
        sample(
            "ferran-4",
            "Lakeshore Herald",
            "2025-02-16T09:12:30Z",
            "en",
            "After the flood",
            &FLOOD_EDITED,
        ),
        sample(
            "cup",
            "Evening Gull",
            "2025-02-19T22:10:00Z",
            "en",
            "Valdemora\u{2019}s first Shield",
            &[
                "Valdemora won the Continental Shield for the first time on Wednesday when Caldas, a substitute, scored in \
                 the 89th minute of the final against Port Sella. A crowd of 48,000 watched under heavy rain.",
                "The coach praised his young goalkeeper, who had saved a penalty shortly before the interval, and \
                 dedicated the trophy to the club\u{2019}s founders, three dockers and a teacher of geography.",
            ],
        ),
        sample(
            "karesh-1",
            "Agence du Levant",
            "2025-02-18T14:03:00Z",
            "fr",
            "Les pourparlers suspendus à Karesh",
            &TALKS,
        ),
        sample(
            "karesh-2",
            "Evening Gull",
            "2025-02-18T16:30:00Z",
            "fr",
            "Taban : échec à deux paragraphes",
            &TALKS[..2],
        ),
        sample(
            "theatre",
            "Lakeshore Herald",
            "2025-02-20T08:00:00Z",
            "de",
            "Schauspielhaus öffnet später",
            &[
                "Das Schauspielhaus von Großmühl öffnet erst im Oktober wieder, weil unter der Bühne ein Brunnen aus dem \
                 zwölften Jahrhundert gefunden wurde. „Wir spielen so lange im Zelt“, sagte die Intendantin Käthe Rühl.",
                "Die Archäologen rechnen mit Funden bis in sieben Meter Tiefe; die Stadt übernimmt die Mehrkosten von \
                 820.000 Talern, über die der Rat am Donnerstag mit 21 zu 9 Stimmen entschied.",
            ],
        ),
        sample("trains-1", "Вестник Севера", "2025-02-18T09:00:00Z", "ru", "Отзыв поездов", &TRAINS),
        sample("trains-2", "Meridian Wire", "2025-02-18T11:45:00Z", "ru", "Тормоза отказали дважды", &TRAINS),
        sample(
            "tea",
            "Evening Gull",
            "2025-02-21T03:20:00Z",
            "zh",
            "青塘茶价创新高",
            &[
                "青塘县今年的第一批春茶星期五以每公斤三千二百元成交，比去年高出四成。茶农陈玉兰说，二月里的两场雪让采摘晚了九天，\
                 但叶子更厚，香气更足。",
                "县农业局预计，全县产量将减少一成半，总收入仍会增加。局长何启明提醒买家提防外地茶叶冒充青塘茶，并公布了举报电话。",
            ],
        ),
        sample(
            "bees",
            "Meridian Wire",
            "2025-02-22T12:00:00Z",
            "en",
            "Bees of the old observatory",
            &[
                "Forty hives on the roof of the disused observatory at Tarn Hill have come through the coldest winter since \
                 1986 without a single loss, their keeper, a retired lens grinder called Ada Moss, reported on Saturday.",
                "She wraps them in felt cut from the covers of the old telescopes; visitors may taste the honey on the first \
                 Sunday of every month, provided they climb the 214 steps themselves.",
            ],
        ),
    ]
}
