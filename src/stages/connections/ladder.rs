//! Every greeting as a ladder: time runs down, messages cross between client and server. All are drawn to one scale.

use explorer_core::network::handshake::{Handshake, Message, Part};
use explorer_core::network::page_load::Protocol;
use explorer_core::quantity::{self, Unit};
use explorer_core::topic::{Field, Words};
use explorer_core::topics::connections::{Inputs, Security};
use leptos::prelude::*;

use crate::state::PageState;

/// Where the client's and the server's lines stand, and how long half a round trip is, in the picture's own units.
const CLIENT: f64 = 50.0;
const SERVER: f64 = 186.0;
const HALF: f64 = 30.0;
const TOP: f64 = 12.0;
const WIDTH: f64 = 196.0;
/// The longest ladder, in halves of a round trip.
const LONGEST: f64 = 8.0;

/// The inputs that stand for a greeting.
fn sets(handshake: Handshake) -> (Protocol, Security) {
    match handshake {
        Handshake::Tcp => (Protocol::Http11, Security::None),
        Handshake::Tls12 => (Protocol::Http11, Security::Tls12),
        Handshake::Tls13 => (Protocol::Http11, Security::Tls13),
        Handshake::Tls13EarlyData => (Protocol::Http11, Security::Resumed),
        Handshake::Quic => (Protocol::Http3, Security::Tls13),
        Handshake::QuicEarlyData => (Protocol::Http3, Security::Resumed),
    }
}

/// The ladders.
pub fn stage(state: PageState, now: Memo<Inputs>) -> AnyView {
    let chosen = Memo::new(move |_| now.with(|n| n.handshake(n.protocol)));
    let trip_ms = Memo::new(move |_| now.with(|n| n.round_trip_ms));
    let choose = move |handshake: Handshake| {
        let (protocol, security) = sets(handshake);
        let keeps = |n: &Inputs| (n.protocol == Protocol::Http3) == (protocol == Protocol::Http3);
        if !now.with_untracked(keeps)
            && let Some(index) = state.index("protocol")
        {
            state.set(index, protocol.value());
        }
        if let Some(index) = state.index("security") {
            state.set(index, security.value());
        }
    };
    let ladders = Handshake::ALL
        .into_iter()
        .map(|handshake| {
            let is_chosen = move || chosen.get() == handshake;
            let waits = move || quantity::format(trip_ms.get() * f64::from(handshake.round_trips()), Unit::MS);
            let says = move || {
                let words: Vec<&str> = handshake.messages().iter().map(|m| m.says).collect();
                format!("{}: {}. The request leaves after {}.", handshake.name(), words.join("; "), waits())
            };
            view! {
                <figure class="ladder" class:chosen=is_chosen>
                    <button
                        type="button"
                        data-stage=format!("greet-{}-{}", sets(handshake).0.word(), sets(handshake).1.word())
                        aria-pressed=move || is_chosen().to_string()
                        on:click=move |_| choose(handshake)
                    >
                        <b>{handshake.name()}</b>
                        <span>{waits}</span>
                    </button>
                    <svg class="picture" viewBox=format!("0 0 {WIDTH} {}", TOP + LONGEST * HALF + 8.0) role="img" aria-label=says>
                        {axis(trip_ms)}
                        {handshake.messages().iter().map(rung).collect_view()}
                    </svg>
                </figure>
            }
        })
        .collect_view();
    view! {
        <h2>"What is said before the request"</h2>
        <div class="ladders">{ladders}</div>
        <p class="ladder-key">
            <span class="key-line">"transport"</span>
            <span class="key-line keys">"keys"</span>
            <span class="key-line asked">"request and answer"</span>
            " Time runs down, one scale for all. The time beside each name is until the request leaves."
        </p>
    }
    .into_any()
}

/// The two lines and the round trips on the left.
fn axis(trip_ms: Memo<f64>) -> impl IntoView {
    let bottom = TOP + LONGEST * HALF;
    let ticks = (0..=4)
        .map(|trips| {
            let y = TOP + f64::from(trips) * 2.0 * HALF;
            let words = move || {
                if trips == 0 { "0".to_owned() } else { quantity::format(f64::from(trips) * trip_ms.get(), Unit::MS) }
            };
            view! {
                <path class="tick" d=format!("M{} {y}H{SERVER}", CLIENT - 4.0)></path>
                <text x=CLIENT - 7.0 y=y + 4.0 text-anchor="end">{words}</text>
            }
        })
        .collect_view();
    view! {
        {ticks}
        <path class="side" d=format!("M{CLIENT} {TOP}V{bottom}M{SERVER} {TOP}V{bottom}")></path>
    }
}

/// A message: a line that falls as it crosses, with a head.
fn rung(message: &Message) -> impl IntoView + use<> {
    let y0 = TOP + f64::from(message.sent_half_trips) * HALF;
    let y1 = y0 + HALF;
    let (x0, x1, back) = if message.from_client { (CLIENT, SERVER, -1.0) } else { (SERVER, CLIENT, 1.0) };
    let class = match message.part {
        Part::Transport => "rung",
        Part::Encryption => "rung keys",
        Part::Request => "rung asked",
    };
    // The words stand on the line and fall with it.
    let (x, y) = ((CLIENT + SERVER) / 2.0, y0 + HALF / 2.0);
    let turn = (if message.from_client { 1.0 } else { -1.0 }) * (HALF / (SERVER - CLIENT)).atan().to_degrees();
    let head = format!("M{} {}L{x1} {y1}L{} {}", x1 + back * 9.0, y1 - 7.0, x1 + back * 10.0, y1 + 2.0);
    view! {
        <path class=class d=format!("M{x0} {y0}L{x1} {y1}")></path>
        <path class=format!("{class} head") d=head></path>
        <text class="said" transform=format!("rotate({turn:.1} {x} {y})") x=x y=y - 4.0 text-anchor="middle">{message.says}</text>
    }
}
