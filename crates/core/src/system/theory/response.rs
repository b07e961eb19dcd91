//! From the stations on its way to the mean response of a request: means add.

use super::open::Solver;
use crate::system::scenario::Kind;

/// Mean response and share refused of a call, and the median and 99th percentile where it is one station.
type Response = (f64, f64, Option<(f64, f64)>);

impl Solver<'_> {
    /// Mean response of a call to a part; the share of its calls that are refused; quantiles where it is one station.
    pub(super) fn response(&self, at: usize) -> Result<Response, String> {
        let part = &self.scenario.parts()[at];
        let to = |name: &str| -> Result<(f64, f64), String> {
            let next = self.scenario.find(name).ok_or("a part is missing")?;
            let link = self.scenario.links().iter().find(|link| link.from == part.name && link.to == name);
            let (secs, refused, _) = self.response(next)?;
            Ok((secs + link.map_or(0.0, |link| 2.0 * link.latency.mean_secs), refused))
        };
        match &part.kind {
            Kind::Clients(_) => Err("clients are not asked".into()),
            Kind::Balancer(balancer) if balancer.targets.len() == 1 => {
                let next = self.scenario.find(&balancer.targets[0]).ok_or("a part is missing")?;
                self.response(next)
            }
            Kind::Balancer(_) => Err("several parts behind one balancer".into()),
            Kind::Broker(_) => Ok((0.0, 0.0, None)),
            Kind::Database(_) | Kind::Service(_) => {
                let own = match &self.stations[at] {
                    Some(Ok(station)) => station,
                    Some(Err(why)) => return Err(why.clone()),
                    None => return Err("it was not reached".into()),
                };
                let Kind::Service(service) = &part.kind else {
                    return Ok((own.response_secs, own.rejected, own.quantiles));
                };
                if !service.caller.pools.is_empty() {
                    return Ok((own.response_secs, own.rejected, None));
                }
                let mut secs = own.response_secs;
                for stage in &service.calls {
                    let [callee] = &stage[..] else {
                        return Err("calls at once: the slowest of several has no closed form here".into());
                    };
                    let (each, refused) = to(&callee.name)?;
                    if refused > 0.0 {
                        return Err(format!("`{}` refuses some", callee.name));
                    }
                    secs += f64::from(callee.times) * each;
                }
                if let Some(next) = &service.passes {
                    let (rest, refused) = to(next)?;
                    if refused > 0.0 || own.rejected > 0.0 {
                        return Err("a part on the way refuses some".into());
                    }
                    return Ok((secs + rest, 0.0, None));
                }
                let quantiles = if service.calls.is_empty() { own.quantiles } else { None };
                Ok((secs, own.rejected, quantiles))
            }
            Kind::Cache(cache) => {
                let Some(hits) = cache.hits else { return Err(format!("what `{}` holds decides", part.name)) };
                let (origin, refused) = to(&cache.target)?;
                Ok((cache.hit.mean_secs + (1.0 - hits) * origin, (1.0 - hits) * refused, None))
            }
        }
    }
}
