//! Names, each kept once.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Names by number; number 0 is the empty name.
#[derive(Clone, Debug)]
pub struct Names {
    list: Vec<Arc<str>>,
    numbers: BTreeMap<Arc<str>, u32>,
}

impl Default for Names {
    fn default() -> Self {
        let empty: Arc<str> = Arc::from("");
        Self { list: vec![empty.clone()], numbers: BTreeMap::from([(empty, 0)]) }
    }
}

/// Longest name that is kept whole, in bytes.
const LONGEST: usize = 400;

impl Names {
    /// The number of a name, known before or not. A very long one is cut.
    pub fn number(&mut self, name: &str) -> u32 {
        let mut end = name.len().min(LONGEST);
        while !name.is_char_boundary(end) {
            end -= 1;
        }
        let name = &name[..end];
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let (kept, number): (Arc<str>, u32) = (Arc::from(name), self.list.len() as u32);
        self.list.push(kept.clone());
        self.numbers.insert(kept, number);
        number
    }

    /// The name of a number.
    #[must_use]
    pub fn name(&self, number: u32) -> &str {
        self.list.get(number as usize).map_or("", |name| name)
    }

    /// The number of a name that is known.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    /// How many there are, the empty one included.
    #[must_use]
    pub fn count(&self) -> usize {
        self.list.len()
    }

    /// Each number's place in alphabetical order.
    #[must_use]
    pub fn alphabetical(&self) -> Vec<u32> {
        let mut places = vec![0; self.list.len()];
        for (place, number) in self.numbers.values().enumerate() {
            places[*number as usize] = place as u32;
        }
        places
    }
}
