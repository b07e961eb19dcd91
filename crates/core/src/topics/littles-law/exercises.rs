//! Exercises on Little's law.

use crate::exercise::{Draw, Exercise, Problem};
use crate::quantity::{Unit, format, grouped, significant};

/// All of them.
pub const ALL: &[Exercise] = &[
    Exercise { slug: "how-many-inside", title: "How many connections?", draw: inside },
    Exercise { slug: "how-many-a-second", title: "What can the pool carry?", draw: rate },
    Exercise { slug: "how-long", title: "How long do they stay?", draw: time },
    Exercise { slug: "pile-up", title: "How fast does it pile up?", draw: pile_up },
];

fn inside(draw: &mut Draw) -> Problem {
    let rate = draw.pick(&[50.0, 120.0, 200.0, 400.0, 1000.0]);
    let ms = draw.pick(&[30.0, 50.0, 80.0, 150.0, 250.0]);
    let inside = rate * ms / 1e3;
    Problem::new(format!("A service gets {} requests a second; each holds a database connection for {} on average. How many connections are in use at once, on average?", grouped(rate, 0), format(ms, Unit::MS)), inside, Unit::COUNT)
        .hint("Rate times time.")
        .hint("Bring both to seconds first.")
        .worked(format!("L = λ × W = {} a second × {} s = **{}**.", grouped(rate, 0), significant(ms / 1e3, 3), significant(inside, 3)))
        .trap(rate * ms, "That multiplies a rate per second with milliseconds. Bring the time to seconds first.")
        .trap(rate / ms * 1e3 / 1e3, "That divides the rate by the time. Longer stays make the crowd larger, not smaller.")
        .given(format!("arrivals_per_sec={rate}&response_ms={ms}"))
}

fn rate(draw: &mut Draw) -> Problem {
    let pool = draw.pick(&[10.0, 20.0, 50.0, 64.0, 100.0]);
    let ms = draw.pick(&[20.0, 40.0, 100.0, 250.0, 400.0]);
    let rate = pool / ms * 1e3;
    Problem::new(format!("A pool has {} connections, and each request holds one for {}. How many requests a second can it carry at most?", grouped(pool, 0), format(ms, Unit::MS)), rate, Unit::PER_SEC)
        .hint("Little’s law, solved for the rate.")
        .worked(format!("λ = L / W = {} / {} s = **{}**. At that rate every connection is always busy, and waits grow without end: plan for less.", grouped(pool, 0), significant(ms / 1e3, 3), format(rate, Unit::PER_SEC)))
        .trap(1e3 / ms, "That is what one connection carries. The pool has more of them.")
        .trap(pool * ms / 1e3, "That multiplies. More time for each means fewer a second.")
        .given(format!("solve_for=arrivals_per_sec&in_system_given={pool}&response_ms={ms}&pool_size={pool}"))
}

fn time(draw: &mut Draw) -> Problem {
    let a_minute = draw.pick(&[2.0, 3.0, 5.0, 12.0, 30.0]);
    let inside = draw.pick(&[6.0, 15.0, 24.0, 40.0, 60.0]);
    let minutes = inside / a_minute;
    Problem::new(format!("{} customers a minute enter a shop, and whenever you count, about {} are inside. How long does a customer stay, on average?", grouped(a_minute, 0), grouped(inside, 0)), minutes, Unit::MINUTES)
        .hint("Nobody needs a stopwatch: number inside over rate.")
        .worked(format!("W = L / λ = {} / {} a minute = **{}**.", grouped(inside, 0), grouped(a_minute, 0), format(minutes, Unit::MINUTES)))
        .trap(inside * a_minute, "That multiplies. Rate times time is the number inside, so time is number over rate.")
        .trap(a_minute / inside, "Upside down: that is how many come per minute for each one inside.")
        .given(format!("solve_for=response_ms&in_system_given={inside}&arrivals_per_sec={}", a_minute / 60.0))
}

fn pile_up(draw: &mut Draw) -> Problem {
    let rate = draw.pick(&[80.0, 100.0, 150.0, 200.0]);
    let pool = draw.pick(&[20.0, 30.0, 50.0]);
    let secs = draw.pick(&[1.0, 2.0, 4.0]);
    let served = pool / secs;
    let grows = rate - served;
    Problem::new(format!("{} requests a second come, the pool has {} connections, and the database has slowed to {} a request. By how many does the line grow each second?", grouped(rate, 0), grouped(pool, 0), format(secs, Unit::SECS)), grows, Unit::PER_SEC)
        .hint("How many a second can the full pool finish?")
        .hint("The rest stays.")
        .worked(format!("The pool finishes {} / {} s = {} a second; {} come. **{}** pile up.", grouped(pool, 0), significant(secs, 2), significant(served, 3), grouped(rate, 0), format(grows, Unit::PER_SEC)))
        .trap(rate * secs - pool, "That is how many places are missing, not how fast the line grows.")
        .trap(served, "That is what gets through. The question is what does not.")
        .trap(rate - pool, format!("{} connections do not finish {} a second unless each request takes one second.", grouped(pool, 0), grouped(pool, 0)))
        .given(format!("arrivals_per_sec={rate}&pool_size={pool}&response_ms={}", secs * 1e3))
}
