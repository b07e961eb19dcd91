//! A picture of the reader's, written by the browser's own encoders.

use explorer_core::quantity::{self, Unit};
use leptos::prelude::*;

use crate::web::files;
use crate::web::picture::{Encoded, QUALITY, Row, encode, encode_drawn};

/// Largest file that is decoded.
const LARGEST_BYTES: f64 = 50e6;

/// The place to drop a picture.
pub fn view() -> AnyView {
    let result: RwSignal<Option<Encoded>> = RwSignal::new(None);
    let refused = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let over = RwSignal::new(false);
    let turn = RwSignal::new(0_u32);
    let take = move |source: Option<files::Source>| {
        if let Some(source) = source.as_ref().filter(|s| s.bytes() > LARGEST_BYTES) {
            refused.set(format!("“{}” has more than 50 MB. What was there stays.", source.name));
            return;
        }
        turn.update(|t| *t += 1);
        let mine = turn.get_untracked();
        busy.set(true);
        refused.set(String::new());
        leptos::task::spawn_local(async move {
            let done = match &source {
                Some(source) => encode(source).await,
                None => encode_drawn().await,
            };
            // Another picture, or another page, since then.
            if turn.try_get_untracked() != Some(mine) {
                return;
            }
            busy.set(false);
            match done {
                Ok(encoded) => result.set(Some(encoded)),
                Err(why) => refused.set(format!("{why} What was there stays.")),
            }
        });
    };
    let table = move || result.with(|r| r.as_ref().map(rows));
    view! {
        <div
            class="picture-drop"
            class:over=move || over.get()
            on:dragover=move |event| {
                if files::carries_files(&event) {
                    event.prevent_default();
                    over.set(true);
                }
            }
            on:dragleave=move |_| over.set(false)
            on:drop=move |event| {
                over.set(false);
                if files::carries_files(&event) {
                    event.prevent_default();
                    if let Some(source) = files::dropped(&event) {
                        take(Some(source));
                    }
                }
            }
        >
            <div class="file-row">
                <input type="file" accept="image/*" class="file" id="file-picture" data-file="picture" on:change=move |event| if let Some(source) = files::chosen(&event) { take(Some(source)) } />
                <label class="tool" for="file-picture">"Choose a picture"</label>
                <button type="button" class="tool" data-stage="draw-picture" on:click=move |_| take(None)>"Draw one"</button>
                <span class="help">"or drop one here. It stays in this tab."</span>
            </div>
            <p role="status" class="stage-help">{move || if busy.get() { "Encoding…" } else { "" }}</p>
            <p class="complaint" role="alert">{move || refused.get()}</p>
            {table}
        </div>
    }
    .into_any()
}

fn name(kind: &str) -> String {
    kind.strip_prefix("image/").unwrap_or(kind).to_uppercase()
}

fn rows(encoded: &Encoded) -> AnyView {
    let jpeg = encoded.rows.iter().find(|r| r.asked == "image/jpeg").map_or(1.0, |r| r.bytes);
    let row = |r: &Row| {
        let came = if r.got == r.asked {
            format!("{} %", quantity::significant(100.0 * r.bytes / jpeg.max(1.0), 3))
        } else {
            format!("not written here: {} came", name(&r.got))
        };
        view! {
            <tr data-picture=r.asked data-type=r.got.clone() data-bytes=format!("{}", r.bytes)>
                <th scope="row">{name(r.asked)}</th>
                <td>{format!("{}×{}", r.width, r.height)}</td>
                <td class="money">{quantity::format(r.bytes, Unit::BYTES)}</td>
                <td class="money came">{came}</td>
            </tr>
        }
    };
    let came = if encoded.bytes > 0.0 {
        format!("“{}”, {} as it came.", encoded.name, quantity::format(encoded.bytes, Unit::BYTES))
    } else {
        "A picture drawn here, smooth colours with hard edges and grain.".into()
    };
    view! {
        <p role="status">{came}</p>
        <div class="table-scroll"><table class="vitals">
            <thead><tr><th scope="col">"format"</th><th scope="col">"pixels"</th><th scope="col" class="money">"size"</th><th scope="col" class="money came">"of the full JPEG"</th></tr></thead>
            <tbody>{encoded.rows.iter().map(row).collect_view()}</tbody>
        </table></div>
        <p class="stage-help">{format!("By this browser’s own encoders at quality {QUALITY}. The same figure does not mean the same quality in two formats: look at both before you trust a percentage. Browsers show AVIF but do not write it.")}</p>
    }
    .into_any()
}
