//! Exercises on stages, Amdahl's law and narrow places.

use crate::exercise::{Draw, Exercise, Problem};
use crate::pipeline::{Chain, halvings_until};
use crate::quantity::{Unit, format, significant};

/// All of them.
pub const ALL: &[Exercise] = &[
    Exercise { slug: "after-the-fix", title: "After the fix", draw: after_the_fix },
    Exercise { slug: "whole-speedup", title: "Ten times faster, or is it?", draw: whole_speedup },
    Exercise { slug: "ceiling", title: "The ceiling", draw: ceiling },
    Exercise { slug: "how-much-faster", title: "How much faster must it be?", draw: how_much_faster },
    Exercise { slug: "narrowest", title: "The narrow place", draw: narrowest },
    Exercise { slug: "halvings", title: "Least work", draw: halvings },
];

/// Network, app, database, serialization, response, in milliseconds.
fn request(draw: &mut Draw) -> [f64; 5] {
    [
        draw.stepped(4.0, 12.0, 2.0),
        draw.stepped(10.0, 40.0, 5.0),
        draw.stepped(100.0, 300.0, 20.0),
        draw.stepped(6.0, 20.0, 2.0),
        draw.stepped(2.0, 6.0, 2.0),
    ]
}

fn told(ms: &[f64; 5]) -> String {
    format!(
        "{} ms network in, {} ms app code, {} ms database, {} ms serialization, {} ms network out",
        ms[0], ms[1], ms[2], ms[3], ms[4]
    )
}

fn given(ms: &[f64; 5]) -> String {
    format!(
        "stage_network_ms={}&stage_app_ms={}&stage_database_ms={}&stage_serialization_ms={}&stage_response_ms={}",
        ms[0], ms[1], ms[2], ms[3], ms[4]
    )
}

fn after_the_fix(draw: &mut Draw) -> Problem {
    let ms = request(draw);
    let times = draw.pick(&[5.0, 10.0, 20.0]);
    let total: f64 = ms.iter().sum();
    let after = total - ms[2] + ms[2] / times;
    Problem::new(
        format!(
            "A request takes {}. An index makes the database {times} times faster. How long does the request take now?",
            told(&ms)
        ),
        after,
        Unit::MS,
    )
    .hint("Only one of the five numbers changes.")
    .worked(format!(
        "{} / {times} = {} for the database; with the other {}: **{}**.",
        format(ms[2], Unit::MS),
        format(ms[2] / times, Unit::MS),
        format(total - ms[2], Unit::MS),
        format(after, Unit::MS)
    ))
    .trap(total / times, "That makes everything faster. Only the database became so.")
    .trap(total - ms[2], "That lets the database take no time at all. It still takes a little.")
    .trap(ms[2] / times, "That is the database alone. The other stages are as long as before.")
    .given(format!("{}&speedup={times}", given(&ms)))
}

fn whole_speedup(draw: &mut Draw) -> Problem {
    let percent = draw.pick(&[40.0, 50.0, 60.0, 75.0, 80.0, 90.0]);
    let times = draw.pick(&[2.0, 4.0, 5.0, 10.0]);
    let p: f64 = percent / 100.0;
    let whole = 1.0 / (1.0 - p + p / times);
    Problem::new(format!("{percent} % of a request’s time is spent in the database. It becomes {times} times faster. By what factor is the whole request faster?"), whole, Unit::RATIO)
        .hint("Take a request of 100 ms. How long is it afterwards?")
        .hint("What stays: 1 − p. What shrinks: p/k.")
        .worked(format!("1/((1 − {p}) + {p}/{times}) = 1/{} = **{}**.", significant(1.0 / whole, 4), format(whole, Unit::RATIO)))
        .trap(times, "That is the database’s own gain. The rest of the request is as slow as before.")
        .trap(1.0 + p * (times - 1.0), "That adds up gains. Times add up, and the gain is their ratio.")
        .trap(1.0 / (1.0 - p), "That is the ceiling, for a database that takes no time at all.")
        .given(format!("stage_database_ms={percent}&stage_app_ms={}&stage_network_ms=0&stage_serialization_ms=0&stage_response_ms=0&speedup={times}", 100.0 - percent))
}

fn ceiling(draw: &mut Draw) -> Problem {
    let share = draw.pick(&[7.0, 10.0, 20.0, 25.0, 55.0, 80.0]);
    let saved = share;
    Problem::new(format!("A profiler says that JSON takes {share} % of a request. With the best parser there could ever be, by how many per cent does the request become shorter, at most?"), saved, Unit::PERCENT)
        .within(0.01)
        .hint("The best parser takes no time at all.")
        .worked(format!("What remains is {} % of the time, so at most **{saved} %** are saved; the whole becomes {} faster, never more.", 100.0 - share, format(100.0 / (100.0 - share), Unit::RATIO)))
        .trap(100.0, "No parser, however fast, removes the time that is spent elsewhere.")
        .trap((100.0 / (100.0 - share) - 1.0) * 100.0, "That is by how much faster it becomes, more requests in the same time. The time itself falls by less.")
        .given(format!("stage=serialization&stage_serialization_ms={share}&stage_database_ms={}&stage_app_ms=0&stage_network_ms=0&stage_response_ms=0&speedup=1000000", 100.0 - share))
}

fn how_much_faster(draw: &mut Draw) -> Problem {
    let ms = request(draw);
    let total: f64 = ms.iter().sum();
    let rest = total - ms[2];
    let database_after = draw.pick(&[10.0, 20.0, 25.0]);
    let target = rest + database_after;
    let times = ms[2] / database_after;
    Problem::new(format!("A request takes {}. It must come down to {target} ms, and only the database can be changed. How many times faster must it become?", told(&ms)), times, Unit::RATIO)
        .hint("How long do the other stages take?")
        .hint("What is left of the target for the database?")
        .worked(format!("The others take {rest} ms; {target} − {rest} = {database_after} ms are left; {} / {database_after} = **{}**.", ms[2], format(times, Unit::RATIO)))
        .trap(total / target, "That is how much faster the whole must become. The database has to gain more than that, because nothing else does.")
        .trap(ms[2] / target, "That gives the whole target to the database. The other stages need their part.")
        .given(format!("{}&speedup={times}&target_ms={target}", given(&ms)))
}

fn narrowest(draw: &mut Draw) -> Problem {
    let app_ms = draw.pick(&[10.0, 20.0, 25.0, 40.0]);
    let cores = draw.pick(&[2.0, 4.0, 8.0]);
    let database_ms = draw.pick(&[100.0, 150.0, 200.0]);
    let connections = draw.pick(&[20.0, 50.0, 100.0]);
    let chain = Chain::new(&[(app_ms / 1e3, cores), (database_ms / 1e3, connections)]);
    let per_sec = chain.map_or(0.0, |c| c.narrowest().1);
    let (app, database) = (cores / app_ms * 1e3, connections / database_ms * 1e3);
    Problem::new(format!("A request needs {app_ms} ms of one of {cores} cores, then {database_ms} ms of one of {connections} database connections. How many requests a second can the chain pass at most?"), per_sec, Unit::PER_SEC)
        .hint("How many a second can each stage pass? Workers over time each.")
        .hint("The chain passes as many as its narrowest stage.")
        .worked(format!("Cores: {cores} / {app_ms} ms = {} a second. Connections: {connections} / {database_ms} ms = {} a second. The smaller: **{}**.", significant(app, 4), significant(database, 4), format(per_sec, Unit::PER_SEC)))
        .trap(app.max(database), "That is the wider stage. The narrower one lets fewer through.")
        .trap(1e3 / (app_ms + database_ms), "That is one request after another. Each stage has several at once.")
        .trap(app + database, "The stages are passed one after the other, so their capacities do not add up.")
        .given(format!("stage_network_ms=0&stage_serialization_ms=0&stage_response_ms=0&stage_app_ms={app_ms}&workers_app={cores}&stage_database_ms={database_ms}&workers_database={connections}"))
}

fn halvings(draw: &mut Draw) -> Problem {
    let ms = request(draw);
    let total: f64 = ms.iter().sum();
    let target = draw.pick(&[25.0, 40.0, 60.0, 80.0]);
    let order = halvings_until(&ms, target);
    let steps: Vec<String> = order.iter().map(|&i| super::inputs::STAGE_NAMES[i].to_owned()).collect();
    let only_database = {
        let (mut left, mut n) = (ms[2], 0.0);
        while total - ms[2] + left > target && n < 30.0 {
            left /= 2.0;
            n += 1.0;
        }
        n
    };
    Problem::new(format!("A request takes {}: {} in all. One week of work halves one stage, whichever you choose. How many weeks does it take, at least, to come to {target} ms or less?", told(&ms), format(total, Unit::MS)), order.len() as f64, Unit::COUNT)
        .hint("Always halve the stage that is longest now.")
        .hint("After a few weeks the database may no longer be the longest.")
        .worked(format!("In order: {}. That is **{}** weeks.", steps.join(", "), order.len()))
        .trap(only_database, "That halves the database only. After a few weeks another stage has more to give.")
        .trap(total / target, "That is the ratio of the times. Each week halves one stage, not the whole.")
        .given(format!("{}&target_ms={target}", given(&ms)))
}
