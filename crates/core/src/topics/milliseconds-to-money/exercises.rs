//! Exercises on lost orders and burnt hours.

use crate::cost::{Compute, Shop};
use crate::exercise::{Draw, Exercise, Problem};
use crate::quantity::{Unit, format, grouped};

/// All of them.
pub const ALL: &[Exercise] = &[
    Exercise { slug: "lost-revenue", title: "What walks out", draw: lost_revenue },
    Exercise { slug: "recovered", title: "What comes back", draw: recovered },
    Exercise { slug: "cpu-hours", title: "Hours burnt", draw: cpu_hours },
    Exercise { slug: "saved", title: "What the waiting saves", draw: saved },
    Exercise { slug: "break-even", title: "When does it pay?", draw: break_even },
];

fn count(value: f64) -> String {
    grouped(value, 0)
}

fn usd(value: f64) -> String {
    format(value, Unit::USD)
}

fn lost_revenue(draw: &mut Draw) -> Problem {
    let visitors = draw.pick(&[50_000.0, 80_000.0, 120_000.0, 250_000.0]);
    let bounce = draw.stepped(20.0, 50.0, 5.0);
    let conversion = draw.pick(&[1.0, 1.5, 2.5, 3.0]);
    let order = draw.pick(&[30.0, 40.0, 60.0, 80.0]);
    let lost = visitors * bounce / 100.0 * conversion / 100.0 * order;
    Problem::new(
        format!("A shop has {} visitors a month. {bounce} % leave before the page is there. Of those who stay, {conversion} % buy, for ${order} each. How much revenue a month walks out?", count(visitors)),
        lost,
        Unit::USD,
    )
    .hint("First the visitors lost, then the orders they would have placed, then their worth.")
    .worked(format!("{} × {bounce} % = {} visitors; × {conversion} % = {} orders; × ${order} = **{}** a month.", count(visitors), count(visitors * bounce / 100.0), count(visitors * bounce * conversion / 1e4), usd(lost)))
    .trap(visitors * bounce / 100.0 * order, "That lets every lost visitor buy. Only the converting share would have.")
    .trap(visitors * (100.0 - bounce) / 100.0 * conversion / 100.0 * order, "That is what the shop still takes. The loss is the share who left.")
    .trap(visitors * conversion / 100.0 * order, "That is what a shop takes which nobody leaves.")
    .given(format!("visitors_per_month={visitors}&bounce_pct={bounce}&conversion_pct={conversion}&order_value_usd={order}"))
}

fn recovered(draw: &mut Draw) -> Problem {
    let visitors = draw.pick(&[60_000.0, 100_000.0, 150_000.0, 400_000.0]);
    let before = draw.pick(&[30.0, 35.0, 40.0, 45.0]);
    let after = draw.pick(&[10.0, 12.0, 15.0]);
    let order = draw.pick(&[25.0, 40.0, 50.0]);
    let conversion = 2.0;
    let shop = Shop::new(visitors, conversion / 100.0, order);
    let back = shop.map_or(0.0, |s| s.recovered_usd(before / 100.0, after / 100.0));
    let lost = visitors * before / 100.0 * conversion / 100.0 * order;
    Problem::new(
        format!("{} visitors a month, {conversion} % of those who stay buy for ${order}. A faster page brings the share who leave from {before} % to {after} %. How much revenue a month does that bring back?", count(visitors)),
        back,
        Unit::USD,
    )
    .hint("How many more visitors stay?")
    .hint(format!("{before} % − {after} % of all visitors, not of those who left."))
    .worked(format!("{} × ({before} % − {after} %) = {} more visitors; × {conversion} % × ${order} = **{}**.", count(visitors), count(visitors * (before - after) / 100.0), usd(back)))
    .trap(lost * (100.0 - after) / 100.0, format!("That takes {after} % off the loss, as if the bounce share had fallen by {} %. It fell to {after} %, of all visitors.", 100.0 - after))
    .trap(lost, "That is the whole loss. Some visitors still leave after the fix.")
    .trap(lost * (before - after) / 100.0, "That takes the difference of the percentages from those who had left. Both percentages are of all visitors.")
    .given(format!("visitors_per_month={visitors}&bounce_pct={before}&improved_bounce_pct={after}&order_value_usd={order}"))
}

fn cpu_hours(draw: &mut Draw) -> Problem {
    let millions = draw.pick(&[1.0, 2.0, 4.0, 8.0, 12.0]);
    let ms = draw.pick(&[90.0, 150.0, 180.0, 240.0, 300.0]);
    let hours = millions * 1e6 * ms / 1e3 / 3600.0;
    Problem::new(
        format!("An endpoint serves {millions} million requests a day and computes for {ms} ms on each. How many processor hours a day is that?"),
        hours,
        Unit::HOURS_PER_DAY,
    )
    .hint("Seconds first: requests times seconds each.")
    .hint("An hour has 3,600 seconds.")
    .worked(format!("{millions} million × {ms} ms = {} s; / 3,600 = **{} h** a day, {} cores busy day and night.", count(millions * 1e3 * ms), crate::quantity::significant(hours, 4), crate::quantity::significant(hours / 24.0, 3)))
    .trap(hours / 24.0, "That is the number of cores busy on average. Hours a day are 24 times as many.")
    .trap(hours * 60.0, "That is in minutes.")
    .given(format!("requests_per_day={}&request_ms={ms}", millions * 1e6))
}

fn saved(draw: &mut Draw) -> Problem {
    let millions = draw.pick(&[3.0, 6.0, 9.0, 20.0]);
    let (before, after) = draw.pick(&[(450.0, 50.0), (300.0, 60.0), (500.0, 100.0)]);
    let cpu = draw.pick(&[5.0, 10.0, 20.0, 25.0]);
    let price = draw.pick(&[0.04, 0.05, 0.17]);
    let dollars = |share: f64| {
        Compute::new(millions * 1e6, share, price).map_or(0.0, |c| c.saved_usd_per_month(before / 1e3, after / 1e3))
    };
    let right = dollars(cpu / 100.0);
    Problem::new(
        format!("{millions} million requests a day take {before} ms each, but a processor works for only {cpu} % of that; the rest is waiting on a database. Brought to {after} ms, with the same share, what is saved a month of 30 days, at ${price} a core-hour?"),
        right,
        Unit::USD,
    )
    .within(0.01)
    .hint("Only processor time is rented by the hour. Waiting burns none.")
    .hint(format!("Each request burns {} ms less.", (before - after) * cpu / 100.0))
    .worked(format!("({before} − {after}) ms × {cpu} % = {} ms a request; × {millions} million / 3,600 s = {} h a day; × ${price} × 30 = **{}**.", (before - after) * cpu / 100.0, crate::quantity::significant(right / price / 30.0, 4), usd(right)))
    .trap(dollars(1.0), "That bills the waiting as well. While a request waits on the database, its core serves another.")
    .trap(right / 30.0, "That is a day. A month has 30 here.")
    .given(format!("requests_per_day={}&request_ms={before}&improved_ms={after}&cpu_share_pct={cpu}&usd_per_cpu_hour={price}", millions * 1e6))
}

fn break_even(draw: &mut Draw) -> Problem {
    let visitors = draw.pick(&[20_000.0, 50_000.0, 100_000.0]);
    let order = draw.pick(&[20.0, 40.0, 50.0]);
    let fix = draw.pick(&[500.0, 1_000.0, 2_000.0, 4_000.0]);
    let points = fix / (visitors * 0.02 * order) * 100.0;
    Problem::new(
        format!("A shop with {} visitors a month converts 2 % of those who stay, at ${order} an order. A fix costs ${fix} a month. By how many percentage points must the bounce share fall for the fix to pay for itself?", count(visitors)),
        points,
        Unit::PERCENT,
    )
    .hint("What does one visitor who stays bring in, on average?")
    .hint("How many of them pay for the fix? What share of all visitors is that?")
    .worked(format!("A visitor who stays is worth 2 % × ${order} = {}. The fix takes {} of them, and that is **{} points** of {}.", usd(0.02 * order), count(fix / (0.02 * order)), crate::quantity::significant(points, 3), count(visitors)))
    .trap(fix / (visitors * order) * 100.0, "That lets everyone who stays buy. Only 2 % do.")
    .given(format!("visitors_per_month={visitors}&order_value_usd={order}&fix_usd_per_month={fix}"))
}
