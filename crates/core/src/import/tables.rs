//! Which column of a table holds the durations: by the headings of known tools, or by what its columns look like.

use super::column::{self, Cells};
use super::filter;
use super::names::{self, meaning};
use super::number::{self, Piece, Reading, UnitsMet};
use super::sniff::{Reader, Recognised};
use super::table::{Plan, Table};
use super::tools;
use super::wanted::{Wanted, unit_of};
use super::{Format, ImportError};

/// Fields of a line, quotes removed; with `brackets` those in square brackets stay together.
pub(super) fn fields(line: &[u8], delimiter: u8, brackets: bool) -> Vec<String> {
    let mut fields = vec![Vec::new()];
    let (mut quoted, mut bracketed, mut after) = (false, false, false);
    let line = if delimiter == b' ' { line.trim_ascii() } else { line };
    for &byte in line {
        let delimits = byte == delimiter || (delimiter == b' ' && byte == b'\t');
        match byte {
            b'"' if !bracketed => quoted = !quoted,
            b'[' | b']' if brackets && !quoted => bracketed = byte == b'[',
            _ if delimits && !quoted && !bracketed => {
                if delimiter != b' ' || !after {
                    fields.push(Vec::new());
                }
                after = true;
                continue;
            }
            byte => {
                if let Some(field) = fields.last_mut() {
                    field.push(byte);
                }
            }
        }
        after = false;
    }
    fields.iter().map(|f| String::from_utf8_lossy(f.trim_ascii()).into_owned()).collect()
}

/// How many fields most lines have, where nine in ten have the same number, at least two, and there are at least two lines.
pub(super) fn width(lines: &[&[u8]], delimiter: u8, brackets: bool) -> Option<usize> {
    let counts: Vec<usize> = lines.iter().map(|line| fields(line, delimiter, brackets).len()).collect();
    let most = *counts.iter().max_by_key(|n| (counts.iter().filter(|m| m == n).count(), **n))?;
    let same = counts.iter().filter(|n| **n == most).count();
    (lines.len() >= 2 && (2..=500).contains(&most) && same * 10 >= lines.len() * 9).then_some(most)
}

fn is_number(cell: &str) -> bool {
    matches!(number::read(cell.as_bytes(), Reading::MS, &mut UnitsMet::default()), Piece::One(_))
}

/// Looks at each column of the rows.
pub(super) fn survey<'a>(rows: impl Iterator<Item = &'a Vec<String>>, width: usize, decimal_comma: bool) -> Vec<Cells> {
    let mut cells = vec![Cells::default(); width];
    for row in rows.filter(|row| row.len() == width) {
        row.iter().zip(&mut cells).for_each(|(cell, column)| column.see(cell, decimal_comma));
    }
    cells
}

/// Plans a table from its first lines.
///
/// # Errors
/// Where no column is clearly the one, or the table is a summary.
pub(super) fn plan(lines: &[&[u8]], delimiter: u8, width: usize, wanted: &Wanted) -> Result<Recognised, ImportError> {
    let rows: Vec<Vec<String>> = lines.iter().map(|line| fields(line, delimiter, false)).collect();
    let heading = rows[0].len() == width
        && rows[0].iter().all(|cell| !is_number(cell))
        && rows[0].iter().any(|cell| cell.chars().any(char::is_alphabetic));
    let names: Vec<String> =
        if heading { rows[0].clone() } else { (1..=width).map(|i| format!("column {i}")).collect() };
    let body = &rows[usize::from(heading)..];
    if let Some(tool) = tools::by_heading(&names, body, heading, delimiter, wanted)? {
        return tool.recognised(delimiter, width, names, heading, wanted);
    }
    if heading && names.iter().filter(|name| names::is_statistic(name)).count() >= 3 {
        return Err(ImportError::Summary(tools::summary_sentence(&names)));
    }
    let plain = survey(body.iter(), width, false);
    let chosen = wanted.position(&names).map_err(ImportError::NoSuchColumn)?;
    // Decimal commas only where the comma does not separate, and no number of the column has a point.
    let commas = |i: usize| delimiter != b',' && plain[i].commas > 0 && plain[i].whole();
    let decimal = |i: usize| commas(i) && (delimiter == b';' || plain[i].thousands < plain[i].commas);
    let decimals: Vec<Cells> = survey(body.iter(), width, true);
    let cells: Vec<&Cells> = (0..width).map(|i| if decimal(i) { &decimals[i] } else { &plain[i] }).collect();
    let name = |i: usize| heading.then(|| names[i].as_str());
    let scores: Vec<column::Score> = (0..width).map(|i| cells[i].score(name(i))).collect();
    let start = starts(&names, heading, &cells, None);
    let mut notices = Vec::new();
    let best = match (chosen, column::choose(&scores)) {
        (Some(i), _) => i,
        (None, Ok(best)) if scores[best].told || !heading || start_and_end(&names, heading, &cells).is_none() => best,
        (None, _) if start_and_end(&names, heading, &cells).is_some() => {
            let (start, end) = start_and_end(&names, heading, &cells).unwrap_or((0, 0));
            let mut plan = Plan::of(delimiter, start, Reading::MS);
            (plan.end, plan.skip, plan.columns) = (Some(end), u64::from(heading), Some(width));
            (plan.status, plan.name) = filter::columns(&names);
            notices.push(format!("A duration is the time from “{}” to “{}”.", names[start], names[end]));
            let reader = Reader::Table(Box::new(Table::new(plan)));
            return Ok(Recognised { columns: names, notices, ..Recognised::new(reader, format_of(delimiter)) });
        }
        (None, Err(likely)) => {
            return Err(ImportError::NoClearColumn(likely.into_iter().map(|i| names[i].clone()).collect()));
        }
        (None, Ok(best)) => best,
    };
    let decimal_comma = decimal(best);
    let meant = name(best).and_then(|name| meaning(name).ms.or(tools::convention_ms(name)));
    let bare = wanted.ms_per_bare().or(meant);
    let mut plan = Plan::of(delimiter, best, Reading { ms_per_bare: bare.unwrap_or(1.0), decimal_comma });
    plan.skip = u64::from(heading);
    plan.columns = Some(width);
    plan.start = starts(&names, heading, &cells, Some(best)).or(start).filter(|i| *i != best);
    if heading {
        let (status, name) = filter::columns(&names);
        (plan.status, plan.name) = (status.filter(|i| *i != best), name.filter(|i| *i != best));
    }
    // Two columns, one of which says how many: a histogram, such as our own export.
    let counts = |name: &String| matches!(name.to_lowercase().as_str(), "count" | "frequency" | "requests" | "anzahl");
    plan.times = names.iter().position(counts).filter(|i| names.len() == 2 && *i != best);
    let units = cells[best].has_units();
    if bare.is_none() && !units {
        notices.push(tools::no_unit(&names[best]));
    } else if let Some(ms) = bare.filter(|ms| *ms != 1.0 && !units) {
        notices.push(format!("Column “{}” was read as {}.", names[best], unit_of(ms).1));
    }
    if decimal_comma {
        notices.push("Commas were read as decimal commas: “12,5” is 12.5.".into());
    } else if commas(best) {
        notices.push("Commas were read as grouping thousands: “1,250” is 1250.".into());
    }
    let reader = Reader::Table(Box::new(Table::new(plan)));
    let unit = (!units).then(|| bare.unwrap_or(1.0));
    let found = Recognised::new(reader, format_of(delimiter));
    Ok(Recognised { columns: names, column: Some(best), unit_ms: unit, notices, ..found })
}

fn format_of(delimiter: u8) -> Format {
    match delimiter {
        b'\t' => Format::Tsv,
        b' ' => Format::Blanks,
        _ => Format::Csv,
    }
}

/// The column of start times: dates or epoch stamps, or numbers whose heading says so.
fn starts(names: &[String], heading: bool, cells: &[&Cells], except: Option<usize>) -> Option<usize> {
    let score = |i: usize| if heading { meaning(&names[i]).start } else { 0 };
    let holds = |i: &usize| {
        Some(*i) != except
            && score(*i) > -10
            && (cells[*i].is_stamps() || (heading && score(*i) > 0 && cells[*i].read() > 0))
    };
    (0..names.len()).filter(holds).max_by_key(|i| (score(*i), std::cmp::Reverse(*i)))
}

/// Columns of stamps called start and end.
fn start_and_end(names: &[String], heading: bool, cells: &[&Cells]) -> Option<(usize, usize)> {
    if !heading {
        return None;
    }
    let end = (0..names.len()).find(|i| cells[*i].is_stamps() && meaning(&names[*i]).end)?;
    let start = (0..names.len()).find(|i| cells[*i].is_stamps() && meaning(&names[*i]).start > 0)?;
    Some((start, end))
}
