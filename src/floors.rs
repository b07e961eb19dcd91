//! The parts of the program that travel when first asked for: a topic with its living picture and its words, and the checks.
//! The second list: what each floor is made of. A test holds it against the list of topics.
//!
//! With the feature `split`, which `script/build` switches on, each part becomes a WebAssembly module of its own; without it
//! they are all in the one program, and opening a floor takes no time.

use std::time::Duration;

use explorer_core::topic::{AnyTopic, Erased};
use explorer_core::topics;
use explorer_core::url::Route;
use leptos::prelude::*;

use crate::page::TopicPage;
use crate::ui::thin::click;
#[cfg(feature = "split")]
use leptos::wasm_split;

use crate::state::PageState;
use crate::ui::number::{self, Read};
use crate::ui::{data_drop, file_take};
use crate::{checks, stages, words};

/// Makes the living picture of a page.
pub type Stage = fn(PageState) -> AnyView;

/// Makes the control of an input that takes the reader's own data: the page, the index of the input, whether it applies.
pub type DataControl = fn(PageState, usize, Signal<bool>) -> AnyView;

/// Makes the page of a topic from what it is made of and the route that leads to it.
pub type Page = fn(Floor, Route) -> AnyView;

/// How long after it has opened a page is given before anything is fetched ahead.
const SETTLED: Duration = Duration::from_millis(1_500);

/// What a topic's page is made of.
#[derive(Clone, Copy)]
pub struct Floor {
    /// The topic.
    pub topic: &'static dyn AnyTopic,
    /// Its living picture, where it has one.
    pub stage: Option<Stage>,
    /// The control of its data, where it takes the reader's own.
    pub data: Option<DataControl>,
    /// Its lesson as HTML.
    pub lesson: &'static str,
    /// Its notes for teachers as HTML.
    pub classroom: &'static str,
}

/// A part of the program did not arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotArrived;

#[cfg(feature = "split")]
impl From<wasm_split::SplitLoaderError> for NotArrived {
    fn from(_: wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// A function whose code, with all that only it needs, is a part of its own.
macro_rules! split {
    (fn $part:ident() -> $made:ty { $($body:tt)* }) => {
        #[cfg(feature = "split")]
        #[wasm_split::wasm_split($part, wasm_split_path = leptos::wasm_split, fallible)]
        fn $part() -> Result<$made, NotArrived> {
            Ok({ $($body)* })
        }

        #[cfg(not(feature = "split"))]
        async fn $part() -> Result<$made, NotArrived> {
            Ok({ $($body)* })
        }
    };
}

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
        number::read
    }
}

/// What reads a typed number, fetched if it is not here yet: to read any number exactly takes large tables, and the first page
/// only needs it once somebody types.
///
/// # Errors
/// [`NotArrived`] where its part of the program cannot be fetched.
pub async fn reading() -> Result<Read, NotArrived> {
    reading_part().await
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

/// Shows what a part makes once it is here; meanwhile `waiting`; and a way to try again where it does not come.
pub fn arriving<T, F>(
    part: impl Fn() -> F + Copy + Send + Sync + 'static,
    waiting: impl Fn() -> AnyView + Send + Sync + 'static,
    show: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> impl IntoView
where
    T: Copy + Send + Sync + 'static,
    F: Future<Output = Result<T, NotArrived>> + 'static,
{
    let here = RwSignal::new(None::<Result<T, NotArrived>>);
    let fetch = move || {
        here.set(None);
        leptos::task::spawn_local(async move {
            let part = part().await;
            here.try_set(Some(part));
        });
    };
    fetch();
    move || {
        match here.get() {
        None => waiting(),
        Some(Ok(part)) => show(part),
        Some(Err(NotArrived)) => view! {
            <p class="refusal" role="alert">
                "This part of the program did not arrive: the connection broke, or the page was replaced by a newer one. "
                <button type="button" class="tool" on:click=click(move |_| fetch())>"Try again"</button>
            </p>
        }
        .into_any(),
    }
    }
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
            let wants = topic.params().iter().any(|param| param.streams || param.most_bytes > 0);
            let mut opening = std::pin::pin!(super::open(slug));
            let mut context = std::task::Context::from_waker(std::task::Waker::noop());
            let std::task::Poll::Ready(Ok(floor)) = opening.as_mut().poll(&mut context) else { panic!("{slug} waits") };
            assert_eq!(floor.data.is_some(), wants, "{slug}");
        }
    }
}
