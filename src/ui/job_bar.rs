//! Heavy work: how far it is, a way to stop it, and why it came to nothing.

use explorer_core::quantity::{self, Unit};
use leptos::prelude::*;

use crate::ui::thin::{click, flag, when};

use crate::state::{PageState, Work};

/// Size of the codecs module as it is fetched, for those who pay for each megabyte.
const MODULE: &str = "about 0.6 MB, once";

/// The bar of a page whose topic hands work to the worker; nothing elsewhere.
#[component]
pub fn JobBar(state: PageState) -> impl IntoView {
    let there = Memo::new(move |_| state.work.with(|work| *work != Work::None));
    let busy = Memo::new(move |_| state.work.with(Work::under_way));
    let failed = Memo::new(move |_| state.work.with(|work| matches!(work, Work::Failed(_))));
    let share = move || state.work.with(share);
    view! {
        <Show when=when(move || there.get())>
            <div class="reading job" data-job=move || state.work.with(word)>
                <Show when=when(move || busy.get())>
                    <progress max="1" aria-label="Work done" prop:value=move || share().unwrap_or(0.0)></progress>
                </Show>
                <span role="status" class:complaint=flag(move || failed.get())>{move || state.work.with(says)}</span>
                <Show
                    when=when(move || busy.get())
                    fallback=move || view! {
                        <button type="button" class="tool" data-tool="measure-again" on:click=move |_| state.work_again()>
                            {move || if failed.get() { "Try again" } else { "Measure again" }}
                        </button>
                    }
                >
                    <button type="button" class="tool" data-tool="stop-job" on:click=click(move |_| state.stop_work())>"Stop"</button>
                </Show>
            </div>
        </Show>
    }
}

fn word(work: &Work) -> &'static str {
    match work {
        Work::None => "none",
        Work::Waiting | Work::At(..) => "working",
        Work::Fetching(..) => "fetching",
        Work::Done(_) => "done",
        Work::Failed(_) => "failed",
    }
}

fn share(work: &Work) -> Option<f64> {
    match work {
        Work::Fetching(done, all) if *all > 0.0 => Some((done / all).min(1.0)),
        Work::At(share, _) => Some(*share),
        _ => None,
    }
}

fn says(work: &Work) -> String {
    match work {
        Work::None => String::new(),
        Work::Waiting => format!("The codecs are made ready ({MODULE})."),
        Work::Fetching(done, _) => {
            format!("The codecs are fetched ({MODULE}): {} so far.", quantity::format(*done, Unit::BYTES))
        }
        Work::At(share, at) => format!("{} %: {at}", quantity::grouped((share * 100.0).floor(), 0)),
        Work::Done(memory) => {
            format!("Measured on this device, in a worker that took {}.", quantity::format(*memory, Unit::BYTES))
        }
        Work::Failed(why) => why.clone(),
    }
}
