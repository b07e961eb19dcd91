//! Che's approximation: the hit share of LRU, and of FIFO and random, when each request is drawn for itself.
//!
//! Assumptions: independent requests (no locality beyond popularity), many items of one size, a cache that has been running for
//! long. An item stays a *characteristic time* T after it was last asked for (LRU) or came in (FIFO, random: the mean of it),
//! the same T for all items, such that the cache is full on average.
//!
//! | symbol | here | unit |
//! |---|---|---|
//! | p_i = i^(−skew) / Σ j^(−skew) | share of the requests that are for rank i | – |
//! | C | `capacity` | items |
//! | T | `time` | requests |
//! | h_i = 1 − e^(−p_i T) | LRU: rank i is in | share |
//! | h_i = p_i T / (1 + p_i T) | FIFO, random: rank i is in | share |
//! | Σ h_i = C | fixes T | |
//! | Σ p_i h_i | the hit share | share |
//!
//! Sums over ranks beyond the first 200 are integrals (midpoint rule with its first correction, Gauss–Legendre on stretches of
//! a tenth of their start): within 10⁻⁹ of the sum.
//!
//! Sources: Che, Tung, Wang, "Hierarchical web caching systems", IEEE JSAC 20 (2002); accuracy: Fricker, Robert, Roberts, "A
//! versatile and accurate approximation for LRU cache performance", ITC 24 (2012), arXiv 1202.3974; FIFO and random: Gelenbe,
//! "A unified approach to the evaluation of a class of replacement algorithms", IEEE Trans. Computers 22 (1973).
//! Where it stops being true: requests that follow each other (scans, loops, sessions), tiny caches, a cold start.

/// Ranks summed one by one.
const ONE_BY_ONE: u32 = 200;
/// Gauss–Legendre, four points on (−1, 1): (place, weight).
const GAUSS: [(f64, f64); 4] = [
    (-0.861_136_311_594_052_6, 0.347_854_845_137_453_9),
    (-0.339_981_043_584_856_3, 0.652_145_154_862_546_1),
    (0.339_981_043_584_856_3, 0.652_145_154_862_546_1),
    (0.861_136_311_594_052_6, 0.347_854_845_137_453_9),
];
/// Steps towards the root at most.
const STEPS: u32 = 200;

/// How an item's time in the cache depends on its being asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stay {
    /// Prolonged by each hit: LRU.
    Renewed,
    /// Not prolonged: FIFO and random.
    Fixed,
}

impl Stay {
    /// Share of time an item is in that is asked for `x` times in the characteristic time.
    fn is_in(self, x: f64) -> f64 {
        match self {
            Self::Renewed => -libm::expm1(-x),
            Self::Fixed => x / (1.0 + x),
        }
    }
}

/// Popularity after Zipf, ready to be summed over.
#[derive(Clone, Debug)]
pub struct Popularity {
    /// (share of one item, how many such items).
    groups: Vec<(f64, f64)>,
    items: f64,
}

impl Popularity {
    /// Of `items` ≥ 1 items; `skew` ≥ 0.
    pub fn zipf(items: u32, skew: f64) -> Self {
        let weight = |rank: f64| libm::pow(rank, -skew);
        let first = items.min(ONE_BY_ONE);
        let mut groups: Vec<(f64, f64)> = (1..=first).map(|rank| (weight(f64::from(rank)), 1.0)).collect();
        let (begin, end) = (f64::from(first) + 0.5, f64::from(items) + 0.5);
        let mut low = begin;
        while low < end {
            let high = if low * 1.1 < end { low * 1.1 } else { end };
            let (middle, half) = ((low + high) / 2.0, (high - low) / 2.0);
            groups.extend(GAUSS.map(|(place, share)| (weight(middle + half * place), half * share)));
            low = high;
        }
        if end > begin {
            // The midpoint rule's first correction, −(f′(end) − f′(begin)) / 24, with f′ as a difference of neighbours.
            for (at, sign) in [(begin, 1.0), (end, -1.0)] {
                groups.push((weight(at + 0.5), sign / 24.0));
                groups.push((weight(at - 0.5), -sign / 24.0));
            }
        }
        let whole: f64 = groups.iter().rev().map(|(w, count)| w * count).sum();
        groups.iter_mut().for_each(|(w, _)| *w /= whole);
        Self { groups, items: f64::from(items) }
    }

    /// Items that are in, and the hit share, at a characteristic time.
    pub fn at(&self, stay: Stay, time: f64) -> (f64, f64) {
        let sum = |(inside, hits): (f64, f64), (p, count): &(f64, f64)| {
            let h = stay.is_in(p * time) * count;
            (inside + h, hits + p * h)
        };
        self.groups.iter().rev().fold((0.0, 0.0), sum)
    }

    /// The characteristic time of a cache of `capacity` items, in requests; infinite where all items fit.
    pub fn time(&self, stay: Stay, capacity: f64) -> f64 {
        if capacity >= self.items {
            return f64::INFINITY;
        }
        if !(capacity > 0.0) {
            return 0.0;
        }
        let (mut low, mut high) = (0.0, capacity.max(1.0));
        while self.at(stay, high).0 < capacity && high < 1e300 {
            (low, high) = (high, high * 4.0);
        }
        // False position; an end that stays twice in a row counts half, so that both ends move (Illinois).
        let (mut below, mut above) = (self.at(stay, low).0 - capacity, self.at(stay, high).0 - capacity);
        let mut rose = None;
        for _ in 0..STEPS {
            let next = (low * above - high * below) / (above - below);
            if !(next > low && next < high) {
                break;
            }
            let off = self.at(stay, next).0 - capacity;
            if libm::fabs(off) <= 1e-12 * capacity {
                return next;
            }
            let rises = off < 0.0;
            if rises {
                (low, below) = (next, off);
                above = if rose == Some(true) { above / 2.0 } else { above };
            } else {
                (high, above) = (next, off);
                below = if rose == Some(false) { below / 2.0 } else { below };
            }
            rose = Some(rises);
        }
        (low + high) / 2.0
    }

    /// The hit share of a cache of `capacity` items.
    pub fn hit_share(&self, stay: Stay, capacity: f64) -> f64 {
        let time = self.time(stay, capacity);
        if time.is_finite() { self.at(stay, time).1 } else { 1.0 }
    }

    /// (items in, hit share) along characteristic times that rise by a ratio, from one item to all: the whole curve without
    /// solving anything.
    pub fn curve(&self, stay: Stay, points: u32) -> Vec<(f64, f64)> {
        let (from, to) = (self.time(stay, 0.9f64.min(self.items / 2.0)), self.time(stay, self.items * 0.999));
        let ratio = to / from;
        let at = |i: u32| self.at(stay, from * libm::pow(ratio, f64::from(i) / f64::from(points.max(2) - 1)));
        (0..points.max(2)).map(at).collect()
    }

    /// Share of the requests that are for the `capacity` most popular items: what perfect LFU comes to in the long run.
    pub fn top_share(&self, capacity: f64) -> f64 {
        if capacity >= self.items {
            return 1.0;
        }
        let mut left = capacity;
        let mut share = 0.0;
        for (p, count) in &self.groups {
            let taken = count.min(left).max(0.0);
            share += p * taken;
            left -= taken;
        }
        share
    }
}
