//! What a request costs that makes so many of each operation, with the range carried from the rows.

use super::inputs::Inputs;
use crate::source::Constant;
use crate::source::operations::{NEARBY_RTT, OPERATIONS};

/// One kind of operation in the estimate.
#[derive(Clone, Copy)]
pub struct Item {
    /// Its name.
    pub name: &'static str,
    /// How many.
    pub count: f64,
    /// The figure passed around.
    pub popular: Constant,
    /// The measured one.
    pub measured: Constant,
}

/// A total in nanoseconds by popular and by measured figures, the latter with its range.
#[derive(Clone, Copy, Default, Debug, PartialEq)]
pub struct Total {
    pub popular: f64,
    pub measured: f64,
    pub low: f64,
    pub high: f64,
}

/// Everything counted, in the order of the table.
pub fn items(inputs: &Inputs) -> Vec<Item> {
    let rows = OPERATIONS.iter().zip(inputs.counts()).map(|(operation, count)| Item {
        name: operation.name,
        count,
        popular: operation.popular,
        measured: operation.measured,
    });
    let nearby = Item {
        name: "Round trip within a city",
        count: inputs.n_nearby_rtt,
        popular: NEARBY_RTT,
        measured: NEARBY_RTT,
    };
    rows.chain([nearby]).filter(|item| item.count > 0.0).collect()
}

impl Item {
    /// What all of this kind take: one after the other, or, all at once, as long as one.
    pub fn total(&self, parallel: bool) -> Total {
        let times = if parallel { 1.0 } else { self.count };
        Total {
            popular: times * self.popular.value,
            measured: times * self.measured.value,
            low: times * self.measured.low,
            high: times * self.measured.high,
        }
    }
}

/// The whole: a sum, or the slowest where everything starts at once. The range is that of all rows being at their low or at
/// their high end together, which is wider than chance would have it.
pub fn total(items: &[Item], parallel: bool) -> Total {
    items.iter().map(|item| item.total(parallel)).fold(Total::default(), |a, b| {
        let join = |a: f64, b: f64| if parallel { a.max(b) } else { a + b };
        Total {
            popular: join(a.popular, b.popular),
            measured: join(a.measured, b.measured),
            low: join(a.low, b.low),
            high: join(a.high, b.high),
        }
    })
}
