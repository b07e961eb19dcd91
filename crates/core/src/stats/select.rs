//! Several quantiles of a large unsorted sample by selection: exact, and many times faster than sorting it all.
//!
//! Each quantile needs the values of one or two ranks. Selection puts the value of a rank in its place with everything smaller
//! before it (C. A. R. Hoare, "Algorithm 65: Find", CACM 4 (1961), doi:10.1145/366622.366647); the next rank then needs only the
//! part after it.

use super::quantile::{Definition, quantile_by_rank};

/// The quantiles of `values` at the given levels, in the order of the levels: the same as of the sorted values. Reorders
/// `values`. Nothing where there are no values; a level outside \[0, 1\] gives nothing in its place.
#[must_use]
pub fn quantiles_unsorted(values: &mut [f64], levels: &[f64], definition: Definition) -> Option<Vec<Option<f64>>> {
    if values.is_empty() {
        return None;
    }
    let count = values.len() as u64;
    // Which ranks are read is found by asking for every quantile of a sample that only notes the question.
    let asked = core::cell::RefCell::new(Vec::new());
    for &level in levels {
        let _ = quantile_by_rank(count, level, definition, |rank| {
            asked.borrow_mut().push((rank - 1) as usize);
            // No two ranks alike, so that no question is skipped.
            rank as f64
        });
    }
    let mut places = asked.into_inner();
    places.sort_unstable();
    places.dedup();
    let mut done = 0;
    for place in places {
        values[done..].select_nth_unstable_by(place - done, f64::total_cmp);
        done = place + 1;
        if done == values.len() {
            break;
        }
    }
    let values = &*values;
    Some(
        levels
            .iter()
            .map(|&level| quantile_by_rank(count, level, definition, |rank| values[(rank - 1) as usize]))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::quantile::{quantile_sorted, sort};

    #[test]
    fn selecting_is_sorting() {
        let mut values: Vec<f64> = (0..997_u64).map(|i| (i * i * 7_919 % 1_009) as f64 - 300.0).collect();
        let mut sorted = values.clone();
        sort(&mut sorted);
        let levels = [0.99, 0.5, 0.0, 1.0, 0.95, 0.999, 0.001, f64::NAN];
        for definition in Definition::ALL {
            let ours = quantiles_unsorted(&mut values, &levels, definition).unwrap();
            let expected: Vec<_> = levels.iter().map(|&q| quantile_sorted(&sorted, q, definition)).collect();
            assert_eq!(ours, expected, "{definition}");
        }
        assert_eq!(quantiles_unsorted(&mut [], &levels, Definition::Type7), None);
        assert_eq!(quantiles_unsorted(&mut [3.0], &[0.5], Definition::Type7), Some(vec![Some(3.0)]));
    }
}
