//! What a text is, from its beginning.

use super::filter::Filter;
use super::hgrm::{self, Hgrm};
use super::json_pick::JsonPick;
use super::jtl_xml::JtlXml;
use super::number::{self, Piece, Reading, UnitsMet};
use super::pairs::{self, Pairs};
use super::stated::hlog;
use super::table::{Plan, Table};
use super::tokens::Tokens;
use super::{Format, ImportError, Wanted, column, json_plan, logs, tables};

/// Lines looked at.
const LINES: usize = 200;

/// A reader chosen for a text.
#[derive(Debug)]
// One reader a file: nothing is gained by making it small.
#[allow(clippy::large_enum_variant)]
pub(super) enum Reader {
    Tokens(Tokens),
    Table(Box<Table>),
    Pairs(Pairs),
    Xml(JtlXml),
    Hgrm(Hgrm),
    Intervals(Box<hlog::Log>),
    Json(Box<JsonPick>),
}

impl Reader {
    /// What is kept of the requests, and whether they say their status and their name; nothing where there are only durations.
    pub fn filter(&mut self) -> Option<(&mut Filter, bool, bool)> {
        match self {
            Self::Table(table) => {
                let (status, name) = table.tells();
                Some((table.filter(), status, name))
            }
            Self::Pairs(pairs) => {
                let (status, name) = pairs.tells();
                Some((&mut pairs.filter, status, name))
            }
            Self::Json(json) => {
                let (status, name) = json.tells();
                Some((json.filter(), status, name))
            }
            Self::Xml(xml) => Some((&mut xml.filter, true, true)),
            Self::Tokens(_) | Self::Hgrm(_) | Self::Intervals(_) => None,
        }
    }

    /// Keeps only what was asked for.
    ///
    /// # Errors
    /// Where the text does not say what it was asked by.
    pub fn keep_only(&mut self, wanted: &Wanted) -> Result<(), ImportError> {
        // A bare list has nothing but durations, and says so at the end.
        if matches!(self, Self::Tokens(_)) {
            return Ok(());
        }
        let (mut status, mut name) = (false, false);
        if let Some((filter, by_status, by_name)) = self.filter() {
            (status, name) = (by_status, by_name);
            *filter = Filter::of(wanted);
        }
        if !status && !wanted.status.trim().is_empty() {
            return Err(ImportError::NothingToFilter("status"));
        }
        if !name && !wanted.name.trim().is_empty() {
            return Err(ImportError::NothingToFilter("name"));
        }
        Ok(())
    }
}

/// What was recognised.
#[derive(Debug)]
pub(super) struct Recognised {
    pub reader: Reader,
    pub format: Format,
    /// Columns that may be chosen instead.
    pub columns: Vec<String>,
    pub column: Option<usize>,
    /// Milliseconds in one bare number, where numbers are bare.
    pub unit_ms: Option<f64>,
    /// Metrics that may be chosen instead.
    pub metrics: Vec<String>,
    pub metric: Option<String>,
    pub notices: Vec<String>,
}

impl Recognised {
    /// A reader without any choice.
    pub fn new(reader: Reader, format: Format) -> Self {
        Self {
            reader,
            format,
            columns: Vec::new(),
            column: None,
            unit_ms: None,
            metrics: Vec::new(),
            metric: None,
            notices: Vec::new(),
        }
    }

    fn tokens(format: Format, separators: &[u8], reading: Reading) -> Self {
        Self::new(Reader::Tokens(Tokens::new(separators, reading)), format)
    }
}

/// Chooses a reader from the beginning of a text; `complete` where there is no more of it.
///
/// # Errors
/// Where it is empty, or cannot be used.
pub(super) fn recognise(head: &[u8], complete: bool, wanted: &Wanted) -> Result<Recognised, ImportError> {
    let trimmed = head.trim_ascii_start();
    let Some(first) = trimmed.first() else { return Err(ImportError::Empty) };
    if matches!(first, b'{' | b'[') {
        // A log line may begin with a bracket as well: "[2026-03-08] GET …".
        let like_json = trimmed[1..].trim_ascii_start().first().is_none_or(|b| {
            matches!(b, b'"' | b'{' | b'[' | b'}' | b']' | b'-' | b'0'..=b'9' | b'n' | b't' | b'f' | b'N')
        });
        match json_plan::plan(head, complete, wanted) {
            Ok(found) => return Ok(found),
            Err(error) if like_json => return Err(error),
            Err(_) => {}
        }
    }
    let bare = |ms: f64| Reading { ms_per_bare: wanted.ms_per_bare().unwrap_or(ms), decimal_comma: false };
    if *first == b'<' {
        let text = String::from_utf8_lossy(&trimmed[..trimmed.len().min(2_000)]);
        return if text.contains("<testResults") {
            let found = Recognised::new(Reader::Xml(JtlXml::new(bare(1.0))), Format::JmeterXml);
            Ok(Recognised { unit_ms: Some(bare(1.0).ms_per_bare), ..found })
        } else {
            Err(ImportError::Markup)
        };
    }
    if let Some(found) = logs::w3c(head, wanted) {
        return found;
    }
    let begins = |word: &[u8]| head.split(|b| *b == b'\n').take(50).any(|line| line.starts_with(word));
    if begins(b"# TYPE ") {
        let says =
            "This is a page of metrics as Prometheus reads them: counters and sums of buckets, not single requests.";
        return Err(ImportError::Summary(says.into()));
    }
    if hlog::is_log(&String::from_utf8_lossy(head)) {
        return Ok(Recognised::new(Reader::Intervals(Box::default()), Format::Told("HdrHistogram")));
    }
    let lines = lines(head, complete);
    if lines.is_empty() {
        return Ok(Recognised::tokens(Format::List, b",; \t", bare(1.0)));
    }
    if lines.iter().any(|line| hgrm::is_heading(line)) {
        return Ok(Recognised::new(Reader::Hgrm(Hgrm::default()), Format::Hgrm));
    }
    if let Some(found) = gatling(&lines) {
        return Ok(found);
    }
    if readable(&split(&lines, b",;\t")).groups > 0 {
        return Ok(Recognised::tokens(Format::Groups, b",;\t", bare(1.0)));
    }
    if let Some(found) = decimal_commas(&lines, bare(1.0)) {
        return Ok(found);
    }
    for delimiter in [b'\t', b';', b'|', b','] {
        if let Some(width) = tables::width(&lines, delimiter, false)
            && !only_list(&lines, delimiter)
        {
            return tables::plan(&lines, delimiter, width, wanted);
        }
    }
    plain(&lines, bare(1.0), wanted)
}

/// Rows of bare numbers between commas that differ in nothing but their number are a list, as in "10, 20, 30".
fn only_list(lines: &[&[u8]], delimiter: u8) -> bool {
    lines.len() < 2 && delimiter == b','
}

/// Columns, lists, and logs.
fn plain(lines: &[&[u8]], reading: Reading, wanted: &Wanted) -> Result<Recognised, ImportError> {
    // A comma inside a line separates, as in "-5,10" or "50,500": only a column of them is read as decimals or thousands.
    let whole: Vec<&[u8]> =
        split(lines, b"").into_iter().filter(|line| !line[..line.len() - 1].contains(&b',')).collect();
    let whole = Readable { pieces: lines.len(), ..readable(&whole) };
    if whole.durations * 2 >= whole.pieces {
        no_moments(lines)?;
        return Ok(Recognised::tokens(Format::Column, b"", reading));
    }
    let listed = readable(&split(lines, b",;\t"));
    if listed.durations * 2 >= listed.pieces {
        return Ok(Recognised::tokens(Format::List, b",;\t", reading));
    }
    let spaced = readable(&split(lines, b",;\t "));
    if spaced.durations * 10 >= spaced.pieces * 9 {
        return Ok(Recognised::tokens(Format::List, b",;\t ", reading));
    }
    if let Some(found) = logs::plan(lines, wanted) {
        let may_be_pairs = lines.iter().all(|line| line.iter().filter(|b| **b == b'=').count() >= 3);
        if found.is_ok() || !may_be_pairs {
            return found;
        }
    }
    if let Some(found) = pairs::plan(lines, wanted) {
        return found;
    }
    let separators: &[u8] = if spaced.durations > listed.durations { b",;\t " } else { b",;\t" };
    Ok(Recognised::tokens(if lines.len() > 1 { Format::Column } else { Format::List }, separators, reading))
}

/// Refuses a column of dates or epoch stamps or times of day.
fn no_moments(lines: &[&[u8]]) -> Result<(), ImportError> {
    let mut cells = column::Cells::default();
    lines.iter().for_each(|line| cells.see(&String::from_utf8_lossy(line), false));
    let moments = (cells.is_stamps() && lines.len() >= 3) || (cells.is_time_of_day() && lines.len() >= 3);
    if moments { Err(ImportError::OnlyMoments) } else { Ok(()) }
}

/// The log of a Gatling simulation: REQUEST lines with tabs, in which start and end are the two moments.
fn gatling(lines: &[&[u8]]) -> Option<Recognised> {
    let known =
        |line: &&&[u8]| [&b"RUN\t"[..], b"ASSERTION\t", b"USER\t", b"REQUEST\t"].iter().any(|w| line.starts_with(w));
    if !lines.first().as_ref().is_some_and(known) {
        return None;
    }
    let row = lines.iter().find(|line| line.starts_with(b"REQUEST\t"))?;
    let row = tables::fields(row, b'\t', false);
    let moment = |cell: &String| cell.len() == 13 && cell.parse().is_ok_and(super::stamp::is_epoch);
    let start = row.windows(2).position(|pair| pair.iter().all(moment))?;
    let mut plan = Plan::of(b'\t', start, Reading::MS);
    (plan.end, plan.only, plan.columns) = (Some(start + 1), Some((0, b"REQUEST".to_vec())), Some(row.len()));
    (plan.status, plan.name) = (Some(start + 2).filter(|i| *i < row.len()), start.checked_sub(1).filter(|i| *i > 0));
    let found = Recognised::new(Reader::Table(Box::new(Table::new(plan))), Format::Gatling);
    Some(Recognised { notices: vec!["A duration is the time from start to end of a REQUEST line.".into()], ..found })
}

/// The first lines that are not blank; one that is cut off is left out where there are others.
pub(super) fn lines(head: &[u8], complete: bool) -> Vec<&[u8]> {
    let mut lines: Vec<&[u8]> = head.split(|b| matches!(b, b'\n' | b'\r')).take(LINES + 1).collect();
    if !complete && lines.len() > 1 && lines.len() <= LINES {
        lines.pop();
    }
    lines.retain(|line| !line.trim_ascii().is_empty() && !line.trim_ascii_start().starts_with(b"#"));
    lines.truncate(LINES);
    lines
}

fn split<'a>(lines: &[&'a [u8]], separators: &[u8]) -> Vec<&'a [u8]> {
    let pieces = lines.iter().flat_map(|line| line.split(|b| separators.contains(b)));
    pieces.map(<[u8]>::trim_ascii).filter(|p| !p.is_empty()).take(2_000).collect()
}

struct Readable {
    pieces: usize,
    durations: usize,
    groups: usize,
}

fn readable(pieces: &[&[u8]]) -> Readable {
    let mut found = Readable { pieces: pieces.len(), durations: 0, groups: 0 };
    for piece in pieces {
        match duration(piece.strip_suffix(b",").unwrap_or(piece)) {
            Piece::One(_) => found.durations += 1,
            Piece::Many(..) => found.groups += 1,
            Piece::Unreadable => {}
        }
    }
    found
}

fn duration(text: &[u8]) -> Piece {
    number::read(text, Reading::MS, &mut UnitsMet::default())
}

fn reads_with_comma(line: &[u8]) -> bool {
    let reading = Reading { ms_per_bare: 1.0, decimal_comma: true };
    matches!(number::read(line, reading, &mut UnitsMet::default()), Piece::One(_))
}

/// One comma in every line, digits on both sides: "12,5" is a decimal comma, unless the first part looks like a date in
/// seconds or all second parts have three digits (then they are thousands).
fn decimal_commas(lines: &[&[u8]], bare: Reading) -> Option<Recognised> {
    let (mut all_three, mut grouped, mut numbers) = (true, false, Vec::new());
    let heading = duration(lines[0]) == Piece::Unreadable && !reads_with_comma(lines[0]);
    // A heading's comma separates columns, and so do those below it.
    if heading && lines[0].contains(&b',') {
        return None;
    }
    let body = if heading { &lines[1..] } else { lines };
    if body.len() < 2 {
        return None;
    }
    for line in body {
        let line = line.trim_ascii();
        let line = line.strip_suffix(b"ms").or(line.strip_suffix(b"s")).unwrap_or(line).trim_ascii_end();
        let comma = line.iter().position(|b| *b == b',')?;
        let (whole, fraction) = (&line[..comma], &line[comma + 1..]);
        let whole = whole.strip_prefix(b"-").unwrap_or(whole);
        let digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
        let points = whole.contains(&b'.');
        let joined;
        let whole = if points {
            let mut groups = whole.split(|b| *b == b'.');
            let first = groups.next().unwrap_or(b"");
            if !(1..=3).contains(&first.len()) || groups.any(|g| g.len() != 3 || !digits(g)) {
                return None;
            }
            grouped = true;
            joined = whole.iter().copied().filter(|b| *b != b'.').collect::<Vec<u8>>();
            &joined[..]
        } else {
            whole
        };
        numbers.push(std::str::from_utf8(whole).ok().and_then(|w| w.parse::<f64>().ok()).unwrap_or(0.0));
        if !digits(whole) || !digits(fraction) || whole.len() > 8 {
            return None;
        }
        all_three &= fraction.len() == 3 && whole.len() <= 3 && whole != b"0";
    }
    // Numbers that count the rows are a column of their own.
    if numbers.len() >= 3 && !grouped && numbers[0] <= 1.0 && numbers.windows(2).all(|w| w[1] - w[0] == 1.0) {
        return None;
    }
    let (decimal_comma, says) = if all_three && !grouped {
        (false, "Commas were read as grouping thousands: “1,250” is 1250.")
    } else {
        (true, "Commas were read as decimal commas: “12,5” is 12.5.")
    };
    let mut found = Recognised::tokens(Format::Column, b"", Reading { decimal_comma, ..bare });
    found.notices.push(says.into());
    Some(found)
}
