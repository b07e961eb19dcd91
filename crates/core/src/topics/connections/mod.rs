//! `connections`: the price of hello. Handshakes, four versions of HTTP on one line, and a pool of connections.

mod exercises;
mod inputs;
mod report;
mod run;

pub use inputs::{Inputs, Security, View};
pub use run::ConnectionsRun;

use crate::exercise::Exercise;
use crate::source::{Source, books};
use crate::topic::{Bet, Meta, Part, Predict, Preset, Refusal, Report, Step, Topic};

/// The topic.
pub enum Connections {}

impl Topic for Connections {
    type Inputs = Inputs;
    type Run = ConnectionsRun;
    const META: Meta = Meta {
        slug: "connections",
        title: "The price of hello",
        asks: "What does it cost to say hello?",
        lede: "Before the first byte of an answer, two machines greet each other: once, twice, three times there and back. Then comes the question whether to keep the line open.",
        part: Part::Fix,
        floor: 13,
    };
    const PRESETS: &'static [Preset] = PRESETS;
    const PREDICT: Predict = Predict {
        asks: "A page of 40 small files from 50 ms away. Each file gets a connection of its own with TCP and TLS 1.2, six at a time. How much of the page’s time is greeting?",
        bets: &[
            Bet {
                label: "about a tenth",
                right: false,
                says: "So it would be for large files. A small file takes one round trip to ask for; the greeting before it takes three.",
            },
            Bet {
                label: "about a half",
                right: false,
                says: "That counts TCP’s handshake, one round trip, and forgets TLS 1.2 with two more.",
            },
            Bet {
                label: "about three quarters",
                right: true,
                says: "Three round trips of greeting for one of asking, seven times in a row: 1.05 s of 1.46 s.",
            },
        ],
        explains: "TCP takes a round trip, TLS 1.2 two, TLS 1.3 one, QUIC one for both. A connection kept open pays once. That is why every later version of HTTP keeps it.",
        shows: "hellos",
        draw: "",
    };
    const WALK: &'static [Step] = WALK;
    const EXERCISES: &'static [Exercise] = exercises::ALL;
    const LESSON: &'static str = include_str!("lesson.md");
    const LEAVES_OUT: &'static [&'static str] = &[
        "Finding the server’s address (DNS), which may cost a round trip of its own.",
        "All resources are known at once; a real page reads a document first and finds the rest in it.",
        "Losses hit data only. A lost first packet of a handshake costs a second or more.",
        "No queue in the network: packets wait at the server, so one sent again does not stand behind others.",
        "Servers answer at once and send in turn; browsers and servers set priorities.",
        "After several losses in a row real connections wait twice as long each time; above about 10 % loss the page is too hopeful.",
        "The formulas of the pool take connections as open and holding times as exponential; the simulation opens and closes them.",
        "A request that gave up does not come back. Real ones try again: see the floors under load.",
        "The database’s slowing is Gunther’s law with coefficients that you choose; measure your own.",
    ];
    const SOURCES: &'static [Source] = &[
        Source {
            author: "E. Rescorla",
            title: "The Transport Layer Security protocol, version 1.3 (RFC 8446)",
            as_of: "2018",
            at: "https://www.rfc-editor.org/rfc/rfc8446",
        },
        Source {
            author: "M. Thomson, S. Turner",
            title: "Using TLS to secure QUIC (RFC 9001)",
            as_of: "2021",
            at: "https://www.rfc-editor.org/rfc/rfc9001",
        },
        books::RFC_6928,
        Source {
            author: "M. Allman, V. Paxson, E. Blanton",
            title: "TCP congestion control (RFC 5681)",
            as_of: "2009",
            at: "https://www.rfc-editor.org/rfc/rfc5681",
        },
        Source {
            author: "Y. Cheng, N. Cardwell, N. Dukkipati, P. Jha",
            title: "The RACK-TLP loss detection algorithm for TCP (RFC 8985)",
            as_of: "2021",
            at: "https://www.rfc-editor.org/rfc/rfc8985",
        },
        Source {
            author: "A. Movaghar",
            title: "On queueing with customer impatience until the beginning of service",
            as_of: "1998",
            at: "https://doi.org/10.1023/A:1019196416987",
        },
        Source {
            author: "N. J. Gunther",
            title: "A general theory of computational scalability based on rational functions",
            as_of: "2008",
            at: "https://arxiv.org/abs/0808.1431",
        },
    ];

    fn report(inputs: &Inputs) -> Result<Report, Refusal> {
        report::report(inputs)
    }

    fn start(inputs: &Inputs) -> Option<ConnectionsRun> {
        report::is_answered(inputs).then(|| ConnectionsRun::new(inputs))
    }
}

const WALK: &[Step] = &[
    Step {
        title: "A greeting for each",
        says: "Forty small files from 50 ms away. HTTP/1.0 and TLS 1.2: each file has a connection of its own, six at a time.",
        preset: "hellos",
        asks: "How much of the time is red?",
        answer: "Nearly three quarters: seven rounds of three round trips are 1.05 s of 1.46 s.",
    },
    Step {
        title: "Keep the line open",
        says: "HTTP/1.1 on six connections, TLS 1.3, files of 25 kB.",
        preset: "kept-alive",
        asks: "What is the grey now?",
        answer: "Files that wait for a connection: one at a time on each. 645 ms, where HTTP/1.0 takes 1.47 s.",
    },
    Step {
        title: "All on one",
        says: "HTTP/2 asks for everything at once.",
        preset: "http2",
        asks: "Why is it not much quicker still?",
        answer: "One connection begins with one window of ten packets and needs seven windows: 489 ms.",
    },
    Step {
        title: "One greeting less",
        says: "HTTP/3 over QUIC greets and agrees on keys in one round trip.",
        preset: "http3",
        asks: "What does that save?",
        answer: "Exactly one round trip: 50 of 489 ms. A server seen before saves another.",
    },
    Step {
        title: "One packet missing",
        says: "Twelve small files over HTTP/2 from 100 ms away. One packet is lost.",
        preset: "one-gap-http2",
        asks: "Who waits for it?",
        answer: "Others, for most of a round trip: their data are there, but TCP holds back whatever comes after the gap.",
    },
    Step {
        title: "The others go on",
        says: "The same packet lost over HTTP/3.",
        preset: "one-gap-http3",
        asks: "And now?",
        answer: "One file waits, the one that the packet belongs to.",
    },
    Step {
        title: "A pool of twenty",
        says: "400 requests a second, 40 ms each in the database. Opening a connection takes 46 ms.",
        preset: "pool",
        asks: "How many are in use, and what does waiting cost?",
        answer: "Sixteen, by Little’s law. The wait is 2.6 ms on average; 46 ms are saved.",
    },
    Step {
        title: "Five fewer",
        says: "Fifteen connections, and sixteen would be at work.",
        preset: "pool-too-small",
        asks: "How long do requests wait?",
        answer: "Nearly until they give up: 5 s. One in sixteen does.",
    },
    Step {
        title: "Far too many",
        says: "A database that slows down as more are at work, and a pool of 500.",
        preset: "slow-db-500",
        asks: "With 40 all is well. With 500?",
        answer: "The queries slow each other down until three of four requests get nothing. A line in front of the database was the better place to wait.",
    },
];

const PRESETS: &[Preset] = &[
    Preset { slug: "kept-alive", label: "Six kept alive", query: "" },
    Preset { slug: "hellos", label: "A greeting for each", query: "protocol=http10&security=tls12&resource_kb=10" },
    Preset { slug: "http10", label: "HTTP/1.0", query: "protocol=http10" },
    Preset { slug: "http2", label: "HTTP/2", query: "protocol=http2" },
    Preset { slug: "http3", label: "HTTP/3", query: "protocol=http3" },
    Preset { slug: "seen-before", label: "Seen before, 0-RTT", query: "protocol=http3&security=resumed" },
    Preset { slug: "lossy-http2", label: "HTTP/2, 2 % lost", query: "protocol=http2&loss_pct=2" },
    Preset {
        slug: "one-gap-http2",
        label: "One gap, HTTP/2",
        query: "protocol=http2&resources=12&resource_kb=5&round_trip_ms=100&loss_pct=1.5",
    },
    Preset {
        slug: "one-gap-http3",
        label: "One gap, HTTP/3",
        query: "protocol=http3&resources=12&resource_kb=5&round_trip_ms=100&loss_pct=1.5",
    },
    Preset { slug: "pool", label: "A pool of 20", query: "view=pool" },
    Preset { slug: "pool-too-small", label: "Pool too small", query: "view=pool&pool_size=15" },
    Preset { slug: "short-patience", label: "Gives up at once", query: "view=pool&pool_size=18&timeout_secs=0.01" },
    Preset { slug: "no-line", label: "No line", query: "view=pool&queue_limit=0" },
    Preset {
        slug: "no-pool",
        label: "Open and close each time",
        query: "view=pool&pool_size=1000&arrivals_per_sec=1000&hold_ms=10&kept_open=0&idle_timeout_secs=0",
    },
    Preset {
        slug: "closed-too-soon",
        label: "Closed too soon",
        query: "view=pool&arrivals_per_sec=5&kept_open=0&idle_timeout_secs=0.2",
    },
    Preset {
        slug: "slow-db-20",
        label: "Slow database, 20",
        query: "view=pool&arrivals_per_sec=420&db_contention_pct=1&db_coherency_pct=0.05&pool_size=20",
    },
    Preset {
        slug: "slow-db-40",
        label: "… 40",
        query: "view=pool&arrivals_per_sec=420&db_contention_pct=1&db_coherency_pct=0.05&pool_size=40",
    },
    Preset {
        slug: "slow-db-500",
        label: "… 500",
        query: "view=pool&arrivals_per_sec=420&db_contention_pct=1&db_coherency_pct=0.05&pool_size=500",
    },
];

#[cfg(test)]
mod tests;
