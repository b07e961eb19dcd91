//! The policies against exact hit counts, against their naive twins, and against what tells them apart.

use super::curve::{Study, sizes_for};
use super::lfu::Lfu;
use super::naive;
use super::policy::{Kind, Policy};
use super::s3_fifo::S3Fifo;
use super::sampling;
use super::stack::StackDistances;
use super::streams::{Requests, Traffic};
use crate::dist::SplitMix64;

fn zipf(items: u32, skew: f64, requests: u64) -> Vec<u32> {
    let mut keys = Vec::new();
    Requests::new(Traffic::Zipf, items, skew, 42).draw(requests, &mut keys);
    keys
}

/// Items, skew, requests, capacity, policy, hits: from independent scripts (Python), which define the stream as `streams.rs`
/// does and count a cold start.
#[rustfmt::skip]
const HITS: &[(u32, f64, u64, usize, Kind, u64)] = &[
    (1000, 0.8, 100_000, 10, Kind::Clock, 8849), (1000, 0.8, 100_000, 10, Kind::Sieve, 18_968),
    (1000, 0.8, 100_000, 10, Kind::Lfu, 20_422), (1000, 0.8, 100_000, 10, Kind::PerfectLfu, 22_110),
    (1000, 0.8, 100_000, 10, Kind::Belady, 28_242), (1000, 0.8, 100_000, 10, Kind::TwoQ, 17_442),
    (1000, 0.8, 100_000, 10, Kind::Random, 7513),
    (1000, 0.8, 100_000, 100, Kind::Lru, 37_911), (1000, 0.8, 100_000, 100, Kind::Fifo, 33_444),
    (1000, 0.8, 100_000, 100, Kind::Lfu, 47_410), (1000, 0.8, 100_000, 100, Kind::PerfectLfu, 52_166),
    (1000, 0.8, 100_000, 100, Kind::Belady, 62_932), (1000, 0.8, 100_000, 100, Kind::S3Fifo, 47_898),
    (1000, 0.8, 100_000, 100, Kind::Sieve, 49_614), (1000, 0.8, 100_000, 100, Kind::TwoQ, 45_405),
    (1000, 0.8, 100_000, 100, Kind::Clock, 39_347), (1000, 0.8, 100_000, 100, Kind::Random, 33_671),
    (1000, 0.8, 100_000, 500, Kind::Sieve, 80_530), (1000, 0.8, 100_000, 500, Kind::Lfu, 79_720),
    (1000, 0.8, 100_000, 500, Kind::PerfectLfu, 82_406), (1000, 0.8, 100_000, 500, Kind::Belady, 90_678),
    (1000, 0.8, 100_000, 500, Kind::S3Fifo, 79_429), (1000, 0.8, 100_000, 500, Kind::TwoQ, 77_040),
    (10_000, 1.0, 200_000, 100, Kind::Fifo, 68_680), (10_000, 1.0, 200_000, 100, Kind::Clock, 81_042),
    (10_000, 1.0, 200_000, 100, Kind::Sieve, 102_180), (10_000, 1.0, 200_000, 100, Kind::Lfu, 100_700),
    (10_000, 1.0, 200_000, 100, Kind::PerfectLfu, 105_559), (10_000, 1.0, 200_000, 100, Kind::Belady, 116_475),
    (10_000, 1.0, 200_000, 100, Kind::S3Fifo, 101_221), (10_000, 1.0, 200_000, 100, Kind::TwoQ, 96_907),
    (10_000, 1.0, 200_000, 100, Kind::Random, 68_472),
    (10_000, 1.0, 200_000, 1000, Kind::Fifo, 126_394), (10_000, 1.0, 200_000, 1000, Kind::Clock, 137_260),
    (10_000, 1.0, 200_000, 1000, Kind::Lfu, 146_404), (10_000, 1.0, 200_000, 1000, Kind::S3Fifo, 146_853),
    (10_000, 1.0, 200_000, 1000, Kind::TwoQ, 143_720), (10_000, 1.0, 200_000, 1000, Kind::Random, 126_486),
];

/// The same with S3-FIFO moving items on at one hit, as several ports do.
const HITS_OF_PORTS: &[(u32, f64, u64, usize, u64)] = &[
    (1000, 0.8, 100_000, 10, 20_491),
    (1000, 0.8, 100_000, 100, 47_719),
    (10_000, 1.0, 200_000, 100, 101_061),
    (10_000, 1.0, 200_000, 1000, 146_761),
];

#[test]
fn the_seeded_zipf_streams_are_those_of_the_definition() {
    for (items, skew, requests, first, sum) in [
        (1000, 0.8, 100_000, [325, 4, 15, 27, 0, 582, 8, 430], 21_173_401),
        (10_000, 1.0, 200_000, [796, 2, 8, 15, 0, 2753, 4, 1420], 203_174_287u64),
    ] {
        let keys = zipf(items, skew, requests);
        assert_eq!(keys[..8], first);
        assert_eq!(keys.iter().map(|k| u64::from(*k)).sum::<u64>(), sum);
    }
}

#[test]
fn every_policy_has_exactly_the_hits_that_independent_scripts_count() {
    let streams = [zipf(1000, 0.8, 100_000), zipf(10_000, 1.0, 200_000)];
    let of = |items: u32| &streams[usize::from(items == 10_000)];
    for &(items, _, _, capacity, kind, hits) in HITS {
        let keys = of(items);
        assert_eq!(kind.cache(capacity, items as usize, keys).serve(keys), hits, "{kind:?}, {capacity} of {items}");
    }
    for &(items, _, _, capacity, hits) in HITS_OF_PORTS {
        assert_eq!(S3Fifo::moving_above(0, capacity, items as usize).serve(of(items)), hits, "{capacity} of {items}");
    }
}

#[test]
fn every_policy_agrees_with_its_naive_twin_request_by_request_on_10_000_random_streams() {
    let mut draws = SplitMix64::new(1);
    let mut pick = |below: u64| draws.draw() % below;
    for round in 0..10_000 {
        let (keys, capacity) = (2 + pick(40) as usize, 1 + pick(24) as usize);
        let stream: Vec<u32> = (0..30 + pick(150))
            .map(|_| (if pick(2) == 0 { pick(keys as u64) } else { pick(1 + keys as u64 / 3) }) as u32)
            .collect();
        for kind in Kind::ALL {
            let mut cache = kind.cache(capacity, keys, &stream);
            let fast: Vec<bool> = stream.iter().map(|key| cache.request(*key)).collect();
            assert_eq!(fast, naive::hits(kind, capacity, &stream), "{kind:?}, stream {round}, {capacity} of {keys}");
            let inside: usize = cache.shelves().iter().filter(|s| s.is_kept).map(|s| s.items.len()).sum();
            assert!(inside <= capacity && inside > 0, "{kind:?} holds {inside} of {capacity}");
        }
        let mut ports = S3Fifo::moving_above(0, capacity, keys);
        let fast: Vec<bool> = stream.iter().map(|key| ports.request(*key)).collect();
        assert_eq!(fast, naive::s3_fifo(capacity, &stream, 0), "stream {round}");
    }
}

#[test]
fn sieve_is_not_lfu_though_some_streams_cannot_tell() {
    // Asked for often, long ago: LFU keeps 0 for ever; SIEVE's hand takes its bit the first time round and it the second.
    let stream = [0, 0, 0, 0, 1, 2, 3, 4, 5, 0];
    let last = |kind| *naive::hits(kind, 2, &stream).last().unwrap();
    let fast = |kind: Kind| {
        let mut cache = kind.cache(2, 6, &stream);
        stream.map(|key| cache.request(key))[9]
    };
    assert!(last(Kind::Lfu) && fast(Kind::Lfu));
    assert!(!last(Kind::Sieve) && !fast(Kind::Sieve));
}

#[test]
fn the_two_lfus_differ_where_a_count_outlives_its_item() {
    // 0 is asked for thrice and pushed out by items asked for more often; back again it is a stranger to one of them.
    let stream = [0, 0, 1, 1, 1, 2, 2, 2, 0, 3, 0];
    let last = |mut cache: Lfu| stream.map(|key| cache.request(key))[10];
    assert!(!last(Lfu::in_cache(2, 4)) && last(Lfu::perfect(3, 4)));
    assert_ne!(naive::hits(Kind::Lfu, 2, &stream), naive::hits(Kind::Lru, 2, &stream));
}

#[test]
fn no_policy_beats_belady_and_lru_hits_never_fall_with_size() {
    for traffic in [Traffic::Zipf, Traffic::Scan, Traffic::Loop, Traffic::Drift, Traffic::Mixed] {
        let mut requests = Requests::new(traffic, 200, 0.8, 5);
        let mut stream = Vec::new();
        requests.draw(8000, &mut stream);
        let keys = requests.keys(8000);
        assert!(stream.iter().all(|key| (*key as usize) < keys), "{traffic:?}");
        let mut before = 0;
        for capacity in [1, 2, 7, 30, 100, 199, 200, 500] {
            let hits = |kind: Kind| kind.cache(capacity, keys, &stream).serve(&stream);
            let best = hits(Kind::Belady);
            for kind in Kind::ALL {
                assert!(hits(kind) <= best, "{kind:?}, {capacity}, {traffic:?}");
            }
            assert!(hits(Kind::Lru) >= before);
            before = hits(Kind::Lru);
        }
    }
}

#[test]
fn one_pass_of_stack_distances_gives_lru_at_every_size() {
    for (traffic, items, requests) in [
        (Traffic::Zipf, 700, 30_000),
        (Traffic::Drift, 50, 30_000),
        (Traffic::Loop, 300, 5000),
        (Traffic::Mixed, 90, 9000),
    ] {
        let mut source = Requests::new(traffic, items, 0.9, 11);
        let mut stream = Vec::new();
        source.draw(requests, &mut stream);
        let keys = source.keys(requests);
        let mut stack = StackDistances::new(keys);
        let (a, b) = stream.split_at(1234);
        stack.serve(a);
        stack.serve(b);
        let sizes: Vec<u64> = (1..=keys as u64 + 3).step_by(13).collect();
        for (size, hits) in sizes.iter().zip(stack.hits_of(&sizes)) {
            let run = Kind::Lru.cache(*size as usize, keys, &stream).serve(&stream);
            assert_eq!((hits, stack.hits(*size)), (run, run), "{traffic:?}, {size} items");
        }
        assert_eq!((stack.requests(), stack.distinct()), (requests, naive_distinct(&stream)));
    }
}

fn naive_distinct(stream: &[u32]) -> u64 {
    stream.iter().collect::<std::collections::BTreeSet<_>>().len() as u64
}

#[test]
fn a_loop_one_larger_than_the_cache_never_hits_under_lru_and_all_but_once_a_round_under_belady() {
    let mut stream = Vec::new();
    Requests::new(Traffic::Loop, 101, 0.8, 42).draw(10_100, &mut stream);
    let hits = |kind: Kind| kind.cache(100, 101, &stream).serve(&stream);
    assert_eq!([Kind::Lru, Kind::Fifo, Kind::Clock].map(hits), [0, 0, 0]);
    // One miss every hundred requests after the 101 first ones.
    assert_eq!(hits(Kind::Belady), 10_100 - 101 - (10_100 - 101) / 100);
}

#[test]
fn key_samples_come_near_the_whole_and_say_how_near() {
    let (items, requests) = (20_000, 400_000);
    let stream = zipf(items, 0.7, requests);
    let (parts, capacity) = (8, 2000);
    let mut samples = vec![Vec::new(); parts as usize];
    stream.iter().for_each(|key| samples[sampling::sample_of(*key, parts) as usize].push(*key));
    for kind in [Kind::Lru, Kind::S3Fifo, Kind::Belady, Kind::Random] {
        let whole = kind.cache(capacity, items as usize, &stream).serve(&stream) as f64 / requests as f64;
        let of = |keys: &Vec<u32>| {
            let hits = kind.cache(capacity / parts as usize, items as usize, keys).serve(keys);
            sampling::corrected(hits, keys.len() as u64, requests, 1.0 / f64::from(parts))
        };
        let found = sampling::combine(&samples.iter().map(of).collect::<Vec<f64>>());
        assert!((found.share - whole).abs() <= 2.0 * found.half_width, "{kind:?}: {found:?} against {whole}");
        assert!(found.half_width < 0.05 && found.half_width > 0.0, "{kind:?}: {found:?}");
    }
}

#[test]
fn a_study_finds_the_same_however_it_is_cut_and_what_the_policies_find_alone() {
    let study = || Study::drawn(Requests::new(Traffic::Zipf, 300, 0.8, 9), 20_000, 30, Kind::Sieve);
    let mut whole = study();
    whole.advance(u64::MAX / 2);
    assert_eq!(whole.done(), whole.target());
    let mut cut = study();
    let mut draws = SplitMix64::new(3);
    while cut.done() < cut.target() {
        cut.advance(1 + draws.draw() % 9000);
    }
    let mut stream = Vec::new();
    Requests::new(Traffic::Zipf, 300, 0.8, 9).draw(20_000, &mut stream);
    for kind in Kind::ALL {
        let hits = kind.cache(30, 300, &stream).serve(&stream);
        assert_eq!((whole.hits(kind), cut.hits(kind)), (Some(hits), Some(hits)), "{kind:?}");
        assert_eq!(whole.curve(kind), cut.curve(kind));
        let so_far = whole.so_far(kind).unwrap();
        assert_eq!((so_far.hits, so_far.requests), (hits, 20_000));
        let mean = so_far.stretches.iter().sum::<f64>() / 50.0;
        assert!((mean - hits as f64 / 20_000.0).abs() < 1e-12);
        for at in whole.curve(kind) {
            let hits = kind.cache(at.capacity as usize, 300, &stream).serve(&stream);
            assert_eq!((at.estimate.share * 20_000.0).round() as u64, hits, "{kind:?} {at:?}");
        }
    }
    let mut begun = study();
    begun.advance(5000);
    let begun = begun.so_far(Kind::Sieve).unwrap();
    assert_eq!((begun.requests, begun.stretches.len()), (5000, 12));
    assert_eq!(begun.hits, Kind::Sieve.cache(30, 300, &stream).serve(&stream[..5000]));
    assert_eq!(whole.distinct(), Some(naive_distinct(&stream)));
    let lru = whole.lru(&sizes_for(20_000, 300)).unwrap();
    let alone = |size: &u64| Kind::Lru.cache(*size as usize, 300, &stream).serve(&stream) as f64 / 20_000.0;
    assert_eq!(lru, sizes_for(20_000, 300).iter().map(alone).collect::<Vec<f64>>());
}

#[test]
fn a_study_of_very_many_requests_samples_keys_and_its_intervals_hold_the_whole() {
    let (items, requests) = (40_000, 1_500_000);
    let mut study = Study::drawn(Requests::new(Traffic::Zipf, items, 0.7, 2), requests, 4000, Kind::Belady);
    study.advance(u64::MAX / 2);
    assert_eq!((study.done(), study.one_key_of()), (study.target(), 6));
    let mut stream = Vec::new();
    Requests::new(Traffic::Zipf, items, 0.7, 2).draw(requests, &mut stream);
    for kind in [Kind::Fifo, Kind::Sieve] {
        for at in study.curve(kind).into_iter().filter(|at| at.capacity != 4000).step_by(2) {
            let whole =
                kind.cache(at.capacity as usize, items as usize, &stream).serve(&stream) as f64 / requests as f64;
            let near = (at.estimate.share - whole).abs() <= 2.0 * at.estimate.half_width;
            assert!(near && at.estimate.half_width > 0.0, "{kind:?} {at:?}: {whole}");
        }
    }
}

#[test]
fn a_log_of_one_key_and_one_of_different_keys_only_are_studied_too() {
    for (keys, distinct, hits) in [(vec![0; 500], 1, 499), ((0..500).collect(), 500, 0), (vec![0], 1, 0)] {
        let mut study = Study::given(keys, distinct, 10, Kind::Random);
        study.advance(u64::MAX / 2);
        assert_eq!(study.done(), study.target());
        assert!(Kind::ALL.iter().all(|kind| study.hits(*kind) == Some(hits)), "{distinct}");
        assert_eq!(study.distinct(), Some(distinct as u64));
    }
}
