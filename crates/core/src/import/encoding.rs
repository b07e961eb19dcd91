//! Bytes → UTF-8 text, in slices: byte order marks, UTF-16 either way round, and a polite no to what is not text.

use super::ImportError;

/// Bytes looked at before the encoding is settled.
const HEAD: usize = 512;

/// How the bytes are to be turned into text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Utf8,
    Utf16 { big: bool },
}

/// Turns slices of bytes into slices of UTF-8.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    head: Vec<u8>,
    kind: Option<Kind>,
    /// A byte of UTF-16 without its other half, and a high surrogate without its low one.
    odd: Option<u8>,
    high: Option<u16>,
}

impl Decoder {
    /// Whether the text is UTF-16.
    pub fn is_utf16(&self) -> bool {
        matches!(self.kind, Some(Kind::Utf16 { .. }))
    }

    /// Decodes a slice and hands the text on.
    ///
    /// # Errors
    /// [`ImportError::Binary`] where the beginning is not text.
    pub fn push(&mut self, bytes: &[u8], mut text: impl FnMut(&[u8])) -> Result<(), ImportError> {
        if self.kind.is_none() {
            self.head.extend_from_slice(bytes);
            if self.head.len() < HEAD {
                return Ok(());
            }
            return self.settle(text);
        }
        self.pass(bytes, &mut text);
        Ok(())
    }

    /// Hands on what was held back.
    ///
    /// # Errors
    /// As [`Decoder::push`].
    pub fn finish(&mut self, text: impl FnMut(&[u8])) -> Result<(), ImportError> {
        if self.kind.is_none() { self.settle(text) } else { Ok(()) }
    }

    fn settle(&mut self, mut text: impl FnMut(&[u8])) -> Result<(), ImportError> {
        let head = std::mem::take(&mut self.head);
        let (kind, skip) = recognise(&head)?;
        self.kind = Some(kind);
        self.pass(&head[skip..], &mut text);
        Ok(())
    }

    fn pass(&mut self, bytes: &[u8], text: &mut impl FnMut(&[u8])) {
        let Some(Kind::Utf16 { big }) = self.kind else {
            text(bytes);
            return;
        };
        let mut out = String::with_capacity(bytes.len());
        let mut rest = bytes;
        if let (Some(first), Some((&second, after))) = (self.odd, rest.split_first()) {
            self.odd = None;
            self.unit(pair(first, second, big), &mut out);
            rest = after;
        }
        let (pairs, left) = rest.split_at(rest.len() / 2 * 2);
        for two in pairs.chunks_exact(2) {
            self.unit(pair(two[0], two[1], big), &mut out);
        }
        self.odd = left.first().copied().or(self.odd);
        text(out.as_bytes());
    }

    fn unit(&mut self, unit: u16, out: &mut String) {
        let units: &[u16] = match (self.high.take(), unit) {
            (Some(high), low @ 0xdc00..=0xdfff) => &[high, low],
            (_, high @ 0xd800..=0xdbff) => {
                self.high = Some(high);
                return;
            }
            (_, other) => &[other],
        };
        out.extend(char::decode_utf16(units.iter().copied()).map(|c| c.unwrap_or('\u{fffd}')));
    }
}

fn pair(first: u8, second: u8, big: bool) -> u16 {
    if big { u16::from_be_bytes([first, second]) } else { u16::from_le_bytes([first, second]) }
}

/// The encoding of a beginning, and how many bytes of mark to skip.
fn recognise(head: &[u8]) -> Result<(Kind, usize), ImportError> {
    const MAGIC: [(&[u8], &str); 12] = [
        (b"\x1f\x8b", "a gzip archive"),
        (b"PK\x03\x04", "a zip archive or a spreadsheet"),
        (b"\x28\xb5\x2f\xfd", "a zstd archive"),
        (b"BZh", "a bzip2 archive"),
        (b"\xfd7zXZ", "an xz archive"),
        (b"7z\xbc\xaf", "a 7z archive"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"%PDF", "a PDF"),
        (b"PAR1", "a Parquet file"),
        (b"SQLite format 3", "an SQLite database"),
    ];
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err(ImportError::Binary(kind));
    }
    match head {
        [0xef, 0xbb, 0xbf, ..] => return Ok((Kind::Utf8, 3)),
        [0xff, 0xfe, ..] => return Ok((Kind::Utf16 { big: false }, 2)),
        [0xfe, 0xff, ..] => return Ok((Kind::Utf16 { big: true }, 2)),
        _ => {}
    }
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|b| **b == 0).count() * 2;
    let len = head.len().max(1);
    if head.contains(&0) {
        // Latin text in UTF-16 without a mark: nearly every other byte is zero.
        return if zeros(1) * 10 > len * 7 && zeros(0) * 10 < len {
            // What was once read as UTF-8 has lost its mark to two replacement characters.
            Ok((Kind::Utf16 { big: false }, 0))
        } else if zeros(0) * 10 > len * 7 && zeros(1) * 10 < len {
            Ok((Kind::Utf16 { big: true }, 0))
        } else {
            Err(ImportError::Binary(""))
        };
    }
    let control = head.iter().filter(|b| **b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b)).count();
    if control * 20 > len { Err(ImportError::Binary("")) } else { Ok((Kind::Utf8, 0)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], slice: usize) -> Result<String, ImportError> {
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        for part in bytes.chunks(slice) {
            decoder.push(part, |text| out.extend_from_slice(text))?;
        }
        decoder.finish(|text| out.extend_from_slice(text))?;
        Ok(String::from_utf8_lossy(&out).into_owned())
    }

    #[test]
    fn utf_16_is_read_whatever_its_slices_and_its_byte_order() {
        let text = "12,5 µs\n𝟙 95×50\n".repeat(60);
        let little: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let big: Vec<u8> = [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        for slice in [1, 2, 3, 7, 511, 10_000] {
            assert_eq!(decoded(&little, slice).as_deref(), Ok(text.as_str()));
            assert_eq!(decoded(&big, slice).as_deref(), Ok(text.as_str()));
        }
        let unmarked: Vec<u8> = "1\n2\n3\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&unmarked, 100).as_deref(), Ok("1\n2\n3\n"));
    }

    #[test]
    fn what_is_not_text_is_named() {
        assert_eq!(decoded(b"\x1f\x8b\x08\x00abc", 100), Err(ImportError::Binary("a gzip archive")));
        let noise: Vec<u8> = (0..2000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(decoded(&noise, 100), Err(ImportError::Binary("")));
    }
}
