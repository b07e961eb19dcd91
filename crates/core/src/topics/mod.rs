//! The one list of topics. A new topic is a folder here and two lines below: its module and its place in the list.

use crate::topic::{AnyTopic, Erased, Meta, Topic};

macro_rules! topics {
    ($($topic:ty,)*) => {
        /// Calls the visitor with every topic, in the order of the list.
        pub fn visit_all(visitor: &mut impl Visitor) {
            $(visitor.visit::<$topic>();)*
        }

        /// Name, question and place of every topic, in the order of the list: known without the topics themselves, whose
        /// code may travel later.
        pub static METAS: &[Meta] = &[$(<$topic as Topic>::META,)*];

        /// Every topic without its type, in the order of the list.
        pub static ALL: &[&dyn AnyTopic] = &[$(&Erased::<$topic>::new(),)*];
    };
}

pub mod bottleneck;
pub mod capacity;
pub mod compression;
pub mod connections;
pub mod geography;
#[cfg(test)]
pub(crate) mod kit;
#[path = "latency-numbers/mod.rs"]
pub mod latency_numbers;
#[path = "littles-law/mod.rs"]
pub mod littles_law;
#[path = "milliseconds-to-money/mod.rs"]
pub mod milliseconds_to_money;
pub mod mistakes;
pub mod payload;
pub mod percentiles;
pub mod queue;
pub mod tail;
#[path = "three-measures/mod.rs"]
pub mod three_measures;

topics! {
    milliseconds_to_money::MillisecondsToMoney,
    three_measures::ThreeMeasures,
    bottleneck::Bottleneck,
    percentiles::Percentiles,
    latency_numbers::LatencyNumbers,
    queue::Queue,
    tail::Tail,
    capacity::Capacity,
    compression::Compression,
    payload::Payload,
    mistakes::Mistakes,
    littles_law::LittlesLaw,
    connections::Connections,
    geography::Geography,
}

/// Something done with every topic.
pub trait Visitor {
    /// Called once a topic.
    fn visit<T: Topic>(&mut self);
}

/// The topic of a slug.
pub fn find(slug: &str) -> Option<&'static dyn AnyTopic> {
    ALL.iter().copied().find(|topic| topic.meta().slug == slug)
}

/// Name, question and place of the topic of a slug.
pub fn meta(slug: &str) -> Option<Meta> {
    METAS.iter().copied().find(|meta| meta.slug == slug)
}

/// Name, question and place of every topic in the order of the building's floors.
pub fn metas_by_floor() -> Vec<Meta> {
    let mut metas = METAS.to_vec();
    metas.sort_by_key(|meta| meta.floor);
    metas
}

/// Every topic in the order of the building's floors.
pub fn by_floor() -> Vec<&'static dyn AnyTopic> {
    let mut topics = ALL.to_vec();
    topics.sort_by_key(|topic| topic.meta().floor);
    topics
}
