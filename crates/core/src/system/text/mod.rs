//! A scenario as text: one line a part, kind, name, then words with values and units; `->` or `calls` name whom it asks.
//!
//! Reading never fails halfway: every mistake is named with its line and word. Writing gives the canonical form, and reading that gives
//! the same scenario to the last bit.
//!
//! ```
//! use explorer_core::system::text;
//!
//! let system = text::read("clients c open 36/s poisson -> s\nservice s workers 1 work 25ms exponential")?;
//! assert_eq!(text::read(&text::write(&system)).as_ref(), Ok(&system));
//! let wrong = text::read("clients c open 36/s poisson -> s\nservice s workers many");
//! assert_eq!(wrong.unwrap_err()[0].to_string(), "line 2: `workers` needs a whole number from 1 to 1,000,000 or `unlimited`, got `many`");
//! # Ok::<(), Vec<explorer_core::system::text::Mistake>>(())
//! ```

mod line;
mod reading;
mod stores;
#[cfg(test)]
mod tests;
mod writing;

use super::scenario::{Place, Scenario};

/// Bytes of text that are looked at: a page of a large system is a few thousand.
pub const MOST_BYTES: usize = 1_000_000;
/// Mistakes that are named at most.
const MOST_MISTAKES: usize = 20;

/// What is wrong with a text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line, from 1; 0 is the whole.
    pub line: usize,
    /// The word in that line, from 1; 0 is the line as a whole.
    pub word: usize,
    /// A sentence without its full stop.
    pub says: String,
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.line == 0 { write!(f, "{}", self.says) } else { write!(f, "line {}: {}", self.line, self.says) }
    }
}

/// Reads a scenario. Blank lines and lines that begin with `#` are passed over; `·` and `;` end a line too.
/// # Errors
/// Every mistake, at most one a line.
pub fn read(text: &str) -> Result<Scenario, Vec<Mistake>> {
    if text.len() > MOST_BYTES {
        let says = format!("the text is longer than {MOST_BYTES} bytes");
        return Err(vec![Mistake { line: 0, word: 0, says }]);
    }
    let (mut parts, mut links, mut faults, mut mistakes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut of_part, mut of_link, mut of_fault) = (Vec::new(), Vec::new(), Vec::new());
    for (number, row) in text.split(['\n', '·', ';']).enumerate().map(|(i, row)| (i + 1, row.trim())) {
        if row.is_empty() || row.starts_with('#') {
            continue;
        }
        let mut line = line::Line::new(row);
        match reading::row(&mut line) {
            Ok(reading::Row::Part(part)) => {
                parts.push(part);
                of_part.push(number);
            }
            Ok(reading::Row::Link(link)) => {
                links.push(link);
                of_link.push(number);
            }
            Ok(reading::Row::Fault(fault)) => {
                faults.push(fault);
                of_fault.push(number);
            }
            Err((word, says)) => mistakes.push(Mistake { line: number, word, says }),
        }
        if mistakes.len() >= MOST_MISTAKES {
            return Err(mistakes);
        }
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    Scenario::new(parts, links, faults).map_err(|(place, says)| {
        let line = match place {
            Place::Whole => 0,
            Place::Part(i) => of_part[i],
            Place::Link(i) => of_link[i],
            Place::Fault(i) => of_fault[i],
        };
        vec![Mistake { line, word: 0, says }]
    })
}

/// Writes a scenario: parts, links, faults, each in its order, only what differs from what is understood anyway.
pub fn write(scenario: &Scenario) -> String {
    writing::text(scenario)
}

/// A name that can be read back: for pages that make parts.
pub fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= 40 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}
