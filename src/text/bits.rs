//! A small table that knows of nearly every hash whether it is in a set.

/// A set of hashes, a bit each. A hash that was put in is found; of the others a few are too. It fits the
/// processor's nearest memory, so that what asks a larger table about many hashes asks here first.
#[derive(Debug)]
pub(crate) struct Bits(Vec<u64>);

/// For a handful of hashes.
impl Default for Bits {
    fn default() -> Bits {
        Bits::new(1 << 12)
    }
}

impl Bits {
    /// A table of so many bits, a power of two from 64 on.
    pub fn new(bits: usize) -> Bits {
        Bits(vec![0; bits.next_power_of_two().max(64) / 64])
    }

    fn place(&self, hash: u64) -> (usize, u64) {
        let at = (hash ^ hash >> 29) as usize & (self.0.len() * 64 - 1);
        (at / 64, 1 << (at % 64))
    }

    /// Puts a hash in; says whether it may have been there already.
    pub fn set(&mut self, hash: u64) -> bool {
        let (slot, bit) = self.place(hash);
        let had = self.0[slot] & bit != 0;
        self.0[slot] |= bit;
        had
    }

    /// Whether a hash may have been put in.
    pub fn may_have(&self, hash: u64) -> bool {
        let (slot, bit) = self.place(hash);
        self.0[slot] & bit != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_found_and_little_else() {
        let mut bits = Bits::new(1 << 12);
        let hash = |i: u64| i.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        for i in 0..200 {
            bits.set(hash(i));
        }
        assert!((0..200).all(|i| bits.may_have(hash(i))));
        assert!((200..1200).filter(|&i| bits.may_have(hash(i))).count() < 100);
    }
}
