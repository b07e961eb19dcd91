//! Speedscope's JSON: frames shared by profiles that either open and close them or list stacks. An evented profile in a unit of
//! time becomes a trace; everything else a flame graph. Of several profiles those of the active one's kind are read together.

use super::notes::Notes;
use super::scan::{Listener, Want};
use super::stacks::Stack;
use super::value::Json;
use super::{Content, Records};
use crate::trace::{Builder, FlameBuilder, TraceError, Weight};

#[derive(Default)]
struct Profile {
    name: String,
    unit: String,
    /// Opens, frame, at.
    events: Vec<(bool, u32, f64)>,
    /// Frames of all samples, one after the other, and where each ends.
    frames: Vec<u32>,
    ends: Vec<usize>,
    weights: Vec<f64>,
    end: f64,
}

#[derive(Default)]
pub(super) struct Speedscope {
    frames: Vec<String>,
    profiles: Vec<Profile>,
    now: Profile,
    count: usize,
    unreadable: (u64, String),
}

impl Listener for Speedscope {
    fn wants(&self, path: &str) -> Want {
        match path {
            "$" | "$.shared" | "$.shared.frames" | "$.profiles" | "$.profiles[]" => Want::Enter,
            "$.profiles[].events" | "$.profiles[].samples" | "$.profiles[].weights" => Want::Enter,
            "$.shared.frames[]" | "$.profiles[].events[]" | "$.profiles[].samples[]" | "$.profiles[].weights[]" => {
                Want::Take
            }
            "$.profiles[].name" | "$.profiles[].unit" | "$.profiles[].endValue" => Want::Take,
            _ => Want::Skip,
        }
    }

    fn take(&mut self, path: &str, value: &[u8], at: u64) -> Result<(), TraceError> {
        let json = Json::parse(value).map_err(|offset| TraceError::Broken("", at + offset as u64, String::new()))?;
        let now = &mut self.now;
        let read = match path {
            "$.shared.frames[]" => {
                self.frames.push(json.get("name").and_then(Json::text).unwrap_or("(no name)").to_owned());
                Some(())
            }
            "$.profiles[].name" => json.text().map(|name| now.name = name.to_owned()),
            "$.profiles[].unit" => json.text().map(|unit| now.unit = unit.to_owned()),
            "$.profiles[].endValue" => json.number().map(|end| now.end = end),
            "$.profiles[].weights[]" => json.number().map(|weight| now.weights.push(weight)),
            "$.profiles[].samples[]" => {
                self.count += 1;
                let frames =
                    json.items().iter().map(|frame| Some(frame.scaled(0)? as u32)).collect::<Option<Vec<u32>>>();
                frames.map(|frames| {
                    now.frames.extend(frames);
                    now.ends.push(now.frames.len());
                })
            }
            _ => {
                self.count += 1;
                let opens = match json.get("type").and_then(Json::text) {
                    Some("O") => Some(true),
                    Some("C") => Some(false),
                    _ => None,
                };
                let frame = json.get("frame").and_then(|f| f.scaled(0));
                match (opens, frame, json.get("at").and_then(Json::number)) {
                    (Some(opens), Some(frame), Some(at)) => {
                        now.events.push((opens, frame as u32, at));
                        Some(())
                    }
                    _ => None,
                }
            }
        };
        if read.is_none() {
            self.unreadable.0 += 1;
            if self.unreadable.0 == 1 {
                self.unreadable.1 = String::from_utf8_lossy(value).chars().take(80).collect();
            }
        }
        Ok(())
    }

    fn left(&mut self, path: &str) {
        if path == "$.profiles[]" {
            self.profiles.push(std::mem::take(&mut self.now));
        }
    }
}

/// Nanoseconds in a unit of time.
fn ns_in(unit: &str) -> Option<f64> {
    Some(match unit {
        "nanoseconds" => 1.0,
        "microseconds" => 1e3,
        "milliseconds" => 1e6,
        "seconds" => 1e9,
        _ => return None,
    })
}

impl Speedscope {
    fn trace(&self) -> Result<Content, TraceError> {
        let mut built = Builder::default();
        let names: Vec<u32> = self.frames.iter().map(|name| built.names.number(name)).collect();
        for profile in self.profiles.iter().filter(|p| !p.events.is_empty()) {
            let scale = ns_in(&profile.unit).unwrap_or(1.0);
            let ns = |at: f64| libm::rint(at * scale) as i64;
            let service = built.names.number(&profile.name);
            let mut stack = Stack::default();
            let mut last = 0.0;
            for (opens, frame, at) in &profile.events {
                let Some(name) = names.get(*frame as usize).copied() else { continue };
                if *opens {
                    stack.open(&mut built, name, service, ns(*at))?;
                } else {
                    stack.close(&mut built, name, ns(*at));
                }
                last = f64::max(last, *at);
            }
            stack.end(&mut built, ns(last.max(profile.end)));
        }
        if built.count() == 0 {
            return Err(TraceError::Nothing("a speedscope profile"));
        }
        Ok(Content::Trace(built.finish()))
    }

    fn flame(&self) -> Result<Content, TraceError> {
        let mut flame = FlameBuilder::default();
        let names: Vec<u32> = self.frames.iter().map(|name| flame.names.number(name)).collect();
        let mut weight = Weight::Count;
        for profile in &self.profiles {
            let scale = ns_in(&profile.unit);
            weight = match profile.unit.as_str() {
                "bytes" => Weight::Bytes,
                _ if scale.is_some() => Weight::Nanoseconds,
                _ => Weight::Samples,
            };
            let scale = scale.unwrap_or(1.0);
            let mut from = 0;
            for (i, end) in profile.ends.iter().enumerate() {
                let stack = profile.frames[from..*end].iter().filter_map(|frame| names.get(*frame as usize).copied());
                flame.stack(stack, profile.weights.get(i).copied().unwrap_or(1.0) * scale);
                from = *end;
            }
            // Events in no unit of time: weights between openings and closings.
            let (mut stack, mut last) = (Vec::new(), 0.0);
            for (opens, frame, at) in &profile.events {
                let Some(name) = names.get(*frame as usize).copied() else { continue };
                flame.stack(stack.iter().copied(), at - last);
                last = *at;
                match (opens, stack.iter().rposition(|open| *open == name)) {
                    (true, _) => stack.push(name),
                    (false, Some(found)) => stack.truncate(found),
                    (false, None) => {}
                }
            }
        }
        if flame.count() == 0 {
            return Err(TraceError::Nothing("a speedscope profile"));
        }
        Ok(Content::Profile(flame.finish(weight)))
    }
}

impl Records for Speedscope {
    fn finish(mut self: Box<Self>, notes: &mut Notes) -> Result<Content, TraceError> {
        notes.unreadables(self.unreadable.0, &self.unreadable.1);
        if !self.now.events.is_empty() || !self.now.ends.is_empty() {
            let now = std::mem::take(&mut self.now);
            self.profiles.push(now);
        }
        let is_timed = |p: &Profile| !p.events.is_empty() && ns_in(&p.unit).is_some();
        if self.profiles.iter().any(is_timed) {
            let before = self.profiles.len();
            self.profiles.retain(is_timed);
            if self.profiles.len() < before {
                notes.say(format!(
                    "{} sampled profiles beside the evented ones are not shown.",
                    before - self.profiles.len()
                ));
            }
            return self.trace();
        }
        self.flame()
    }

    fn count(&self) -> usize {
        self.count
    }

    fn as_listener(&mut self) -> &mut dyn Listener {
        self
    }
}
