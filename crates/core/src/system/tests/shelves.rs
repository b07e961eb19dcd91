//! A cache of a system throws out what the policy of that name throws out: the room of caches says what a name means.

use crate::cache::fifo::Fifo;
use crate::cache::lfu::Lfu;
use crate::cache::lru::Lru;
use crate::cache::s3_fifo::S3Fifo;
use crate::cache::sieve::Sieve;
use crate::cache::{Policy, Requests, Traffic};
use crate::system::parts::shelf::Shelf;
use crate::system::plan::Plan;
use crate::system::scenario::Kind;
use crate::system::text;

const ITEMS: u32 = 300;

/// The requests that differ between a system's cache and the policy, of 20,000.
fn differ(word: &str, capacity: u32, traffic: Traffic, policy: &mut dyn Policy) -> usize {
    let words = format!(
        "clients c open 1/s poisson keys zipf {ITEMS} 0.8 -> k\ncache k {word} {capacity} hit 1ms -> d\ndatabase d connections 1 read 1ms"
    );
    let scenario = text::read(&words).unwrap_or_else(|mistakes| panic!("{}", mistakes[0]));
    let plan = Plan::new(&scenario, 1).expect("a law for everything");
    let Kind::Cache(cache) = &scenario.parts()[1].kind else { panic!("the second part is the cache") };
    let mut shelf = Shelf::new(cache, 7, &plan);
    let mut requests = Requests::new(traffic, ITEMS, 0.8, 42);
    let mut items = Vec::new();
    requests.draw(20_000, &mut items);
    let mut differs = |item: &u32| {
        let item = *item;
        let hit = shelf.look(item).is_some();
        if !hit {
            shelf.put(cache, item, 0.0, 0.0, 0);
        }
        hit != policy.request(item)
    };
    items.iter().filter(|item| differs(item)).count()
}

#[test]
fn each_eviction_hits_request_by_request_where_the_policy_of_its_name_hits() {
    for traffic in [Traffic::Zipf, Traffic::Scan, Traffic::Loop, Traffic::Mixed] {
        for capacity in [1_u32, 7, 30, 100] {
            let (room, keys) = (capacity as usize, 100_000);
            let policies: [(&str, Box<dyn Policy>); 5] = [
                ("lru", Box::new(Lru::new(room, keys))),
                ("fifo", Box::new(Fifo::new(room, keys))),
                ("lfu", Box::new(Lfu::in_cache(room, keys))),
                ("sieve", Box::new(Sieve::new(room, keys))),
                ("s3-fifo", Box::new(S3Fifo::new(room, keys))),
            ];
            for (word, mut policy) in policies {
                assert_eq!(differ(word, capacity, traffic, &mut *policy), 0, "{word} {capacity}, {traffic:?}");
            }
        }
    }
}
