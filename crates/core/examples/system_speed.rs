//! How fast a system of eight parts runs natively: clients with timeout and retries, a balancer, four services, a cache, a database.
//!
//! `cargo run --release -p explorer-core --example system_speed`

use explorer_core::system::{Run, text};

const SHOP: &str =
    "clients shoppers open 1000/s poisson keys zipf 10000 0.9 timeout 1s retry 3 full-jitter 50ms 2s -> front
balancer front least-outstanding -> web
service web x4 workers 32 line 200 work 1ms exponential calls products, then stock
cache products lru 1000 ttl 60s hit 0.5ms -> db
service stock x2 workers 32 line 100 work 2ms exponential calls price
service price workers 16 work 1ms exponential passes tax
service tax workers 16 work 1ms exponential
database db connections 50 read 4ms exponential";

fn main() {
    let scenario = match text::read(SHOP) {
        Ok(scenario) => scenario,
        Err(mistakes) => return mistakes.iter().for_each(|mistake| println!("{mistake}")),
    };
    for round in 1..=5 {
        let Ok(mut run) = Run::new(&scenario, 60.0, round) else { return };
        #[allow(clippy::disallowed_methods, reason = "this measures")]
        let begun = std::time::Instant::now();
        while !run.advance(1_000_000) {}
        let secs = begun.elapsed().as_secs_f64();
        let requests = run.tally(0).get(explorer_core::system::Sum::Arrived);
        println!(
            "{secs:.4} s for 60 s: {requests} requests, {} events, {:.0} requests a second",
            run.events(),
            requests / secs
        );
    }
}
