//! What a reader's own data can be in a topic's inputs: typed, or a file.

use std::sync::Arc;

use super::Value;
use super::declare::Field;
use crate::import::Loaded;
use crate::job::Bytes;
use crate::trace::Opened;

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
            Value::Number(_) | Value::Word(_) | Value::Flag(_) | Value::Bytes(_) | Value::Trace(_) => {}
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
            Value::Number(_) | Value::Word(_) | Value::Flag(_) | Value::Data(_) | Value::Trace(_) => {}
        }
    }
}

/// A trace or a profile that was read from a file: cheap to copy, and equal only to itself.
#[derive(Clone, Debug)]
pub struct Traced(Arc<Opened>);

impl Traced {
    /// Wraps what was read.
    #[must_use]
    pub fn new(opened: Opened) -> Self {
        Self(Arc::new(opened))
    }
}

impl PartialEq for Traced {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl std::ops::Deref for Traced {
    type Target = Opened;

    fn deref(&self) -> &Opened {
        &self.0
    }
}

/// A trace or a profile, written or read from a file slice by slice.
#[derive(Clone, Debug, PartialEq)]
pub enum Traces {
    /// Typed or pasted; nothing where it is empty.
    Text(String),
    /// Read from a file or a long paste.
    File(Traced),
}

impl Field for Traces {
    fn value(&self) -> Value {
        match self {
            Self::Text(text) => Value::Text(text.clone()),
            Self::File(traced) => Value::Trace(traced.clone()),
        }
    }
    fn put(&mut self, value: &Value) {
        match value {
            Value::Text(text) => *self = Self::Text(text.clone()),
            Value::Trace(traced) => *self = Self::File(traced.clone()),
            Value::Number(_) | Value::Word(_) | Value::Flag(_) | Value::Data(_) | Value::Bytes(_) => {}
        }
    }
}
