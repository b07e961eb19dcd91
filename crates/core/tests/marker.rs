//! The marker against a table of ways in which people write numbers: no wrong verdict, and never "wrong" for what cannot be read.

#![allow(clippy::unwrap_used, reason = "a test may stop here")]

use explorer_core::exercise::{Problem, mark};
use explorer_core::quantity::Unit;

fn unit(symbol: &str) -> Unit {
    let known = [
        Unit::COUNT,
        Unit::MS,
        Unit::MINUTES,
        Unit::PERCENT,
        Unit::SHARE,
        Unit::PER_SEC,
        Unit::USD,
        Unit::BYTES,
        Unit::MBPS,
        Unit::RATIO,
        Unit::KM,
    ];
    known.into_iter().find(|u| u.symbol == symbol).unwrap_or_else(|| panic!("unit “{symbol}”"))
}

#[test]
fn every_row_of_the_table_gets_its_verdict() {
    let rows: Vec<&str> = include_str!("data/marker.tsv").lines().skip(1).collect();
    assert!(rows.len() >= 300, "{} rows", rows.len());
    let mut wrong = Vec::new();
    for row in &rows {
        let [typed, symbol, answer, rel_tol, verdict] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{row}")
        };
        let problem = Problem::new("?", answer.parse().unwrap(), unit(symbol)).within(rel_tol.parse().unwrap());
        let found = mark(&problem, typed);
        if found.word() != verdict {
            wrong.push(format!("“{typed}” for {answer} {symbol}: {} ({}), not {verdict}", found.word(), found.says()));
        }
    }
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}
