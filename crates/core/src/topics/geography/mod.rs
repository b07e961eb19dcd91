//! `geography`: how far away is your server? Distance, light in fibre, ways round, and what standing nearer saves.

mod exercises;
mod inputs;
mod report;

pub use inputs::{Edge, GeographyError, Inputs, MOST_REPLICAS, MOST_USERS, Placed, Scene};

use crate::exercise::Exercise;
use crate::network::fibre::{ACCESS_MS, GROUP_INDEX};
use crate::network::measured_rtt::AZURE;
use crate::source::Source;
use crate::topic::{Bet, Meta, NoRun, Part, Predict, Preset, Refusal, Report, Step, Topic};

/// The topic.
pub enum Geography {}

impl Topic for Geography {
    type Inputs = Inputs;
    type Run = NoRun;
    const META: Meta = Meta {
        slug: "geography",
        title: "How far away is your server?",
        asks: "How far away is your server?",
        lede: "Code can be made faster. Light cannot: every round trip pays for the distance, out and back.",
        part: Part::Fix,
        floor: 12,
    };
    const PRESETS: &'static [Preset] = PRESETS;
    const PREDICT: Predict = Predict {
        asks: "A user in Sydney asks a server in Virginia, 15,700 km away. The page needs three round trips, one after another. How long must the user wait at least, however good the code and the network?",
        bets: &[
            Bet {
                label: "about 80 ms",
                right: false,
                says: "That is once one way through fibre. Each round trip goes out and back, and there are three.",
            },
            Bet {
                label: "about 150 ms",
                right: false,
                says: "That is one round trip: 2 × 15,700 km at 204,190 km/s. The three come one after another.",
            },
            Bet {
                label: "about 460 ms",
                right: true,
                says: "Three times out and back, 94,000 km of fibre at 204,190 km/s. Real networks take about 580 ms.",
            },
            Bet {
                label: "about 0 ms: light is instant",
                right: false,
                says: "In fibre light takes 5 ms for 1,000 km. Between continents that is what a user feels most.",
            },
        ],
        explains: "The floor is 2d/v for each round trip. Nothing but a shorter distance or fewer round trips makes it less.",
        shows: "sydney-virginia",
        draw: "",
    };
    const WALK: &'static [Step] = &[
        Step {
            title: "One round trip",
            says: "Sydney asks Virginia. The line is the shortest way, on a globe that is; on a flat map it looks bent.",
            preset: "sydney-virginia-once",
            asks: "What is the least it can take?",
            answer: "154 ms: 15,700 km of glass, out and back. Measured between data centres: 193 ms.",
        },
        Step {
            title: "Three, one after another",
            says: "A handshake, a query, another query.",
            preset: "sydney-virginia",
            asks: "And now?",
            answer: "Three times everything: 461 ms at least, some 800 for a usual user.",
        },
        Step {
            title: "The same, from Sydney",
            says: "Nothing in the code has changed. A replica stands in Sydney.",
            preset: "sydney-replica",
            asks: "How much is left?",
            answer: "15 ms: three times the way to the user’s provider. More than fifty times as quick.",
        },
        Step {
            title: "An edge in Tokyo",
            says: "A user in Tokyo, a server in Virginia, and a CDN that has the answer.",
            preset: "tokyo-virginia-edge",
            asks: "How many times as quick?",
            answer: "187 ms become 5: 37 times. As long as the CDN has the answer.",
        },
        Step {
            title: "Nine in ten",
            says: "The CDN has nine answers in ten.",
            preset: "tokyo-virginia-nine-in-ten",
            asks: "The mean?",
            answer: "23 ms: eight times. One request in ten pays for nearly all of it.",
        },
        Step {
            title: "A long way round",
            says: "São Paulo and Johannesburg face each other over the Atlantic: 7,400 km.",
            preset: "sao-paulo-johannesburg",
            asks: "The floor is 73 ms. What is measured?",
            answer: "319 ms: the packets go by Europe or North America. Cables decide, not the map.",
        },
        Step {
            title: "Where would you put two?",
            says: "Eight cities of users around the world, two replicas, least mean time.",
            preset: "two-replicas",
            asks: "Where?",
            answer: "In Madrid and Singapore: 77 ms on average instead of 167 from Virginia. The second replica saves 57 ms over the first, a fifth 11.",
        },
    ];
    const EXERCISES: &'static [Exercise] = exercises::ALL;
    const LESSON: &'static str = include_str!("lesson.md");
    const LEAVES_OUT: &'static [&'static str] = &[
        "The real course of cables: a stretch stands for all detours, the same everywhere.",
        "Time for sending bytes: see the topics on bandwidth. A round trip here carries an answer of any size.",
        "Queues in routers, loss and retries; jitter. All figures are medians or usual values, not tails.",
        "Writes: a replica that answers reads must still hear of every change, over the same distance.",
        "Radio, satellites and hollow-core fibre, which are nearer to light in a vacuum.",
        "Heights: 400 m up or down do not matter over 1,000 km.",
        "CDN: a point of presence in each city of the list; a miss is one round trip over an open connection.",
    ];
    const SOURCES: &'static [Source] = &[
        Source {
            author: "C. F. F. Karney",
            title: "Algorithms for geodesics, J. Geodesy 87: distances on the WGS-84 ellipsoid",
            as_of: "2013",
            at: "https://doi.org/10.1007/s00190-012-0578-z",
        },
        GROUP_INDEX.source,
        ACCESS_MS.source,
        AZURE,
        Source {
            author: "Natural Earth, packed by M. Bostock (world-atlas 2.0.2, ISC licence)",
            title: "Land polygons 1:50 million, version 4.1.0, public domain, simplified",
            as_of: "2018",
            at: "https://www.naturalearthdata.com",
        },
        Source {
            author: "B. Šavrič, T. Patterson, B. Jenny",
            title: "The Equal Earth map projection, IJGIS 33",
            as_of: "2018",
            at: "https://doi.org/10.1080/13658816.2018.1504949",
        },
        Source {
            author: "O. Kariv, S. L. Hakimi",
            title: "An algorithmic approach to network location problems: centres and medians",
            as_of: "1979",
            at: "https://doi.org/10.1137/0137041",
        },
    ];

    fn report(inputs: &Inputs) -> Result<Report, Refusal> {
        report::report(inputs)
    }

    fn check(inputs: &Inputs) -> Result<(), (&'static str, String)> {
        inputs.check()
    }

    fn start(_: &Inputs) -> Option<NoRun> {
        None
    }
}

const PRESETS: &[Preset] = &[
    Preset { slug: "sydney-virginia-once", label: "Sydney → Virginia", query: "" },
    Preset { slug: "sydney-virginia", label: "… 3 round trips", query: "round_trips=3" },
    Preset {
        slug: "sydney-replica", label: "… replica in Sydney", query: "round_trips=3&edge=replica&edge_at=sydney"
    },
    Preset {
        slug: "tokyo-virginia-edge", label: "Tokyo → Virginia, edge", query: "user=tokyo&edge=cdn&edge_at=tokyo"
    },
    Preset {
        slug: "tokyo-virginia-nine-in-ten",
        label: "… nine hits in ten",
        query: "user=tokyo&edge=cdn&edge_at=tokyo&hit_pct=90",
    },
    Preset {
        slug: "tutorial-200000",
        label: "NY–LA at 200,000 km/s",
        query: "user=new-york&server=los-angeles&fibre_km_per_sec=200000",
    },
    Preset {
        slug: "new-york-london",
        label: "NY–London",
        query: "user=new-york&server=london&fibre_km_per_sec=200000",
    },
    Preset {
        slug: "new-york-sydney",
        label: "NY–Sydney",
        query: "user=new-york&server=sydney&fibre_km_per_sec=200000",
    },
    Preset { slug: "virginia-oregon", label: "Virginia → Oregon", query: "user=ashburn&server=portland&access_ms=0" },
    Preset { slug: "sao-paulo-johannesburg", label: "A long way round", query: "user=sao-paulo&server=johannesburg" },
    Preset { slug: "madrid-auckland", label: "Nearly opposite", query: "user=madrid&server=auckland" },
    Preset { slug: "two-replicas", label: "Two replicas for eight", query: "user=london&server=ashburn" },
    Preset { slug: "worst-off", label: "… for the worst off", query: "user=london&replicas=3&aim=worst" },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topic::{AnyTopic, Erased, Quantity, Readout};
    use crate::url;

    fn topic() -> &'static dyn AnyTopic {
        const { &Erased::<Geography>::new() }
    }

    fn readouts(query: &str) -> Vec<Readout> {
        let decoded = url::decode(topic(), query);
        assert!(decoded.notices.is_empty(), "{:?}", decoded.notices);
        topic().report(&decoded.values).unwrap().readouts
    }

    fn value(query: &str, key: &str) -> Option<f64> {
        readouts(query).iter().find(|r| r.key == key).and_then(Readout::number)
    }

    fn preset(slug: &str) -> &'static str {
        PRESETS.iter().find(|p| p.slug == slug).unwrap().query
    }

    #[test]
    fn the_tutorials_three_pairs_come_to_40_55_and_160_ms() {
        for (slug, km, ms) in [
            ("tutorial-200000", 3_944.4, 40.0),
            ("new-york-london", 5_585.2, 55.0),
            ("new-york-sydney", 15_988.0, 160.0),
        ] {
            let (floor, distance) =
                (value(preset(slug), "floor_rtt_ms").unwrap(), value(preset(slug), "distance_km").unwrap());
            assert!((distance - km).abs() < 0.05, "{slug}: {distance}");
            assert!((floor / ms - 1.0).abs() < 0.02, "{slug}: {floor}");
            assert!((floor - distance / 100.0).abs() < 1e-9, "at 200,000 km/s");
        }
    }

    #[test]
    fn sydney_to_virginia_takes_at_least_461_ms_for_three_and_a_replica_15() {
        let near = |query: &str, key: &str, wanted: f64, within: f64| {
            let got = value(query, key).unwrap();
            assert!((got - wanted).abs() <= within, "{key}: {got}");
        };
        near(preset("sydney-virginia-once"), "floor_rtt_ms", 153.8, 0.5);
        assert!((3.0 * value("", "floor_rtt_ms").unwrap() - 461.0).abs() < 1.0);
        near(preset("sydney-virginia"), "total_ms", 3.0 * (1.7 * 153.8 + 5.0), 3.0);
        near("", "measured_rtt_ms", 193.0, 0.0);
        near(preset("sydney-replica"), "edge_total_ms", 15.0, 1e-9);
        assert!(value(preset("sydney-replica"), "improvement").unwrap() > 50.0);
    }

    #[test]
    fn an_edge_in_tokyo_is_37_times_as_quick_and_eight_times_if_it_misses_one_in_ten() {
        let query = preset("tokyo-virginia-edge");
        assert!((value(query, "total_ms").unwrap() - 187.0).abs() < 1.0);
        assert!((value(query, "edge_total_ms").unwrap() - 5.0).abs() < 1e-9);
        assert!((value(query, "improvement").unwrap() - 37.0).abs() < 0.5);
        let missing = preset("tokyo-virginia-nine-in-ten");
        assert!((value(missing, "edge_total_ms").unwrap() - 23.2).abs() < 0.2);
        assert!((value(missing, "improvement").unwrap() - 8.0).abs() < 0.3);
        assert_eq!(value("", "edge_total_ms"), None);
    }

    #[test]
    fn typical_lies_between_floor_and_three_floors_and_measured_above_the_floor_for_every_preset() {
        for preset in PRESETS {
            let get = |key| value(preset.query, key);
            let (floor, typical) = (get("floor_rtt_ms").unwrap(), get("typical_rtt_ms").unwrap());
            assert!(floor < typical && typical < 3.0 * floor + 5.0, "{}", preset.slug);
            assert!(get("vacuum_rtt_ms").unwrap() < floor);
            assert!(get("measured_rtt_ms").is_none_or(|m| m > floor), "{}", preset.slug);
        }
        assert!((value("", "median_stretch").unwrap() - 1.70).abs() < 0.005);
    }

    #[test]
    fn each_further_replica_helps_and_the_best_for_the_worst_off_is_no_worse_for_them() {
        let worst = |query: &str| value(query, "best_worst_ms").unwrap();
        let mean = |query: &str| value(query, "best_mean_ms").unwrap();
        let server = value("", "server_mean_ms").unwrap();
        let by_number: Vec<f64> = (1..=5).map(|k| mean(&format!("replicas={k}"))).collect();
        assert!(by_number.windows(2).all(|w| w[1] < w[0]) && by_number[0] <= server, "{by_number:?}");
        assert!(worst("replicas=3&aim=worst") <= worst("replicas=3"));
        assert!(mean("replicas=3&aim=worst") >= mean("replicas=3"));
        let cities = readouts("replicas=3").into_iter().find(|r| r.key == "best_cities").unwrap();
        let Quantity::Text(names) = cities.value else { panic!() };
        assert_eq!(names.split(" · ").count(), 3);
    }

    #[test]
    fn what_is_no_place_is_refused_in_a_sentence_and_a_link_with_it_falls_back() {
        for (text, words) in
            [("abc", "not on the list"), ("95,10", "latitude"), ("", "Where?"), ("Sidney", "Did you mean Sydney?")]
        {
            let inputs = Inputs { user: text.into(), ..Inputs::default() };
            let refusal = Geography::report(&inputs).unwrap_err();
            assert!(refusal.0.starts_with("The user: ") && refusal.0.contains(words), "{}", refusal.0);
        }
        let decoded = url::decode(topic(), "user=abc&round_trips=4");
        assert_eq!(decoded.notices.len(), 1, "{:?}", decoded.notices);
        assert_eq!(url::encode(topic(), &decoded.values).query, "round_trips=4");
        let many = Inputs { users: "london,".repeat(21), ..Inputs::default() };
        assert!(Geography::report(&many).unwrap_err().0.contains("at most 20"));
    }

    #[test]
    fn coordinates_and_aliases_are_places_too() {
        assert_eq!(value("server=virginia", "distance_km"), value("", "distance_km"));
        let here = value("user=-33.8688,151.2093", "distance_km").unwrap();
        assert!((here - value("", "distance_km").unwrap()).abs() < 1e-9);
        assert_eq!(value("user=ashburn", "distance_km"), Some(0.0));
        assert_eq!(value("user=ashburn", "typical_rtt_ms"), Some(5.0));
    }
}
