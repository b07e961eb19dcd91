//! What the page says: the money on the table, the hours burnt, and where the usual figures are loose.

use super::inputs::Inputs;
use crate::chart::{Along, Axis, Bar, ChartSpec, Handle, Layer, Point, Role, round_top};
use crate::cost::compute::{C5_XLARGE, C5_XLARGE_CORES};
use crate::cost::{BounceSource, FINDINGS};
use crate::quantity::{self, Unit};
use crate::topic::{Known, Note, Readout, Refusal, Report};

/// The answer to the inputs.
///
/// # Errors
/// Where shop or requests make no sense.
pub fn report(inputs: &Inputs) -> Result<Report, Refusal> {
    let answer = Answer::new(inputs)?;
    Ok(Report {
        says: answer.says(inputs),
        readouts: answer.readouts(inputs)?,
        charts: vec![revenue(inputs, &answer)?, hours(inputs)?, by_load_time(inputs, &answer)],
        notes: notes(inputs)?,
    })
}

/// The shop before and after.
struct Answer {
    bounce: f64,
    improved: f64,
    lost_usd: f64,
    recovered_usd: f64,
    net_usd: f64,
}

fn usd(value: f64) -> String {
    quantity::format(value, Unit::USD)
}

fn share(value: f64) -> String {
    quantity::format(value, Unit::SHARE)
}

impl Answer {
    fn new(inputs: &Inputs) -> Result<Self, Refusal> {
        let shop = inputs.shop()?;
        let (bounce, improved) = (inputs.bounce_share(), inputs.improved_bounce_share());
        let recovered_usd = shop.recovered_usd(bounce, improved);
        let lost_usd = shop.lost_revenue_usd(bounce);
        Ok(Self { bounce, improved, lost_usd, recovered_usd, net_usd: recovered_usd - inputs.fix_usd_per_month })
    }

    fn says(&self, inputs: &Inputs) -> String {
        let verdict = match (self.recovered_usd > 0.0, self.net_usd > 0.0) {
            (true, true) => format!(
                "The fix costs {} and brings back **{}** of it.",
                usd(inputs.fix_usd_per_month),
                usd(self.recovered_usd)
            ),
            (true, false) => format!(
                "The fix brings back **{}** and costs {}: it does not pay.",
                usd(self.recovered_usd),
                usd(inputs.fix_usd_per_month)
            ),
            _ => "The fix brings nothing back.".into(),
        };
        format!(
            "{} of the visitors leave before the page is there, and with them **{} a month**. {verdict}",
            share(self.bounce),
            usd(self.lost_usd)
        )
    }

    fn readouts(&self, inputs: &Inputs) -> Result<Vec<Readout>, Refusal> {
        let (shop, compute) = (inputs.shop()?, inputs.compute()?);
        let (before, after) = (Unit::MS.to_base(inputs.request_ms), Unit::MS.to_base(inputs.improved_ms));
        let known = match inputs.source() {
            None => Known::Formula,
            Some(BounceSource::Bbc) => Known::Rule("BBC, 2017"),
            Some(BounceSource::GoogleSoasta) => Known::Rule("Google/SOASTA, 2017"),
        };
        let shop_side = |key, label, value, unit| Readout::formula(key, label, value, unit).known(known.clone());
        Ok(vec![
            shop_side("lost_revenue_usd", "Lost a month", self.lost_usd, Unit::USD),
            shop_side("recovered_revenue_usd", "Brought back by the fix", self.recovered_usd, Unit::USD),
            shop_side("net_gain_usd", "Left when the fix is paid", self.net_usd, Unit::USD),
            shop_side("lost_visitors", "Visitors lost a month", shop.lost_visitors(self.bounce), Unit::COUNT),
            shop_side("lost_orders", "Orders lost a month", shop.lost_orders(self.bounce), Unit::COUNT),
            shop_side("bounce_share", "Leave today", self.bounce, Unit::SHARE),
            Readout::formula(
                "cpu_hours_per_day",
                "Processor time burnt",
                compute.cpu_hours_per_day(before),
                Unit::HOURS_PER_DAY,
            ),
            Readout::formula("cpu_usd_per_day", "It costs a day", compute.usd_per_day(before), Unit::USD),
            Readout::formula(
                "saved_usd_per_month",
                "Saved a month if improved",
                compute.saved_usd_per_month(before, after),
                Unit::USD,
            ),
            Readout::formula(
                "elapsed_hours_per_day",
                "Time that requests last",
                compute.elapsed_hours_per_day(before),
                Unit::HOURS_PER_DAY,
            ),
            Readout::formula("busy_cores", "Cores busy on average", compute.busy_cores(before), Unit::COUNT),
        ])
    }
}

/// Revenue against the share who leave: a straight line, and two points on it.
fn revenue(inputs: &Inputs, answer: &Answer) -> Result<ChartSpec, Refusal> {
    let shop = inputs.shop()?;
    let full = shop.full_revenue_usd();
    let at = |bounce: f64| shop.revenue_usd(bounce);
    let point = |bounce: f64| Point { x: bounce * 100.0, y: at(bounce), low: at(bounce), high: at(bounce) };
    let mut layers = Vec::new();
    let (low, high) = (answer.improved.min(answer.bounce) * 100.0, answer.improved.max(answer.bounce) * 100.0);
    if high > low {
        layers.push(Layer::Band {
            role: Role::Muted,
            label: "what the fix changes".into(),
            along: Along::X,
            from: low,
            to: high,
        });
    }
    layers.push(Layer::Line {
        role: Role::Theory,
        label: "taken a month".into(),
        points: vec![(0.0, at(0.0)), (100.0, at(1.0))],
        dashed: false,
    });
    layers.push(Layer::Points {
        role: Role::Series(0),
        label: "after the fix".into(),
        points: vec![point(answer.improved)],
    });
    layers.push(Layer::Points { role: Role::You, label: "today".into(), points: vec![point(answer.bounce)] });
    let handle = inputs.source().is_none().then(|| Handle {
        key: "bounce_pct",
        x: answer.bounce * 100.0,
        y: at(answer.bounce),
        value_per_x: 1.0,
        label: format!("today: {}", usd(at(answer.bounce))),
    });
    Ok(ChartSpec {
        id: "revenue",
        title: "What the shop takes a month, by the share who leave".into(),
        says: format!(
            "With {} leaving, the shop takes {} a month of the {} it could; after the fix, with {} leaving, {}.",
            share(answer.bounce),
            usd(at(answer.bounce)),
            usd(full),
            share(answer.improved),
            usd(at(answer.improved)),
        ),
        x: Axis::linear("visitors who leave", Unit::PERCENT, 0.0, 100.0),
        y: Axis::linear("taken a month", Unit::USD, 0.0, round_top(full)),
        layers,
        handle,
    })
}

/// Two kinds of time: how long requests last, and how long a processor works for them.
fn hours(inputs: &Inputs) -> Result<ChartSpec, Refusal> {
    let compute = inputs.compute()?;
    let (before, after) = (Unit::MS.to_base(inputs.request_ms), Unit::MS.to_base(inputs.improved_ms));
    let rows = [
        ("improved: processor", compute.cpu_hours_per_day(after)),
        ("improved: elapsed", compute.elapsed_hours_per_day(after)),
        ("today: processor", compute.cpu_hours_per_day(before)),
        ("today: elapsed", compute.elapsed_hours_per_day(before)),
    ];
    let bar = |i: usize, hours: f64| Bar {
        x0: 0.0,
        x1: hours,
        y0: i as f64 + 0.2,
        y1: i as f64 + 0.8,
        text: format!("{} h", quantity::significant(hours, 3)),
    };
    let of = |wanted: usize| {
        rows.iter().enumerate().filter(|(i, _)| i % 2 == wanted).map(|(i, row)| bar(i, row.1)).collect()
    };
    // Room for the words behind the longest bar.
    let top = round_top(1.25 * rows.iter().map(|r| r.1).fold(0.0, f64::max));
    Ok(ChartSpec {
        id: "hours",
        title: "Time that passes, and time that is paid for".into(),
        says: format!(
            "All requests of a day last {} together; a processor works for {} of that, which costs {} a day.",
            quantity::format(compute.elapsed_hours_per_day(before), Unit::HOURS),
            quantity::format(compute.cpu_hours_per_day(before), Unit::HOURS),
            usd(compute.usd_per_day(before)),
        ),
        x: Axis::linear("hours a day", Unit::HOURS_PER_DAY, 0.0, top),
        y: Axis::categories("what", rows.iter().map(|r| r.0.to_owned()).collect()),
        layers: vec![
            Layer::Bars { role: Role::Muted, label: "requests last".into(), bars: of(1) },
            Layer::Bars { role: Role::Danger, label: "a processor works".into(), bars: of(0) },
        ],
        handle: None,
    })
}

/// What each source says for a load time: two curves that disagree, and the reader's own figure.
fn by_load_time(inputs: &Inputs, answer: &Answer) -> ChartSpec {
    let top = round_top(inputs.load_secs.max(inputs.improved_load_secs).max(10.0));
    let curve = |source| {
        (0..=100).map(|i| f64::from(i) / 100.0 * top).map(|t| (t, inputs.bounce_share_at(source, t) * 100.0)).collect()
    };
    let (bbc, google) = (BounceSource::Bbc, BounceSource::GoogleSoasta);
    let mut layers = vec![
        Layer::Line { role: Role::Series(0), label: "BBC 2017".into(), points: curve(bbc), dashed: false },
        Layer::Line { role: Role::Series(1), label: "Google/SOASTA 2017".into(), points: curve(google), dashed: true },
    ];
    if inputs.source().is_none() {
        layers.push(Layer::Rule {
            role: Role::You,
            label: "your own figure".into(),
            along: Along::Y,
            at: answer.bounce * 100.0,
        });
    }
    let at = |source| share(inputs.bounce_share_at(source, inputs.load_secs));
    let handle = inputs.source().map(|_| Handle {
        key: "load_secs",
        x: inputs.load_secs,
        y: answer.bounce * 100.0,
        value_per_x: 1.0,
        label: format!("you: {}", share(answer.bounce)),
    });
    ChartSpec {
        id: "bounce-by-load-time",
        title: "Who says how many leave".into(),
        says: format!(
            "A page of {}, if {} leave at {}: {} leave by the BBC’s figure, {} by Google/SOASTA’s. Two sources, two answers.",
            quantity::format(inputs.load_secs, Unit::SECS),
            share(answer.improved),
            quantity::format(inputs.improved_load_secs, Unit::SECS),
            at(bbc),
            at(google),
        ),
        x: Axis::linear("load time", Unit::SECS, 0.0, top),
        y: Axis::linear("visitors who leave", Unit::PERCENT, 0.0, 100.0),
        layers,
        handle,
    }
}

fn notes(inputs: &Inputs) -> Result<Vec<Note>, Refusal> {
    let tutorial = Inputs::default();
    let shop = tutorial.shop()?;
    let compute = tutorial.compute()?;
    let saved =
        compute.saved_usd_per_month(Unit::MS.to_base(tutorial.request_ms), Unit::MS.to_base(tutorial.improved_ms));
    let mut notes = vec![
        Note::usual_figure(
            format!(
                "This shop’s fix is often told as $36,000 a month. But 40 % − 10 % is 30,000 visitors, of whom 2 % spend $50: **{}**. $36,000 is nine tenths of the loss, as if the bounce share had fallen by 90 % and not to 10 %.",
                usd(shop.recovered_usd(0.4, 0.1)),
            ),
            "tutorial-shop",
        ),
        Note::usual_figure(
            format!(
                "Rounded on the way ($94 a day), the saving comes to $2,820 a month. Unrounded it is **{}**. Round last.",
                usd(saved)
            ),
            "tutorial-endpoint",
        ),
        Note::usual_figure(
            "“450 ms × 5 million = 625 processor hours” holds only if a processor works all that time. A request that waits on a database for nine tenths of it burns **62.5** and leaves the core to others. **Elapsed time is what people wait for; processor time is what you rent.**",
            "waits-on-database",
        ),
        Note::usual_figure(
            format!(
                "{} an hour is the price of a machine with {C5_XLARGE_CORES} virtual cores. An hour of **one** of them is {}: the saving is a quarter, if the cores are well used.",
                usd(C5_XLARGE.value),
                quantity::format(C5_XLARGE.value / C5_XLARGE_CORES, Unit::USD),
            ),
            "one-core",
        ),
    ];
    if inputs.source().is_some() {
        notes.push(Note {
            title: "Borrowed figures".into(),
            says: "What is lost now rests on what **another site** found by comparing slow visits with fast ones. Slow visits also come from older phones, poorer networks and other countries. Only a test that slows the page for some of your visitors, chosen at random, would tell.".into(),
            shows: "",
        });
    }
    notes.extend(FINDINGS.iter().map(|finding| Note {
        title: format!("{}, {}", finding.who, finding.source.as_of),
        says: format!("**{}.** {}", capital(finding.says), finding.warning),
        shows: "",
    }));
    Ok(notes)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
