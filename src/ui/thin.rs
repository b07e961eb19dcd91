//! One type for many closures. Leptos makes code for every type it meets, and each closure is a type of its own; behind these
//! few types the code is made once, which keeps the download small.

use leptos::ev;
use leptos::prelude::*;

/// A text that follows the state: an attribute, a property or a text node.
pub fn text(f: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(f)
}

/// One of a few fixed words that follows the state.
pub fn word(f: impl Fn() -> &'static str + Send + Sync + 'static) -> Signal<&'static str> {
    Signal::derive(f)
}

/// Whether a class or an attribute is there, following the state.
pub fn flag(f: impl Fn() -> bool + Send + Sync + 'static) -> Signal<bool> {
    Signal::derive(f)
}

/// The condition of a `<Show>`.
pub fn when(f: impl Fn() -> bool + Send + Sync + 'static) -> Box<dyn Fn() -> bool + Send + Sync> {
    Box::new(f)
}

/// Part of the view that is made anew when the state it reads changes.
pub fn part(f: impl FnMut() -> AnyView + Send + 'static) -> Box<dyn FnMut() -> AnyView + Send> {
    Box::new(f)
}

/// What a click does.
pub fn click(f: impl FnMut(ev::MouseEvent) + 'static) -> Box<dyn FnMut(ev::MouseEvent)> {
    Box::new(f)
}

/// What typing, choosing or opening does.
pub fn input(f: impl FnMut(ev::Event) + 'static) -> Box<dyn FnMut(ev::Event)> {
    Box::new(f)
}

/// What a key does.
pub fn key(f: impl FnMut(ev::KeyboardEvent) + 'static) -> Box<dyn FnMut(ev::KeyboardEvent)> {
    Box::new(f)
}

/// What coming or leaving does.
pub fn focus(f: impl FnMut(ev::FocusEvent) + 'static) -> Box<dyn FnMut(ev::FocusEvent)> {
    Box::new(f)
}

/// What the pointer does.
pub fn pointer(f: impl FnMut(ev::PointerEvent) + 'static) -> Box<dyn FnMut(ev::PointerEvent)> {
    Box::new(f)
}
