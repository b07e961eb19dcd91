//! Exercises on transfers, batches and roads.

use crate::exercise::{Draw, Exercise, Problem};
use crate::network::transfer::{Line, Transfer, slow_start_bytes};
use crate::quantity::{Unit, format, significant};

/// All of them.
pub const ALL: &[Exercise] = &[
    Exercise { slug: "on-the-line", title: "Time on the line", draw: on_the_line },
    Exercise { slug: "round-trips", title: "How many round trips?", draw: round_trips },
    Exercise { slug: "far-fetched", title: "From far away", draw: far_fetched },
    Exercise { slug: "batch-throughput", title: "What batches pass", draw: batch_throughput },
    Exercise { slug: "batch-wait", title: "Waiting to be full", draw: batch_wait },
    Exercise { slug: "cars-on-the-road", title: "Cars on the road", draw: cars_on_the_road },
];

fn on_the_line(draw: &mut Draw) -> Problem {
    let kb = draw.pick(&[50.0, 100.0, 200.0, 500.0, 2000.0]);
    let mbps = draw.pick(&[5.0, 10.0, 25.0, 50.0, 100.0]);
    let ms = kb * 8.0 / mbps;
    Problem::new(format!("How long do {kb} kB keep a line of {mbps} Mbit/s busy?"), ms, Unit::MS)
        .within(0.007)
        .hint("Bandwidth is in bits, the size in bytes.")
        .hint("kB × 8 / Mbit/s gives milliseconds.")
        .worked(format!("{kb} kB × 8 = {} kbit. At {mbps} Mbit/s: **{}**.", kb * 8.0, format(ms, Unit::MS)))
        .trap(kb / mbps, "That took bytes for bits: a byte is eight bits.")
        .trap(kb * 8.0 * 1.024 / mbps, "Here a kB is 1,000 bytes, as on the line.")
        .given(format!("size_kb={kb}&bandwidth_mbps={mbps}"))
}

fn round_trips(draw: &mut Draw) -> Problem {
    let kb = draw.pick(&[10.0, 30.0, 80.0, 150.0, 300.0, 600.0]);
    let (tls, setup) = draw.pick(&[("TCP alone", 1.0), ("TCP and TLS 1.3", 2.0), ("TCP and TLS 1.2", 3.0)]);
    let windows = (1..).find(|&n| slow_start_bytes(n) >= kb * 1e3).map_or(1.0, f64::from);
    let trips = setup + windows;
    Problem::new(format!("{kb} kB are fetched over a new connection, {tls}. The line is wide; the first window holds 14.6 kB and each further one twice as much as the last. How many round trips does it take in all?"), trips, Unit::COUNT)
        .within(0.04)
        .hint("14.6, 43.8, 102.2, 219, 452.6, 919.8 kB have arrived after 1, 2, 3 … windows.")
        .hint("Add the round trips of the handshakes.")
        .worked(format!("{} kB need {windows} windows, the handshakes {setup} round trips: **{trips}**.", significant(kb, 3)))
        .trap(windows, "That forgets the handshakes.")
        .trap(setup + 1.0, "All of it does not fit into the first window of 14.6 kB: the server waits for acknowledgements.")
        .trap(setup + libm::ceil(kb / 14.6), "Each window is twice as large as the one before.")
        .given(format!("size_kb={kb}&setup_round_trips={setup}&bandwidth_mbps=10000"))
}

fn far_fetched(draw: &mut Draw) -> Problem {
    let kb = draw.pick(&[30.0, 80.0, 150.0]);
    let away = draw.pick(&[80.0, 150.0, 200.0]);
    let mbps = draw.pick(&[500.0, 1000.0]);
    let line = Line::new(mbps * 1e6, away / 1e3);
    let transfer = line.and_then(|line| Transfer::on_new_connection(line, kb * 1e3, 1.0));
    let (ms, trips) = transfer.map_or((away, 1.0), |t| (t.total_secs() * 1e3, t.round_trips()));
    let data = kb * 8.0 / mbps;
    Problem::new(format!("{kb} kB come from a server {away} ms away (there and back) over a new TCP connection of {mbps} Mbit/s. How long does it take?"), ms, Unit::MS)
        .within(0.04)
        .hint("Count round trips: one to connect, one for each window of 14.6, 29.2, 58.4 … kB.")
        .hint("The data themselves take little: work it out and see.")
        .worked(format!("{trips} round trips of {away} ms are {}; the data take {}. The server’s idle times overlap a little with sending: **{}**.", format(trips * away, Unit::MS), format(data, Unit::MS), format(ms, Unit::MS)))
        .trap(data, "That is the time on the line. The way there and back counts each time the server waits.")
        .trap(away + data, "That is a connection in use. A new one has a handshake and opens its window step by step.")
        .trap(2.0 * away + data, "The handshake is counted, but the first window holds only 14.6 kB.")
        .given(format!("size_kb={kb}&round_trip_ms={away}&bandwidth_mbps={mbps}"))
}

fn batch_throughput(draw: &mut Draw) -> Problem {
    let size = draw.pick(&[10.0, 20.0, 50.0, 100.0]);
    let per_batch = draw.pick(&[5.0, 10.0, 20.0, 50.0]);
    let per_item = draw.pick(&[0.1, 0.2, 0.5, 1.0]);
    let one = per_batch + size * per_item;
    let rate = size / one * 1e3;
    Problem::new(format!("A worker takes {per_batch} ms for each batch and {per_item} ms for each item in it. Batches hold {size} items. How many items a second can it pass?"), rate, Unit::PER_SEC)
        .hint("How long does one batch take?")
        .worked(format!("A batch takes {per_batch} + {size} × {per_item} = {} ms, and holds {size}: **{}**.", significant(one, 4), format(rate, Unit::PER_SEC)))
        .trap(1e3 / one, "That counts batches. Each holds many items.")
        .trap(1e3 / per_item, "That forgets what each batch takes besides its items.")
        .trap(1e3 / (per_batch + per_item), "That is one by one: each item would pay for a batch of its own.")
        .given(format!("view=batching&batch_size={size}&per_batch_ms={per_batch}&per_item_ms={per_item}"))
}

fn batch_wait(draw: &mut Draw) -> Problem {
    let size = draw.pick(&[11.0, 51.0, 101.0, 201.0]);
    let rate = draw.pick(&[20.0, 50.0, 100.0, 500.0]);
    let ms = (size - 1.0) / (2.0 * rate) * 1e3;
    Problem::new(format!("{rate} items come a second, and a batch leaves when it holds {size}. How long does an item wait for its batch to fill, on average?"), ms, Unit::MS)
        .hint("The first item waits for all the others, the last for none.")
        .worked(format!("The first waits for {} more, {}; the last not at all. On average half of that: **{}**.", size - 1.0, format((size - 1.0) / rate * 1e3, Unit::MS), format(ms, Unit::MS)))
        .trap((size - 1.0) / rate * 1e3, "That is the wait of the first item. The last waits for nobody: on average it is half.")
        .trap(1e3 / rate, "That is the gap between two items.")
        .given(format!("view=batching&batch_size={size}&arrivals_per_sec={rate}&per_batch_ms=1&per_item_ms=0.01"))
}

fn cars_on_the_road(draw: &mut Draw) -> Problem {
    let km = draw.pick(&[10.0, 20.0, 40.0]);
    let speed = draw.pick(&[60.0, 80.0, 100.0, 120.0]);
    let an_hour = draw.pick(&[600.0, 1200.0, 1800.0, 3600.0]);
    let cars = an_hour * km / speed;
    Problem::new(
        format!(
            "{an_hour} cars an hour enter a road of {km} km and drive at {speed} km/h. How many are on it at once?"
        ),
        cars,
        Unit::COUNT,
    )
    .hint("How long does each stay?")
    .hint("Little’s law: number inside = rate × time inside.")
    .worked(format!(
        "Each stays {km} / {speed} h = {}. {an_hour} an hour × that = **{}**.",
        format(km / speed * 3600.0, Unit::SECS),
        significant(cars, 4)
    ))
    .trap(an_hour / speed, "That is the number on one kilometre.")
    .trap(an_hour * speed / km, "Upside down: a longer road holds more cars, a faster one fewer.")
    .given(format!("view=highway&lanes=3&road_km={km}&speed_km_per_hour={speed}&cars={}", libm::round(cars)))
}
