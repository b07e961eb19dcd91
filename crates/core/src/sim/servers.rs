//! When each of c servers is next free: the only thing first come, first served needs to know.

use super::heap::{Heap, Key};

/// Gives customers, in order of arrival, to the server that is free soonest.
pub(super) trait Servers {
    /// A customer who came at `arrived` needs `service`; returns when service begins.
    fn assign(&mut self, arrived: f64, service: f64) -> f64;
}

/// One server.
#[derive(Clone, Debug)]
pub(super) struct One(pub f64);

impl Servers for One {
    #[inline(always)]
    fn assign(&mut self, arrived: f64, service: f64) -> f64 {
        let start = if self.0 > arrived { self.0 } else { arrived };
        self.0 = start + service;
        start
    }
}

/// Up to `N` servers, kept sorted without a branch; those that do not exist are never free.
#[derive(Clone, Debug)]
pub(super) struct Few<const N: usize>(pub [f64; N]);

impl<const N: usize> Few<N> {
    pub(super) fn new(servers: usize) -> Self {
        let mut free_at = [f64::INFINITY; N];
        free_at[..servers].fill(0.0);
        Self(free_at)
    }
}

impl<const N: usize> Servers for Few<N> {
    #[inline(always)]
    fn assign(&mut self, arrived: f64, service: f64) -> f64 {
        let free_at = &mut self.0;
        let start = if free_at[0] > arrived { free_at[0] } else { arrived };
        let mut carried = start + service;
        for i in 1..N {
            let other = free_at[i];
            let carried_first = carried < other;
            free_at[i - 1] = if carried_first { carried } else { other };
            carried = if carried_first { other } else { carried };
        }
        free_at[N - 1] = carried;
        start
    }
}

/// Any number of servers, in a heap.
#[derive(Clone, Debug)]
pub(super) struct Many(pub Heap);

impl Many {
    pub(super) fn new(servers: usize) -> Self {
        let mut heap = Heap::with_capacity(servers);
        (0..servers).for_each(|server| heap.push(Key::new(0.0, server as u64)));
        Self(heap)
    }
}

impl Servers for Many {
    #[inline(always)]
    fn assign(&mut self, arrived: f64, service: f64) -> f64 {
        let soonest = self.0.peek().map_or(0.0, Key::time);
        let start = if soonest > arrived { soonest } else { arrived };
        let tag = self.0.peek().map_or(0, |key| key.tag);
        self.0.replace_top(Key::new(start + service, tag));
        start
    }
}

/// Whichever fits.
#[derive(Clone, Debug)]
pub(super) enum Pool {
    One(One),
    Two(Few<2>),
    Four(Few<4>),
    Eight(Few<8>),
    Many(Many),
}

impl Pool {
    pub(super) fn new(servers: usize) -> Self {
        match servers {
            0 | 1 => Self::One(One(0.0)),
            2 => Self::Two(Few::new(2)),
            3 | 4 => Self::Four(Few::new(servers)),
            5..=8 => Self::Eight(Few::new(servers)),
            _ => Self::Many(Many::new(servers)),
        }
    }

    /// Work given out that lies after `now`, seconds.
    pub(super) fn work_after(&self, now: f64) -> f64 {
        let rest = |free_at: f64| if free_at > now && free_at.is_finite() { free_at - now } else { 0.0 };
        match self {
            Self::One(One(free_at)) => rest(*free_at),
            Self::Two(few) => few.0.iter().map(|&t| rest(t)).sum(),
            Self::Four(few) => few.0.iter().map(|&t| rest(t)).sum(),
            Self::Eight(few) => few.0.iter().map(|&t| rest(t)).sum(),
            Self::Many(many) => many.0.iter().map(|key| rest(key.time())).sum(),
        }
    }
}

/// Runs one expression for whichever servers `$pool` holds, compiled for each.
macro_rules! on_pool {
    ($pool:expr, $servers:ident => $body:expr) => {
        match $pool {
            Pool::One($servers) => $body,
            Pool::Two($servers) => $body,
            Pool::Four($servers) => $body,
            Pool::Eight($servers) => $body,
            Pool::Many($servers) => $body,
        }
    };
}
pub(super) use on_pool;
