//! Hunts: the planted fault is there, is worth mending, and can be told from the others.

use super::super::*;

#[test]
fn the_same_seed_plants_the_same_fault_and_every_fault_is_drawn() {
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..200 {
        let (one, two) = (Hunt::drawn(seed, 2), Hunt::drawn(seed, 2));
        assert!(one.trace == two.trace && one.saved_ns == two.saved_ns);
        seen.insert(one.fault);
    }
    assert_eq!(seen.len(), Fault::ALL.len());
}

#[test]
fn mending_any_fault_of_any_seed_saves_what_the_healthy_trace_is_shorter_by_and_that_is_worth_it() {
    for fault in Fault::ALL {
        for level in 1..=LEVELS {
            for seed in 0..300 {
                let hunt = Hunt::of(fault, seed, level);
                let (sick, healthy) = (hunt.trace.spans[0].len_ns(), hunt.healthy.spans[0].len_ns());
                assert_eq!(hunt.saved_ns, sick - healthy);
                assert!(hunt.saved_ns * 20 > sick, "{fault:?} {seed}: saves {} of {sick}", hunt.saved_ns);
                assert!(!hunt.culprits.is_empty() && hunt.culprits.len() < hunt.trace.spans.len() / 2 + 20);
                // A culprit is on the critical path: mending what nobody waits for would save nothing.
                let path = critical_path(&hunt.trace, 0, 0.0);
                let on_path = |c: &usize| path.ns[*c..hunt.trace.spans[*c].after as usize].iter().any(|ns| *ns > 0);
                assert!(hunt.culprits.iter().any(on_path), "{fault:?} {seed}");
                assert!(
                    hunt.trace.spans.iter().all(|span| !span.marks.has(Marks::PLANTED)),
                    "the answer is not in the trace"
                );
            }
        }
    }
}

#[test]
fn n_plus_one_is_suspected_where_it_was_planted_and_a_batch_side_by_side_is_not() {
    for seed in 0..200 {
        let suspected = |trace: &Trace| suspects(trace, 0, 0.01).into_iter().any(|s| s.kind == SuspectKind::NPlusOne);
        let hunt = Hunt::of(Fault::NPlusOne, seed, 3);
        assert!(suspected(&hunt.trace), "seed {seed}");
        assert!(!suspected(&hunt.healthy), "seed {seed}: the pictures are a batch");
        let serial = Hunt::of(Fault::Serial, seed, 1);
        let names = |trace: &Trace| {
            suspects(trace, 0, 0.01).into_iter().filter(|s| s.kind == SuspectKind::Serial).map(|s| s.calls.len()).max()
        };
        assert!(names(&serial.trace) > names(&serial.healthy), "seed {seed}");
    }
}

#[test]
fn traces_of_our_own_come_back_unchanged_from_otlp_and_from_jaeger() {
    for seed in 0..100 {
        for trace in [Hunt::drawn(seed, 3).trace, Hunt::drawn(seed, 1).healthy] {
            for (what, text) in [("OTLP", to_otlp_json(&trace)), ("Jaeger", to_jaeger_json(&trace))] {
                serde_json::from_str::<serde_json::Value>(&text).unwrap_or_else(|e| panic!("{what}: {e}"));
                let opened = open("own.json", text.as_bytes()).unwrap();
                let Content::Trace(back) = opened.content else { panic!("{what} is a profile") };
                assert_eq!(back, trace, "{what}, seed {seed}");
                assert_eq!(back.epoch_ns, trace.epoch_ns, "{what}");
                assert!(opened.notices.is_empty(), "{what}: {:?}", opened.notices);
            }
        }
    }
}

#[test]
fn four_calls_are_no_suspect_and_five_are() {
    for (calls, found) in [(4, 0), (5, 1)] {
        let text = (0..calls).map(|_| "query 3").collect::<Vec<_>>().join(", ");
        let Content::Trace(trace) = open("", format!("list (render 2, {text})").as_bytes()).unwrap().content else {
            panic!()
        };
        let of = |kind| suspects(&trace, 0, 0.01).into_iter().filter(|s| s.kind == kind).count();
        assert_eq!(of(SuspectKind::NPlusOne), found, "{calls} calls");
    }
    let beside = (0..9).map(|_| "query 3").collect::<Vec<_>>().join(" | ");
    let Content::Trace(trace) = open("", format!("list (render 2, {beside})").as_bytes()).unwrap().content else {
        panic!()
    };
    assert!(suspects(&trace, 0, 0.01).is_empty(), "side by side they are a batch");
}
