//! The first bytes of a message, each stretch with its purpose, and what the whole message is made of.

use explorer_core::job::Outcome;
use explorer_core::quantity;
use explorer_core::topics::payload::FORMATS;
use leptos::prelude::*;

use crate::state::Shared;

/// Lines of the list of uses.
const USES: usize = 8;

/// Kinds of bytes: word of the outcome, name, and what is said of one.
const KINDS: [(&str, &str); 11] = [
    ("value", "texts"),
    ("number", "numbers"),
    ("key", "keys"),
    ("punctuation", "punctuation"),
    ("tag", "types and field numbers"),
    ("length", "lengths"),
    ("presence", "presence"),
    ("offset", "offsets"),
    ("vtable", "vtables"),
    ("padding", "padding"),
    ("end", "ends"),
];

/// A stretch of bytes.
#[derive(Clone, PartialEq)]
struct Span {
    start: u32,
    end: u32,
    /// The first of its bytes.
    bytes: Vec<u8>,
    kind: &'static str,
    path: String,
}

/// What some kind of bytes of some field adds up to.
#[derive(Clone, PartialEq)]
struct Use {
    kind: &'static str,
    count: f64,
    bytes: f64,
    path: String,
}

/// One message.
#[derive(Clone, Default, PartialEq)]
struct Message {
    total: f64,
    spans: Vec<Span>,
    uses: Vec<Use>,
    schema: String,
}

fn kind_of(word: &str) -> &'static str {
    KINDS.iter().map(|(kind, _)| *kind).find(|kind| *kind == word).unwrap_or("value")
}

impl Message {
    fn of(outcome: &Outcome, format: &str) -> Self {
        let word = |key: &str| outcome.word(&format!("{format}_{key}")).unwrap_or_default();
        let span = |line: &str| {
            let mut parts = line.splitn(5, ' ');
            let (start, end) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            let (kind, hex) = (kind_of(parts.next()?), parts.next()?);
            let bytes = (0..hex.len() / 2).filter_map(|i| u8::from_str_radix(hex.get(2 * i..2 * i + 2)?, 16).ok());
            Some(Span { start, end, bytes: bytes.collect(), kind, path: parts.next().unwrap_or_default().to_owned() })
        };
        let spans: Vec<Span> = word("view").lines().filter_map(span).collect();
        let one = |line: &str| {
            let mut parts = line.splitn(4, ' ');
            let kind = kind_of(parts.next()?);
            let (count, bytes) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            Some(Use { kind, count, bytes, path: parts.next().unwrap_or_default().to_owned() })
        };
        let uses = word("uses").lines().filter_map(one).collect();
        let total = outcome.number(&format!("{format}_bytes")).unwrap_or(0.0);
        Self { total, spans, uses, schema: word("schema").to_owned() }
    }

    /// Bytes of each kind that is there.
    fn kinds(&self) -> Vec<(&'static str, &'static str, f64)> {
        let sum = |kind: &str| self.uses.iter().filter(|u| u.kind == kind).map(|u| u.bytes).sum::<f64>();
        KINDS.iter().map(|(kind, name)| (*kind, *name, sum(kind))).filter(|(.., bytes)| *bytes > 0.0).collect()
    }

    /// What is said of a span.
    fn says(&self, index: usize) -> String {
        let Some(span) = self.spans.get(index) else {
            return "Point at a stretch of bytes, or walk through them with the arrow keys.".into();
        };
        let of = if span.path.is_empty() { String::new() } else { format!(" of “{}”", span.path) };
        let what = match span.kind {
            "key" => format!("the key “{}”", span.path.rsplit('.').next().unwrap_or_default()),
            "value" => format!("a text{of}"),
            "number" => format!("a number, or true, false or nothing{of}"),
            "punctuation" => format!("punctuation{of}"),
            "tag" => format!("type or field number{of}"),
            "length" => format!("a length or count{of}"),
            "presence" => format!("whether there is a value{of}"),
            "offset" => format!("an offset{of}: how far away it stands"),
            "vtable" => "a vtable: where each field of such a record stands".into(),
            "padding" => "padding: zeros, so that the next value stands at a round address".into(),
            _ => format!("the end{of}"),
        };
        let bytes = match span.end - span.start {
            1 => "1 byte".to_owned(),
            n => format!("{n} bytes"),
        };
        let sum = self.uses.iter().find(|u| u.kind == span.kind && u.path == span.path);
        let times = sum.map_or(String::new(), |u| {
            format!(
                " In the whole message: {} times, {} bytes, {} % of it.",
                quantity::grouped(u.count, 0),
                quantity::grouped(u.bytes, 0),
                quantity::significant(100.0 * u.bytes / self.total.max(1.0), 2)
            )
        });
        format!("This is {what}: {bytes}.{times}")
    }
}

/// Readable bytes as text, others in hexadecimal; a number is readable in JSON only.
fn shown(span: &Span, hex: bool, json: bool) -> String {
    let whole = span.bytes.len() == (span.end - span.start) as usize;
    // A text that was cut may end inside a character.
    let readable = match std::str::from_utf8(&span.bytes) {
        Ok(text) => text,
        Err(error) if !whole => std::str::from_utf8(&span.bytes[..error.valid_up_to()]).unwrap_or_default(),
        Err(_) => "",
    };
    let is_text = matches!(span.kind, "value" | "key" | "punctuation") || (span.kind == "number" && json);
    let mut shown = if hex || !is_text || readable.trim().is_empty() || readable.chars().any(char::is_control) {
        span.bytes.iter().map(|b| format!("{b:02x}")).collect::<Vec<_>>().join(" ")
    } else {
        readable.to_owned()
    };
    if !whole {
        shown.push('…');
    }
    shown
}

/// The view of the bytes.
pub fn view(outcome: Memo<Option<Shared<Outcome>>>) -> AnyView {
    let format = RwSignal::new(FORMATS[0].0);
    let hex = RwSignal::new(false);
    let at = RwSignal::new(usize::MAX);
    let message = Memo::new(move |_| {
        outcome.with(|o| o.as_ref().map_or_else(Message::default, |o| Message::of(o, format.get())))
    });
    Effect::new(move |_| {
        message.track();
        at.set(usize::MAX);
    });
    let choices = FORMATS.map(|(word, name)| {
        view! {
            <button type="button" class="choice" data-format-choice=word aria-pressed=move || (format.get() == word).to_string() on:click=move |_| format.set(word)>
                {name}
            </button>
        }
    });
    let step = move |by: isize| {
        let last = message.with_untracked(|m| m.spans.len());
        if last == 0 {
            return;
        }
        let here = at.get_untracked();
        let next = if here >= last { 0 } else { here.saturating_add_signed(by).min(last - 1) };
        at.set(next);
    };
    let spans = move || {
        message.with(|m| {
            let chip = |(i, span): (usize, &Span)| {
                let twin = Memo::new(move |_| {
                    let here = at.get();
                    here == i
                        || message.with(|m| {
                            m.spans
                                .get(here)
                                .zip(m.spans.get(i))
                                .is_some_and(|(a, b)| a.kind == b.kind && a.path == b.path)
                        })
                });
                let span = span.clone();
                let kind = span.kind;
                let skipped = i > 0 && m.spans[i - 1].end < span.start;
                view! {
                    {skipped.then(|| view! { <span class="skipped">"… and, at the end: …"</span> })}
                    <span
                        class=format!("stretch {kind}")
                        class:twin=move || twin.get()
                        class:here=move || at.get() == i
                        data-span=kind
                        on:pointerenter=move |_| at.set(i)
                        on:click=move |_| at.set(i)
                    >
                        {move || shown(&span, hex.get(), format.get_untracked() == "json")}
                    </span>
                }
            };
            m.spans.iter().enumerate().map(chip).collect_view()
        })
    };
    let parts = move || {
        message.with(|m| {
            let total = m.total.max(1.0);
            let part = |(kind, name, bytes): (&'static str, &'static str, f64)| {
                let share = 100.0 * bytes / total;
                let says = format!("{name} {} %", quantity::significant(share, 2));
                view! { <li><i class=format!("swatch {kind}")></i>{says}</li> }
            };
            let bar = |(kind, _, bytes): (&'static str, &'static str, f64)| {
                view! { <i class=format!("byte-part {kind}") style:flex-grow=format!("{bytes}")></i> }
            };
            view! {
                <div class="byte-parts" aria-hidden="true">{m.kinds().into_iter().map(bar).collect_view()}</div>
                <ul class="legend-list">{m.kinds().into_iter().map(part).collect_view()}</ul>
            }
        })
    };
    let rows = move || {
        message.with(|m| {
            let row = |u: &Use| {
                let name = KINDS.iter().find(|(kind, _)| *kind == u.kind).map_or("", |(_, name)| name);
                view! {
                    <tr>
                        <td>{name}</td>
                        <td>{(!u.path.is_empty()).then(|| view! { <code>{u.path.clone()}</code> })}</td>
                        <td class="money">{quantity::grouped(u.count, 0)}</td>
                        <td class="money">{quantity::grouped(u.bytes, 0)}</td>
                    </tr>
                }
            };
            m.uses.iter().take(USES).map(row).collect_view()
        })
    };
    let schema = move || {
        message.with(|m| {
            (!m.schema.is_empty()).then(|| {
                view! {
                    <details class="more">
                        <summary>"The schema, inferred from the records"</summary>
                        <pre class="schema" tabindex="0">{m.schema.clone()}</pre>
                    </details>
                }
            })
        })
    };
    let total = move || {
        message.with(|m| {
            if m.total > 0.0 {
                {
                    let shown: u32 = m.spans.iter().map(|s| s.end - s.start).sum();
                    let (all, shown) = (quantity::grouped(m.total, 0), quantity::grouped(f64::from(shown), 0));
                    format!("{all} bytes in all, {shown} of them on show.")
                }
            } else {
                "The encoders are on their way.".into()
            }
        })
    };
    view! {
        <div class="choices" role="group" aria-label="Format of the byte view">{choices}
            <label class="hexed"><input type="checkbox" data-stage="hex" prop:checked=move || hex.get() on:change=move |event| hex.set(event_target_checked(&event)) />" hexadecimal"</label>
        </div>
        <div
            class="stretches"
            tabindex="0"
            role="group"
            aria-label="Bytes of the message; arrow keys go from stretch to stretch"
            data-bytes-view=""
            data-format=move || format.get()
            on:keydown=move |event| {
                let by = match event.key().as_str() {
                    "ArrowRight" | "ArrowDown" => 1,
                    "ArrowLeft" | "ArrowUp" => -1,
                    _ => return,
                };
                event.prevent_default();
                step(by);
            }
        >
            {spans}
        </div>
        <p class="stretch-says" role="status" data-span-says="">{move || message.with(|m| m.says(at.get()))}</p>
        <p class="stage-help">{total}</p>
        {parts}
        <details class="more">
            <summary>"What takes most"</summary>
            <div class="table-scroll"><table class="vitals">
                <thead><tr><th scope="col">"what"</th><th scope="col">"field"</th><th scope="col" class="money">"times"</th><th scope="col" class="money">"bytes"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        </details>
        {schema}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_read_from_the_outcome_and_says_what_its_bytes_are() {
        let mut outcome = Outcome::default();
        outcome.put("json_bytes", 30.0);
        outcome.say("json_view", "0 1 punctuation 7b \n2 4 key 6964 id\n6 7 value 31 id\n7 9 value c3 a b");
        outcome.say("json_uses", "key 3 6 id\npunctuation 9 20 ");
        let message = Message::of(&outcome, "json");
        assert_eq!(message.spans.len(), 4);
        assert_eq!((shown(&message.spans[3], false, true), message.spans[3].path.as_str()), ("c3…".into(), "a b"));
        assert_eq!(shown(&message.spans[1], false, true), "id");
        assert_eq!(shown(&message.spans[1], true, true), "69 64");
        assert_eq!(
            message.says(1),
            "This is the key “id”: 2 bytes. In the whole message: 3 times, 6 bytes, 20 % of it."
        );
        assert_eq!(message.kinds(), [("key", "keys", 6.0), ("punctuation", "punctuation", 20.0)]);
    }

    #[test]
    fn an_outcome_without_the_format_is_an_empty_message() {
        assert!(Message::of(&Outcome::default(), "avro") == Message::default());
    }
}
