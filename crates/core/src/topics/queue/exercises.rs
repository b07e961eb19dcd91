//! Exercises of the queue: drawn numbers, worked answers, and the misconception behind each typical slip.

use crate::exercise::{Draw, Exercise, Problem};
use crate::quantity::{Unit, format, significant};
use crate::queueing::MM1;

/// All of them.
pub const ALL: &[Exercise] = &[
    Exercise { slug: "mean-wait", title: "How long is the wait?", draw: mean_wait },
    Exercise { slug: "how-busy-may-it-be", title: "How busy may it be?", draw: how_busy },
    Exercise { slug: "growth", title: "A little more traffic", draw: growth },
    Exercise { slug: "one-in-a-hundred", title: "One in a hundred", draw: one_in_a_hundred },
    Exercise { slug: "constant-service", title: "Every job alike", draw: constant_service },
];

fn mean_wait(draw: &mut Draw) -> Problem {
    let service_ms: f64 = draw.pick(&[5.0, 10.0, 20.0, 25.0, 40.0, 50.0]);
    let busy: f64 = draw.pick(&[0.5, 0.6, 0.7, 0.75, 0.8, 0.9]);
    let rate = (busy / service_ms * 1e3 * 1e6).round() / 1e6;
    let wait = busy / (1.0 - busy) * service_ms;
    Problem::new(
        format!("Requests come at random, {} a second on average, to one server that needs {} for each, exponentially spread. How long does a request wait before it is served, on average?", significant(rate, 4), format(service_ms, Unit::MS)),
        wait,
        Unit::MS,
    )
    .hint("First how busy the server is: arrivals a second times seconds each.")
    .hint("With random arrivals and exponential service, the mean wait is ρ/(1 − ρ) service times.")
    .worked(format!("ρ = {} × {} = {}. Wait = ρ/(1 − ρ) × service = {} × {} = **{}**.", significant(rate, 4), format(service_ms, Unit::MS), significant(busy, 3), significant(busy / (1.0 - busy), 4), format(service_ms, Unit::MS), format(wait, Unit::MS)))
    .trap(service_ms / (1.0 - busy), "That is the time in the system: the wait and the service together. The wait alone is one service time less.")
    .trap(wait / 2.0, "That would be the wait if every request took exactly as long as the next. Exponential service doubles it.")
    .trap(busy * service_ms, "That multiplies how busy the server is with the service time. The queue behind the one in service counts too: divide by 1 − ρ.")
    .given(format!("arrivals_per_sec={rate}&service_ms={service_ms}"))
}

fn how_busy(draw: &mut Draw) -> Problem {
    let service_ms = draw.pick(&[10.0, 20.0, 25.0, 50.0]);
    let times = draw.pick(&[3.0, 4.0, 5.0, 10.0]);
    let goal_ms = service_ms * times;
    let busy = 1.0 - 1.0 / times;
    Problem::new(
        format!("One server needs {} a request, exponentially spread, and requests come at random. The mean time in the system, wait and service together, may be at most {}. How busy may the server be?", format(service_ms, Unit::MS), format(goal_ms, Unit::MS)),
        busy * 100.0,
        Unit::PERCENT,
    )
    .within(0.01)
    .hint("The mean time in the system is the service time divided by the idle share.")
    .hint("Idle share = service time over the goal.")
    .worked(format!("Time in the system = S/(1 − ρ), so 1 − ρ = {} / {} = {}, and ρ = **{}**.", format(service_ms, Unit::MS), format(goal_ms, Unit::MS), significant(1.0 / times, 3), format(busy, Unit::SHARE)))
    .trap(100.0 * times / (1.0 + times), "That solves for the wait alone. The goal is for wait and service together.")
    .trap(100.0 / times, "That is the idle share. The server is busy the rest of the time.")
    .given(format!("arrivals_per_sec={}&service_ms={service_ms}", busy / service_ms * 1e3))
}

fn growth(draw: &mut Draw) -> Problem {
    let before = draw.pick(&[0.8, 0.85, 0.9, 0.92]);
    let more = draw.pick(&[2.0, 3.0, 4.0, 5.0]);
    let after = before * (1.0 + more / 100.0);
    let factor = (after / (1.0 - after)) / (before / (1.0 - before));
    Problem::new(
        format!("A server with random requests and exponential service is {} busy. Traffic grows by {more} %. By what factor does the mean wait grow?", format(before, Unit::SHARE)),
        factor,
        Unit::RATIO,
    )
    .within(0.006)
    .hint("Work out ρ/(1 − ρ) before and after.")
    .worked(format!("Before: {} service times. After, at {}: {}. The factor is **{}**.", significant(before / (1.0 - before), 3), format(after, Unit::SHARE), significant(after / (1.0 - after), 3), significant(factor, 3)))
    .trap(1.0 + more / 100.0, "That is how traffic grew. The wait grows with the inverse of the idle share, which is far more.")
    .trap((1.0 - before) / (1.0 - after), "Nearly: that is how the time in the system grows. The wait has ρ on top as well.")
    .given(format!("arrivals_per_sec={}", after * 40.0))
}

fn one_in_a_hundred(draw: &mut Draw) -> Problem {
    let service_ms = draw.pick(&[10.0, 20.0, 25.0]);
    let busy = draw.pick(&[0.5, 0.75, 0.8, 0.9]);
    let rate = busy / service_ms * 1e3;
    let p99 = MM1::new(rate, service_ms / 1e3).map_or(0.0, |m| m.response_quantile_secs(0.99) * 1e3);
    let mean = service_ms / (1.0 - busy);
    Problem::new(
        format!("One server, {} a request, {} busy, everything exponential. How long does one request in a hundred take, or longer?", format(service_ms, Unit::MS), format(busy, Unit::SHARE)),
        p99,
        Unit::MS,
    )
    .hint("Here the time in the system is itself exponential, with mean S/(1 − ρ).")
    .hint("An exponential time is exceeded by one in a hundred at ln 100 = 4.605 means.")
    .worked(format!("Mean = {} / {} = {}. Times 4.605: **{}**.", format(service_ms, Unit::MS), significant(1.0 - busy, 3), format(mean, Unit::MS), format(p99, Unit::MS)))
    .trap(mean, "That is the mean. One in a hundred takes 4.6 times as long.")
    .trap(service_ms * 4.605_17, "That is the 99th percentile of the service alone, as if nobody waited.")
    .trap(mean * 100.0, "The mean times a hundred is not what one in a hundred takes: an exponential tail falls off as a logarithm, ln 100 = 4.6.")
    .given(format!("arrivals_per_sec={rate}&service_ms={service_ms}"))
}

fn constant_service(draw: &mut Draw) -> Problem {
    let busy = draw.pick(&[0.8, 0.9, 0.95]);
    let queue = busy * busy / (1.0 - busy) / 2.0;
    Problem::new(
        format!("Jobs come at random to one machine that takes exactly the same time for each. It is {} busy. How many jobs wait, on average?", format(busy, Unit::SHARE)),
        queue,
        Unit::COUNT,
    )
    .hint("For exponential service the mean number waiting is ρ²/(1 − ρ).")
    .hint("Half of it comes from the variation of the service, which is gone here.")
    .worked(format!("ρ²/(1 − ρ) = {}; constant service halves it: **{}**.", significant(2.0 * queue, 3), significant(queue, 3)))
    .trap(2.0 * queue, "That is for exponential service. Where every job is alike, half as many wait.")
    .trap(0.0, "Constant service does not make the arrivals regular: they still bunch.")
    .given(format!("arrivals_per_sec={}&service_law=deterministic", busy * 40.0))
}
