//! The codecs module: a WebAssembly file of its own in a worker of its own, fetched when it is first needed.
//!
//! The worker is a classic one, made of a blob: the only kind that works at any path of any server and from a file. It is
//! stopped by ending it; the compiled program is kept, so that the next one starts at once.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use explorer_core::job::{Job, Outcome};
use explorer_core::quantity::{self, Unit};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, MessageEvent, Response, Url, Worker};

const SCRIPT: &str = include_str!("worker.js");
/// The two files beside the page, as `script/codecs.mjs` names them in it by what they hold, or as an ordinary build leaves them.
fn files() -> (String, String) {
    let named = document().query_selector("meta[name=\"app-codecs\"]").ok().flatten();
    let name = |attribute: &str, otherwise: &str| {
        named.as_ref().and_then(|meta| meta.get_attribute(attribute)).unwrap_or_else(|| otherwise.to_owned())
    };
    (name("content", "codecs.js"), name("data-wasm", "codecs_bg.wasm"))
}

/// What a job tells while it is done.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// The program is being fetched: bytes so far, and in all (0 where unknown).
    Fetching(f64, f64),
    /// How far the job is, from 0 to 1, and what it is at.
    At(f64, String),
    /// It is done; with the memory of the worker in bytes.
    Done(Outcome, f64),
    /// It will not be done; a sentence.
    Failed(String),
}

/// What outlives a worker.
#[derive(Default)]
struct Kept {
    /// Address of the blob that workers are made of.
    script: Option<String>,
    /// The compiled program.
    program: Option<JsValue>,
    /// A worker that has nothing to do.
    idle: Option<Worker>,
}

thread_local! {
    static KEPT: RefCell<Kept> = RefCell::default();
}

/// A job under way. Dropping it stops it.
pub struct Work(Rc<Inner>);

/// What the worker calls, kept as long as it may.
type Call<Event> = RefCell<Option<Closure<dyn FnMut(Event)>>>;

struct Inner {
    worker: RefCell<Option<Worker>>,
    hears: Call<MessageEvent>,
    fails: Call<JsValue>,
    tell: Box<dyn Fn(News)>,
    job: Job,
    ended: Cell<bool>,
}

impl Drop for Work {
    fn drop(&mut self) {
        self.0.end(false);
    }
}

/// Hands a job to the worker. `tell` is called until the job is done, has failed, or what is given back is dropped.
pub fn start(job: Job, tell: impl Fn(News) + 'static) -> Work {
    let inner = Rc::new(Inner {
        worker: RefCell::default(),
        hears: RefCell::default(),
        fails: RefCell::default(),
        tell: Box::new(tell),
        job,
        ended: Cell::new(false),
    });
    let work = Rc::downgrade(&inner);
    leptos::task::spawn_local(async move {
        let found = engage().await;
        let Some(inner) = work.upgrade().filter(|inner| !inner.ended.get()) else {
            if let Ok((worker, _)) = found {
                worker.terminate();
            }
            return;
        };
        let begun = found.and_then(|(worker, program)| {
            inner.listen(&worker);
            let sent = match program {
                Some(program) => worker.post_message(&message(&[("program", &program)])).is_ok(),
                None => inner.send_job(&worker),
            };
            *inner.worker.borrow_mut() = Some(worker);
            if sent { Ok(()) } else { Err("The browser did not take the message to the codecs module.".to_owned()) }
        });
        if let Err(why) = begun {
            inner.fail(why);
        }
    });
    Work(inner)
}

impl Inner {
    /// Ends the work. A worker that has done its job is kept for the next.
    fn end(&self, keep: bool) {
        self.ended.set(true);
        if let Some(worker) = self.worker.borrow_mut().take() {
            worker.set_onmessage(None);
            worker.set_onerror(None);
            if keep {
                KEPT.with_borrow_mut(|kept| kept.idle = Some(worker));
            } else {
                worker.terminate();
            }
        }
    }

    fn fail(&self, why: String) {
        self.end(false);
        (self.tell)(News::Failed(why));
    }

    fn send_job(&self, worker: &Worker) -> bool {
        let head = Uint8Array::from(self.job.head().as_slice());
        let bytes = Uint8Array::from(&*self.job.bytes);
        let transfer = Array::of2(&head.buffer(), &bytes.buffer());
        worker.post_message_with_transfer(&message(&[("head", &head), ("bytes", &bytes)]), &transfer).is_ok()
    }

    fn listen(self: &Rc<Self>, worker: &Worker) {
        let weak = Rc::downgrade(self);
        let hears = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(inner) = weak.upgrade().filter(|inner| !inner.ended.get()) {
                inner.hear(&event.data());
            }
        });
        let weak = Rc::downgrade(self);
        let fails = Closure::<dyn FnMut(JsValue)>::new(move |_: JsValue| {
            if let Some(inner) = weak.upgrade().filter(|inner| !inner.ended.get()) {
                inner.fail("The codecs module did not start in this browser. Reload the page.".into());
            }
        });
        worker.set_onmessage(Some(hears.as_ref().unchecked_ref()));
        worker.set_onerror(Some(fails.as_ref().unchecked_ref()));
        *self.hears.borrow_mut() = Some(hears);
        *self.fails.borrow_mut() = Some(fails);
    }

    fn hear(&self, data: &JsValue) {
        let field = |name: &str| Reflect::get(data, &name.into()).unwrap_or(JsValue::UNDEFINED);
        let number = |name: &str| field(name).as_f64();
        let text = |name: &str| field(name).as_string();
        if let Some(share) = number("share") {
            (self.tell)(News::At(share, text("at").unwrap_or_default()));
        } else if let Some(fetched) = number("fetched") {
            (self.tell)(News::Fetching(fetched, number("all").unwrap_or(0.0)));
        } else if let Some(outcome) = field("outcome").dyn_ref::<Uint8Array>() {
            self.end(true);
            let mut outcome = Outcome::decode(&outcome.to_vec())
                .unwrap_or_else(|| Outcome::failed("The codecs module answered in a way that was not understood."));
            if let Some(bytes) = number("browser") {
                outcome.put("browser gzip", bytes);
            }
            match outcome.word("failed") {
                Some(why) => (self.tell)(News::Failed(why.to_owned())),
                None => (self.tell)(News::Done(outcome, number("memory").unwrap_or(0.0))),
            }
        } else if let Some(why) = text("missing") {
            self.fail(missing(&files().1, &why));
        } else if let Some(why) = text("died") {
            let memory = quantity::format(number("memory").unwrap_or(0.0), Unit::BYTES);
            self.fail(format!("The codecs module stopped, with {memory} of memory in use ({why}). A new one is ready: try a smaller file or a lower level."));
        } else {
            let module = field("module");
            KEPT.with_borrow_mut(|kept| kept.program = Some(module));
            let worker = self.worker.borrow().clone();
            if let Some(worker) = worker {
                self.send_job(&worker);
            }
        }
    }
}

/// A worker, and the program it must be given first where it has none.
async fn engage() -> Result<(Worker, Option<JsValue>), String> {
    let (glue_file, program_file) = files();
    if let Some(worker) = KEPT.with_borrow_mut(|kept| kept.idle.take()) {
        return Ok((worker, None));
    }
    let script = match KEPT.with_borrow(|kept| kept.script.clone()) {
        Some(script) => script,
        None => {
            let glue = match embedded(&glue_file).await {
                Some(glue) => String::from_utf8_lossy(&Uint8Array::new(&glue).to_vec()).into_owned(),
                None => fetched(&glue_file).await?,
            };
            let kind = BlobPropertyBag::new();
            kind.set_type("text/javascript");
            let parts = Array::of2(&glue.into(), &SCRIPT.into());
            let address = Blob::new_with_str_sequence_and_options(&parts, &kind)
                .and_then(|blob| Url::create_object_url_with_blob(&blob))
                .map_err(|_| blocked())?;
            KEPT.with_borrow_mut(|kept| kept.script = Some(address.clone()));
            address
        }
    };
    let worker = Worker::new(&script).map_err(|_| blocked())?;
    let kept = KEPT.with_borrow(|kept| kept.program.clone());
    let program = match kept {
        Some(program) => Some(program),
        None => embedded(&program_file).await,
    };
    let address = || {
        let base = document().base_uri().ok().flatten().unwrap_or_default();
        let address = Url::new_with_base(&program_file, &base).map_or_else(|_| program_file.clone(), |url| url.href());
        address.into()
    };
    Ok((worker, Some(program.unwrap_or_else(address))))
}

/// A file that the single file holds in itself: its bytes. What unpacks it is in `script/single-file.mjs`.
async fn embedded(name: &str) -> Option<JsValue> {
    let unpack = Reflect::get(&js_sys::global(), &"slowElevatorParts".into()).ok()?.dyn_into::<Function>().ok()?;
    let unpacked = unpack.call0(&JsValue::NULL).ok()?.dyn_into::<Promise>().ok()?;
    let place = JsFuture::from(unpacked).await.ok()?.dyn_into::<Function>().ok()?;
    place.call1(&JsValue::NULL, &name.into()).ok().filter(|bytes| !bytes.is_undefined())
}

async fn fetched(name: &str) -> Result<String, String> {
    let got = JsFuture::from(window().fetch_with_str(name)).await;
    let response: Response = got.map_err(|_| missing(name, "it could not be fetched"))?.unchecked_into();
    if !response.ok() {
        return Err(missing(name, &format!("the server answers {}", response.status())));
    }
    let text = match response.text() {
        Ok(text) => JsFuture::from(text).await.ok().and_then(|text| text.as_string()),
        Err(_) => None,
    };
    // A server that answers everything with its start page answers this with it too.
    text.filter(|text| !text.trim_start().starts_with('<'))
        .ok_or_else(|| missing(name, "the server sent something else"))
}

fn missing(name: &str, why: &str) -> String {
    format!(
        "The codecs module is missing ({name}: {why}). Formulas and charts work without it; to measure, build the page with script/build and copy the whole folder."
    )
}

fn blocked() -> String {
    "This browser does not let the page start a worker, so nothing can be measured here. Formulas and charts work without it.".into()
}

fn message(fields: &[(&str, &JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in fields {
        let _ = Reflect::set(&object, &(*key).into(), value);
    }
    object.into()
}
