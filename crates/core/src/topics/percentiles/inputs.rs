//! The inputs of `percentiles`: data, how to read a percentile off it, and three small experiments.

use crate::import::{self, ImportError, Loaded, Wanted};
use crate::quantity::Unit;
use crate::stats::Definition;
use crate::topic::{Durations, Range, Words, inputs, words};

/// The tutorial's hundred requests.
pub const TUTORIAL: &str = "95×50, 4×500, 1×8000";

words! { for Definition {
    Type1 = "type1", "type 1: inverse of the step curve";
    Type2 = "type2", "type 2: the same, averaged at steps";
    Type3 = "type3", "type 3: nearest even rank";
    Type4 = "type4", "type 4: straight between steps";
    Type5 = "type5", "type 5: midpoints (Hazen)";
    Type6 = "type6", "type 6: Weibull (Excel EXC, SPSS)";
    Type7 = "type7", "type 7: NumPy, R, Excel";
    Type8 = "type8", "type 8: median-unbiased";
    Type9 = "type9", "type 9: for normal data";
    NearestRank = "nearest_rank", "nearest rank: HdrHistogram, Prometheus-like";
    FloorIndex = "floor_index", "floor index: home-made scripts";
} }

words! {
    /// What is tried on the data.
    pub enum Experiment {
        Data = "data", "the data above";
        Averaging = "averaging", "averaging percentiles";
        Deploy = "deploy", "a deploy that looks harmless";
        Omission = "omission", "a tester that stops asking";
    }
}

words! {
    /// What bare numbers of a file are.
    pub enum Written {
        Auto = "auto", "as the file says";
        Nanoseconds = "ns", "nanoseconds";
        Microseconds = "us", "microseconds";
        Milliseconds = "ms", "milliseconds";
        Seconds = "s", "seconds";
        Minutes = "min", "minutes";
    }
}

words! {
    /// How wide the bars of the histogram are.
    pub enum Scale {
        Linear = "linear", "linear";
        Log = "log", "logarithmic";
    }
}

/// A time in ms from 1 µs to a day.
const TIMES: Range = Range::log(0.001, 86_400_000.0);

inputs! {
    pub struct Inputs {
        /// The durations.
        data: Durations = Durations::Text(TUTORIAL.into()) => data("Latencies", 1_000)
            .help("Groups (95×50), a column, CSV or JSON. Bare numbers are milliseconds. Nothing leaves this tab.");
        /// Column (or path in JSON) to take, by name or number from 1; empty for the one that looks best.
        column: String = String::new() => text("Column of the file", 100)
            .help("Its name, its path in JSON, or its number. Empty for the one that looks best.").more();
        /// What bare numbers are.
        unit: Written = Written::Auto => choice("Bare numbers are").more();
        /// Which metric of a file that holds several; empty for the one that looks best.
        metric: String = String::new() => text("Metric of the file", 100)
            .help("Of a file that holds several, such as that of k6. Empty for requests.").more();
        /// Only requests of this status, or class of status.
        status: String = String::new() => text("Only requests with status", 40)
            .help("200, a class such as 5xx, or OK; as the file writes it. Empty for all.").more();
        /// Only requests of this name.
        name: String = String::new() => text("Only requests named", 200)
            .help("A label, a path without its query, or an operation. Empty for all.").more();
        /// The definition.
        definition: Definition = Definition::Type7 => choice("Percentile by");
        /// What counts as slow.
        threshold_ms: f64 = 1_000.0 => number("Slow is more than", Unit::MS, TIMES);
        /// Requests a day, to say how many are hit.
        requests_per_day: f64 = 10_000_000.0 => number("Requests a day", Unit::PER_DAY, Range::log(1.0, 1e12));
        /// Requests in one person's session.
        requests_per_session: f64 = 50.0 => number("Requests in one session", Unit::COUNT, Range::log(1.0, 1e6).whole());
        /// What is tried on the data.
        experiment: Experiment = Experiment::Data => choice("Try");
        /// Bars of the histogram.
        histogram_scale: Scale = Scale::Linear => choice("Bars of the histogram").more();
        /// Planned time between requests, to put back what was omitted; 0 leaves the data as they are.
        expected_interval_ms: f64 = 0.0 => number("Requests were planned every", Unit::MS, TIMES.or_zero())
            .help("Puts back the requests a tester omitted while it waited. 0 leaves the data as they are.").more();
        /// Servers (or minutes) whose percentiles are averaged.
        fleet_parts: f64 = 10.0 => number("Servers, or minutes", Unit::COUNT, Range::log(2.0, 1_000.0).whole())
            .when(|i| i.experiment == Experiment::Averaging);
        /// How many times slower one of them is.
        fleet_slow_factor: f64 = 20.0 => number("One of them is slower by", Unit::RATIO, Range::log(1.0, 1_000.0))
            .when(|i| i.experiment == Experiment::Averaging);
        /// Share of the traffic that goes there.
        fleet_slow_pct: f64 = 10.0 => number("It serves of all requests", Unit::PERCENT, Range::linear(0.0, 100.0, 0.5))
            .when(|i| i.experiment == Experiment::Averaging);
        /// Mean on the dashboard before the deploy.
        deploy_mean_ms: f64 = 120.0 => number("Mean before", Unit::MS, TIMES).when(|i| i.experiment == Experiment::Deploy);
        /// What the slowest in a hundred take before.
        deploy_p99_ms: f64 = 2_000.0 => number("One in a hundred takes, before", Unit::MS, TIMES)
            .when(|i| i.experiment == Experiment::Deploy);
        /// And after.
        deploy_new_p99_ms: f64 = 12_000.0 => number("One in a hundred takes, after", Unit::MS, TIMES)
            .when(|i| i.experiment == Experiment::Deploy);
        /// Planned time between the tester's requests.
        omission_interval_ms: f64 = 10.0 => number("The tester asks every", Unit::MS, Range::log(1.0, 10_000.0))
            .when(|i| i.experiment == Experiment::Omission);
        /// Service in calm times.
        omission_service_ms: f64 = 1.0 => number("The server answers in", Unit::MS, Range::log(0.001, 10_000.0))
            .when(|i| i.experiment == Experiment::Omission);
        /// Calm before the stall.
        omission_calm_secs: f64 = 100.0 => number("Calm for", Unit::SECS, Range::log(1.0, 1_000.0))
            .when(|i| i.experiment == Experiment::Omission);
        /// The stall.
        omission_stall_secs: f64 = 100.0 => number("Then it stands still for", Unit::SECS, Range::log(0.01, 1_000.0).or_zero())
            .when(|i| i.experiment == Experiment::Omission);
    }
}

impl Inputs {
    /// What the reader chose by hand.
    pub fn wanted(&self) -> Wanted {
        Wanted::by_keys(|key| match key {
            "column" => self.column.clone(),
            "unit" => self.unit.word().into(),
            "metric" => self.metric.clone(),
            "status" => self.status.clone(),
            _ => self.name.clone(),
        })
    }

    /// The data, read.
    ///
    /// # Errors
    /// Where there is no duration in it.
    pub fn dataset(&self) -> Result<Loaded, ImportError> {
        match &self.data {
            Durations::Loaded(loaded) => Ok(loaded.clone()),
            Durations::Text(text) => import::read_as("pasted", text.as_bytes(), &self.wanted()).map(Loaded::new),
        }
    }

    /// Whether the data is the tutorial's.
    pub fn is_tutorial(&self) -> bool {
        self.data == Durations::Text(TUTORIAL.into()) && self.expected_interval_ms == 0.0
    }
}
