//! Strict JSON, written by hand: numbers with all their digits, nothing that is not finite.

/// JSON has no infinity: it stands as the word of the links. What is not a number is nothing, and −0 is 0.
pub fn number(v: f64) -> String {
    if v == f64::INFINITY {
        "\"inf\"".into()
    } else if v.is_finite() {
        format!("{}", v + 0.0)
    } else {
        "null".into()
    }
}

pub fn text(s: &str) -> String {
    let mut out = String::from("\"");
    for c in s.chars() {
        match c {
            '"' => out += "\\\"",
            '\\' => out += "\\\\",
            c if (c as u32) < 0x20 => out += &format!("\\u{:04x}", c as u32),
            c => out.push(c),
        }
    }
    out + "\""
}

pub fn list(items: &[String]) -> String {
    format!("[{}]", items.join(","))
}

pub fn object(fields: Vec<(String, String)>) -> String {
    let fields: Vec<_> = fields.into_iter().map(|(key, value)| format!("{}:{value}", text(&key))).collect();
    format!("{{{}}}", fields.join(","))
}
