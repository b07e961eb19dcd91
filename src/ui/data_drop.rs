//! The reader's own data: typed, pasted, dropped or chosen; recognised, counted, and kept in this tab.

use std::rc::Rc;

use explorer_core::import::{self, Dataset, ImportError, Importer, Loaded, Wanted};
use explorer_core::quantity;
use explorer_core::topic::{Shape, Value};
use leptos::prelude::*;

use crate::state::PageState;
use crate::ui::drop_zone::drop_zone;
use crate::ui::thin::{click, part, text, when};
use crate::ui::took;
use crate::web::{download, files, page};

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
    /// Why the last attempt came to nothing, and what the importer knows of it.
    refused: RwSignal<String>,
    error: RwSignal<Option<ImportError>>,
    /// What may be chosen by hand, as the reader offered it for this source.
    offered: RwSignal<Option<(&'static str, Vec<String>)>>,
    /// The choice made last: it keeps the focus when the choices are made anew.
    chose: StoredValue<Option<&'static str>>,
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
        Wanted::by_keys(of)
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
        self.offered.set(None);
        self.chose.set_value(None);
        for (key, word) in Wanted::KEYS {
            self.choose(key, word);
        }
    }

    /// Typed text and how it is to be read; nothing where a file is shown.
    fn typed(&self) -> Option<(String, Wanted)> {
        let text = self.state.values.with(|v| match v.get(self.index) {
            Some(Value::Text(text)) => Some(text.clone()),
            _ => None,
        })?;
        Some((text, self.wanted()))
    }

    /// What makes a choice and keeps the focus on it.
    fn chooser(&self) -> took::Choose {
        let drop = *self;
        Callback::new(move |(key, word): (&'static str, String)| {
            drop.chose.set_value(Some(key));
            drop.choose(key, &word);
        })
    }

    /// The choices that the data leave.
    fn choices(&self, data: &Dataset) -> AnyView {
        if let Some(key) = self.chose.try_update_value(Option::take).flatten() {
            Effect::new(move || page::focus(&format!("select[data-import-{key}]")));
        }
        took::choices(data, self.chooser())
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
        self.error.set(None);
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
                    self.offered.set(None);
                    self.source.set_value(Some((source, wanted)));
                    self.state.set(self.index, Value::Data(Loaded::new(dataset)));
                }
                Err(error) => {
                    self.refused.set(format!("“{}”: {error} What was there stays.", source.name));
                    if let Some((key, likely)) = error.offers() {
                        self.offered.set(Some((key, likely.to_vec())));
                    }
                    self.error.set(Some(error));
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
        error: RwSignal::new(None),
        offered: RwSignal::new(None),
        chose: StoredValue::new(None),
        source: StoredValue::new_local(None),
    };
    on_cleanup(move || {
        drop.turn.try_update(|t| *t += 1);
    });
    // A choice of column, unit, metric, status or name, wherever it is made, reads the file again at once.
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
    // Of all that a slider may move, only another text or another choice is a reason to read again.
    let to_read = Memo::new(move |_| drop.typed());
    let typed = Memo::new(move |_| {
        to_read.with(|text| text.as_ref().map(|(text, wanted)| import::read_as("pasted", text.as_bytes(), wanted)))
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
        <Refused drop typed />
        {part(move || drop.loaded().map(|loaded| view! { <Summary drop loaded /> }).into_any())}
        {part(move || typed.get().and_then(Result::ok).filter(worth_a_line).map(|data| view! { <Typed drop data /> }).into_any())}
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
        drop.error.set(None);
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
    let at_hand = drop.source.with_value(Option::is_some) && drop.choice("column").is_some();
    let chooser = at_hand.then(|| drop.choices(data));
    let report = data.report.as_deref().map(|report| took::stated(report, !data.stated.is_empty()));
    let queue = data.log.map(|fit| {
        view! { <a class="tool" data-import-queue="" href=format!("#/queue?{}", fit.queue_query())>"Open as a queue"</a> }
    });
    let saved = loaded.clone();
    let name = format!("{}.csv", data.name.rsplit_once('.').map_or(data.name.as_str(), |(stem, _)| stem));
    view! {
        <div class="summary" data-import-summary="" data-format=format!("{:?}", data.format) data-count=data.sample.count().to_string()>
            <p role="status" data-import-took="">{says}</p>
            {chooser}
            {report}
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

/// Whether typed text is more than a list of numbers: then it deserves a line on what was taken of it, and choices.
fn worth_a_line(data: &Dataset) -> bool {
    data.report.is_some()
        || data.columns.len() > 1
        || data.metrics.len() > 1
        || data.statuses.len() > 1
        || data.names.len() > 1
}

/// What was taken of typed text.
#[component]
fn Typed(drop: Drop, data: Dataset) -> impl IntoView {
    let says = format!("What was typed, {}.", data.took());
    let chooser = drop.choice("column").map(|_| drop.choices(&data));
    let report = data.report.as_deref().map(|report| took::stated(report, !data.stated.is_empty()));
    view! {
        <div class="summary" data-import-summary="" data-format=format!("{:?}", data.format) data-count=data.sample.count().to_string()>
            <p role="status" data-import-took="">{says}</p>
            {chooser}
            {report}
        </div>
    }
}

/// What can be made of a refused text after all: the figures it states, or the likeliest answers to choose from.
#[component]
fn Refused(drop: Drop, typed: Memo<Option<Result<Dataset, ImportError>>>) -> impl IntoView {
    let offers = move || {
        let typed = typed.with(|typed| {
            let Some(Err(error)) = typed else { return None };
            error.offers().map(|(key, likely)| (key, likely.to_vec()))
        });
        drop.offered.get().or(typed)
    };
    let report = move || {
        let typed = typed.with(|typed| match typed {
            Some(Err(error)) => error.states().cloned(),
            _ => None,
        });
        drop.error.with(|error| error.as_ref().and_then(ImportError::states).cloned()).or(typed)
    };
    view! {
        {part(move || offers().map(|(key, likely)| {
            let chosen = drop.wanted();
            let chosen = match key {
                "metric" => chosen.metric,
                "status" => chosen.status,
                "name" => chosen.name,
                _ => chosen.column,
            };
            took::candidates(key, &likely, &chosen, drop.chooser())
        }).into_any())}
        {part(move || report().map(|report| took::stated(&report, false)).into_any())}
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
