//! Reading the tables, and the one comparison all tests share.

use std::collections::BTreeMap;

/// One family of the high-precision table.
pub struct Family {
    name: String,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    pub samples: Vec<Vec<f64>>,
}

/// One row: cells by column name.
pub struct Row<'a> {
    family: &'a Family,
    cells: &'a [String],
}

fn strings(value: &serde_json::Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(|text| text.as_str().unwrap().to_owned()).collect()
}

impl Family {
    pub fn named(name: &str) -> Self {
        let text = include_str!("../data/closed_forms.json");
        let table: serde_json::Value = serde_json::from_str(text).unwrap();
        let family = &table["families"][name];
        let mut columns = strings(&family["inputs"]);
        columns.extend(strings(&family["outputs"]));
        let words = |text: String| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let rows: Vec<Vec<String>> = strings(&family["rows"]).into_iter().map(words).collect();
        assert!(!rows.is_empty() && rows.iter().all(|row| row.len() == columns.len()), "{name}");
        // Numbers travel as text, because str::parse rounds correctly and a JSON number need not.
        let samples = strings(&family["samples"])
            .into_iter()
            .map(|sample| words(sample).iter().map(|value| value.parse().unwrap()).collect())
            .collect();
        Self { name: name.to_owned(), columns, rows, samples }
    }

    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { family: self, cells })
    }
}

impl Row<'_> {
    pub fn text(&self, column: &str) -> &str {
        let place = self.family.columns.iter().position(|name| name == column);
        &self.cells[place.unwrap_or_else(|| panic!("{}: no column {column}", self.family.name))]
    }

    pub fn number(&self, column: &str) -> f64 {
        self.text(column).parse().unwrap()
    }

    pub fn whole(&self, column: &str) -> u32 {
        self.text(column).parse().unwrap()
    }

    pub fn long(&self, column: &str) -> u64 {
        self.text(column).parse().unwrap()
    }

    /// The value must match the named column to `tolerance`, relative. An exact zero must be zero.
    pub fn check(&self, column: &str, ours: f64, tolerance: f64, worst: &mut Worst) {
        let exact = self.number(column);
        let error = if exact == 0.0 { ours.abs() } else { ((ours - exact) / exact).abs() };
        worst.note(column, error / tolerance, error);
        assert!(
            error <= tolerance,
            "{} {:?}\n{column}: {ours:e}, off by {error:e} > {tolerance:e}",
            self.family.name,
            self.cells
        );
    }
}

/// The bar's tolerance for a system with the given idle share (1 where load plays no part).
pub fn tolerance(idle_share: f64) -> f64 {
    (8.0 * f64::EPSILON / idle_share.abs()).max(1e-10)
}

/// The largest errors seen, printed so that a run with `--nocapture` shows how much room there is.
#[derive(Default)]
pub struct Worst(BTreeMap<String, (f64, f64, usize)>);

impl Worst {
    fn note(&mut self, column: &str, part: f64, error: f64) {
        let entry = self.0.entry(column.to_owned()).or_default();
        if part > entry.0 {
            (entry.0, entry.1) = (part, error);
        }
        entry.2 += 1;
    }

    /// Prints the table and makes sure that enough points were compared.
    pub fn report(&self, family: &str, at_least: usize) {
        for (column, (part, error, points)) in &self.0 {
            println!("{family:>18} {column:>24}: {points:>4} points, worst {error:.1e} ({part:.1e} of the tolerance)");
        }
        let points: usize = self.0.values().map(|entry| entry.2).sum();
        assert!(points >= at_least, "{family}: only {points} points");
    }
}
