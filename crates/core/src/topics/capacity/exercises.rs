//! Exercises on envelopes.

use crate::exercise::{Draw, Exercise, Problem};
use crate::quantity::{Unit, format, grouped, significant};

/// All of them.
pub const ALL: &[Exercise] = &[
    Exercise { slug: "servers", title: "How many servers?", draw: servers },
    Exercise { slug: "removed", title: "What the cache takes away", draw: removed },
    Exercise { slug: "bandwidth", title: "How thick a pipe?", draw: bandwidth },
    Exercise { slug: "traffic-bill", title: "The forgotten row", draw: traffic_bill },
    Exercise { slug: "connections", title: "How many connections?", draw: connections },
    Exercise { slug: "replicas", title: "What replicas cannot do", draw: replicas },
];

fn count(value: f64) -> String {
    grouped(value, 0)
}

fn servers(draw: &mut Draw) -> Problem {
    let rate = draw.pick(&[20_000.0, 40_000.0, 70_000.0, 120_000.0]);
    let ms = draw.pick(&[0.5, 1.0, 2.0]);
    let cores = draw.pick(&[8.0, 16.0]);
    let busy = draw.pick(&[50.0, 60.0, 75.0]);
    let exact = rate * ms / 1e3 / (busy / 100.0) / cores;
    let n = libm::ceil(exact - 1e-9);
    Problem::new(format!("{} requests a second each need {ms} ms of processor time. A server has {cores} cores and may be {busy} % busy. How many servers does it take, with one more as a spare?", count(rate)), n + 1.0, Unit::COUNT)
        .within(0.004)
        .hint("How many cores are busy at once? Requests a second times seconds each.")
        .hint("Divide by how busy they may be, then by the cores of a server, round up, and add the spare.")
        .worked(format!("{} × {ms} ms = {} cores busy; / {busy} % = {}; / {cores} = {}: {} servers, and with the spare **{}**.", count(rate), significant(rate * ms / 1e3, 4), significant(rate * ms / 1e3 / (busy / 100.0), 4), significant(exact, 4), count(n), count(n + 1.0)))
        .trap(n, "Those carry the load as long as none of them fails. The spare is missing.")
        .trap(libm::ceil(rate * ms / 1e3 / cores) + 1.0, "That runs every core at 100 %, where queues have no end.")
        .trap(libm::ceil(exact * cores) + 1.0, "That is the number of cores. A server has several.")
        .given(format!("requests_per_sec={rate}&cpu_ms={ms}&cores_per_server={cores}&busy_pct={busy}&cdn_pct=0"))
}

fn removed(draw: &mut Draw) -> Problem {
    let read = draw.pick(&[70.0, 80.0, 90.0]);
    let hot = draw.pick(&[40.0, 50.0, 60.0, 75.0]);
    let hit = draw.pick(&[80.0, 90.0, 95.0]);
    let gone = read * hot * hit / 1e4;
    Problem::new(format!("{read} % of the queries read. {hot} % of the reads are for hot data, which a cache keeps; it has {hit} % of them ready. What share of all queries does the cache take from the database?"), gone, Unit::PERCENT)
        .within(0.01)
        .hint("A query must pass three gates to be answered by the cache.")
        .worked(format!("{read} % × {hot} % × {hit} % = **{} %**.", significant(gone, 4)))
        .trap(read * hit / 100.0, "That lets every read be hot. Only some are.")
        .trap(hit, "That is the share of hot reads. Writes and cold reads go to the database all the same.")
        .trap(100.0 - gone, "That is what is left for the database.")
        .given(format!("read_pct={read}&hot_pct={hot}&hit_pct={hit}"))
}

fn bandwidth(draw: &mut Draw) -> Problem {
    let rate = draw.pick(&[2_000.0, 10_000.0, 50_000.0, 100_000.0]);
    let kb = draw.pick(&[5.0, 10.0, 20.0, 50.0]);
    let mbps = rate * kb * 8.0 / 1e3;
    Problem::new(
        format!("{} answers of {kb} kB go out every second. How many megabits a second is that?", count(rate)),
        mbps,
        Unit::MBPS,
    )
    .hint("First bytes a second, then bits.")
    .worked(format!(
        "{} × {kb} kB = {} MB/s; × 8 = **{}**.",
        count(rate),
        significant(rate * kb / 1e3, 4),
        format(mbps, Unit::MBPS)
    ))
    .given(format!("requests_per_sec={rate}&response_kb={kb}"))
}

fn traffic_bill(draw: &mut Draw) -> Problem {
    let rate = draw.pick(&[1_000.0, 5_000.0, 20_000.0]);
    let kb = draw.pick(&[10.0, 20.0, 50.0]);
    let price = draw.pick(&[0.05, 0.1]);
    let gb = rate * kb * 1e3 * 2_592_000.0 / 1e9;
    Problem::new(format!("On average {} answers of {kb} kB are sent every second. A gigabyte sent costs ${price}. What is the bill for a month of 30 days?", count(rate)), gb * price, Unit::USD)
        .hint("A month has 2,592,000 seconds.")
        .worked(format!("{} × {kb} kB × 2,592,000 s = {} GB; × ${price} = **{}**.", count(rate), count(gb), format(gb * price, Unit::USD)))
        .trap(gb * price * 8.0, "That pays for bits as if they were bytes. Traffic is billed by the byte.")
        .trap(gb * price / 30.0, "That is a day.")
        .given(format!("requests_per_sec={}&peak_factor=1&response_kb={kb}&cdn_pct=0&egress_usd_per_gb={price}", rate))
}

fn connections(draw: &mut Draw) -> Problem {
    let rate = draw.pick(&[4_000.0, 10_000.0, 25_000.0, 40_000.0]);
    let ms = draw.pick(&[2.0, 5.0, 8.0, 20.0]);
    let n = rate * ms / 1e3;
    Problem::new(format!("{} queries a second hold a database connection for {ms} ms each. How many connections are in use on average?", count(rate)), n, Unit::COUNT)
        .hint("Little: how many are there at once = how many come a second × how long each stays.")
        .worked(format!("{} × {ms} ms = **{}**.", count(rate), significant(n, 4)))
        .trap(rate / ms, "Divide and the slower query would need fewer. Multiply.")
        .given(format!("requests_per_sec={rate}&query_ms={ms}&cdn_pct=0&hit_pct=0"))
}

fn replicas(draw: &mut Draw) -> Problem {
    let write = draw.pick(&[5.0, 10.0, 20.0, 25.0]);
    let nodes = draw.pick(&[3.0, 4.0, 5.0, 8.0]);
    let w: f64 = write / 100.0;
    let gain = 1.0 / (w + (1.0 - w) / nodes);
    Problem::new(format!("{write} % of the queries write. A database of one node is replaced by {nodes} nodes that share the reads; every write is repeated on each, and a write costs a node as much as a read. How many times as many queries can they do?"), gain, Unit::RATIO)
        .hint("Per query, how much work has each node? All of the writes, its share of the reads.")
        .worked(format!("Each node does {w} + {}/{nodes} = {} of every query, so together **{}** as many.", significant(1.0 - w, 2), significant(1.0 / gain, 4), format(gain, Unit::RATIO)))
        .trap(nodes, "That forgets that every node repeats every write.")
        .trap(1.0 / w, "That is the limit with infinitely many nodes.")
        .given(format!("read_pct={}&hit_pct=0", 100.0 - write))
}
