//! What the queue's page says: readouts, the curve with the reader's point on it, and what the usual figures get wrong.

use super::inputs::{ArrivalLaw, Inputs, ServiceLaw};
use super::theory::{Claim, QUANTILES, Theory, means, theory};
use crate::chart::{Along, Axis, ChartSpec, Handle, Layer, Role};
use crate::quantity::{self, Unit};
use crate::queueing::{MD1, MM1, MMc};
use crate::topic::{Note, Readout, Refusal, Report};

/// Keys, labels and units of the readouts, in the order of the page; the simulated twins take the same.
pub const READOUTS: [(&str, &str, &str, Unit); 11] = [
    ("mean_wait_ms", "sim_mean_wait_ms", "Mean wait", Unit::MS),
    ("mean_response_ms", "sim_mean_response_ms", "Mean time in the system", Unit::MS),
    ("utilization_share", "sim_utilization_share", "Busy", Unit::SHARE),
    ("mean_queue_length", "sim_mean_queue_length", "Waiting, on average", Unit::COUNT),
    ("mean_in_system", "sim_mean_in_system", "In the system, on average", Unit::COUNT),
    ("p50_response_ms", "sim_p50_response_ms", "Half are done within", Unit::MS),
    ("p95_response_ms", "sim_p95_response_ms", "1 in 20 takes longer than", Unit::MS),
    ("p99_response_ms", "sim_p99_response_ms", "1 in 100 takes longer than", Unit::MS),
    ("wait_probability", "sim_wait_probability", "Have to wait at all", Unit::SHARE),
    ("blocked_share", "sim_blocked_share", "Turned away", Unit::SHARE),
    ("throughput_per_sec", "sim_throughput_per_sec", "Served", Unit::PER_SEC),
];

/// Most places for which the curve of quantiles is drawn.
const MOST_PLACES_FOR_A_CURVE: u64 = 5_000;

/// The answer to the inputs.
///
/// # Errors
/// A refusal where the queue would grow for ever.
pub fn report(inputs: &Inputs) -> Result<Report, Refusal> {
    let answer = theory(inputs)?;
    Ok(Report {
        says: says(inputs, &answer)?,
        readouts: readouts(&answer),
        charts: vec![curve(inputs, &answer)?, tail(inputs, &answer)],
        notes: notes(inputs, &answer)?,
    })
}

fn readouts(answer: &Theory) -> Vec<Readout> {
    let ms = |claim: &Claim| claim.clone().map(|(secs, known)| (secs * 1e3, known));
    let [p50, p95, p99] = &answer.response_quantiles_secs;
    let claims: [Claim; 11] = [
        ms(&answer.wait_secs),
        ms(&answer.response_secs),
        answer.utilization.clone(),
        answer.queue_length.clone(),
        answer.in_system.clone(),
        ms(p50),
        ms(p95),
        ms(p99),
        answer.wait_probability.clone(),
        answer.blocked_share.clone(),
        answer.throughput_per_sec.clone(),
    ];
    READOUTS
        .iter()
        .zip(claims)
        .filter_map(|(&(key, _, label, unit), claim)| {
            let (value, known) = claim?;
            value.is_finite().then(|| Readout::formula(key, label, value, unit).known(known))
        })
        .collect()
}

fn says(inputs: &Inputs, answer: &Theory) -> Result<String, Refusal> {
    let scenario = inputs.scenario()?;
    let offered = scenario.offered_utilization();
    let secs = scenario.service.mean();
    let busy = Busy {
        servers: inputs.servers,
        utilization: answer.utilization.as_ref().map_or(offered.min(1.0), |(u, _)| *u),
        blocked: answer.blocked_share.as_ref().map_or(0.0, |(b, _)| *b),
        service_secs: secs,
        wait_secs: answer.wait_secs.as_ref().map_or(0.0, |(wait, _)| *wait),
    };
    if answer.wait_secs.is_some() {
        return Ok(busy_words(&busy));
    }
    let who = busy.who();
    Ok(match &answer.response_secs {
        Some((response, _)) => format!(
            "{who} **{} busy**, and a customer stays **{} times** as long as alone: {}{}.",
            busy.share(),
            quantity::significant(response / secs, 2),
            quantity::format(*response, Unit::SECS),
            busy.turned_away()
        ),
        None => format!(
            "{who} offered **{} of what they can do**. No formula knows this queue: watch the simulation.",
            quantity::format(offered, Unit::SHARE)
        ),
    })
}

/// What the first sentence is made of.
pub struct Busy {
    /// How many serve.
    pub servers: f64,
    /// Share of their time at work.
    pub utilization: f64,
    /// Share of customers turned away.
    pub blocked: f64,
    /// Mean service time, in seconds.
    pub service_secs: f64,
    /// Mean wait, in seconds.
    pub wait_secs: f64,
}

impl Busy {
    fn who(&self) -> String {
        if self.servers == 1.0 {
            "The server is".to_owned()
        } else {
            format!("{} servers are", quantity::grouped(self.servers, 0))
        }
    }

    fn share(&self) -> String {
        quantity::format(self.utilization, Unit::SHARE)
    }

    fn turned_away(&self) -> String {
        if self.blocked > 0.000_05 {
            format!("; {} are turned away", quantity::format(self.blocked, Unit::SHARE))
        } else {
            String::new()
        }
    }
}

/// How busy, and what that makes of the wait.
pub fn busy_words(busy: &Busy) -> String {
    let (who, share, turned_away) = (busy.who(), busy.share(), busy.turned_away());
    if busy.wait_secs >= 0.01 * busy.service_secs {
        let times = quantity::significant(busy.wait_secs / busy.service_secs, 2);
        let how = if times == "1" { "**just as long**".to_owned() } else { format!("**{times} times** as long") };
        let wait = quantity::format(busy.wait_secs, Unit::SECS);
        format!("{who} **{share} busy**, and a customer waits {how} as being served takes: {wait}{turned_away}.")
    } else {
        format!(
            "{who} **{share} busy**, and hardly anybody waits: **under a hundredth** of the time it takes to be served{turned_away}."
        )
    }
}

/// Response time against utilization: the heart of the matter.
fn curve(inputs: &Inputs, answer: &Theory) -> Result<ChartSpec, Refusal> {
    let scenario = inputs.scenario()?;
    let secs = scenario.service.mean();
    let per_utilization = f64::from(scenario.effective_servers()) / secs;
    let here = scenario.offered_utilization();
    let right = match inputs.capacity.is_finite() {
        true => step_up(here.max(1.25) * 1.1, &[1.5, 2.0, 3.0, 5.0, 10.0, 30.0, 100.0, 1e3, 1e4, 1e6]),
        false => 1.0,
    };
    let top_share = if inputs.capacity.is_finite() { 0.999_9 * right } else { 0.995 };
    let points: Vec<(f64, f64)> = (0..=160)
        .filter_map(|i| {
            // Denser where the curve is steep.
            let t = f64::from(i) / 160.0;
            let utilization = top_share * (1.0 - (1.0 - t) * (1.0 - t)).max(0.002);
            let at = Inputs { arrivals_per_sec: utilization * per_utilization, ..inputs.clone() };
            let (response, _) = means(&at).ok()?.response_secs?;
            response.is_finite().then_some((utilization, response * 1e3))
        })
        .collect();
    let y_here = answer.response_secs.as_ref().map_or(secs * 1e3, |(r, _)| *r * 1e3);
    let highest_known =
        if inputs.capacity.is_finite() { points.iter().map(|p| p.1).fold(y_here, f64::max) } else { y_here };
    let floor = if inputs.capacity.is_finite() {
        2.0
    } else if inputs.servers > 8.0 {
        6.0
    } else {
        25.0
    };
    let top = secs
        * 1e3
        * step_up(
            (highest_known / (secs * 1e3) * 1.15).max(floor),
            &[2.5, 4.0, 6.0, 12.0, 25.0, 50.0, 100.0, 250.0, 500.0, 1e3, 1e4, 1e5, 1e6, 1e9, 1e12],
        );
    let label = match answer.response_secs.as_ref().map(|(_, known)| known.by()) {
        Some(Some(by)) => format!("{} ({by})", answer.model),
        _ => answer.model.clone(),
    };
    let mut layers = Vec::new();
    if right == 1.0 {
        let steep = if inputs.servers == 1.0 { 0.85 } else { 1.0 - 0.15 / libm::sqrt(inputs.servers) };
        layers.push(Layer::Band { role: Role::Danger, label: "steep".into(), along: Along::X, from: steep, to: 1.0 });
    } else {
        layers.push(Layer::Band {
            role: Role::Danger,
            label: "more than they can do".into(),
            along: Along::X,
            from: 1.0,
            to: right,
        });
    }
    if !points.is_empty() {
        layers.push(Layer::Line { role: Role::Theory, label, points, dashed: false });
    }
    let shown = quantity::format(y_here, Unit::MS);
    let served = quantity::format(secs, Unit::SECS);
    let busy = quantity::format(here, Unit::SHARE);
    Ok(ChartSpec {
        id: "response-curve",
        title: "Time in the system against how busy the servers are".into(),
        says: format!(
            "At {busy} of what the servers can do, the mean time in the system is {shown}, of which {served} is service. Line: theory. Dots: simulated, with 95 % intervals. Drag the ring."
        ),
        x: Axis::linear(if right == 1.0 { "utilization" } else { "work offered" }, Unit::SHARE, 0.0, right),
        y: Axis::linear("mean time in the system", Unit::MS, 0.0, top),
        layers,
        handle: Some(Handle {
            key: "arrivals_per_sec",
            x: here,
            y: y_here,
            value_per_x: per_utilization,
            label: format!("you: {shown}"),
        }),
    })
}

/// Response times that one in n exceeds.
fn tail(inputs: &Inputs, answer: &Theory) -> ChartSpec {
    let secs = Unit::MS.to_base(inputs.service_ms);
    let exact = answer.response_quantiles_secs[2].is_some();
    let mut layers = Vec::new();
    let mut top = secs * 1e3 * 30.0;
    let mut words = "The simulation shows how long the slowest in 2, in 20 and in 100 stay: the dots; there is no curve to compare with here.".to_owned();
    if exact && let Some(points) = quantile_points(inputs) {
        top = points.iter().map(|p| p.1).fold(0.0, f64::max) * 1.1;
        let at = |q: f64| points.iter().find(|p| p.0 >= q - 1e-9).map_or(0.0, |p| p.1);
        words = format!(
            "Half are done within {}; one in 20 takes longer than {}, one in 100 longer than {}. The mean hides all of that.",
            quantity::format(at(0.5), Unit::MS),
            quantity::format(at(0.95), Unit::MS),
            quantity::format(at(0.99), Unit::MS),
        );
        layers.push(Layer::Line { role: Role::Theory, label: answer.model.clone(), points, dashed: false });
    }
    if let Some((mean, _)) = &answer.response_secs {
        top = top.max(mean * 1e3 * 5.5);
        layers.push(Layer::Rule { role: Role::Muted, label: "mean".into(), along: Along::Y, at: mean * 1e3 });
    }
    ChartSpec {
        id: "response-tail",
        title: "How long the unlucky stay".into(),
        says: words,
        x: Axis::tail("share of customers done sooner", 0.999),
        y: Axis::linear("time in the system", Unit::MS, 0.0, top),
        layers,
        handle: None,
    }
}

fn quantile_points(inputs: &Inputs) -> Option<Vec<(f64, f64)>> {
    let scenario = inputs.scenario().ok()?;
    // With very many places each quantile is a sum over all of them: the readouts have it, the curve does not.
    if scenario.capacity.is_some_and(|places| places > MOST_PLACES_FOR_A_CURVE) {
        return None;
    }
    let quantile: Box<dyn Fn(f64) -> f64> = if inputs.capacity.is_finite() {
        let places = scenario.capacity?.min(u64::from(u32::MAX)) as u32;
        let model =
            crate::queueing::MMcK::new(inputs.arrivals_per_sec, scenario.service.mean(), scenario.servers, places)
                .ok()?;
        Box::new(move |q| model.response_quantile_secs(q))
    } else if inputs.arrival_law != ArrivalLaw::Poisson {
        // G/M/1: the response is exponential, so one of its quantiles gives them all.
        let mean = means(inputs).ok()?.response_secs?.0;
        Box::new(move |q| -libm::log1p(-q) * mean)
    } else if inputs.service_law == ServiceLaw::Deterministic {
        let model = MD1::new(inputs.arrivals_per_sec, scenario.service.mean()).ok()?;
        Box::new(move |q| model.response_quantile_secs(q))
    } else {
        let model = MMc::new(inputs.arrivals_per_sec, scenario.service.mean(), scenario.servers).ok()?;
        Box::new(move |q| model.response_quantile_secs(q))
    };
    // Steps of a twentieth of a decade of 1/(1−q): p90, p95, p99 and p99.9 nearly or wholly on them, and the readouts' own.
    let mut at: Vec<f64> = (0..=60).map(|i| 1.0 - libm::pow(10.0, -f64::from(i) / 20.0)).chain(QUANTILES).collect();
    at.sort_by(f64::total_cmp);
    Some(at.into_iter().map(|q| (q, quantile(q) * 1e3)).collect())
}

/// The smallest step that holds the value, so that axes jump seldom while a reader drags.
fn step_up(value: f64, steps: &[f64]) -> f64 {
    steps.iter().copied().find(|s| *s >= value).unwrap_or(value)
}

fn notes(inputs: &Inputs, answer: &Theory) -> Result<Vec<Note>, Refusal> {
    let mut notes = Vec::new();
    let exponential = MM1::new(0.9, 1.0)?.mean_queue_length();
    let constant = MD1::new(0.9, 1.0)?.mean_queue_length();
    let (one, many) = (MM1::new(0.9, 1.0)?.wait_probability(), MMc::new(64.0 * 0.9, 1.0, 64)?.wait_probability());
    let share = |v| quantity::format(v, Unit::SHARE);
    notes.push(Note::usual_figure(
        format!(
            "At 90 % busy the queue is often called “three to four deep”. That fits when every customer takes exactly as long as the next: **{}**. When service times vary as they do in life, it is **{}**.",
            quantity::significant(constant, 3),
            quantity::significant(exponential, 2),
        ),
        "clockwork-90",
    ));
    notes.push(Note::usual_figure(
        format!(
            "“Stay below 70, watch 85, fear 90 %” is a rule for **one** server, where {} then have to wait. With 64 servers at the same 90 %, only **{}** do, and a twentieth of a service time is the mean wait: big pools may run hot.",
            share(one),
            share(many),
        ),
        "pool-64",
    ));
    notes.push(Note::usual_figure(
        "The wait is said to grow “exponentially”. It grows as **1/(1 − ρ)**, a hyperbola: halving what is left of the server’s time doubles the wait, every time, and at 100 % there is no answer at all.",
        "barista-95",
    ));
    let cv = inputs.service_cv;
    if cv != inputs.cv() {
        notes.push(Note {
            title: "About the variation".into(),
            says: format!(
                "This law cannot vary by {cv}: **{}** is used, its nearest.",
                quantity::significant(inputs.cv(), 3)
            ),
            shows: "",
        });
    }
    if let Some(by) = answer.wait_secs.as_ref().and_then(|(_, known)| known.by()) {
        notes.push(Note {
            title: "No exact formula here".into(),
            says: format!("The mean wait shown is an approximation ({by}); hold it against the simulated twin. Percentiles have no formula here and are simulated only."),
            shows: "",
        });
    }
    Ok(notes)
}
