//! Traces written by hand, and the sentences that refuse them.

use super::formats::told;

#[test]
fn a_written_trace_is_laid_out_as_it_reads() {
    for (text, wanted) in [
        (
            "auth 45, cache 15, database 480",
            "request 0+540000, auth 0+45000 <request, cache 45000+15000 <request, database 60000+480000 <request",
        ),
        ("a 1 | b 2, c 3", "request 0+5000, b 0+2000 <request, a 0+1000 <request, c 2000+3000 <request"),
        ("a, b 1", "no: “a” has no number"),
        ("A 20 (5, B 20)", "A 0+45000, B 25000+20000 <A"),
        ("A (B 1 (C 2) | D 9, E 1)", "A 0+10000, D 0+9000 <A, B 0+3000 <A, C 1000+2000 <B, E 9000+1000 <A"),
        ("read the row 3 ms, send 2us", "request 0+3002, read the row 0+3000 <request, send 3000+2 <request"),
        ("one 5", "request 0+5000, one 0+5000 <request"),
        ("a 1 service=shop", "request 0+1000, a 0+1000 <request"),
        ("a 1)", "no: closing bracket too many"),
        ("a (b 1", "no: not closed"),
        ("a 1,, b 2", "no: nothing where a name"),
        ("a -4", "no: "),
        ("5 (a 1)", "no: a bracket stands behind a number"),
        ("a 0", "no: no span"),
        ("42", "no: numbers without names"),
    ] {
        let found = told(text.as_bytes());
        match wanted.strip_prefix("no: ") {
            Some(part) => assert!(found.starts_with("no: ") && found.contains(part), "{text}: {found}"),
            None => assert_eq!(found, wanted, "{text}"),
        }
    }
    let deep = format!("{}a 1{}", "a 1 (".repeat(1_500), ")".repeat(1_500));
    assert!(told(deep.as_bytes()).contains("more brackets than are read"), "{}", told(deep.as_bytes()));
}
