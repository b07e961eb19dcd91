//! The fast road's inner loops: a stretch of customers passes.
//!
//! The loops call nothing, so that everything stays in registers; whatever is rare (a draw on the ziggurat's edge, a response
//! beyond all before) leaves the loop and comes back. Where gaps and services are both exponential the draws are made inside the
//! loop, so that the processor works at the next customer's draws while this one's sums complete.

use super::histogram::DurationHistogram;
use super::record::Record;
use super::servers::Servers;
use super::streams::Random;
use crate::dist::{exp1_quick, exp1_rest};

/// Customers about to pass.
pub(super) struct Stretch<'a> {
    /// When the last customer came.
    pub now: f64,
    /// When each of the stretch begins service.
    pub begun: &'a mut [f64],
    pub record: &'a mut Record,
    /// What the last customer needed.
    pub last_service: f64,
}

/// The sums of a stretch.
#[derive(Clone, Copy)]
struct Sums {
    now: f64,
    wait_secs: f64,
    response_secs: f64,
    waited: u64,
}

impl Sums {
    /// One customer: when service begins, and the time in the system.
    #[inline(always)]
    fn pass(&mut self, servers: &mut impl Servers, gap: f64, service: f64) -> (f64, f64) {
        self.now += gap;
        let start = servers.assign(self.now, service);
        // As the engine reckons.
        let wait = start - self.now;
        let response = wait + service;
        self.wait_secs += wait;
        self.response_secs += response;
        self.waited += u64::from(start > self.now);
        (start, response)
    }
}

/// Why the loop was left.
enum Rare {
    Done,
    /// A gap's draw fell on the edge.
    Gap((usize, f64)),
    /// A service's draw did, after this gap.
    Service(f64, (usize, f64)),
    /// A response beyond all before.
    Response(f64),
}

impl Stretch<'_> {
    /// Customers with these gaps and services pass.
    #[inline(always)]
    pub(super) fn pass(&mut self, servers: &mut impl Servers, gaps: &[f64], demands: &[f64]) {
        let mut sums = self.sums();
        let mut customers = gaps.iter().zip(demands).zip(self.begun.iter_mut());
        loop {
            let mut rare = Rare::Done;
            let (key, window) = self.record.open_responses.window();
            for ((gap, service), begins) in &mut customers {
                let (start, response) = sums.pass(servers, *gap, *service);
                *begins = start;
                match window.get_mut(DurationHistogram::place(response, key)) {
                    Some(count) => *count += 1,
                    None => {
                        rare = Rare::Response(response);
                        break;
                    }
                }
            }
            match rare {
                Rare::Response(response) => self.record.open_responses.record_outside(response),
                _ => break,
            }
        }
        self.last_service = demands.last().copied().unwrap_or(0.0);
        self.add(sums, gaps.len());
    }

    /// `count` customers pass, gaps and services exponential with these means, drawn from these generators.
    #[inline(always)]
    pub(super) fn pass_exponential(
        &mut self,
        servers: &mut impl Servers,
        (mean_gap, gaps): (f64, &mut Random),
        (mean_service, services): (f64, &mut Random),
        count: usize,
    ) {
        let mut sums = self.sums();
        let (mut own_gaps, mut own_services) = (gaps.clone(), services.clone());
        let mut last_service = 0.0;
        let mut at = 0;
        loop {
            let (key, window) = self.record.open_responses.window();
            let begun = &mut self.begun[..count];
            let rare = loop {
                if at >= begun.len() {
                    break Rare::Done;
                }
                let gap = match exp1_quick(&mut own_gaps) {
                    Ok(x) => mean_gap * x,
                    Err(edge) => break Rare::Gap(edge),
                };
                let service = match exp1_quick(&mut own_services) {
                    Ok(x) => mean_service * x,
                    Err(edge) => break Rare::Service(gap, edge),
                };
                last_service = service;
                let (start, response) = sums.pass(servers, gap, service);
                begun[at] = start;
                at += 1;
                match window.get_mut(DurationHistogram::place(response, key)) {
                    Some(count) => *count += 1,
                    None => break Rare::Response(response),
                }
            };
            let (gap, service);
            match rare {
                Rare::Done => break,
                Rare::Response(response) => {
                    self.record.open_responses.record_outside(response);
                    continue;
                }
                Rare::Gap(edge) => {
                    let (x, y);
                    (own_gaps, x) = exp1_rest(own_gaps, edge);
                    (own_services, y) = match exp1_quick(&mut own_services) {
                        Ok(y) => (own_services, y),
                        Err(edge) => exp1_rest(own_services, edge),
                    };
                    (gap, service) = (mean_gap * x, mean_service * y);
                }
                Rare::Service(drawn, edge) => {
                    let y;
                    (own_services, y) = exp1_rest(own_services, edge);
                    (gap, service) = (drawn, mean_service * y);
                }
            }
            last_service = service;
            let (start, response) = sums.pass(servers, gap, service);
            self.begun[at] = start;
            at += 1;
            self.record.open_responses.record(response);
        }
        (*gaps, *services) = (own_gaps, own_services);
        self.last_service = last_service;
        self.add(sums, count);
    }

    #[inline(always)]
    fn sums(&self) -> Sums {
        let open = &self.record.open;
        Sums { now: self.now, wait_secs: open.wait_secs, response_secs: open.response_secs, waited: 0 }
    }

    #[inline(always)]
    fn add(&mut self, sums: Sums, count: usize) {
        self.now = sums.now;
        let open = &mut self.record.open;
        open.wait_secs = sums.wait_secs;
        open.response_secs = sums.response_secs;
        open.waited += sums.waited;
        open.left += count as u64;
    }
}
