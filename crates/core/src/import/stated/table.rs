//! A small table with a heading: commas, semicolons or tabs between its cells, as the tool or a spreadsheet saved it.

use super::text::{lines, scaled, whole};

pub(super) struct Table {
    /// The heading's cells, in lower case.
    pub heading: Vec<String>,
    /// Rows with as many cells as the heading.
    pub rows: Vec<Vec<String>>,
    /// Rows with another number of cells, left out.
    pub short: usize,
    decimal_comma: bool,
}

impl Table {
    pub fn read(text: &str) -> Option<Self> {
        let mut lines = lines(text).filter(|line| !line.is_empty());
        let first = lines.next()?;
        let delimiter = [',', ';', '\t'].into_iter().max_by_key(|d| first.matches(*d).count())?;
        let heading: Vec<String> = cells(first, delimiter).iter().map(|cell| cell.to_lowercase()).collect();
        if heading.len() < 2 {
            return None;
        }
        // Spreadsheets put semicolons where the comma is the decimal sign.
        let mut table = Self { heading, rows: Vec::new(), short: 0, decimal_comma: delimiter != ',' };
        for line in lines {
            let row = cells(line, delimiter);
            if row.len() == table.heading.len() {
                table.rows.push(row);
            } else {
                table.short += 1;
            }
        }
        Some(table)
    }

    pub fn column(&self, name: &str) -> Option<usize> {
        self.heading.iter().position(|cell| cell == name)
    }

    /// A cell's number, times ten to `shift`.
    pub fn number(&self, row: &[String], column: Option<usize>, shift: i32) -> Option<f64> {
        scaled(&self.digits(row, column)?, shift)
    }

    pub fn whole(&self, row: &[String], column: Option<usize>) -> Option<u64> {
        whole(&self.digits(row, column)?)
    }

    fn digits(&self, row: &[String], column: Option<usize>) -> Option<String> {
        let cell = row.get(column?)?;
        let comma = self.decimal_comma && !cell.contains('.');
        Some(if comma { cell.replacen(',', ".", 1) } else { cell.clone() })
    }
}

/// Cells of a line, without quotes and blanks around them.
fn cells(line: &str, delimiter: char) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        if c == '"' {
            quoted = !quoted;
        } else if c == delimiter && !quoted {
            cells.push(String::new());
        } else if let Some(cell) = cells.last_mut() {
            cell.push(c);
        }
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}
