//! M/G/1 with priorities: the important first, with or without interrupting the service under way.
//!
//! **Assumptions.** Poisson arrivals in each class, service times of any distribution, one server, first come first served
//! within a class, steady state. *Nonpreemptive*: a service once begun is finished. *Preemptive resume*: a more important
//! arrival interrupts, and the interrupted service later goes on where it stopped.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | λᵢ, E\[Sᵢ\], cᵢ² | [`ServiceClass`], most important first | 1/s, s, – |
//! | ρᵢ = λᵢE\[Sᵢ\], σᵢ = ρ₁ + … + ρᵢ | shares | |
//! | Rᵢ = Σ λⱼE\[Sⱼ²\]/2 over j ≤ i (all j where nonpreemptive) | residual work | s |
//! | W_qᵢ = R/((1 − σᵢ₋₁)(1 − σᵢ)) | nonpreemptive `mean_wait_secs(i)` | s |
//! | Wᵢ = E\[Sᵢ\]/(1 − σᵢ₋₁) + Rᵢ/((1 − σᵢ₋₁)(1 − σᵢ)) | preemptive `mean_response_secs(i)` | s |
//!
//! Under preemption "wait" means all the time not in service: response less service.
//!
//! **Source.** A. Cobham, "Priority assignment in waiting line problems", Operations Research 2 (1954),
//! doi:10.1287/opre.2.1.70; L. Kleinrock, *Queueing Systems* vol. 2 (Wiley, 1976), §3.6 and §3.7.
//!
//! **Where it stops being true.** ρ ≥ 1 over all classes together (the important ones may still be well; the model refuses
//! all the same, for somebody's wait has no mean). No distributions.

use super::error::{QueueError, positive, variation};

/// One class of customers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ServiceClass {
    /// λ, arrivals a second.
    pub arrivals_per_sec: f64,
    /// E\[S\], mean service time in seconds.
    pub mean_service_secs: f64,
    /// c², squared coefficient of variation of the service time.
    pub service_scv: f64,
}

/// Whether a more important arrival interrupts the service under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preemption {
    /// A service once begun is finished.
    None,
    /// The service is interrupted and later goes on where it stopped.
    Resume,
}

/// Waits of each class, most important first.
#[derive(Debug, Clone, PartialEq)]
pub struct MG1Priority {
    classes: Vec<ServiceClass>,
    waits_secs: Vec<f64>,
    utilization: f64,
}

impl MG1Priority {
    /// A server with the given classes, most important first.
    ///
    /// # Errors
    /// [`QueueError::Unstable`] where all classes together fill the server, others for nonsense or no class at all.
    pub fn new(classes: &[ServiceClass], preemption: Preemption) -> Result<Self, QueueError> {
        if classes.is_empty() {
            return Err(QueueError::NotPositive { what: "the number of classes", value: 0.0 });
        }
        for class in classes {
            positive("the arrival rate of a class", class.arrivals_per_sec)?;
            positive("the mean service time of a class", class.mean_service_secs)?;
            variation("the service time of a class", class.service_scv)?;
        }
        let arrivals_per_sec: f64 = classes.iter().map(|class| class.arrivals_per_sec).sum();
        let utilization: f64 = classes.iter().map(load).sum();
        // Idle shares, one class after another taken off; the fused steps keep the digits that 1 − ρ needs.
        let mut idle = vec![1.0];
        for class in classes {
            idle.push(libm::fma(-class.arrivals_per_sec, class.mean_service_secs, idle[idle.len() - 1]));
        }
        if !(idle[classes.len()] > 4.0 * f64::EPSILON) {
            let mean_service_secs = utilization / arrivals_per_sec;
            return Err(QueueError::Unstable { arrivals_per_sec, mean_service_secs, servers: 1 });
        }
        let all_residual: f64 = classes.iter().map(residual_secs).sum();
        let mut residual = 0.0;
        let mut waits_secs = Vec::with_capacity(classes.len());
        for (i, class) in classes.iter().enumerate() {
            residual += residual_secs(class);
            let (before, with) = (idle[i], idle[i + 1]);
            waits_secs.push(match preemption {
                Preemption::None => all_residual / (before * with),
                Preemption::Resume => class.mean_service_secs * (1.0 - before) / before + residual / (before * with),
            });
        }
        Ok(Self { classes: classes.to_vec(), waits_secs, utilization })
    }

    /// Share of the time that the server is busy, in (0, 1).
    #[must_use]
    pub fn utilization(&self) -> f64 {
        self.utilization
    }

    /// Mean time not in service of each class, in seconds, most important first.
    #[must_use]
    pub fn mean_waits_secs(&self) -> &[f64] {
        &self.waits_secs
    }

    /// Mean response of each class, in seconds, most important first.
    #[must_use]
    pub fn mean_responses_secs(&self) -> Vec<f64> {
        self.waits_secs.iter().zip(&self.classes).map(|(wait, class)| wait + class.mean_service_secs).collect()
    }

    /// Mean time not in service over all customers, in seconds.
    #[must_use]
    pub fn mean_wait_secs(&self) -> f64 {
        self.mean_queue_length() / self.arrivals_per_sec()
    }

    /// Mean response over all customers, in seconds.
    #[must_use]
    pub fn mean_response_secs(&self) -> f64 {
        self.mean_in_system() / self.arrivals_per_sec()
    }

    /// Mean number of customers not in service.
    #[must_use]
    pub fn mean_queue_length(&self) -> f64 {
        self.waits_secs.iter().zip(&self.classes).map(|(wait, class)| wait * class.arrivals_per_sec).sum()
    }

    /// Mean number of customers in the system.
    #[must_use]
    pub fn mean_in_system(&self) -> f64 {
        self.mean_queue_length() + self.utilization
    }

    fn arrivals_per_sec(&self) -> f64 {
        self.classes.iter().map(|class| class.arrivals_per_sec).sum()
    }
}

fn load(class: &ServiceClass) -> f64 {
    class.arrivals_per_sec * class.mean_service_secs
}

/// λE[S²]/2: work left in a service of this class that an arrival finds under way, times the share of time it is.
fn residual_secs(class: &ServiceClass) -> f64 {
    0.5 * load(class) * class.mean_service_secs * (1.0 + class.service_scv)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queueing::MG1;

    fn class(arrivals_per_sec: f64, mean_service_secs: f64) -> ServiceClass {
        ServiceClass { arrivals_per_sec, mean_service_secs, service_scv: 1.0 }
    }

    #[test]
    fn the_important_gain_what_the_others_lose() {
        // Equal service: the mean over all is that of one class (Kleinrock's conservation law).
        let queue = MG1Priority::new(&[class(0.2, 1.0), class(0.6, 1.0)], Preemption::None).unwrap();
        let plain = MG1::new(0.8, 1.0, 1.0).unwrap();
        assert!((queue.mean_wait_secs() / plain.mean_wait_secs() - 1.0).abs() < 1e-13);
        assert!((queue.mean_waits_secs()[0] - 1.0).abs() < 1e-14 && (queue.mean_waits_secs()[1] - 5.0).abs() < 1e-13);
    }

    #[test]
    fn preemption_hides_the_others_from_the_important() {
        let queue = MG1Priority::new(&[class(0.2, 1.0), class(0.6, 1.0)], Preemption::Resume).unwrap();
        let alone = MG1::new(0.2, 1.0, 1.0).unwrap();
        assert!((queue.mean_responses_secs()[0] / alone.mean_response_secs() - 1.0).abs() < 1e-14);
        // Exponential service of equal means: nobody can tell who is served, so the number in the system is M/M/1's.
        assert!((queue.mean_in_system() - 4.0).abs() < 1e-13);
    }

    #[test]
    fn one_class_is_mg1_and_a_full_server_is_refused() {
        for preemption in [Preemption::None, Preemption::Resume] {
            let queue = MG1Priority::new(&[class(0.9, 1.0)], preemption).unwrap();
            assert!((queue.mean_wait_secs() - 9.0).abs() < 1e-12);
            assert!(MG1Priority::new(&[class(0.5, 1.0), class(0.5, 1.0)], preemption).is_err());
            assert!(MG1Priority::new(&[], preemption).is_err());
        }
    }
}
