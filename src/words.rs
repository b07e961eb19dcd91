//! Lessons and teacher notes, turned from Markdown into HTML when the app is built. Our own words only: safe as HTML.

include!(concat!(env!("OUT_DIR"), "/words.rs"));
