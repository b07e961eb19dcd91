//! Access logs: lines with blanks between fields, times in square brackets and requests in quotes.

use super::column::{self, Cells};
use super::filter;
use super::number::Reading;
use super::sniff::{Reader, Recognised};
use super::table::{Part, Plan, Table};
use super::tables::{fields, survey, width};
use super::wanted::{Wanted, unit_of};
use super::{Format, ImportError};

/// Whole numbers whose middle is larger are microseconds rather than milliseconds: five seconds are no usual answer.
const LARGEST_USUAL_MS: f64 = 5_000.0;

/// Plans `#Fields:` logs, those of IIS and CloudFront: the line gives the headings.
///
/// # Errors
/// Where no `time-taken` is in it.
pub(super) fn w3c(head: &[u8], wanted: &Wanted) -> Option<Result<Recognised, ImportError>> {
    let line = head.split(|b| *b == b'\n').take(50).find_map(|line| line.strip_prefix(b"#Fields:"))?;
    let text = String::from_utf8_lossy(line).into_owned();
    let names: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    let front = names.iter().any(|name| name == "x-edge-location");
    let chosen = match wanted.position(&names) {
        Ok(chosen) => chosen,
        Err(name) => return Some(Err(ImportError::NoSuchColumn(name))),
    };
    let Some(value) = chosen.or_else(|| names.iter().position(|name| name == "time-taken")) else {
        let why = "This log’s #Fields do not name time-taken: it holds no durations. Switch that field on where the log is written.";
        return Some(Err(ImportError::Summary(why.into())));
    };
    let ms = wanted.ms_per_bare().unwrap_or(if front { 1e3 } else { 1.0 });
    let mut plan = Plan::of(if front { b'\t' } else { b' ' }, value, Reading { ms_per_bare: ms, decimal_comma: false });
    plan.columns = Some(names.len());
    (plan.status, plan.name) = filter::columns(&names);
    let format = if front { Format::CloudFront } else { Format::Iis };
    let found = Recognised::new(Reader::Table(Box::new(Table::new(plan))), format);
    Some(Ok(Recognised { columns: names, column: Some(value), unit_ms: Some(ms), ..found }))
}

/// Columns of the load balancers of AWS by their documentation: name of the time, and its place.
fn balancer(row: &[String]) -> Option<usize> {
    let seconds = |i: usize| {
        row.get(i..i + 3)
            .is_some_and(|r| r.iter().all(|c| c == "-1" || c.parse::<f64>().is_ok_and(|v| c.contains('.') && v >= 0.0)))
    };
    let date = |i: usize| row.get(i).is_some_and(|c| super::stamp::is_date(c));
    if matches!(row[0].as_str(), "http" | "https" | "h2" | "grpcs" | "ws" | "wss") && date(1) && seconds(5) {
        Some(6)
    } else if date(0) && row.get(2).is_some_and(|c| c.contains(':')) && seconds(4) {
        Some(5)
    } else {
        None
    }
}

/// Plans a log from its first lines, where they are one.
///
/// # Errors
/// Where no column is clearly the one.
pub(super) fn plan(lines: &[&[u8]], wanted: &Wanted) -> Option<Result<Recognised, ImportError>> {
    let brackets = lines[0].contains(&b'[') && lines[0].contains(&b']');
    let width = width(lines, b' ', brackets)?;
    let rows: Vec<Vec<String>> = lines.iter().map(|line| fields(line, b' ', brackets)).collect();
    let names: Vec<String> = (1..=width).map(|i| format!("column {i}")).collect();
    Some(planned(&rows, width, names, brackets, wanted))
}

fn planned(
    rows: &[Vec<String>],
    width: usize,
    names: Vec<String>,
    brackets: bool,
    wanted: &Wanted,
) -> Result<Recognised, ImportError> {
    let first = rows.iter().find(|row| row.len() == width).ok_or(ImportError::Empty)?;
    let chosen = wanted.position(&names).map_err(ImportError::NoSuchColumn)?;
    let found = |mut plan: Plan, format, names, unit: Option<f64>, notices| {
        (plan.columns, plan.brackets) = (Some(width), brackets);
        plan.name = request(first).filter(|i| *i != plan.value).or(plan.name);
        let column = Some(plan.value);
        let reader = Reader::Table(Box::new(Table::new(plan)));
        Recognised { columns: names, column, unit_ms: unit, notices, ..Recognised::new(reader, format) }
    };
    let bare = |ms: f64| Reading { ms_per_bare: wanted.ms_per_bare().unwrap_or(ms), decimal_comma: false };
    if let (Some(value), None) = (balancer(first), chosen) {
        let mut plan = Plan::of(b' ', value, bare(1e3));
        plan.minus_one_is_unknown = true;
        plan.status = Some(value + 2);
        plan.start = Some(value - 5).filter(|i| *i == 1).or(Some(0));
        let says = "The time is what the target took, by the load balancer’s clock.";
        return Ok(found(plan, Format::LoadBalancer, names, Some(1e3), vec![says.into()]));
    }
    // The listener of a network load balancer with TLS: connecting and its handshake, no requests.
    let network = first[0] == "tls" && first.len() > 9 && super::stamp::is_date(&first[2]);
    if network && chosen.is_none() {
        let mut plan = Plan::of(b' ', 7, bare(1.0));
        plan.start = Some(2);
        let says =
            "A time is how long the whole connection took, by the load balancer’s clock: it does not look at requests.";
        return Ok(found(plan, Format::LoadBalancer, names, Some(1.0), vec![says.into()]));
    }
    if let (Some(value), None) = (timers(rows, width), chosen) {
        let mut plan = Plan::of(b' ', value, bare(1.0));
        plan.part = Part::Slash(4);
        plan.status = Some(value + 1);
        return Ok(found(plan, Format::HaProxy, names, Some(1.0), Vec::new()));
    }
    // `rt=0.020` is a number with a name.
    let named: Vec<Option<String>> = (0..width).map(|i| name_before_equals(rows, width, i)).collect();
    let names: Vec<String> = names.into_iter().zip(&named).map(|(place, name)| name.clone().unwrap_or(place)).collect();
    let bare_rows: Vec<Vec<String>> = rows
        .iter()
        .filter(|row| row.len() == width)
        .map(|row| {
            let cell = |(i, cell): (usize, &String)| match &named[i] {
                Some(_) => cell.split_once('=').map_or(cell.clone(), |(_, value)| value.trim_matches('"').to_owned()),
                None => cell.clone(),
            };
            row.iter().enumerate().map(cell).collect()
        })
        .collect();
    let cells = survey(bare_rows.iter(), width, false);
    let status = request(first).map(|at| at + 1);
    let log = status.is_some() || brackets;
    let scores: Vec<column::Score> = (0..width)
        .map(|i| {
            let mut score = cells[i].score(named[i].as_deref());
            // After the request come its status and its size.
            if status.is_some_and(|s| i == s || i == s + 1) && !score.told {
                score.total = score.total.min(-50);
            } else if status.is_some_and(|s| i > s + 1) && score.total > -50 {
                // What follows them was added to the format by hand: times are.
                score.total += 15;
            }
            score
        })
        .collect();
    let best = match chosen {
        Some(i) => i,
        None => match column::choose(&scores) {
            Ok(best) => best,
            Err(likely) if likely.is_empty() && log => return Err(ImportError::NoTimeInLog),
            Err(likely) => match longest(&likely, &cells, &bare_rows, &scores) {
                Some(best) => best,
                None if log && scores.iter().all(|s| s.total < 0) => return Err(ImportError::NoTimeInLog),
                None => return Err(ImportError::NoClearColumn(likely.iter().map(|i| names[*i].clone()).collect())),
            },
        },
    };
    let units = cells[best].has_units();
    let meant = named[best].as_deref().and_then(|name| super::names::meaning(name).ms);
    let (ms, sure) = if let Some(ms) = wanted.ms_per_bare().or(meant) {
        (ms, true)
    } else if !log {
        (1.0, false)
    } else if !cells[best].whole() {
        (1e3, true)
    } else if cells[best].median() > LARGEST_USUAL_MS {
        (1e-3, false)
    } else {
        (1.0, false)
    };
    let mut notices = Vec::new();
    if !units && !sure {
        notices.push(format!(
            "Nothing in it says the unit of {}: judged by its size, {}. Choose another if that is wrong.",
            names[best],
            unit_of(ms).1
        ));
    } else if !units && ms != 1.0 {
        notices.push(format!(
            "{} was read as {}, as web servers write times with a point.",
            names[best].replacen('c', "C", 1),
            unit_of(ms).1
        ));
    }
    let mut plan = Plan::of(b' ', best, bare(ms));
    plan.status = status.filter(|i| *i != best && *i < width);
    let (told_status, told_name) = filter::columns(&names);
    plan.status = plan.status.or(told_status.filter(|i| *i != best));
    plan.name = told_name.filter(|i| *i != best);
    if named[best].is_some() {
        plan.part = Part::AfterEquals;
    }
    let format = if log { Format::AccessLog } else { Format::Blanks };
    Ok(found(plan, format, names, (!units).then_some(ms), notices))
}

/// The place of the request: a field that begins with a method of HTTP and ends with its version.
fn request(row: &[String]) -> Option<usize> {
    row.iter().position(|cell| cell.contains(" HTTP/"))
}

/// Five times with slashes between, as HAProxy writes them: the last is the whole.
fn timers(rows: &[Vec<String>], width: usize) -> Option<usize> {
    let is = |cell: &String| {
        let parts: Vec<&str> = cell.split('/').collect();
        parts.len() == 5 && parts.iter().all(|p| p.trim_start_matches(['-', '+']).parse::<u64>().is_ok())
    };
    let haproxy = rows.iter().take(5).any(|row| row.iter().any(|cell| cell.starts_with("haproxy")));
    let most = |i: usize| {
        let full = rows.iter().filter(|row| row.len() == width);
        full.clone().filter(|row| is(&row[i])).count() * 10 >= full.count() * 9
    };
    (0..width).find(|i| most(*i)).filter(|_| haproxy)
}

/// The name all cells of a column give before an equals sign.
fn name_before_equals(rows: &[Vec<String>], width: usize, i: usize) -> Option<String> {
    let mut full = rows.iter().filter(|row| row.len() == width);
    let (name, _) = full.next()?[i].split_once('=')?;
    let word = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    (word && full.all(|row| row[i].split_once('=').is_some_and(|(other, _)| other == name))).then(|| name.to_owned())
}

/// Of several times of one request the one that holds the others: no less than them in every line.
fn longest(likely: &[usize], cells: &[Cells], rows: &[Vec<String>], scores: &[column::Score]) -> Option<usize> {
    let times: Vec<usize> = likely.iter().copied().filter(|i| scores[*i].total >= 0 && !cells[*i].whole()).collect();
    let value = |row: &Vec<String>, i: usize| row[i].parse::<f64>().unwrap_or(f64::NEG_INFINITY);
    let holds = |i: usize| rows.iter().all(|row| times.iter().all(|j| value(row, i) >= value(row, *j)));
    times.iter().copied().find(|i| times.len() == likely.len() && holds(*i))
}
