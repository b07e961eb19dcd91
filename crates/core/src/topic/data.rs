//! What a reader's own data can be in a topic's inputs: typed, or a file.

use super::Value;
use super::declare::Field;
use crate::import::Loaded;
use crate::job::Bytes;

/// Durations, typed or read from a file slice by slice.
#[derive(Clone, Debug, PartialEq)]
pub enum Durations {
    /// Typed or pasted.
    Text(String),
    /// Read from a file or a long paste.
    Loaded(Loaded),
}

impl Field for Durations {
    fn value(&self) -> Value {
        match self {
            Self::Text(text) => Value::Text(text.clone()),
            Self::Loaded(loaded) => Value::Data(loaded.clone()),
        }
    }
    fn put(&mut self, value: &Value) {
        match value {
            Value::Text(text) => *self = Self::Text(text.clone()),
            Value::Data(loaded) => *self = Self::Loaded(loaded.clone()),
            Value::Number(_) | Value::Word(_) | Value::Flag(_) | Value::Bytes(_) => {}
        }
    }
}

/// A text or a file, taken as it is.
#[derive(Clone, Debug, PartialEq)]
pub enum Own {
    /// Typed or pasted; nothing where it is empty.
    Text(String),
    /// A file.
    File(Bytes),
}

impl Default for Own {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Field for Own {
    fn value(&self) -> Value {
        match self {
            Self::Text(text) => Value::Text(text.clone()),
            Self::File(file) => Value::Bytes(file.clone()),
        }
    }
    fn put(&mut self, value: &Value) {
        match value {
            Value::Text(text) => *self = Self::Text(text.clone()),
            Value::Bytes(file) => *self = Self::File(file.clone()),
            Value::Number(_) | Value::Word(_) | Value::Flag(_) | Value::Data(_) => {}
        }
    }
}
