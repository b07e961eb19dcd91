//! What a text is, from its beginning.

use super::hgrm::{self, Hgrm};
use super::json_pick::{self, JsonPick};
use super::names::meaning;
use super::number::{self, Piece, Reading, UnitsMet};
use super::table::{Plan, Table};
use super::tokens::Tokens;
use super::{Format, ImportError};

/// Lines looked at.
const LINES: usize = 200;

/// A reader chosen for a text.
#[derive(Debug)]
pub(super) enum Reader {
    Tokens(Tokens),
    Table(Table),
    Hgrm(Hgrm),
    Json(Box<JsonPick>),
}

/// What was recognised.
#[derive(Debug)]
pub(super) struct Recognised {
    pub reader: Reader,
    pub format: Format,
    /// Columns that may be chosen instead.
    pub columns: Vec<String>,
    pub column: Option<usize>,
    pub notices: Vec<String>,
}

impl Recognised {
    fn tokens(format: Format, separators: &[u8], reading: Reading) -> Self {
        let reader = Reader::Tokens(Tokens::new(separators, reading));
        Self { reader, format, columns: Vec::new(), column: None, notices: Vec::new() }
    }
}

/// Chooses a reader from the beginning of a text; `complete` where there is no more of it.
///
/// # Errors
/// Where it is empty, or JSON that cannot be used.
pub(super) fn recognise(head: &[u8], complete: bool, column: Option<usize>) -> Result<Recognised, ImportError> {
    let trimmed = head.trim_ascii_start();
    let Some(first) = trimmed.first() else { return Err(ImportError::Empty) };
    if matches!(first, b'{' | b'[') {
        // A log line may begin with a bracket as well: "[2026-03-08] GET …".
        let like_json = trimmed[1..].trim_ascii_start().first().is_none_or(|b| {
            matches!(b, b'"' | b'{' | b'[' | b'}' | b']' | b'-' | b'0'..=b'9' | b'n' | b't' | b'f' | b'N')
        });
        match json_pick::plan(head, complete, column) {
            Ok(plan) => return Ok(json(plan, column)),
            Err(error) if like_json => return Err(error),
            Err(_) => {}
        }
    }
    let lines = lines(head, complete);
    if lines.is_empty() {
        return Ok(Recognised::tokens(Format::List, b",; \t", Reading::MS));
    }
    if lines.iter().any(|line| hgrm::is_heading(line)) {
        let reader = Reader::Hgrm(Hgrm::default());
        return Ok(Recognised { reader, ..Recognised::tokens(Format::Hgrm, b"", Reading::MS) });
    }
    if readable(&split(&lines, b",;\t")).groups > 0 {
        return Ok(Recognised::tokens(Format::Groups, b",;\t", Reading::MS));
    }
    if let Some(found) = decimal_commas(&lines) {
        return Ok(found);
    }
    for (delimiter, format) in [(b'\t', Format::Tsv), (b';', Format::Csv), (b'|', Format::Csv), (b',', Format::Csv)] {
        if consistent(&lines, delimiter) {
            let decimal_comma =
                delimiter == b';' && lines.iter().skip(1).any(|l| l.contains(&b',') && !l.contains(&b'.'));
            return table(&lines, delimiter, format, decimal_comma, column);
        }
    }
    // A comma inside a line separates, as in "-5,10" or "50,500": only a column of them is read as decimals or thousands, above.
    let whole: Vec<&[u8]> =
        split(&lines, b"").into_iter().filter(|line| !line[..line.len() - 1].contains(&b',')).collect();
    let whole = Readable { pieces: lines.len(), ..readable(&whole) };
    if whole.durations * 2 >= whole.pieces {
        return Ok(Recognised::tokens(Format::Column, b"", Reading::MS));
    }
    let listed = readable(&split(&lines, b",;\t"));
    if listed.durations * 2 >= listed.pieces {
        return Ok(Recognised::tokens(Format::List, b",;\t", Reading::MS));
    }
    let spaced = readable(&split(&lines, b",;\t "));
    if spaced.durations * 10 >= spaced.pieces * 9 {
        return Ok(Recognised::tokens(Format::List, b",;\t ", Reading::MS));
    }
    if consistent(&lines, b' ') {
        return table(&lines, b' ', Format::Blanks, false, column);
    }
    let separators: &[u8] = if spaced.durations > listed.durations { b",;\t " } else { b",;\t" };
    Ok(Recognised::tokens(if lines.len() > 1 { Format::Column } else { Format::List }, separators, Reading::MS))
}

fn json(plan: json_pick::Plan, column: Option<usize>) -> Recognised {
    let chosen = plan.paths.iter().position(|path| *path == plan.value);
    let mut notices = Vec::new();
    if plan.reading.ms_per_bare != 1.0 {
        notices.push(format!("Numbers at {} were read as {}.", plan.value, unit_words(plan.reading.ms_per_bare)));
    }
    Recognised {
        format: plan.format,
        columns: if plan.paths.len() > 1 { plan.paths.clone() } else { Vec::new() },
        column: chosen.or(column),
        notices,
        reader: Reader::Json(Box::new(JsonPick::new(plan))),
    }
}

/// The first lines that are not blank; one that is cut off is left out where there are others.
fn lines(head: &[u8], complete: bool) -> Vec<&[u8]> {
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

/// One comma in every line, digits on both sides: "12,5" is a decimal comma, unless the first part looks like a date in
/// seconds or all second parts have three digits (then they are thousands).
fn decimal_commas(lines: &[&[u8]]) -> Option<Recognised> {
    let mut all_three = true;
    let body = if duration(lines[0]) == Piece::Unreadable { &lines[1..] } else { lines };
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
        if !digits(whole) || !digits(fraction) || whole.len() > 8 {
            return None;
        }
        all_three &= fraction.len() == 3 && whole.len() <= 3 && whole != b"0";
    }
    let (decimal_comma, says) = if all_three {
        (false, "Commas were read as grouping thousands: “1,250” is 1250.")
    } else {
        (true, "Commas were read as decimal commas: “12,5” is 12.5.")
    };
    let mut found = Recognised::tokens(Format::Column, b"", Reading { ms_per_bare: 1.0, decimal_comma });
    found.notices.push(says.into());
    Some(found)
}

/// Fields of a line, quotes removed.
fn fields(line: &[u8], delimiter: u8) -> Vec<String> {
    let mut fields = vec![Vec::new()];
    let mut quoted = false;
    let line = if delimiter == b' ' { line.trim_ascii() } else { line };
    let mut after = false;
    for &byte in line {
        let delimits = byte == delimiter || (delimiter == b' ' && byte == b'\t');
        match byte {
            b'"' => quoted = !quoted,
            _ if delimits && !quoted => {
                if delimiter != b' ' || !after {
                    fields.push(Vec::new());
                }
                after = true;
                continue;
            }
            byte => fields.last_mut().unwrap_or_else(|| unreachable!("never empty")).push(byte),
        }
        after = false;
    }
    fields.iter().map(|f| String::from_utf8_lossy(f.trim_ascii()).into_owned()).collect()
}

/// Whether nine lines in ten have the same number of fields, at least two, and there are at least two lines.
fn consistent(lines: &[&[u8]], delimiter: u8) -> bool {
    let count = fields(lines[0], delimiter).len();
    let same = lines.iter().filter(|line| fields(line, delimiter).len() == count).count();
    lines.len() >= 2 && (2..=500).contains(&count) && same * 10 >= lines.len() * 9
}

fn table(
    lines: &[&[u8]],
    delimiter: u8,
    format: Format,
    decimal_comma: bool,
    column: Option<usize>,
) -> Result<Recognised, ImportError> {
    let rows: Vec<Vec<String>> = lines.iter().map(|line| fields(line, delimiter)).collect();
    let heading = rows[0].iter().all(|cell| !matches!(duration(cell.as_bytes()), Piece::One(_)))
        && rows[0].iter().any(|cell| cell.chars().any(char::is_alphabetic));
    let names: Vec<String> =
        if heading { rows[0].clone() } else { (1..=rows[0].len()).map(|i| format!("column {i}")).collect() };
    let body = &rows[usize::from(heading)..];
    let lower: Vec<String> = names.iter().map(|n| n.to_lowercase()).collect();
    let at = |name: &str| lower.iter().position(|n| n == name);
    let ms = Reading { ms_per_bare: 1.0, decimal_comma };
    let mut plan =
        Plan { delimiter, skip: u64::from(heading), value: 0, start: None, only: None, times: None, reading: ms };
    let mut format = format;
    if let (Some(metric), Some(value), true) = (at("metric_name"), at("metric_value"), column.is_none()) {
        format = Format::K6Csv;
        plan = Plan { value, start: at("timestamp"), only: Some((metric, b"http_req_duration")), ..plan };
    } else if let (Some(value), Some(_), true) = (at("response-time"), at("dns+dialup"), column.is_none()) {
        format = Format::HeyCsv;
        plan = Plan { value, start: at("offset"), reading: Reading { ms_per_bare: 1e3, ..ms }, ..plan };
    } else if let (Some(value), Some(start), Some(_), true) =
        (at("ttime"), at("seconds"), at("ctime"), column.is_none())
    {
        format = Format::AbTsv;
        plan = Plan { value, start: Some(start), ..plan };
    } else if let (Some(value), Some(start), Some(_), true) =
        (at("elapsed"), at("timestamp"), at("label"), column.is_none())
    {
        format = Format::JmeterCsv;
        plan = Plan { value, start: Some(start), ..plan };
    } else {
        let value = match column {
            Some(i) if i < names.len() => i,
            Some(i) => return Err(ImportError::NoSuchColumn(i)),
            None => best_column(&names, heading, body),
        };
        let meant = if heading { meaning(&names[value]).ms } else { None };
        let start = (0..names.len())
            .filter(|i| *i != value && starts(&names, heading, body, *i))
            .max_by_key(|i| if heading { meaning(&names[*i]).start } else { 0 });
        // Two columns, one of which says how many: a histogram, such as our own export.
        let times = at("count").or(at("frequency")).or(at("requests")).filter(|i| names.len() == 2 && *i != value);
        plan = Plan { value, start, times, reading: Reading { ms_per_bare: meant.unwrap_or(1.0), ..ms }, ..plan };
    }
    let mut notices = Vec::new();
    if plan.reading.ms_per_bare != 1.0 {
        notices.push(format!("Column “{}” was read as {}.", names[plan.value], unit_words(plan.reading.ms_per_bare)));
    }
    if decimal_comma {
        notices.push("Commas were read as decimal commas: “12,5” is 12.5.".into());
    }
    let value = plan.value;
    Ok(Recognised { reader: Reader::Table(Table::new(plan)), format, columns: names, column: Some(value), notices })
}

fn unit_words(ms: f64) -> &'static str {
    match ms {
        ms if ms >= 6e4 => "minutes",
        ms if ms >= 1e3 => "seconds",
        ms if ms >= 1.0 => "milliseconds",
        ms if ms >= 1e-3 => "microseconds",
        _ => "nanoseconds",
    }
}

/// The cells of a column.
fn cells(body: &[Vec<String>], column: usize) -> impl Iterator<Item = &str> {
    body.iter().filter_map(move |row| row.get(column)).map(String::as_str).filter(|cell| !cell.is_empty())
}

/// The column that most looks like durations.
fn best_column(names: &[String], heading: bool, body: &[Vec<String>]) -> usize {
    let score = |i: usize| {
        let (mut count, mut read, mut units, mut stamps, mut points, mut codes) = (0, 0, 0, 0, 0, 0);
        for cell in cells(body, i) {
            count += 1;
            if let Piece::One(ms) = duration(cell.as_bytes()) {
                read += 1;
                units += i32::from(cell.ends_with(char::is_alphabetic));
                points += i32::from(cell.contains('.'));
                stamps += i32::from(libm::fabs(ms) > 1e9);
                codes += i32::from((100.0..600.0).contains(&ms) && cell.len() == 3);
            }
        }
        if read * 2 < count.max(1) {
            return -100;
        }
        let mut score = if heading { meaning(&names[i]).duration * 2 } else { 0 };
        score += if units * 2 > read { 8 } else { 0 } + if points * 2 > read { 3 } else { 0 };
        score -= if stamps * 2 > read { 20 } else { 0 } + if codes == read { 4 } else { 0 };
        score
    };
    (0..names.len()).max_by_key(|i| (score(*i), -(*i as i32))).unwrap_or(0)
}

/// Whether a column holds start times.
fn starts(names: &[String], heading: bool, body: &[Vec<String>], column: usize) -> bool {
    let cells: Vec<&str> = cells(body, column).collect();
    let read: Vec<f64> = cells.iter().filter_map(|cell| super::stamp::read(cell.as_bytes())).collect();
    let mostly = !read.is_empty() && read.len() * 10 >= cells.len() * 9;
    let epoch = read.iter().all(|secs| *secs > 1e8);
    mostly && (epoch || (heading && meaning(&names[column]).start > 0))
}
