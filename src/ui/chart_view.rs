//! A chart on the page: the picture, and around it everything that makes it readable without one.
//!
//! The picture is SVG from the charts crate, laid out for the width it has and repainted only when its data or its room
//! change, at most once a frame. Hovering, dragging and drawing move things over it. Name, sentence, keyboard reading, table
//! and downloads come from the same specification.

mod data;
mod draw;
mod handle;
mod hover;

use explorer_charts::{LegendItem, Painted, Size, legend, svg};
use explorer_core::chart::ChartSpec;
use leptos::html::Div;
use leptos::prelude::*;

use crate::ui::thin::{part, pointer, text, when, word};

use crate::state::hand::{Hand, On};
use crate::state::pace;
use crate::web::frames::FrameLoop;
use crate::web::resize;

pub use draw::DrawPrompt;

/// What the parts of one chart share. Cheap to copy.
#[derive(Clone, Copy)]
struct Chart {
    /// What is shown now: without what the reader has yet to draw.
    shown: Memo<ChartSpec>,
    /// Width of the room and size of text, in px; nothing before the first look.
    room: RwSignal<Option<(f64, f64)>>,
    painted: RwSignal<Option<Painted>>,
    /// Where the chart is read, on the axis it is read along.
    read_at: RwSignal<Option<f64>>,
    /// Its name.
    id: &'static str,
    /// The reader's hand; taken here while it is on the handle.
    hand: Hand,
    /// The element that holds the picture.
    picture: NodeRef<Div>,
}

impl Chart {
    /// Whether the handle is being dragged: then it alone is repainted where it alone has moved. Follows.
    fn is_dragged(&self) -> bool {
        self.hand.on() == Some(On::Handle(self.id))
    }

    /// The size to paint for.
    fn size(&self, spec: &ChartSpec) -> Option<Size> {
        let (width_px, text_px) = self.room.try_get_untracked().flatten()?;
        Some(Size::fitting(spec, width_px, text_px))
    }

    /// Paints what is shown; `last` remembers what was.
    fn paint(&self, last: StoredValue<Option<ChartSpec>>) {
        let Some(spec) = self.shown.try_get_untracked() else { return };
        let Some(size) = self.size(&spec) else { return };
        let is_same_room = self.painted.with_untracked(|p| p.as_ref().is_some_and(|p| p.size == size));
        let has_same_marks = last.with_value(|last| {
            last.as_ref().is_some_and(|l| l.x == spec.x && l.y == spec.y && l.layers == spec.layers)
        });
        if is_same_room && has_same_marks && untrack(|| self.is_dragged()) {
            self.painted.update(|painted| {
                if let Some(painted) = painted {
                    painted.repaint_handle(&spec);
                }
            });
        } else {
            self.painted.set(Some(svg(&spec, size)));
        }
        last.set_value(Some(spec));
    }

    /// Looks at the room once, then repaints when it or the chart changes.
    fn keep_painted(self, probe: NodeRef<Div>) {
        let watched: StoredValue<Option<resize::Watched>, LocalStorage> = StoredValue::new_local(None);
        Effect::new(move |_| {
            let Some(element) = probe.get() else { return };
            let watch = element.clone();
            let look = move || {
                let (width, text) = resize::size_px(&watch);
                if width > 0.0 {
                    let room = Some((width.floor(), text));
                    if self.room.try_get_untracked().is_some_and(|before| before != room) {
                        self.room.set(room);
                    }
                }
            };
            look();
            watched.set_value(resize::Watched::new(&element, look));
        });
        on_cleanup(move || {
            watched.try_update_value(Option::take);
        });
        let last = StoredValue::new(None);
        let frames = StoredValue::new_local(FrameLoop::new(move |_| {
            self.paint(last);
            false
        }));
        Effect::new(move |before: Option<(Option<(f64, f64)>, bool)>| {
            let now = (self.room.get(), self.is_dragged());
            self.shown.track();
            if before.is_none_or(|before| before.0 != now.0) {
                // A new size is painted at once, or the page would jump.
                self.paint(last);
            } else {
                frames.with_value(FrameLoop::wake);
            }
            now
        });
    }
}

/// A chart with its caption, legend, readings, table and downloads.
#[component]
pub fn ChartView(
    /// Its name.
    id: &'static str,
    /// The chart, as often as it is to follow.
    #[prop(into)]
    spec: Signal<ChartSpec>,
    /// Receives the key of the input and its new value while the reader drags the operating point.
    #[prop(into)]
    on_drag: Callback<(&'static str, f64)>,
    /// The reader's hand; taken here while it drags the operating point.
    hand: Hand,
    /// Asks the reader to draw the curve before it is shown.
    #[prop(optional_no_strip)]
    draw: Option<DrawPrompt>,
) -> impl IntoView {
    let drawn = draw.map(draw::Drawn::new);
    let chart = Chart {
        shown: Memo::new(move |_| {
            spec.with(|spec| drawn.as_ref().map_or_else(|| spec.clone(), |drawn| drawn.overlay(spec)))
        }),
        room: RwSignal::new(None),
        painted: RwSignal::new(None),
        read_at: RwSignal::new(None),
        id,
        hand,
        picture: NodeRef::new(),
    };
    let probe = NodeRef::<Div>::new();
    chart.keep_painted(probe);
    let part = move |pick: fn(&Painted) -> &String| {
        Memo::new(move |_| {
            chart
                .painted
                .with(|painted| painted.as_ref().map_or_else(String::new, |painted| painted.element(pick(painted))))
        })
    };
    let (marks, handle) = (part(|painted| &painted.marks), part(|painted| &painted.handle));
    let title = Memo::new(move |_| chart.shown.with(|spec| spec.title.clone()));
    let says = Memo::new(move |_| chart.shown.with(|spec| spec.says.clone()));
    let is_hidden = move || drawn.is_some_and(|drawn| !drawn.is_revealed());
    view! {
        <figure class="chart" data-chart=word(move || spec.with(|spec| spec.id)) aria-label=text(move || title.get())>
            <p class="chart-title" aria-hidden="true">{text(move || title.get())}</p>
            {drawn.map(|drawn| view! { <draw::Ask drawn /> })}
            <div
                class="chart-picture"
                node_ref=chart.picture
                on:pointermove=pointer(move |event| hover::follow(chart, &event))
                on:pointerdown=pointer(move |event| hover::follow(chart, &event))
                on:pointerleave=pointer(move |_| chart.read_at.set(None))
            >
                <div class="chart-probe" node_ref=probe aria-hidden="true"></div>
                <div class="chart-marks" aria-hidden="true" inner_html=text(move || marks.get())></div>
                <div class="chart-layer" aria-hidden="true" inner_html=text(move || handle.get())></div>
                <hover::Hover chart />
                <handle::Grip chart on_drag />
                {drawn.map(|drawn| view! { <draw::Pad chart drawn /> })}
            </div>
            <Legend chart />
            <figcaption data-chart-says="" class="chart-says">{text(move || says.get())}</figcaption>
            {drawn.map(|drawn| view! { <draw::Outcome chart drawn spec /> })}
            <Show when=when(move || !is_hidden())>
                <data::DataTwin chart />
            </Show>
        </figure>
    }
}

/// What the plot itself does not name.
#[component]
fn Legend(chart: Chart) -> impl IntoView {
    let all = move || {
        let size = chart.painted.with(|painted| painted.as_ref().map(|painted| painted.size))?;
        Some(chart.shown.with(|spec| legend(spec, size)))
    };
    let items = pace::at_rest(all, move || chart.hand.is_busy());
    let entry = |item: LegendItem| {
        view! {
            <li>
                <span aria-hidden="true" inner_html=item.swatch></span>
                {item.label}
            </li>
        }
    };
    part(move || {
        let items = items.get().unwrap_or_default();
        (!items.is_empty())
            .then(|| view! { <ul class="chart-legend">{items.into_iter().map(entry).collect_view()}</ul> })
            .into_any()
    })
}
