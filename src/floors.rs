//! The parts of the program that travel when first asked for: a topic with its living picture and its words, and the checks.
//! The second list: what each floor is made of. A test holds it against the list of topics.
//!
//! With the feature `split`, which `script/build` switches on, each part becomes a WebAssembly module of its own; without it
//! they are all in the one program, and opening a floor takes no time.

use explorer_core::topic::{AnyTopic, Erased};
use explorer_core::topics;
use leptos::prelude::*;
#[cfg(feature = "split")]
use leptos::wasm_split;

use crate::state::PageState;
use crate::{checks, stages, words};

/// Makes the living picture of a page.
pub type Stage = fn(PageState) -> AnyView;

/// What a topic's page is made of.
#[derive(Clone, Copy)]
pub struct Floor {
    /// The topic.
    pub topic: &'static dyn AnyTopic,
    /// Its living picture, where it has one.
    pub stage: Option<Stage>,
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

macro_rules! floors {
    ($($part:ident: $topic:ident, $stage:expr;)*) => {
        $(
            #[cfg(feature = "split")]
            #[wasm_split::wasm_split($part, wasm_split_path = leptos::wasm_split, fallible)]
            fn $part() -> Result<Floor, NotArrived> {
                Ok(Floor { topic: const { &Erased::<topics::$part::$topic>::new() }, stage: $stage, lesson: words::$part::LESSON, classroom: words::$part::CLASSROOM })
            }

            #[cfg(not(feature = "split"))]
            async fn $part() -> Result<Floor, NotArrived> {
                Ok(Floor { topic: const { &Erased::<topics::$part::$topic>::new() }, stage: $stage, lesson: words::$part::LESSON, classroom: words::$part::CLASSROOM })
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
    bottleneck: Bottleneck, Some(stages::bottleneck::stage);
    capacity: Capacity, Some(stages::capacity::stage);
    latency_numbers: LatencyNumbers, None;
    littles_law: LittlesLaw, None;
    milliseconds_to_money: MillisecondsToMoney, None;
    mistakes: Mistakes, Some(stages::mistakes::stage);
    percentiles: Percentiles, Some(stages::percentiles::stage);
    queue: Queue, Some(stages::queue::stage);
    tail: Tail, Some(stages::tail::stage);
}

#[cfg(feature = "split")]
#[wasm_split::wasm_split(checks, wasm_split_path = leptos::wasm_split, fallible)]
fn checks_part() -> Result<fn() -> AnyView, NotArrived> {
    Ok(|| view! { <checks::ChecksPage /> }.into_any())
}

#[cfg(not(feature = "split"))]
async fn checks_part() -> Result<fn() -> AnyView, NotArrived> {
    Ok(|| view! { <checks::ChecksPage /> }.into_any())
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
                <button type="button" class="tool" on:click=move |_| fetch()>"Try again"</button>
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
}
