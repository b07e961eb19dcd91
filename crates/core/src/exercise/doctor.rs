//! Four resources and three questions: which one is short? Cases drawn from a seed, and the rule that solves them.
//!
//! The USE method: for every resource look at **u**tilization (share of the time it is busy, or of its room that is taken),
//! **s**aturation (work that has to wait for it) and **e**rrors. A busy resource with nobody waiting is well used, not short.
//! Source: B. Gregg, "Thinking Methodically about Performance", ACM Queue 10(12), 2012, doi:10.1145/2405116.2413037, and
//! <https://www.brendangregg.com/usemethod.html>.
//! Assumptions: the cases are made up, one fault each, with the side effects such a fault has; numbers in the size that tools show.
//! Validity: a lesson, not a monitor. Real machines have more resources than four, and faults come together.

use super::Draw;

/// A resource of a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// Processors.
    Cpu,
    /// Main memory.
    Memory,
    /// Disk.
    Disk,
    /// Network interface.
    Network,
}

impl Resource {
    /// All four, in the order of [`Case::vitals`].
    pub const ALL: [Self; 4] = [Self::Cpu, Self::Memory, Self::Disk, Self::Network];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cpu => "CPU",
            Self::Memory => "memory",
            Self::Disk => "disk",
            Self::Network => "network",
        }
    }

    /// What its saturation counts.
    pub fn saturation_is(self) -> &'static str {
        match self {
            Self::Cpu => "threads waiting for each core",
            Self::Memory => "pages swapped a second",
            Self::Disk => "requests waiting",
            Self::Network => "packets dropped a second",
        }
    }

    /// From which number on its saturation counts as work that waits.
    fn saturated_from(self) -> f64 {
        match self {
            Self::Cpu => 1.0,
            Self::Memory => 100.0,
            Self::Disk => 2.0,
            Self::Network => 10.0,
        }
    }
}

/// The three numbers of one resource.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Vital {
    /// Share of the time busy, or of the room taken, in [0, 1].
    pub utilization: f64,
    /// Work that waits, in the resource's own measure ([`Resource::saturation_is`]).
    pub saturation: f64,
    /// Errors a second.
    pub errors_per_sec: f64,
}

/// Which resource is to blame, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Work waits for this resource.
    Short(Resource),
    /// This resource fails.
    Failing(Resource),
    /// None of the four: the time goes elsewhere, to a lock, a pool, another service.
    Elsewhere,
}

impl Finding {
    /// The resource to blame, if it is one of the four.
    pub fn resource(self) -> Option<Resource> {
        match self {
            Self::Short(resource) | Self::Failing(resource) => Some(resource),
            Self::Elsewhere => None,
        }
    }
}

/// A patient.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// What the users say.
    pub complaint: &'static str,
    /// The numbers of CPU, memory, disk and network.
    pub vitals: [Vital; 4],
    /// The answer.
    pub finding: Finding,
    /// Why, and what misleads.
    pub because: &'static str,
}

impl Case {
    /// The case that `seed` draws.
    pub fn draw(seed: u64) -> Self {
        let mut draw = Draw::new(seed, "four-resource-doctor");
        let kind = draw.integer(0, 6);
        let mut percent = |low: u32, high: u32| f64::from(draw.integer(low, high)) / 100.0;
        let calm = |utilization: f64| Vital { utilization, saturation: 0.0, errors_per_sec: 0.0 };
        let mut vitals = [calm(percent(12, 38)), calm(percent(40, 70)), calm(percent(5, 30)), calm(percent(4, 25))];
        let (complaint, finding, because) = match kind {
            0 => {
                vitals[0] = Vital { utilization: percent(96, 100), saturation: percent(300, 800), errors_per_sec: 0.0 };
                (
                    "Everything is slow, evenly, since the new release.",
                    Finding::Short(Resource::Cpu),
                    "Threads queue for the cores. The rest idles because the work does not get that far.",
                )
            }
            1 => {
                vitals[1] = Vital {
                    utilization: percent(95, 99),
                    saturation: 5.0 * percent(8_000, 60_000),
                    errors_per_sec: 0.0,
                };
                vitals[2] = Vital { utilization: percent(85, 97), saturation: percent(300, 800), errors_per_sec: 0.0 };
                (
                    "Since noon it crawls, and the disk light never goes out.",
                    Finding::Short(Resource::Memory),
                    "The disk is busy because memory is not enough and pages are swapped to it. A faster disk would treat the symptom.",
                )
            }
            2 => {
                vitals[2] =
                    Vital { utilization: percent(92, 100), saturation: percent(800, 3_000), errors_per_sec: 0.0 };
                (
                    "Reports that read old data take minutes.",
                    Finding::Short(Resource::Disk),
                    "Requests queue for the disk, and nothing is swapped: the reads are the application’s own.",
                )
            }
            3 => {
                vitals[0] = Vital { utilization: percent(84, 94), saturation: percent(180, 400), errors_per_sec: 0.0 };
                vitals[2] = Vital { utilization: percent(93, 99), saturation: percent(10, 80), errors_per_sec: 0.0 };
                (
                    "Requests take twice as long as last week.",
                    Finding::Short(Resource::Cpu),
                    "The disk is busier than the processors, but hardly anything waits for it: a modern disk serves many at once. Threads do wait for the cores.",
                )
            }
            4 => {
                vitals[3] =
                    Vital { utilization: percent(94, 99), saturation: percent(5_000, 40_000), errors_per_sec: 0.0 };
                (
                    "Large downloads stall, small calls are fine.",
                    Finding::Short(Resource::Network),
                    "The link is full and drops what does not fit.",
                )
            }
            5 => {
                vitals[3] =
                    Vital { utilization: percent(8, 20), saturation: 0.0, errors_per_sec: percent(4_000, 30_000) };
                (
                    "Some requests hang for seconds, at random, even at night.",
                    Finding::Failing(Resource::Network),
                    "A link that is nearly empty but full of errors: packets are lost and sent again after a timeout. Look for a cable, a port or a driver.",
                )
            }
            _ => {
                vitals[0].utilization = percent(10, 25);
                (
                    "Requests take three seconds, and the machine looks bored.",
                    Finding::Elsewhere,
                    "Nothing is busy, nothing waits, nothing fails: the time is spent waiting for something that is not on this list, such as a lock, a connection pool or another service.",
                )
            }
        };
        Self { complaint, vitals, finding, because }
    }
}

/// The rule: errors first; then memory, whose swapping keeps the disk busy; then whatever has most waiting beyond its mark.
pub fn diagnose(vitals: &[Vital; 4]) -> Finding {
    let all = || Resource::ALL.into_iter().zip(vitals);
    if let Some((resource, _)) = all().find(|(_, vital)| vital.errors_per_sec > 1.0) {
        return Finding::Failing(resource);
    }
    if vitals[1].saturation >= Resource::Memory.saturated_from() {
        return Finding::Short(Resource::Memory);
    }
    let pressed = |resource: Resource, vital: &Vital| vital.saturation / resource.saturated_from();
    all()
        .filter(|(resource, vital)| pressed(*resource, vital) >= 1.0)
        .max_by(|a, b| pressed(a.0, a.1).total_cmp(&pressed(b.0, b.1)))
        .map_or(Finding::Elsewhere, |(resource, _)| Finding::Short(resource))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_drawn_case_is_solved_by_the_rule() {
        for seed in 0..2_000 {
            let case = Case::draw(seed);
            assert_eq!(diagnose(&case.vitals), case.finding, "seed {seed}: {case:?}");
        }
    }

    #[test]
    fn every_answer_comes_up_and_the_busiest_is_not_always_to_blame() {
        let cases: Vec<Case> = (0..300).map(Case::draw).collect();
        for wanted in [
            Finding::Short(Resource::Cpu),
            Finding::Short(Resource::Memory),
            Finding::Short(Resource::Disk),
            Finding::Short(Resource::Network),
            Finding::Failing(Resource::Network),
            Finding::Elsewhere,
        ] {
            assert!(cases.iter().any(|c| c.finding == wanted), "{wanted:?}");
        }
        let busiest = |case: &Case| {
            Resource::ALL
                .into_iter()
                .zip(&case.vitals)
                .max_by(|a, b| a.1.utilization.total_cmp(&b.1.utilization))
                .map(|x| x.0)
        };
        assert!(cases.iter().filter(|c| c.finding.resource() != busiest(c)).count() > 50);
    }

    #[test]
    fn shares_are_shares() {
        for seed in 0..500 {
            for vital in Case::draw(seed).vitals {
                assert!((0.0..=1.0).contains(&vital.utilization) && vital.saturation >= 0.0, "seed {seed}");
            }
        }
    }
}
