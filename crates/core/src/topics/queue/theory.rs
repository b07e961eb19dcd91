//! Which theory answers which queue: the exact model where there is one, a named approximation where there is not, and
//! nothing where there is neither. The formulas themselves live in `queueing`.

use super::inputs::Inputs;
use crate::dist::Law;
use crate::queueing::{
    AllenCunneen, GM1, Interarrival, Kingman, MD1, MG1, MG1Priority, MG1Ps, MG1Sjf, MM1, MMc, MMcK, Preemption,
    QueueError, ServiceClass,
};
use crate::sim::{Arrivals, Discipline, Scenario};
use crate::topic::{Known, Refusal};

/// A number and how it is known.
pub type Claim = Option<(f64, Known)>;

/// What theory says of a queue; `None` where it says nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Theory {
    /// The model's name in words, such as "M/M/1".
    pub model: String,
    /// Share of the servers' time at work.
    pub utilization: Claim,
    /// Mean wait of accepted customers, in seconds.
    pub wait_secs: Claim,
    /// Mean time in the system of accepted customers, in seconds.
    pub response_secs: Claim,
    /// Mean number waiting.
    pub queue_length: Claim,
    /// Mean number in the system.
    pub in_system: Claim,
    /// Quantiles of the response time at 0.5, 0.95 and 0.99, in seconds.
    pub response_quantiles_secs: [Claim; 3],
    /// Share of accepted customers who wait at all.
    pub wait_probability: Claim,
    /// Share of customers turned away.
    pub blocked_share: Claim,
    /// Customers served a second.
    pub throughput_per_sec: Claim,
}

/// The quantiles of the readouts.
pub const QUANTILES: [f64; 3] = [0.5, 0.95, 0.99];

/// What theory says of these inputs.
///
/// # Errors
/// A refusal where more arrives than can be served and nothing limits the queue, or an input makes no sense.
pub fn theory(inputs: &Inputs) -> Result<Theory, Refusal> {
    answer(inputs, true)
}

/// The same without quantiles, which take far longer than means: for the many points of a curve.
///
/// # Errors
/// As [`theory`].
pub fn means(inputs: &Inputs) -> Result<Theory, Refusal> {
    answer(inputs, false)
}

fn answer(inputs: &Inputs, quantiles: bool) -> Result<Theory, Refusal> {
    let scenario = inputs.scenario()?;
    Ok(if scenario.capacity.is_some() { limited(&scenario, quantiles)? } else { unlimited(&scenario, quantiles)? })
}

/// What decides which model applies.
struct Shape {
    rate: f64,
    secs: f64,
    servers: u32,
    poisson: bool,
    exponential: bool,
    constant: bool,
    /// Who is next does not depend on sizes, and interrupted work is not lost: means are those of first come, first served
    /// where service is exponential.
    size_blind: bool,
    fifo: bool,
    sharing: bool,
    /// The share of customers who interrupt the others, where any do.
    interrupting: Option<f64>,
}

fn shape(scenario: &Scenario) -> Shape {
    Shape {
        rate: scenario.arrivals.rate_per_sec(),
        secs: scenario.service.mean(),
        servers: scenario.effective_servers(),
        poisson: matches!(&scenario.arrivals, Arrivals::Renewal(Law::Exponential(_))),
        exponential: matches!(scenario.service, Law::Exponential(_)),
        constant: matches!(scenario.service, Law::Deterministic(_)),
        size_blind: !matches!(scenario.discipline, Discipline::Sjf),
        fifo: matches!(scenario.discipline, Discipline::Fifo),
        sharing: matches!(scenario.discipline, Discipline::ProcessorSharing),
        interrupting: match scenario.discipline {
            Discipline::PriorityPreemptive { high_share } => Some(high_share),
            _ => None,
        },
    }
}

/// Queues with a limit of places.
fn limited(scenario: &Scenario, quantiles: bool) -> Result<Theory, QueueError> {
    let s = shape(scenario);
    let places = scenario.capacity.unwrap_or(1).min(u64::from(u32::MAX)) as u32;
    let no_queue = places <= s.servers;
    // With no place to wait, Erlang's loss formula holds for every service law.
    if !(s.poisson && (s.exponential && s.size_blind || no_queue)) {
        return Ok(Theory { model: "no closed form: simulation only".into(), ..Theory::default() });
    }
    let model = MMcK::new(s.rate, s.secs, s.servers, places)?;
    let (wait, wait_probability) = (formula(model.mean_wait_secs()), formula(model.wait_probability()));
    let quantiles = quantiles && s.fifo && s.exponential;
    Ok(Theory {
        model: if no_queue {
            format!("M/G/{0}/{0}, Erlang's loss system", s.servers)
        } else {
            format!("M/M/{}/{places}", s.servers)
        },
        utilization: formula(model.utilization()),
        wait_secs: if s.sharing && !no_queue { None } else { wait },
        response_secs: formula(model.mean_response_secs()),
        queue_length: if s.sharing && !no_queue { None } else { formula(model.mean_queue_length()) },
        in_system: formula(model.mean_in_system()),
        response_quantiles_secs: QUANTILES
            .map(|q| if quantiles { formula(model.response_quantile_secs(q)) } else { None }),
        // Who is interrupted waits without having found the server taken.
        wait_probability: if (s.sharing || s.interrupting.is_some()) && !no_queue { None } else { wait_probability },
        blocked_share: formula(model.blocked_share()),
        throughput_per_sec: formula(model.throughput_per_sec()),
    })
}

/// Queues with room for all.
fn unlimited(scenario: &Scenario, quantiles: bool) -> Result<Theory, QueueError> {
    let s = shape(scenario);
    // Refuses an unstable queue, whatever the laws.
    let base = MMc::new(s.rate, s.secs, s.servers)?;
    let mut theory = Theory {
        utilization: formula(base.utilization()),
        blocked_share: formula(0.0),
        throughput_per_sec: formula(s.rate),
        ..Theory::default()
    };
    match (s.poisson, s.exponential) {
        (true, true) if s.size_blind => memoryless(scenario, &s, &base, &mut theory, quantiles),
        (true, _) if s.servers == 1 && s.size_blind => one_server(scenario, &s, &mut theory, quantiles)?,
        (true, _) if s.servers == 1 => shortest_first(scenario, &s, &mut theory)?,
        (false, true) if s.servers == 1 && s.fifo && memoryless_service(scenario).is_some() => {
            general_arrivals(scenario, &s, &mut theory)?;
        }
        _ if s.servers == 1 && s.fifo => kingman(scenario, &s, &mut theory)?,
        _ if s.fifo => allen_cunneen(scenario, &s, base, &mut theory)?,
        _ => theory.model = "no closed form: simulation only".into(),
    }
    Ok(theory)
}

fn formula(value: f64) -> Claim {
    Some((value, Known::Formula))
}

/// M/M/c: everything is known; sharing and priorities keep the means.
fn memoryless(scenario: &Scenario, s: &Shape, base: &MMc, theory: &mut Theory, quantiles: bool) {
    theory.model =
        if s.sharing { format!("M/M/{} with processor sharing", s.servers) } else { format!("M/M/{}", s.servers) };
    theory.response_secs = formula(base.mean_response_secs());
    theory.in_system = formula(base.mean_in_system());
    if s.sharing {
        return;
    }
    theory.wait_secs = formula(base.mean_wait_secs());
    theory.queue_length = formula(base.mean_queue_length());
    theory.wait_probability = match s.interrupting {
        None => formula(base.wait_probability()),
        Some(_) => interrupted_share(scenario, s).and_then(formula),
    };
    if s.fifo && quantiles {
        let quantile = |q| match (s.servers, MM1::new(s.rate, s.secs)) {
            (1, Ok(single)) => single.response_quantile_secs(q),
            _ => base.response_quantile_secs(q),
        };
        theory.response_quantiles_secs = QUANTILES.map(|q| formula(quantile(q)));
    }
}

/// M/G/1: means by Pollaczek and Khinchine, whoever is next; processor sharing sees only the mean of the service time.
fn one_server(scenario: &Scenario, s: &Shape, theory: &mut Theory, quantiles: bool) -> Result<(), QueueError> {
    let mean_response;
    if s.sharing {
        theory.model = "M/G/1 with processor sharing".into();
        mean_response = MG1Ps::new(s.rate, s.secs)?.mean_response_secs();
    } else if let Discipline::PriorityPreemptive { high_share } = scenario.discipline {
        theory.model = "M/G/1, priority interrupting".into();
        let model = preemptive(scenario, s, high_share)?;
        theory.wait_secs = formula(model.mean_wait_secs());
        theory.queue_length = formula(model.mean_queue_length());
        theory.wait_probability = interrupted_share(scenario, s).and_then(formula);
        mean_response = model.mean_response_secs();
    } else {
        let cv = scenario.service.cv();
        let model = MG1::new(s.rate, s.secs, cv * cv)?;
        theory.model = if s.constant { "M/D/1".into() } else { "M/G/1".into() };
        mean_response = model.mean_response_secs();
        theory.wait_secs = formula(model.mean_wait_secs());
        theory.queue_length = formula(model.mean_queue_length());
        theory.wait_probability = formula(model.wait_probability());
        if s.constant && s.fifo && quantiles {
            let exact = MD1::new(s.rate, s.secs)?;
            theory.response_quantiles_secs = QUANTILES.map(|q| formula(exact.response_quantile_secs(q)));
        }
    }
    theory.response_secs = formula(mean_response);
    theory.in_system = formula(mean_response * s.rate);
    Ok(())
}

/// Share of customers who are not in service all the time from arrival to departure, where some interrupt the others on one server:
/// of the important those who find one of their own in service, s·ρ₁; of the others those who find anybody, and those who begin at
/// once and are interrupted, (1 − s)(ρ + (1 − ρ)(1 − E\[e^(−λ₁S)\])). Arrivals see time averages (Wolff, Operations Research 30, 1982).
fn interrupted_share(scenario: &Scenario, s: &Shape) -> Option<f64> {
    let high = s.interrupting.filter(|_| s.servers == 1)?;
    let busy = s.rate * s.secs;
    let calls = s.rate * high * s.secs;
    let uninterrupted = match &scenario.service {
        Law::Exponential(_) => 1.0 / (1.0 + calls),
        Law::Deterministic(_) => libm::exp(-calls),
        Law::Erlang(law) => {
            let stages = f64::from(law.stages());
            libm::exp(-stages * libm::log1p(calls / stages))
        }
        Law::Hyperexponential(law) => {
            let (short, long) = law.phase_means();
            let of = |share: f64, mean: f64| share / (1.0 + s.rate * high * mean);
            of(law.short_share(), short) + of(1.0 - law.short_share(), long)
        }
        _ => return None,
    };
    Some(high * high * busy + (1.0 - high) * (busy + (1.0 - busy) * (1.0 - uninterrupted)))
}

/// Two classes of one service law, the first interrupting the second.
fn preemptive(scenario: &Scenario, s: &Shape, high_share: f64) -> Result<MG1Priority, QueueError> {
    let cv = scenario.service.cv();
    let class =
        |share: f64| ServiceClass { arrivals_per_sec: s.rate * share, mean_service_secs: s.secs, service_scv: cv * cv };
    let classes: Vec<ServiceClass> =
        [high_share, 1.0 - high_share].into_iter().filter(|share| *share > 0.0).map(class).collect();
    MG1Priority::new(&classes, Preemption::Resume)
}

/// M/G/1, shortest job first, whatever the law of the sizes.
fn shortest_first(scenario: &Scenario, s: &Shape, theory: &mut Theory) -> Result<(), QueueError> {
    let Some(model) = MG1Sjf::new(s.rate, &scenario.service)? else {
        theory.model = "no closed form: simulation only".into();
        return Ok(());
    };
    theory.model = if s.exponential { "M/M/1, shortest job first" } else { "M/G/1, shortest job first" }.into();
    theory.wait_secs = formula(model.mean_wait_secs());
    theory.response_secs = formula(model.mean_response_secs());
    theory.queue_length = formula(model.mean_queue_length());
    theory.in_system = formula(model.mean_in_system());
    theory.wait_probability = formula(model.wait_probability());
    Ok(())
}

/// The law of independent gaps, where G/M/1 knows it.
fn memoryless_service(scenario: &Scenario) -> Option<(&'static str, Interarrival)> {
    match &scenario.arrivals {
        Arrivals::Renewal(Law::Deterministic(_)) => Some(("D/M/1", Interarrival::Deterministic)),
        Arrivals::Renewal(Law::Erlang(law)) => Some(("E/M/1", Interarrival::Erlang { stages: law.stages() })),
        _ => None,
    }
}

/// G/M/1: exact for any independent gaps.
fn general_arrivals(scenario: &Scenario, s: &Shape, theory: &mut Theory) -> Result<(), QueueError> {
    let Some((name, gaps)) = memoryless_service(scenario) else { return Ok(()) };
    let model = GM1::new(s.rate, s.secs, gaps)?;
    theory.model = name.into();
    theory.wait_secs = formula(model.mean_wait_secs());
    theory.response_secs = formula(model.mean_response_secs());
    theory.queue_length = formula(model.mean_queue_length());
    theory.in_system = formula(model.mean_in_system());
    theory.wait_probability = formula(model.wait_probability());
    theory.response_quantiles_secs = QUANTILES.map(|q| formula(model.response_quantile_secs(q)));
    Ok(())
}

/// G/G/1: Kingman's approximation.
fn kingman(scenario: &Scenario, s: &Shape, theory: &mut Theory) -> Result<(), QueueError> {
    let (arrival_scv, by) = arrival_variation(scenario, "Kingman");
    let cv = scenario.service.cv();
    let model = Kingman::new(s.rate, s.secs, arrival_scv, cv * cv)?;
    theory.model = "G/G/1".into();
    approximate(s, model.mean_wait_secs(), by, theory);
    Ok(())
}

/// G/G/c: the wait of M/M/c, scaled by the mean variation of arrivals and service.
fn allen_cunneen(scenario: &Scenario, s: &Shape, base: MMc, theory: &mut Theory) -> Result<(), QueueError> {
    let (arrival_scv, by) = arrival_variation(scenario, "Allen–Cunneen");
    let cv = scenario.service.cv();
    let model = AllenCunneen::new(base, arrival_scv, cv * cv)?;
    theory.model = format!("G/G/{}", s.servers);
    approximate(s, model.mean_wait_secs(), by, theory);
    Ok(())
}

/// Variation of the arrivals: of the gaps where they are independent, of the counts where bursts make them follow each other.
fn arrival_variation(scenario: &Scenario, by: &'static str) -> (f64, &'static str) {
    match &scenario.arrivals {
        Arrivals::Bursty(_) => (
            scenario.arrivals.index_of_dispersion(),
            if by == "Kingman" {
                "Kingman, with the bursts' index of dispersion"
            } else {
                "Allen–Cunneen, with the bursts' index of dispersion"
            },
        ),
        other => (other.gap_cv_squared(), by),
    }
}

fn approximate(s: &Shape, wait_secs: f64, by: &'static str, theory: &mut Theory) {
    let claim = |value| Some((value, Known::Approximation(by)));
    theory.wait_secs = claim(wait_secs);
    theory.response_secs = claim(wait_secs + s.secs);
    theory.queue_length = claim(wait_secs * s.rate);
    theory.in_system = claim((wait_secs + s.secs) * s.rate);
}
