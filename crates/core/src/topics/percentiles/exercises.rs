//! Exercises of the percentiles: drawn numbers, worked answers, and the misconception behind each typical slip.

use crate::exercise::{Draw, Exercise, Problem};
use crate::quantity::{Unit, format, grouped, significant};
use crate::stats::order::share_any_above;
use crate::stats::{Definition, quantile_sorted, samples_needed};
use crate::url::percent_encode;

/// All of them.
pub const ALL: &[Exercise] = &[
    Exercise { slug: "mean-of-groups", title: "What the dashboard says", draw: mean_of_groups },
    Exercise { slug: "how-many-a-day", title: "How many are hit", draw: how_many_a_day },
    Exercise { slug: "nearest-rank", title: "Read a percentile", draw: nearest_rank },
    Exercise { slug: "sessions", title: "From requests to people", draw: sessions },
    Exercise { slug: "samples", title: "How many samples", draw: samples },
    Exercise { slug: "find-the-flaw", title: "Find the flaw", draw: find_the_flaw },
    Exercise { slug: "two-servers", title: "Two servers, one p99", draw: two_servers },
    Exercise { slug: "omitted", title: "What the tester left out", draw: omitted },
];

fn ms(value: f64) -> String {
    format(value, Unit::MS)
}

fn mean_of_groups(draw: &mut Draw) -> Problem {
    let quick = draw.pick(&[20.0, 40.0, 50.0, 60.0, 80.0]);
    let slow = draw.pick(&[400.0, 500.0, 600.0]);
    let worst = draw.pick(&[4000.0, 5000.0, 8000.0, 10_000.0]);
    let some: f64 = draw.pick(&[3.0, 4.0, 7.0]);
    let many = 99.0 - some;
    let mean = (many * quick + some * slow + worst) / 100.0;
    Problem::new(format!("Of a hundred requests {many} took {}, {some} took {}, and one took {}. What does a dashboard of averages show?", ms(quick), ms(slow), ms(worst)), mean, Unit::MS)
        .within(0.01)
        .hint("Add up the time of all hundred, group by group.")
        .hint("Then divide by a hundred.")
        .worked(format!("{many} × {} + {some} × {} + {} = {}; divided by 100 that is **{}**. The slowest took {} times as long.", ms(quick), ms(slow), ms(worst), ms(mean * 100.0), ms(mean), significant(worst / mean, 2)))
        .trap((quick + slow + worst) / 3.0, "That averages the three values as if each had happened equally often. Weigh each with its count.")
        .trap(quick, "That is the median: what half of them felt. The mean is pulled up by the slow ones.")
        .trap((many * quick + some * slow) / 99.0, "That leaves out the slowest, as if it had never happened.")
        .given(format!("data={}", percent_encode(&format!("{many}×{quick}, {some}×{slow}, 1×{worst}"))))
}

fn how_many_a_day(draw: &mut Draw) -> Problem {
    let (name, q, one_in) = draw.pick(&[("p95", 0.95, 20.0), ("p99", 0.99, 100.0), ("p99.9", 0.999, 1000.0)]);
    let millions: f64 = draw.pick(&[1.0, 2.0, 5.0, 10.0, 20.0, 50.0]);
    let secs = draw.pick(&[2.0, 3.0, 4.0, 6.0]);
    let hit = millions * 1e6 / one_in;
    Problem::new(format!("A service answers {} requests a day, and its {name} is {secs} s. How many requests a day take longer than that?", grouped(millions * 1e6, 0)), hit, Unit::COUNT)
        .within(0.01)
        .hint(format!("{name} is slower than all but one in {one_in}."))
        .worked(format!("One in {one_in} of {} is **{}** requests a day. They are requests, not users: one user may have many of them.", grouped(millions * 1e6, 0), grouped(hit, 0)))
        .trap(millions * 1e6 * q, "Those are the ones that are faster. The question is about the rest.")
        .trap(hit * 10.0, "One nine too few: look again at how many nines the percentile has.")
        .trap(hit / 10.0, "One nine too many: look again at how many nines the percentile has.")
}

fn nearest_rank(draw: &mut Draw) -> Problem {
    let n = draw.pick(&[20_u32, 25, 40, 50]);
    let (name, q) = draw.pick(&[("p90", 0.9), ("p95", 0.95)]);
    let mut values: Vec<f64> = (0..n).map(|_| f64::from(draw.integer(10, 60))).collect();
    for _ in 0..n / 8 {
        let place = draw.integer(0, n - 1) as usize;
        values[place] = f64::from(draw.integer(12, 90)) * 10.0;
    }
    values.sort_by(f64::total_cmp);
    let of = |definition| quantile_sorted(&values, q, definition).unwrap_or(0.0);
    let answer = of(Definition::NearestRank);
    let rank = libm::ceil(f64::from(n) * q - 1e-9);
    let shown: Vec<String> = values.iter().map(|v| format!("{v}")).collect();
    let mean = values.iter().sum::<f64>() / f64::from(n);
    Problem::new(
        format!("{n} latencies in ms, sorted: {}. What is {name} by nearest rank, the value of rank ⌈n·q⌉?", shown.join(", ")),
        answer,
        Unit::MS,
    )
    .within(0.001)
    .hint(format!("n·q is {n} × {q} = {}.", significant(f64::from(n) * q, 4)))
    .hint("Round up to a whole rank and count from one.")
    .worked(format!("⌈{n} × {q}⌉ = {rank}, and the value of rank {rank} is **{answer} ms**."))
    .trap(of(Definition::Type7), "That is type 7, which interpolates between neighbours as NumPy and Excel do. Nearest rank is always a value of the sample.")
    .trap(of(Definition::FloorIndex), "That is the floor index: position ⌊n·q⌋ counted from zero, one rank too far.")
    .trap(mean, "That is the mean of them all, not the value of a rank.")
    .trap(values[n as usize / 2], "That is the median.")
    .given(format!("data={}&definition=nearest_rank", percent_encode(&shown.join(","))))
}

fn sessions(draw: &mut Draw) -> Problem {
    let n = draw.pick(&[10_u64, 18, 30, 40, 50, 80, 100]);
    let slow = draw.pick(&[0.005, 0.01, 0.02]);
    let hit = share_any_above(n, 1.0 - slow);
    Problem::new(format!("{} of all requests are slow, at random. A session makes {n} requests. What share of the sessions meets at least one slow request?", format(slow, Unit::SHARE)), hit * 100.0, Unit::PERCENT)
        .within(0.02)
        .hint("Ask the opposite: how likely is it that none of them is slow?")
        .hint(format!("None is slow with probability (1 − {slow}) to the power of {n}."))
        .worked(format!("1 − {}^{n} = **{}**.", significant(1.0 - slow, 4), format(hit, Unit::SHARE)))
        .trap(slow * 100.0, "That is the share of requests. A session has many chances to meet one.")
        .trap(slow * n as f64 * 100.0, "Adding up the chances counts sessions with two slow requests twice; with more requests it would pass 100 %.")
        .trap((1.0 - hit) * 100.0, "Those are the sessions that were spared.")
        .given(format!("data={}&threshold_ms=1000&requests_per_session={n}", percent_encode(&format!("{}×50, {}×2000", of_a_thousand(1.0 - slow), of_a_thousand(slow)))))
}

/// So many of a thousand.
fn of_a_thousand(share: f64) -> u32 {
    libm::round(share * 1_000.0) as u32
}

fn samples(draw: &mut Draw) -> Problem {
    let (name, q, share) = draw.pick(&[
        ("p95", 0.95, "5 %"),
        ("p98", 0.98, "2 %"),
        ("p99", 0.99, "1 %"),
        ("p99.5", 0.995, "0.5 %"),
        ("p99.9", 0.999, "0.1 %"),
    ]);
    let needed = samples_needed(q, 0.95).unwrap_or(1) as f64;
    let naive = 1.0 / (1.0 - q);
    Problem::new(format!("How many independent samples does it take to be 95 % sure that at least one of them lies beyond the true {name}?"), needed, Unit::COUNT)
        .within(0.01)
        .hint(format!("A sample is beyond with probability {share}. All n of them stay below with probability {q}ⁿ."))
        .hint("That may be at most 5 %: take logarithms.")
        .worked(format!("{q}ⁿ ≤ 0.05, so n ≥ ln 0.05 / ln {q} = **{}**. About three times {}.", grouped(needed, 0), grouped(naive, 0)))
        .trap(naive, "With that many, one is expected beyond, but more than a third of such samples have none.")
        .trap(needed * 10.0, "One nine too many.")
        .trap(needed / 10.0, "One nine too few.")
}

fn find_the_flaw(draw: &mut Draw) -> Problem {
    let before = draw.pick(&[1000.0, 2000.0, 3000.0]);
    let after = draw.pick(&[8000.0, 10_000.0, 12_000.0, 15_000.0]);
    let body = draw.pick(&[80.0, 90.0, 100.0, 110.0]);
    let mean = 0.99 * body + 0.01 * before;
    let new_mean = 0.99 * body + 0.01 * after;
    let claimed = libm::rint(mean * 1.12);
    Problem::new(
        format!("“After the deploy the mean went from {} to {} while one request in a hundred went from {} to {}.” Ninety-nine in a hundred did not change. What must the mean really be?", ms(mean), ms(claimed), ms(before), ms(after)),
        new_mean,
        Unit::MS,
    )
    .within(0.01)
    .hint("How much of the mean is the slow one’s, before and after?")
    .hint("One in a hundred adds a hundredth of its time.")
    .worked(format!("The slow one added {} and now adds {}: the mean rises by {}, to **{}**. A claim of {} would need the other ninety-nine to become faster.", ms(0.01 * before), ms(0.01 * after), ms(new_mean - mean), ms(new_mean), ms(claimed)))
    .trap(claimed, "That is the claim itself. Work out what the slow request alone adds.")
    .trap(mean + after - before, "The slow one is one in a hundred: only a hundredth of its time reaches the mean.")
    .trap(mean + 0.01 * after, "The slow one was slow before: take its old part away.")
    .given(format!("experiment=deploy&deploy_mean_ms={}&deploy_p99_ms={before}&deploy_new_p99_ms={after}", (mean * 1e6).round() / 1e6))
}

fn two_servers(draw: &mut Draw) -> Problem {
    let healthy: f64 = draw.pick(&[40.0, 50.0, 60.0]);
    let slow: f64 = draw.pick(&[2000.0, 3000.0, 4000.0]);
    let sick_pct: f64 = draw.pick(&[5.0, 10.0, 20.0]);
    // Server A answers all in `healthy`; B answers sick_pct % in `slow`, the rest like A.
    let average = f64::midpoint(healthy, slow);
    let share = sick_pct / 2.0;
    Problem::new(
        format!("Two servers take half of the traffic each. A answers everything in {}. B answers {sick_pct} % of its requests in {} and the rest like A. The dashboard averages the two p99s. What is the p99 of all requests?", ms(healthy), ms(slow)),
        slow,
        Unit::MS,
    )
    .within(0.01)
    .hint(format!("Of all requests, {share} % take {}.", ms(slow)))
    .hint("Is that more or less than one in a hundred?")
    .worked(format!("B’s slow requests are {sick_pct} % of half the traffic, {share} % of all, more than 1 %. So the p99 of all requests is **{}**. The average of the p99s, {}, is a time that no request took.", ms(slow), ms(average)))
    .trap(average, "That is the average of two percentiles. No request took that long.")
    .trap(healthy, "That is A’s p99. B’s slow requests are more than one in a hundred of all.")
    .trap(healthy + (slow - healthy) * share / 100.0, "That is the mean of all requests.")
}

fn omitted(draw: &mut Draw) -> Problem {
    let calm = draw.pick(&[60.0, 100.0, 200.0, 300.0]);
    let stall = draw.pick(&[20.0, 50.0, 60.0, 100.0]);
    let interval = draw.pick(&[10.0, 20.0, 50.0, 100.0]);
    let total = calm + stall;
    // On plan, requests during the stall wait from the whole stall down to nothing: 1 % of all are beyond this.
    let p99 = stall - 0.01 * total;
    Problem::new(
        format!("A tester plans a request every {}. For {calm} s the server answers in 1 ms; then it stands still for {stall} s and answers everything when it wakes. What is p99 of all planned requests?", ms(interval)),
        p99,
        Unit::SECS,
    )
    .within(0.015)
    .hint(format!("{} requests are planned; those of the stall wait from {stall} s down to nothing, evenly.", grouped(total * 1e3 / interval, 0)))
    .hint("The slowest hundredth are those planned in the first moments of the stall.")
    .worked(format!("A hundredth of {total} s is {} s: requests planned in the first {} s of the stall wait longest. So p99 = {stall} − {} = **{} s**. A tester that waits for each answer sends one request in the stall and reports 1 ms.", significant(0.01 * total, 3), significant(0.01 * total, 3), significant(0.01 * total, 3), significant(p99, 4)))
    .trap(0.001, "That is what the tester reports who waits for each answer, and asks nothing during the stall.")
    .trap(stall / 2.0, "That is what the requests of the stall wait on average.")
    .trap(stall * 0.99, "That would be p99 of the requests in the stall alone. The calm ones count too.")
    .given(format!("experiment=omission&omission_interval_ms={interval}&omission_calm_secs={calm}&omission_stall_secs={stall}"))
}
