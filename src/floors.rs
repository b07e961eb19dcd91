//! The second list: what each floor is made of. A test holds it against the list of topics. Each is a part of the program that
//! travels when first asked for, as are the page that shows any topic, the checks, and what reads typed numbers.
//!
//! With the feature `split`, which `script/build` switches on, each part becomes a WebAssembly module of its own; without it
//! they are all in the one program, and opening a floor takes no time.

use std::time::Duration;

use explorer_core::topic::Erased;
use explorer_core::topics;
use leptos::prelude::*;

use crate::page::TopicPage;
use crate::parts::{Arriving, Floor, NotArrived, Page, split};
use crate::ui::typed::{self, Read};
use crate::ui::{data_drop, file_take};
use crate::{checks, stages, words};

/// How long after it has opened a page is given before anything is fetched ahead.
const SETTLED: Duration = Duration::from_millis(1_500);

macro_rules! floors {
    ($($part:ident: $topic:ident, $stage:expr, $data:expr;)*) => {
        $(
            split! {
                fn $part() -> Floor {
                    Floor {
                        topic: const { &Erased::<topics::$part::$topic>::new() },
                        stage: $stage,
                        data: $data,
                        lesson: words::$part::LESSON,
                        classroom: words::$part::CLASSROOM,
                    }
                }
            }
        )*

        /// The floor of a topic, fetched if it is not here yet.
        ///
        /// # Errors
        /// [`NotArrived`] where its part of the program cannot be fetched; asking again tries again.
        pub async fn open(slug: &str) -> Result<Floor, NotArrived> {
            match slug.replace('-', "_").as_str() {
                $(stringify!($part) => $part().await,)*
                _ => Err(NotArrived),
            }
        }

        /// The names of the parts that are topics.
        #[cfg(test)]
        const PARTS: &[&str] = &[$(stringify!($part),)*];
    };
}

floors! {
    bottleneck: Bottleneck, Some(stages::bottleneck::stage), None;
    capacity: Capacity, Some(stages::capacity::stage), None;
    compression: Compression, Some(stages::compression::stage), Some(file_take::control);
    connections: Connections, Some(stages::connections::stage), None;
    geography: Geography, Some(stages::geography::stage), None;
    latency_numbers: LatencyNumbers, None, None;
    littles_law: LittlesLaw, None, None;
    milliseconds_to_money: MillisecondsToMoney, None, None;
    mistakes: Mistakes, Some(stages::mistakes::stage), None;
    payload: Payload, Some(stages::payload::stage), Some(file_take::control);
    percentiles: Percentiles, Some(stages::percentiles::stage), Some(data_drop::control);
    queue: Queue, Some(stages::queue::stage), None;
    tail: Tail, Some(stages::tail::stage), None;
    three_measures: ThreeMeasures, Some(stages::three_measures::stage), None;
}

split! {
    fn page_part() -> Page {
        |floor, route| view! { <TopicPage floor route /> }.into_any()
    }
}

split! {
    fn reading_part() -> Read {
        typed::read
    }
}

/// What reads a typed number, fetched if it is not here yet: to read any number exactly takes large tables, and the first page
/// only needs it once somebody types.
pub fn reading() -> Arriving<Read> {
    Box::pin(reading_part())
}

/// The floor of a topic and the page that shows any, each fetched if it is not here yet, both at once.
///
/// # Errors
/// [`NotArrived`] where either cannot be fetched.
pub async fn furnished(slug: &str) -> Result<(Floor, Page), NotArrived> {
    fetch_page();
    Ok((open(slug).await?, page_part().await?))
}

/// Fetches what every topic's page needs. Where it does not arrive now, it is asked for again when it is wanted.
fn fetch_page() {
    leptos::task::spawn_local(async {
        let _ = page_part().await;
    });
}

/// Fetches what every topic's page needs, and the floor that the first page leads to, once the present page has had time to
/// settle: the next floor opens sooner.
pub fn fetch_ahead() {
    let fetch = || {
        fetch_page();
        leptos::task::spawn_local(async {
            let _ = reading().await;
            let _ = open("queue").await;
        });
    };
    set_timeout(fetch, SETTLED);
}

split! {
    fn checks_part() -> fn() -> AnyView {
        || view! { <checks::ChecksPage /> }.into_any()
    }
}

/// The page of checks, fetched if it is not here yet.
///
/// # Errors
/// [`NotArrived`] where its part of the program cannot be fetched.
pub async fn checks() -> Result<fn() -> AnyView, NotArrived> {
    checks_part().await
}

#[cfg(test)]
mod tests {
    use explorer_core::topics;

    #[test]
    fn every_topic_is_a_part_and_every_part_a_topic() {
        let mut slugs: Vec<_> = topics::METAS.iter().map(|meta| meta.slug.replace('-', "_")).collect();
        slugs.sort();
        assert_eq!(slugs, super::PARTS);
    }

    #[test]
    fn a_topic_that_takes_the_readers_data_has_a_control_for_it() {
        for topic in topics::ALL {
            let slug = topic.meta().slug;
            let wants = topic.params().iter().any(|param| param.streams || param.traces || param.most_bytes > 0);
            let mut opening = std::pin::pin!(super::open(slug));
            let mut context = std::task::Context::from_waker(std::task::Waker::noop());
            let std::task::Poll::Ready(Ok(floor)) = opening.as_mut().poll(&mut context) else { panic!("{slug} waits") };
            assert_eq!(floor.data.is_some(), wants, "{slug}");
        }
    }
}
