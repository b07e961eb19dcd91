//! Second algorithms, slow and plain, on many random trees.

use super::super::spans::NONE;
use super::super::*;
use super::random_trace;

/// Self time, nanosecond by nanosecond.
fn own_by_counting(trace: &Trace, place: usize) -> i64 {
    let span = &trace.spans[place];
    let children: Vec<usize> = (0..trace.spans.len()).filter(|c| trace.spans[*c].parent == place as u32).collect();
    let free = |t: &i64| !children.iter().any(|c| trace.spans[*c].start_ns <= *t && *t < trace.spans[*c].end_ns);
    (span.start_ns..span.end_ns).filter(free).count() as i64
}

#[test]
fn self_times_and_flame_totals_are_those_of_plain_counting_on_10_000_random_trees() {
    for seed in 0..10_000 {
        let trace = random_trace(seed, 14, 24);
        let own = own_times(&trace);
        for (place, own) in own.iter().enumerate() {
            assert_eq!(*own, own_by_counting(&trace, place), "seed {seed}, span {place}: {:?}", trace.spans);
        }
        // The flame graph: each line of names, its own and its total weight, by adding up over all spans.
        let line = |mut place: usize| {
            let mut names = Vec::new();
            loop {
                names.push(trace.name(place).to_owned());
                match trace.spans[place].parent {
                    NONE => break,
                    parent => place = parent as usize,
                }
            }
            names.reverse();
            names
        };
        let flame = Flame::of_trace(&trace, 0);
        let lines: Vec<Vec<String>> = (0..trace.spans.len()).map(line).collect();
        for (place, frame) in flame.frames.iter().enumerate() {
            let stack: Vec<String> = flame.stack(place).iter().map(|n| flame.names.name(*n).to_owned()).collect();
            let sum = |is: &dyn Fn(&Vec<String>) -> bool| {
                lines.iter().zip(&own).filter(|(line, _)| is(line)).map(|(_, own)| *own).sum::<i64>() as f64
            };
            assert_eq!(frame.own, sum(&|line| *line == stack), "seed {seed}");
            assert_eq!(frame.total, sum(&|line| line.starts_with(&stack)), "seed {seed}");
        }
        for function in flame.functions() {
            let name = flame.names.name(function.name).to_owned();
            let within =
                lines.iter().zip(&own).filter(|(line, _)| line.contains(&name)).map(|(_, own)| *own).sum::<i64>();
            assert_eq!(function.total, within as f64, "seed {seed}: {name}");
        }
        // Upside down the weight is the same, and so is each function's own.
        let inverted = flame.inverted();
        assert_eq!(inverted.total(), flame.total(), "seed {seed}");
        for frame in inverted.frames.iter().filter(|frame| frame.parent == NONE) {
            let own = flame
                .functions()
                .into_iter()
                .find(|f| flame.names.name(f.name) == inverted.names.name(frame.name))
                .unwrap()
                .own;
            assert_eq!(frame.total, own, "seed {seed}");
        }
    }
}

/// By what sets are compared: the ends and beginnings of their children, from the last.
type Ranks = Vec<(i64, i64, i64)>;

/// The path by trying every set of children: those that follow each other, and of these the set whose last ends latest, then
/// whose last but one does, and so on; of two that end together the one that began first.
fn path_by_trying(trace: &Trace, place: usize, from: i64, given: i64, share: f64, into: &mut Vec<i64>) {
    let to = from + given;
    let tolerance = (trace.spans[place].len_ns() as f64 * share).floor() as i64;
    let window = |c: usize| (trace.spans[c].start_ns.max(from), trace.spans[c].end_ns.min(to));
    let children: Vec<usize> = trace.children(place).filter(|c| window(*c).1 > window(*c).0).collect();
    let mut best: Option<(Ranks, Vec<usize>)> = None;
    for set in 0..1_u32 << children.len() {
        let mut chosen: Vec<usize> = (0..children.len()).filter(|i| set >> i & 1 == 1).map(|i| children[i]).collect();
        chosen.sort_by_key(|c| (window(*c).1, -window(*c).0, -(*c as i64)));
        let follows = chosen
            .windows(2)
            .all(|two| window(two[0]).1 <= window(two[1]).0 + tolerance && window(two[0]).0 < window(two[1]).0);
        if !follows {
            continue;
        }
        let key: Vec<(i64, i64, i64)> =
            chosen.iter().rev().map(|c| (window(*c).1, -window(*c).0, -(*c as i64))).collect();
        if best.as_ref().is_none_or(|(than, _)| key > *than) {
            best = Some((key, chosen));
        }
    }
    let chosen = best.map(|(_, chosen)| chosen).unwrap_or_default();
    let whole: i64 = chosen.iter().map(|c| window(*c).1 - window(*c).0).sum();
    let next_from = |i: usize| chosen.get(i + 1).map_or(to, |next| window(*next).0);
    let lens: Vec<i64> =
        chosen
            .iter()
            .enumerate()
            .map(|(i, c)| {
                if whole <= given { window(*c).1 - window(*c).0 } else { window(*c).1.min(next_from(i)) - window(*c).0 }
            })
            .collect();
    into[place] += given - lens.iter().sum::<i64>();
    for (child, len) in chosen.iter().zip(lens) {
        path_by_trying(trace, *child, window(*child).0, len, share, into);
    }
}

#[test]
fn the_critical_path_is_that_of_trying_every_chain_on_10_000_small_trees() {
    for seed in 0..10_000 {
        let trace = random_trace(seed ^ 0xc417, 9, 40);
        for share in [0.0, 0.1] {
            let found = critical_path(&trace, 0, share);
            let mut tried = vec![0; trace.spans.len()];
            path_by_trying(&trace, 0, trace.spans[0].start_ns, trace.spans[0].len_ns(), share, &mut tried);
            assert_eq!(found.ns, tried, "seed {seed}, share {share}: {:?}", trace.spans);
            assert_eq!(found.total_ns(), trace.spans[0].len_ns(), "seed {seed}");
            assert!(found.ns.iter().all(|ns| *ns >= 0), "seed {seed}");
            let mut at = trace.spans[0].start_ns;
            for piece in &found.pieces {
                assert!(piece.from_ns == at && piece.to_ns > at, "seed {seed}: the pieces touch: {:?}", found.pieces);
                at = piece.to_ns;
            }
            assert_eq!(at, trace.spans[0].stop_ns(), "seed {seed}");
        }
    }
}

/// Ends by the rule as it reads, without heaps: everything is looked up anew for each child.
fn played_by_rule(
    trace: &Trace,
    place: usize,
    start: i64,
    scaled: &dyn Fn(usize) -> bool,
    factor: f64,
    tolerance: i64,
    ends: &mut Vec<i64>,
) -> i64 {
    let of = |ns: i64| if scaled(place) { (ns as f64 * factor).round() as i64 } else { ns };
    let span = trace.spans[place];
    let children: Vec<usize> = trace.children(place).collect();
    let counts = |c: usize| trace.spans[c].start_ns < span.end_ns;
    for (i, &child) in children.iter().enumerate() {
        let now = trace.spans[child];
        let before = || {
            children[..i].iter().copied().filter(|b| counts(*b) && trace.spans[*b].end_ns <= now.start_ns + tolerance)
        };
        let begins = match before().map(|b| trace.spans[b].end_ns).max() {
            Some(old) => before().map(|b| ends[b]).max().unwrap() + of(now.start_ns - old),
            None => start + of(now.start_ns - span.start_ns),
        };
        ends[child] = played_by_rule(trace, child, begins, scaled, factor, 0, ends);
    }
    let last = || children.iter().copied().filter(|c| counts(*c) && trace.spans[*c].end_ns <= span.end_ns + tolerance);
    let end = match last().map(|c| trace.spans[c].end_ns).max() {
        Some(old) => last().map(|c| ends[c]).max().unwrap() + of(span.end_ns - old),
        None => start + of(span.end_ns - span.start_ns),
    };
    end.max(start)
}

#[test]
fn playing_again_follows_the_rule_as_it_reads_and_slack_is_what_does_not_show() {
    for seed in 0..5_000 {
        let trace = random_trace(seed ^ 0x9e1a, 12, 60);
        let length = trace.spans[0].len_ns();
        assert_eq!(faster(&trace, 0, 1.0, 0.0).trace, trace, "seed {seed}: played as it was, it is as it was");
        let critical = critical_path(&trace, 0, 0.0);
        let slack = Replay::slack_ns(&trace, 0, 0.0);
        for place in 0..trace.spans.len() {
            for times in [2.0, f64::INFINITY] {
                let within = |p: usize| (place..trace.spans[place].after as usize).contains(&p);
                let mut ends = vec![0; trace.spans.len()];
                let end = played_by_rule(&trace, 0, trace.spans[0].start_ns, &within, 1.0 / times, 0, &mut ends);
                let replay = faster(&trace, place, times, 0.0);
                assert_eq!(
                    replay.trace.spans[0].end_ns, end,
                    "seed {seed}, span {place}, {times} times: {:?}",
                    trace.spans
                );
                assert_eq!(replay.saved_ns, length - replay.trace.spans[0].len_ns());
                let on_path = (place..trace.spans[place].after as usize).any(|p| critical.ns[p] > 0);
                let is_tidy = trace.spans.iter().all(|span| !span.marks.has(Marks::OUTSIDE));
                if is_tidy && !on_path {
                    assert!(
                        replay.saved_ns <= 0,
                        "seed {seed}: span {place} is off the path and saves {}",
                        replay.saved_ns
                    );
                }
            }
            // A leaf that takes as much longer as it has slack does not show; one more nanosecond does.
            let span = trace.spans[place];
            let is_tidy = trace.spans.iter().all(|span| !span.marks.has(Marks::OUTSIDE));
            if is_tidy && place > 0 && span.after as usize == place + 1 && span.len_ns() > 0 {
                let longer = |by: i64| {
                    let mut ends = vec![0; trace.spans.len()];
                    let factor = (span.len_ns() + by) as f64 / span.len_ns() as f64;
                    played_by_rule(&trace, 0, 0, &|p| p == place, factor, 0, &mut ends)
                };
                assert!(slack[place] >= 0, "seed {seed}, span {place}: {slack:?}");
                assert_eq!(
                    longer(slack[place]),
                    length,
                    "seed {seed}, span {place}, slack {}: {:?}",
                    slack[place],
                    trace.spans
                );
                assert!(
                    longer(slack[place] + 1) > length,
                    "seed {seed}, span {place}, slack {}: {:?}",
                    slack[place],
                    trace.spans
                );
            }
        }
    }
}
