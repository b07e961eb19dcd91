//! Inputs and choices, declared once. [`inputs!`] makes of one line an input's field, default, key and control; [`words!`] makes
//! an enum of choices, so that the compiler knows them all.
//!
//! ```text
//! inputs! {
//!     pub struct Inputs {
//!         /// Mean arrivals a second.
//!         arrivals_per_sec: f64 = 36.0 => number("Arrivals", Unit::PER_SEC, Range::log(1e-4, 1e6));
//!         /// Who is next.
//!         discipline: Discipline = Discipline::Fifo => choice("Who is next");
//!     }
//! }
//! ```
//!
//! What stands before the arrow is a field as in any struct, and its default; its name is the key in links. What stands after it is a
//! method of [`Slot`] that fits the field's type, and then `.help(…)`, `.when(…)`, `.more()` of [`Param`].

use std::marker::PhantomData;

use super::data::{Durations, Own, Traces};
use super::{Choice, Param, ParamInfo, Range, Shape, Value};
use crate::quantity::Unit;

/// Declares a topic's inputs, in the order of the page.
macro_rules! inputs {
    ($(#[$of_struct:meta])* pub struct $Inputs:ident { $(
        $(#[$doc:meta])*
        $field:ident: $type:ty = $default:expr => $kind:ident($($given:tt)*) $(.$modifier:ident($($with:tt)*))*;
    )* }) => {
        /// What the reader sets, each in the unit its name says.
        $(#[$of_struct])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $Inputs { $($(#[$doc])* pub $field: $type,)* }

        impl Default for $Inputs {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        impl $crate::topic::Declared for $Inputs {
            const PARAMS: &'static [$crate::topic::Param<Self>] = &[$(
                $crate::topic::Slot::<$Inputs, $type>::new(
                    stringify!($field),
                    |inputs| $crate::topic::Field::value(&inputs.$field),
                    |inputs, value| $crate::topic::Field::put(&mut inputs.$field, value),
                )
                .$kind($($given)*)$(.$modifier($($with)*))*,
            )*];
        }
    };
}
pub(crate) use inputs;

/// Declares choices: `Name = "word in links", "name on the page";` each. With `for`, of an enum that the model has already.
macro_rules! words {
    ($(#[$doc:meta])* pub enum $Words:ident { $($Word:ident = $word:literal, $label:expr;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $Words { $(#[doc = concat!("`", $word, "`")] $Word,)+ }

        $crate::topic::words! { for $Words { $($Word = $word, $label;)+ } }
    };
    (for $Words:ident { $($Word:ident = $word:literal, $label:expr;)+ }) => {
        impl $crate::topic::Words for $Words {
            const ALL: &'static [Self] = &[$(Self::$Word,)+];
            const CHOICES: &'static [$crate::topic::Choice] =
                &[$($crate::topic::Choice { word: $word, label: $label },)+];

            fn word(self) -> &'static str {
                match self {
                    $(Self::$Word => $word,)+
                }
            }
        }
    };
}
pub(crate) use words;

/// Inputs that the macro `inputs!` declared.
pub trait Declared: Sized + 'static {
    /// What each is, in the order of the page.
    const PARAMS: &'static [Param<Self>];
}

/// The choices of an input.
pub trait Words: Copy + PartialEq + 'static {
    /// All of them, in the order of the page.
    const ALL: &'static [Self];
    /// Their words in links and their names on the page, in the same order.
    const CHOICES: &'static [Choice];
    /// The word in links.
    fn word(self) -> &'static str;
}

/// What an input's field can be.
pub trait Field {
    /// Without its type.
    fn value(&self) -> Value;
    /// Takes a value; one of another kind is ignored.
    fn put(&mut self, value: &Value);
}

impl Field for f64 {
    fn value(&self) -> Value {
        Value::Number(*self)
    }
    fn put(&mut self, value: &Value) {
        if let Value::Number(number) = value {
            *self = *number;
        }
    }
}

impl Field for bool {
    fn value(&self) -> Value {
        Value::Flag(*self)
    }
    fn put(&mut self, value: &Value) {
        if let Value::Flag(flag) = value {
            *self = *flag;
        }
    }
}

impl Field for String {
    fn value(&self) -> Value {
        Value::Text(self.clone())
    }
    fn put(&mut self, value: &Value) {
        if let Value::Text(text) = value {
            self.clone_from(text);
        }
    }
}

impl<T: Words> Field for T {
    fn value(&self) -> Value {
        Value::Word(self.word())
    }
    fn put(&mut self, value: &Value) {
        if let Value::Word(word) = value
            && let Some(known) = T::ALL.iter().find(|known| known.word() == *word)
        {
            *self = *known;
        }
    }
}

/// A field of type `T` that has no control yet.
pub struct Slot<I: 'static, T> {
    key: &'static str,
    get: fn(&I) -> Value,
    set: fn(&mut I, &Value),
    of: PhantomData<fn() -> T>,
}

impl<I, T> Slot<I, T> {
    /// The field of this key.
    pub const fn new(key: &'static str, get: fn(&I) -> Value, set: fn(&mut I, &Value)) -> Self {
        Self { key, get, set, of: PhantomData }
    }

    const fn shaped(self, label: &'static str, unit: Unit, shape: Shape) -> Param<I> {
        let info = ParamInfo {
            key: self.key,
            label,
            help: "",
            unit,
            shape,
            more: false,
            streams: false,
            traces: false,
            most_bytes: 0,
        };
        Param { info, applies: |_| true, get: self.get, set: self.set }
    }
}

impl<I> Slot<I, f64> {
    /// A number in the key's unit.
    pub const fn number(self, label: &'static str, unit: Unit, range: Range) -> Param<I> {
        self.shaped(label, unit, Shape::Number(range))
    }
}

impl<I> Slot<I, bool> {
    /// On or off.
    pub const fn switch(self, label: &'static str) -> Param<I> {
        self.shaped(label, Unit::COUNT, Shape::Switch)
    }
}

impl<I, T: Words> Slot<I, T> {
    /// One of several words.
    pub const fn choice(self, label: &'static str) -> Param<I> {
        self.shaped(label, Unit::COUNT, Shape::Choice(T::CHOICES))
    }
}

impl<I> Slot<I, String> {
    /// Text; more than `in_link` characters stay out of links.
    pub const fn text(self, label: &'static str, in_link: usize) -> Param<I> {
        self.shaped(label, Unit::COUNT, Shape::Text(in_link))
    }
}

impl<I> Slot<I, Durations> {
    /// Text, or a file that is read slice by slice; more than `in_link` characters, and every file, stay out of links.
    pub const fn data(self, label: &'static str, in_link: usize) -> Param<I> {
        let mut param = self.shaped(label, Unit::COUNT, Shape::Text(in_link));
        param.info.streams = true;
        param
    }
}

impl<I> Slot<I, Traces> {
    /// Text, or a trace or profile that is read slice by slice; more than `in_link` characters, and every file, stay out of links.
    pub const fn traces(self, label: &'static str, in_link: usize) -> Param<I> {
        let mut param = self.shaped(label, Unit::COUNT, Shape::Text(in_link));
        param.info.traces = true;
        param
    }
}

impl<I> Slot<I, Own> {
    /// Text, or a file of at most so many bytes that is taken as it is; more than `in_link` characters, and every file, stay
    /// out of links.
    pub const fn file(self, label: &'static str, in_link: usize, most_bytes: u32) -> Param<I> {
        let mut param = self.shaped(label, Unit::COUNT, Shape::Text(in_link));
        param.info.most_bytes = most_bytes;
        param
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    words! {
        /// A way.
        pub enum Way {
            Up = "up", "upwards";
            Down = "down", "downwards";
        }
    }

    inputs! {
        pub struct Inputs {
            /// A rate.
            rate_per_sec: f64 = 3.0 => number("Rate", Unit::PER_SEC, Range::log(1.0, 10.0)).help("Each second.");
            /// Where to.
            way: Way = Way::Down => choice("Way").when(|i| i.is_moving).more();
            /// Whether at all.
            is_moving: bool = false => switch("Moving");
            /// What one types.
            name: String = "a".into() => text("Name", 60);
        }
    }

    fn param(key: &str) -> &'static Param<Inputs> {
        Inputs::PARAMS.iter().find(|p| p.info.key == key).unwrap()
    }

    #[test]
    fn a_line_gives_key_default_control_and_what_was_added_to_it() {
        let inputs = Inputs::default();
        let keys: Vec<_> = Inputs::PARAMS.iter().map(|p| (p.info.key, (p.get)(&inputs))).collect();
        let wanted = [
            ("rate_per_sec", Value::Number(3.0)),
            ("way", Value::Word("down")),
            ("is_moving", Value::Flag(false)),
            ("name", Value::Text("a".into())),
        ];
        assert_eq!(keys, wanted);
        assert_eq!(param("rate_per_sec").info.help, "Each second.");
        assert!(param("way").info.more && !param("name").info.more);
        assert!(!(param("way").applies)(&inputs) && (param("way").applies)(&Inputs { is_moving: true, ..inputs }));
    }

    #[test]
    fn each_choice_goes_out_as_its_word_and_comes_back_as_itself() {
        for (way, choice) in Way::ALL.iter().zip(Way::CHOICES) {
            assert_eq!(way.value(), Value::Word(choice.word));
            let mut inputs = Inputs::default();
            (param("way").set)(&mut inputs, &Value::Word(choice.word));
            assert_eq!(inputs.way, *way);
        }
    }

    #[test]
    fn a_value_of_another_kind_and_a_word_that_is_none_change_nothing() {
        let strange = [Value::Word("sideways"), Value::Bytes(crate::job::Bytes::new("a", vec![1]))];
        for param in Inputs::PARAMS {
            for value in &strange {
                let mut inputs = Inputs::default();
                (param.set)(&mut inputs, value);
                assert_eq!(inputs, Inputs::default(), "{}", param.info.key);
            }
        }
    }
}
