//! Traps of doing the same again and again: a query a row, a connection a request, an answer kept too long, everything sent.

use super::*;

pub(super) fn n_plus_one(inputs: &Inputs) -> Report {
    let query = Unit::MS.to_base(inputs.query_ms);
    let looped = |rows: f64| n_plus_one_secs(rows, query) * 1e3;
    let right = round_top((2.0 * inputs.parents).max(100.0));
    let here = looped(inputs.parents);
    Report {
        says: format!(
            "{} rows, a query for each, and one for the list: **{} queries, {}**. One joined query: **{}**.",
            quantity::grouped(inputs.parents, 0),
            quantity::grouped(inputs.parents + 1.0, 0),
            ms(here),
            ms(inputs.query_ms)
        ),
        readouts: vec![
            Readout::formula("queries", "Queries", inputs.parents + 1.0, Unit::COUNT),
            Readout::formula("n_plus_one_ms", "In a loop they take", here, Unit::MS),
            Readout::formula("joined_ms", "Joined", inputs.query_ms, Unit::MS),
            Readout::formula("slowdown", "The loop is slower by", here / inputs.query_ms, Unit::RATIO),
        ],
        charts: vec![ChartSpec {
            id: "n-plus-one",
            title: "Time in queries, by the rows of the list".into(),
            says: format!(
                "A list of {} rows waits {} for its queries in a loop, {} for one joined query. Ten rows on a laptop do not show it. Drag the ring.",
                quantity::grouped(inputs.parents, 0),
                ms(here),
                ms(inputs.query_ms)
            ),
            x: Axis::linear("rows of the list", Unit::COUNT, 0.0, right),
            y: Axis::linear("time in queries", Unit::MS, 0.0, round_top(looped(right))),
            layers: vec![
                line(Role::Danger, "a query a row", vec![(0.0, looped(0.0)), (right, looped(right))], false),
                line(Role::Theory, "joined", vec![(0.0, inputs.query_ms), (right, inputs.query_ms)], true),
            ],
            handle: Some(Handle {
                key: "parents",
                x: inputs.parents,
                y: here,
                value_per_x: 1.0,
                label: format!("you: {}", ms(here)),
            }),
        }],
        notes: vec![Note::usual_figure(
            format!(
                "“Fifty times faster.” {} queries against one: **{}**. And the joined query does more work than one of the loop, so in life it is somewhat less; what goes for certain are the round trips.",
                quantity::grouped(inputs.parents + 1.0, 0),
                quantity::format(inputs.parents + 1.0, Unit::RATIO)
            ),
            "n-plus-one",
        )],
    }
}

pub(super) fn no_pooling(inputs: &Inputs) -> Report {
    let secs = |rate: f64| setup_secs_per_sec(rate, Unit::MS.to_base(inputs.setup_ms));
    let pooled = |rate: f64| setup_secs_per_sec(rate, Unit::MS.to_base(inputs.borrow_ms));
    let right = round_top(1.5 * inputs.requests_per_sec);
    let here = secs(inputs.requests_per_sec);
    Report {
        says: format!(
            "{} × {} = **{} of waiting begin in every second**; {} connections are being opened at any moment. From a pool: {}.",
            quantity::format(inputs.requests_per_sec, Unit::PER_SEC),
            ms(inputs.setup_ms),
            quantity::format(here, Unit::SECS),
            count(here),
            quantity::format(pooled(inputs.requests_per_sec), Unit::SECS)
        ),
        readouts: vec![
            Readout::formula("setup_secs_per_sec", "Set-up begun in each second", here, Unit::SECS),
            Readout::formula("connecting", "Connections being opened", here, Unit::COUNT),
            Readout::formula("pooled_secs_per_sec", "With a pool", pooled(inputs.requests_per_sec), Unit::SECS),
            Readout::formula(
                "setup_share",
                "Of a 2 ms query’s time, set-up",
                inputs.setup_ms / (inputs.setup_ms + 2.0),
                Unit::SHARE,
            ),
        ],
        charts: vec![ChartSpec {
            id: "no-pooling",
            title: "Set-up begun in each second, by the requests".into(),
            says: format!(
                "At {} with a new connection each, {} of set-up begin in every second; with a pool {}. Drag the ring.",
                quantity::format(inputs.requests_per_sec, Unit::PER_SEC),
                quantity::format(here, Unit::SECS),
                quantity::format(pooled(inputs.requests_per_sec), Unit::SECS)
            ),
            x: Axis::linear("requests", Unit::PER_SEC, 0.0, right),
            y: Axis::linear("set-up begun in a second", Unit::SECS, 0.0, round_top(secs(right))),
            layers: vec![
                line(Role::Danger, "a connection each", vec![(0.0, 0.0), (right, secs(right))], false),
                line(Role::Theory, "from a pool", vec![(0.0, 0.0), (right, pooled(right))], true),
            ],
            handle: Some(Handle {
                key: "requests_per_sec",
                x: inputs.requests_per_sec,
                y: here,
                value_per_x: 1.0,
                label: format!("you: {}", quantity::format(here, Unit::SECS)),
            }),
        }],
        notes: vec![Note::usual_figure(
            "“46 seconds of **CPU time** every second” would take 46 cores. Most of it is **waiting**: for round trips and for the database to start a process. By Little’s law it means that 46 connections are being opened at any moment, each holding memory on both sides.",
            "no-pooling",
        )],
    }
}

pub(super) fn no_expiry(inputs: &Inputs) -> Report {
    let day = 86_400.0;
    let per_sec = inputs.orders_per_day / day;
    let lost = |secs: f64| stale_loss_usd(inputs.old_price_usd, inputs.new_price_usd, per_sec, secs);
    let (here, with_ttl) = (lost(inputs.stale_days * day), lost(inputs.ttl_secs.min(inputs.stale_days * day)));
    let right = round_top((1.3 * inputs.stale_days).max(10.0)).min(500.0);
    let top = round_top(libm::fabs(lost(right * day)));
    let sign = if here < 0.0 { -1.0 } else { 1.0 };
    Report {
        says: format!(
            "The cache sells at {} what costs {} now, for {} days: **{}** {}. With a time to live of {} it would have been **{}** at most.",
            usd(inputs.old_price_usd),
            usd(inputs.new_price_usd),
            count(inputs.stale_days),
            usd(libm::fabs(here)),
            if here < 0.0 { "too much is asked of customers" } else { "are given away" },
            quantity::format(inputs.ttl_secs, Unit::SECS),
            usd(libm::fabs(with_ttl))
        ),
        readouts: vec![
            Readout::formula("lost_usd", "Given away", here, Unit::USD),
            Readout::formula("lost_with_ttl_usd", "With a time to live, at most", with_ttl, Unit::USD),
            Readout::formula(
                "wrong_orders",
                "Orders at the wrong price",
                inputs.orders_per_day * inputs.stale_days,
                Unit::COUNT,
            ),
            Readout::formula(
                "loss_per_order_usd",
                "For each order",
                inputs.new_price_usd - inputs.old_price_usd,
                Unit::USD,
            ),
        ],
        charts: vec![ChartSpec {
            id: "no-expiry",
            title: "Given away since the price changed".into(),
            says: format!(
                "After {} days {} at the old price come to {}. With a time to live the line ends after {}. Drag the ring.",
                count(inputs.stale_days),
                quantity::format(inputs.orders_per_day, Unit::PER_DAY),
                usd(libm::fabs(here)),
                quantity::format(inputs.ttl_secs, Unit::SECS)
            ),
            x: Axis::linear("days since the price changed", Unit::COUNT, 0.0, right),
            y: Axis::linear(if sign < 0.0 { "asked too much" } else { "given away" }, Unit::USD, 0.0, top),
            layers: vec![
                line(Role::Danger, "cached for ever", vec![(0.0, 0.0), (right, sign * lost(right * day))], false),
                line(
                    Role::Theory,
                    "with a time to live",
                    vec![
                        (0.0, 0.0),
                        (inputs.ttl_secs / day, sign * lost(inputs.ttl_secs)),
                        (right.max(inputs.ttl_secs / day), sign * lost(inputs.ttl_secs)),
                    ],
                    true,
                ),
            ],
            handle: Some(Handle {
                key: "stale_days",
                x: inputs.stale_days,
                y: sign * here,
                value_per_x: 1.0,
                label: format!("you: {}", usd(libm::fabs(here))),
            }),
        }],
        notes: vec![Note::usual_figure(
            "“Every entry needs a time to live, no exceptions.” It bounds how long a wrong value lives, and for a **price** five minutes of wrong is still wrong: delete the entry when the price changes as well. What can never change (a picture named after its content) may stay for ever.",
            "no-expiry",
        )],
    }
}

pub(super) fn everything(inputs: &Inputs) -> Report {
    let link = inputs.bandwidth_mbps * 1e6;
    let sizes =
        [inputs.size_kb, inputs.size_kb * (1.0 - Unit::PERCENT.to_base(inputs.reduction_pct)), inputs.needed_kb];
    let at = |kb: f64, bits_per_sec: f64| transfer_secs(Unit::KB.to_base(kb), bits_per_sec) * 1e3;
    let [full, packed, needed] = sizes.map(|kb| at(kb, link));
    let (left, right) =
        if (0.1..=10_000.0).contains(&inputs.bandwidth_mbps) { (0.1, 10_000.0) } else { (0.001, 100_000.0) };
    let curve = |kb: f64| vec![(left, at(kb, left * 1e6)), (right, at(kb, right * 1e6))];
    let (low, high) = (at(sizes[2].min(sizes[1]), right * 1e6), at(sizes[0].max(sizes[2]), left * 1e6));
    Report {
        says: format!(
            "{} over {}: **{}**. Compressed: {}. Only what is needed: **{}**, {} less.",
            quantity::format(inputs.size_kb, Unit::KB),
            quantity::format(inputs.bandwidth_mbps, Unit::MBPS),
            ms(full),
            ms(packed),
            ms(needed),
            quantity::format(full / needed, Unit::RATIO)
        ),
        readouts: vec![
            Readout::formula("full_ms", "Everything takes", full, Unit::MS),
            Readout::formula("compressed_ms", "Compressed", packed, Unit::MS),
            Readout::formula("needed_ms", "Only what is needed", needed, Unit::MS),
            Readout::formula("saved_factor", "Shorter by", full / needed, Unit::RATIO),
        ],
        charts: vec![ChartSpec {
            id: "everything",
            title: "Time to transfer, by the link".into(),
            says: format!(
                "At {} everything takes {}, compressed {}, only what is needed {}. On a fast link nobody notices. Drag the ring.",
                quantity::format(inputs.bandwidth_mbps, Unit::MBPS),
                ms(full),
                ms(packed),
                ms(needed)
            ),
            x: Axis::log("the link", Unit::MBPS, left, right),
            y: Axis::log("time to transfer", Unit::MS, low.max(1e-9), high.max(low * 10.0).max(1e-8)),
            layers: vec![
                line(Role::Danger, "everything", curve(sizes[0]), false),
                line(Role::Simulation, "compressed", curve(sizes[1]), true),
                line(Role::Theory, "what is needed", curve(sizes[2]), false),
            ],
            handle: Some(Handle {
                key: "bandwidth_mbps",
                x: inputs.bandwidth_mbps,
                y: full,
                value_per_x: 1.0,
                label: format!("you: {}", ms(full)),
            }),
        }],
        notes: vec![Note::usual_figure(
            format!(
                "Five of 47 equal fields would be {}, not {}: it works because the bulk sits in a few fields nobody needs. Look **which** fields are large before you count them. And the first kilobytes cost round trips, not bandwidth.",
                quantity::format(inputs.size_kb * 5.0 / 47.0, Unit::KB),
                quantity::format(inputs.needed_kb, Unit::KB)
            ),
            "everything",
        )],
    }
}
