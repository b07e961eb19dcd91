//! Escapes in the strings of JSON.

use super::{JsonReader, MAX_KEY, State};

impl JsonReader {
    pub(super) fn escape(&mut self, byte: u8, key: bool) {
        let most = if key { MAX_KEY } else { self.longest };
        self.state = State::String { key };
        if byte != b'u' {
            self.give_up_half(key);
        }
        match byte {
            b'n' => self.keep(b"\n", most),
            b't' => self.keep(b"\t", most),
            b'r' => self.keep(b"\r", most),
            b'b' | b'f' => self.keep(b" ", most),
            b'u' => self.state = State::Hex { key, left: 4, code: 0 },
            other => self.keep(&[other], most),
        }
    }

    pub(super) fn unicode(&mut self, code: u32, key: bool) {
        self.state = State::String { key };
        let code = match (self.high, code) {
            (Some(high), 0xdc00..=0xdfff) => {
                self.high = None;
                0x10000 + ((high - 0xd800) << 10) + (code - 0xdc00)
            }
            (_, 0xd800..=0xdbff) => {
                self.give_up_half(key);
                self.high = Some(code);
                return;
            }
            _ => {
                self.give_up_half(key);
                code
            }
        };
        let mut buffer = [0; 4];
        let character = char::from_u32(code).unwrap_or('\u{fffd}');
        self.keep(character.encode_utf8(&mut buffer).as_bytes(), if key { MAX_KEY } else { self.longest });
    }

    /// Half a character whose other half did not come is a replacement character, in its own string.
    pub(super) fn give_up_half(&mut self, key: bool) {
        if self.high.take().is_some() {
            self.keep("\u{fffd}".as_bytes(), if key { MAX_KEY } else { self.longest });
        }
    }
}
