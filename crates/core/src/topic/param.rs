//! The inputs of a topic: typed for authors, untyped for the page.

use super::data::Traced;
use super::range::Range;
use crate::import::Loaded;
use crate::job::Bytes;
use crate::quantity::Unit;

/// One input over the author's own struct `I`; `inputs!` writes them.
pub struct Param<I: 'static> {
    /// What the page and links see.
    pub info: ParamInfo,
    /// Whether it means anything in this state; disabled on the page where not.
    pub applies: fn(&I) -> bool,
    /// The value in these inputs.
    pub get: fn(&I) -> Value,
    /// Writes a value; one of another kind is ignored.
    pub set: fn(&mut I, &Value),
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
    /// Whether files are read into it as traces or profiles, slice by slice.
    pub traces: bool,
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
    /// A trace or a profile that was read; it stays out of links.
    Trace(Traced),
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
}
