//! The reader's own text or file, taken as it is, and kept in this tab.

use explorer_core::job::Bytes;
use explorer_core::quantity::{self, Unit};
use explorer_core::topic::Value;
use leptos::prelude::*;

use crate::ui::thin::{click, flag, input, when};

use crate::state::PageState;
use crate::web::files;

/// Characters of a paste that are still text to edit; a longer one is taken like a file.
const LONGEST_TEXT: u32 = 20_000;

#[derive(Clone, Copy)]
struct Take {
    state: PageState,
    index: usize,
    /// Counts readings: one that is no longer the last stops.
    turn: RwSignal<u32>,
    /// Bytes read and in all; nothing while nothing is read.
    progress: RwSignal<Option<(f64, f64)>>,
    refused: RwSignal<String>,
    over: RwSignal<bool>,
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
    view! { <FileTake state index applies /> }.into_any()
}

/// The control of an input that takes a text or a file as it is.
#[component]
fn FileTake(state: PageState, index: usize, applies: Signal<bool>) -> impl IntoView {
    let param = state.params.with_value(|p| p[index]);
    let take = Take {
        state,
        index,
        turn: RwSignal::new(0),
        progress: RwSignal::new(None),
        refused: RwSignal::new(String::new()),
        over: RwSignal::new(false),
    };
    on_cleanup(move || {
        take.turn.try_update(|t| *t += 1);
    });
    let typed = Memo::new(move |_| match state.values.with(|v| v.get(index).cloned()) {
        Some(Value::Text(text)) => text,
        _ => String::new(),
    });
    let id = format!("input-{}", param.key);
    let help_id = format!("help-{}", param.key);
    let file_id = format!("file-{}", param.key);
    let paste = move |event: leptos::ev::ClipboardEvent| {
        if let Some((text, length)) = files::pasted(&event)
            && length > LONGEST_TEXT
            && let Some(source) = files::of_text("pasted", &text)
        {
            event.prevent_default();
            take.read(source);
        }
    };
    let placeholder = move || {
        take.taken().map_or(String::new(), |file| format!("“{}” is used. Type or paste here to replace it.", file.name))
    };
    let size = |bytes: f64| quantity::format(bytes, Unit::BYTES);
    let most = size(take.most());
    let reading = move || take.progress.get().map(|(done, all)| format!("{} of {}", size(done), size(all)));
    view! {
        <div
            class="control text data-drop"
            class:off=flag(move || !applies.get())
            class:over=flag(move || take.over.get())
            on:dragover=move |event| {
                if files::carries_files(&event) {
                    event.prevent_default();
                    take.over.set(true);
                }
            }
            on:dragleave=move |_| take.over.set(false)
            on:drop=move |event| {
                take.over.set(false);
                if files::carries_files(&event) {
                    event.prevent_default();
                    if let Some(source) = files::dropped(&event) {
                        take.read(source);
                    }
                }
            }
        >
            <label for=id.clone()>{param.label}</label>
            <textarea
                id=id.clone()
                rows="3"
                spellcheck="false"
                data-input=param.key
                aria-describedby=help_id.clone()
                disabled=flag(move || !applies.get())
                placeholder=placeholder
                prop:value=typed
                on:paste=paste
                on:input=input(move |event| {
                    take.cancel();
                    take.refused.set(String::new());
                    state.set(index, Value::Text(event_target_value(&event)));
                })
            ></textarea>
            <p class="help" id=help_id>{param.help}</p>
            <div class="file-row">
                <input
                    type="file"
                    class="file"
                    id=file_id.clone()
                    data-file=param.key
                    disabled=flag(move || !applies.get())
                    on:change=input(move |event| if let Some(source) = files::chosen(&event) { take.read(source) })
                />
                <label class="tool" for=file_id>"Choose a file"</label>
                <span class="help">{format!("or drop one here: of any kind, at most {most}")}</span>
            </div>
            <Show when=when(move || take.progress.with(Option::is_some))>
                <div class="reading" data-import-progress="">
                    <span>{reading}</span>
                    <button type="button" class="tool" on:click=click(move |_| take.cancel())>"Cancel"</button>
                </div>
            </Show>
            <p class="complaint" role="alert" data-import-refusal=move || (!take.refused.with(String::is_empty)).then_some("")>
                {move || take.refused.get()}
            </p>
            {move || take.taken().map(|file| view! {
                <div class="summary" data-import-summary="" data-bytes=file.len().to_string()>
                    <p role="status">{format!("“{}”, {}, is used as it is. It stays in this tab and out of the link.", file.name, size(file.len() as f64))}</p>
                    <button type="button" class="tool" data-import-remove="" on:click=click(move |_| {
                        let default = state.topic.defaults().swap_remove(index);
                        state.set(index, default);
                    })>"Back to the samples"</button>
                </div>
            })}
        </div>
    }
}
