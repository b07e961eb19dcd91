//! The keys themselves, where it is settled where they stand.

use super::LONGEST_KEY;
use crate::import::ImportError;
use crate::import::filter::plain_name;
use crate::import::json::{JsonReader, Leaf, Listener};
use crate::import::split::Split;

/// How keys are taken out of a text.
#[derive(Debug)]
pub(super) enum Pick {
    /// A line is a key; whether the first is a heading.
    Lines { carry: Vec<u8>, heading: bool },
    /// The field that the splitter keeps; rows to skip, whether it is a request whose path is the key, and rows without it.
    Column { split: Box<Split>, skip: u64, request: bool, without: u64 },
    /// This path of JSON.
    Json { reader: Box<JsonReader>, path: String },
}

impl Pick {
    pub fn push(&mut self, text: &[u8], mut take: impl FnMut(&[u8])) -> Result<(), ImportError> {
        match self {
            Self::Lines { carry, heading } => {
                let mut rest = text;
                while let Some(end) = rest.iter().position(|b| *b == b'\n') {
                    if carry.is_empty() {
                        line(&rest[..end], heading, &mut take);
                    } else {
                        keep(carry, &rest[..end]);
                        line(carry, heading, &mut take);
                        carry.clear();
                    }
                    rest = &rest[end + 1..];
                }
                keep(carry, rest);
                Ok(())
            }
            Self::Column { split, skip, request, without } => {
                split.push(text, |row| take_row(row, skip, *request, without, &mut take));
                Ok(())
            }
            Self::Json { reader, path } => reader.push(text, &mut Leaves { path, take }),
        }
    }

    pub fn finish(&mut self, mut take: impl FnMut(&[u8])) -> Result<(), ImportError> {
        match self {
            Self::Lines { carry, heading } => {
                line(carry, heading, &mut take);
                Ok(())
            }
            Self::Column { split, skip, request, without } => {
                split.finish(|row| take_row(row, skip, *request, without, &mut take));
                Ok(())
            }
            Self::Json { reader, path } => reader.finish(&mut Leaves { path, take }),
        }
    }

    /// Rows without a key where one should be.
    pub fn without(&self) -> u64 {
        match self {
            Self::Column { without, .. } => *without,
            Self::Lines { .. } | Self::Json { .. } => 0,
        }
    }
}

fn keep(carry: &mut Vec<u8>, bytes: &[u8]) {
    let room = LONGEST_KEY.saturating_sub(carry.len());
    carry.extend_from_slice(&bytes[..bytes.len().min(room)]);
}

fn line(line: &[u8], heading: &mut bool, take: &mut impl FnMut(&[u8])) {
    let key = line[..line.len().min(LONGEST_KEY)].trim_ascii();
    if !key.is_empty() && !std::mem::take(heading) {
        take(key);
    }
}

fn take_row(row: &Split, skip: &mut u64, request: bool, without: &mut u64, take: &mut impl FnMut(&[u8])) {
    if *skip > 0 {
        *skip -= 1;
        return;
    }
    let field = row.field(0);
    let key = if request { plain_name(field) } else { field };
    if key.is_empty() || key == b"-" {
        *without += 1;
    } else {
        take(key);
    }
}

struct Leaves<'a, F> {
    path: &'a str,
    take: F,
}

impl<F: FnMut(&[u8])> Listener for Leaves<'_, F> {
    fn leaf(&mut self, path: &str, leaf: Leaf<'_>) {
        if let (true, Leaf::Number(key) | Leaf::Text(key)) = (path == self.path, leaf) {
            (self.take)(key);
        }
    }

    fn object_end(&mut self, _: &str) {}
}
