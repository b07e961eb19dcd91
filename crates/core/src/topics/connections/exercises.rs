//! Exercises on handshakes, versions of HTTP, and pools.

use crate::exercise::{Draw, Exercise, Problem};
use crate::network::transfer::slow_start_bytes;
use crate::quantity::{Unit, format, significant};
use crate::queueing::Usl;

/// All of them.
pub const ALL: &[Exercise] = &[
    Exercise { slug: "before-the-request", title: "Before the request", draw: before_the_request },
    Exercise { slug: "rounds-of-greeting", title: "Rounds of greeting", draw: rounds_of_greeting },
    Exercise { slug: "one-connection", title: "All on one", draw: one_connection },
    Exercise { slug: "at-work", title: "How many are at work?", draw: at_work },
    Exercise { slug: "being-opened", title: "Being opened", draw: being_opened },
    Exercise { slug: "slowed-down", title: "A crowded database", draw: slowed_down },
];

const HANDSHAKES: [(&str, &str, &str, f64); 5] = [
    ("TCP and TLS 1.2", "http11", "tls12", 3.0),
    ("TCP and TLS 1.3", "http11", "tls13", 2.0),
    ("TCP without encryption", "http11", "none", 1.0),
    ("TCP and TLS 1.3 with early data", "http11", "resumed", 1.0),
    ("QUIC", "http3", "tls13", 1.0),
];

fn before_the_request(draw: &mut Draw) -> Problem {
    let (name, protocol, security, trips) = draw.pick(&HANDSHAKES);
    let away = draw.pick(&[20.0, 40.0, 75.0, 120.0, 200.0]);
    let ms = trips * away;
    Problem::new(format!("A server is {away} ms away, there and back. How long does it take over {name} until the client may send its request?"), ms, Unit::MS)
        .hint("TCP takes a round trip, TLS 1.2 two more, TLS 1.3 one more.")
        .hint("QUIC greets and agrees on keys at once; early data go with the greeting.")
        .worked(format!("{trips} × {away} ms = **{}**.", format(ms, Unit::MS)))
        .trap((trips + 1.0) * away, "That is until the first byte of the answer: the request has its own round trip.")
        .trap(trips * away / 2.0, "A round trip is there **and** back: the client must hear the answer before it goes on.")
        .given(format!("protocol={protocol}&security={security}&round_trip_ms={away}"))
}

fn rounds_of_greeting(draw: &mut Draw) -> Problem {
    let resources = draw.pick(&[12.0, 20.0, 30.0, 40.0, 60.0]);
    let (tls, setup) = draw.pick(&[("tls12", 3.0), ("tls13", 2.0), ("none", 1.0)]);
    let away = draw.pick(&[40.0, 60.0, 100.0]);
    let rounds = libm::ceil(resources / 6.0);
    let ms = rounds * (setup + 1.0) * away;
    Problem::new(format!("A page has {resources} files of 5 kB, {away} ms away. HTTP/1.0 opens a connection for each, six at a time; a greeting takes {setup} round trips. The line is wide. How long does the page take?"), ms, Unit::MS)
        .within(0.03)
        .hint("Six at a time: how many rounds?")
        .hint("In each round: the greeting, then one round trip to ask.")
        .worked(format!("{resources} / 6, rounded up: {rounds} rounds of {setup} + 1 round trips: {} × {away} ms = **{}**.", rounds * (setup + 1.0), format(ms, Unit::MS)))
        .trap(resources * (setup + 1.0) * away, "One after another. The browser opens six at a time.")
        .trap((setup + rounds) * away, "That is a connection kept alive: here each file greets anew.")
        .trap(rounds * setup * away, "After the greeting each file must still be asked for.")
        .given(format!("protocol=http10&security={tls}&resources={resources}&resource_kb=5&round_trip_ms={away}&bandwidth_mbps=100000"))
}

fn one_connection(draw: &mut Draw) -> Problem {
    let (resources, kb) = draw.pick(&[(10.0, 10.0), (20.0, 10.0), (40.0, 10.0), (30.0, 25.0), (20.0, 5.0)]);
    let (protocol, setup) = draw.pick(&[("http2", 2.0), ("http3", 1.0)]);
    let name = if protocol == "http2" { "HTTP/2 over TCP and TLS 1.3" } else { "HTTP/3 over QUIC" };
    let bytes = resources * kb * 1e3;
    let windows = (1..).find(|&n| slow_start_bytes(n) >= bytes).map_or(1.0, f64::from);
    let trips = setup + windows;
    Problem::new(format!("{resources} files of {kb} kB are fetched over {name}, all asked for at once on one new connection; nothing is lost and the line is wide. How many round trips does it take, the greeting included?"), trips, Unit::COUNT)
        .within(0.04)
        .hint("Together they are one stream of data in slow start: 14.6, 43.8, 102.2, 219, 452.6, 919.8 kB after 1, 2, 3 … windows.")
        .worked(format!("{} kB need {windows} windows; the greeting {setup}: **{trips}**.", significant(bytes / 1e3, 4)))
        .trap(setup + 1.0, "All are asked for at once, but the server may send only 14.6 kB before it hears back.")
        .trap(windows, "That forgets the greeting.")
        .trap(setup + resources, "That is one after another. Here they share the connection.")
        .given(format!("protocol={protocol}&resources={resources}&resource_kb={kb}&bandwidth_mbps=100000"))
}

fn at_work(draw: &mut Draw) -> Problem {
    let rate = draw.pick(&[100.0, 200.0, 500.0, 1000.0]);
    let hold = draw.pick(&[5.0, 10.0, 20.0, 40.0]);
    let busy = rate * hold / 1e3;
    let size = libm::ceil(busy + 2.0 * libm::sqrt(busy)) + 1.0;
    Problem::new(format!("{rate} requests come a second; each keeps a connection for {hold} ms. How many connections are in use at once, on average?"), busy, Unit::COUNT)
        .hint("Little’s law: number = rate × time.")
        .worked(format!("{rate} × {hold} ms = **{}**. The pool needs some more for bursts: {size}, say.", significant(busy, 4)))
        .trap(rate, "As many come in a second. Each stays only a part of one.")
        .trap(rate * hold, "Mind the unit: milliseconds are thousandths of a second.")
        .trap(1e3 / hold, "That is how many requests one connection can serve a second.")
        .given(format!("view=pool&arrivals_per_sec={rate}&hold_ms={hold}&pool_size={size}"))
}

fn being_opened(draw: &mut Draw) -> Problem {
    let rate = draw.pick(&[100.0, 500.0, 1000.0, 2000.0]);
    let setup = draw.pick(&[20.0, 46.0, 80.0, 120.0]);
    let count = rate * setup / 1e3;
    Problem::new(format!("A service opens a connection for each of {rate} requests a second. Opening one takes {setup} ms. How many connections are being opened at any moment?"), count, Unit::COUNT)
        .hint("Number = rate × time.")
        .worked(format!("{rate} × {} s = **{}**. They overlap, so nothing is impossible about it; it is waste.", setup / 1e3, significant(count, 4)))
        .trap(rate, "That many are opened in a second. Each takes only a part of it.")
        .trap(rate / setup, "Multiply: the longer each takes, the more are under way.")
        .given(format!("view=pool&arrivals_per_sec={rate}&setup_ms={setup}&hold_ms=1&pool_size=1000&kept_open=0&idle_timeout_secs=0"))
}

fn slowed_down(draw: &mut Draw) -> Problem {
    let contention = draw.pick(&[1.0, 2.0, 5.0]);
    let size = draw.pick(&[20.0, 50.0, 100.0]);
    let hold = draw.pick(&[10.0, 20.0, 40.0]);
    let crowd = 1.0 + contention / 100.0 * (size - 1.0);
    let rate = Usl::new(1e3 / hold, contention / 100.0, 0.0).map_or(1.0, |usl| usl.throughput_per_sec(size));
    Problem::new(format!("A query takes {hold} ms on an idle database. {contention} % of its work waits for what all queries share, so that with n at work each takes 1 + {} (n − 1) times as long. How many queries a second can {size} connections finish together?", contention / 100.0), rate, Unit::PER_SEC)
        .hint("How long does each take with all of them at work?")
        .worked(format!("Each takes {hold} ms × {} = {}. {size} of them in that time: **{}**.", significant(crowd, 4), format(hold * crowd, Unit::MS), format(rate, Unit::PER_SEC)))
        .trap(size / hold * 1e3, "That is a database that does not slow down.")
        .trap(1e3 / hold / crowd, "That is one connection among the others; there are many.")
        .given(format!("view=pool&hold_ms={hold}&pool_size={size}&db_contention_pct={contention}&arrivals_per_sec={}", significant(rate * 0.8, 3).replace(',', "")))
}
