//! What is a million levels deep.

use super::super::*;
use super::formats::told;

#[test]
fn a_million_levels_neither_overflow_nor_take_long() {
    let mut built = Builder::default();
    let name = built.names.number("f");
    for i in 0..1_000_000_i64 {
        let parent = i as u128;
        built
            .push(Raw {
                id: i as u128 + 1,
                parent,
                start_ns: i * 10,
                end_ns: 20_000_000 - i * 10,
                name,
                ..Raw::default()
            })
            .unwrap();
    }
    let trace = built.finish();
    assert_eq!(trace.spans.last().unwrap().depth, 999_999);
    let path = critical_path(&trace, 0, 0.01);
    assert_eq!(path.total_ns(), 20_000_000);
    assert_eq!(own_times(&trace).iter().sum::<i64>(), 20_000_000);
    assert_eq!(faster(&trace, 0, 2.0, 0.01).saved_ns, 10_000_000);
    assert_eq!(Replay::slack_ns(&trace, 0, 0.0)[5], 0);
    let flame = Flame::of_trace(&trace, 0);
    assert_eq!((flame.total(), flame.functions().len(), flame.frames.len()), (20_000_000.0, 1, 1_000_000));
    // As JSON nested as deep, where nothing is expected, it is passed over; as a record it is refused, not followed.
    let deep = format!(r#"{{"x":{}{},"resourceSpans":[]}}"#, "[".repeat(1_000_000), "]".repeat(1_000_000));
    assert!(
        told(deep.as_bytes()).contains("no span") || told(deep.as_bytes()).contains("neither"),
        "{}",
        told(deep.as_bytes())
    );
    let record = format!(
        r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{}{}]}}]}}]}}"#,
        "[".repeat(1_000_000),
        "]".repeat(1_000_000)
    );
    assert!(told(record.as_bytes()).contains("at byte"), "{}", told(record.as_bytes()));
}
