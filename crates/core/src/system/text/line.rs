//! The words of one line, taken one after another, each with its place.

use crate::quantity::grouped;
use crate::system::decimal;
use crate::system::parts::service::UNLIMITED;
use crate::system::parts::{Shape, Work};

/// The number of the word, from 1, and what is wrong with it.
pub(super) type Wrong = (usize, String);

pub(super) struct Line<'a> {
    words: Vec<&'a str>,
    at: usize,
    /// The word that wants a value, for mistakes.
    asks: &'a str,
    seen: Vec<&'a str>,
}

impl<'a> Line<'a> {
    pub(super) fn new(row: &'a str) -> Self {
        let mut words = Vec::new();
        for mut word in row.split_whitespace() {
            // A comma, an arrow: words of their own even where no blank sets them off.
            while let Some((at, length)) = find_sign(word) {
                if at > 0 {
                    words.push(&word[..at]);
                }
                words.push(if &word[at..at + length] == "→" { "->" } else { &word[at..at + length] });
                word = &word[at + length..];
            }
            if !word.is_empty() {
                words.push(word);
            }
        }
        Self { words, at: 0, asks: "", seen: Vec::new() }
    }

    pub(super) fn peek(&self) -> Option<&'a str> {
        self.words.get(self.at).copied()
    }

    pub(super) fn next(&mut self) -> Option<&'a str> {
        let word = self.peek()?;
        self.at += 1;
        Some(word)
    }

    /// Takes the next word if it is this one.
    pub(super) fn takes(&mut self, word: &str) -> bool {
        let is = self.peek() == Some(word);
        self.at += usize::from(is);
        is
    }

    /// The next word that says what follows; none at the end of the line. A word that stood before is a mistake.
    pub(super) fn word(&mut self, may_repeat: &[&str]) -> Result<Option<&'a str>, Wrong> {
        let Some(word) = self.next() else { return Ok(None) };
        if self.seen.contains(&word) && !may_repeat.contains(&word) {
            return self.fail(format!("`{word}` stands twice"));
        }
        self.seen.push(word);
        self.asks = word;
        Ok(Some(word))
    }

    /// A mistake at the word taken last.
    pub(super) fn fail<T>(&self, says: String) -> Result<T, Wrong> {
        Err((self.at, says))
    }

    pub(super) fn unknown<T>(&self, word: &str, of: &str, known: &str) -> Result<T, Wrong> {
        self.fail(format!("`{word}` says nothing of {of}; what does: {known}"))
    }

    /// The next word read as `wanted`.
    fn value<T>(&mut self, wanted: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, Wrong> {
        let asks = self.asks;
        match self.next() {
            None => Err((self.at + 1, format!("`{asks}` needs {wanted}, and the line ends"))),
            Some(word) => match read(word) {
                Some(value) => Ok(value),
                None => self.fail(format!("`{asks}` needs {wanted}, got `{word}`")),
            },
        }
    }

    pub(super) fn name(&mut self) -> Result<String, Wrong> {
        self.value("a name (letters, digits, `-` and `_`)", |word| super::is_name(word).then(|| word.to_owned()))
    }

    pub(super) fn whole(&mut self, low: u32, high: u32) -> Result<u32, Wrong> {
        let wanted = format!("a whole number from {} to {}", grouped(f64::from(low), 0), grouped(f64::from(high), 0));
        self.value(&wanted, |word| whole(word).filter(|n| (low..=high).contains(n)))
    }

    pub(super) fn whole_or_unlimited(&mut self, low: u32, high: u32) -> Result<u32, Wrong> {
        let (from, to) = (grouped(f64::from(low), 0), grouped(f64::from(high), 0));
        self.value(&format!("a whole number from {from} to {to} or `unlimited`"), |word| {
            if word == "unlimited" { Some(UNLIMITED) } else { whole(word).filter(|n| (low..=high).contains(n)) }
        })
    }

    /// A plain number.
    pub(super) fn number(&mut self, low: f64, high: f64) -> Result<f64, Wrong> {
        let wanted = format!("a number from {low} to {high}");
        self.value(&wanted, |word| decimal::read(word, 0).filter(|v| (low..=high).contains(v)))
    }

    /// A time above 0 (or from 0), up to a year.
    pub(super) fn secs(&mut self, zero: bool) -> Result<f64, Wrong> {
        let wanted = if zero { "a time such as 0s, 20ms or 3s" } else { "a time above 0 such as 20ms or 3s" };
        self.value(wanted, |word| decimal::read_secs(word).filter(|v| (*v > 0.0 || zero) && time_fits(*v)))
    }

    pub(super) fn percent(&mut self) -> Result<f64, Wrong> {
        self.value("a share from 0% to 100%", |word| {
            let (digits, unit) = decimal::split(word);
            let share = if unit == "%" { decimal::read(digits, -2) } else { None };
            share.filter(|v| (0.0..=1.0).contains(v))
        })
    }

    pub(super) fn rate(&mut self) -> Result<f64, Wrong> {
        self.value("a rate such as 900/s, from 0.000001/s to 1,000,000/s", |word| {
            decimal::read_rate(word).filter(|v| (1e-6..=1e6).contains(v))
        })
    }

    /// `10x`.
    pub(super) fn factor(&mut self) -> Result<f64, Wrong> {
        self.value("a factor such as 10x, from 0.001x to 10,000x", |word| {
            let (digits, unit) = decimal::split(word);
            let factor = if matches!(unit, "x" | "×") { decimal::read(digits, 0) } else { None };
            factor.filter(|v| (1e-3..=1e4).contains(v))
        })
    }

    /// A time and, if it follows, how it varies.
    pub(super) fn work(&mut self, zero: bool) -> Result<Work, Wrong> {
        let mean_secs = self.secs(zero)?;
        let Some(word) = self.peek() else { return Ok(Work::fixed(mean_secs)) };
        let shape = match word {
            "fixed" | "exponential" | "erlang" | "hyperexponential" | "lognormal" | "pareto" => {
                self.at += 1;
                self.asks = self.words[self.at - 1];
                match word {
                    "fixed" => Shape::Fixed,
                    "exponential" => Shape::Exponential,
                    "erlang" => Shape::Erlang(self.whole(1, 100)?),
                    "hyperexponential" => Shape::Hyperexponential(self.number(1.0, 100.0)?),
                    "lognormal" => Shape::Lognormal(self.number(0.01, 100.0)?),
                    _ => Shape::Pareto(self.number(0.01, 100.0)?),
                }
            }
            _ => Shape::Fixed,
        };
        if mean_secs == 0.0 && shape != Shape::Fixed {
            return self.fail(format!("`{word}` has no meaning for a time of 0"));
        }
        Ok(Work { mean_secs, shape })
    }
}

fn time_fits(secs: f64) -> bool {
    secs == 0.0 || (1e-9..=31_557_600.0).contains(&secs)
}

fn whole(word: &str) -> Option<u32> {
    let digits: String = word.chars().filter(|c| *c != ',' && *c != '_').collect();
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// Where a comma (not between digits) or an arrow stands in a word, and how long it is.
fn find_sign(word: &str) -> Option<(usize, usize)> {
    let bytes = word.as_bytes();
    word.char_indices().find_map(|(at, c)| match c {
        ',' => {
            let digit = |i: Option<usize>| i.and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_digit);
            (!(digit(at.checked_sub(1)) && digit(Some(at + 1)))).then_some((at, 1))
        }
        '→' => Some((at, '→'.len_utf8())),
        '-' if bytes.get(at + 1) == Some(&b'>') => Some((at, 2)),
        _ => None,
    })
}
