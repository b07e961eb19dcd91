//! Which rooms a file of Rust names, however it names them: `use crate::{a, b::c}`, `crate::a::f()`, `super::super::a`.

use std::path::Path;

/// A room that a file names, and the line.
#[derive(Debug, PartialEq, Eq)]
pub struct Named {
    pub room: String,
    pub line: usize,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    /// `::`
    Into,
    Sign(char),
}

/// The rooms that `text` names, a file at `relative` below `src`. `*` stands for all rooms at once.
pub fn named(relative: &Path, text: &str) -> Vec<Named> {
    let tokens = tokens(text);
    let file = module_of(relative);
    let (mut found, mut inside, mut depth) = (Vec::new(), Vec::<(String, usize)>::new(), 0_usize);
    let mut at = 0;
    while let Some((token, line)) = tokens.get(at) {
        match token {
            Token::Sign('{') => depth += 1,
            Token::Sign('}') => {
                depth = depth.saturating_sub(1);
                inside.retain(|(_, opened_at)| *opened_at < depth + 1);
            }
            Token::Word(word) if word == "mod" => {
                if let (Some((Token::Word(name), _)), Some((Token::Sign('{'), _))) =
                    (tokens.get(at + 1), tokens.get(at + 2))
                {
                    inside.push((name.clone(), depth + 1));
                }
            }
            Token::Word(word)
                if matches!(word.as_str(), "crate" | "super" | "self")
                    && matches!(tokens.get(at + 1), Some((Token::Into, _)))
                    && (at == 0 || tokens[at - 1].0 != Token::Into) =>
            {
                let here: Vec<String> = file.iter().chain(inside.iter().map(|(name, _)| name)).cloned().collect();
                let mut paths = Vec::new();
                at = tree(&tokens, at, Vec::new(), &mut paths);
                for path in paths {
                    let room = absolute(&here, &path).into_iter().next();
                    found.extend(room.map(|room| Named { room, line: *line }));
                }
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// The module that a file is: `sim/tail/mod.rs` is `sim::tail`.
fn module_of(relative: &Path) -> Vec<String> {
    let mut module: Vec<String> =
        relative.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if module.last().is_some_and(|last| last == "mod" || last == "lib") {
        module.pop();
    }
    module
}

/// A path as seen from the crate's root.
fn absolute(here: &[String], path: &[String]) -> Vec<String> {
    let mut module = here.to_vec();
    for part in path {
        match part.as_str() {
            "crate" => module.clear(),
            "self" => {}
            "super" => {
                module.pop();
            }
            other => module.push(other.to_owned()),
        }
    }
    module
}

/// Reads a path from `at`, with its branches in braces; gives the place behind it.
fn tree(tokens: &[(Token, usize)], mut at: usize, mut path: Vec<String>, into: &mut Vec<Vec<String>>) -> usize {
    loop {
        match tokens.get(at).map(|(token, _)| token) {
            Some(Token::Word(word)) => path.push(word.clone()),
            Some(Token::Sign('*')) => path.push("*".into()),
            Some(Token::Sign('{')) => {
                at += 1;
                while let Some((token, _)) = tokens.get(at) {
                    match token {
                        Token::Sign('}') => return at + 1,
                        Token::Sign(_) | Token::Into => at += 1,
                        Token::Word(word) if word == "as" => at += 2,
                        Token::Word(_) => at = tree(tokens, at, path.clone(), into),
                    }
                }
                return at;
            }
            _ => {
                into.push(path);
                return at;
            }
        }
        at += 1;
        if matches!(tokens.get(at), Some((Token::Into, _))) {
            at += 1;
        } else {
            into.push(path);
            return at;
        }
    }
}

/// Words, `::` and signs, without comments, strings and characters; each with its line, counted from 1.
fn tokens(text: &str) -> Vec<(Token, usize)> {
    let chars: Vec<char> = text.chars().collect();
    let (mut out, mut at, mut line) = (Vec::new(), 0, 1);
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    while at < chars.len() {
        let (c, next) = (chars[at], chars.get(at + 1).copied().unwrap_or(' '));
        let begun = at;
        match c {
            '/' if next == '/' => at += chars[at..].iter().take_while(|c| **c != '\n').count(),
            '/' if next == '*' => at = end_of_comment(&chars, at),
            '"' => at = end_of_string(&chars, at),
            'r' if (next == '"' || next == '#') && raw_string(&chars, at).is_some() => {
                at = raw_string(&chars, at).unwrap_or(at + 1);
            }
            // A character; a lifetime has no closing quote behind its first letter.
            '\'' if next == '\\' => at += 3 + chars[at + 3..].iter().take_while(|c| **c != '\'').count(),
            '\'' if chars.get(at + 2) == Some(&'\'') => at += 3,
            ':' if next == ':' => {
                out.push((Token::Into, line));
                at += 2;
            }
            c if is_word(c) => {
                let word: String = chars[at..].iter().copied().take_while(|c| is_word(*c)).collect();
                at += word.chars().count();
                out.push((Token::Word(word), line));
            }
            c => {
                if !c.is_whitespace() {
                    out.push((Token::Sign(c), line));
                }
                at += 1;
            }
        }
        at = at.clamp(begun + 1, chars.len().max(begun + 1));
        line += chars[begun..at.min(chars.len())].iter().filter(|c| **c == '\n').count();
    }
    out
}

fn end_of_comment(chars: &[char], from: usize) -> usize {
    let (mut at, mut depth) = (from, 0);
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (at, depth) = (at + 2, depth + 1),
            ('*', Some('/')) => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn end_of_string(chars: &[char], from: usize) -> usize {
    let mut at = from + 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

fn raw_string(chars: &[char], from: usize) -> Option<usize> {
    let hashes = chars[from + 1..].iter().take_while(|c| **c == '#').count();
    if chars.get(from + 1 + hashes) != Some(&'"') {
        return None;
    }
    let mut at = from + 2 + hashes;
    while at < chars.len() {
        if chars[at] == '"' && chars[at + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes {
            return Some(at + 1 + hashes);
        }
        at += 1;
    }
    Some(at)
}
