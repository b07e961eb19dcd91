//! The inputs of `percentiles`: data, how to read a percentile off it, and three small experiments.

use crate::import::{self, Dataset, ImportError, Loaded};
use crate::quantity::Unit;
use crate::stats::Definition;
use crate::topic::{Choice, Param, Range, Value};

/// The tutorial's hundred requests.
pub const TUTORIAL: &str = "95×50, 4×500, 1×8000";

/// Where the durations come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// Typed or pasted.
    Text(String),
    /// Read from a file or a long paste.
    Loaded(Loaded),
}

/// What the reader sets, each in the unit its name says.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// The durations.
    pub data: Data,
    /// `type1` … `type9`, `nearest_rank`, `floor_index`.
    pub definition: &'static str,
    /// Requests a day, to say how many are hit.
    pub requests_per_day: f64,
    /// What counts as slow.
    pub threshold_ms: f64,
    /// Requests in one person's session.
    pub requests_per_session: f64,
    /// Bars of the histogram: `linear` or `log`.
    pub histogram_scale: &'static str,
    /// Planned time between requests, to put back what was omitted; 0 leaves the data as they are.
    pub expected_interval_ms: f64,
    /// `data`, `averaging`, `deploy`, `omission`.
    pub experiment: &'static str,
    /// Servers (or minutes) whose percentiles are averaged.
    pub fleet_parts: f64,
    /// How many times slower one of them is.
    pub fleet_slow_factor: f64,
    /// Share of the traffic that goes there.
    pub fleet_slow_pct: f64,
    /// Mean on the dashboard before the deploy.
    pub deploy_mean_ms: f64,
    /// What the slowest in a hundred take before.
    pub deploy_p99_ms: f64,
    /// And after.
    pub deploy_new_p99_ms: f64,
    /// Planned time between the tester's requests.
    pub omission_interval_ms: f64,
    /// Service in calm times.
    pub omission_service_ms: f64,
    /// Calm before the stall.
    pub omission_calm_secs: f64,
    /// The stall.
    pub omission_stall_secs: f64,
}

impl Default for Inputs {
    fn default() -> Self {
        Self {
            data: Data::Text(TUTORIAL.into()),
            definition: "type7",
            requests_per_day: 10_000_000.0,
            threshold_ms: 1_000.0,
            requests_per_session: 50.0,
            histogram_scale: "linear",
            expected_interval_ms: 0.0,
            experiment: "data",
            fleet_parts: 10.0,
            fleet_slow_factor: 20.0,
            fleet_slow_pct: 10.0,
            deploy_mean_ms: 120.0,
            deploy_p99_ms: 2_000.0,
            deploy_new_p99_ms: 12_000.0,
            omission_interval_ms: 10.0,
            omission_service_ms: 1.0,
            omission_calm_secs: 100.0,
            omission_stall_secs: 100.0,
        }
    }
}

impl Inputs {
    /// The definition of a percentile.
    pub fn definition(&self) -> Definition {
        self.definition.parse().unwrap_or_default()
    }

    /// The data, read.
    ///
    /// # Errors
    /// Where there is no duration in it.
    pub fn dataset(&self) -> Result<Loaded, ImportError> {
        match &self.data {
            Data::Loaded(loaded) => Ok(loaded.clone()),
            Data::Text(text) => read(text).map(Loaded::new),
        }
    }

    /// Whether the data is the tutorial's.
    pub fn is_tutorial(&self) -> bool {
        self.data == Data::Text(TUTORIAL.into()) && self.expected_interval_ms == 0.0
    }
}

fn read(text: &str) -> Result<Dataset, ImportError> {
    import::read("pasted", text.as_bytes())
}

const DEFINITIONS: &[Choice] = &[
    Choice { word: "type1", label: "type 1: inverse of the step curve" },
    Choice { word: "type2", label: "type 2: the same, averaged at steps" },
    Choice { word: "type3", label: "type 3: nearest even rank" },
    Choice { word: "type4", label: "type 4: straight between steps" },
    Choice { word: "type5", label: "type 5: midpoints (Hazen)" },
    Choice { word: "type6", label: "type 6: Weibull (Excel EXC, SPSS)" },
    Choice { word: "type7", label: "type 7: NumPy, R, Excel" },
    Choice { word: "type8", label: "type 8: median-unbiased" },
    Choice { word: "type9", label: "type 9: for normal data" },
    Choice { word: "nearest_rank", label: "nearest rank: HdrHistogram, Prometheus-like" },
    Choice { word: "floor_index", label: "floor index: home-made scripts" },
];

const SCALES: &[Choice] = &[Choice { word: "linear", label: "linear" }, Choice { word: "log", label: "logarithmic" }];

const EXPERIMENTS: &[Choice] = &[
    Choice { word: "data", label: "the data above" },
    Choice { word: "averaging", label: "averaging percentiles" },
    Choice { word: "deploy", label: "a deploy that looks harmless" },
    Choice { word: "omission", label: "a tester that stops asking" },
];

/// A time in ms from 1 µs to a day.
const TIMES: Range = Range::log(0.001, 86_400_000.0);

/// One of our inputs.
type P = Param<Inputs>;

/// The inputs in the order of the page.
pub const PARAMS: &[Param<Inputs>] = &[
    P::data(
        "data",
        "Latencies",
        1_000,
        |i| match &i.data {
            Data::Text(text) => Value::Text(text.clone()),
            Data::Loaded(loaded) => Value::Data(loaded.clone()),
        },
        |i, v| match v {
            Value::Text(text) => i.data = Data::Text(text),
            Value::Data(loaded) => i.data = Data::Loaded(loaded),
            _ => {}
        },
    )
    .help("Groups (95×50), a column, CSV or JSON. Bare numbers are milliseconds. Nothing leaves this tab."),
    P::choice("definition", "Percentile by", DEFINITIONS, |i| i.definition, |i, v| i.definition = v),
    P::number("threshold_ms", "Slow is more than", Unit::MS, TIMES, |i| i.threshold_ms, |i, v| i.threshold_ms = v),
    P::number(
        "requests_per_day",
        "Requests a day",
        Unit::PER_DAY,
        Range::log(1.0, 1e12),
        |i| i.requests_per_day,
        |i, v| i.requests_per_day = v,
    ),
    P::number(
        "requests_per_session",
        "Requests in one session",
        Unit::COUNT,
        Range::log(1.0, 1e6).whole(),
        |i| i.requests_per_session,
        |i, v| i.requests_per_session = v,
    ),
    P::choice("experiment", "Try", EXPERIMENTS, |i| i.experiment, |i, v| i.experiment = v),
    P::choice("histogram_scale", "Bars of the histogram", SCALES, |i| i.histogram_scale, |i, v| i.histogram_scale = v)
        .more(),
    P::number(
        "expected_interval_ms",
        "Requests were planned every",
        Unit::MS,
        TIMES.or_zero(),
        |i| i.expected_interval_ms,
        |i, v| i.expected_interval_ms = v,
    )
    .help("Puts back the requests a tester omitted while it waited. 0 leaves the data as they are.")
    .more(),
    P::number(
        "fleet_parts",
        "Servers, or minutes",
        Unit::COUNT,
        Range::log(2.0, 1_000.0).whole(),
        |i| i.fleet_parts,
        |i, v| i.fleet_parts = v,
    )
    .when(|i| i.experiment == "averaging"),
    P::number(
        "fleet_slow_factor",
        "One of them is slower by",
        Unit::RATIO,
        Range::log(1.0, 1_000.0),
        |i| i.fleet_slow_factor,
        |i, v| i.fleet_slow_factor = v,
    )
    .when(|i| i.experiment == "averaging"),
    P::number(
        "fleet_slow_pct",
        "It serves of all requests",
        Unit::PERCENT,
        Range::linear(0.0, 100.0, 0.5),
        |i| i.fleet_slow_pct,
        |i, v| i.fleet_slow_pct = v,
    )
    .when(|i| i.experiment == "averaging"),
    P::number("deploy_mean_ms", "Mean before", Unit::MS, TIMES, |i| i.deploy_mean_ms, |i, v| i.deploy_mean_ms = v)
        .when(|i| i.experiment == "deploy"),
    P::number(
        "deploy_p99_ms",
        "One in a hundred takes, before",
        Unit::MS,
        TIMES,
        |i| i.deploy_p99_ms,
        |i, v| i.deploy_p99_ms = v,
    )
    .when(|i| i.experiment == "deploy"),
    P::number(
        "deploy_new_p99_ms",
        "One in a hundred takes, after",
        Unit::MS,
        TIMES,
        |i| i.deploy_new_p99_ms,
        |i, v| i.deploy_new_p99_ms = v,
    )
    .when(|i| i.experiment == "deploy"),
    P::number(
        "omission_interval_ms",
        "The tester asks every",
        Unit::MS,
        Range::log(1.0, 10_000.0),
        |i| i.omission_interval_ms,
        |i, v| i.omission_interval_ms = v,
    )
    .when(|i| i.experiment == "omission"),
    P::number(
        "omission_service_ms",
        "The server answers in",
        Unit::MS,
        Range::log(0.001, 10_000.0),
        |i| i.omission_service_ms,
        |i, v| i.omission_service_ms = v,
    )
    .when(|i| i.experiment == "omission"),
    P::number(
        "omission_calm_secs",
        "Calm for",
        Unit::SECS,
        Range::log(1.0, 1_000.0),
        |i| i.omission_calm_secs,
        |i, v| i.omission_calm_secs = v,
    )
    .when(|i| i.experiment == "omission"),
    P::number(
        "omission_stall_secs",
        "Then it stands still for",
        Unit::SECS,
        Range::log(0.01, 1_000.0).or_zero(),
        |i| i.omission_stall_secs,
        |i, v| i.omission_stall_secs = v,
    )
    .when(|i| i.experiment == "omission"),
];
