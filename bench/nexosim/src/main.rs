//! M/M/c first come, first served on NeXosim, on one thread: one model that schedules its own arrivals and departures.
//!
//! `explorer-bench-nexosim [rounds] [customers]` prints one JSON object: millions of customers a second for one and for four
//! servers, a number a round. The same generator as the engine's, and ziggurat draws too; those who wait stand in a `VecDeque`.

use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::QuerySource;
use nexosim::simulation::{Mailbox, SimInit};
use nexosim::time::MonotonicTime;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use rand_distr::Exp1;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// A second of the model is the mean service; NeXosim counts in whole nanoseconds.
#[derive(Serialize, Deserialize)]
struct Queue {
    draws: Xoshiro256PlusPlus,
    mean_gap: f64,
    /// Servers that are free, customers that are yet to come, and how long all have waited.
    free: u32,
    to_come: u64,
    waited_secs: f64,
    waiting: VecDeque<MonotonicTime>,
}

#[Model]
impl Queue {
    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        self.next_arrival(cx);
    }

    #[nexosim(schedulable)]
    fn arrive(&mut self, _: (), cx: &Context<Self>) {
        self.to_come -= 1;
        if self.to_come > 0 {
            self.next_arrival(cx);
        }
        if self.free > 0 {
            self.free -= 1;
            self.serve(cx);
        } else {
            self.waiting.push_back(cx.time());
        }
    }

    #[nexosim(schedulable)]
    fn depart(&mut self, _: (), cx: &Context<Self>) {
        match self.waiting.pop_front() {
            Some(since) => {
                self.waited_secs += cx.time().duration_since(since).as_secs_f64();
                self.serve(cx);
            }
            None => self.free += 1,
        }
    }

    async fn waited_secs(&mut self) -> f64 {
        self.waited_secs
    }

    fn next_arrival(&mut self, cx: &Context<Self>) {
        let gap = self.draw(self.mean_gap);
        cx.schedule_event(gap, schedulable!(Self::arrive), ()).expect("a time to come");
    }

    fn serve(&mut self, cx: &Context<Self>) {
        let service = self.draw(1.0);
        cx.schedule_event(service, schedulable!(Self::depart), ()).expect("a time to come");
    }

    /// Never nothing: an event must lie in the future.
    fn draw(&mut self, mean_secs: f64) -> Duration {
        let draw: f64 = self.draws.sample(Exp1);
        Duration::from_nanos((draw * mean_secs * 1e9) as u64 + 1)
    }
}

/// Millions of customers a second, and their mean wait. The clock is the bench's own.
#[allow(clippy::disallowed_methods)]
fn race(servers: u32, customers: u64, seed: u64) -> (f64, f64) {
    let queue = Queue {
        draws: Xoshiro256PlusPlus::seed_from_u64(seed),
        mean_gap: 1.0 / (0.9 * f64::from(servers)),
        free: servers,
        to_come: customers,
        waited_secs: 0.0,
        waiting: VecDeque::new(),
    };
    let mailbox = Mailbox::new();
    let mut bench = SimInit::with_num_threads(1);
    let waited = QuerySource::new().connect(Queue::waited_secs, &mailbox).register(&mut bench);
    let mut simulation =
        bench.add_model(queue, mailbox, "queue").init(MonotonicTime::EPOCH).expect("a bench that is whole");
    let begun = Instant::now();
    simulation.run().expect("a run without errors");
    let took = begun.elapsed().as_secs_f64();
    let waited_secs = simulation.process_query(&waited, ()).expect("an answer");
    (customers as f64 / took / 1e6, waited_secs / customers as f64)
}

fn main() {
    let mut arguments = std::env::args().skip(1).filter_map(|argument| argument.parse::<u64>().ok());
    let rounds = arguments.next().unwrap_or(5);
    let customers = arguments.next().unwrap_or(1_000_000);
    // What theory says of the mean wait.
    let lines = [(1, 9.0), (4, 1.9694)].map(|(servers, expected)| {
        let (speeds, waits): (Vec<_>, Vec<_>) = (1..=rounds).map(|seed| race(servers, customers, seed)).unzip();
        let mean = waits.iter().sum::<f64>() / rounds as f64;
        assert!((mean / expected - 1.0).abs() < 0.2, "a mean wait of {mean} where theory has {expected}");
        (format!("\"nexosim_mm{servers}\":{speeds:.3?}"), format!("\"mm{servers}\":{mean:.4}"))
    });
    let [(one, wait_one), (four, wait_four)] = lines;
    println!("{{\"mean_wait\":{{{wait_one},{wait_four}}},\"millions\":{{{one},{four}}}}}");
}
