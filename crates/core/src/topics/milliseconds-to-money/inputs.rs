//! The inputs: a shop, a fix, and a stream of requests.

use crate::cost::{BounceSource, Compute, ComputeError, Shop, ShopError, bounce_share};
use crate::quantity::Unit;
use crate::topic::{Range, inputs, words};

words! {
    /// Whose figures tie the share of visitors who leave to the load time.
    pub enum BounceFigures {
        Own = "own", "my own figure";
        Bbc = "bbc", "BBC 2017: 10 % leave each second";
        GoogleSoasta = "google_soasta", "Google/SOASTA 2017: the rise over 1 s";
    }
}

const PERCENT: Range = Range::linear(0.0, 100.0, 0.5);
const COUNT: Range = Range::log(1.0, 1e10).or_zero();
const MONEY: Range = Range::log(0.01, 1e7).or_zero();
const MS: Range = Range::log(0.001, 86_400_000.0);
const SECS: Range = Range::log(1e-6, 86_400.0);

inputs! {
    pub struct Inputs {
        /// Visitors who ask for the page.
        visitors_per_month: f64 = 100_000.0 => number("Visitors", Unit::PER_MONTH, COUNT);
        /// Share of visitors who leave before it is there.
        bounce_pct: f64 = 40.0 => number("Leave before the page is there", Unit::PERCENT, PERCENT)
            .when(|i| i.bounce_source == BounceFigures::Own);
        /// Share of visitors who still leave after the fix.
        improved_bounce_pct: f64 = 10.0 => number("Still leave after the fix", Unit::PERCENT, PERCENT);
        /// Share of those who stay who buy.
        conversion_pct: f64 = 2.0 => number("Of those who stay, buy", Unit::PERCENT, Range::linear(0.0, 100.0, 0.1));
        /// What an order brings in.
        order_value_usd: f64 = 50.0 => number("An order is worth", Unit::USD, MONEY);
        /// What the fix costs.
        fix_usd_per_month: f64 = 200.0 => number("The fix costs, a month", Unit::USD, MONEY);
        /// Requests to one endpoint.
        requests_per_day: f64 = 5_000_000.0 => number("Requests to one endpoint", Unit::PER_DAY, COUNT);
        /// How long one takes today.
        request_ms: f64 = 450.0 => number("A request takes", Unit::MS, MS);
        /// How long one takes after the work.
        improved_ms: f64 = 50.0 => number("It could take", Unit::MS, MS);
        /// Share of that time in which a processor works for it.
        cpu_share_pct: f64 = 100.0 => number("Of that time, a processor works", Unit::PERCENT, PERCENT)
            .help("The rest is waiting, on a database say, while the core serves others.");
        /// Whose figures tie the bounce share to the load time.
        bounce_source: BounceFigures = BounceFigures::Own => choice("Who says how many leave")
            .help("Load time drives nothing until you choose whose figures to believe.").more();
        /// How long the page takes today.
        load_secs: f64 = 3.2 => number("The page takes", Unit::SECS, SECS)
            .when(|i| i.bounce_source != BounceFigures::Own).more();
        /// How long the page takes after the fix.
        improved_load_secs: f64 = 0.8 => number("After the fix it takes", Unit::SECS, SECS)
            .when(|i| i.bounce_source != BounceFigures::Own).more();
        /// Price of an hour of one core.
        usd_per_cpu_hour: f64 = 0.17 => number("An hour of a core costs", Unit::USD, Range::log(1e-4, 1000.0).or_zero()).more();
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
            BounceFigures::Bbc => Some(BounceSource::Bbc),
            BounceFigures::GoogleSoasta => Some(BounceSource::GoogleSoasta),
            BounceFigures::Own => None,
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
