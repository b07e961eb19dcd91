//! For the tests of topics: what a topic answers to a query or a preset.

use std::marker::PhantomData;

use crate::topic::{AnyTopic, Erased, Readout, Refusal, Report, Topic, Values};
use crate::url;

/// A topic on the bench.
pub struct Bench<T>(PhantomData<fn() -> T>);

impl<T: Topic> Bench<T> {
    /// The bench of this topic.
    pub const fn new() -> Self {
        Self(PhantomData)
    }

    /// The topic without its type.
    pub fn topic(&self) -> &'static dyn AnyTopic {
        const { &Erased::<T>::new() }
    }

    /// The values of a query over the defaults; every key must be one of the topic's and every value understood.
    pub fn values(&self, query: &str) -> Values {
        let decoded = url::decode(self.topic(), query);
        assert!(decoded.notices.is_empty(), "{query}: {:?}", decoded.notices);
        decoded.values
    }

    /// The report, or why there is none.
    pub fn answer(&self, query: &str) -> Result<Report, Refusal> {
        self.topic().report(&self.values(query))
    }

    /// The report.
    pub fn report(&self, query: &str) -> Report {
        self.answer(query).unwrap_or_else(|refusal| panic!("{query}: {}", refusal.0))
    }

    /// The sentence of a refusal.
    pub fn refusal(&self, query: &str) -> String {
        self.answer(query).err().unwrap_or_else(|| panic!("{query} has an answer")).0
    }

    /// A readout of the report.
    pub fn readout(&self, query: &str, key: &str) -> Readout {
        let readouts = self.report(query).readouts;
        readouts.into_iter().find(|r| r.key == key).unwrap_or_else(|| panic!("{query}: no {key}"))
    }

    /// A number of the report.
    pub fn value(&self, query: &str, key: &str) -> f64 {
        self.readout(query, key).number().unwrap_or_else(|| panic!("{query}: {key} is no number"))
    }

    /// The query of a preset.
    pub fn query(&self, slug: &str) -> &'static str {
        self.topic().presets().iter().find(|p| p.slug == slug).unwrap_or_else(|| panic!("no preset {slug}")).query
    }

    /// A number of a preset's report.
    pub fn preset(&self, slug: &str, key: &str) -> f64 {
        self.value(self.query(slug), key)
    }
}

/// Holds that a number is another to a thousandth.
#[track_caller]
pub fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() <= 1e-3 * wanted.abs(), "{found} is not {wanted}");
}
