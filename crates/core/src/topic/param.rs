//! The inputs of a topic: typed for authors, untyped for the page.

use crate::import::Loaded;
use crate::job::Bytes;
use crate::quantity::{Unit, rounded};

/// One input over the author's own struct `I`.
pub struct Param<I: 'static> {
    /// What the page and links see.
    pub info: ParamInfo,
    /// Whether it means anything in this state; disabled on the page where not.
    pub applies: fn(&I) -> bool,
    /// How to read and write it.
    pub kind: Kind<I>,
}

/// Accessors of one input.
pub enum Kind<I: 'static> {
    /// A number in the key's unit.
    Number(fn(&I) -> f64, fn(&mut I, f64)),
    /// One of the choices' words.
    Word(fn(&I) -> &'static str, fn(&mut I, &'static str)),
    /// On or off.
    Flag(fn(&I) -> bool, fn(&mut I, bool)),
    /// Free text.
    Text(fn(&I) -> String, fn(&mut I, String)),
    /// Text, or a file that was read into it.
    Data(fn(&I) -> Value, fn(&mut I, Value)),
}

/// What the page, links and `evaluate` know of an input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ParamInfo {
    /// Public name; never renamed.
    pub key: &'static str,
    /// Its name on the page.
    pub label: &'static str,
    /// A short explanation under the control, or empty.
    pub help: &'static str,
    /// Unit of the value.
    pub unit: Unit,
    /// What values it takes.
    pub shape: Shape,
    /// Whether it stands under "More settings".
    pub more: bool,
    /// Whether files are read into it slice by slice.
    pub streams: bool,
    /// Largest file that is taken into it as it is, in bytes; 0 for none.
    pub most_bytes: u32,
}

/// What values an input takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// A number in a range.
    Number(Range),
    /// One word of several.
    Choice(&'static [Choice]),
    /// On or off.
    Switch,
    /// Text of at most so many characters in a link.
    Text(usize),
}

/// A choice: its word in links and its name on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// Lower-case word of the links.
    pub word: &'static str,
    /// Its name on the page.
    pub label: &'static str,
}

/// The range of a number, in the key's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Smallest value; on a logarithmic range the smallest above zero.
    pub min: f64,
    /// Largest finite value.
    pub max: f64,
    /// What an arrow key adds on a linear range; on a logarithmic one the number of steps a decade.
    pub step: f64,
    /// Logarithmic slider.
    pub log: bool,
    /// Whole numbers only.
    pub integer: bool,
    /// Whether zero is allowed below `min` (an explicit end of a logarithmic slider).
    pub zero: bool,
    /// Whether `inf` is allowed beyond `max`.
    pub infinity: bool,
}

impl Range {
    /// From `min` to `max`, an arrow key adding `step`.
    pub const fn linear(min: f64, max: f64, step: f64) -> Self {
        Self { min, max, step, log: false, integer: false, zero: false, infinity: false }
    }

    /// From `min` to `max`, both above zero, fifty steps a decade.
    pub const fn log(min: f64, max: f64) -> Self {
        Self { min, max, step: 50.0, log: true, integer: false, zero: false, infinity: false }
    }

    /// Whole numbers only.
    pub const fn whole(mut self) -> Self {
        self.integer = true;
        self
    }

    /// Zero too, as the slider's first position.
    pub const fn or_zero(mut self) -> Self {
        self.zero = true;
        self
    }

    /// Infinity too, as the slider's last position.
    pub const fn or_infinity(mut self) -> Self {
        self.infinity = true;
        self
    }

    /// Smallest value allowed.
    pub fn lowest(&self) -> f64 {
        if self.zero { self.min.min(0.0) } else { self.min }
    }

    /// Largest value allowed.
    pub fn highest(&self) -> f64 {
        if self.infinity { f64::INFINITY } else { self.max }
    }

    /// The nearest allowed value: the nearer bound outside the range.
    pub fn clamp(&self, value: f64) -> f64 {
        if value > self.max {
            return if self.infinity && value == f64::INFINITY { value } else { self.max };
        }
        if self.zero && value <= 0.0 {
            return 0.0;
        }
        if self.zero && value < self.min {
            // Between zero and the smallest value: keep what was typed, it is a fair value.
            return value;
        }
        value.max(self.min)
    }

    /// Number of positions of the slider beyond its first.
    pub fn slider_steps(&self) -> u32 {
        let body = if self.log {
            self.ones() + self.log_steps()
        } else {
            libm::round((self.max - self.min) / self.step) as u32
        };
        body + u32::from(self.log && self.zero) + u32::from(self.infinity)
    }

    /// Steps of one at the low end of a logarithmic range of whole numbers: there a step of the scale would be less than one,
    /// and an arrow key would do nothing.
    fn ones(&self) -> u32 {
        let apart = libm::ceil(1.0 / (libm::pow(10.0, 1.0 / self.step) - 1.0)).min(self.max);
        if self.integer && apart > self.min { (apart - self.min) as u32 } else { 0 }
    }

    /// Where the logarithmic steps begin.
    fn log_from(&self) -> f64 {
        self.min + f64::from(self.ones())
    }

    fn log_steps(&self) -> u32 {
        libm::ceil(libm::log10(self.max / self.log_from()) * self.step - 1e-9) as u32
    }

    /// The value at a slider's position, rounded to what a person would type.
    pub fn at_slider(&self, position: u32) -> f64 {
        let last = self.slider_steps();
        if self.infinity && position >= last {
            return f64::INFINITY;
        }
        let first = u32::from(self.log && self.zero);
        if position < first {
            return 0.0;
        }
        let position = position - first;
        let value = if !self.log {
            rounded(self.min + f64::from(position) * self.step, 12)
        } else if position <= self.ones() {
            self.min + f64::from(position)
        } else if position >= self.ones() + self.log_steps() {
            self.max
        } else {
            rounded(self.log_from() * libm::pow(10.0, f64::from(position - self.ones()) / self.step), 3)
        };
        let value = if self.integer { libm::round(value) } else { value };
        value.clamp(self.min, self.max)
    }

    /// The slider's position nearest to a value.
    pub fn slider_at(&self, value: f64) -> u32 {
        let last = self.slider_steps();
        if self.infinity && value == f64::INFINITY {
            return last;
        }
        let top = last - u32::from(self.infinity);
        let first = u32::from(self.log && self.zero);
        if self.log && value <= 0.0 {
            return 0;
        }
        let position = if !self.log {
            libm::round((value - self.min) / self.step)
        } else if value <= self.log_from() {
            libm::round(value - self.min).min(f64::from(self.ones()))
        } else {
            f64::from(self.ones()) + libm::round(libm::log10(value / self.log_from()) * self.step)
        };
        (position.max(0.0) as u32).saturating_add(first).min(top)
    }
}

/// A value without its type.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// In the key's unit.
    Number(f64),
    /// A choice's word.
    Word(&'static str),
    /// A switch.
    Flag(bool),
    /// Text.
    Text(String),
    /// A file that was read; it stays out of links.
    Data(Loaded),
    /// A file as it is; it stays out of links.
    Bytes(Bytes),
}

/// All inputs of a topic, in the order of its parameters.
pub type Values = Vec<Value>;

/// A named state: a query over the defaults.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Stable name.
    pub slug: &'static str,
    /// Words on its button.
    pub label: &'static str,
    /// Inputs that differ from the defaults, as in a link.
    pub query: &'static str,
}

impl<I> Param<I> {
    const fn new(key: &'static str, label: &'static str, unit: Unit, shape: Shape, kind: Kind<I>) -> Self {
        Self {
            info: ParamInfo { key, label, help: "", unit, shape, more: false, streams: false, most_bytes: 0 },
            applies: |_| true,
            kind,
        }
    }

    /// A number in the key's unit.
    pub const fn number(
        key: &'static str,
        label: &'static str,
        unit: Unit,
        range: Range,
        get: fn(&I) -> f64,
        set: fn(&mut I, f64),
    ) -> Self {
        Self::new(key, label, unit, Shape::Number(range), Kind::Number(get, set))
    }

    /// One of several words.
    pub const fn choice(
        key: &'static str,
        label: &'static str,
        choices: &'static [Choice],
        get: fn(&I) -> &'static str,
        set: fn(&mut I, &'static str),
    ) -> Self {
        Self::new(key, label, Unit::COUNT, Shape::Choice(choices), Kind::Word(get, set))
    }

    /// On or off.
    pub const fn switch(key: &'static str, label: &'static str, get: fn(&I) -> bool, set: fn(&mut I, bool)) -> Self {
        Self::new(key, label, Unit::COUNT, Shape::Switch, Kind::Flag(get, set))
    }

    /// Text; more than `in_link` characters stay out of links.
    pub const fn text(
        key: &'static str,
        label: &'static str,
        in_link: usize,
        get: fn(&I) -> String,
        set: fn(&mut I, String),
    ) -> Self {
        Self::new(key, label, Unit::COUNT, Shape::Text(in_link), Kind::Text(get, set))
    }

    /// Text, or a file that is read slice by slice; more than `in_link` characters, and every file, stay out of links.
    pub const fn data(
        key: &'static str,
        label: &'static str,
        in_link: usize,
        get: fn(&I) -> Value,
        set: fn(&mut I, Value),
    ) -> Self {
        let mut param = Self::new(key, label, Unit::COUNT, Shape::Text(in_link), Kind::Data(get, set));
        param.info.streams = true;
        param
    }

    /// Text, or a file of at most so many bytes that is taken as it is; more than `in_link` characters, and every file, stay
    /// out of links.
    pub const fn file(
        key: &'static str,
        label: &'static str,
        in_link: usize,
        most_bytes: u32,
        get: fn(&I) -> Value,
        set: fn(&mut I, Value),
    ) -> Self {
        let mut param = Self::new(key, label, Unit::COUNT, Shape::Text(in_link), Kind::Data(get, set));
        param.info.most_bytes = most_bytes;
        param
    }

    /// A short explanation under the control.
    pub const fn help(mut self, help: &'static str) -> Self {
        self.info.help = help;
        self
    }

    /// Under "More settings" on the page.
    pub const fn more(mut self) -> Self {
        self.info.more = true;
        self
    }

    /// Disabled where this does not hold.
    pub const fn when(mut self, applies: fn(&I) -> bool) -> Self {
        self.applies = applies;
        self
    }

    /// The value in these inputs.
    pub fn get(&self, inputs: &I) -> Value {
        match self.kind {
            Kind::Number(get, _) => Value::Number(get(inputs)),
            Kind::Word(get, _) => Value::Word(get(inputs)),
            Kind::Flag(get, _) => Value::Flag(get(inputs)),
            Kind::Text(get, _) => Value::Text(get(inputs)),
            Kind::Data(get, _) => get(inputs),
        }
    }

    /// Writes a value; one of another kind is ignored.
    pub fn set(&self, inputs: &mut I, value: &Value) {
        match (&self.kind, value) {
            (Kind::Number(_, set), Value::Number(v)) => set(inputs, *v),
            (Kind::Word(_, set), Value::Word(v)) => set(inputs, v),
            (Kind::Flag(_, set), Value::Flag(v)) => set(inputs, *v),
            (Kind::Text(_, set), Value::Text(v)) => set(inputs, v.clone()),
            (Kind::Data(_, set), Value::Text(_) | Value::Data(_) | Value::Bytes(_)) => set(inputs, value.clone()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RANGES: [Range; 5] = [
        Range::linear(0.0, 100.0, 0.1),
        Range::log(1e-4, 1e6),
        Range::log(1.0, 10_000.0).whole(),
        Range::log(1.0, 1e6).whole().or_infinity(),
        Range::log(0.001, 1e4).or_zero(),
    ];

    #[test]
    fn every_slider_position_is_an_allowed_value_and_finds_its_way_back() {
        for range in RANGES {
            for position in 0..=range.slider_steps() {
                let value = range.at_slider(position);
                assert_eq!(range.clamp(value), value, "{range:?} at {position}");
                let back = range.at_slider(range.slider_at(value));
                let near = value == back || (value - back).abs() <= value.abs() * 0.03 + 1e-9;
                assert!(near, "{range:?}: {value} came back as {back}");
            }
        }
    }

    #[test]
    fn the_ends_of_a_slider_are_the_ends_of_its_range() {
        for range in RANGES {
            assert_eq!(range.at_slider(0), range.lowest());
            assert_eq!(range.at_slider(range.slider_steps()), range.highest());
        }
    }

    #[test]
    fn each_step_of_a_slider_changes_the_value_upwards() {
        for range in RANGES {
            let values: Vec<f64> = (0..=range.slider_steps()).map(|p| range.at_slider(p)).collect();
            assert!(values.windows(2).all(|w| w[0] < w[1]), "{range:?}: {values:?}");
        }
    }

    #[test]
    fn a_slider_of_whole_numbers_begins_in_steps_of_one() {
        let servers = Range::log(1.0, 10_000.0).whole();
        assert_eq!((0..5).map(|p| servers.at_slider(p)).collect::<Vec<_>>(), [1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!(servers.slider_at(4.0), 3);
    }
}
