//! The least work that brings a request under a target, where each piece of work halves one stage.
//!
//! Assumptions: halving any stage costs the same; a stage can be halved again and again.
//! Rule: always halve the stage that is longest now. A halving takes away half of what is left of its stage, so the pieces of
//! one stage shrink, and taking the largest piece on offer is best after every number of halvings (an exchange argument).
//! Without whole steps the answer is a level: every stage longer than it is cut down to it ([`level_under`]).
//! Source: the greedy rule for separable concave gains, e.g. T. Ibaraki and N. Katoh, *Resource Allocation Problems* (1988), §4.2.
//! Validity: real work is not priced so evenly; some stages cannot be halved at all (the speed of light).

/// More halvings than this are never worth listing.
pub const MOST_HALVINGS: usize = 200;

/// The stages to halve, in order, until the sum of `stages` is at most `target` > 0; cut off at [`MOST_HALVINGS`].
pub fn halvings_until(stages: &[f64], target: f64) -> Vec<usize> {
    let mut stages = stages.to_vec();
    let mut order = Vec::new();
    while stages.iter().sum::<f64>() > target * (1.0 + 1e-12) && order.len() < MOST_HALVINGS {
        let longest = (0..stages.len()).fold(0, |best, i| if stages[i] > stages[best] { i } else { best });
        stages[longest] /= 2.0;
        order.push(longest);
    }
    order
}

/// The level to which every longer stage is cut so that the sum is `target`; nothing where it is met already.
pub fn level_under(stages: &[f64], target: f64) -> Option<f64> {
    if stages.iter().sum::<f64>() <= target {
        return None;
    }
    let mut sorted = stages.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut left = target;
    for (i, &stage) in sorted.iter().enumerate() {
        let level = left / (sorted.len() - i) as f64;
        if level <= stage {
            return Some(level);
        }
        left -= stage;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const TUTORIAL: [f64; 5] = [5.0, 15.0, 150.0, 8.0, 2.0];

    fn after(stages: &[f64], order: &[usize]) -> f64 {
        let mut stages = stages.to_vec();
        order.iter().for_each(|&i| stages[i] /= 2.0);
        stages.iter().sum()
    }

    #[test]
    fn thirty_milliseconds_take_six_halvings_and_the_bottleneck_shifts() {
        assert_eq!(halvings_until(&TUTORIAL, 30.0), [2, 2, 2, 2, 1, 2]);
        assert!((after(&TUTORIAL, &[2, 2, 2, 2, 1, 2]) - 27.1875).abs() < 1e-12);
        assert!(halvings_until(&TUTORIAL, 180.0).is_empty());
    }

    #[test]
    fn no_other_choice_of_as_many_halvings_comes_lower() {
        // All ways to hand out up to eight halvings among three stages.
        for stages in [[150.0, 15.0, 8.0], [30.0, 29.0, 28.0], [1.0, 100.0, 51.0]] {
            for budget in 0..=8usize {
                let mut best = f64::INFINITY;
                for a in 0..=budget {
                    for b in 0..=budget - a {
                        let given = [a, b, budget - a - b];
                        let sum: f64 = (0..3).map(|i| stages[i] / f64::from(1u32 << given[i])).sum();
                        best = best.min(sum);
                    }
                }
                let order: Vec<usize> = halvings_until(&stages, 1e-9).into_iter().take(budget).collect();
                assert!((after(&stages, &order) - best).abs() < 1e-9, "{stages:?}, {budget}");
            }
        }
    }

    #[test]
    fn the_level_cuts_the_sum_to_the_target() {
        for target in [170.0, 60.0, 30.0, 5.0] {
            let level = level_under(&TUTORIAL, target).unwrap();
            let sum: f64 = TUTORIAL.iter().map(|t| t.min(level)).sum();
            assert!((sum - target).abs() < 1e-9, "{target}: {level}");
        }
        assert_eq!(level_under(&TUTORIAL, 200.0), None);
    }

    #[test]
    fn an_impossible_target_ends_all_the_same() {
        assert_eq!(halvings_until(&[1e9; 5], 1e-300).len(), MOST_HALVINGS);
    }
}
