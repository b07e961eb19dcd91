//! A picture in the formats that this browser can write, by its own encoders, at several widths. Nothing leaves the tab.

use js_sys::Promise;
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, Url};

use super::files::Source;

/// Widest picture that is encoded, in pixels: beyond that browsers begin to refuse canvases.
const WIDEST: f64 = 4_096.0;
/// Types that are asked for, with the width at most (0 for the picture's own).
const ASKED: [(&str, f64); 7] = [
    ("image/png", 0.0),
    ("image/jpeg", 0.0),
    ("image/webp", 0.0),
    ("image/avif", 0.0),
    ("image/jpeg", 800.0),
    ("image/webp", 800.0),
    ("image/webp", 400.0),
];
/// Quality asked for. Encoders do not mean the same by it.
pub const QUALITY: f64 = 0.8;

/// One encoding.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Type that was asked for.
    pub asked: &'static str,
    /// Type that came.
    pub got: String,
    /// Pixels.
    pub width: f64,
    /// Pixels.
    pub height: f64,
    /// Bytes.
    pub bytes: f64,
}

/// What came of a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Encoded {
    /// Name of the file.
    pub name: String,
    /// Its bytes as it came; 0 for a drawn one.
    pub bytes: f64,
    /// The encodings.
    pub rows: Vec<Row>,
}

/// Encodes a picture of the reader's.
///
/// # Errors
/// A sentence where the browser cannot read it.
pub async fn encode(source: &Source) -> Result<Encoded, String> {
    let unreadable = || format!("“{}” is no picture that this browser can read.", source.name);
    let address = Url::create_object_url_with_blob(source.blob()).map_err(|_| unreadable())?;
    let image = HtmlImageElement::new().map_err(|_| unreadable())?;
    image.set_src(&address);
    let decoded = JsFuture::from(image.decode()).await;
    let _ = Url::revoke_object_url(&address);
    decoded.map_err(|_| unreadable())?;
    let (width, height) = (f64::from(image.natural_width()), f64::from(image.natural_height()));
    if width < 1.0 || height < 1.0 {
        return Err(unreadable());
    }
    let paint = |context: &CanvasRenderingContext2d, w: f64, h: f64| {
        context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, w, h).is_ok()
    };
    let rows = all(width, height, &paint).await.ok_or_else(unreadable)?;
    Ok(Encoded { name: source.name.clone(), bytes: source.bytes(), rows })
}

/// Encodes a picture that is drawn here: soft colours and hard edges.
///
/// # Errors
/// A sentence where the browser gives no canvas.
pub async fn encode_drawn() -> Result<Encoded, String> {
    let rows = all(1_600.0, 1_067.0, &draw).await.ok_or("This browser gives the page no canvas to draw on.")?;
    Ok(Encoded { name: "a drawn picture".into(), bytes: 0.0, rows })
}

async fn all(
    width: f64,
    height: f64,
    paint: &impl Fn(&CanvasRenderingContext2d, f64, f64) -> bool,
) -> Option<Vec<Row>> {
    let mut rows = Vec::new();
    for (asked, most) in ASKED {
        if most > 0.0 && most >= width {
            continue;
        }
        let own = WIDEST.min(WIDEST * width / height).min(width);
        let w = if most > 0.0 { most } else { own }.max(1.0).round();
        let h = (w * height / width).max(1.0).round();
        let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.unchecked_into();
        canvas.set_width(w as u32);
        canvas.set_height(h as u32);
        let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
        if !paint(&context, w, h) {
            return None;
        }
        let promise = Promise::new(&mut |resolve, _| {
            let _ = canvas.to_blob_with_type_and_encoder_options(&resolve, asked, &JsValue::from_f64(QUALITY));
        });
        let blob: Blob = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
        rows.push(Row { asked, got: blob.type_(), width: w, height: h, bytes: blob.size() });
    }
    Some(rows)
}

/// A hillside of two hundred lights, the same each time.
fn draw(context: &CanvasRenderingContext2d, w: f64, h: f64) -> bool {
    let fill = |hue: f64, light: f64, alpha: f64| {
        context.set_fill_style_str(&format!("hsl({hue:.1} 55% {light:.1}% / {alpha:.2})"));
    };
    let bands = 160;
    for i in 0..bands {
        let t = f64::from(i) / f64::from(bands);
        fill(215.0 - 190.0 * t, 30.0 + 45.0 * t, 1.0);
        context.fill_rect(0.0, t * h, w, h / f64::from(bands) + 1.0);
    }
    let mut state: u32 = 42;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 8) / 16_777_216.0
    };
    for _ in 0..200 {
        let (x, y, r) = (next() * w, next() * h, (0.004 + 0.04 * next()) * w);
        fill(360.0 * next(), 30.0 + 50.0 * next(), 0.25 + 0.6 * next());
        context.begin_path();
        let _ = context.arc(x, y, r, 0.0, std::f64::consts::TAU);
        context.fill();
    }
    // Grain, as a camera's sensor leaves it.
    for _ in 0..9_000 {
        fill(40.0, 100.0 * next(), 0.18);
        context.fill_rect(next() * w, next() * h, w / 400.0, w / 400.0);
    }
    true
}
