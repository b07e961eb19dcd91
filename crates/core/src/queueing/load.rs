//! What every queue has in common: arrivals, service, servers, and how close to full they are.
//!
//! Near full load everything hangs on 1 − ρ, and computing it as `1.0 - arrivals * service` throws away half of the
//! digits. One fused multiply–add keeps them all: the idle share below is exact to the last bit of the inputs.

use super::error::{QueueError, positive, server_count};

/// A checked load: positive, finite, and with its idle share known to full precision.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Load {
    /// λ, arrivals a second.
    pub arrivals_per_sec: f64,
    /// E\[S\], mean service time in seconds.
    pub mean_service_secs: f64,
    /// c, number of servers.
    pub servers: u32,
    /// 1 − ρ; negative where more work arrives than can be done.
    pub idle_share: f64,
}

impl Load {
    /// A load of any size, for systems that turn customers away.
    pub fn any(arrivals_per_sec: f64, mean_service_secs: f64, servers: u32) -> Result<Self, QueueError> {
        let arrivals_per_sec = positive("the arrival rate", arrivals_per_sec)?;
        let mean_service_secs = positive("the mean service time", mean_service_secs)?;
        let servers = server_count(servers)?;
        let places = f64::from(servers);
        let idle_share = libm::fma(-arrivals_per_sec, mean_service_secs, places) / places;
        Ok(Self { arrivals_per_sec, mean_service_secs, servers, idle_share })
    }

    /// A load that the servers can carry.
    ///
    /// An idle share of a few rounding errors counts as none: three a second times a third of a second is full load,
    /// whatever the last bit of "a third" says.
    pub fn stable(arrivals_per_sec: f64, mean_service_secs: f64, servers: u32) -> Result<Self, QueueError> {
        let load = Self::any(arrivals_per_sec, mean_service_secs, servers)?;
        if !(load.idle_share > 4.0 * f64::EPSILON) {
            return Err(QueueError::Unstable { arrivals_per_sec, mean_service_secs, servers });
        }
        Ok(load)
    }

    /// a = λE\[S\], the mean number of servers that the work keeps busy.
    pub fn offered_erlangs(&self) -> f64 {
        self.arrivals_per_sec * self.mean_service_secs
    }

    /// ρ = a/c.
    pub fn utilization(&self) -> f64 {
        self.offered_erlangs() / f64::from(self.servers)
    }

    /// ln ρ, without loss near ρ = 1.
    pub fn ln_utilization(&self) -> f64 {
        if self.idle_share.abs() < 0.5 { libm::log1p(-self.idle_share) } else { libm::log(self.utilization()) }
    }
}

/// A quantile's level brought into [0, 1): what is not a number counts as 0, and 1 (for which no finite answer exists)
/// as the largest number below it.
pub(crate) fn level(q: f64) -> f64 {
    if q > 0.0 { q.min(1.0 - f64::EPSILON / 2.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_idle_share_keeps_its_digits_near_full_load() {
        let load = Load::stable(1.0 - 1e-9, 1.0, 1).unwrap();
        assert_eq!(load.idle_share, 1.0 - (1.0 - 1e-9));
        // 0.1 as a double is 0.1000000000000000055511151231257827, so ten a second are a shade too many.
        assert!(Load::any(10.0, 0.1, 1).unwrap().idle_share < 0.0);
    }

    #[test]
    fn full_load_is_refused_whichever_way_the_last_bit_falls() {
        for n in 1..2_000_u32 {
            let secs = 1.0 / f64::from(n);
            assert!(matches!(Load::stable(f64::from(n), secs, 1), Err(QueueError::Unstable { .. })), "{n}");
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for bad in [f64::NAN, f64::INFINITY, 0.0, -1.0, f64::MIN_POSITIVE, f64::MAX] {
            assert!(Load::any(bad, 1.0, 1).is_err() && Load::any(1.0, bad, 1).is_err(), "{bad}");
        }
        assert!(Load::any(1.0, 1.0, 0).is_err() && Load::any(1.0, 1.0, u32::MAX).is_err());
    }
}
