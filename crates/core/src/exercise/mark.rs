//! Marking a typed answer: right, wrong (and why), or not understood.

use super::{Answer, Problem};
use crate::quantity::{self, Dimension, Unit};

/// What the marker found.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// Within the tolerance; a sentence of praise or a note.
    Right(String),
    /// Outside; a sentence that says what may have gone wrong.
    Wrong(String),
    /// The text could not be read; a sentence that says so. Never counted as wrong.
    NotUnderstood(String),
}

impl Verdict {
    /// The word in `data-verdict`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Right(_) => "right",
            Self::Wrong(_) => "wrong",
            Self::NotUnderstood(_) => "not_understood",
        }
    }

    /// The sentence.
    pub fn says(&self) -> &str {
        match self {
            Self::Right(text) | Self::Wrong(text) | Self::NotUnderstood(text) => text,
        }
    }
}

/// Marks a typed answer to a problem.
pub fn mark(problem: &Problem, typed: &str) -> Verdict {
    let answer = problem.answer;
    let value = match quantity::parse(typed, answer.unit) {
        Ok(value) if value.is_finite() => value,
        Ok(_) => return Verdict::NotUnderstood("Infinity is not an answer here: type a number.".into()),
        Err(error) => return Verdict::NotUnderstood(error.to_string()),
    };
    if near(value, answer.value, answer.rel_tol) {
        return Verdict::Right(format!("Right: {}.", exact(answer)));
    }
    if other_reading(typed, answer.unit).is_some_and(|value| near(value, answer.value, answer.rel_tol)) {
        return Verdict::Right(format!("Right, read as {}.", exact(answer)));
    }
    if let Some(also) = problem.also_right.iter().find(|also| near(value, also.value, answer.rel_tol)) {
        return Verdict::Right(format!("Right, by another definition. {}", also.note));
    }
    if let Some(trap) = problem.traps.iter().find(|trap| near(value, trap.value, answer.rel_tol)) {
        return Verdict::Wrong(trap.says.clone());
    }
    Verdict::Wrong(slip(value, answer).unwrap_or_else(|| by_how_much(value, answer.value)))
}

/// "40.000" and "1,250" are read one way by one half of the world and another way by the other: the other way.
fn other_reading(typed: &str, unit: Unit) -> Option<f64> {
    let mut separators = typed.char_indices().filter(|(_, c)| matches!(c, '.' | ','));
    let (at, separator) = separators.next()?;
    let after = typed[at + 1..].chars().take_while(char::is_ascii_digit).count();
    if separators.next().is_some() || after != 3 {
        return None;
    }
    let other = if separator == '.' { "" } else { "." };
    quantity::parse(&format!("{}{other}{}", &typed[..at], &typed[at + 1..]), unit).ok()
}

fn exact(answer: Answer) -> String {
    quantity::format(answer.value, answer.unit)
}

fn near(value: f64, right: f64, rel_tol: f64) -> bool {
    // A hair of slack, so that an answer rounded exactly to the tolerance passes.
    libm::fabs(value - right) <= rel_tol * libm::fabs(right) * (1.0 + 1e-9) + 1e-12
}

/// Names the slips that show in the ratio of answer to truth.
fn slip(value: f64, answer: Answer) -> Option<String> {
    let right = answer.value;
    if right == 0.0 || value == 0.0 {
        return None;
    }
    if near(-value, right, answer.rel_tol) {
        return Some("The size is right, the sign is not.".into());
    }
    let ratio = value / right;
    let is = |wanted: f64| near(ratio, wanted, answer.rel_tol);
    let time = answer.unit.dimension == Dimension::Time;
    let data = matches!(answer.unit.dimension, Dimension::Data | Dimension::DataRate | Dimension::Time);
    if time && (is(60.0) || is(1.0 / 60.0) || is(3600.0) || is(1.0 / 3600.0)) {
        return Some("Off by a factor of 60 or 3,600: check seconds, minutes and hours.".into());
    }
    if answer.unit.dimension == Dimension::Share && (is(100.0) || is(0.01)) {
        return Some("Off by a factor of 100: is that a share or a percentage?".into());
    }
    if data && (is(8.0) || is(0.125)) {
        return Some("Off by a factor of 8: check bits and bytes.".into());
    }
    if data && answer.rel_tol < 0.02 && (is(1.024) || is(1.0 / 1.024) || is(1.048_576) || is(1.0 / 1.048_576)) {
        return Some("Off by 1,024 for 1,000: here 1 kB is 1,000 bytes.".into());
    }
    let power = libm::round(libm::log10(libm::fabs(ratio)));
    if power != 0.0 && libm::fabs(power) <= 9.0 && is(libm::pow(10.0, power)) {
        let factor = quantity::grouped(libm::pow(10.0, libm::fabs(power)), 0);
        let thousand = libm::fmod(power, 3.0) == 0.0;
        let why = if thousand && answer.unit != Unit::COUNT { "check the units" } else { "check the powers of ten" };
        return Some(format!("The digits are right, but it is off by a factor of {factor}: {why}."));
    }
    if is(2.0) || is(0.5) {
        return Some("Off by a factor of two: is something counted twice, or a round trip counted one way?".into());
    }
    None
}

fn by_how_much(value: f64, right: f64) -> String {
    let off = libm::fabs(value - right) / libm::fabs(right).max(1e-300);
    match (value > right, off) {
        (true, off) if off > 1.0 => "Not yet: that is far too large.".into(),
        (true, off) if off > 0.2 => "Not yet: that is too large.".into(),
        (true, _) => "Close, but a little too large.".into(),
        (false, off) if off > 0.5 => "Not yet: that is far too small.".into(),
        (false, off) if off > 0.2 => "Not yet: that is too small.".into(),
        (false, _) => "Close, but a little too small.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem() -> Problem {
        Problem::new("How long?", 280.0, Unit::MS)
            .trap(560.0, "That counts the way back twice.")
            .also_right(320.0, "That is by nearest rank.")
    }

    #[test]
    fn the_same_answer_in_any_unit_is_right() {
        for typed in ["280", "0.28 s", "280 ms", "0,28s", "281", "275"] {
            assert_eq!(mark(&problem(), typed).word(), "right", "{typed}");
        }
        assert!(mark(&problem(), "320 ms").says().contains("nearest rank"));
    }

    #[test]
    fn slips_are_named() {
        for (typed, part) in [
            ("560", "twice"),
            ("0.28", "factor of 1,000"),
            ("2800", "factor of 10:"),
            ("35", "bits and bytes"),
            ("-280", "sign"),
            ("140", "factor of two"),
            ("290", "little too large"),
        ] {
            let verdict = mark(&problem(), typed);
            assert_eq!(verdict.word(), "wrong", "{typed}");
            assert!(verdict.says().contains(part), "{typed}: {}", verdict.says());
        }
    }

    #[test]
    fn what_cannot_be_read_is_never_wrong() {
        for typed in ["", "abc", "5 apples", "inf", "NaN", "12 kB"] {
            assert_eq!(mark(&problem(), typed).word(), "not_understood", "{typed}");
        }
    }
}
