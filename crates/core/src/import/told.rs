//! Where nothing that lists requests was found, or only something of no tool's own layout: what the tool that wrote the text states in it.

use super::gathering::Gathering;
use super::stated::{self, Holds, Stated};
use super::{Dataset, Format, ImportError, Wanted};

/// Text kept for this, in bytes: reports are short.
pub(super) const MOST_BYTES: usize = 1 << 20;

/// What the text states, where it is a report.
pub(super) fn stated(name: &str, text: &[u8]) -> Option<Stated> {
    stated::recognise(name, std::str::from_utf8(text).ok()?).filter(|report| !report.figures.is_empty())
}

/// What a report holds, as a data set where it holds requests and as a sentence with its figures where it holds a summary;
/// `None` where it is no report.
pub(super) fn read(name: &str, text: &[u8], wanted: &Wanted) -> Option<Result<Dataset, ImportError>> {
    let report = stated::recognise(name, std::str::from_utf8(text).ok()?)?;
    Some(data(name, text.len() as u64, wanted, report))
}

/// A report's data, where it holds single requests or a histogram as fine as them.
pub(super) fn data(name: &str, bytes: u64, wanted: &Wanted, report: Stated) -> Result<Dataset, ImportError> {
    let mut gathering = Gathering::default();
    match &report.holds {
        Holds::Samples(samples) => samples.iter().copied().for_each(|ms| gathering.record(ms)),
        // Its steps are thousandths of a value; those of other tools are wide, and only their ends are known.
        Holds::Histogram(groups) if report.tool == "HdrHistogram" => {
            groups.iter().for_each(|&(ms, count)| gathering.record_many(ms, count));
        }
        Holds::Summary | Holds::Histogram(_) | Holds::Nothing(_) => {
            return Err(ImportError::Told(Box::new(report)));
        }
    }
    let Some(sample) = gathering.finish() else { return Err(ImportError::Told(Box::new(report))) };
    Ok(Dataset {
        name: name.to_owned(),
        format: Format::Told(report.tool),
        sample,
        columns: Vec::new(),
        column: None,
        unit: None,
        metrics: Vec::new(),
        metric: None,
        statuses: Vec::new(),
        names: Vec::new(),
        wanted: wanted.clone(),
        unreadable: 0,
        first_unreadable: Vec::new(),
        notices: vec![report.says],
        stated: Vec::new(),
        report: None,
        log: None,
        bytes,
    })
}

#[cfg(test)]
mod tests {
    use super::super::read;

    /// What each tool's report comes to: how many requests, or the name that its sentence begins with.
    const REPORTS: [(&str, &str, Result<u64, &str>); 22] = [
        ("ab.txt", include_str!("stated/material/ab.txt"), Err("ApacheBench")),
        ("artillery.json", include_str!("stated/material/artillery.json"), Err("Artillery")),
        ("autocannon.json", include_str!("stated/material/autocannon.json"), Err("autocannon")),
        ("autocannon.txt", include_str!("stated/material/autocannon.txt"), Err("autocannon")),
        ("bombardier.json", include_str!("stated/material/bombardier.json"), Err("bombardier")),
        ("bombardier.txt", include_str!("stated/material/bombardier.txt"), Err("bombardier")),
        ("fortio.json", include_str!("stated/material/fortio.json"), Err("Fortio")),
        ("gatling.json", include_str!("stated/material/gatling.json"), Err("Gatling")),
        ("hey.txt", include_str!("stated/material/hey.txt"), Err("hey")),
        ("hyperfine.txt", include_str!("stated/material/hyperfine.txt"), Err("hyperfine")),
        ("jhiccup.hlog", include_str!("stated/material/jhiccup.hlog"), Ok(2001)),
        ("jmeter.csv", include_str!("stated/material/jmeter.csv"), Err("JMeter")),
        ("k6.txt", include_str!("stated/material/k6.txt"), Err("k6")),
        ("locust_stats.csv", include_str!("stated/material/locust_stats.csv"), Err("Locust")),
        ("oha.json", include_str!("stated/material/oha.json"), Err("oha")),
        ("oha.txt", include_str!("stated/material/oha.txt"), Err("oha")),
        ("otel.json", include_str!("stated/material/otel.json"), Err("OpenTelemetry")),
        ("prometheus.txt", include_str!("stated/material/prometheus.txt"), Err("Prometheus")),
        ("vegeta.json", include_str!("stated/material/vegeta.json"), Err("vegeta")),
        ("vegeta.txt", include_str!("stated/material/vegeta.txt"), Err("vegeta")),
        ("wrk.txt", include_str!("stated/material/wrk.txt"), Err("wrk")),
        ("wrk2.txt", include_str!("stated/material/wrk2.txt"), Ok(1000)),
    ];

    #[test]
    fn a_report_is_read_as_the_requests_it_holds_or_refused_with_what_it_states_and_never_taken_for_requests() {
        let wrong: Vec<String> = REPORTS
            .iter()
            .filter_map(|(name, text, wanted)| {
                let found = read(name, text.as_bytes());
                let is_right = match (&found, wanted) {
                    (Ok(data), Ok(count)) => data.sample.count() == *count,
                    (Err(why), Err(tool)) => why.to_string().contains(tool),
                    _ => false,
                };
                let came = found.map(|d| d.took()).map_err(|e| e.to_string());
                (!is_right).then(|| format!("{name}: {came:?}, not {wanted:?}"))
            })
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn a_report_longer_than_the_beginning_that_is_looked_at_is_still_told() {
        let other: String = (0..4_000).map(|i| format!("jobs_total{{queue=\"q{i}\"}} {i}\n")).collect();
        let text = include_str!("stated/material/prometheus.txt").to_owned() + &other;
        assert!(text.len() > 100_000);
        for slice in [1_000, usize::MAX] {
            let mut importer = super::super::Importer::new("metrics.txt");
            text.as_bytes().chunks(slice).for_each(|part| importer.push(part));
            let why = importer.finish().unwrap_err();
            assert!(why.states().is_some_and(|report| report.tool == "Prometheus"), "{why}");
        }
    }

    #[test]
    fn an_interval_log_of_several_megabytes_is_read_whole() {
        let log = include_str!("stated/material/jhiccup.hlog");
        let rows: String = log.lines().filter(|line| line.contains(",HISTF")).map(|line| format!("{line}\n")).collect();
        let head: String =
            log.lines().filter(|line| !line.contains(",HISTF")).map(|line| format!("{line}\n")).collect();
        let times = 2_500_000 / rows.len();
        let found = read("long.hlog", (head + &rows.repeat(times)).as_bytes()).unwrap();
        assert_eq!((found.sample.count(), found.sample.max_ms.round()), (2001 * times as u64, 85.0));
    }

    #[test]
    fn a_text_that_is_nobodys_report_keeps_its_own_refusal() {
        let why = read("pasted", b"nothing to see here").unwrap_err().to_string();
        assert!(!why.contains("This is"), "{why}");
    }
}
