//! How wide text will be, without asking a browser: measuring by layout is slow, and wrong under a strict policy.

/// Estimated width of text in a sans-serif face, in em; rather too wide than too narrow.
pub fn width_em(text: &str) -> f64 {
    text.chars().map(char_em).sum()
}

/// Estimated width of bold text, in em.
pub fn bold_width_em(text: &str) -> f64 {
    width_em(text) * 1.06
}

fn char_em(c: char) -> f64 {
    match c {
        ' ' | '\u{a0}' | 'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '|' | '!' | '\'' | '·' => 0.29,
        't' | 'f' | 'r' | '(' | ')' | '-' | '/' | 'I' | '[' | ']' | '"' => 0.38,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' | '—' => 0.92,
        '0'..='9' | '$' => 0.59,
        'A'..='Z' => 0.69,
        _ if (c as u32) >= 0x2e80 => 1.05,
        _ => 0.58,
    }
}

/// Text cut to a width, with an ellipsis where something is missing.
pub fn cut(text: &str, width: f64) -> String {
    if width_em(text) <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = char_em('…');
    for c in text.chars() {
        used += char_em(c);
        if used > width {
            break;
        }
        kept.push(c);
    }
    format!("{}…", kept.trim_end())
}

/// Text broken at spaces into at most `lines` lines of a width in em; the last one is cut where it does not fit.
pub fn wrap(text: &str, width: f64, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut words = text.split(' ').filter(|word| !word.is_empty()).peekable();
    while words.peek().is_some() && out.len() < lines {
        let mut line = String::new();
        let is_last = out.len() + 1 == lines;
        while let Some(word) = words.peek() {
            let joined = if line.is_empty() { (*word).to_owned() } else { format!("{line} {word}") };
            if !line.is_empty() && !is_last && width_em(&joined) > width {
                break;
            }
            line = joined;
            words.next();
        }
        out.push(cut(&line, width));
    }
    out
}

/// Text safe inside XML, in content and in attributes; control characters become spaces.
pub fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_text_is_never_wider_than_asked() {
        for width in [1.5, 3.0, 7.2, 12.0] {
            let cut = cut("Singapore to Johannesburg by sea cable", width);
            assert!(width_em(&cut) <= width && cut.ends_with('…'), "{cut:?} at {width}");
        }
        assert_eq!(cut("ms", 9.0), "ms");
    }

    #[test]
    fn wrapping_keeps_every_word_where_there_is_room() {
        let lines = wrap("time to first byte of the page", 8.0, 9);
        assert!(lines.len() > 1 && lines.iter().all(|line| width_em(line) <= 8.0));
        assert_eq!(lines.join(" "), "time to first byte of the page");
        assert_eq!(wrap("time to first byte of the page", 8.0, 2).len(), 2);
    }

    #[test]
    fn markup_in_text_stays_text() {
        let mut out = String::new();
        escape("</text><script>\"&'\u{0}", &mut out);
        assert_eq!(out, "&lt;/text&gt;&lt;script&gt;&quot;&amp;&#39; ");
    }
}
