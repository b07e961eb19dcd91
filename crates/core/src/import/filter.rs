//! Which requests count: by their status and by what was asked for, where the text says so; and which there are to choose from.

use super::Wanted;

/// Different statuses or names counted; with more there is nothing to choose from by hand.
const DIFFERENT: usize = 100;

/// A filter, and what came past it.
#[derive(Debug, Default)]
pub(super) struct Filter {
    status: String,
    name: String,
    pub statuses: Tally,
    pub names: Tally,
    /// Requests left out.
    pub left_out: u64,
}

impl Filter {
    /// A filter as it was chosen.
    pub fn of(wanted: &Wanted) -> Self {
        let (status, name) = (wanted.status.trim().to_owned(), wanted.name.trim().to_owned());
        Self { status, name, ..Self::default() }
    }

    /// Whether a request of this status and name counts.
    #[inline]
    pub fn lets(&mut self, status: &[u8], name: &[u8]) -> bool {
        let name = plain_name(name);
        self.statuses.count(status);
        self.names.count(name);
        let fits = is_status(&self.status, status) && (self.name.is_empty() || name == self.name.as_bytes());
        self.left_out += u64::from(!fits);
        fits
    }
}

/// Whether a status is the one asked for: the same, or of its class, as in `5xx`.
fn is_status(wanted: &str, status: &[u8]) -> bool {
    wanted.is_empty()
        || (wanted.len() == status.len()
            && wanted.bytes().zip(status).enumerate().all(|(i, (asked, given))| {
                asked.eq_ignore_ascii_case(given) || (i > 0 && matches!(asked, b'x' | b'X') && given.is_ascii_digit())
            }))
}

/// What was asked for, without the method before it, the version behind it, and its query.
pub(super) fn plain_name(name: &[u8]) -> &[u8] {
    let mut name = name;
    if let Some(at) = name.windows(6).position(|part| part == b" HTTP/") {
        name = &name[..at];
        name = name.iter().position(|b| *b == b' ').map_or(name, |blank| &name[blank + 1..]);
    }
    name.iter().position(|b| *b == b'?').map_or(name, |end| &name[..end])
}

/// How often each of a few words came.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Sorted by word.
    words: Vec<(Vec<u8>, u64)>,
    last: usize,
    too_many: bool,
}

impl Tally {
    fn count(&mut self, word: &[u8]) {
        if self.too_many || word.is_empty() {
            return;
        }
        if let Some((_, count)) = self.words.get_mut(self.last).filter(|(known, _)| known == word) {
            *count += 1;
            return;
        }
        match self.words.binary_search_by(|(known, _)| known.as_slice().cmp(word)) {
            Ok(i) => {
                self.words[i].1 += 1;
                self.last = i;
            }
            Err(_) if self.words.len() >= DIFFERENT => {
                self.too_many = true;
                self.words = Vec::new();
            }
            Err(i) => {
                self.words.insert(i, (word.to_vec(), 1));
                self.last = i;
            }
        }
    }

    /// The words with their counts, the most frequent first; none where they are too many.
    pub fn words(&self) -> Vec<(String, u64)> {
        let mut words: Vec<(String, u64)> =
            self.words.iter().map(|(word, count)| (String::from_utf8_lossy(word).into_owned(), *count)).collect();
        words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        words
    }
}

/// Headings and last keys of paths under which the outcome of a request stands, the likeliest first.
const STATUSES: [&str; 13] = [
    "status",
    "statuscode",
    "scstatus",
    "responsecode",
    "httpstatus",
    "httpstatuscode",
    "elbstatuscode",
    "downstreamstatus",
    "code",
    "rc",
    "success",
    "outcome",
    "result",
];

/// The same of what was asked for.
const NAMES: [&str; 16] = [
    "label",
    "name",
    "operationname",
    "endpoint",
    "route",
    "requestpath",
    "path",
    "csuristem",
    "requesturi",
    "uri",
    "url",
    "request",
    "operation",
    "page",
    "task",
    "method",
];

/// Which of these names are the status and what was asked for.
pub(super) fn columns(names: &[String]) -> (Option<usize>, Option<usize>) {
    let plain = |name: &String| -> String {
        let last = name.rsplit('.').next().unwrap_or(name);
        last.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
    };
    let plain: Vec<String> = names.iter().map(plain).collect();
    let first = |known: &[&str]| known.iter().find_map(|word| plain.iter().position(|name| name == word));
    (first(&STATUSES), first(&NAMES))
}

#[cfg(test)]
mod tests {
    use super::super::{ImportError, Wanted, read_as};

    fn count(text: &str, status: &str, name: &str) -> Result<u64, ImportError> {
        let wanted = Wanted { status: status.into(), name: name.into(), ..Wanted::default() };
        read_as("test", text.as_bytes(), &wanted).map(|found| found.sample.count())
    }

    const CSV: &str = "label,status,latency_ms\nHome,200,12.5\nCart,503,900.5\nHome,204,13.5\nCart,200,40.25\n";

    #[test]
    fn requests_are_left_out_by_status_by_class_of_status_and_by_name() {
        for (status, name, wanted) in
            [("", "", 4), ("200", "", 2), ("2xx", "", 3), ("5XX", "", 1), ("", "Cart", 2), ("200", "Cart", 1)]
        {
            assert_eq!(count(CSV, status, name), Ok(wanted), "{status} {name}");
        }
        let found = read_as("test", CSV.as_bytes(), &Wanted { status: "200".into(), ..Wanted::default() }).unwrap();
        assert_eq!((found.sample.min_ms, found.sample.max_ms), (12.5, 40.25));
        assert_eq!(found.statuses, [("200".to_owned(), 2), ("204".to_owned(), 1), ("503".to_owned(), 1)]);
        assert_eq!(found.names, [("Cart".to_owned(), 2), ("Home".to_owned(), 2)]);
        assert!(found.notices.iter().any(|n| n.contains("2 others")), "{:?}", found.notices);
    }

    #[test]
    fn every_kind_of_text_that_tells_a_status_can_be_filtered_by_it() {
        let line = |i: u32, status: u32, path: &str| {
            format!(
                "192.0.2.{i} - - [08/Mar/2026:12:00:0{i} +0000] \"GET {path}?q={i} HTTP/1.1\" {status} 512 0.0{i}0\n"
            )
        };
        let log: String =
            (1..6).map(|i| line(i, if i == 3 { 500 } else { 200 }, if i < 3 { "/a" } else { "/b" })).collect();
        let json: String = (1..6)
            .map(|i| {
                format!("{{\"status\":{},\"path\":\"/a\",\"duration_ms\":{i}.5}}\n", if i == 3 { 500 } else { 200 })
            })
            .collect();
        let har = "{\"log\":{\"creator\":{},\"entries\":[{\"time\":5,\"request\":{\"url\":\"https://x.example/a\"},\"response\":{\"status\":200}},{\"time\":7,\"request\":{\"url\":\"https://x.example/a\"},\"response\":{\"status\":500}}]}}";
        let k6: String = [200, 500, 200]
            .iter()
            .map(|s| format!("{{\"metric\":\"http_req_duration\",\"type\":\"Point\",\"data\":{{\"time\":\"2026-03-08T12:00:00Z\",\"value\":5.5,\"tags\":{{\"name\":\"a\",\"status\":\"{s}\"}}}}}}\n"))
            .collect();
        let xml = "<testResults version=\"1.2\">\n<httpSample t=\"5\" ts=\"1772971200000\" lb=\"a\" rc=\"200\"/>\n<httpSample t=\"9\" ts=\"1772971200100\" lb=\"a\" rc=\"500\"/>\n</testResults>";
        let pairs: String = (1..6)
            .map(|i| format!("level=info path=/a status={} duration={i}.5ms\n", if i == 3 { 500 } else { 200 }))
            .collect();
        let gatling: String = [("OK", 40), ("KO", 90), ("OK", 50)]
            .iter()
            .map(|(ok, ms)| format!("REQUEST\t\tHome\t1772971200000\t{}\t{ok}\t \n", 1_772_971_200_000_u64 + ms))
            .collect();
        let gatling = format!("RUN\tshop.Basic\tbasic\t1772971200000\t \t3.9.5\n{gatling}");
        for (text, all, failed, word, name, named) in [
            (log.as_str(), 5, 1, "500", "/a", 2),
            (&json, 5, 1, "5xx", "/a", 5),
            (har, 2, 1, "500", "https://x.example/a", 2),
            (&k6, 3, 1, "500", "a", 3),
            (xml, 2, 1, "500", "a", 2),
            (&pairs, 5, 1, "500", "/a", 5),
            (&gatling, 3, 1, "ko", "Home", 3),
        ] {
            assert_eq!(count(text, "", ""), Ok(all), "{text}");
            assert_eq!(count(text, word, ""), Ok(failed), "{text}");
            assert_eq!(count(text, "", name), Ok(named), "{text}");
        }
    }

    #[test]
    fn a_filter_that_leaves_nothing_or_finds_nothing_to_go_by_is_refused_in_a_sentence() {
        let why = |text: &str, status: &str, name: &str| count(text, status, name).unwrap_err().to_string();
        assert!(why(CSV, "404", "").contains("“404”; it has 200, 204, 503"), "{}", why(CSV, "404", ""));
        assert!(why(CSV, "", "Pay").contains("“Pay”; it has Cart, Home"), "{}", why(CSV, "", "Pay"));
        let bare = "latency_ms;size\n5;1000\n7;900\n";
        assert!(why(bare, "200", "").contains("no status"), "{}", why(bare, "200", ""));
        assert!(why(bare, "", "Home").contains("no name"), "{}", why(bare, "", "Home"));
        let list = read_as("test", b"5\n7\n", &Wanted { status: "200".into(), ..Wanted::default() }).unwrap();
        assert!(list.sample.count() == 2 && list.notices.iter().any(|n| n.contains("neither status nor name")));
    }
}
