//! The reader's own text or file, taken as it is, and kept in this tab.

use explorer_core::job::Bytes;
use explorer_core::quantity::{self, Unit};
use explorer_core::topic::Value;
use leptos::prelude::*;

use crate::state::PageState;
use crate::ui::drop_zone::drop_zone;
use crate::ui::thin::{click, part, text, when};
use crate::web::files;

#[derive(Clone, Copy)]
struct Take {
    state: PageState,
    index: usize,
    /// Counts readings: one that is no longer the last stops.
    turn: RwSignal<u32>,
    /// Bytes read and in all; nothing while nothing is read.
    progress: RwSignal<Option<(f64, f64)>>,
    refused: RwSignal<String>,
}

impl Take {
    fn taken(&self) -> Option<Bytes> {
        match self.state.values.with(|v| v.get(self.index).cloned()) {
            Some(Value::Bytes(bytes)) => Some(bytes),
            _ => None,
        }
    }

    fn most(&self) -> f64 {
        f64::from(self.state.params.with_value(|p| p[self.index].most_bytes))
    }

    fn cancel(&self) {
        self.turn.update(|t| *t += 1);
        self.progress.set(None);
    }

    /// Reads a file; what was there stays until it has been read with success.
    fn read(self, source: files::Source) {
        self.cancel();
        let turn = self.turn.get_untracked();
        let size = source.bytes();
        if size > self.most() {
            let (size, most) = (quantity::format(size, Unit::BYTES), quantity::format(self.most(), Unit::BYTES));
            self.refused.set(format!("“{}” has {size}: at most {most} are taken. What was there stays.", source.name));
            return;
        }
        self.refused.set(String::new());
        self.progress.set(Some((0.0, size)));
        leptos::task::spawn_local(async move {
            let current = move || self.turn.try_get_untracked() == Some(turn);
            let mut content = Vec::with_capacity(size as usize);
            let whole = files::read(&source, |bytes| {
                if !current() {
                    return false;
                }
                content.extend_from_slice(bytes);
                self.progress.set(Some((content.len() as f64, size)));
                true
            })
            .await;
            if !current() {
                return;
            }
            self.progress.set(None);
            if !whole || content.len() as f64 != size {
                self.refused.set(format!(
                    "“{}” could not be read to its end: it is a folder, or it changed or went away meanwhile. What was there stays.",
                    source.name
                ));
            } else if content.is_empty() {
                self.refused.set(format!("“{}” is empty, or a folder. What was there stays.", source.name));
            } else {
                self.state.set(self.index, Value::Bytes(Bytes::new(&source.name, content)));
            }
        });
    }
}

/// The control, as a topic that takes bytes asks for it.
pub fn control(state: PageState, index: usize, applies: Signal<bool>) -> AnyView {
    let take = Take {
        state,
        index,
        turn: RwSignal::new(0),
        progress: RwSignal::new(None),
        refused: RwSignal::new(String::new()),
    };
    on_cleanup(move || {
        take.turn.try_update(|t| *t += 1);
    });
    let placeholder = text(move || {
        take.taken().map_or(String::new(), |file| format!("“{}” is used. Type or paste here to replace it.", file.name))
    });
    let size = |bytes: f64| quantity::format(bytes, Unit::BYTES);
    let reading = move || match take.progress.get() {
        Some((done, all)) => format!("{} of {}", size(done), size(all)),
        None => String::new(),
    };
    let summary = move |file: Bytes| {
        view! {
            <div class="summary" data-import-summary="" data-bytes=file.len().to_string()>
                <p role="status">{format!("“{}”, {}, is used as it is. It stays in this tab and out of the link.", file.name, size(file.len() as f64))}</p>
                <button type="button" class="tool" data-import-remove="" on:click=click(move |_| {
                    let default = state.topic.defaults().swap_remove(index);
                    state.set(index, default);
                })>"Back to the samples"</button>
            </div>
        }
    };
    let below = view! {
        <Show when=when(move || take.progress.with(Option::is_some))>
            <div class="reading" data-import-progress="">
                <span>{text(reading)}</span>
                <button type="button" class="tool" on:click=click(move |_| take.cancel())>"Cancel"</button>
            </div>
        </Show>
        <p class="complaint" role="alert" data-import-refusal=move || (!take.refused.with(String::is_empty)).then_some("")>
            {text(move || take.refused.get())}
        </p>
        {part(move || take.taken().map(summary).into_any())}
    }
    .into_any();
    let hint = format!("or drop one here: of any kind, at most {}", size(take.most()));
    let read = move |source| take.read(source);
    let cancel = move || {
        take.cancel();
        take.refused.set(String::new());
    };
    drop_zone((state, index), applies, (hint, placeholder), (read, cancel), below)
}
