//! Lessons and teacher notes, turned from Markdown into HTML when the app is built. Our own words only: safe as HTML.

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// A topic's lesson as HTML.
pub fn lesson(slug: &str) -> &'static str {
    find(LESSONS, slug)
}

/// A topic's notes for teachers as HTML.
pub fn classroom(slug: &str) -> &'static str {
    find(CLASSROOM, slug)
}

fn find(words: &'static [(&str, &str)], slug: &str) -> &'static str {
    words.iter().find(|(s, _)| *s == slug).map_or("", |(_, html)| html)
}
