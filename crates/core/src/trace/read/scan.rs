//! JSON cut into records: a text fed in slices, of which only values at wanted paths are kept, one at a time.
//!
//! Paths look like `$.data[].spans[]`. Containers on the way to a wanted value are entered, wanted values are gathered and handed
//! on whole, and everything else is passed over with no more than a count of brackets: so neither the size of a file nor the
//! depth of what is passed over matters. Several roots may follow each other.

/// What is to be done with a value at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Want {
    /// Look inside.
    Enter,
    /// Hand on the whole value.
    Take,
    /// Pass over.
    Skip,
}

/// What listens.
pub(super) trait Listener {
    /// What is wanted at a path.
    fn wants(&self, path: &str) -> Want;
    /// A wanted value, whole, as text; an error ends the reading.
    fn take(&mut self, path: &str, value: &[u8], at: u64) -> Result<(), crate::trace::TraceError>;
    /// A container that was entered has ended.
    fn left(&mut self, _path: &str) {}
}

/// Why the text is no JSON: where and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    Grammar(u64, &'static str),
    Refused(crate::trace::TraceError),
}

/// Largest record.
const LARGEST: usize = 64_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Value,
    /// In an object, before a key or its end.
    Key,
    InKey,
    Colon,
    /// After a value.
    Next,
    /// Inside a value that is taken or passed over.
    Inside,
}

/// Cuts.
#[derive(Debug)]
pub(super) struct Scan {
    state: State,
    path: String,
    /// Of each entered container: the length of its path, and whether it is an object.
    levels: Vec<(usize, bool)>,
    key: Vec<u8>,
    record: Vec<u8>,
    takes: bool,
    /// Where the present record began.
    began: u64,
    depth: u32,
    in_text: bool,
    escaped: bool,
    /// A number or a word: ends before what is no part of it.
    is_bare: bool,
    at: u64,
    roots: u64,
}

impl Default for Scan {
    fn default() -> Self {
        Self {
            state: State::Value,
            path: "$".into(),
            levels: Vec::new(),
            key: Vec::new(),
            record: Vec::new(),
            takes: false,
            began: 0,
            depth: 0,
            in_text: false,
            escaped: false,
            is_bare: false,
            at: 0,
            roots: 0,
        }
    }
}

impl Scan {
    /// Reads a slice.
    pub fn push(&mut self, bytes: &[u8], listener: &mut dyn Listener) -> Result<(), Stop> {
        let mut i = 0;
        while i < bytes.len() {
            if self.state == State::Inside {
                i += self.inside(&bytes[i..], i as u64, listener)?;
                continue;
            }
            let byte = bytes[i];
            let here = self.at + i as u64;
            match self.state {
                State::InKey => {
                    if self.escaped {
                        self.escaped = false;
                        self.key.push(byte);
                    } else if byte == b'\\' {
                        self.escaped = true;
                    } else if byte == b'"' {
                        self.path.truncate(self.levels.last().map_or(1, |(len, _)| *len));
                        self.path.push('.');
                        self.path.push_str(&String::from_utf8_lossy(&self.key));
                        self.state = State::Colon;
                    } else if self.key.len() < 64 {
                        self.key.push(byte);
                    }
                }
                _ if matches!(byte, b' ' | b'\n' | b'\r' | b'\t') => {}
                State::Key => match byte {
                    b'"' => {
                        self.key.clear();
                        self.state = State::InKey;
                    }
                    b'}' => self.close(listener),
                    b',' => {}
                    _ => return Err(Stop::Grammar(here, "there is no key where one should be")),
                },
                State::Colon => match byte {
                    b':' => self.state = State::Value,
                    _ => return Err(Stop::Grammar(here, "a colon is missing")),
                },
                State::Next => match (byte, self.levels.last()) {
                    (b',', Some((_, true))) => self.state = State::Key,
                    (b',', Some((_, false))) => self.state = State::Value,
                    (b'}', Some((_, true))) | (b']', Some((_, false))) => self.close(listener),
                    _ => return Err(Stop::Grammar(here, "a comma or a bracket is missing")),
                },
                State::Value => match byte {
                    b',' | 0x1e if self.levels.is_empty() => {}
                    b']' if self.levels.last().is_some_and(|(_, is_object)| !is_object) => self.close(listener),
                    b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                        if self.open(byte, here, listener) {
                            // The value's first byte is read again as part of it.
                            continue;
                        }
                    }
                    _ => return Err(Stop::Grammar(here, "there is no value where one should be")),
                },
                State::Inside => {}
            }
            i += 1;
        }
        self.at += bytes.len() as u64;
        Ok(())
    }

    /// Begins a value; whether its first byte is yet to be read.
    fn open(&mut self, byte: u8, here: u64, listener: &mut dyn Listener) -> bool {
        if self.levels.last().is_some_and(|(_, is_object)| !is_object) {
            self.path.truncate(self.levels.last().map_or(1, |(len, _)| *len));
            self.path.push_str("[]");
        }
        let want = listener.wants(&self.path);
        let is_container = matches!(byte, b'{' | b'[');
        if want == Want::Enter && is_container {
            self.levels.push((self.path.len(), byte == b'{'));
            self.state = if byte == b'{' { State::Key } else { State::Value };
            return false;
        }
        self.takes = want == Want::Take;
        (self.state, self.began, self.depth, self.in_text, self.escaped) = (State::Inside, here, 0, false, false);
        self.is_bare = !is_container && byte != b'"';
        self.record.clear();
        true
    }

    /// Reads on in a value that is taken or passed over; how many bytes it had.
    fn inside(&mut self, bytes: &[u8], offset: u64, listener: &mut dyn Listener) -> Result<usize, Stop> {
        let mut i = 0;
        let mut ended = false;
        while i < bytes.len() {
            if self.in_text {
                if self.escaped {
                    self.escaped = false;
                    i += 1;
                    continue;
                }
                match bytes[i..].iter().position(|b| matches!(b, b'"' | b'\\')) {
                    None => i = bytes.len(),
                    Some(n) => {
                        i += n + 1;
                        if bytes[i - 1] == b'\\' {
                            self.escaped = true;
                        } else {
                            self.in_text = false;
                            ended = self.depth == 0;
                        }
                    }
                }
            } else if self.is_bare {
                match bytes[i..].iter().position(|b| matches!(b, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t')) {
                    None => i = bytes.len(),
                    Some(n) => {
                        i += n;
                        ended = true;
                    }
                }
            } else {
                match bytes[i] {
                    b'"' => self.in_text = true,
                    b'{' | b'[' => self.depth += 1,
                    b'}' | b']' => {
                        self.depth = self.depth.saturating_sub(1);
                        ended = self.depth == 0;
                    }
                    _ => {}
                }
                i += 1;
            }
            if ended {
                break;
            }
        }
        if self.takes {
            if self.record.len() + i > LARGEST {
                return Err(Stop::Refused(crate::trace::TraceError::TooLarge(self.began)));
            }
            if ended && self.record.is_empty() {
                self.hand_on(&bytes[..i], offset, listener)?;
                return Ok(i);
            }
            self.record.extend_from_slice(&bytes[..i]);
        }
        if ended {
            let record = std::mem::take(&mut self.record);
            self.hand_on(&record, offset, listener)?;
            self.record = record;
        }
        Ok(i)
    }

    fn hand_on(&mut self, record: &[u8], _: u64, listener: &mut dyn Listener) -> Result<(), Stop> {
        if self.takes {
            listener.take(&self.path, record, self.began).map_err(|why| match why {
                crate::trace::TraceError::Broken(_, at, _) => Stop::Grammar(at, "a record breaks its grammar"),
                why => Stop::Refused(why),
            })?;
        }
        self.value_done();
        Ok(())
    }

    fn close(&mut self, listener: &mut dyn Listener) {
        if let Some((len, _)) = self.levels.pop() {
            self.path.truncate(len);
        }
        listener.left(&self.path);
        self.value_done();
    }

    fn value_done(&mut self) {
        self.state = if self.levels.is_empty() {
            self.roots += 1;
            self.path.truncate(1);
            State::Value
        } else {
            State::Next
        };
    }

    /// Where a text that ended here breaks off, if it does.
    pub fn finish(&mut self, listener: &mut dyn Listener) -> Result<(), Stop> {
        if self.state == State::Inside && self.is_bare && self.levels.is_empty() {
            let record = std::mem::take(&mut self.record);
            self.hand_on(&record, 0, listener)?;
        }
        if self.levels.is_empty() && self.state == State::Value {
            return Ok(());
        }
        let at = self.at;
        // What was entered ends here, so that what it held is not lost.
        while !self.levels.is_empty() {
            self.close(listener);
        }
        Err(Stop::Grammar(at, "it breaks off"))
    }

    /// Whether all that is open is one list at the root: what Chrome leaves without its bracket.
    pub fn is_in_list(&self) -> bool {
        matches!(self.levels.as_slice(), [(_, false)]) && matches!(self.state, State::Next | State::Value)
    }
}
