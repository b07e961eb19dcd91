//! Where in a text the keys stand: by the names of its columns, by the requests of a log, or one a line.

use std::collections::BTreeSet;

use super::LONGEST_KEY;
use super::pick::Pick;
use crate::import::json::{JsonReader, Leaf, Listener};
use crate::import::split::{Layout, Split};
use crate::import::tables::{fields, width};
use crate::import::{ImportError, Wanted, sniff};

/// Where the keys stand.
#[derive(Debug)]
pub(super) struct Chosen {
    pub pick: Pick,
    pub columns: Vec<String>,
    pub column: Option<usize>,
}

/// What a column of keys is called, the likeliest first.
const NAMES: [&str; 22] = [
    "key",
    "cachekey",
    "keys",
    "object",
    "objectid",
    "objid",
    "obj",
    "block",
    "lba",
    "url",
    "uri",
    "csuristem",
    "requesturi",
    "requestpath",
    "path",
    "resource",
    "page",
    "item",
    "itemid",
    "productid",
    "request",
    "id",
];

fn plain(name: &str) -> String {
    let last = name.trim_end_matches("[]").rsplit('.').next().unwrap_or(name);
    last.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn by_name(names: &[String]) -> Option<usize> {
    let plain: Vec<String> = names.iter().map(|name| plain(name)).collect();
    NAMES.iter().find_map(|word| plain.iter().position(|name| name == word))
}

/// Settles it from the beginning of a text; `complete` where there is no more of it.
///
/// # Errors
/// Where there is nothing, or no column is clearly the one.
pub(super) fn choose(head: &[u8], complete: bool, wanted: &Wanted) -> Result<Chosen, ImportError> {
    let trimmed = head.trim_ascii_start();
    let Some(first) = trimmed.first() else { return Err(ImportError::Empty) };
    if matches!(first, b'{' | b'[')
        && let Some(found) = json(head, wanted)
    {
        return found;
    }
    if let Some(line) = head.split(|b| *b == b'\n').take(50).find_map(|line| line.strip_prefix(b"#Fields:")) {
        let text = String::from_utf8_lossy(line).into_owned();
        let names: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        let delimiter = if names.iter().any(|name| name.starts_with("x-edge")) { b'\t' } else { b' ' };
        let at = wanted.position(&names).map_err(ImportError::NoSuchColumn)?.or_else(|| by_name(&names));
        let at = at.ok_or_else(|| ImportError::NoClearKeys(names.iter().take(3).cloned().collect()))?;
        return Ok(column(Layout { delimiter, brackets: false }, at, 0, false, names));
    }
    let lines = sniff::lines(head, complete);
    if lines.is_empty() {
        return Err(ImportError::Empty);
    }
    if lines.iter().filter(|line| line.windows(6).any(|part| part == b" HTTP/")).count() * 10 >= lines.len() * 9 {
        return log(&lines, wanted);
    }
    for delimiter in [b'\t', b';', b'|', b','] {
        if let Some(width) = width(&lines, delimiter, false) {
            return table(&lines, delimiter, width, wanted);
        }
    }
    let spaced = width(&lines, b' ', false);
    if let Some(width) = spaced.filter(|_| lines.len() >= 3) {
        return table(&lines, b' ', width, wanted);
    }
    let heading = NAMES.contains(&plain(&String::from_utf8_lossy(lines[0])).as_str()) && lines.len() > 1;
    Ok(Chosen { pick: Pick::Lines { carry: Vec::new(), heading }, columns: Vec::new(), column: None })
}

fn column(layout: Layout, at: usize, skip: u64, request: bool, columns: Vec<String>) -> Chosen {
    let split = Box::new(Split::new(layout, vec![Some(at)], LONGEST_KEY));
    Chosen { pick: Pick::Column { split, skip, request, without: 0 }, columns, column: Some(at) }
}

/// An access log: what was asked for.
fn log(lines: &[&[u8]], wanted: &Wanted) -> Result<Chosen, ImportError> {
    let brackets = lines[0].contains(&b'[') && lines[0].contains(&b']');
    let row = fields(lines[0], b' ', brackets);
    let names: Vec<String> = (1..=row.len()).map(|i| format!("column {i}")).collect();
    let layout = Layout { delimiter: b' ', brackets };
    if let Some(at) = wanted.position(&names).map_err(ImportError::NoSuchColumn)? {
        return Ok(column(layout, at, 0, row[at].contains(" HTTP/"), names));
    }
    let at = row.iter().position(|cell| cell.contains(" HTTP/"));
    let at = at.ok_or_else(|| ImportError::NoClearKeys(names.iter().take(3).cloned().collect()))?;
    Ok(column(layout, at, 0, true, names))
}

fn table(lines: &[&[u8]], delimiter: u8, width: usize, wanted: &Wanted) -> Result<Chosen, ImportError> {
    let rows: Vec<Vec<String>> =
        lines.iter().map(|line| fields(line, delimiter, false)).filter(|row| row.len() == width).collect();
    let Some(first) = rows.first() else { return Err(ImportError::Empty) };
    let word = |cell: &String| cell.chars().any(char::is_alphabetic) && cell.parse::<f64>().is_err();
    // A heading names a known column, or stands in words over a column of numbers.
    let heading = by_name(first).is_some()
        || (0..width).any(|i| {
            rows.len() > 1 && first.iter().all(word) && rows[1..].iter().all(|row| row[i].parse::<f64>().is_ok())
        });
    let names = if heading { first.clone() } else { (1..=width).map(|i| format!("column {i}")).collect() };
    let layout = Layout { delimiter, brackets: false };
    let skip = u64::from(heading);
    if let Some(at) = wanted.position(&names).map_err(ImportError::NoSuchColumn)? {
        return Ok(column(layout, at, skip, false, names));
    }
    if let Some(at) = by_name(&names).filter(|_| heading) {
        return Ok(column(layout, at, skip, false, names));
    }
    // What is the same in every row, or never the same, is asked for by no cache.
    let body = &rows[usize::from(heading)..];
    let different = |i: usize| body.iter().map(|row| row[i].as_str()).collect::<BTreeSet<_>>().len();
    let mut likely: Vec<usize> = (0..width).filter(|i| different(*i) > 1).collect();
    likely.sort_by_key(|i| (different(*i) == body.len(), std::cmp::Reverse(different(*i)), *i));
    Err(ImportError::NoClearKeys(likely.into_iter().take(3).map(|i| names[i].clone()).collect()))
}

#[derive(Default)]
struct Paths(Vec<String>);

impl Listener for Paths {
    fn leaf(&mut self, path: &str, leaf: Leaf<'_>) {
        if leaf != Leaf::Other && self.0.len() < 300 && !self.0.iter().any(|known| known == path) {
            self.0.push(path.to_owned());
        }
    }

    fn object_end(&mut self, _: &str) {}
}

/// Keys in JSON; `None` where it is none after all.
fn json(head: &[u8], wanted: &Wanted) -> Option<Result<Chosen, ImportError>> {
    let mut paths = Paths::default();
    let broken = JsonReader::default().push(head, &mut paths).is_err();
    let Paths(paths) = paths;
    if paths.is_empty() || (broken && paths.len() < 2) {
        return None;
    }
    let at = match wanted.position(&paths) {
        Ok(at) => at.or_else(|| by_name(&paths)).or((paths.len() == 1).then_some(0)),
        Err(name) => return Some(Err(ImportError::NoSuchColumn(name))),
    };
    let Some(at) = at else {
        return Some(Err(ImportError::NoClearKeys(paths.into_iter().take(3).collect())));
    };
    let reader = Box::new(JsonReader::with_texts_up_to(LONGEST_KEY));
    let pick = Pick::Json { reader, path: paths[at].clone() };
    Some(Ok(Chosen { pick, column: Some(at), columns: paths }))
}
