//! Exercises on distance, light and edges.

use crate::exercise::{Draw, Exercise, Problem};
use crate::network::cities::{City, find};
use crate::network::fibre::round_trip_ms;
use crate::network::geodesic::distance_km;
use crate::quantity::{Unit, format, grouped, significant};

/// All of them.
pub const ALL: &[Exercise] = &[
    Exercise { slug: "floor", title: "The least a round trip takes", draw: floor },
    Exercise { slug: "only-geography", title: "Round trips, one after another", draw: only_geography },
    Exercise { slug: "reach", title: "How far may it be?", draw: reach },
    Exercise { slug: "stretch", title: "How straight was the way?", draw: stretch },
    Exercise { slug: "edge-hits", title: "What an edge brings", draw: edge_hits },
];

const PAIRS: [(&str, &str); 10] = [
    ("new-york", "london"),
    ("tokyo", "ashburn"),
    ("sydney", "singapore"),
    ("sao-paulo", "frankfurt"),
    ("mumbai", "london"),
    ("johannesburg", "dublin"),
    ("los-angeles", "tokyo"),
    ("nairobi", "mumbai"),
    ("santiago", "miami"),
    ("paris", "montreal"),
];

fn pair(draw: &mut Draw) -> (&'static City, &'static City, f64) {
    let (a, b) = draw.pick(&PAIRS);
    let city = |slug| find(slug).unwrap_or(&crate::network::cities::all()[0]);
    let (a, b) = (city(a), city(b));
    // To the nearest ten kilometres, as one would look it up.
    (a, b, libm::round(distance_km(a.place, b.place) / 10.0) * 10.0)
}

fn ms(value: f64) -> String {
    format(value, Unit::MS)
}

fn floor(draw: &mut Draw) -> Problem {
    let (a, b, km) = pair(draw);
    let ms_least = round_trip_ms(km, 200_000.0);
    Problem::new(format!("{} and {} are {} km apart. Light in fibre covers 200,000 km a second. What is the least a round trip can take?", a.name, b.name, grouped(km, 0)), ms_least, Unit::MS)
        .hint("A round trip goes out and back.")
        .hint("200,000 km/s are 200 km a millisecond.")
        .worked(format!("2 × {} km ÷ 200 km/ms = **{}**.", grouped(km, 0), ms(ms_least)))
        .trap(ms_least / 2.0, "That is one way. The answer must come back.")
        .trap(round_trip_ms(km, 299_792.458), "That is light in a vacuum. In glass it is a third slower.")
        .trap(ms_least * 1.5, "That adds detours. They are likely, but the question is for the least.")
        .given(format!("user={}&server={}&fibre_km_per_sec=200000", a.slug, b.slug))
}

fn only_geography(draw: &mut Draw) -> Problem {
    let trips = draw.pick(&[2.0, 3.0, 4.0, 6.0, 10.0]);
    let far = draw.pick(&[80.0, 120.0, 160.0, 200.0, 240.0]);
    let near = draw.pick(&[4.0, 5.0, 8.0]);
    let saved = trips * (far - near);
    Problem::new(format!("A page needs {trips} round trips, one after another. Each takes {far} ms to the server and would take {near} ms to a replica near the user. How much sooner is the page there with the replica?"), saved, Unit::MS)
        .hint("What does each round trip save?")
        .worked(format!("{trips} × ({far} − {near}) ms = **{}**.", ms(saved)))
        .trap(far - near, "That is one round trip. They come one after another, so each saves it.")
        .trap(trips * far, "That is what it takes now. The replica is not free: its round trips remain.")
        .trap(trips * near, "That is what it takes then.")
}

fn reach(draw: &mut Draw) -> Problem {
    let goal = draw.pick(&[50.0, 80.0, 100.0, 150.0]);
    let stretch = draw.pick(&[1.5, 1.7, 2.0]);
    let access = draw.pick(&[5.0, 10.0, 20.0]);
    let km = (goal - access) / stretch / 2.0 * 200.0;
    Problem::new(format!("A round trip may take {goal} ms. The user’s own connection costs {access} ms of that, ways are {stretch} times the shortest, and light in fibre covers 200 km a millisecond. How far away may the server be, as the crow flies?"), km, Unit::KM)
        .within(0.03)
        .hint("Take the access off first.")
        .hint("What is left goes out and back, and along detours.")
        .worked(format!("({goal} − {access}) ms ÷ 2 × 200 km/ms ÷ {stretch} = **{} km**.", grouped(km, 0)))
        .trap(km * 2.0, "The way back takes as long: halve it.")
        .trap(km * stretch, "That is the length of the cable. As the crow flies it is less.")
        .trap(goal / stretch / 2.0 * 200.0, "That forgets the access, which distance does not explain.")
}

fn stretch(draw: &mut Draw) -> Problem {
    let (a, b, km) = pair(draw);
    let times = draw.pick(&[1.3, 1.5, 1.8, 2.2, 3.0]);
    let measured = libm::round(round_trip_ms(km, 200_000.0) * times);
    let answer = measured / round_trip_ms(km, 200_000.0);
    Problem::new(format!("Between {} and {}, {} km apart, a round trip of {measured} ms is measured. How many times as long is that as light in fibre (200,000 km/s) along the shortest way?", a.name, b.name, grouped(km, 0)), answer, Unit::RATIO)
        .within(0.03)
        .hint("Work out the floor: out and back at 200 km a millisecond.")
        .worked(format!("Floor: 2 × {} ÷ 200 = {}. {measured} ms ÷ {} = **{}**.", grouped(km, 0), ms(answer.recip() * measured), ms(answer.recip() * measured), significant(answer, 3)))
        .trap(answer * 2.0, "The floor of a round trip counts the way back too.")
        .trap(1.0 / answer, "That is upside down: how much of the time light needed.")
        .trap(answer * 299_792.458 / 200_000.0, "That compares with light in a vacuum; cables are made of glass.")
}

fn edge_hits(draw: &mut Draw) -> Problem {
    let far = draw.pick(&[100.0, 150.0, 180.0, 220.0]);
    let near = draw.pick(&[5.0, 10.0]);
    let hit = draw.pick(&[50.0, 80.0, 90.0, 95.0]);
    let mean = near + (100.0 - hit) / 100.0 * far;
    Problem::new(format!("A round trip to an edge takes {near} ms, and it has {hit} % of the answers. For the rest it asks the server, a further round trip of {far} ms. What does a request take on average?"), mean, Unit::MS)
        .within(0.006)
        .hint("Every request goes to the edge.")
        .hint("Some go on from there.")
        .worked(format!("{near} ms + {} × {far} ms = **{}**.", significant((100.0 - hit) / 100.0, 2), ms(mean)))
        .trap(near, "That is a hit. The mean holds the misses too.")
        .trap(near * hit / 100.0 + far * (100.0 - hit) / 100.0, "A miss has been to the edge first: it pays both ways.")
        .trap((near + far) / 2.0, "Hits and misses are not equally many.")
}
