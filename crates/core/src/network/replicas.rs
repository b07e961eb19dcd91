//! Where to put k servers: the k-median (least mean distance to the users) and the k-centre (least worst).
//!
//! Both are NP-hard in general; for the few replicas and some forty places here the exact best is found by trying choices in
//! order and leaving a branch as soon as it cannot beat the best so far: even with all remaining places in use, each user
//! would be at least so far. The search begins with the greedy choice (each time the place that helps most). Symbols: users u, places p, `cost[u][p]`; a choice C of k places costs mean or max over u of
//! min over p in C of cost. Of equally good choices the first found is taken, always the same. See Kariv & Hakimi, "An algorithmic approach to network location
//! problems", SIAM J. Appl. Math. 37 (1979), <https://doi.org/10.1137/0137041>.

use std::fmt;

/// What a choice should make least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// The mean over the users.
    Mean,
    /// The worst of the users.
    Worst,
}

/// The best choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Numbers of the places, ascending.
    pub places: Vec<usize>,
    /// The mean cost over the users, each served by their nearest.
    pub mean: f64,
    /// The worst cost.
    pub worst: f64,
}

/// Why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplicasError {
    /// Nobody to serve.
    NoUsers,
    /// No replicas, or more than places.
    Count,
    /// A cost that is no number, or rows of different lengths.
    Cost,
}

impl fmt::Display for ReplicasError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoUsers => "Name at least one place where users are.",
            Self::Count => "There must be at least one replica, and no more than places to put them.",
            Self::Cost => "Every user needs a distance to every place.",
        })
    }
}

impl std::error::Error for ReplicasError {}

/// The best `count` places for users with these costs to each place: exact.
///
/// # Errors
/// Where there are no users, too few places, or a cost is no number.
pub fn best(cost: &[Vec<f64>], count: usize, aim: Aim) -> Result<Choice, ReplicasError> {
    let places = cost.first().ok_or(ReplicasError::NoUsers)?.len();
    if cost.iter().any(|row| row.len() != places || row.iter().any(|c| !c.is_finite())) {
        return Err(ReplicasError::Cost);
    }
    if count == 0 || count > places {
        return Err(ReplicasError::Count);
    }
    let mut search =
        Search { cost, aim, rest: rest(cost, places), chosen: Vec::new(), best: Some(greedy(cost, count, aim)) };
    search.from(0, count, &vec![f64::INFINITY; cost.len()]);
    let (places, _) = search.best.unwrap_or_default();
    let served: Vec<f64> =
        cost.iter().map(|row| places.iter().map(|p| row[*p]).fold(f64::INFINITY, f64::min)).collect();
    Ok(Choice { places, mean: score(&served, Aim::Mean), worst: score(&served, Aim::Worst) })
}

/// Each time the place that helps most: a good choice to begin with, and its score.
fn greedy(cost: &[Vec<f64>], count: usize, aim: Aim) -> (Vec<usize>, f64) {
    let mut chosen: Vec<usize> = Vec::new();
    let mut served = vec![f64::INFINITY; cost.len()];
    let with = |served: &[f64], place: usize| -> Vec<f64> {
        served.iter().zip(cost).map(|(a, row)| a.min(row[place])).collect()
    };
    for _ in 0..count {
        let open = (0..cost[0].len()).filter(|p| !chosen.contains(p));
        let value = |place: &usize| score(&with(&served, *place), aim);
        let Some(place) = open.min_by(|a, b| value(a).total_cmp(&value(b))) else { break };
        served = with(&served, place);
        chosen.push(place);
    }
    chosen.sort_unstable();
    (chosen, score(&served, aim))
}

struct Search<'a> {
    cost: &'a [Vec<f64>],
    aim: Aim,
    /// For each first place, each user's least cost over it and the places behind it.
    rest: Vec<Vec<f64>>,
    chosen: Vec<usize>,
    best: Option<(Vec<usize>, f64)>,
}

impl Search<'_> {
    /// Tries all choices of `left` more places from `first` on; `served` is each user's cost with the places chosen so far.
    fn from(&mut self, first: usize, left: usize, served: &[f64]) {
        let beats = |value: f64, best: &Option<(Vec<usize>, f64)>| best.as_ref().is_none_or(|(_, b)| value < *b);
        if left == 0 {
            let value = score(served, self.aim);
            if beats(value, &self.best) {
                self.best = Some((self.chosen.clone(), value));
            }
            return;
        }
        for place in first..=self.rest.len() - left {
            let least: Vec<f64> = served.iter().zip(&self.rest[place]).map(|(a, b)| a.min(*b)).collect();
            if !beats(score(&least, self.aim), &self.best) {
                return;
            }
            let next: Vec<f64> = served.iter().zip(self.cost).map(|(a, row)| a.min(row[place])).collect();
            self.chosen.push(place);
            self.from(place + 1, left - 1, &next);
            self.chosen.pop();
        }
    }
}

fn rest(cost: &[Vec<f64>], places: usize) -> Vec<Vec<f64>> {
    let mut rest = vec![vec![f64::INFINITY; cost.len()]; places];
    for place in (0..places).rev() {
        for (user, row) in cost.iter().enumerate() {
            let behind = rest.get(place + 1).map_or(f64::INFINITY, |r| r[user]);
            rest[place][user] = row[place].min(behind);
        }
    }
    rest
}

fn score(served: &[f64], aim: Aim) -> f64 {
    match aim {
        Aim::Mean => served.iter().sum::<f64>() / served.len() as f64,
        Aim::Worst => served.iter().copied().fold(0.0, f64::max),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn two_servers_for_two_towns_stand_in_the_towns() {
        let cost = vec![vec![0.0, 5.0, 9.0], vec![9.0, 5.0, 0.0]];
        let two = best(&cost, 2, Aim::Mean).unwrap();
        assert_eq!((two.places, two.mean, two.worst), (vec![0, 2], 0.0, 0.0));
        assert_eq!(best(&cost, 1, Aim::Worst).unwrap().places, [1]);
        assert_eq!(best(&cost, 1, Aim::Mean).unwrap().places, [0], "4.5 at an end beats 5 in the middle");
    }

    #[test]
    fn what_has_no_answer_is_refused() {
        assert_eq!(best(&[], 1, Aim::Mean), Err(ReplicasError::NoUsers));
        assert_eq!(best(&[vec![1.0]], 2, Aim::Mean), Err(ReplicasError::Count));
        assert_eq!(best(&[vec![1.0]], 0, Aim::Mean), Err(ReplicasError::Count));
        assert_eq!(best(&[vec![f64::NAN]], 1, Aim::Mean), Err(ReplicasError::Cost));
        assert_eq!(best(&[vec![1.0, 2.0], vec![1.0]], 1, Aim::Mean), Err(ReplicasError::Cost));
    }

    /// Every choice of `count` of `places`, without cutting any branch.
    fn every(places: usize, count: usize) -> Vec<Vec<usize>> {
        (0..1_u32 << places)
            .filter(|set| set.count_ones() as usize == count)
            .map(|set| (0..places).filter(|p| set >> p & 1 == 1).collect())
            .collect()
    }

    proptest! {
        #[test]
        fn no_choice_beats_the_best(
            cost in (1_usize..6, 1_usize..9).prop_flat_map(|(users, places)| proptest::collection::vec(proptest::collection::vec(0.0..300.0, places), users)),
            count in 1_usize..4,
            worst in any::<bool>(),
        ) {
            let count = count.min(cost[0].len());
            let aim = if worst { Aim::Worst } else { Aim::Mean };
            let found = best(&cost, count, aim).unwrap();
            let value = if worst { found.worst } else { found.mean };
            for places in every(cost[0].len(), count) {
                let served: Vec<f64> = cost.iter().map(|row| places.iter().map(|p| row[*p]).fold(f64::INFINITY, f64::min)).collect();
                prop_assert!(value <= score(&served, aim));
            }
        }
    }
}
