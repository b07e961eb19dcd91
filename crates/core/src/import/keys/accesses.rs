//! A sequence of keys as numbers: the first key is 0, each new one the next.
//!
//! Keys are told apart by 64 bits made of them. Two of `n` different keys fall together with a chance of about n²/2⁶⁵: one in
//! four hundred thousand for ten million.

/// Accesses kept; of a longer log the beginning.
pub const MOST_ACCESSES: usize = 20_000_000;

/// The accesses of a log, numbered. Memory is four bytes an access and about sixteen for each different key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accesses {
    keys: Vec<u32>,
    /// The 64 bits of each different key, in the order they came.
    marks: Vec<u64>,
    /// An open table: place of a key in `marks`, plus 1; 0 is free.
    slots: Vec<u32>,
    left_out: u64,
}

impl Accesses {
    /// Takes in one access; beyond twenty million it is only counted.
    pub fn record(&mut self, key: &[u8]) {
        if self.keys.len() >= MOST_ACCESSES {
            self.left_out += 1;
            return;
        }
        let number = self.number(mark(key));
        self.keys.push(number);
    }

    /// The number of each access's key.
    #[must_use]
    pub fn keys(&self) -> &[u32] {
        &self.keys
    }

    /// How many different keys there are.
    #[must_use]
    pub fn distinct(&self) -> u32 {
        self.marks.len() as u32
    }

    /// Accesses beyond those that are kept.
    #[must_use]
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    fn number(&mut self, mark: u64) -> u32 {
        if (self.marks.len() + 1) * 4 > self.slots.len() * 3 {
            self.grow();
        }
        let last = self.slots.len() - 1;
        let mut at = (mark >> 32) as usize & last;
        loop {
            match self.slots[at] {
                0 => {
                    self.marks.push(mark);
                    let number = self.marks.len() as u32;
                    self.slots[at] = number;
                    return number - 1;
                }
                number if self.marks[number as usize - 1] == mark => return number - 1,
                _ => at = (at + 1) & last,
            }
        }
    }

    #[cold]
    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(1024);
        self.slots = vec![0; size];
        for (i, mark) in self.marks.iter().enumerate() {
            let mut at = (mark >> 32) as usize & (size - 1);
            while self.slots[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = i as u32 + 1;
        }
    }
}

/// 64 bits of a key: eight bytes at a time, each mixed in by a multiplication folded together, as wyhash does.
fn mark(key: &[u8]) -> u64 {
    let fold = |a: u64, b: u64| {
        let product = u128::from(a) * u128::from(b);
        product as u64 ^ (product >> 64) as u64
    };
    let mut mark = 0x9e37_79b9_7f4a_7c15 ^ key.len() as u64;
    for part in key.chunks(8) {
        let mut bytes = [0; 8];
        bytes[..part.len()].copy_from_slice(part);
        mark = fold(mark ^ u64::from_le_bytes(bytes), 0xe703_7ed1_a0b4_28db ^ mark.rotate_left(32));
    }
    fold(mark, 0x8ebc_6af0_9c88_c6e3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_thousand_keys_that_differ_in_one_letter_are_told_apart_and_found_again() {
        let mut accesses = Accesses::default();
        for _ in 0..2 {
            (0..100_000_u32).for_each(|i| accesses.record(format!("/item/{i}").as_bytes()));
        }
        assert_eq!(accesses.distinct(), 100_000);
        let (first, second) = accesses.keys().split_at(100_000);
        assert!(first.iter().copied().eq(0..100_000) && first == second);
    }

    #[test]
    fn numbers_in_eight_bytes_do_not_fall_together() {
        let mut accesses = Accesses::default();
        (0..200_000_u64).for_each(|i| accesses.record(&(i << 20).to_le_bytes()));
        accesses.record(b"");
        accesses.record(b"\0");
        assert_eq!(accesses.distinct(), 200_002);
    }
}
