//! The state as a page has it, natively, with time moved by hand: whatever is done to it, and in whatever order, every reader of
//! it sees one answer, and it is that of the inputs there are.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Waker};

use any_spawner::{CustomExecutor, Executor};
use explorer_core::job::{Job, Outcome};
use explorer_core::topic::{AnyTopic, Value, Values};
use explorer_core::topics;
use explorer_core::url::{self, Route};
use leptos::prelude::*;

use super::hand::On;
use super::toy::{Toy, luck};
use super::{Found, PageState, Work};
use crate::web::frames::by_hand;

/// The worker for tests: it keeps what it is asked to do until the test answers.
pub mod worker {
    use super::*;

    pub enum News {
        Fetching(f64, f64),
        At(f64, String),
        Done(Outcome, f64),
        Failed(String),
    }

    /// Dropping it does not silence its caller: the state must not rely on a worker that stops at once.
    pub struct Work;

    type Hear = Box<dyn Fn(News)>;

    thread_local! {
        pub static ASKED: RefCell<VecDeque<(Job, Hear)>> = const { RefCell::new(VecDeque::new()) };
    }

    pub fn start(job: Job, hear: impl Fn(News) + 'static) -> Work {
        ASKED.with_borrow_mut(|asked| asked.push_back((job, Box::new(hear))));
        Work
    }
}

/// Effects wait here until [`settle`] lets them run, as they wait in the browser for the end of the event.
struct Effects;

type Waiting = Pin<Box<dyn Future<Output = ()>>>;

thread_local! {
    static EFFECTS: RefCell<Vec<Waiting>> = const { RefCell::new(Vec::new()) };
}

impl CustomExecutor for Effects {
    fn spawn(&self, task: Pin<Box<dyn Future<Output = ()> + Send>>) {
        EFFECTS.with_borrow_mut(|effects| effects.push(task));
    }
    fn spawn_local(&self, task: Waiting) {
        EFFECTS.with_borrow_mut(|effects| effects.push(task));
    }
    fn poll_local(&self) {
        let mut context = Context::from_waker(Waker::noop());
        let waiting = EFFECTS.with_borrow_mut(std::mem::take);
        let still: Vec<_> = waiting
            .into_iter()
            .filter_map(|mut task| task.as_mut().poll(&mut context).is_pending().then_some(task))
            .collect();
        EFFECTS.with_borrow_mut(|effects| drop(effects.splice(0..0, still)));
    }
}

/// Lets all effects run until none has anything left to do.
fn settle() {
    for _ in 0..4 {
        Executor::poll_local();
    }
}

fn frame(ms: f64) {
    settle();
    by_hand::frame(ms);
    settle();
}

/// Opens a page, hands it over, and closes it.
fn with_page(topic: &'static dyn AnyTopic, query: &str, visit: impl FnOnce(PageState)) {
    // Another test may have been first.
    let _ = Executor::init_custom_executor(Effects);
    by_hand::forget();
    worker::ASKED.with_borrow_mut(VecDeque::clear);
    EFFECTS.with_borrow_mut(Vec::clear);
    let owner = Owner::new();
    owner.with(|| {
        let state = PageState::open(topic, &Route { slug: topic.meta().slug.into(), query: query.into() });
        // What the browser has in its address: the link itself, which need not be written as we would.
        crate::web::hash::replace(&untrack(|| if state.step().is_some() { String::new() } else { state.hash() }));
        visit(state);
    });
    owner.cleanup();
    drop(owner);
    EFFECTS.with_borrow_mut(Vec::clear);
}

/// Lets the pace end: the hand is off, the worker answers, and time goes on until nothing waits.
fn come_to_rest(state: PageState) {
    state.hand.let_go_of_all();
    for _ in 0..200 {
        frame(40.0);
        while let Some((job, hear)) = worker::ASKED.with_borrow_mut(VecDeque::pop_front) {
            hear(worker::News::Done(Toy::outcome(&job), 0.0));
        }
        settle();
        let waits = untrack(|| state.hash()) != crate::web::hash::written();
        if untrack(|| state.ready()) && !waits {
            return;
        }
    }
    panic!("it does not come to rest: {}", untrack(|| state.hash()));
}

/// What every reader sees must be what these inputs have, computed here anew.
fn all_see_one_answer(state: PageState, did: &str) {
    untrack(|| {
        let values: Values = (*state.values.get()).clone();
        let topic = state.topic;
        let (scene, told) = (state.scene.get(), state.told.get());
        assert!(*scene.values == values, "the scene has the inputs, after {did}");
        assert!(told.scene == scene, "words and figures show the scene, after {did}");
        match topic.report(&values) {
            Ok(report) => {
                assert!(
                    *scene.report == report && scene.refusal.is_none(),
                    "the answer is that of the inputs, after {did}"
                );
                assert!(*scene.answers == values, "{did}");
            }
            Err(refusal) => {
                assert!(scene.refusal == Some(refusal), "the refusal is that of the inputs, after {did}");
                // The picture is that of other inputs, and of inputs that there are.
                assert!(topic.report(&scene.answers).as_ref() == Ok(&*scene.report), "after {did}");
            }
        }
        for (index, _) in values.iter().enumerate() {
            assert_eq!(
                state.number(index).to_bits(),
                state.number_shown(index).to_bits(),
                "control {index}, after {did}"
            );
        }
        for (index, chart) in scene.report.charts.iter().enumerate() {
            let seen = state.now();
            let drawn = CHARTS.with_borrow(|charts| charts.get(index).map(|chart| chart.get()));
            if let Some(drawn) = drawn {
                assert!(drawn == seen, "chart {} shows what all show, after {did}", chart.id);
            }
        }
        let found = state.found.get();
        if scene.refusal.is_none() {
            let wanted = match (topic.start(&values), topic.job(&values)) {
                (Some(mut run), _) => {
                    while run.done() < run.target() {
                        run.advance(run.target(), false);
                    }
                    run.snapshot()
                }
                (None, Some(job)) => topic.finished(&values, &Toy::outcome(&job)),
                (None, None) => Default::default(),
            };
            let failed = matches!(state.work.get(), Work::Failed(_));
            assert!(failed || *told.snapshot == wanted, "what was found belongs to the inputs, after {did}");
            if let Found::Run { of, seen_of, .. } = found {
                assert!(of == scene.values && seen_of == scene.values, "the run is that of the inputs, after {did}");
            }
        }
        // The link leads to this very state, but for what does not travel and for texts that the topic cannot read.
        if !state.query().left_out && topic.check(&values).is_ok() {
            let back = url::decode(topic, &state.query().query).values;
            assert!(back == values, "the link leads here, after {did}");
        }
        assert_eq!(state.hash(), crate::web::hash::written(), "the address is the link, after {did}");
    });
}

thread_local! {
    static CHARTS: RefCell<Vec<Memo<super::Seen>>> = const { RefCell::new(Vec::new()) };
}

/// Looks on as the page's charts do.
fn look_on(state: PageState) {
    let charts = untrack(|| state.scene.with(|scene| scene.report.charts.iter().map(|c| c.id).collect::<Vec<_>>()));
    let seen = charts.into_iter().enumerate().map(|(index, id)| state.seen_by_chart(index, id)).collect();
    CHARTS.set(seen);
    // Something reads each, as painting does.
    for chart in CHARTS.with_borrow(Vec::clone) {
        Effect::new(move |_| chart.track());
    }
    let told = state.told;
    Effect::new(move |_| told.track());
}

/// Does one thing of many, by luck; returns its name.
fn do_something(state: PageState, draw: &mut impl FnMut(u64) -> u64) -> String {
    let topic = state.topic;
    let charts = untrack(|| state.scene.with(|s| s.report.charts.iter().map(|c| c.id).collect::<Vec<_>>()));
    let presets = topic.presets();
    let some_preset = |n: u64| presets.get(n as usize % presets.len().max(1)).map_or("", |p| p.query);
    let index = draw(state.params.with_value(Vec::len) as u64) as usize;
    let param = state.params.with_value(|params| params[index]);
    use explorer_core::topic::Shape;
    let value = |draw: &mut dyn FnMut(u64) -> u64| match param.shape {
        Shape::Number(range) => Value::Number(range.at_slider(draw(u64::from(range.slider_steps()) + 1) as u32)),
        Shape::Choice(choices) => Value::Word(choices[draw(choices.len() as u64) as usize].word),
        Shape::Switch => Value::Flag(draw(2) == 1),
        Shape::Text(_) => Value::Text(["", "1 2 3", "no"][draw(3) as usize].into()),
    };
    match draw(16) {
        0 => {
            state.set(index, value(draw));
            format!("set {}", param.key)
        }
        1 => {
            state.load(some_preset(draw(64)));
            "preset".into()
        }
        2 => {
            let query = format!("{}={}&nonsense=1", param.key, url::word(&value(draw)));
            state.load(&query);
            format!("link {query}")
        }
        3 => {
            state.undo();
            "undo".into()
        }
        4 => {
            state.walk();
            "walk".into()
        }
        5 => {
            state.walk_to(draw(6) as usize);
            "step".into()
        }
        6 => {
            state.walk_out(draw(2) == 1);
            "end of the walk".into()
        }
        7 => {
            state.hand.take(On::Control, 1);
            state.set(index, value(draw));
            "slider".into()
        }
        8 => {
            let id = charts.get(draw(8) as usize % charts.len().max(1)).copied().unwrap_or("none");
            state.hand.take(On::Handle(id), draw(3) as i32);
            state.set_number(param.key, draw(1_000) as f64 / 7.0);
            "handle".into()
        }
        9 => {
            state.hand.take(On::Picture, 2);
            state.set_number(param.key, draw(1_000) as f64 / 7.0);
            "picture".into()
        }
        10 => {
            state.hand.let_go(draw(3) as i32);
            "let go".into()
        }
        11 => {
            state.pin();
            "pin".into()
        }
        12 => {
            state.back_to_pinned();
            "back to the pinned".into()
        }
        13 => {
            // A worker answers late, early, twice, or with a failure: whatever it was asked first.
            if let Some((job, hear)) = worker::ASKED.with_borrow_mut(VecDeque::pop_front) {
                match draw(4) {
                    0 => hear(worker::News::At(0.5, "half".into())),
                    1 => hear(worker::News::Failed("no".into())),
                    2 => hear(worker::News::Fetching(1.0, 2.0)),
                    _ => hear(worker::News::Done(Toy::outcome(&job), 1.0)),
                }
                worker::ASKED.with_borrow_mut(|asked| asked.push_front((job, hear)));
            }
            "job".into()
        }
        14 => {
            if draw(2) == 0 {
                state.stop_work();
            } else {
                state.work_again();
            }
            "stop or again".into()
        }
        _ => {
            frame(draw(400) as f64);
            "time".into()
        }
    }
}

fn random_sequences(topic: &'static dyn AnyTopic, count: u64, seed: u64) {
    for sequence in 0..count {
        let mut draw = luck(seed ^ (sequence.wrapping_mul(0x9E37_79B9_7F4A_7C15)));
        let query = match draw(4) {
            0 => String::new(),
            1 => format!("step={}", draw(8)),
            2 => topic.presets()[draw(64) as usize % topic.presets().len()].query.to_owned(),
            _ => format!("step={}&{}", draw(8), topic.presets()[0].query),
        };
        with_page(topic, &query, |state| {
            look_on(state);
            let mut did = format!("{sequence}: opened with “{query}”");
            for _ in 0..draw(12) {
                // Effects and frames come now and then, as they do: some things happen before any.
                if draw(3) > 0 {
                    settle();
                }
                if draw(3) == 0 {
                    frame(16.0);
                }
                did += ", ";
                did += &do_something(state, &mut draw);
                if draw(4) == 0 {
                    come_to_rest(state);
                    all_see_one_answer(state, &did);
                }
            }
            come_to_rest(state);
            all_see_one_answer(state, &did);
        });
    }
}

fn topic(slug: &str) -> &'static dyn AnyTopic {
    *topics::ALL.iter().find(|topic| topic.meta().slug == slug).expect("on the list")
}

#[test]
fn after_ten_thousand_random_sequences_every_reader_sees_one_answer() {
    random_sequences(&Toy, 10_000, 1);
}

#[test]
fn every_topic_shows_one_answer_to_all_its_readers() {
    for topic in topics::ALL.iter().filter(|topic| topic.job(&topic.defaults()).is_none()) {
        random_sequences(*topic, 4, 2);
    }
}

#[test]
fn a_link_to_a_step_opens_that_step_with_its_state_before_anything_else_has_run() {
    let queue = topic("queue");
    with_page(queue, "step=2", |state| {
        look_on(state);
        let preset = queue.presets().iter().find(|p| p.slug == queue.walk()[1].preset).expect("the step's");
        assert!(*state.values.get_untracked() == url::decode(queue, preset.query).values);
        come_to_rest(state);
        all_see_one_answer(state, "opening");
        assert_eq!(untrack(|| state.step()), Some(1));
        assert!(crate::web::hash::written().starts_with("#/queue?step=2"), "{}", crate::web::hash::written());
    });
}

#[test]
fn a_link_to_a_step_keeps_the_numbers_it_names() {
    let queue = topic("queue");
    with_page(queue, "step=2&arrivals_per_sec=12", |state| {
        let index = state.index("arrivals_per_sec").expect("an input");
        assert_eq!(untrack(|| (state.step(), state.number(index))), (Some(1), 12.0));
    });
}

#[test]
fn the_readers_own_state_returns_at_the_end_of_a_walk_which_goes_on_where_it_was_left() {
    with_page(&Toy, "left=7", |state| {
        state.walk();
        state.walk_to(2);
        assert_ne!(untrack(|| state.number(0)), 7.0);
        state.walk_out(false);
        assert_eq!(untrack(|| (state.number(0), state.step())), (7.0, None));
        state.walk();
        assert_eq!(untrack(|| state.step()), Some(2));
        state.walk_out(true);
        state.walk();
        assert_eq!(untrack(|| state.step()), Some(0));
    });
}

#[test]
fn while_a_hand_moves_a_slider_words_follow_a_few_times_a_second_and_at_once_when_it_lets_go() {
    with_page(&Toy, "", |state| {
        look_on(state);
        frame(1_000.0);
        state.hand.take(On::Control, 1);
        let mut changes = 0;
        for i in 0..60 {
            let before = untrack(|| state.told.get());
            state.set(0, Value::Number(f64::from(i % 40)));
            frame(16.0);
            assert_eq!(untrack(|| state.scene.get().values[0].clone()), Value::Number(f64::from(i % 40)));
            changes += i32::from(untrack(|| state.told.get()) != before);
        }
        // 960 ms: one beat in 80 ms at most, in turns with one other chart and the looks at the run.
        assert!((5..=13).contains(&changes), "{changes} changes");
        state.set(0, Value::Number(39.0));
        assert_ne!(untrack(|| state.number_shown(0)), 39.0);
        state.hand.let_go(7);
        assert_ne!(untrack(|| state.number_shown(0)), 39.0, "another pointer holds nothing");
        state.hand.let_go(1);
        assert_eq!(untrack(|| state.number_shown(0)), 39.0);
    });
}

#[test]
fn a_ring_on_a_whole_number_gives_whole_numbers_in_range() {
    let tail = topic("tail");
    with_page(tail, "", |state| {
        let index = state.index("fan_out").expect("an input");
        for (asked, given) in [(8.75, 9.0), (0.2, 1.0), (-3.0, 1.0), (1e9, 10_000.0), (f64::NAN, 10_000.0)] {
            state.set_number("fan_out", asked);
            assert_eq!(untrack(|| state.number(index)), given, "{asked}");
        }
    });
}
