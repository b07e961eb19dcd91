//! Rows of fields between delimiters, with quotes: text in slices of any length, of which only the fields asked for are kept.

/// Bytes of a row kept to be shown where it cannot be read.
const SHOWN: usize = 80;

/// What stands between fields, and what holds one together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Between fields; a blank stands for any run of blanks and tabs.
    pub delimiter: u8,
    /// Whether square brackets hold a field together, as in access logs.
    pub brackets: bool,
}

/// Splits text into rows.
#[derive(Debug)]
pub struct Split {
    layout: Layout,
    /// Bytes that may end a stretch.
    stops: [bool; 256],
    /// Columns asked for, and what the present row has in each.
    wanted: Vec<Option<usize>>,
    fields: Vec<Vec<u8>>,
    longest: usize,
    shown: Vec<u8>,
    column: usize,
    quoted: bool,
    bracketed: bool,
    /// Whether the row has anything but blanks.
    filled: bool,
    comment: bool,
    /// Whether the last byte was a delimiting blank.
    after_blank: bool,
    line: u64,
}

impl Split {
    /// Keeps these columns of each row, of each field at most `longest` bytes.
    #[must_use]
    pub fn new(layout: Layout, wanted: Vec<Option<usize>>, longest: usize) -> Self {
        let mut stops = [false; 256];
        let own: &[u8] = match (layout.delimiter, layout.brackets) {
            (b' ', true) => b"\n\r\"\t[]",
            (b' ', false) => b"\n\r\"\t",
            (_, true) => b"\n\r\"[]",
            (_, false) => b"\n\r\"",
        };
        own.iter().chain([&layout.delimiter]).for_each(|byte| stops[usize::from(*byte)] = true);
        Self {
            layout,
            stops,
            fields: vec![Vec::new(); wanted.len()],
            wanted,
            longest,
            shown: Vec::new(),
            column: 0,
            quoted: false,
            bracketed: false,
            filled: false,
            comment: false,
            after_blank: layout.delimiter == b' ',
            line: 1,
        }
    }

    /// The `i`-th of the columns asked for, in the present row.
    #[must_use]
    pub fn field(&self, i: usize) -> &[u8] {
        self.fields.get(i).map_or(b"", |field| field.trim_ascii())
    }

    /// How many fields the present row has.
    #[must_use]
    pub fn width(&self) -> usize {
        let trailing = usize::from(self.layout.delimiter == b' ' && self.after_blank);
        self.column + 1 - trailing.min(self.column)
    }

    /// Line of the present row, from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The beginning of the present row, to be shown.
    #[must_use]
    pub fn shown(&self) -> &[u8] {
        &self.shown
    }

    /// Reads a slice and hands on each row that ends in it.
    pub fn push(&mut self, bytes: &[u8], mut row: impl FnMut(&Self)) {
        let Layout { delimiter, brackets } = self.layout;
        let blanks = delimiter == b' ';
        let mut i = 0;
        while i < bytes.len() {
            let end = bytes[i..].iter().position(|b| self.stops[usize::from(*b)]).map_or(bytes.len(), |n| i + n);
            if end > i {
                if !self.filled && bytes[i] == b'#' {
                    self.comment = true;
                }
                self.keep(&bytes[i..end]);
                self.filled = true;
                self.after_blank = false;
                i = end;
                continue;
            }
            let byte = bytes[i];
            i += 1;
            match byte {
                b'"' if !self.bracketed => {
                    self.quoted = !self.quoted;
                    self.after_blank = false;
                }
                b'\n' | b'\r' => {
                    // A quote left open must not swallow the rest of the file.
                    (self.quoted, self.bracketed) = (false, false);
                    self.end(&mut row);
                    self.line += u64::from(byte == b'\n');
                }
                b'[' | b']' if brackets && !self.quoted && byte != delimiter => {
                    self.bracketed = byte == b'[';
                    self.after_blank = false;
                }
                _ if self.quoted || self.bracketed => self.keep(&[byte]),
                _ if blanks && self.after_blank => {}
                _ => {
                    self.column += 1;
                    self.after_blank = blanks;
                }
            }
        }
    }

    /// Hands on what is left.
    pub fn finish(&mut self, mut row: impl FnMut(&Self)) {
        self.end(&mut row);
    }

    fn end(&mut self, row: &mut impl FnMut(&Self)) {
        if self.filled && !self.comment {
            row(self);
        }
        self.fields.iter_mut().for_each(Vec::clear);
        self.shown.clear();
        self.column = 0;
        (self.filled, self.comment) = (false, false);
        self.after_blank = self.layout.delimiter == b' ';
    }

    fn keep(&mut self, bytes: &[u8]) {
        for (field, column) in self.fields.iter_mut().zip(&self.wanted) {
            if *column == Some(self.column) {
                let room = self.longest.saturating_sub(field.len());
                field.extend_from_slice(&bytes[..bytes.len().min(room)]);
            }
        }
        let room = SHOWN.saturating_sub(self.shown.len());
        self.shown.extend_from_slice(&bytes[..bytes.len().min(room)]);
        if room > 0 {
            self.shown.push(b' ');
        }
    }
}
