//! Slow Elevator: an interactive explorer of the performance of computer systems, in the browser.
#![allow(missing_docs, reason = "the component macro makes undocumented items")]

mod app;
mod checks;
mod first_page;
mod floors;
mod page;
mod parts;
#[cfg(test)]
mod rooms;
mod stages;
mod state;
mod ui;
mod web;
mod words;

fn main() {
    std::panic::set_hook(Box::new(|info| web::page::report_panic(&info.to_string())));
    let Some(mount_point) = web::page::mount_point() else { return };
    leptos::mount::mount_to(mount_point, app::App).forget();
    web::page::remove_first_words();
}
