//! Exercises on fan-out, hedging and its price.

use crate::exercise::{Draw, Exercise, Problem};
use crate::quantity::{Unit, format, grouped, significant};

/// All of them.
pub const ALL: &[Exercise] = &[
    Exercise { slug: "any-slow", title: "One in a hundred, many times", draw: any_slow },
    Exercise { slug: "how-many-leaves", title: "How many may one ask?", draw: how_many },
    Exercise { slug: "leaf-goal", title: "What each leaf must promise", draw: leaf_goal },
    Exercise { slug: "slow-twice", title: "Slow twice", draw: slow_twice },
    Exercise { slug: "price", title: "The price of asking again", draw: price },
    Exercise { slug: "one-fate", title: "Slow together", draw: one_fate },
];

fn percent(share: f64) -> String {
    format(share, Unit::SHARE)
}

fn any_slow(draw: &mut Draw) -> Problem {
    let n = draw.pick(&[5.0, 10.0, 20.0, 30.0, 50.0, 100.0]);
    let pct = draw.pick(&[0.5, 1.0, 2.0]);
    let quick = libm::pow(1.0 - pct / 100.0, n);
    Problem::new(format!("A page asks {n} services at once and waits for all of them. Each is slow in {pct} % of the cases, independently. What share of the pages is slow?"), (1.0 - quick) * 100.0, Unit::PERCENT)
        .hint("How likely is it that none is slow?")
        .hint("Multiply the shares of quick answers.")
        .worked(format!("All are quick with probability {}^{n} = {}. Slow: 1 − {} = **{}**.", 1.0 - pct / 100.0, significant(quick, 4), significant(quick, 4), percent(1.0 - quick)))
        .trap(pct, "That is one service. The page is slow as soon as any of them is.")
        .trap(pct * n, "Adding the shares counts pages with two slow services twice. Near zero it is close; here it is not.")
        .trap(quick * 100.0, "That is the share of quick pages.")
        .given(format!("fan_out={n}&leaf_slow_pct={pct}"))
}

fn how_many(draw: &mut Draw) -> Problem {
    let pct = draw.pick(&[0.1, 0.5, 1.0]);
    let goal = draw.pick(&[20.0, 30.0, 40.0, 50.0]);
    let exact = libm::log1p(-goal / 100.0) / libm::log1p(-pct / 100.0);
    let n = libm::floor(exact);
    Problem::new(format!("Each leaf is slow in {pct} % of the cases, independently. At most {goal} % of the requests may be slow. How many leaves may a request ask?"), n, Unit::COUNT)
        .within(0.03)
        .hint("The share of quick requests must stay above a bound.")
        .hint("(1 − q)ⁿ = bound: take logarithms.")
        .worked(format!("ln({}) / ln({}) = {}, so **{}** leaves.", 1.0 - goal / 100.0, 1.0 - pct / 100.0, significant(exact, 4), grouped(n, 0)))
        .trap(goal / pct, "Adding the shares counts requests with two slow leaves twice: more leaves are allowed.")
        .trap(100.0 / pct, "With so many leaves one is slow on average, and about 63 % of the requests are.")
        .given(format!("fan_out={n}&leaf_slow_pct={pct}"))
}

fn leaf_goal(draw: &mut Draw) -> Problem {
    let n = draw.pick(&[10.0, 20.0, 50.0, 100.0]);
    let goal = draw.pick(&[20.0, 30.0, 50.0]);
    let q = -libm::expm1(libm::log1p(-goal / 100.0) / n);
    Problem::new(format!("A request asks {n} leaves and waits for all. At most {goal} % of the requests may be slow. What share of slow answers may each leaf have?"), q * 100.0, Unit::PERCENT)
        .hint("All quick: (1 − q)ⁿ must be the share of quick requests.")
        .worked(format!("1 − {}^(1/{n}) = **{}**.", 1.0 - goal / 100.0, percent(q)))
        .trap(goal, "So slow may the request be. Each of its leaves must do better.")
        .trap(goal / n, "Dividing by the number of leaves is close for small shares and too strict for large ones.")
        .given(format!("fan_out={n}&leaf_slow_pct={}", significant(q * 100.0, 6)))
}

fn slow_twice(draw: &mut Draw) -> Problem {
    let n = draw.pick(&[20.0, 50.0, 100.0]);
    let pct = draw.pick(&[1.0, 2.0, 5.0]);
    let q: f64 = pct / 100.0;
    let slow = -libm::expm1(n * libm::log1p(-q * q));
    let plain = -libm::expm1(n * libm::log1p(-q));
    Problem::new(format!("A request asks {n} leaves, each slow in {pct} % of the cases. A leaf that is late is asked again on another server, which is slow by its own luck. What share of the requests still waits for a slow answer?"), slow * 100.0, Unit::PERCENT)
        .hint("A leaf is slow now only if both servers are.")
        .worked(format!("Both: {pct} % × {pct} % = {}. Any of {n}: 1 − (1 − {})^{n} = **{}**, instead of {}.", percent(q * q), significant(q * q, 3), percent(slow), percent(plain)))
        .trap(plain * 100.0, "That is without asking again.")
        .trap(plain * plain * 100.0, "That squares the request’s share. It is each leaf that must be slow twice; then ask how often any leaf is.")
        .trap(q * q * 100.0, "That is one leaf. The request waits for the slowest of all.")
        // At the 95th percentile the second request would go out with the slowest five in a hundred, that is too late for them.
        .given(format!("hedge=hedged&hedge_after_pct=90&fan_out={n}&leaf_slow_pct={pct}"))
}

fn price(draw: &mut Draw) -> Problem {
    let load = draw.pick(&[30.0, 40.0, 50.0, 60.0]);
    let after = draw.pick(&[50.0, 80.0, 90.0, 95.0]);
    let more = load * (1.0 + (100.0 - after) / 100.0);
    Problem::new(format!("Leaf servers are {load} % busy. Every request to a leaf that takes longer than its {after}th percentile is sent to a second server as well, and both copies are served. How busy are the servers at least?"), more, Unit::PERCENT)
        .hint("What share of requests takes longer than its own percentile?")
        .hint("Each of them is served twice.")
        .worked(format!("{} % are asked again, so the work grows by that: {load} % × {} = **{} %**. At least: longer lines make more requests late.", 100.0 - after, 1.0 + (100.0 - after) / 100.0, significant(more, 4)))
        .trap(load + (100.0 - after), "The extra share is of the requests, and they keep the servers busy only their share of the time: multiply.")
        .trap(load * 2.0, "That sends every request twice. Only the late ones are.")
        .given(format!("hedge=hedged&utilization_share={}&hedge_after_pct={after}", load / 100.0))
}

fn one_fate(draw: &mut Draw) -> Problem {
    let n = draw.pick(&[10.0, 20.0, 50.0]);
    let together = draw.pick(&[20.0, 50.0, 80.0]);
    let c: f64 = together / 100.0;
    let alone = -libm::expm1(n * libm::log1p(-0.01));
    let slow = c * 0.01 + (1.0 - c) * alone;
    Problem::new(format!("A request asks {n} leaves, each slow in 1 % of the cases. For {together} % of the requests all leaves share one fate: all are slow or none is. For the others each has its own luck. What share of the requests is slow?"), slow * 100.0, Unit::PERCENT)
        .hint("Two kinds of requests: take each by itself.")
        .worked(format!("One fate: slow in 1 %. Own luck: 1 − 0.99^{n} = {}. Together {c} × 1 % + {} × {} = **{}**.", percent(alone), significant(1.0 - c, 2), percent(alone), percent(slow)))
        .trap(alone * 100.0, "That is if every leaf had its own luck. Being slow together makes slow requests fewer (and hedging useless).")
        .trap(1.0, "That is if all requests had one fate.")
        .given(format!("fan_out={n}&correlation={c}"))
}
