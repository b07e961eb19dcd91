//! Small files of every format of profiles and events, and hostile ones.

use super::super::*;
use super::formats::{hold, notices, told};

#[test]
fn trace_events_are_read_as_chrome_and_perfetto_write_them() {
    let x = |name: &str, ts: &str, dur: &str| {
        format!(r#"{{"name":"{name}","cat":"c","ph":"X","ts":{ts},"dur":{dur},"pid":1,"tid":2}}"#)
    };
    let be = |ph: &str, name: &str, ts: u32| format!(r#"{{"name":"{name}","ph":"{ph}","ts":{ts},"pid":1,"tid":2}}"#);
    let (a, b) = (x("a", "0", "100"), x("b", "10", "30"));
    let both = "a 0+100, b 10+30 <a";
    let pairs = [be("B", "a", 0), be("B", "b", 10), be("E", "b", 40), be("E", "a", 100)];
    hold(&[
        ("a list", &format!("[{a},{b}]"), both),
        ("without its bracket", &format!("[{a},\n{b}"), both),
        ("with a comma and no bracket", &format!("[{a},\n{b},\n"), both),
        ("traceEvents", &format!(r#"{{"traceEvents":[{a},{b}],"displayTimeUnit":"ns"}}"#), both),
        ("in any order", &format!("[{b},{a}]"), both),
        ("beginnings and ends", &format!("[{}]", pairs.join(",")), both),
        (
            "ends without names",
            &format!("[{}]", pairs.join(",").replace(r#""name":"b","ph":"E""#, r#""ph":"E""#)),
            both,
        ),
        ("mixed", &format!("[{},{b},{}]", pairs[0], pairs[3]), both),
        ("an end missing", &format!("[{},{},{}]", pairs[0], pairs[1], pairs[3]), "a 0+100, b 10+90 <a !128"),
        ("a beginning missing", &format!("[{},{a}]", pairs[2]), "a 0+100"),
        ("never ended", &format!("[{},{}]", pairs[0], b), "a 0+40 !128, b 10+30 <a"),
        ("decimals", &format!("[{}]", x("a", "0.5", "1.25")), "a 0+1.25"),
        ("thread time only", &format!("[{}]", x("a", "0", "7").replace("dur", "tdur")), "a 0+7"),
        ("two threads", &format!("[{a},{}]", b.replace("\"tid\":2", "\"tid\":3")), "a 0+100, b 10+30"),
        ("same beginning", &format!("[{},{}]", x("b", "0", "5"), x("a", "0", "9")), "a 0+9, b 0+5 <a"),
        ("one after the other", &format!("[{},{}]", x("a", "0", "5"), x("b", "5", "5")), "a 0+5, b 5+5"),
        ("not nested", &format!("[{},{}]", x("a", "0", "10"), x("b", "5", "10")), "no: not nested"),
        ("counters only", r#"[{"ph":"C","name":"m","ts":1,"pid":1,"tid":1,"args":{"v":1}}]"#, "no: no span"),
        ("broken inside", &format!("[{a},{{\"ph\":}}]"), "a 0+100"),
        ("times as texts", &format!("[{}]", x("a", "\"3\"", "\"4\"")), "a 0+4"),
    ]);
    let named = format!(
        r#"[{{"ph":"M","name":"thread_name","pid":1,"tid":2,"args":{{"name":"Main"}}}},{a},{{"ph":"i","name":"mark","ts":4,"pid":1,"tid":2}}]"#
    );
    let Content::Trace(trace) = open("x", named.as_bytes()).unwrap().content else { panic!() };
    assert_eq!(trace.service(0), "Main");
    assert!(notices(named.as_bytes()).contains("1 events that are no calls"), "{}", notices(named.as_bytes()));
}

#[test]
fn speedscopes_files_are_read() {
    let file = |profiles: &str| {
        format!(
            r#"{{"$schema":"https://www.speedscope.app/file-format-schema.json","shared":{{"frames":[{{"name":"a"}},{{"name":"b","file":"f","line":1}},{{"name":"c"}}]}},"profiles":[{profiles}]}}"#
        )
    };
    let evented = |unit: &str, events: &str| {
        format!(
            r#"{{"type":"evented","name":"main","unit":"{unit}","startValue":0,"endValue":14,"events":[{events}]}}"#
        )
    };
    let events = r#"{"type":"O","frame":0,"at":0},{"type":"O","frame":1,"at":1},{"type":"C","frame":1,"at":13},{"type":"C","frame":0,"at":14}"#;
    let sampled = |unit: &str, weights: &str| {
        format!(
            r#"{{"type":"sampled","name":"s","unit":"{unit}","startValue":0,"endValue":9,"samples":[[0,1],[0,1,2],[0]],"weights":[{weights}]}}"#
        )
    };
    let whole = file(&evented("microseconds", events));
    hold(&[
        ("evented", &whole, "a 0+14, b 1+12 <a"),
        ("in milliseconds", &file(&evented("milliseconds", events)), "a 0+14000, b 1000+12000 <a"),
        ("in no time", &file(&evented("none", events)), "Samples a=2/14 b=12/12"),
        ("in bytes", &file(&evented("bytes", events)), "Bytes a=2/14 b=12/12"),
        ("sampled", &file(&sampled("microseconds", "1,2,3")), "Nanoseconds a=3000/6000 b=1000/3000 c=2000/2000"),
        ("sampled, decimals", &file(&sampled("none", "0.5,1,1.5")), "Samples a=1.5/3 b=0.5/1.5 c=1/1"),
        ("sampled without weights", &file(&sampled("none", "")), "Samples a=1/3 b=1/2 c=1/1"),
        (
            "frames last",
            &whole
                .replace(r#""shared":{"frames":[{"name":"a"},{"name":"b","file":"f","line":1},{"name":"c"}]},"#, "")
                .replace("}]}]}", r#"}]}],"shared":{"frames":[{"name":"a"},{"name":"b"}]}}"#),
            "a 0+14, b 1+12 <a",
        ),
        (
            "type last",
            &file(
                &evented("microseconds", events)
                    .replace(r#""type":"evented","#, "")
                    .replace("}]}", r#"}],"type":"evented"}"#),
            ),
            "a 0+14, b 1+12 <a",
        ),
        (
            "two profiles",
            &file(&format!("{},{}", evented("microseconds", events), evented("microseconds", events))),
            "a 0+14, b 1+12 <a, a 0+14, b 1+12 <a",
        ),
        ("never closed", &file(&evented("microseconds", r#"{"type":"O","frame":0,"at":2}"#)), "a 0+12 !128"),
        (
            "closed without being open",
            &file(&evented("microseconds", &format!(r#"{{"type":"C","frame":2,"at":0}},{events}"#))),
            "a 0+14, b 1+12 <a",
        ),
        (
            "a frame that is not there",
            &file(&sampled("none", "1,1,1").replace("[0,1,2]", "[0,9]")),
            "Samples a=2/3 b=1/1",
        ),
        ("no profiles", &file(""), "no: no span"),
        ("cut off", &whole[..whole.len() - 40], "a 0+14 !128, b 1+13 <a !128"),
        (
            "an unknown event",
            &file(&evented("microseconds", &format!(r#"{events},{{"type":"Z"}}"#))),
            "a 0+14, b 1+12 <a",
        ),
    ]);
}

#[test]
fn collapsed_stacks_are_read() {
    let lines: String = (0..300).map(|i| format!("main;f{i};g 1\n")).collect();
    hold(&[
        ("plain", "a;b 1\na;c 2\n", "Samples a=0/3 b=1/1 c=2/2"),
        ("sorted by the alphabet, not by the file", "a;z 1\na;b 1\n", "Samples a=0/2 b=1/1 z=1/1"),
        ("merged", "a;b 1\na;c 1\na;b 2\n", "Samples a=0/4 b=3/3 c=1/1"),
        ("blanks in names", "main loop;read file 3\n", "Samples main loop=0/3 read file=3/3"),
        ("remarks", "# one\n// two\na;b 1\n", "Samples a=0/1 b=1/1"),
        ("Windows", "a;b 1\r\na;c 2\r\n", "Samples a=0/3 b=1/1 c=2/2"),
        ("decimals", "a;b 1.5\na 0.25\n", "Samples a=0.25/1.75 b=1.5/1.5"),
        ("no line end", "a;b 1", "Samples a=0/1 b=1/1"),
        ("single frames", "main 5\nidle 3\n", "Samples idle=3/3 main=5/5"),
        ("a byte order mark", "\u{feff}a;b 1\n", "Samples a=0/1 b=1/1"),
        ("a line without a weight", "a;b 1\na;c\na;d 2\n", "Samples a=0/3 b=1/1 d=2/2"),
        ("negative", "a;b 1\na;c -2\na;d 3\n", "Samples a=0/4 b=1/1 d=3/3"),
        ("huge weights", "a;b 9007199254740991\n", "Samples a=0/9007199254740991 b=9007199254740991/9007199254740991"),
        ("not weights but durations", "12\n13\n15\n", "no: numbers without names"),
        ("prose", "The quick brown fox\njumps over it\n", "no: begins with “The quick"),
        ("many", &lines, &told(lines.as_bytes())),
    ]);
    assert!(notices(b"a;b 1\na;c\na;d 2\n").contains("line 2: a;c"));
    let Content::Profile(many) = open("x", lines.as_bytes()).unwrap().content else { panic!() };
    assert_eq!((many.total(), many.frames.len()), (300.0, 601));
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain("a;b 1\n".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(told(&utf16), "Samples a=0/1 b=1/1");
    // A chain of a hundred thousand frames in one line.
    let deep = format!("{} 1\n", vec!["f"; 100_000].join(";"));
    let Content::Profile(deep) = open("x", deep.as_bytes()).unwrap().content else { panic!() };
    assert_eq!((deep.frames.len(), deep.functions()[0].total, deep.inverted().frames.len()), (100_000, 1.0, 128));
}

#[test]
fn what_perf_script_prints_is_read() {
    let sample = |head: &str, frames: &[&str]| {
        format!("{head}\n{}\n", frames.iter().map(|f| format!("\t    {f}\n")).collect::<String>())
    };
    let frames = ["7f01 read+0x10 (/lib/libc.so.6)", "4005 load (/usr/bin/app)", "4001 main+0x5 (/usr/bin/app)"];
    let one = sample("app 4242 1234.567890: 250000 cycles:u:", &frames);
    let wanted = "Samples app=0/1 main=0/1 load=0/1 read=1/1";
    hold(&[
        ("one sample", &one, wanted),
        ("no line end", one.trim_end(), wanted),
        ("with a processor", &sample("app 4242 [003] 1234.567890: 250000 cycles:", &frames), wanted),
        ("with process and thread", &sample("app 4242/4243 [003] 1234.567890: cycles:", &frames), wanted),
        (
            "a command of two words",
            &sample("web content 42 1.5: cycles:", &frames),
            "Samples web content=0/1 main=0/1 load=0/1 read=1/1",
        ),
        ("remarks above", &format!("# captured on: today\n#\n{one}"), wanted),
        ("Windows", &one.replace('\n', "\r\n"), wanted),
        ("two samples", &format!("{one}{one}"), "Samples app=0/2 main=0/2 load=0/2 read=2/2"),
        (
            "an unknown symbol",
            &sample("app 42 1.5: cycles:", &["7f01 [unknown] (/lib/libc.so.6)"]),
            "Samples app=0/1 [libc.so.6]=1/1",
        ),
        (
            "nothing known",
            &sample("app 42 1.5: cycles:", &["7f01 [unknown] ([unknown])"]),
            "Samples app=0/1 [unknown]=1/1",
        ),
        (
            "a symbol with blanks",
            &sample("app 42 1.5: cycles:", &["7f01 std::vec::Vec<T, A>::push(u8) const+0x1 (/bin/app)"]),
            "Samples app=0/1 std::vec::Vec<T, A>::push(u8) const=1/1",
        ),
        ("another event", &format!("{one}{}", sample("app 42 1.5: 1 instructions:u:", &frames)), wanted),
        ("no stack", "app 42 1.5: cycles:\n\n", "Samples app=1/1"),
        ("cut off in a frame", &one[..one.len() - 17], "Samples app=0/1 main=0/1 load=0/1 read=1/1"),
        ("nonsense between", &format!("{one}hello world\n{one}"), "Samples app=0/2 main=0/2 load=0/2 read=2/2"),
    ]);
    assert!(
        notices(format!("{one}{}", sample("app 42 1.5: 1 instructions:u:", &frames)).as_bytes())
            .contains("1 samples of other events")
    );
}

/// A field of a message.
fn field(number: u64, bytes: &[u8]) -> Vec<u8> {
    let mut out = varint(number << 3 | 2);
    out.extend(varint(bytes.len() as u64));
    out.extend(bytes);
    out
}

fn number(field: u64, value: u64) -> Vec<u8> {
    [varint(field << 3), varint(value)].concat()
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let byte = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            out.push(byte);
            return out;
        }
        out.push(byte | 0x80);
    }
}

/// A profile of the stacks main → read (3 samples, 30 ns) and main alone (1, 10), `read` inlined into `load` or not.
fn pprof(packed: bool, extra: &[u8]) -> Vec<u8> {
    let words = ["", "samples", "count", "cpu", "nanoseconds", "main", "load", "read", "main.go"];
    let sample = |locations: &[u64], values: &[u64]| {
        let list = |at: u64, list: &[u64]| -> Vec<u8> {
            if packed {
                field(at, &list.iter().flat_map(|v| varint(*v)).collect::<Vec<_>>())
            } else {
                list.iter().flat_map(|v| number(at, *v)).collect()
            }
        };
        field(2, &[list(1, locations), list(2, values)].concat())
    };
    let line = |function: u64| field(4, &[number(1, function), number(2, 7)].concat());
    [
        field(1, &[number(1, 1), number(2, 2)].concat()),
        field(1, &[number(1, 3), number(2, 4)].concat()),
        sample(&[2, 1], &[3, 30]),
        sample(&[1], &[1, 10]),
        field(4, &[number(1, 1), number(3, 0x4000), line(1)].concat()),
        field(4, &[number(1, 2), number(3, 0x4100), line(3), line(2)].concat()),
        field(5, &[number(1, 1), number(2, 5), number(4, 8)].concat()),
        field(5, &[number(1, 2), number(2, 6)].concat()),
        field(5, &[number(1, 3), number(2, 7)].concat()),
        words.iter().flat_map(|w| field(6, w.as_bytes())).collect(),
        number(9, 1_700_000_000_000_000_000),
        extra.to_vec(),
    ]
    .concat()
}

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    out.extend(miniz_oxide_stored(plain));
    out.extend([0; 8]);
    out
}

/// Deflate without compression: a stored block (RFC 1951, 3.2.4).
fn miniz_oxide_stored(plain: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut blocks = plain.chunks(60_000).peekable();
    while let Some(block) = blocks.next() {
        out.push(u8::from(blocks.peek().is_none()));
        out.extend((block.len() as u16).to_le_bytes());
        out.extend((!(block.len() as u16)).to_le_bytes());
        out.extend(block);
    }
    out
}

#[test]
fn profiles_of_pprof_are_read_packed_and_not() {
    let nanos = "Nanoseconds main=10/40 load=0/30 read=30/30";
    let plain = pprof(true, &[]);
    let strange = [pprof(true, &[]), field(2, &number(1, 99))].concat();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("plain", plain.clone(), nanos),
        ("numbers not packed", pprof(false, &[]), nanos),
        ("gzip", gzip(&plain), nanos),
        ("the default type", pprof(true, &number(14, 1)), "Samples main=1/4 load=0/3 read=3/3"),
        (
            "unknown fields",
            pprof(
                true,
                &[field(90, b"x"), number(91, 1), varint(92 << 3 | 5), vec![0; 4], varint(93 << 3 | 1), vec![0; 8]]
                    .concat(),
            ),
            nanos,
        ),
        ("a place that is not explained", strange, nanos),
        ("cut off", plain[..plain.len() - 3].to_vec(), "no: at byte"),
        ("gzip cut off", gzip(&plain)[..60].to_vec(), "no: "),
        (
            "no samples",
            [field(1, &[number(1, 1), number(2, 2)].concat()), field(6, b""), field(6, b"samples"), field(6, b"count")]
                .concat(),
            "no: no span and no sample",
        ),
        (
            "other protobuf",
            [field(1, &field(1, b"resource")), field(1, &field(1, b"resource"))].concat(),
            "no: binary data",
        ),
        ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "no: "),
        ("zeros", vec![0; 100], "no: "),
        ("a length that lies", [varint(2 << 3 | 2), varint(u64::MAX)].concat(), "no: "),
        ("damaged gzip", [vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], vec![0xff; 40]].concat(), "no: damaged"),
        ("gzip of a trace", gzip(br#"[{"ph":"X","name":"a","ts":0,"dur":10,"pid":0,"tid":0}]"#), "a 0+10"),
    ];
    assert!(cases.len() >= 12);
    for (what, bytes, wanted) in &cases {
        let found = told(bytes);
        match wanted.strip_prefix("no: ") {
            Some(part) => assert!(found.starts_with("no: ") && found.contains(part), "{what}: {found}"),
            None => assert_eq!(found, *wanted, "{what}"),
        }
        for end in 0..bytes.len() {
            let _ = told(&bytes[..end]);
        }
        let mut reader = Reader::new("x");
        bytes.iter().for_each(|byte| reader.push(&[*byte]));
        assert_eq!(reader.finish().is_ok(), !found.starts_with("no: "), "{what}: byte by byte");
    }
    assert!(notices(&plain).contains("samples in count, cpu in nanoseconds; shown is cpu"), "{}", notices(&plain));
}

#[test]
fn what_grew_between_two_profiles_is_said_box_by_box_and_function_by_function() {
    let flame = |text: &str| match open("", text.as_bytes()).unwrap().content {
        Content::Profile(flame) => flame,
        Content::Trace(_) => panic!("a trace"),
    };
    let (before, after) = (flame("a;b 4\na;c 2\na;d;b 1\n"), flame("a;b 1\na;e 5\na;d;b 3\n"));
    let difference = Difference::between(&before, &after, 1.0);
    let boxes: Vec<(String, f64, f64)> = (0..difference.flame.frames.len())
        .map(|i| {
            let stack: Vec<&str> = difference.flame.stack(i).iter().map(|n| difference.flame.names.name(*n)).collect();
            (stack.join(";"), difference.before[i], difference.after[i])
        })
        .collect();
    let wanted = [
        ("a", 7.0, 9.0),
        ("a;b", 4.0, 1.0),
        ("a;c", 2.0, 0.0),
        ("a;d", 1.0, 3.0),
        ("a;d;b", 1.0, 3.0),
        ("a;e", 0.0, 5.0),
    ];
    assert_eq!(boxes, wanted.map(|(stack, before, after)| (stack.to_owned(), before, after)));
    let changes: Vec<(String, f64)> =
        Difference::changes(&before, &after, 1.0).into_iter().map(|c| (c.name, c.own_after - c.own_before)).collect();
    assert_eq!(changes, [("e", 5.0), ("a", 0.0), ("d", 0.0), ("b", -1.0), ("c", -2.0)].map(|(n, d)| (n.to_owned(), d)));
    // Twice as long a recording is made comparable by its scale.
    let twice = flame("a;b 8\na;c 4\na;d;b 2\n");
    assert!(Difference::changes(&twice, &before, 0.5).iter().all(|c| c.own_after == c.own_before));
}
