//! The document as a whole: title, attributes of the root, focus, media queries.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Sets the title of the tab.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Sets or removes an attribute of the root element.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    if let Some(root) = document().document_element() {
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}

/// Loads the page anew; its address, and so the settings in it, stays.
pub fn reload() {
    let _ = window().location().reload();
}

/// Moves the focus to the first element that matches, where there is one.
pub fn focus(selector: &str) {
    if let Ok(Some(element)) = document().query_selector(selector)
        && let Ok(element) = element.dyn_into::<web_sys::HtmlElement>()
    {
        let _ = element.focus();
    }
}

/// Scrolls to the first element that matches, where there is one.
pub fn scroll_to(selector: &str) {
    if let Ok(Some(element)) = document().query_selector(selector) {
        element.scroll_into_view();
    }
}

/// Whether the middle of the first element that matches is on the screen.
pub fn in_sight(selector: &str) -> bool {
    let Ok(Some(element)) = document().query_selector(selector) else { return false };
    let edges = element.get_bounding_client_rect();
    let height = window().inner_height().ok().and_then(|h| h.as_f64()).unwrap_or(0.0);
    let middle = edges.top() + 0.5 * edges.height();
    middle > 0.0 && middle < height
}

/// Scrolls to the top.
pub fn scroll_to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// Removes the static words that stood before the program started.
pub fn remove_first_words() {
    if let Some(words) = document().get_element_by_id("first-words") {
        words.remove();
    }
}

/// Whether a media query holds now.
pub fn media(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// Hands a panic's words to the page outside the program, which shows them and stops calling in.
pub fn report_panic(words: &str) {
    web_sys::console::error_1(&words.into());
    let init = web_sys::CustomEventInit::new();
    init.set_detail(&words.into());
    if let Ok(event) = web_sys::CustomEvent::new_with_event_init_dict("explorer-panic", &init) {
        let _ = window().dispatch_event(&event);
    }
}

/// The mount point.
pub fn mount_point() -> Option<web_sys::HtmlElement> {
    document().get_element_by_id("app")?.dyn_into().ok()
}

/// Whether a field for text has the focus.
pub fn writing() -> bool {
    document().active_element().is_some_and(|element| match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => !matches!(element.get_attribute("type").as_deref(), Some("range" | "checkbox" | "radio" | "file")),
        _ => false,
    })
}

/// Calls with each key before any control sees it; a key that the call says it used goes no further. Ends with its owner.
pub fn on_key_first(call: impl Fn(&web_sys::KeyboardEvent) -> bool + 'static) {
    let hear = Closure::<dyn Fn(web_sys::KeyboardEvent)>::new(move |event: web_sys::KeyboardEvent| {
        if call(&event) {
            event.prevent_default();
            event.stop_immediate_propagation();
        }
    });
    let _ = window().add_event_listener_with_callback_and_bool("keydown", hear.as_ref().unchecked_ref(), true);
    let kept = StoredValue::new_local(Some(hear));
    on_cleanup(move || {
        let Some(hear) = kept.try_update_value(Option::take).flatten() else { return };
        let _ = window().remove_event_listener_with_callback_and_bool("keydown", hear.as_ref().unchecked_ref(), true);
        // It may be this very call that ended its owner: it is let go once it has returned.
        request_animation_frame(move || drop(hear));
    });
}

/// What had the focus, to be given it back.
#[derive(Clone, Copy)]
pub struct Focus(StoredValue<Option<web_sys::HtmlElement>, LocalStorage>);

impl Focus {
    /// What has it now.
    pub fn now() -> Self {
        let element = document().active_element().and_then(|element| element.dyn_into().ok());
        Self(StoredValue::new_local(element))
    }

    /// Gives it back, in the next frame; to the first element that matches where what had it is gone, or was the page itself.
    pub fn back(&self, otherwise: &'static str) {
        let element = self.0.try_update_value(Option::take).flatten();
        request_animation_frame(move || match element.filter(|e| e.is_connected() && e.tag_name() != "BODY") {
            Some(element) => {
                let _ = element.focus();
            }
            None => focus(otherwise),
        });
    }
}

/// Whether a control that takes keys itself has the focus.
pub fn typing() -> bool {
    document().active_element().is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT" | "BUTTON" | "SUMMARY")
            || element.get_attribute("role").is_some_and(|role| role == "slider")
    })
}
