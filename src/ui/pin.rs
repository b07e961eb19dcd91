//! The pinned state in words: which inputs differ from now.

use explorer_core::url;
use leptos::prelude::*;

use crate::ui::thin::part;

use crate::state::PageState;

/// One line that says what is pinned and how the present differs.
#[component]
pub fn PinnedLine(state: PageState) -> impl IntoView {
    let words = move || {
        state.told.with(|told| {
            let then = &told.pinned.as_ref()?.scene.values;
            let differences = state.params.with_value(|params| {
                params
                    .iter()
                    .zip(then.iter())
                    .zip(told.scene.values.iter())
                    .filter(|((_, then), now)| then != now)
                    .map(|((param, then), now)| {
                        format!("{} {} → {}", param.label, url::shown(param, then), url::shown(param, now))
                    })
                    .collect::<Vec<_>>()
            });
            Some(if differences.is_empty() {
                "Pinned. Change something: every number is then shown beside the pinned one.".to_owned()
            } else {
                format!("Against the pinned state: {}.", differences.join(", "))
            })
        })
    };
    let back = move |_| {
        state.back_to_pinned();
    };
    part(move || {
        words()
            .map(|words| {
                view! {
                    <div class="notice pinned" role="status">
                        <p>{words}</p>
                        <button type="button" class="tool" on:click=back>"Back to the pinned state"</button>
                    </div>
                }
            })
            .into_any()
    })
}
