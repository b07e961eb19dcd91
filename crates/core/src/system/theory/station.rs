//! One line before workers, by its model.

use crate::queueing::{MG1, MG1Ps, MMc, MMcK};
use crate::system::parts::service::{Order, UNLIMITED};
use crate::system::parts::{Shape, Work};

/// What a model says of one visit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Station {
    pub model: &'static str,
    pub by: Option<&'static str>,
    pub wait_secs: f64,
    pub response_secs: f64,
    pub utilization: Option<f64>,
    pub rejected: f64,
    /// Whether what leaves is Poisson.
    pub passes_poisson: bool,
    /// The line is that of a pool, before another part.
    pub pooled: bool,
    /// Response quantiles, where the model has them: median and 99th percentile.
    pub quantiles: Option<(f64, f64)>,
}

/// One line before workers.
pub(super) fn queue(rate: f64, workers: u32, line: u32, order: Order, work: &Work) -> Result<Station, String> {
    let mean = work.mean_secs;
    let exponential = work.shape == Shape::Exponential;
    let station = |model, wait: f64, utilization, passes_poisson, quantiles| Station {
        model,
        by: None,
        wait_secs: wait,
        response_secs: wait + mean,
        utilization,
        rejected: 0.0,
        passes_poisson,
        pooled: false,
        quantiles,
    };
    if workers == UNLIMITED || mean == 0.0 {
        return Ok(station("M/G/∞: nobody waits", 0.0, None, true, None));
    }
    match order {
        Order::Shared if workers == 1 && line == UNLIMITED => {
            let m = MG1Ps::new(rate, mean).map_err(|e| e.to_string())?;
            let extra = m.mean_response_secs() - mean;
            let mut shared = station("M/G/1 with processor sharing", 0.0, Some(m.utilization()), true, None);
            shared.response_secs = mean + extra;
            Ok(shared)
        }
        Order::Shared => Err("several workers shared by all have no closed form here".into()),
        Order::Fifo | Order::Lifo if exponential && line == UNLIMITED => {
            let m = MMc::new(rate, mean, workers).map_err(|e| e.to_string())?;
            let quantiles =
                (order == Order::Fifo).then(|| (m.response_quantile_secs(0.5), m.response_quantile_secs(0.99)));
            let model = if workers == 1 { "M/M/1" } else { "M/M/c" };
            Ok(station(model, m.mean_wait_secs(), Some(m.utilization()), true, quantiles))
        }
        Order::Fifo if exponential => {
            let m = MMcK::new(rate, mean, workers, workers.saturating_add(line)).map_err(|e| e.to_string())?;
            let quantiles = Some((m.response_quantile_secs(0.5), m.response_quantile_secs(0.99)));
            let mut station = station("M/M/c/K", m.mean_wait_secs(), Some(m.utilization()), false, quantiles);
            station.rejected = m.blocked_share();
            Ok(station)
        }
        Order::Fifo if workers == 1 && line == UNLIMITED => {
            let m = MG1::new(rate, mean, work.scv()).map_err(|e| e.to_string())?;
            Ok(station("M/G/1 (Pollaczek–Khinchine)", m.mean_wait_secs(), Some(m.utilization()), false, None))
        }
        Order::Fifo => Err("several workers with work that is not exponential".into()),
        _ => Err("that order of service".into()),
    }
}
