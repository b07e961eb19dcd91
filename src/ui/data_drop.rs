//! The reader's own data: typed, pasted, dropped or chosen; recognised, counted, and kept in this tab.

use std::rc::Rc;

use explorer_core::import::{Dataset, Importer, Loaded, UNIT_WORDS, Wanted};
use explorer_core::quantity;
use explorer_core::topic::{Shape, Value};
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
    /// What to read again when a choice changes.
    source: StoredValue<Option<(Rc<files::Source>, Wanted)>, LocalStorage>,
}

impl Drop {
    fn loaded(&self) -> Option<Loaded> {
        match self.state.values.with(|v| v.get(self.index).cloned()) {
            Some(Value::Data(loaded)) => Some(loaded),
            _ => None,
        }
    }

    /// Where the topic keeps a choice about the file.
    fn choice(&self, key: &str) -> Option<usize> {
        self.state.params.with_value(|params| params.iter().position(|p| p.key == key))
    }

    /// What the reader chose by hand.
    fn wanted(&self) -> Wanted {
        let of = |key: &str| match self.choice(key).and_then(|i| self.state.values.with(|v| v.get(i).cloned())) {
            Some(Value::Text(text)) => text,
            Some(Value::Word(word)) => word.to_owned(),
            _ => String::new(),
        };
        Wanted { column: of("column"), unit: of("unit"), metric: of("metric") }
    }

    /// Makes a choice; what is on the page is then read again by it.
    fn choose(&self, key: &str, word: &str) {
        let Some(i) = self.choice(key) else { return };
        let shape = self.state.params.with_value(|params| params[i].shape);
        let value = match shape {
            Shape::Choice(choices) => match choices.iter().find(|choice| choice.word == word) {
                Some(choice) => Value::Word(choice.word),
                None => return,
            },
            _ => Value::Text(word.to_owned()),
        };
        self.state.set(i, value);
    }

    /// Lets go of the file and of the choices made for it.
    fn forget(&self) {
        self.source.set_value(None);
        for (key, word) in [("column", ""), ("unit", "auto"), ("metric", "")] {
            self.choose(key, word);
        }
    }

    fn cancel(&self) {
        self.turn.update(|t| *t += 1);
        self.progress.set(None);
    }

    /// Reads a source; what was there stays until it has been read with success.
    fn import(self, source: files::Source) {
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
        let wanted = untrack(|| self.wanted());
        let mut importer = Importer::new(&source.name).with(wanted.clone());
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
                    self.source.set_value(Some((source, wanted)));
                    self.state.set(self.index, Value::Data(Loaded::new(dataset)));
                }
                Err(error) => {
                    self.refused.set(format!("“{}”: {error} What was there stays.", source.name));
                    // A choice made by hand may still make something of it.
                    self.source.set_value(Some((source, wanted)));
                }
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
    // A choice of column, unit or metric, wherever it is made, reads the file again at once.
    let wanted = Memo::new(move |_| drop.wanted());
    Effect::new(move || {
        let wanted = wanted.get();
        let again = drop.source.with_value(|s| {
            s.as_ref().filter(|(_, read_by)| *read_by != wanted).map(|(source, _)| source.as_ref().clone())
        });
        if let Some(source) = again {
            drop.import(source);
        }
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
    let hint = "or drop one here: tables, JSON, HAR, server logs, and what load testers write".to_owned();
    // Another file is not read by the choices made for the last one.
    let take = move |source| {
        drop.forget();
        drop.import(source);
    };
    let cancel = move || {
        drop.cancel();
        if drop.source.with_value(Option::is_some) {
            drop.forget();
        }
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
    let says = format!("“{}”, {}.", data.name, data.took());
    let in_link = data.groups_text(1_000).is_some();
    let link_words = if in_link {
        "As groups it is short enough to be in the link."
    } else {
        "It is too long for the link: whoever opens the link does not get it."
    };
    let notices = data.notices.clone();
    let unreadable = data.first_unreadable.clone();
    let chooser = view! { <Choices drop loaded=loaded.clone() /> };
    let queue = data.log.map(|fit| {
        view! { <a class="tool" data-import-queue="" href=format!("#/queue?{}", fit.queue_query())>"Open as a queue"</a> }
    });
    let saved = loaded.clone();
    let name = format!("{}.csv", data.name.rsplit_once('.').map_or(data.name.as_str(), |(stem, _)| stem));
    view! {
        <div class="summary" data-import-summary="" data-format=format!("{:?}", data.format) data-count=data.sample.count().to_string()>
            <p role="status" data-import-took="">{says}</p>
            {chooser}
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
            <p class="help">{link_words}</p>
            <span class="tools">
                <button type="button" class="tool" data-import-export="" on:click=click(move |_| download::save_text(&name, "text/csv", &saved.sample.csv()))>
                    "Save as CSV"
                </button>
                {queue}
                <button type="button" class="tool" data-import-remove="" on:click=click(move |_| {
                    drop.forget();
                    let default = drop.state.topic.defaults().swap_remove(drop.index);
                    drop.state.set(drop.index, default);
                })>"Back to the example"</button>
            </span>
        </div>
    }
}

/// Choices of column, unit and metric, where the file leaves one and is still at hand.
#[component]
fn Choices(drop: Drop, loaded: Loaded) -> impl IntoView {
    let at_hand = drop.source.with_value(Option::is_some) && drop.choice("column").is_some();
    let select = move |label: &'static str, key: &'static str, options: Vec<(String, String)>, chosen: String| {
        let options = options
            .into_iter()
            .map(|(word, name)| {
                let selected = word == chosen;
                view! { <option value=word selected=selected>{name}</option> }
            })
            .collect_view();
        let choose = input(move |event| drop.choose(key, &event_target_value(&event)));
        let chooses = |this: &str| (this == key).then_some("");
        view! {
            <label class="column">
                {label}
                <select
                    data-import-column=chooses("column")
                    data-import-unit=chooses("unit")
                    data-import-metric=chooses("metric")
                    on:change=choose
                >
                    {options}
                </select>
            </label>
        }
    };
    let same = |names: &[String]| names.iter().map(|name| (name.clone(), name.clone())).collect::<Vec<_>>();
    let column = (at_hand && loaded.columns.len() > 1).then(|| {
        let chosen = loaded.column.and_then(|i| loaded.columns.get(i).cloned()).unwrap_or_default();
        select("Column ", "column", same(&loaded.columns), chosen)
    });
    let unit = at_hand.then_some(()).and(loaded.unit).map(|unit| {
        let units = UNIT_WORDS.iter().skip(1).map(|(word, name, _)| ((*word).to_owned(), (*name).to_owned())).collect();
        select("Numbers are ", "unit", units, unit.to_owned())
    });
    let metric = (at_hand && loaded.metrics.len() > 1)
        .then(|| select("Metric ", "metric", same(&loaded.metrics), loaded.metric.clone().unwrap_or_default()));
    view! { <span class="tools">{metric} {column} {unit}</span> }
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
