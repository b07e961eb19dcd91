//! Every policy once more, as slowly and plainly as it can be said: lists searched from end to end. Written from the
//! descriptions and not from the fast ones, to hold those against.

use super::policy::Kind;
use std::collections::BTreeMap;

/// For each request of a stream, whether it was a hit.
pub fn hits(kind: Kind, capacity: usize, stream: &[u32]) -> Vec<bool> {
    match kind {
        Kind::Lru => lru(capacity, stream),
        Kind::Fifo => fifo(capacity, stream),
        Kind::Clock => second_chance(capacity, stream),
        Kind::Random => random(capacity, stream),
        Kind::Lfu => lfu(capacity, stream, true),
        Kind::PerfectLfu => lfu(capacity, stream, false),
        Kind::Belady => belady(capacity, stream),
        Kind::Sieve => sieve(capacity, stream),
        Kind::TwoQ => two_q(capacity, stream),
        Kind::S3Fifo => s3_fifo(capacity, stream, 1),
    }
}

fn lru(capacity: usize, stream: &[u32]) -> Vec<bool> {
    let mut newest_last: Vec<u32> = Vec::new();
    let each = |key: &u32| {
        let found = newest_last.iter().position(|k| k == key);
        if let Some(at) = found {
            newest_last.remove(at);
        } else if newest_last.len() == capacity {
            newest_last.remove(0);
        }
        newest_last.push(*key);
        found.is_some()
    };
    stream.iter().map(each).collect()
}

fn fifo(capacity: usize, stream: &[u32]) -> Vec<bool> {
    let mut queue: Vec<u32> = Vec::new();
    let each = |key: &u32| {
        let hit = queue.contains(key);
        if !hit {
            queue.push(*key);
            if queue.len() > capacity {
                queue.remove(0);
            }
        }
        hit
    };
    stream.iter().map(each).collect()
}

fn second_chance(capacity: usize, stream: &[u32]) -> Vec<bool> {
    let mut queue: Vec<(u32, bool)> = Vec::new();
    let each = |key: &u32| {
        if let Some(found) = queue.iter_mut().find(|(k, _)| k == key) {
            found.1 = true;
            return true;
        }
        if queue.len() == capacity {
            while queue[0].1 {
                let (again, _) = queue.remove(0);
                queue.push((again, false));
            }
            queue.remove(0);
        }
        queue.push((*key, false));
        false
    };
    stream.iter().map(each).collect()
}

fn random(capacity: usize, stream: &[u32]) -> Vec<bool> {
    let mut state = 7u64;
    let mut draw = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let mut slots: Vec<u32> = Vec::new();
    let each = |key: &u32| {
        if slots.contains(key) {
            return true;
        }
        if slots.len() == capacity {
            slots[(draw() % capacity as u64) as usize] = *key;
        } else {
            slots.push(*key);
        }
        false
    };
    stream.iter().map(each).collect()
}

fn lfu(capacity: usize, stream: &[u32], forgets: bool) -> Vec<bool> {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    let mut inside: Vec<(u32, usize)> = Vec::new();
    let mut answers = Vec::new();
    for (now, key) in stream.iter().enumerate() {
        let found = inside.iter().position(|(k, _)| k == key);
        if let Some(at) = found {
            inside[at].1 = now;
        } else {
            if inside.len() == capacity {
                let least = (0..inside.len()).min_by_key(|i| (counts[&inside[*i].0], inside[*i].1)).unwrap();
                let (gone, _) = inside.remove(least);
                if forgets {
                    counts.remove(&gone);
                }
            }
            inside.push((*key, now));
        }
        *counts.entry(*key).or_insert(0) += 1;
        answers.push(found.is_some());
    }
    answers
}

fn belady(capacity: usize, stream: &[u32]) -> Vec<bool> {
    let mut inside: Vec<u32> = Vec::new();
    let mut answers = Vec::new();
    for (now, key) in stream.iter().enumerate() {
        let hit = inside.contains(key);
        if !hit {
            if inside.len() == capacity {
                let next = |k: u32| stream[now..].iter().position(|s| *s == k).unwrap_or(usize::MAX);
                let last = (0..inside.len()).max_by_key(|i| next(inside[*i])).unwrap();
                inside.remove(last);
            }
            inside.push(*key);
        }
        answers.push(hit);
    }
    answers
}

fn sieve(capacity: usize, stream: &[u32]) -> Vec<bool> {
    // Oldest first; the hand is a place in it, and the length where it has run past the newest.
    let mut queue: Vec<(u32, bool)> = Vec::new();
    let mut hand = 0;
    let mut started = false;
    let each = |key: &u32| {
        if let Some(found) = queue.iter_mut().find(|(k, _)| k == key) {
            found.1 = true;
            return true;
        }
        if queue.len() == capacity {
            if !started {
                (hand, started) = (0, true);
            }
            while queue[hand].1 {
                queue[hand].1 = false;
                hand = (hand + 1) % queue.len();
            }
            queue.remove(hand);
            if hand == queue.len() {
                // It threw out the newest: it begins again at the oldest, not at the newcomer.
                hand = 0;
            }
        }
        queue.push((*key, false));
        false
    };
    stream.iter().map(each).collect()
}

fn two_q(capacity: usize, stream: &[u32]) -> Vec<bool> {
    let (mut newcomers, mut names, mut main): (Vec<u32>, Vec<u32>, Vec<u32>) = Default::default();
    let mut answers = Vec::new();
    for key in stream {
        let in_main = main.iter().position(|k| k == key);
        let hit = in_main.is_some() || newcomers.contains(key);
        if let Some(at) = in_main {
            let moved = main.remove(at);
            main.push(moved);
        }
        if !hit {
            let known = names.iter().position(|k| k == key).map(|at| names.remove(at));
            if newcomers.len() + main.len() == capacity {
                if newcomers.len() > (capacity / 4).max(1) || main.is_empty() {
                    names.push(newcomers.remove(0));
                    if names.len() > (capacity / 2).max(1) {
                        names.remove(0);
                    }
                } else {
                    main.remove(0);
                }
            }
            if known.is_some() { main.push(*key) } else { newcomers.push(*key) }
        }
        answers.push(hit);
    }
    answers
}

/// With the count above which an item moves to the main queue.
pub fn s3_fifo(capacity: usize, stream: &[u32], above: u32) -> Vec<bool> {
    let small_places = (capacity / 10).max(1);
    let main_places = capacity - small_places;
    let mut small: Vec<(u32, u32)> = Vec::new();
    let mut main: Vec<(u32, u32)> = Vec::new();
    let mut names: Vec<u32> = Vec::new();
    let make_room_in_main = |main: &mut Vec<(u32, u32)>| {
        while !main.is_empty() {
            let (key, count) = main.remove(0);
            if count == 0 {
                break;
            }
            main.push((key, count - 1));
        }
    };
    let mut answers = Vec::new();
    for key in stream {
        if let Some(found) = small.iter_mut().chain(&mut main).find(|(k, _)| k == key) {
            found.1 = (found.1 + 1).min(3);
            answers.push(true);
            continue;
        }
        while small.len() + main.len() >= capacity {
            if small.len() < small_places {
                make_room_in_main(&mut main);
                continue;
            }
            let mut threw_out = false;
            while !small.is_empty() && !threw_out {
                let (moved, count) = small.remove(0);
                if count > above {
                    if main.len() >= main_places {
                        make_room_in_main(&mut main);
                    }
                    main.push((moved, 0));
                } else {
                    names.push(moved);
                    if names.len() > main_places {
                        names.remove(0);
                    }
                    threw_out = true;
                }
            }
        }
        if let Some(at) = names.iter().position(|k| k == key) {
            names.remove(at);
            main.push((*key, 0));
        } else {
            small.push((*key, 0));
        }
        answers.push(false);
    }
    answers
}
