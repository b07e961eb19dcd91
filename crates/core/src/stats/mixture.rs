//! Percentiles of a whole made of parts: why an average of the parts' percentiles is not the percentile of the whole.
//!
//! **Assumptions.** Part k serves a share wₖ of all requests; its latencies are exponential with mean mₖ.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | wₖ, mₖ | `parts` | share, any unit of time |
//! | t with Σ wₖ e^(−t/mₖ) = 1 − q | `quantile` of the whole | unit of mₖ |
//! | (1/n) Σ −mₖ ln(1 − q) | `averaged_quantile` | unit of mₖ |
//!
//! **Source.** The mixture is elementary; the warning is old: e.g. B. Schwartz, "Why percentiles don't work the way you think"
//! (2016).
//!
//! **Where it stops being true.** Real latencies are rarely exponential. The direction of the error depends on the parts: the
//! average is too low where a slow part carries much traffic, too high where it carries little.

/// Parts of a whole: (share of the requests, mean latency).
#[derive(Debug, Clone, PartialEq)]
pub struct ExponentialParts {
    parts: Vec<(f64, f64)>,
}

impl ExponentialParts {
    /// Parts with shares above or at zero, scaled to sum to 1, and means above zero; nothing otherwise.
    #[must_use]
    pub fn new(parts: &[(f64, f64)]) -> Option<Self> {
        let total: f64 = parts.iter().map(|p| p.0).sum();
        let fine = parts.iter().all(|p| p.0 >= 0.0 && p.1 > 0.0 && p.1.is_finite());
        if !(fine && total > 0.0 && total.is_finite()) {
            return None;
        }
        Some(Self { parts: parts.iter().map(|&(share, mean)| (share / total, mean)).collect() })
    }

    /// Share of all requests slower than `t`.
    #[must_use]
    pub fn tail(&self, t: f64) -> f64 {
        self.parts.iter().map(|&(share, mean)| share * libm::exp(-t / mean)).sum()
    }

    /// The `q` quantile of the whole, `q` in [0, 1).
    #[must_use]
    pub fn quantile(&self, q: f64) -> f64 {
        let risk = 1.0 - q.clamp(0.0, 1.0 - f64::EPSILON);
        let slowest = self.parts.iter().map(|p| p.1).fold(0.0, f64::max);
        let (mut low, mut high) = (0.0, -slowest * libm::log(risk) * (1.0 + 1e-12) + f64::MIN_POSITIVE);
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if self.tail(middle) > risk { low = middle } else { high = middle }
        }
        0.5 * (low + high)
    }

    /// The plain average of the parts' own `q` quantiles, as a dashboard would draw it.
    #[must_use]
    pub fn averaged_quantile(&self, q: f64) -> f64 {
        let mean = self.parts.iter().map(|p| p.1).sum::<f64>() / self.parts.len() as f64;
        -mean * libm::log1p(-q.clamp(0.0, 1.0 - f64::EPSILON))
    }

    /// Mean of the whole.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.parts.iter().map(|p| p.0 * p.1).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_parts_have_the_percentile_of_any_of_them() {
        let parts = ExponentialParts::new(&[(0.3, 20.0), (0.7, 20.0)]).unwrap();
        let wanted = 20.0 * libm::log(100.0);
        assert!((parts.quantile(0.99) / wanted - 1.0).abs() < 1e-12);
        assert!((parts.averaged_quantile(0.99) / wanted - 1.0).abs() < 1e-12);
    }

    #[test]
    fn one_slow_server_in_ten_makes_the_average_too_low_by_more_than_three() {
        let mut parts = vec![(0.1, 20.0); 9];
        parts.push((0.1, 400.0));
        let parts = ExponentialParts::new(&parts).unwrap();
        // 0.1 e^(−t/400) is all that is left of the tail there: t = 400 ln 10.
        assert!((parts.quantile(0.99) / (400.0 * libm::log(10.0)) - 1.0).abs() < 1e-6);
        assert!((parts.averaged_quantile(0.99) / (58.0 * libm::log(100.0)) - 1.0).abs() < 1e-12);
        assert!((parts.tail(parts.quantile(0.999)) / 0.001 - 1.0).abs() < 1e-9);
    }

    #[test]
    fn parts_that_make_no_sense_are_refused() {
        for bad in [&[][..], &[(0.0, 1.0)], &[(-1.0, 1.0)], &[(1.0, 0.0)], &[(1.0, f64::NAN)]] {
            assert_eq!(ExponentialParts::new(bad), None);
        }
    }
}
