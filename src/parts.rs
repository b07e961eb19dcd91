//! Parts of the program that travel when first asked for: what they are made of, and what stands in their place until they
//! are here. Which parts there are says the list in `floors.rs`.

use std::pin::Pin;

use explorer_core::topic::AnyTopic;
use explorer_core::url::Route;
use leptos::prelude::*;

use crate::state::PageState;

/// Makes the living picture of a page.
pub type Stage = fn(PageState) -> AnyView;

/// Makes the control of an input that takes the reader's own data: the page, the index of the input, whether it applies.
pub type DataControl = fn(PageState, usize, Signal<bool>) -> AnyView;

/// Makes the page of a topic from what it is made of and the route that leads to it.
pub type Page = fn(Floor, Route) -> AnyView;

/// Fetches a part, if it is not here yet.
pub type Arriving<T> = Pin<Box<dyn Future<Output = Result<T, NotArrived>>>>;

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
impl From<leptos::wasm_split::SplitLoaderError> for NotArrived {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// A function whose code, with all that only it needs, is a part of its own.
macro_rules! split {
    (fn $part:ident() -> $made:ty { $($body:tt)* }) => {
        #[cfg(feature = "split")]
        #[leptos::wasm_split::wasm_split($part, wasm_split_path = leptos::wasm_split, fallible)]
        fn $part() -> Result<$made, $crate::parts::NotArrived> {
            Ok({ $($body)* })
        }

        #[cfg(not(feature = "split"))]
        async fn $part() -> Result<$made, $crate::parts::NotArrived> {
            Ok({ $($body)* })
        }
    };
}
pub(crate) use split;

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
                " "
                <button type="button" class="tool" on:click=move |_| crate::web::page::reload()>"Reload with my settings"</button>
            </p>
        }
        .into_any(),
    }
    }
}
