//! One exercise for each trap.

use crate::cost::waste::{n_plus_one_secs, stale_loss_usd, transfer_secs};
use crate::exercise::{Draw, Exercise, Problem};
use crate::quantity::{Unit, format, significant};

/// All of them.
pub const ALL: &[Exercise] = &[
    Exercise { slug: "guessing", title: "A week on the parser", draw: guessing },
    Exercise { slug: "averages", title: "A mean nobody meets", draw: averages },
    Exercise { slug: "premature", title: "Microseconds", draw: premature },
    Exercise { slug: "n-plus-one", title: "A query a row", draw: n_plus_one },
    Exercise { slug: "no-pooling", title: "Hello, a thousand times", draw: no_pooling },
    Exercise { slug: "no-expiry", title: "Yesterday’s price", draw: no_expiry },
    Exercise { slug: "everything", title: "Forty-seven fields", draw: everything },
];

fn guessing(draw: &mut Draw) -> Problem {
    let guess = draw.pick(&[2.0, 4.0, 5.0]);
    let culprit = draw.pick(&[200.0, 400.0, 800.0]);
    let times = draw.pick(&[5.0, 10.0, 20.0]);
    let after = guess + culprit / times;
    let wrong = guess / times + culprit;
    Problem::new(format!("A request spends {guess} ms in the parser and {culprit} ms in a query. A week of work makes one of the two {times} times faster. How long does the request take if the week is spent well?"), after, Unit::MS)
        .within(0.006)
        .hint("Which of the two has more to give?")
        .worked(format!("{culprit} / {times} = {} ms for the query, {guess} ms for the parser: **{}**. The other way it would be {}.", significant(culprit / times, 4), format(after, Unit::MS), format(wrong, Unit::MS)))
        .trap(wrong, "That is the week spent on the parser.")
        .trap((guess + culprit) / times, "A week makes one of the two faster, not both.")
        .given(format!("guess_ms={guess}&culprit_ms={culprit}&work_speedup={times}"))
}

fn averages(draw: &mut Draw) -> Problem {
    let fast = draw.pick(&[18.0, 28.0, 38.0, 48.0, 98.0]);
    let slow = draw.pick(&[1.0, 2.0]);
    let quick_ms = draw.pick(&[20.0, 40.0, 50.0]);
    let slow_ms = draw.pick(&[3_000.0, 5_000.0, 8_000.0]);
    let n = fast + slow;
    let mean = (fast * quick_ms + slow * slow_ms) / n;
    Problem::new(
        format!("{fast} requests take {quick_ms} ms, {slow} take {slow_ms} ms. What is the mean?"),
        mean,
        Unit::MS,
    )
    .within(0.006)
    .hint("Add up all times and divide by all requests.")
    .worked(format!(
        "({fast} × {quick_ms} + {slow} × {slow_ms}) / {n} = **{}**. Not one request took so long.",
        format(mean, Unit::MS)
    ))
    .trap(
        (quick_ms + slow_ms) / 2.0,
        "That is the middle of the two values. There are far more quick requests: weigh them.",
    )
    .trap(quick_ms, "That is the median. The slow ones pull the mean up.")
    .trap((fast * quick_ms + slow * slow_ms) / fast, "Divide by all requests, the slow ones too.")
    .given(format!("trap=averages&fast_count={fast}&slow_count={slow}&fast_ms={quick_ms}&slow_ms={slow_ms}"))
}

fn premature(draw: &mut Draw) -> Problem {
    let us = draw.pick(&[1.0, 2.0, 5.0]);
    let lookups = draw.pick(&[50.0, 100.0, 400.0]);
    let rest = draw.pick(&[80.0, 150.0, 200.0]);
    let saved = us * lookups / 1e3;
    let share = saved / (rest + saved) * 100.0;
    Problem::new(format!("A cleverer map saves {us} µs at each of {lookups} look-ups of a request. Queries and the rest take {rest} ms. By how many per cent does the request become shorter?"), share, Unit::PERCENT)
        .hint("How many milliseconds are saved in all?")
        .worked(format!("{us} µs × {lookups} = {} ms of {} ms: **{} %**.", significant(saved, 3), significant(rest + saved, 5), significant(share, 3)))
        .trap(us / rest * 100.0, "Microseconds over milliseconds: bring both to one unit first.")
        .trap(share * 10.0, "A thousand microseconds are one millisecond: a power of ten went astray.")
        .given(format!("trap=premature&lookup_saved_us={us}&lookups={lookups}&rest_ms={rest}"))
}

fn n_plus_one(draw: &mut Draw) -> Problem {
    let rows = draw.pick(&[20.0, 50.0, 60.0, 80.0]);
    let ms = draw.pick(&[1.0, 2.0, 4.0]);
    let total = n_plus_one_secs(rows, ms / 1e3) * 1e3;
    Problem::new(format!("A page lists {rows} orders with one query, and then asks for the customer of each with a query of its own. Every query takes a round trip of {ms} ms. How long does the page wait for its queries?"), total, Unit::MS)
        .within(0.004)
        .hint("Count the queries. Do not forget the first.")
        .worked(format!("1 + {rows} = {} queries × {ms} ms = **{}**. One joined query: {ms} ms.", rows + 1.0, format(total, Unit::MS)))
        .trap(rows * ms, "That forgets the query for the list itself.")
        .trap(ms, "That is the joined query.")
        .trap(2.0 * ms, "Two queries would do, one for the list and one for all its customers. This page asks for each.")
        .given(format!("trap=n_plus_one&parents={rows}&query_ms={ms}"))
}

fn no_pooling(draw: &mut Draw) -> Problem {
    let ms = draw.pick(&[20.0, 30.0, 46.0, 50.0]);
    let rate = draw.pick(&[200.0, 500.0, 1_000.0, 3_000.0]);
    let at_once = ms / 1e3 * rate;
    Problem::new(format!("Opening a database connection takes {ms} ms, and each of {rate} requests a second opens one. How many connections are being opened at any moment?"), at_once, Unit::COUNT)
        .hint("Little: how many at once = how many a second × how long each.")
        .worked(format!("{rate} × {ms} ms = **{}**, before a single query has run.", significant(at_once, 4)))
        .trap(rate, "That is how many begin in a second. Each is over after a fraction of it.")
        .trap(rate / ms, "Multiply, do not divide: the longer it takes, the more are at it.")
        .given(format!("trap=no_pooling&setup_ms={ms}&requests_per_sec={rate}"))
}

fn no_expiry(draw: &mut Draw) -> Problem {
    let old = draw.pick(&[19.99, 29.99, 39.99]);
    let more = draw.pick(&[5.0, 10.0, 20.0]);
    let orders = draw.pick(&[12.0, 24.0, 48.0]);
    let days = draw.pick(&[7.0, 14.0, 30.0]);
    let new = old + more;
    let lost = stale_loss_usd(old, new, orders / 86_400.0, days * 86_400.0);
    Problem::new(format!("A price went from ${old:.2} to ${new:.2}, but the cache has no expiry and goes on selling at the old one: {orders} orders a day, for {days} days. How much is given away?"), lost, Unit::USD)
        .hint("How much for each order?")
        .worked(format!("${more} × {orders} × {days} = **{}**.", format(lost, Unit::USD)))
        .trap(new * orders * days, "The customers did pay the old price. Only the difference is lost.")
        .trap(more * days, "That is one order a day.")
        .given(format!("trap=no_expiry&old_price_usd={old:.2}&new_price_usd={new:.2}&orders_per_day={orders}&stale_days={days}"))
}

fn everything(draw: &mut Draw) -> Problem {
    let mb = draw.pick(&[1.0, 2.0, 3.0, 5.0]);
    let mbps = draw.pick(&[5.0, 10.0, 20.0, 40.0]);
    let reduction = draw.pick(&[70.0, 75.0, 80.0]);
    let bytes = mb * 1e6 * (1.0 - reduction / 100.0);
    let time = transfer_secs(bytes, mbps * 1e6) * 1e3;
    Problem::new(format!("An answer of {mb} MB is compressed by {reduction} % and sent over {mbps} Mbit/s. How long does the transfer take?"), time, Unit::MS)
        .hint("How many bytes are left? How many bits are that?")
        .worked(format!("{} kB × 8 = {} kbit; / {mbps} Mbit/s = **{}**.", significant(bytes / 1e3, 4), significant(bytes * 8.0 / 1e3, 5), format(time, Unit::MS)))
        .trap(transfer_secs(mb * 1e6, mbps * 1e6) * 1e3, "That is the answer uncompressed.")
        .trap(transfer_secs(mb * 1e6 * reduction / 100.0, mbps * 1e6) * 1e3, "That sends what compression has taken away.")
        .given(format!("trap=everything&size_kb={}&bandwidth_mbps={mbps}&reduction_pct={reduction}", mb * 1e3))
}
