//! M/G/1 shortest job first, for any law of the sizes (without interruption).
//!
//! **Assumptions.** Poisson arrivals; sizes independent, known on arrival; one server that takes the shortest waiting job next and
//! finishes what it began; equal sizes in order of arrival; steady state.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | λ, E\[S\], c² | arrivals, mean and squared variation of the sizes | 1/s, s, – |
//! | R = λE\[S²\]/2 | work left in service that an arrival finds | s |
//! | ρ(x) = λE\[S; S ≤ x\] | load of jobs no longer than x | share |
//! | W_q = R ∫ dF(x) / ((1 − ρ(x⁻))(1 − ρ(x))) | `mean_wait_secs` | s |
//!
//! **Source.** T. E. Phipps, "Machine repair as a priority waiting-line problem", Operations Research 4 (1956),
//! doi:10.1287/opre.4.1.76; L. Kleinrock, *Queueing Systems* vol. 2 (Wiley, 1976), §3.6. The integral runs in the variable in which
//! each law is smooth on the whole line (the normal variate of a lognormal, the logarithm of an Erlang's or a hyperexponential's
//! size), where the trapezoidal rule converges faster than any power of its step (L. N. Trefethen and J. A. C. Weideman, SIAM
//! Review 56 (2014), doi:10.1137/130932132), or in the logarithm of the share that is longer, by Gauss's rule as in
//! [`MM1Sjf`]. Values apart are a sum.
//!
//! **Where it stops being true.** ρ ≥ 1; sizes that are guessed; a trace replayed in order, whose sizes are not independent.

use super::error::QueueError;
use super::load::Load;
use super::sjf::{MM1Sjf, gauss};
use crate::dist::Law;
use crate::stats::normal::normal_tail;
use crate::stats::poisson::{ln_poisson_pmf, poisson_cdf};

/// A single-server queue that serves the shortest waiting job next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MG1Sjf {
    load: Load,
    mean_wait_secs: f64,
}

impl MG1Sjf {
    /// A queue with the given arrivals a second and law of the sizes in seconds; `None` for a trace, which has no independent sizes.
    ///
    /// # Errors
    /// As [`MM1Sjf::new`].
    pub fn new(arrivals_per_sec: f64, sizes: &Law) -> Result<Option<Self>, QueueError> {
        let load = Load::stable(arrivals_per_sec, sizes.mean(), 1)?;
        let cv = sizes.cv();
        let residual_secs = 0.5 * load.utilization() * sizes.mean() * (1.0 + cv * cv);
        let slowed = match sizes {
            Law::Exponential(_) => {
                let mean_wait_secs = MM1Sjf::new(arrivals_per_sec, sizes.mean())?.mean_wait_secs();
                return Ok(Some(Self { load, mean_wait_secs }));
            }
            Law::Deterministic(_) => 1.0 / load.idle_share,
            Law::Empirical(law) if law.is_in_order() => return Ok(None),
            Law::Empirical(law) => apart(&load, law.sorted()),
            Law::Uniform(law) => {
                let (low, high) = (law.quantile(0.0), law.quantile(1.0));
                by_share(&load, |share| share * (high - 0.5 * (high - low) * share) / law.mean())
            }
            Law::Pareto(law) => {
                let (low, high) = law.bounds();
                let gone = libm::pow(low / high, 1.5);
                let kept = 1.0 - gone;
                let root = libm::cbrt(gone);
                by_share(&load, |share| 3.0 * low / (kept * law.mean()) * (libm::cbrt(gone + share * kept) - root))
            }
            Law::Lognormal(law) => {
                let sigma = law.sigma();
                let density = |z: f64| libm::exp(-0.5 * z * z) * core::f64::consts::FRAC_1_SQRT_2 * FRAC_1_SQRT_PI;
                trapezoid(-12.0, 14.0 + far(&load), 0.05, |z| density(z) * weight(&load, normal_tail(z - sigma)))
            }
            Law::Erlang(law) => {
                let k = f64::from(law.stages());
                let root = libm::sqrt(k);
                // In stages: y of them are a size. The logarithm of a size is spread by about 1/√k.
                // Below, y^k leaves nothing: of few stages the share falls only with the k-th power of the size.
                let low = (-14.0 / root).min(-40.0 / k);
                let high = libm::log((k + (14.0 + far(&load)) * root + 3.0 * (40.0 + far(&load) * far(&load))) / k);
                trapezoid(low, high, 0.08 / root, |s| {
                    let y = k * libm::exp(s);
                    // The density of ln y: y · y^(k−1) e^(−y)/Γ(k) = k · P(N = k).
                    k * libm::exp(ln_poisson_pmf(k, y)) * weight(&load, poisson_cdf(u64::from(law.stages()), y))
                })
            }
            Law::Hyperexponential(law) => {
                let (short, long) = law.phase_means();
                let share = law.short_share();
                let phases = [(share, short), (1.0 - share, long)];
                let low = libm::log(short) - 40.0;
                let high = libm::log(long * (45.0 + 2.0 * far(&load) * far(&load)));
                trapezoid(low, high, 0.05, |s| {
                    let x = libm::exp(s);
                    let of = |f: &dyn Fn(f64, f64) -> f64| {
                        phases.iter().map(|(p, m)| f(*p, x / m) * libm::exp(-x / m)).sum::<f64>()
                    };
                    // Each phase carries half of the mean.
                    weight(&load, of(&|_, y| 0.5 * (1.0 + y))) * of(&|p, y| p * y)
                })
            }
        };
        Ok(Some(Self { load, mean_wait_secs: residual_secs * slowed }))
    }

    /// Share of customers who have to wait, in (0, 1).
    #[must_use]
    pub fn wait_probability(&self) -> f64 {
        self.load.utilization()
    }

    /// Mean time before service starts, in seconds.
    #[must_use]
    pub fn mean_wait_secs(&self) -> f64 {
        self.mean_wait_secs
    }

    /// Mean time from arrival to departure, in seconds.
    #[must_use]
    pub fn mean_response_secs(&self) -> f64 {
        self.mean_wait_secs + self.load.mean_service_secs
    }

    /// Mean number of customers who wait.
    #[must_use]
    pub fn mean_queue_length(&self) -> f64 {
        self.load.arrivals_per_sec * self.mean_wait_secs
    }

    /// Mean number of customers who wait or are served.
    #[must_use]
    pub fn mean_in_system(&self) -> f64 {
        self.mean_queue_length() + self.load.utilization()
    }
}

/// 1/√π.
const FRAC_1_SQRT_PI: f64 = core::f64::consts::FRAC_2_SQRT_PI / 2.0;

/// 1/(1 − ρ(x))², from the share of all work that is in jobs longer than x.
fn weight(load: &Load, longer: f64) -> f64 {
    let free = load.idle_share + load.utilization() * longer;
    1.0 / (free * free)
}

/// How much farther out rare jobs still count because (1 − ρ)⁻² makes them: in standard deviations of a normal tail.
fn far(load: &Load) -> f64 {
    libm::sqrt(-4.0 * libm::log(load.idle_share).min(0.0))
}

fn trapezoid(low: f64, high: f64, step: f64, f: impl Fn(f64) -> f64) -> f64 {
    let steps = libm::ceil((high - low) / step) as u32;
    (0..=steps).map(|i| f(low + f64::from(i) * step)).sum::<f64>() * step
}

/// ∫ over the share of jobs that are longer, from the share of work in them.
fn by_share(load: &Load, longer: impl Fn(f64) -> f64) -> f64 {
    gauss(load.idle_share, |y| {
        let share = libm::exp(-y);
        share * weight(load, longer(share))
    })
}

/// Values apart: each is a class of its own.
fn apart(load: &Load, sorted: &[f64]) -> f64 {
    let total: f64 = sorted.iter().sum();
    let mut shorter = 0.0;
    let mut sum = 0.0;
    for group in sorted.chunk_by(|a, b| a == b) {
        let upto = shorter + group.iter().sum::<f64>();
        let free = |work: f64| load.idle_share + load.utilization() * ((total - work) / total).max(0.0);
        sum += group.len() as f64 / (free(shorter) * free(upto));
        shorter = upto;
    }
    sum / sorted.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queueing::{MG1, MG1Priority, Preemption, ServiceClass};

    fn wait(load: f64, law: Law) -> f64 {
        MG1Sjf::new(load, &law).unwrap().unwrap().mean_wait_secs()
    }

    /// Mean 1; the integral by 30-digit adaptive quadrature (mpmath) over the sizes themselves, not over our variables.
    #[test]
    fn every_law_of_sizes_waits_what_an_independent_quadrature_says() {
        let cases = [
            (0.7, Law::lognormal(1.0, 0.5), 1.061_410_961_344_659),
            (0.9, Law::lognormal(1.0, 2.0), 4.914_434_726_706_258),
            (0.7, Law::lognormal(1.0, 10.0), 40.190_579_067_174_65),
            (0.99, Law::lognormal(1.0, 1.0), 13.434_721_392_888_67),
            (0.8, Law::uniform(0.0, 2.0), 1.763_742_274_297_337),
            (0.95, Law::uniform(2.0 / 4.0, 1.5), 7.383_126_100_533_192),
            (0.8, Law::erlang(1.0, core::f64::consts::FRAC_1_SQRT_2), 1.699_906_985_827_709),
            (0.9, Law::erlang(1.0, 0.5), 3.160_783_981_244_699),
            (0.95, Law::erlang(1.0, 0.1), 8.214_415_641_363_142),
            (0.7, Law::hyperexponential(1.0, 2.0), 2.587_245_718_202_706),
            (0.9, Law::hyperexponential(1.0, 5.0), 17.427_084_703_352_03),
            (0.7, Law::pareto(1.0, 2.0), 3.049_375_824_316_129),
            (0.9, Law::pareto(1.0, 1.0), 3.152_893_769_469_947),
        ];
        for (load, law, wanted) in cases {
            let found = wait(load, law.clone().unwrap());
            assert!((found / wanted - 1.0).abs() < 1e-9, "{law:?} at {load}: {found} against {wanted}");
        }
    }

    #[test]
    fn one_size_is_first_come_first_served_and_few_sizes_are_classes() {
        let constant = MG1::new(0.8, 1.0, 0.0).unwrap().mean_wait_secs();
        assert!((wait(0.8, Law::deterministic(1.0).unwrap()) / constant - 1.0).abs() < 1e-13);
        assert!((wait(0.8, Law::empirical(&[1.0, 1.0]).unwrap()) / constant - 1.0).abs() < 1e-13);
        // Three sizes, the second twice as often: priority classes by Cobham, each of constant service.
        let sizes = Law::empirical(&[0.5, 1.0, 1.0, 4.0]).unwrap();
        let class = |share: f64, secs: f64| ServiceClass {
            arrivals_per_sec: 0.5 * share,
            mean_service_secs: secs,
            service_scv: 0.0,
        };
        let classes = [class(0.25, 0.5), class(0.5, 1.0), class(0.25, 4.0)];
        let cobham = MG1Priority::new(&classes, Preemption::None).unwrap().mean_wait_secs();
        assert!((wait(0.5, sizes) / cobham - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_exponential_is_what_it_was_and_an_erlang_or_hyperexponential_of_cv_one_is_it() {
        for load in [0.1, 0.7, 0.95, 0.999] {
            let known = MM1Sjf::new(load, 1.0).unwrap().mean_wait_secs();
            for law in [Law::exponential(1.0), Law::erlang(1.0, 1.0), Law::hyperexponential(1.0, 1.0)] {
                let found = wait(load, law.unwrap());
                assert!((found / known - 1.0).abs() < 1e-9, "{load}: {found} against {known}");
            }
        }
    }

    #[test]
    fn a_full_server_is_refused_and_a_trace_has_no_formula() {
        assert!(MG1Sjf::new(1.0, &Law::lognormal(1.0, 2.0).unwrap()).is_err());
        assert_eq!(MG1Sjf::new(0.5, &Law::trace(&[1.0, 2.0]).unwrap()).unwrap(), None);
    }
}
