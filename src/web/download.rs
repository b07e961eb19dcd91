//! Files for the reader: made in the page, handed over without asking a server.

use leptos::prelude::document;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement, HtmlImageElement, Url,
};

/// Saves text under a name.
pub fn save_text(name: &str, kind: &str, text: &str) {
    if let Some(blob) = blob(kind, text) {
        save(name, &blob);
    }
}

/// Saves a picture given as an SVG document as PNG, so many pixels to a px.
pub fn save_png(name: String, svg: &str, (width_px, height_px): (f64, f64), scale: f64) {
    let Some(blob) = blob("image/svg+xml", svg) else { return };
    let (Ok(address), Ok(image)) = (Url::create_object_url_with_blob(&blob), HtmlImageElement::new()) else { return };
    let loaded = image.clone();
    let given = address.clone();
    let on_load = Closure::once_into_js(move || {
        let _ = paint(&loaded, (width_px * scale, height_px * scale), name);
        let _ = Url::revoke_object_url(&given);
    });
    image.set_onload(Some(on_load.unchecked_ref()));
    image.set_src(&address);
}

fn paint(image: &HtmlImageElement, (width, height): (f64, f64), name: String) -> Result<(), JsValue> {
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    canvas.set_width(width.round() as u32);
    canvas.set_height(height.round() as u32);
    let Some(context) = canvas.get_context("2d")? else { return Ok(()) };
    let context: CanvasRenderingContext2d = context.unchecked_into();
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height)?;
    let done = Closure::once_into_js(move |blob: JsValue| {
        if let Ok(blob) = blob.dyn_into::<Blob>() {
            save(&name, &blob);
        }
    });
    canvas.to_blob(done.unchecked_ref())
}

fn blob(kind: &str, text: &str) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    Blob::new_with_str_sequence_and_options(&js_sys::Array::of1(&text.into()), &options).ok()
}

fn save(name: &str, blob: &Blob) {
    let Ok(address) = Url::create_object_url_with_blob(blob) else { return };
    if let Ok(link) = document().create_element("a") {
        let link: HtmlAnchorElement = link.unchecked_into();
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    // The browser has taken hold of it by then.
    leptos::prelude::set_timeout(
        move || {
            let _ = Url::revoke_object_url(&address);
        },
        std::time::Duration::from_secs(20),
    );
}
