//! The cases of the literature: collapse that stays, the herd, redelivery, what each remedy is said to do.

use super::{figure, run};
use crate::system::{Run, Sum, text};

fn windows(words: &str, secs: f64, window: f64) -> Run {
    let mut run = Run::new(&text::read(words).expect("valid"), secs, 42).expect("laws").with_windows(window);
    while !run.advance(1_000_000) {}
    run
}

fn goodput(run: &Run, from: f64) -> f64 {
    let window = run.windows().iter().find(|w| w.from == from).expect("a window");
    window.parts[0].get(Sum::Good) / (window.until - window.from)
}

const BISTABLE: &str = "clients c open 70/s poisson timeout 1s retry 3 immediate -> s
service s workers 1 work 10ms exponential
fault s stop from 30s to 40s";

#[test]
fn a_retry_storm_outlives_its_cause_and_a_budget_ends_it() {
    let storm = windows(BISTABLE, 200.0, 10.0);
    assert!(goodput(&storm, 10.0) > 60.0, "healthy before");
    for from in [50.0, 100.0, 150.0, 190.0] {
        assert!(goodput(&storm, from) < 1.0, "collapsed for ever: {}", goodput(&storm, from));
    }
    let load: f64 = storm.windows()[15].parts[0].get(Sum::Load) / 10.0;
    assert!((load - 280.0).abs() < 15.0, "four times the first tries: {load}");
    let budget = windows(&BISTABLE.replace("immediate", "immediate budget 10%"), 200.0, 10.0);
    assert!(goodput(&budget, 100.0) > 60.0 && goodput(&budget, 190.0) > 60.0, "recovers");
    // 20/s are below the hidden capacity of 25/s: it comes back by itself.
    let light = windows(&BISTABLE.replace("70/s", "20/s"), 300.0, 10.0);
    assert!((goodput(&light, 290.0) - 20.0).abs() < 5.0);
    // Work given up everywhere is free: no collapse.
    let cancels = windows(&BISTABLE.replace("timeout 1s", "timeout 1s cancels"), 100.0, 10.0);
    assert!(goodput(&cancels, 60.0) > 60.0, "{}", goodput(&cancels, 60.0));
}

/// From a backlog of 300 instead of a fault: the same two fates at the same 70/s.
#[test]
fn the_same_load_has_two_fates() {
    let from_backlog = "clients c open 70/s poisson timeout 1s retry 3 immediate -> s
clients burst open 100000/s fixed ramp 0.000001/s from 3ms to 3.001ms -> s
service s workers 1 work 10ms exponential";
    let hit = windows(from_backlog, 120.0, 10.0);
    assert!(
        hit.tally(1).get(Sum::Arrived) >= 300.0 && hit.tally(1).get(Sum::Arrived) < 420.0,
        "{}",
        hit.tally(1).get(Sum::Arrived)
    );
    assert!(goodput(&hit, 100.0) < 1.0);
    let from_empty = windows(
        "clients c open 70/s poisson timeout 1s retry 3 immediate -> s\nservice s workers 1 work 10ms exponential",
        120.0,
        10.0,
    );
    assert!(goodput(&from_empty, 100.0) > 60.0);
}

/// One key expires with 1,000 reads a second and a query of 200 ms: 1 + 1000·0.2 = 201 queries, not 1,000.
#[test]
fn the_herd_is_201_when_the_origin_does_not_slow_down() {
    let herd = |cache: &str, origin: &str| {
        run(
            &format!(
                "clients c open 1000/s fixed -> k\ncache k ttl 10s warm {cache} -> o\nservice o {origin} work 200ms"
            ),
            10.5,
            42,
        )
    };
    let plain = herd("", "workers unlimited");
    assert_eq!(plain.inside(2).1, 201);
    let one = herd("single-flight", "workers unlimited");
    assert_eq!((one.inside(2).1, one.tally(2).get(Sum::Arrived)), (1, 1.0));
    let stale = herd("stale 5s", "workers unlimited");
    assert_eq!(stale.inside(2).1, 1);
    assert_eq!(stale.tally(0).get(Sum::Good), stale.tally(0).get(Sum::Arrived), "nobody waits for it");
    assert!(stale.tally(1).get(Sum::Stale) >= 199.0);
}

/// With 50 slots at full speed, shared by all: ∫ min(1, 50/(1 + 1000 t)) dt = 0.2 s is reached after 1.0236 s, with 1,025 running.
#[test]
fn the_herd_is_a_thousand_when_the_origin_shares_itself() {
    // By clockwork, one comes at the start of each millisecond: slots/1000 s at full speed, then slots·(H(n) − H(slots)) ms for the rest.
    let herd_of = |slots: u32| {
        let (mut left, mut n) = (200.0 - f64::from(slots), slots);
        while left > 0.0 {
            n += 1;
            left -= f64::from(slots) / f64::from(n);
        }
        n
    };
    for slots in [50, 100] {
        let (peak, secs) = (f64::from(herd_of(slots)), f64::from(herd_of(slots)) / 1000.0);
        let words = format!(
            "clients c open 1000/s fixed -> k\ncache k ttl 10s warm -> o\nservice o workers {slots} order shared work 200ms"
        );
        let herd = run(&words, 12.0, 42);
        let most = f64::from(herd.inside(2).1);
        assert!((most - peak).abs() <= 1.0, "{slots} slots: {most} against {peak}");
        let served_by = |at: f64| {
            let mut run = Run::new(herd.scenario(), 12.0, 42).expect("laws");
            run.advance_to(10.0 + at);
            run.tally(2).get(Sum::Served)
        };
        assert_eq!(
            (served_by(secs - 0.002), served_by(secs + 0.002) > 0.0),
            (0.0, true),
            "{slots} slots: the first result after {secs}"
        );
    }
    // Poisson arrivals: the fluid line's 1,025 and 275 on the average.
    for (slots, peak) in [(50, 1024.5645842096478), (100, 274.56010150169163)] {
        let words = format!(
            "clients c open 1000/s poisson -> k\ncache k ttl 10s warm -> o\nservice o workers {slots} order shared work 200ms"
        );
        let mean = (0..40).map(|seed| f64::from(run(&words, 11.9, seed).inside(2).1)).sum::<f64>() / 40.0;
        assert!((mean - peak).abs() < 0.08 * peak, "{slots} slots: {mean} against {peak}");
    }
    // Ten slots: it never ends while the traffic lasts.
    let never = run(
        "clients c open 1000/s fixed -> k\ncache k ttl 10s warm -> o\nservice o workers 10 order shared work 200ms",
        60.0,
        42,
    );
    assert_eq!(never.tally(2).get(Sum::Served), 0.0);
}

/// XFetch begins e^(1/β) renewals a cycle: 2.718 for β 1, 1.649 for β 2, one with one flight for all; its lead is βδ(ln Λ + γ).
#[test]
fn early_renewal_begins_as_often_as_the_formula_says() {
    // The cycle is the time to live less the lead; the renewals of 3,000 s are counted over the cycles that they make.
    for (beta, want) in [(1.0, std::f64::consts::E), (2.0, 1.6487212707001282), (0.5, 7.38905609893065)] {
        let words = format!(
            "clients c open 1000/s poisson -> k\ncache k ttl 20s warm xfetch {beta} -> o\nservice o workers unlimited work 200ms"
        );
        let found = run(&words, 4_000.0, 42);
        // Without the herd at the beginning, when nothing has been measured yet.
        let renewals: f64 = found.stretches(2).iter().map(|(_, tally)| tally.get(Sum::Arrived)).sum();
        let lambda = 1000.0 * 0.2 * beta;
        let lead = beta * 0.2 * (libm::log(lambda) + 0.5772156649015329);
        // A cycle: from one filling to the first renewal, which takes 0.2 s itself.
        let cycles = 3_800.0 / (20.0 - lead + 0.2);
        let per_cycle = renewals / cycles;
        assert!((per_cycle - want).abs() < 0.12 * want, "β {beta}: {per_cycle} against {want}");
    }
    let one = run(
        "clients c open 1000/s poisson -> k\ncache k ttl 20s warm xfetch 1 single-flight -> o\nservice o workers unlimited work 200ms",
        2_000.0,
        42,
    );
    let cycles = 2_000.0 / (20.0 - 1.1751066062899138 + 0.2);
    assert!(
        (one.tally(2).get(Sum::Arrived) / cycles - 1.0).abs() < 0.03,
        "{}",
        one.tally(2).get(Sum::Arrived) / cycles
    );
}

/// Fixed work of 70 s and a visibility of 30 s: delivered at 0, 30 and 60 s before the first acknowledgement at 70 s.
#[test]
fn work_longer_than_the_visibility_is_delivered_again() {
    let one = run(
        "clients c open 0.005/s fixed -> q\nbroker q visibility 30s attempts 9 -> w\nservice w workers 100 work 70s",
        2_150.0,
        42,
    );
    let tally = one.tally(1);
    assert_eq!(
        (tally.get(Sum::Delivered), tally.get(Sum::Acknowledged), tally.get(Sum::Duplicates)),
        (30.0, 10.0, 20.0)
    );
    // Exponential work of mean m: a first delivery is repeated with probability e^(−V/m).
    let words = "clients c open 5/s poisson -> q\nbroker q visibility 30s attempts 2 -> w\nservice w workers unlimited work 30s exponential";
    let found = run(words, 20_000.0, 42);
    let tally = found.tally(1);
    let repeated = tally.get(Sum::Delivered) / tally.get(Sum::Begun) - 1.0;
    assert!((repeated - 0.36787944117144233).abs() < 0.008, "{repeated}");
    // Failures a fifth of the time, five deliveries: 0.2^5 are dead letters.
    let fails = run(
        "clients c open 200/s poisson -> q\nbroker q visibility 30s attempts 3 -> w\nservice w workers unlimited work 1ms fails 20%",
        2_000.0,
        42,
    );
    let dead = fails.tally(1).get(Sum::DeadLetters) / fails.tally(1).get(Sum::Begun);
    assert!((dead - 0.008).abs() < 0.0008, "{dead}");
    // A crash before the acknowledgement: 1/(1 − 0.01) deliveries each, the work done twice.
    let crash = run(
        "clients c open 50/s poisson -> q\nbroker q visibility 1s attempts 100 crash 10% -> w\nservice w workers unlimited work 1ms",
        2_000.0,
        42,
    );
    let deliveries = crash.tally(1).get(Sum::Delivered) / crash.tally(1).get(Sum::Begun);
    assert!((deliveries - 1.0 / 0.9).abs() < 0.004, "{deliveries}");
}

#[test]
fn a_flash_sale_fills_the_queue_as_the_fluid_line_says() {
    let words = "clients c open 100/s poisson -> q\nbroker q visibility 1h -> w\nservice w workers 40 work 200ms\nfault c spike 10x from 60s to 120s";
    let mut run = Run::new(&text::read(words).expect("valid"), 700.0, 42).expect("laws");
    run.advance_to(120.0);
    let backlog = run.waiting_messages(1) as f64;
    assert!((backlog - 48_000.0).abs() < 1_500.0, "{backlog}");
    run.advance_to(580.0);
    assert!(run.waiting_messages(1) > 500, "{}", run.waiting_messages(1));
    run.advance_to(640.0);
    assert!(run.waiting_messages(1) < 200, "drained 480 s after the spike: {}", run.waiting_messages(1));
}

#[test]
fn a_crash_that_answers_at_once_is_a_sinkhole_until_it_is_ejected() {
    let with = |words: &str| {
        let text = format!(
            "clients c open 400/s poisson -> l\nbalancer l least-outstanding {words} -> s\nservice s x4 workers 4 work 20ms exponential\nfault s#2 crash from 0s to 60s"
        );
        let run = run(&text, 60.0, 42);
        run.tally(0).get(Sum::Failed) / run.tally(0).get(Sum::Arrived)
    };
    let (blind, checked, ejects) = (with(""), with("check 1s"), with("eject 5 for 30s"));
    assert!(blind > 0.5, "one of four takes more than half: {blind}");
    assert!(checked < 0.03 && ejects < 0.03, "{checked} {ejects}");
}

#[test]
fn each_remedy_does_what_is_said_of_it() {
    // A breaker: calls are refused at once instead of waiting for a dead callee.
    let chain = |words: &str| {
        format!(
            "clients c open 50/s poisson -> a\nservice a workers 20 line 50 work 1ms exponential calls b timeout 1s {words}\nservice b workers 10 work 5ms exponential\nfault b stop from 20s to 60s"
        )
    };
    let (without, with) = (windows(&chain(""), 80.0, 10.0), windows(&chain("breaker 50% of 20 open 5s"), 80.0, 10.0));
    let waits = |run: &Run| run.windows()[4].parts[1].get(Sum::Inside) / 10.0;
    assert!(waits(&without) > 5.0 * waits(&with), "{} against {}", waits(&without), waits(&with));
    assert!(with.tally(0).get(Sum::ErrBreaker) > 1000.0 && without.tally(0).get(Sum::ErrBreaker) == 0.0);
    // CoDel keeps the wait of those served near its target where a plain line would be full.
    let line = |words: &str| {
        run(
            &format!("clients c open 150/s poisson -> s\nservice s workers 1 line 500 work 10ms exponential {words}"),
            400.0,
            42,
        )
    };
    let (plain, codel) = (line(""), line("order codel"));
    assert!(figure(&plain, "s", "mean_wait_ms").value > 4_000.0);
    assert!(figure(&codel, "s", "mean_wait_ms").value < 1_000.0, "{}", figure(&codel, "s", "mean_wait_ms").value);
    // Shedding spares those with priority.
    let shed = run(
        "clients vip open 60/s poisson priority 100% -> s\nclients rest open 100/s poisson -> s\nservice s workers 1 order priority shed 5 work 10ms exponential",
        400.0,
        42,
    );
    assert!(figure(&shed, "vip", "errors_share").value == 0.0 && figure(&shed, "rest", "errors_share").value > 0.5);
    // A second copy cuts the tail where one of many is slow.
    let tail = |words: &str| {
        figure(&run(&format!("clients c open 50/s poisson {words} -> s\nservice s x4 workers unlimited work 10ms hyperexponential 4"), 2_000.0, 42), "c", "p99_response_ms").value
    };
    assert!(tail("hedge 20ms") < 0.5 * tail(""), "{} against {}", tail("hedge 20ms"), tail(""));
    // Retries before failing half the time: 1 − 0.5^4 get through, 1.875 tries each.
    let retried = run(
        "clients c open 100/s poisson retry 3 fixed 10ms -> s\nservice s workers unlimited work 1ms fails 50%",
        2_000.0,
        42,
    );
    assert!((figure(&retried, "c", "errors_share").value - 0.0625).abs() < 0.003);
    assert!(
        (figure(&retried, "c", "load_per_sec").value / figure(&retried, "c", "offered_per_sec").value - 1.875).abs()
            < 0.01
    );
}

#[test]
fn n_plus_one_queries_take_their_sum() {
    let one = run(
        "clients c open 1/s fixed -> a\nservice a workers unlimited work 0s calls d x50\ndatabase d connections 100 read 2ms",
        100.0,
        42,
    );
    assert!((figure(&one, "c", "mean_response_ms").value - 100.0).abs() < 1e-6);
    let at_once = run(
        "clients c open 1/s fixed -> a\nservice a workers unlimited work 0s calls d x5 and e, then d\ndatabase d connections 100 read 2ms\nservice e workers unlimited work 30ms",
        100.0,
        42,
    );
    assert!((figure(&at_once, "c", "mean_response_ms").value - 32.0).abs() < 1e-6);
}

#[test]
fn replicas_share_reads_and_repeat_every_write() {
    let found = run(
        "clients c open 300/s poisson writes 10% keys zipf 100 0 -> d\ndatabase d replicas 3 connections 1 read 5ms exponential write 5ms exponential lag 500ms",
        1_000.0,
        42,
    );
    // Four nodes: the primary does 30 writes a second, each replica a third of 270 reads and all 30 writes again.
    let busy = figure(&found, "d", "utilization_share").value;
    assert!((busy - (30.0 * 0.005 + 3.0 * (90.0 + 30.0) * 0.005) / 4.0).abs() < 0.01, "{busy}");
    // A read is stale if its key was written within the last half second: 1 − e^(−0.3·0.5).
    let stale = figure(&found, "d", "stale_share").value;
    assert!((stale - 0.13929202357494222).abs() < 0.01, "{stale}");
}

#[test]
fn a_run_ends_within_its_limits_with_a_sentence() {
    let words = "clients c open 1000000/s poisson -> s\nservice s workers 1 work 1h";
    let mut endless = Run::new(&text::read(words).expect("valid"), 1e6, 1).expect("laws");
    while !endless.advance(1_000_000) {
        assert!(endless.bytes() < 400 << 20);
    }
    let says = endless.stopped().map(|s| s.to_string()).unwrap_or_default();
    assert!(says.contains("calls inside: more comes than is worked off"), "{says}");
}
