//! Keys from each kind of text, in slices of every size.

use super::*;

fn keys(text: &str, column: &str) -> Result<(Vec<String>, KeysFound), ImportError> {
    let wanted = Wanted { column: column.into(), ..Wanted::default() };
    let read = |slice: usize| {
        let mut keys = Vec::new();
        let mut reader = KeyReader::new("test").with(wanted.clone());
        text.as_bytes()
            .chunks(slice)
            .for_each(|part| reader.push(part, |key| keys.push(String::from_utf8_lossy(key).into_owned())));
        reader.finish(|key| keys.push(String::from_utf8_lossy(key).into_owned())).map(|found| (keys, found))
    };
    let whole = read(usize::MAX);
    for slice in [1, 7, 1000] {
        assert_eq!(read(slice), whole, "slices of {slice}");
    }
    whole
}

#[test]
fn keys_are_taken_from_wherever_they_stand() {
    let log = "192.0.2.1 - - [08/Mar/2026:12:00:00 +0000] \"GET /a?x=1 HTTP/1.1\" 200 5\n192.0.2.2 - - [08/Mar/2026:12:00:01 +0000] \"POST /b HTTP/1.1\" 200 5\n192.0.2.1 - - [08/Mar/2026:12:00:02 +0000] \"GET /a HTTP/1.1\" 200 5\n";
    let w3c = "#Software: IIS\n#Fields: date time cs-method cs-uri-stem sc-status\n2026-03-08 12:00:00 GET /a 200\n2026-03-08 12:00:00 GET /b 200\n2026-03-08 12:00:01 GET /a 200\n";
    for (text, column, wanted, taken) in [
        ("a\nb\na\n", "", vec!["a", "b", "a"], None),
        ("key\r\na\r\nb\r\na", "", vec!["a", "b", "a"], None),
        ("user:1 profile\nuser:2\n\nuser:1 profile\n", "", vec!["user:1 profile", "user:2", "user:1 profile"], None),
        ("1\n2\n1\n", "", vec!["1", "2", "1"], None),
        ("time,key,size\n1,a,10\n2,\"b,c\",10\n3,a,10\n", "", vec!["a", "b,c", "a"], Some("key")),
        ("time;url\n1;/a\n2;/b\n", "", vec!["/a", "/b"], Some("url")),
        ("1 17 512\n2 18 512\n3 17 512\n", "column 2", vec!["17", "18", "17"], Some("column 2")),
        (log, "", vec!["/a", "/b", "/a"], Some("column 5")),
        (log, "1", vec!["192.0.2.1", "192.0.2.2", "192.0.2.1"], Some("column 1")),
        (w3c, "", vec!["/a", "/b", "/a"], Some("cs-uri-stem")),
        ("{\"t\":1,\"key\":\"a\"}\n{\"t\":2,\"key\":\"b\"}\n", "", vec!["a", "b"], Some("$.key")),
        ("[\"a\",\"b\",\"a\"]", "", vec!["a", "b", "a"], Some("$[]")),
    ] {
        let (found, told) = keys(text, column).unwrap_or_else(|why| panic!("{text}: {why}"));
        assert_eq!(found, wanted, "{text}");
        assert_eq!((told.column.as_deref(), told.count), (taken, wanted.len() as u64), "{text}");
    }
}

#[test]
fn where_no_column_is_clearly_the_key_the_likeliest_are_named() {
    let why = keys("1 17 512 r\n2 18 512 w\n3 17 512 r\n", "").unwrap_err();
    assert_eq!(why, ImportError::NoClearKeys(["column 2", "column 4", "column 1"].map(Into::into).to_vec()));
    assert!(why.to_string().contains("likeliest: “column 2”"), "{why}");
    assert_eq!(keys("time,key\n1,a\n2,b\n", "size").unwrap_err(), ImportError::NoSuchColumn("size".into()));
    for (text, why) in
        [("", ImportError::Empty), (" \n\n", ImportError::Empty), ("key,size\n,5\n,6\n", ImportError::NoKeys)]
    {
        assert_eq!(keys(text, ""), Err(why), "{text}");
    }
}

#[test]
fn what_is_no_text_is_refused_and_utf_16_is_read() {
    let mut reader = KeyReader::new("test");
    reader.push(b"PK\x03\x04abcdef", |_| ());
    assert!(matches!(reader.finish(|_| ()), Err(ImportError::Binary(_))));
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain("a\nb\na\n".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let (accesses, _) = read("test", &utf16, &Wanted::default()).unwrap();
    assert_eq!((accesses.keys(), accesses.distinct()), (&[0, 1, 0][..], 2));
}

#[test]
fn a_long_log_is_read_in_slices_and_numbered_as_it_came() {
    let mut state = 1_u64;
    let mut random = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as u32 % 5_000
    };
    let drawn: Vec<u32> = (0..300_000).map(|_| random()).collect();
    let text: String = drawn.iter().map(|key| format!("user:{key}\n")).collect();
    let (accesses, found) = read("test", text.as_bytes(), &Wanted::default()).unwrap();
    assert_eq!((found.count, accesses.keys().len(), accesses.distinct()), (300_000, 300_000, 5_000));
    // The same numbers for the same keys, and others for others.
    let mut names = std::collections::BTreeMap::new();
    for (key, number) in drawn.iter().zip(accesses.keys()) {
        assert_eq!(names.entry(key).or_insert(number), &number);
    }
    assert_eq!(names.len(), 5_000);
}
