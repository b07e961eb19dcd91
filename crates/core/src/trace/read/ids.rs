//! Ids of traces and spans → numbers. Hex and base64 of the same bytes are the same id; any other text has an id too.

/// The number of an id; 0 for none.
pub(super) fn id(text: &str) -> u128 {
    let text = text.trim();
    if text.is_empty() || text.bytes().all(|b| b == b'0') {
        return 0;
    }
    if text.len() <= 32
        && let Ok(id) = u128::from_str_radix(text, 16)
    {
        return id;
    }
    // 8 bytes are 12 characters of base64, 16 bytes are 24.
    if matches!(text.len(), 12 | 24)
        && let Some(bytes) = base64(text)
        && matches!(bytes.len(), 8 | 16)
    {
        return bytes.iter().fold(0, |id, byte| id << 8 | u128::from(*byte));
    }
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for byte in text.bytes() {
        hash = (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
    hash.max(1)
}

/// Bytes of base64, of either alphabet.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let (mut bits, mut held) = (0_u32, 0);
    for byte in text.trim_end_matches('=').bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(digit);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    Some(out)
}
