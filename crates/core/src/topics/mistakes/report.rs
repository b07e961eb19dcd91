//! What the page says of each trap: the experiment, its figures, and what would have shown it.

mod repeated;

use super::inputs::{Inputs, Trap};
use super::instruments::instrument_for;
use crate::chart::{Along, Axis, Bar, ChartSpec, Handle, Layer, Role, round_top};
use crate::cost::waste::{n_plus_one_secs, setup_secs_per_sec, stale_loss_usd, transfer_secs};
use crate::pipeline::Chain;
use crate::quantity::{self, Unit};
use crate::stats::interval::samples_needed;
use crate::stats::quantile::{Definition, quantile_grouped};
use crate::topic::{Note, Readout, Refusal, Report};
use repeated::{everything, n_plus_one, no_expiry, no_pooling};

fn ms(value: f64) -> String {
    quantity::format(value, Unit::MS)
}

fn share(value: f64) -> String {
    quantity::format(value, Unit::SHARE)
}

fn usd(value: f64) -> String {
    quantity::format(value, Unit::USD)
}

fn count(value: f64) -> String {
    quantity::significant(value, 3)
}

fn line(role: Role, label: &str, points: Vec<(f64, f64)>, dashed: bool) -> Layer {
    Layer::Line { role, label: label.into(), points, dashed }
}

/// The answer to the inputs.
///
/// # Errors
/// Where a request takes no time at all.
pub fn report(inputs: &Inputs) -> Result<Report, Refusal> {
    let mut report = match inputs.trap {
        Trap::Averages => averages(inputs),
        Trap::Premature => premature(inputs)?,
        Trap::NPlusOne => n_plus_one(inputs),
        Trap::NoPooling => no_pooling(inputs),
        Trap::NoExpiry => no_expiry(inputs),
        Trap::Everything => everything(inputs),
        Trap::Guessing => guessing(inputs)?,
    };
    let instrument = instrument_for(inputs.trap);
    report.notes.insert(
        0,
        Note {
            title: "What would have shown you this?".into(),
            says: format!("**{}.** {}", capital(instrument.name), instrument.shows),
            shows: "",
        },
    );
    Ok(report)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn guessing(inputs: &Inputs) -> Result<Report, Refusal> {
    let chain = Chain::new(&[(Unit::MS.to_base(inputs.guess_ms), 1.0), (Unit::MS.to_base(inputs.culprit_ms), 1.0)])?;
    let total = chain.total_secs() * 1e3;
    let after = |stage| chain.with_faster(stage, inputs.work_speedup).total_secs() * 1e3;
    let (after_guess, after_measured) = (after(0), after(1));
    let rows = [("measured, then the query", after_measured), ("guessed: the parser", after_guess), ("today", total)];
    let bars = rows
        .iter()
        .enumerate()
        .map(|(i, (_, ms_))| Bar { x0: 0.0, x1: *ms_, y0: i as f64 + 0.2, y1: i as f64 + 0.8, text: ms(*ms_) })
        .collect();
    Ok(Report {
        says: format!(
            "A week of work made the parser {} faster, and the request went from {} to **{}**. The same week on the query: **{}**.",
            quantity::format(inputs.work_speedup, Unit::RATIO),
            ms(total),
            precise(after_guess),
            ms(after_measured)
        ),
        readouts: vec![
            Readout::formula("total_ms", "The request takes", total, Unit::MS),
            Readout::formula("after_guess_ms", "After work on the guess", after_guess, Unit::MS),
            Readout::formula("after_measured_ms", "After work on what was measured", after_measured, Unit::MS),
            Readout::formula("guess_gain_share", "Gained by the guess", 1.0 - after_guess / total, Unit::SHARE),
            Readout::formula(
                "culprit_ratio",
                "The query is longer than the parser by",
                inputs.culprit_ms / inputs.guess_ms,
                Unit::RATIO,
            ),
        ],
        charts: vec![ChartSpec {
            id: "guessing",
            title: "The request, by where the week went".into(),
            says: format!(
                "The guess gains {} of the request; the measured culprit gains {}.",
                share(1.0 - after_guess / total),
                share(1.0 - after_measured / total)
            ),
            x: Axis::linear("the request takes", Unit::MS, 0.0, round_top(1.2 * total)),
            y: Axis::categories("work on", rows.iter().map(|r| r.0.to_owned()).collect()),
            layers: vec![Layer::Bars { role: Role::Theory, label: "request".into(), bars }],
            handle: None,
        }],
        notes: vec![Note::usual_figure(
            "“Developers’ guesses are wrong nine times in ten.” No study with that figure could be found: a **rule of thumb** at best. You do not need it. One guess of yours, held against one trace, is evidence enough.",
            "guessing",
        )],
    })
}

/// Milliseconds with the digits in which a tiny gain shows.
fn precise(value: f64) -> String {
    if value >= 100.0 { format!("{} ms", quantity::grouped(value, 2)) } else { ms(value) }
}

fn averages(inputs: &Inputs) -> Report {
    let (fast, slow) = (inputs.fast_count, inputs.slow_count);
    let n = fast + slow;
    let mean = (fast * inputs.fast_ms + slow * inputs.slow_ms) / n;
    let mut groups = vec![(inputs.fast_ms, fast as u64), (inputs.slow_ms, slow as u64)];
    groups.retain(|group| group.1 > 0);
    groups.sort_by(|a, b| a.0.total_cmp(&b.0));
    let at = |q: f64, definition| quantile_grouped(&groups, q, definition).unwrap_or(mean);
    let (p50, p99) = (at(0.5, Definition::Type7), at(0.99, Definition::Type7));
    let longest = groups.last().map_or(mean, |g| g.0);
    let near: f64 = groups.iter().filter(|g| (0.8 * mean..=1.2 * mean).contains(&g.0)).map(|g| g.1 as f64).sum();
    let mut p99_readout = Readout::formula("p99_ms", "99th percentile (type 7)", p99, Unit::MS);
    p99_readout.needs_n = samples_needed(0.99, 0.95).filter(|needed| (n as u64) < *needed);
    let low = groups.first().map_or(1.0, |g| g.0).min(mean);
    let bars = groups
        .iter()
        .map(|g| Bar {
            x0: g.0 / 1.12,
            x1: g.0 * 1.12,
            y0: 0.0,
            y1: g.1 as f64,
            text: quantity::grouped(g.1 as f64, 0),
        })
        .collect();
    Report {
        says: format!(
            "{} requests took {}, {} took {}. The mean is **{}**, and **{} of {}** took anything like it.",
            quantity::grouped(fast, 0),
            ms(inputs.fast_ms),
            quantity::grouped(slow, 0),
            ms(inputs.slow_ms),
            ms(mean),
            quantity::grouped(near, 0),
            quantity::grouped(n, 0)
        ),
        readouts: vec![
            Readout::formula("mean_ms", "The mean", mean, Unit::MS),
            Readout::formula("p50_ms", "Half take no longer than", p50, Unit::MS),
            p99_readout,
            Readout::formula("max_ms", "The longest", longest, Unit::MS),
            Readout::formula("slow_share", "Slow", slow / n, Unit::SHARE),
            Readout::formula("near_mean_share", "Within 20 % of the mean", near / n, Unit::SHARE),
        ],
        charts: vec![ChartSpec {
            id: "averages",
            title: "How long the requests took".into(),
            says: format!(
                "Two heaps, at {} and at {}, and the mean of {} between them, where {} of {} requests are.",
                ms(inputs.fast_ms),
                ms(inputs.slow_ms),
                ms(mean),
                quantity::grouped(near, 0),
                quantity::grouped(n, 0)
            ),
            x: Axis::log("time", Unit::MS, low / 2.0, longest * 2.0),
            y: Axis::linear("requests", Unit::COUNT, 0.0, round_top(1.1 * fast.max(slow))),
            layers: vec![
                Layer::Bars { role: Role::Theory, label: "requests".into(), bars },
                Layer::Rule { role: Role::Danger, label: "mean".into(), along: Along::X, at: mean },
            ],
            handle: Some(Handle { key: "slow_ms", x: inputs.slow_ms, y: slow, value_per_x: 1.0, label: "drag".into() }),
        }],
        notes: vec![Note::usual_figure(
            format!(
                "“Look at the p99 instead.” Of a hundred requests the 99th percentile is {} by nearest rank and {} by interpolation, here the very mean: **a hundred values cannot show it**. It takes {} to see a 99th percentile with 95 % confidence. The longest value shows it at once.",
                ms(at(0.99, Definition::NearestRank)),
                ms(p99),
                samples_needed(0.99, 0.95).unwrap_or(299)
            ),
            "averages",
        )],
    }
}

fn premature(inputs: &Inputs) -> Result<Report, Refusal> {
    let saved_secs = |lookups: f64| lookups * Unit::US.to_base(inputs.lookup_saved_us);
    let rest = Unit::MS.to_base(inputs.rest_ms);
    // The request with the look-ups as they are: what is saved comes on top of the rest.
    let gain = |lookups: f64| {
        let chain = Chain::new(&[(saved_secs(lookups), 1.0), (rest, 1.0)])?;
        Ok::<_, Refusal>(chain.share(0))
    };
    let here = gain(inputs.lookups)?;
    let points = (0..=72)
        .map(|i| libm::pow(10.0, f64::from(i) / 12.0))
        .map(|n| Ok((n, gain(n)?)))
        .collect::<Result<Vec<_>, Refusal>>()?;
    let worth = rest / Unit::US.to_base(inputs.lookup_saved_us) * 0.05 / 0.95;
    Ok(Report {
        says: format!(
            "{} look-ups, each {} shorter: **{}** of a request of {}. That is **{}**.",
            quantity::grouped(inputs.lookups, 0),
            quantity::format(inputs.lookup_saved_us, Unit::US),
            quantity::format(saved_secs(inputs.lookups), Unit::SECS),
            ms((rest + saved_secs(inputs.lookups)) * 1e3),
            share(here)
        ),
        readouts: vec![
            Readout::formula("saved_us", "Saved a request", saved_secs(inputs.lookups) * 1e6, Unit::US),
            Readout::formula("gain_share", "Of the whole", here, Unit::SHARE),
            Readout::formula("speedup_overall", "The request is faster by", 1.0 / (1.0 - here), Unit::RATIO),
            Readout::formula("worth_lookups", "Look-ups from which it would save 5 %", worth, Unit::COUNT),
        ],
        charts: vec![ChartSpec {
            id: "premature",
            title: "What the polish gains, by the number of look-ups".into(),
            says: format!(
                "{} look-ups save {} of the request. It would take {} of them to save a twentieth. Drag the ring.",
                quantity::grouped(inputs.lookups, 0),
                share(here),
                count(worth)
            ),
            x: Axis::log("look-ups a request", Unit::COUNT, 1.0, 1e6),
            y: Axis::linear("saved of the request", Unit::SHARE, 0.0, 1.0),
            layers: vec![
                Layer::Rule { role: Role::Muted, label: "5 %: worth a look".into(), along: Along::Y, at: 0.05 },
                line(Role::Theory, "saved", points, false),
            ],
            handle: Some(Handle {
                key: "lookups",
                x: inputs.lookups,
                y: here,
                value_per_x: 1.0,
                label: format!("you: {}", share(here)),
            }),
        }],
        notes: vec![Note::usual_figure(
            "“I made it 40 % faster!” 40 % of **what**? 40 % of 5 µs are 2 µs. By Amdahl’s law, what is a tenth of a per cent of the request can save a tenth of a per cent, at best. Below 5 % leave it alone: a rule of thumb of the tutorial.",
            "premature",
        )],
    })
}
