//! The queue of the first page: the page's opening state with one thing to turn. It needs neither the topic's page nor most of
//! its theory, so that little has to travel before something moves.

use super::inputs::Inputs;
use super::report::{Busy, busy_words};
use crate::dist::Law;
use crate::quantity::Unit;
use crate::queueing::MM1;
use crate::sim::{Arrivals, Scenario};
use crate::topic::{ParamInfo, Range, Shape};

/// How often customers come: from a server that is 5 % busy to one that is 99 % busy.
pub const ARRIVALS: ParamInfo = ParamInfo {
    key: "arrivals_per_sec",
    label: "Arrivals",
    help: "The server can do 40 a second.",
    unit: Unit::PER_SEC,
    shape: Shape::Number(RANGE),
    more: false,
    streams: false,
    traces: false,
    most_bytes: 0,
};

/// The range of [`ARRIVALS`], a second.
pub const RANGE: Range = Range::linear(2.0, 39.6, 0.1);

/// Arrivals a second that the page opens with, and the seed of the picture.
pub fn start() -> (f64, u64) {
    let inputs = Inputs::default();
    (inputs.arrivals_per_sec, inputs.seed as u64)
}

/// The station: one server, customers and service at random, room for all. `None` for a rate that is none.
pub fn scenario(arrivals_per_sec: f64) -> Option<Scenario> {
    let secs = Unit::MS.to_base(Inputs::default().service_ms);
    Some(Scenario::fifo(Arrivals::poisson(arrivals_per_sec).ok()?, Law::exponential(secs).ok()?, 1))
}

/// What the topic's page would say of it.
pub fn says(arrivals_per_sec: f64) -> String {
    let secs = Unit::MS.to_base(Inputs::default().service_ms);
    match MM1::new(arrivals_per_sec, secs) {
        Ok(queue) => busy_words(&Busy {
            servers: 1.0,
            utilization: queue.utilization(),
            blocked: 0.0,
            service_secs: secs,
            wait_secs: queue.mean_wait_secs(),
        }),
        Err(why) => why.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topic::{AnyTopic, Erased};
    use crate::topics::queue::Queue;
    use crate::url;

    #[test]
    fn it_says_what_the_topic_says() {
        let topic: &dyn AnyTopic = &Erased::<Queue>::new();
        for rate in [2.0, 20.0, 30.0, 36.0, 38.0, 39.6] {
            let report = topic.report(&url::decode(topic, &format!("arrivals_per_sec={rate}")).values).unwrap();
            assert_eq!(says(rate), report.says);
        }
    }

    #[test]
    fn its_station_is_the_topics() {
        let (rate, seed) = start();
        assert_eq!(scenario(rate), Inputs::default().scenario().ok());
        assert_eq!(seed, 42);
        assert_eq!(RANGE.clamp(rate), rate);
    }

    #[test]
    fn all_of_its_range_has_an_answer() {
        for position in 0..=RANGE.slider_steps() {
            let rate = RANGE.at_slider(position);
            assert!(scenario(rate).is_some() && says(rate).contains("busy"), "{rate}: {}", says(rate));
        }
    }
}
