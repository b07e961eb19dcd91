//! A histogram of HdrHistogram in its encoding V2, compressed: base64 around a header, zlib around counts.
//!
//! Counts are variable-length whole numbers with the sign in the lowest bit; a negative one skips so many empty slots. A slot
//! stands for values of the same leading bits; its middle stands for all of them, as in HdrHistogram's own mean.
//! After the description in the library's HistogramEncodingV2 (2.1/2.2).

use std::collections::BTreeMap;

/// Values (in the histogram's unit) with how often they were recorded.
pub(super) type Counts = BTreeMap<u64, u64>;

/// Cookies without the four bits that tell the size of a word.
const COMPRESSED: u32 = 0x1c84_9304;
const PLAIN: u32 = 0x1c84_9303;
/// No histogram of latencies is larger unpacked.
const MAX_BYTES: usize = 8 << 20;
const HEADER: usize = 40;

/// Bytes of a base64 text; `None` where a character is none of its own.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0);
    for byte in text.trim_end_matches('=').bytes() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(six);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    Some(bytes)
}

fn word<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at + N)?.try_into().ok()
}

/// A histogram's counts; `None` where it is damaged, cut off or of an older encoding.
pub(super) fn decode(text: &str) -> Option<Counts> {
    let packed = base64(text)?;
    if u32::from_be_bytes(word(&packed, 0)?) & !0xf0 != COMPRESSED {
        return None;
    }
    let length = u32::from_be_bytes(word(&packed, 4)?) as usize;
    let body = packed.get(8..8_usize.checked_add(length)?)?;
    // zlib's checksum finds what was changed.
    let plain = miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(body, MAX_BYTES).ok()?;
    if u32::from_be_bytes(word(&plain, 0)?) & !0xf0 != PLAIN {
        return None;
    }
    let length = u32::from_be_bytes(word(&plain, 4)?) as usize;
    let shifted = u32::from_be_bytes(word(&plain, 8)?) != 0;
    let digits = u32::from_be_bytes(word(&plain, 12)?);
    let lowest = u64::from_be_bytes(word(&plain, 16)?);
    if shifted || digits > 5 || lowest == 0 || lowest > 1 << 40 {
        return None;
    }
    let slots = Slots::new(lowest, digits);
    let mut payload = plain.get(HEADER..HEADER.checked_add(length)?)?.iter().copied();
    let (mut counts, mut index) = (Counts::new(), 0_u64);
    while payload.len() > 0 {
        let count = zigzag(&mut payload)?;
        if count < 0 {
            index = index.checked_add(count.unsigned_abs())?;
        } else {
            if count > 0 {
                counts.insert(slots.middle(index)?, count.unsigned_abs());
            }
            index += 1;
        }
    }
    Some(counts)
}

/// One number: seven bits a byte, lowest first; the ninth byte has eight.
fn zigzag(bytes: &mut impl Iterator<Item = u8>) -> Option<i64> {
    let mut value = 0_u64;
    for i in 0..9 {
        let byte = u64::from(bytes.next()?);
        if i == 8 {
            value |= byte << 56;
            break;
        }
        value |= (byte & 0x7f) << (7 * i);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some((value >> 1) as i64 ^ -((value & 1) as i64))
}

/// Which values a slot stands for.
struct Slots {
    unit_bits: u32,
    half_bits: u32,
}

impl Slots {
    /// So many slots that values of two times ten to the digits differ by one unit.
    fn new(lowest: u64, digits: u32) -> Self {
        let resolved = 2 * 10_u64.pow(digits);
        let sub_bits = u64::BITS - (resolved - 1).leading_zeros();
        Self { unit_bits: lowest.ilog2(), half_bits: sub_bits.max(1) - 1 }
    }

    /// The middle of a slot.
    fn middle(&self, index: u64) -> Option<u64> {
        let half = 1_u64 << self.half_bits;
        let (bucket, sub) = match (index >> self.half_bits).checked_sub(1) {
            Some(bucket) => (bucket, (index & (half - 1)) + half),
            None => (0, index),
        };
        let bits = u32::try_from(bucket).ok()? + self.unit_bits;
        if bits + self.half_bits + 1 >= 63 {
            return None;
        }
        Some((sub << bits) + ((1_u64 << bits) >> 1))
    }
}
