//! A page: how long greeting takes, and who waits for whom.

use super::{ms, share, whole};
use crate::chart::{Axis, Bar, ChartSpec, Handle, Layer, Role, round_top};
use crate::network::page_load::{Load, Page, Protocol};
use crate::quantity::{self, Unit};
use crate::topic::{Known, Note, Readout, Refusal, Report};
use crate::topics::connections::Inputs;

/// Resources drawn in the waterfall: more are drawn at even distances.
const MOST_ROWS: usize = 40;
/// Packets that the curves over distance may follow in all, and their points.
const CURVE_PACKETS: f64 = 30_000.0;
const MOST_POINTS: f64 = 10.0;

/// As [`round_top`], in finer steps: bars and curves that end near their top are easier to compare.
fn near_top(value: f64) -> f64 {
    let top = round_top(value);
    [0.3, 0.4, 0.5, 0.6, 0.8].into_iter().map(|part| part * top).find(|part| *part >= value).unwrap_or(top)
}

/// The page under every version.
struct Answer {
    pages: [Page; 4],
    loads: [Load; 4],
    chosen: usize,
    round_trip_ms: f64,
}

impl Answer {
    fn new(inputs: &Inputs) -> Result<Self, Refusal> {
        let [a, b, c, d] = Protocol::ALL.map(|p| inputs.page(p, inputs.round_trip_ms));
        let pages = [a?, b?, c?, d?];
        let [a, b, c, d] = pages.map(|page| page.load_with_even_loss(inputs.loss_share()));
        let chosen = Protocol::ALL.iter().position(|p| *p == inputs.protocol).unwrap_or(0);
        Ok(Self { pages, loads: [a?, b?, c?, d?], chosen, round_trip_ms: inputs.round_trip_ms })
    }

    fn page(&self) -> &Page {
        &self.pages[self.chosen]
    }

    fn load(&self) -> &Load {
        &self.loads[self.chosen]
    }

    /// How long greetings take before the first request, milliseconds.
    fn setup_ms(&self, version: usize) -> f64 {
        f64::from(self.pages[version].setup_round_trips) * self.round_trip_ms
    }

    fn page_ms(&self, version: usize) -> f64 {
        self.loads[version].page_secs * 1e3
    }
}

pub fn report(inputs: &Inputs) -> Result<Report, Refusal> {
    let answer = Answer::new(inputs)?;
    Ok(Report {
        says: says(inputs, &answer),
        readouts: readouts(inputs, Some(answer.load()))?,
        charts: vec![by_round_trip(inputs, &answer)?, waterfall(inputs, &answer), by_protocol(inputs, &answer)],
        notes: notes(),
    })
}

fn says(inputs: &Inputs, answer: &Answer) -> String {
    let other = if answer.chosen == 3 { 1 } else { 3 };
    let count =
        if inputs.resources == 1.0 { "One resource".into() } else { format!("{} resources", whole(inputs.resources)) };
    let handshakes = match answer.load().handshakes {
        1 => "one greeting".into(),
        n => format!("{} greetings", whole(n as f64)),
    };
    format!(
        "{count} of {} from {} away take **{}** over {}, with **{handshakes}** of {} each. Over {} they take **{}**.",
        quantity::format(inputs.resource_kb, Unit::KB),
        ms(inputs.round_trip_ms),
        ms(answer.page_ms(answer.chosen)),
        answer.page().protocol.name(),
        ms(answer.setup_ms(answer.chosen)),
        answer.pages[other].protocol.name(),
        ms(answer.page_ms(other)),
    )
}

/// The numbers of the chosen version, from its load where that is known already.
pub fn readouts(inputs: &Inputs, load: Option<&Load>) -> Result<Vec<Readout>, Refusal> {
    let page = inputs.page(inputs.protocol, inputs.round_trip_ms)?;
    let own;
    let load = match load {
        Some(load) => load,
        None => {
            own = page.load_with_even_loss(inputs.loss_share())?;
            &own
        }
    };
    let known = if inputs.loss_pct == 0.0 { Known::Formula } else { Known::Approximation("losses evenly spaced") };
    let held_ms = load.held_secs() * 1e3 / load.spans.len() as f64;
    let setup_ms = f64::from(page.setup_round_trips) * inputs.round_trip_ms;
    Ok(vec![
        Readout::formula("setup_ms", "A greeting takes", setup_ms, Unit::MS),
        Readout::formula("page_ms", "The page takes", load.page_secs * 1e3, Unit::MS).known(known.clone()),
        Readout::formula("handshakes", "Connections greeted", load.handshakes as f64, Unit::COUNT),
        Readout::formula("round_trips", "Round trips on an endlessly wide line", page.round_trips()?, Unit::COUNT),
        Readout::formula("held_ms", "Held back behind a gap, on average", held_ms, Unit::MS).known(known),
    ])
}

fn notes() -> Vec<Note> {
    vec![
        Note::usual_figure(
            "“Forty resources meant forty handshakes.” Forty, but six side by side: seven rounds of greeting, not forty. And 1,000 new connections a second of 100 ms each are not “100 s of handshakes every second, impossible to keep up with”: they overlap, and **100 are being opened at any moment** (Little’s law). It is waste, not an impossibility.",
            "http10",
        ),
        Note::usual_figure(
            "“One HTTP/2 connection does the work of six.” It greets once. But it also begins with one window of ten packets instead of six, and **one lost packet holds back all resources behind it**. Where packets get lost, its one window is halved again and again while six share the blows, and six are the faster. HTTP/3 lets the other resources pass the gap; its one window suffers the same.",
            "lossy-http2",
        ),
    ]
}

/// Each version over the round trip.
fn by_round_trip(inputs: &Inputs, answer: &Answer) -> Result<ChartSpec, Refusal> {
    let right = round_top((inputs.round_trip_ms * 1.2).max(200.0));
    let points = libm::floor(CURVE_PACKETS / (4.0 * answer.page().packets())).clamp(2.0, MOST_POINTS);
    let mut layers = Vec::new();
    let mut top = answer.page_ms(answer.chosen);
    for (i, protocol) in Protocol::ALL.into_iter().enumerate() {
        let mut line = vec![(inputs.round_trip_ms, answer.page_ms(i))];
        for k in 0..=points as u32 {
            let x = right * f64::from(k) / points;
            let load = inputs.page(protocol, x)?.load_with_even_loss(inputs.loss_share())?;
            line.push((x, load.page_secs * 1e3));
        }
        line.sort_by(|a, b| a.0.total_cmp(&b.0));
        top = line.iter().map(|p| p.1).fold(top, f64::max);
        let role = if i == answer.chosen { Role::Theory } else { Role::Series([1, 5, 3, 2][i]) };
        layers.push(Layer::Line { role, label: protocol.name().into(), points: line, dashed: i != answer.chosen });
    }
    Ok(ChartSpec {
        id: "by-round-trip",
        title: "What distance costs".into(),
        says: format!(
            "At {} the page takes {} over HTTP/1.0, {} over HTTP/1.1, {} over HTTP/2 and {} over HTTP/3. The steeper the line, the more round trips.",
            ms(inputs.round_trip_ms),
            ms(answer.page_ms(0)),
            ms(answer.page_ms(1)),
            ms(answer.page_ms(2)),
            ms(answer.page_ms(3)),
        ),
        x: Axis::linear("round trip", Unit::MS, 0.0, right),
        y: Axis::linear("page time", Unit::MS, 0.0, near_top(top)),
        layers,
        handle: Some(Handle {
            key: "round_trip_ms",
            x: inputs.round_trip_ms,
            y: answer.page_ms(answer.chosen),
            value_per_x: 1.0,
            label: format!("you: {}", ms(answer.page_ms(answer.chosen))),
        }),
    })
}

/// Every resource as a row: waiting for its turn, greeting, asking, receiving, held back.
fn waterfall(inputs: &Inputs, answer: &Answer) -> ChartSpec {
    let load = answer.load();
    let count = load.spans.len();
    let rows = count.min(MOST_ROWS);
    let mut parts: [Vec<Bar>; 5] = Default::default();
    for row in 0..rows {
        let span = &load.spans[row * count / rows];
        let y0 = (rows - 1 - row) as f64 + 0.12;
        let corners = [0.0, span.begun_secs, span.asked_secs, span.first_secs, span.arrived_secs, span.done_secs];
        for (part, ends) in parts.iter_mut().zip(corners.windows(2)) {
            let (x0, x1) = (ends[0] * 1e3, ends[1] * 1e3);
            if x1 - x0 > load.page_secs * 1e-6 {
                part.push(Bar { x0, x1, y0, y1: y0 + 0.76, text: String::new() });
            }
        }
    }
    let names = [
        ("waits for a connection", Role::Muted),
        ("greets", Role::Danger),
        ("asks and waits", Role::Series(3)),
        ("receives", Role::Theory),
        ("is there, held back", Role::Simulation),
    ];
    let layers = parts
        .into_iter()
        .zip(names)
        .filter(|(bars, _)| !bars.is_empty())
        .map(|(bars, (label, role))| Layer::Bars { role, label: label.into(), bars })
        .collect();
    let waited = load.spans.iter().map(|s| s.begun_secs).fold(0.0, f64::max) * 1e3;
    let held = load.spans.iter().map(|s| s.done_secs - s.arrived_secs).fold(0.0, f64::max) * 1e3;
    let blocked = match answer.page().protocol {
        Protocol::Http10 | Protocol::Http11 => {
            format!("The last resource waits {} for a connection: head-of-line blocking in the browser.", ms(waited))
        }
        Protocol::Http2 if held > 0.0 => {
            format!(
                "All are asked for at once. Behind a lost packet a resource that has arrived is held back for up to {}.",
                ms(held)
            )
        }
        Protocol::Http2 => {
            "All are asked for at once and share the line; a lost packet would hold back all of them.".into()
        }
        Protocol::Http3 => {
            "All are asked for at once and share the line; a lost packet holds back only its own resource.".into()
        }
    };
    ChartSpec {
        id: "waterfall",
        title: format!("Resource by resource over {}", answer.page().protocol.name()),
        says: format!("The page is there after {}. {blocked}", ms(load.page_secs * 1e3)),
        x: Axis::linear("time", Unit::MS, 0.0, near_top(load.page_secs * 1e3)),
        y: Axis::linear(
            if rows < count { format!("{rows} of {} resources", whole(inputs.resources)) } else { "resources".into() },
            Unit::COUNT,
            0.0,
            rows as f64,
        ),
        layers,
        handle: None,
    }
}

/// The versions side by side: greeting, and the rest.
fn by_protocol(inputs: &Inputs, answer: &Answer) -> ChartSpec {
    let mut greeting = Vec::new();
    let mut rest = Vec::new();
    for i in 0..4 {
        let (x0, x1) = (i as f64 + 0.22, i as f64 + 0.78);
        let (setup, page) = (answer.setup_ms(i), answer.page_ms(i));
        greeting.push(Bar { x0, x1, y0: 0.0, y1: setup, text: String::new() });
        rest.push(Bar { x0, x1, y0: setup, y1: page, text: ms(page) });
    }
    let top = (0..4).map(|i| answer.page_ms(i)).fold(0.0, f64::max);
    let best = (0..4).fold(0, |best, i| if answer.page_ms(i) < answer.page_ms(best) { i } else { best });
    let loss = if inputs.loss_pct == 0.0 {
        "without a loss".into()
    } else {
        format!("at {} loss", share(inputs.loss_share()))
    };
    ChartSpec {
        id: "by-protocol",
        title: "The versions side by side".into(),
        says: format!(
            "From {} away and {loss}, {} is the quickest with {}; {} takes {}, of which its first greeting is {}.",
            ms(inputs.round_trip_ms),
            answer.pages[best].protocol.name(),
            ms(answer.page_ms(best)),
            answer.page().protocol.name(),
            ms(answer.page_ms(answer.chosen)),
            ms(answer.setup_ms(answer.chosen)),
        ),
        x: Axis::categories("version", Protocol::ALL.map(|p| p.name().to_owned()).to_vec()),
        y: Axis::linear("page time", Unit::MS, 0.0, near_top(top * 1.1)),
        layers: vec![
            Layer::Bars { role: Role::Danger, label: "first greeting".into(), bars: greeting },
            Layer::Bars { role: Role::Theory, label: "the rest".into(), bars: rest },
        ],
        handle: None,
    }
}
