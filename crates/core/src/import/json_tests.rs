//! The JSON reader, in slices of every size.

use super::*;

#[derive(Default)]
struct Log(Vec<String>);

impl Listener for Log {
    fn leaf(&mut self, path: &str, leaf: Leaf<'_>) {
        let shown = match leaf {
            Leaf::Number(text) => String::from_utf8_lossy(text).into_owned(),
            Leaf::Text(text) => format!("“{}”", String::from_utf8_lossy(text)),
            Leaf::Other => "-".into(),
        };
        self.0.push(format!("{path}={shown}"));
    }
    fn object_end(&mut self, path: &str) {
        self.0.push(format!("end {path}"));
    }
}

fn read(text: &str, slice: usize) -> Result<Vec<String>, ImportError> {
    let (mut reader, mut log) = (JsonReader::default(), Log::default());
    for part in text.as_bytes().chunks(slice) {
        reader.push(part, &mut log)?;
    }
    reader.finish(&mut log)?;
    Ok(log.0)
}

#[test]
fn leaves_come_with_their_paths_whatever_the_slices() {
    let text = r#" {"log": {"entries": [ {"time": 12.5, "u": "a\"b\u00b5\ud835\udfd9\n", "ok":true}, {"time":-1e3} ], "n":[] , "o":{}}} [1,[2,3]]
    7 "x" "#;
    let wanted = [
        "$.log.entries[].time=12.5",
        "$.log.entries[].u=“a\"bµ𝟙\n”",
        "$.log.entries[].ok=-",
        "end $.log.entries[]",
        "$.log.entries[].time=-1e3",
        "end $.log.entries[]",
        "end $.log.o",
        "end $.log",
        "end $",
        "$[]=1",
        "$[][]=2",
        "$[][]=3",
        "$=7",
        "$=“x”",
    ];
    for slice in 1..text.len() {
        assert_eq!(read(text, slice).unwrap(), wanted, "slices of {slice}");
    }
}

#[test]
fn broken_json_is_refused_with_its_place() {
    for text in ["{\"a\" 1}", "[1 2]", "[1,]", "{,}", "[tru]", "{\"a\":}", "[1,2", "\"abc", "[\"\\u00zz\"]"] {
        for slice in [1, 100] {
            assert!(matches!(read(text, slice), Err(ImportError::BrokenJson(..))), "{text}");
        }
    }
    assert_eq!(read(&"[".repeat(100), 7), Err(ImportError::TooDeep));
}

#[test]
fn a_string_of_a_hundred_megabytes_is_skipped_not_kept() {
    let (mut reader, mut log) = (JsonReader::default(), Log::default());
    reader.push(b"[\"", &mut log).unwrap();
    let slice = vec![b'a'; 1 << 20];
    for _ in 0..100 {
        reader.push(&slice, &mut log).unwrap();
    }
    reader.push(b"\", 5]", &mut log).unwrap();
    assert!(reader.scratch.capacity() < 4096);
    assert_eq!(log.0.last().map(String::as_str), Some("$[]=5"));
}

#[test]
fn half_a_surrogate_stays_where_it_was() {
    for (text, wanted) in [
        (
            r#"{"dur\ud800ation":5,"duration":"\udfff7"}"#,
            vec!["$.dur\u{fffd}ation=5", "$.duration=“\u{fffd}7”", "end $"],
        ),
        (r#"["\ud835x","\ud835\ud835\udfd9","\ud835"]"#, vec!["$[]=“\u{fffd}x”", "$[]=“\u{fffd}𝟙”", "$[]=“\u{fffd}”"]),
        (r#"["\ud835\n","\udfd9"]"#, vec!["$[]=“\u{fffd}\n”", "$[]=“\u{fffd}”"]),
    ] {
        for slice in 1..text.len() {
            assert_eq!(read(text, slice).unwrap(), wanted, "slices of {slice}");
        }
    }
}
