//! Watching how large elements are.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

/// Watches an element as long as it lives.
pub struct Watched {
    observer: ResizeObserver,
    _call: Closure<dyn FnMut()>,
}

impl Watched {
    /// Calls now and whenever the element's size changes; `None` where the browser cannot watch.
    pub fn new(element: &Element, call: impl Fn() + 'static) -> Option<Self> {
        let call = Closure::<dyn FnMut()>::new(call);
        let observer = ResizeObserver::new(call.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self { observer, _call: call })
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Width and height of an element in px.
pub fn size_px(element: &Element) -> (f64, f64) {
    let rect = element.get_bounding_client_rect();
    (rect.width(), rect.height())
}

/// Where a pointer is inside an element, in px from its upper left corner.
pub fn pointer_px(element: &Element, event: &web_sys::PointerEvent) -> (f64, f64) {
    let rect = element.get_bounding_client_rect();
    (f64::from(event.client_x()) - rect.left(), f64::from(event.client_y()) - rect.top())
}
