//! What must hold of every run, whatever the scenario.

use super::random;
use crate::system::scenario::Kind;
use crate::system::{Run, Sum, text};

/// Runs a random scenario in steps and calls `check` between them.
fn watch(seed: u64, secs: f64, check: impl Fn(&Run)) -> Run {
    let scenario = random::scenario(seed);
    let mut run = Run::new(&scenario, secs, seed).expect("laws").with_most_events(60_000);
    let mut before = 0.0;
    while !run.advance(500) {
        assert!(run.now() >= before, "seed {seed}: time runs back");
        before = run.now();
        check(&run);
    }
    check(&run);
    run
}

#[test]
fn nothing_is_lost_and_little_holds_on_ten_thousand_random_scenarios() {
    for seed in 0..10_000u64 {
        let words = || text::write(&random::scenario(seed));
        let run = watch(seed, 4.0, |run| {
            for (at, part) in run.scenario().parts().iter().enumerate() {
                let tally = run.tally(at);
                let get = |sum| tally.get(sum);
                let inside = f64::from(run.inside(at).0);
                let out = get(Sum::Served)
                    + get(Sum::Failed)
                    + get(Sum::Rejected)
                    + get(Sum::Shed)
                    + get(Sum::Lost)
                    + get(Sum::Passed);
                assert_eq!(get(Sum::Arrived), out + inside, "seed {seed}: {} loses somebody\n{}", part.name, words());
                assert!(get(Sum::Wasted) <= get(Sum::Work) * (1.0 + 1e-9), "seed {seed}");
                assert!(get(Sum::Hits) + get(Sum::Stale) <= 2.0 * get(Sum::Lookups), "seed {seed}");
                if matches!(part.kind, Kind::Clients(_)) {
                    assert_eq!(get(Sum::Good), get(Sum::Served), "seed {seed}");
                    let errors = [Sum::Timeouts, Sum::ErrRejected, Sum::ErrBreaker, Sum::ErrShed, Sum::ErrFailed];
                    assert_eq!(
                        get(Sum::Failed),
                        errors.iter().map(|e| get(*e)).sum::<f64>(),
                        "seed {seed}: each error has one kind"
                    );
                    assert!(get(Sum::Load) >= get(Sum::Served), "seed {seed}");
                }
            }
        });
        // Little's law as an identity: the area is what those who left spent inside and those inside have spent so far.
        for (at, part) in run.scenario().parts().iter().enumerate() {
            let tally = run.tally(at);
            let so_far = run.spent_inside(at);
            let (area, spent) = (tally.get(Sum::InsideArea), tally.get(Sum::Inside) + so_far);
            assert!(
                (area - spent).abs() <= 1e-6 * (1.0 + area),
                "seed {seed}: {} has {area} against {spent}\n{}",
                part.name,
                words()
            );
            // Work in hand never exceeds the workers.
            if let Kind::Service(service) = &part.kind {
                let most = run.now() * f64::from(service.workers) * f64::from(service.instances);
                assert!(tally.get(Sum::BusyArea) <= most * (1.0 + 1e-9), "seed {seed}: {}\n{}", part.name, words());
            }
        }
    }
}

#[test]
fn spans_lie_within_their_parents_for_as_long_as_these_wait() {
    let mut seen = 0;
    for seed in 0..400 {
        let scenario = random::scenario(seed);
        let mut run = Run::new(&scenario, 2.0, seed).expect("laws").with_traces(3).with_most_events(40_000);
        while !run.advance(10_000) {}
        let spans = run.spans();
        for span in spans.iter().filter(|span| span.until.is_finite()) {
            assert!(
                span.from <= span.until
                    && (span.began.is_nan() || (span.from <= span.began && span.began <= span.until)),
                "seed {seed}: {span:?}"
            );
            if span.parent != u32::MAX {
                let parent = spans[span.parent as usize];
                assert!(parent.from <= span.from && parent.trace == span.trace, "seed {seed}: {span:?} in {parent:?}");
                seen += 1;
            }
        }
    }
    assert!(seen > 10_000, "{seen}");
}
