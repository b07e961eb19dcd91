//! What the reader chose by hand instead of what looks best.

/// Words of the choice of a unit, and what they say.
pub const UNIT_WORDS: [(&str, &str, f64); 6] = [
    ("auto", "as the file says", 0.0),
    ("ns", "nanoseconds", 1e-6),
    ("us", "microseconds", 1e-3),
    ("ms", "milliseconds", 1.0),
    ("s", "seconds", 1e3),
    ("min", "minutes", 6e4),
];

/// Column, unit, metric and filters; empty (or `auto`) is the reader's own judgement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Name of the column (in JSON the path), or its number from 1.
    pub column: String,
    /// `auto`, `ns`, `us`, `ms`, `s` or `min`: what bare numbers are.
    pub unit: String,
    /// Which metric of a file that holds several.
    pub metric: String,
    /// Only requests of this status, or of this class, as in `5xx`.
    pub status: String,
    /// Only requests of this name: a label, a path, an operation.
    pub name: String,
}

impl Wanted {
    /// Inputs of a topic that hold these choices, and the word of each that leaves it to the reader.
    pub const KEYS: [(&str, &str); 5] =
        [("column", ""), ("unit", "auto"), ("metric", ""), ("status", ""), ("name", "")];

    /// The choices, by what a topic's inputs of these keys hold.
    pub fn by_keys(of: impl Fn(&str) -> String) -> Self {
        let [column, unit, metric, status, name] = Self::KEYS.map(|(key, _)| of(key));
        Self { column, unit, metric, status, name }
    }

    /// Whether everything is left to the reader; `auto` says the same as nothing.
    pub(super) fn is_nothing(&self) -> bool {
        let Self { column, unit, metric, status, name } = self;
        matches!(unit.as_str(), "" | "auto") && [column, metric, status, name].iter().all(|word| word.trim().is_empty())
    }

    /// Milliseconds in one bare number, where that was chosen.
    pub(super) fn ms_per_bare(&self) -> Option<f64> {
        UNIT_WORDS.iter().find(|(word, _, ms)| *word == self.unit && *ms > 0.0).map(|(_, _, ms)| *ms)
    }

    /// Which of these names was chosen: by name, without regard to capitals, or by number; nothing where none was.
    ///
    /// # Errors
    /// The name, where it is none of them.
    pub(super) fn position(&self, names: &[String]) -> Result<Option<usize>, String> {
        let wanted = self.column.trim();
        if wanted.is_empty() {
            return Ok(None);
        }
        let exact = names.iter().position(|name| name == wanted);
        let loose = || names.iter().position(|name| name.to_lowercase() == wanted.to_lowercase());
        let last = || names.iter().position(|name| name.rsplit('.').next() == Some(wanted));
        let numbered = || wanted.parse::<usize>().ok().filter(|i| (1..=names.len()).contains(i)).map(|i| i - 1);
        exact.or_else(loose).or_else(last).or_else(numbered).map(Some).ok_or_else(|| wanted.to_owned())
    }
}

/// The unit's word for so many milliseconds, and its name.
pub(super) fn unit_of(ms: f64) -> (&'static str, &'static str) {
    let found = UNIT_WORDS.iter().skip(1).min_by(|a, b| {
        let far = |unit: f64| libm::fabs(libm::log10(unit / ms));
        far(a.2).total_cmp(&far(b.2))
    });
    found.map_or(("ms", "milliseconds"), |(word, name, _)| (word, name))
}
