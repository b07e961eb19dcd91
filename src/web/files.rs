//! Files and long pastes, read slice by slice inside the tab. Nothing is sent anywhere.

use js_sys::{ArrayBuffer, JsString, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DragEvent, File, HtmlInputElement};

/// Bytes of a slice: some twenty milliseconds of reading, so that the page stays awake between two.
const SLICE_BYTES: f64 = 384.0 * 1024.0;

/// A file, or a text as long as one.
#[derive(Clone)]
pub struct Source {
    blob: Blob,
    /// Its name.
    pub name: String,
}

impl Source {
    /// Size in bytes.
    pub fn bytes(&self) -> f64 {
        self.blob.size()
    }

    /// What the browser holds of it.
    pub(super) fn blob(&self) -> &Blob {
        &self.blob
    }
}

/// The first file chosen in a file field, which is emptied so that the same file can be chosen again.
pub fn chosen(event: &leptos::ev::Event) -> Option<Source> {
    let field: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = field.files()?.get(0)?;
    field.set_value("");
    Some(of_file(file))
}

/// The first file dropped.
pub fn dropped(event: &DragEvent) -> Option<Source> {
    Some(of_file(event.data_transfer()?.files()?.get(0)?))
}

/// Whether a drag carries files (text may be dragged too).
pub fn carries_files(event: &DragEvent) -> bool {
    event
        .data_transfer()
        .is_some_and(|data| data.types().iter().any(|kind| kind.as_string().as_deref() == Some("Files")))
}

fn of_file(file: File) -> Source {
    Source { name: file.name(), blob: file.unchecked_into() }
}

/// What is on the clipboard as text, and how many characters; the text itself stays with the browser.
pub fn pasted(event: &leptos::ev::ClipboardEvent) -> Option<(JsString, u32)> {
    let text: JsString =
        event.clipboard_data()?.get_data("text").ok().map(|text| JsValue::from(text).unchecked_into())?;
    let length = text.length();
    Some((text, length))
}

/// A text as a source.
pub fn of_text(name: &str, text: &JsValue) -> Option<Source> {
    let blob = Blob::new_with_str_sequence(&js_sys::Array::of1(text)).ok()?;
    Some(Source { name: name.to_owned(), blob })
}

/// Reads a source from start to end; after each slice `take` is given it and says whether to go on.
/// Says whether it came to the end: a file that cannot be read any more (moved, or its drive gone) does not.
pub async fn read(source: &Source, mut take: impl FnMut(&[u8]) -> bool) -> bool {
    let size = source.blob.size();
    let mut buffer = Vec::new();
    let mut at = 0.0;
    while at < size {
        let end = (at + SLICE_BYTES).min(size);
        let Ok(part) = source.blob.slice_with_f64_and_f64(at, end) else { return false };
        let Ok(bytes) = JsFuture::from(part.array_buffer()).await else { return false };
        let bytes = Uint8Array::new(bytes.unchecked_ref::<ArrayBuffer>());
        buffer.resize(bytes.length() as usize, 0);
        bytes.copy_to(&mut buffer);
        if !take(&buffer) {
            return false;
        }
        at = end;
        breathe().await;
    }
    true
}

/// Lets the browser paint and listen before going on.
async fn breathe() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        set_timeout(
            move || {
                let _ = resolve.call0(&JsValue::NULL);
            },
            std::time::Duration::ZERO,
        );
    });
    let _ = JsFuture::from(promise).await;
}
