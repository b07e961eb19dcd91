//! The inputs: a shop, a fix, and a stream of requests.

use crate::cost::{BounceSource, Compute, ComputeError, Shop, ShopError, bounce_share};
use crate::quantity::Unit;
use crate::topic::{Choice, Param, Range};

/// What the reader sets, each in the unit its name says.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// Visitors who ask for the page.
    pub visitors_per_month: f64,
    /// How long the page takes today.
    pub load_secs: f64,
    /// Share of visitors who leave before it is there.
    pub bounce_pct: f64,
    /// Whose figures tie the bounce share to the load time: `own`, `bbc`, `google_soasta`.
    pub bounce_source: &'static str,
    /// Share of those who stay who buy.
    pub conversion_pct: f64,
    /// What an order brings in.
    pub order_value_usd: f64,
    /// How long the page takes after the fix.
    pub improved_load_secs: f64,
    /// Share of visitors who still leave after the fix.
    pub improved_bounce_pct: f64,
    /// What the fix costs.
    pub fix_usd_per_month: f64,
    /// Requests to one endpoint.
    pub requests_per_day: f64,
    /// How long one takes today.
    pub request_ms: f64,
    /// How long one takes after the work.
    pub improved_ms: f64,
    /// Share of that time in which a processor works for it.
    pub cpu_share_pct: f64,
    /// Price of an hour of one core.
    pub usd_per_cpu_hour: f64,
}

impl Default for Inputs {
    fn default() -> Self {
        Self {
            visitors_per_month: 100_000.0,
            load_secs: 3.2,
            bounce_pct: 40.0,
            bounce_source: "own",
            conversion_pct: 2.0,
            order_value_usd: 50.0,
            improved_load_secs: 0.8,
            improved_bounce_pct: 10.0,
            fix_usd_per_month: 200.0,
            requests_per_day: 5_000_000.0,
            request_ms: 450.0,
            improved_ms: 50.0,
            cpu_share_pct: 100.0,
            usd_per_cpu_hour: 0.17,
        }
    }
}

impl Inputs {
    /// The shop.
    ///
    /// # Errors
    /// Where it makes no sense.
    pub fn shop(&self) -> Result<Shop, ShopError> {
        Shop::new(self.visitors_per_month, Unit::PERCENT.to_base(self.conversion_pct), self.order_value_usd)
    }

    /// The requests and their price.
    ///
    /// # Errors
    /// Where they make no sense.
    pub fn compute(&self) -> Result<Compute, ComputeError> {
        Compute::new(self.requests_per_day, Unit::PERCENT.to_base(self.cpu_share_pct), self.usd_per_cpu_hour)
    }

    /// The source of the tie between load time and bounces, where one is chosen.
    pub fn source(&self) -> Option<BounceSource> {
        match self.bounce_source {
            "bbc" => Some(BounceSource::Bbc),
            "google_soasta" => Some(BounceSource::GoogleSoasta),
            _ => None,
        }
    }

    /// The share of visitors who leave today: the reader's own, or carried from the improved page by the chosen source.
    pub fn bounce_share(&self) -> f64 {
        match self.source() {
            Some(source) => self.bounce_share_at(source, self.load_secs),
            None => Unit::PERCENT.to_base(self.bounce_pct),
        }
    }

    /// What a source says for a load time, starting from the improved page.
    pub fn bounce_share_at(&self, source: BounceSource, load_secs: f64) -> f64 {
        bounce_share(source, load_secs, self.improved_load_secs, self.improved_bounce_share())
    }

    /// The share of visitors who leave after the fix.
    pub fn improved_bounce_share(&self) -> f64 {
        Unit::PERCENT.to_base(self.improved_bounce_pct)
    }
}

const BOUNCE_SOURCES: &[Choice] = &[
    Choice { word: "own", label: "my own figure" },
    Choice { word: "bbc", label: "BBC 2017: 10 % leave each second" },
    Choice { word: "google_soasta", label: "Google/SOASTA 2017: the rise over 1 s" },
];

const PERCENT: Range = Range::linear(0.0, 100.0, 0.5);
const COUNT: Range = Range::log(1.0, 1e10).or_zero();
const MONEY: Range = Range::log(0.01, 1e7).or_zero();
const MS: Range = Range::log(0.001, 86_400_000.0);
const SECS: Range = Range::log(1e-6, 86_400.0);

type P = Param<Inputs>;

/// The inputs in the order of the page.
#[rustfmt::skip]
pub const PARAMS: &[Param<Inputs>] = &[
    P::number("visitors_per_month", "Visitors", Unit::PER_MONTH, COUNT, |i| i.visitors_per_month, |i, v| i.visitors_per_month = v),
    P::number("bounce_pct", "Leave before the page is there", Unit::PERCENT, PERCENT, |i| i.bounce_pct, |i, v| i.bounce_pct = v)
        .when(|i| i.bounce_source == "own"),
    P::number("improved_bounce_pct", "Still leave after the fix", Unit::PERCENT, PERCENT, |i| i.improved_bounce_pct, |i, v| i.improved_bounce_pct = v),
    P::number("conversion_pct", "Of those who stay, buy", Unit::PERCENT, Range::linear(0.0, 100.0, 0.1), |i| i.conversion_pct, |i, v| i.conversion_pct = v),
    P::number("order_value_usd", "An order is worth", Unit::USD, MONEY, |i| i.order_value_usd, |i, v| i.order_value_usd = v),
    P::number("fix_usd_per_month", "The fix costs, a month", Unit::USD, MONEY, |i| i.fix_usd_per_month, |i, v| i.fix_usd_per_month = v),
    P::number("requests_per_day", "Requests to one endpoint", Unit::PER_DAY, COUNT, |i| i.requests_per_day, |i, v| i.requests_per_day = v),
    P::number("request_ms", "A request takes", Unit::MS, MS, |i| i.request_ms, |i, v| i.request_ms = v),
    P::number("improved_ms", "It could take", Unit::MS, MS, |i| i.improved_ms, |i, v| i.improved_ms = v),
    P::number("cpu_share_pct", "Of that time, a processor works", Unit::PERCENT, PERCENT, |i| i.cpu_share_pct, |i, v| i.cpu_share_pct = v)
        .help("The rest is waiting, on a database say, while the core serves others."),
    P::choice("bounce_source", "Who says how many leave", BOUNCE_SOURCES, |i| i.bounce_source, |i, v| i.bounce_source = v)
        .help("Load time drives nothing until you choose whose figures to believe.").more(),
    P::number("load_secs", "The page takes", Unit::SECS, SECS, |i| i.load_secs, |i, v| i.load_secs = v)
        .when(|i| i.bounce_source != "own").more(),
    P::number("improved_load_secs", "After the fix it takes", Unit::SECS, SECS, |i| i.improved_load_secs, |i, v| i.improved_load_secs = v)
        .when(|i| i.bounce_source != "own").more(),
    P::number("usd_per_cpu_hour", "An hour of a core costs", Unit::USD, Range::log(1e-4, 1000.0).or_zero(), |i| i.usd_per_cpu_hour, |i, v| i.usd_per_cpu_hour = v).more(),
];
