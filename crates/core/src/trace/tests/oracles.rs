//! Published cases: jaeger-ui's `CriticalPath/testCases`, CRISP's `test_cases`, speedscope's samples, re-created with their
//! structure; and the figures of the tutorial.

use super::super::*;
use super::{place, trace};

fn path(spans: &[(&str, i64, i64, &str)], merge_gap_share: f64) -> Vec<(String, i64)> {
    let trace = trace(spans);
    let root = trace.longest_root().unwrap();
    let found = critical_path(&trace, root, merge_gap_share);
    assert_eq!(found.total_ns(), trace.spans[root].len_ns(), "the path is as long as its root");
    let mut named: Vec<(String, i64)> =
        found.ns.iter().enumerate().filter(|(_, ns)| **ns > 0).map(|(p, ns)| (trace.name(p).to_owned(), *ns)).collect();
    named.sort();
    named
}

fn is(found: Vec<(String, i64)>, wanted: &[(&str, i64)]) {
    let mut wanted: Vec<(String, i64)> = wanted.iter().map(|(name, ns)| ((*name).to_owned(), *ns)).collect();
    wanted.sort();
    assert_eq!(found, wanted);
}

#[test]
fn jaegers_own_cases_give_its_figures() {
    is(path(&[("X", 1, 101, ""), ("A", 10, 50, "X"), ("C", 20, 60, "X")], 0.0), &[("X", 60), ("C", 40)]);
    is(path(&[("A", 1, 31, ""), ("B", 40, 80, "A"), ("C", 50, 60, "B")], 0.0), &[("A", 30)]);
    is(path(&[("A", 1, 30, ""), ("B", 15, 35, "A"), ("C", 10, 25, "B")], 0.0), &[("B", 5), ("C", 10), ("A", 14)]);
    is(path(&[("A", 1, 30, ""), ("B", 15, 35, "A"), ("C", 20, 40, "B")], 0.0), &[("C", 10), ("B", 5), ("A", 14)]);
}

#[test]
fn a_child_that_ends_where_the_next_begins_is_on_the_path() {
    is(path(&[("R", 0, 100, ""), ("A", 10, 40, "R"), ("B", 40, 90, "R")], 0.0), &[("R", 20), ("A", 30), ("B", 50)]);
}

#[test]
fn crisps_own_cases_give_its_figures() {
    let five = [("A", 0, 100, ""), ("B1", 10, 30, "A"), ("B2", 40, 50, "A"), ("B3", 60, 90, "A")];
    is(path(&five, 0.01), &[("A", 40), ("B1", 20), ("B2", 10), ("B3", 30)]);
    let nine = [("A", 0, 100, ""), ("B", 110, 160, "A"), ("C", 120, 150, "B"), ("D", 60, 90, "A")];
    is(path(&nine, 0.01), &[("A", 70), ("D", 30)]);
    let ten = [("A", 0, 1000, ""), ("B", 10, 210, "A"), ("C", 209, 309, "A"), ("D", 308, 608, "A")];
    is(path(&ten, 0.01), &[("A", 400), ("B", 200), ("C", 100), ("D", 300)]);
    // With no overlap allowed it is Jaeger's figure.
    is(path(&ten, 0.0), &[("A", 500), ("B", 200), ("D", 300)]);
}

#[test]
fn the_tutorials_waterfall_with_gaps_is_mostly_its_database() {
    let spans = [("req", 0, 560, ""), ("auth", 10, 55, "req"), ("cache", 60, 75, "req"), ("db", 78, 558, "req")];
    is(path(&spans, 0.01), &[("req", 20), ("db", 480), ("cache", 15), ("auth", 45)]);
}

fn sketch(text: &str) -> Trace {
    match open("", text.as_bytes()).unwrap().content {
        Content::Trace(trace) => trace,
        Content::Profile(_) => panic!("{text} is a profile"),
    }
}

#[test]
fn the_default_trace_spends_eight_ninths_in_its_database() {
    let trace = sketch("auth 45, cache 15, database 480");
    let own = own_times(&trace);
    let slowest = slowest(&trace, 0, &own);
    assert_eq!((trace.name(slowest), own[slowest], trace.spans[0].len_ns()), ("database", 480_000_000, 540_000_000));
    let replay = faster(&trace, slowest, 2.0, 0.01);
    assert_eq!(replay.saved_ns, 240_000_000);
}

#[test]
fn five_services_in_a_row_take_120_ms_and_with_three_side_by_side_70() {
    let serial = sketch("A 20 (5, B 20 (5, C 20 (5, D 20 (5, E 20))))");
    assert_eq!(serial.spans[0].len_ns(), 120_000_000);
    let parallel = sketch("A 20 (5, B 20 (5, C 20 | D 20 | E 20))");
    assert_eq!(parallel.spans[0].len_ns(), 70_000_000);
    // If answers cross the hops too: 80.
    let answers = sketch("A 20 (5, B 20 (5, C 20 | D 20 | E 20, 5), 5)");
    assert_eq!(answers.spans[0].len_ns(), 80_000_000);
}

#[test]
fn the_checkout_of_three_seconds_takes_1005_ms_mended_in_a_real_order_and_800_only_if_payment_waits_for_nothing() {
    assert_eq!(sketch("api 200, database 1800, payment 800, serialize 200").spans[0].len_ns(), 3_000_000_000);
    assert_eq!(sketch("api 200, database 50 | payment 800, serialize 5").spans[0].len_ns(), 1_005_000_000);
    assert_eq!(
        sketch("checkout (rest (api 200, database 50, serialize 5) | payment 800)").spans[0].len_ns(),
        800_000_000
    );
}

#[test]
fn one_of_three_calls_side_by_side_saves_only_down_to_the_next() {
    let trace = sketch("C 100 | D 80 | E 30");
    let saved = |name: &str, times| faster(&trace, place(&trace, name), times, 0.01).saved_ns;
    assert_eq!((saved("C", 2.0), saved("C", f64::INFINITY), saved("D", 10.0)), (20_000_000, 20_000_000, 0));
    let after = faster(&trace, place(&trace, "C"), 2.0, 0.01).trace;
    assert_eq!(after.name(critical_path(&after, 0, 0.01).most().unwrap()), "D");
    let slack = Replay::slack_ns(&trace, 0, 0.01);
    assert_eq!((slack[place(&trace, "D")], slack[place(&trace, "C")]), (20_000_000, 0));
}

#[test]
fn speedscopes_samples_of_collapsed_stacks_give_its_weights() {
    let flame = |text: &str| match open("", text.as_bytes()).unwrap().content {
        Content::Profile(flame) => flame,
        Content::Trace(_) => panic!("a trace"),
    };
    let simple = flame("a;b;c 1\na;b;c 1\na;b;d 4\na;b;c 3\na;b 5\n");
    assert_eq!((simple.total(), simple.frames.len()), (14.0, 4));
    let boxes: Vec<(&str, f64, f64)> =
        (0..4).map(|i| (simple.name(i), simple.frames[i].own, simple.frames[i].total)).collect();
    assert_eq!(boxes, [("a", 0.0, 14.0), ("b", 5.0, 14.0), ("c", 5.0, 5.0), ("d", 4.0, 4.0)]);
    // Ten stacks; a and b are in nine each, c in four, however often they call themselves.
    let recursion = flame("a 1\na;b 1\na;b;a 1\na;b;a;b 1\nb;a 1\na;b;c 1\na;b;a;c 1\na;b;c;a 1\na;b;a;b;c 1\nb 1\n");
    let of =
        |name: &str| recursion.functions().into_iter().find(|f| recursion.names.name(f.name) == name).unwrap().total;
    assert_eq!((recursion.total(), of("a"), of("b"), of("c")), (10.0, 9.0, 9.0, 4.0));
}

#[test]
fn speedscopes_sample_of_trace_events_gives_its_weights_and_its_invalid_one_is_refused() {
    // alpha 0–14 with beta 1–13 and in it gamma and epsilon, in microseconds.
    let events = r#"[{"pid":0,"tid":0,"ph":"B","name":"alpha","ts":0},{"pid":0,"tid":0,"ph":"B","name":"beta","ts":1},
        {"pid":0,"tid":0,"ph":"B","name":"gamma","ts":2},{"pid":0,"tid":0,"ph":"E","name":"gamma","ts":7},
        {"pid":0,"tid":0,"ph":"X","name":"epsilon","ts":8,"dur":4},{"pid":0,"tid":0,"ph":"E","name":"beta","ts":13},
        {"pid":0,"tid":0,"ph":"E","name":"alpha","ts":14}"#;
    let trace = sketch(events);
    let own = own_times(&trace);
    let of = |name: &str| (own[place(&trace, name)] / 1000, trace.spans[place(&trace, name)].len_ns() / 1000);
    assert_eq!([of("alpha"), of("beta"), of("gamma"), of("epsilon")], [(2, 14), (3, 12), (5, 5), (4, 4)]);
    let invalid = r#"[{"ph":"X","name":"alpha","ts":0,"dur":10,"pid":0,"tid":0},{"ph":"X","name":"beta","ts":5,"dur":10,"pid":0,"tid":0}]"#;
    let why = open("x.json", invalid.as_bytes()).unwrap_err().to_string();
    assert!(why.contains("“alpha” (0 to 10 µs)") && why.contains("“beta” (5 to 15 µs)"), "{why}");
}
