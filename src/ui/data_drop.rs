//! The reader's own data: typed, pasted, dropped or chosen; recognised, counted, and kept in this tab.

use std::rc::Rc;

use explorer_core::import::{Dataset, Importer, Loaded};
use explorer_core::quantity;
use explorer_core::topic::Value;
use leptos::prelude::*;

use crate::state::PageState;
use crate::ui::drop_zone::drop_zone;
use crate::ui::thin::{click, input, part, text, when};
use crate::web::{download, files};

/// Largest file that is read.
const LARGEST_FILE_BYTES: f64 = 1e9;

/// What the control shares with its parts.
#[derive(Clone, Copy)]
struct Drop {
    state: PageState,
    index: usize,
    /// Counts imports: one that is no longer the last stops.
    turn: RwSignal<u32>,
    /// Bytes read, bytes in all, durations so far; nothing while nothing is read.
    progress: RwSignal<Option<(f64, f64, u64)>>,
    /// Why the last attempt came to nothing.
    refused: RwSignal<String>,
    /// What to read again when another column is chosen.
    source: StoredValue<Option<Rc<files::Source>>, LocalStorage>,
}

impl Drop {
    fn loaded(&self) -> Option<Loaded> {
        match self.state.values.with(|v| v.get(self.index).cloned()) {
            Some(Value::Data(loaded)) => Some(loaded),
            _ => None,
        }
    }

    fn cancel(&self) {
        self.turn.update(|t| *t += 1);
        self.progress.set(None);
    }

    /// Reads a source; what was there stays until it has been read with success.
    fn import(self, source: files::Source, column: Option<usize>) {
        self.cancel();
        let turn = self.turn.get_untracked();
        let size = source.bytes();
        if size > LARGEST_FILE_BYTES {
            self.refused.set(format!(
                "“{}” has {}: at most 1 GB is read. What was there stays.",
                source.name,
                quantity::format(size, quantity::Unit::BYTES)
            ));
            return;
        }
        self.refused.set(String::new());
        self.progress.set(Some((0.0, size, 0)));
        let source = Rc::new(source);
        let mut importer = Importer::new(&source.name);
        if let Some(column) = column {
            importer = importer.with_column(column);
        }
        leptos::task::spawn_local(async move {
            let current = move || self.turn.try_get_untracked() == Some(turn);
            let whole = files::read(&source, |bytes| {
                if !current() {
                    return false;
                }
                importer.push(bytes);
                self.progress.set(Some((importer.bytes() as f64, size, importer.count())));
                importer.failed().is_none()
            })
            .await;
            if !current() {
                return;
            }
            self.progress.set(None);
            if !whole && importer.failed().is_none() {
                self.refused.set(format!("“{}” could not be read to its end. What was there stays.", source.name));
                return;
            }
            match importer.finish() {
                Ok(dataset) => {
                    self.source.set_value(Some(source));
                    self.state.set(self.index, Value::Data(Loaded::new(dataset)));
                }
                Err(error) => self.refused.set(format!("“{}”: {error} What was there stays.", source.name)),
            }
        });
    }
}

/// The control, as a topic that takes data asks for it.
pub fn control(state: PageState, index: usize, applies: Signal<bool>) -> AnyView {
    let drop = Drop {
        state,
        index,
        turn: RwSignal::new(0),
        progress: RwSignal::new(None),
        refused: RwSignal::new(String::new()),
        source: StoredValue::new_local(None),
    };
    on_cleanup(move || {
        drop.turn.try_update(|t| *t += 1);
    });
    let placeholder = text(move || {
        drop.loaded()
            .map_or(String::new(), |loaded| format!("“{}” is shown. Type or paste here to replace it.", loaded.name))
    });
    let below = view! {
        <Reading drop />
        <p class="complaint" role="alert" data-import-refusal=move || (!drop.refused.with(String::is_empty)).then_some("")>
            {text(move || drop.refused.get())}
        </p>
        {part(move || drop.loaded().map(|loaded| view! { <Summary drop loaded /> }).into_any())}
        <TextNotices drop />
    }
    .into_any();
    let hint = "or drop one here: CSV, JSON, HAR, k6, wrk2, hey, ab, JMeter".to_owned();
    let take = move |source| drop.import(source, None);
    let cancel = move || {
        drop.cancel();
        drop.refused.set(String::new());
    };
    drop_zone((state, index), applies, (hint, placeholder), (take, cancel), below)
}

/// How far the reading is, and a way to stop it.
#[component]
fn Reading(drop: Drop) -> impl IntoView {
    let shown = move || drop.progress.get();
    let size = |bytes: f64| quantity::format(bytes, quantity::Unit::BYTES);
    view! {
        <Show when=when(move || shown().is_some())>
            <div class="reading" data-import-progress="">
                <progress max="1" prop:value=move || shown().map_or(0.0, |(done, all, _)| done / all.max(1.0))></progress>
                <span>
                    {text(move || shown().map_or_else(String::new, |(done, all, count)| format!("{} of {}, {} durations", size(done), size(all), quantity::grouped(count as f64, 0))))}
                </span>
                <button type="button" class="tool" on:click=click(move |_| drop.cancel())>"Cancel"</button>
            </div>
        </Show>
    }
}

/// What was read: format, count, column, what could not be used, and what to do with it.
#[component]
fn Summary(drop: Drop, loaded: Loaded) -> impl IntoView {
    let data: &Dataset = &loaded;
    let count = quantity::grouped(data.sample.count() as f64, 0);
    let exact = if data.sample.exact { "" } else { ", percentiles to three significant digits" };
    let says = format!("“{}” was recognised as {}: {count} durations{exact}.", data.name, data.format.name());
    let in_link = data.groups_text(1_000).is_some();
    let link_words = if in_link {
        "As groups it is short enough to be in the link."
    } else {
        "It is too long for the link: whoever opens the link does not get it."
    };
    let notices = data.notices.clone();
    let unreadable = data.first_unreadable.clone();
    let chooser = (data.columns.len() > 1).then(|| {
        let chosen = data.column;
        let options = data
            .columns
            .iter()
            .enumerate()
            .map(|(i, name)| view! { <option value=i.to_string() selected=chosen == Some(i)>{name.clone()}</option> })
            .collect_view();
        let choose = move |text: String| {
            let source = drop.source.with_value(|s| s.as_ref().map(|s| s.as_ref().clone()));
            if let (Some(source), Ok(column)) = (source, text.parse()) {
                drop.import(source, Some(column));
            }
        };
        view! {
            <label class="column">
                "Column "
                <select data-import-column="" on:change=input(move |event| choose(event_target_value(&event)))>{options}</select>
            </label>
        }
    });
    let queue = data.log.map(|fit| {
        view! { <a class="tool" data-import-queue="" href=format!("#/queue?{}", fit.queue_query())>"Open as a queue"</a> }
    });
    let saved = loaded.clone();
    let name = format!("{}.csv", data.name.rsplit_once('.').map_or(data.name.as_str(), |(stem, _)| stem));
    view! {
        <div class="summary" data-import-summary="" data-format=format!("{:?}", data.format) data-count=data.sample.count().to_string()>
            <p role="status">{says}</p>
            {(!notices.is_empty()).then(|| view! {
                <ul data-notice="">{notices.into_iter().map(|n| view! { <li>{n}</li> }).collect_view()}</ul>
            })}
            {(!unreadable.is_empty()).then(|| view! {
                <details class="more">
                    <summary>"What could not be read"</summary>
                    <ul>
                        {unreadable.into_iter().map(|u| view! { <li>{format!("line {}: ", u.line)}<code>{u.text}</code></li> }).collect_view()}
                    </ul>
                </details>
            })}
            {chooser}
            <p class="help">{link_words}</p>
            <span class="tools">
                <button type="button" class="tool" data-import-export="" on:click=click(move |_| download::save_text(&name, "text/csv", &saved.sample.csv()))>
                    "Save as CSV"
                </button>
                {queue}
                <button type="button" class="tool" data-import-remove="" on:click=click(move |_| {
                    let default = drop.state.topic.defaults().swap_remove(drop.index);
                    drop.state.set(drop.index, default);
                })>"Back to the example"</button>
            </span>
        </div>
    }
}

/// What deserves a word about typed text.
#[component]
fn TextNotices(drop: Drop) -> impl IntoView {
    let notices = Memo::new(move |_| {
        drop.state.values.with(|values| match values.get(drop.index) {
            Some(Value::Text(_)) => drop.state.topic.notices(values),
            _ => Vec::new(),
        })
    });
    view! {
        <Show when=when(move || !notices.with(Vec::is_empty))>
            <ul class="summary" data-notice="" role="status">
                {part(move || notices.get().into_iter().map(|n| view! { <li>{n}</li> }).collect_view().into_any())}
            </ul>
        </Show>
    }
}
