//! The parts an index is made of: numbers, little-endian, with their length before them and a check behind.

use super::IndexError;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;

/// Bytes of the length before a part, and of the check behind it.
const SIDE: usize = 8;

/// A part that is being written.
#[derive(Default)]
pub(super) struct Part(pub Vec<u8>);

impl Part {
    pub fn word(&mut self, value: u32) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    pub fn long(&mut self, value: u64) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    /// Writes it; gives back how many bytes it takes.
    pub fn put(self, out: &mut impl Write) -> io::Result<u64> {
        out.write_all(&(self.0.len() as u64).to_le_bytes())?;
        out.write_all(&self.0)?;
        out.write_all(&check(&self.0).to_le_bytes())?;
        Ok((self.0.len() + 2 * SIDE) as u64)
    }
}

/// Numbers that are summed up side by side: a processor need not wait for one to go on with the next.
const LANES: usize = 4;

/// A check sum that a changed byte changes.
pub(super) fn check(bytes: &[u8]) -> u64 {
    let step =
        |sum: u64, word: [u8; 8]| (sum ^ u64::from_le_bytes(word)).wrapping_mul(0xD6E8_FEB8_6659_FD93).rotate_left(29);
    let mut sums: [u64; LANES] = std::array::from_fn(|lane| bytes.len() as u64 ^ 0x9E37_79B9_7F4A_7C15 ^ lane as u64);
    let (words, rest) = bytes.as_chunks::<8>();
    let (rounds, odd) = words.as_chunks::<LANES>();
    for round in rounds {
        sums = std::array::from_fn(|lane| step(sums[lane], round[lane]));
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    odd.iter().copied().chain([last]).chain(sums.map(u64::to_le_bytes)).fold(0, step)
}

/// Reads numbers; past the end there are none.
pub(super) struct Bytes<'b>(pub &'b [u8]);

impl<'b> Bytes<'b> {
    pub fn word(&mut self) -> Result<u32, IndexError> {
        let (word, rest) = self.0.split_first_chunk::<4>().ok_or(IndexError::Damaged)?;
        self.0 = rest;
        Ok(u32::from_le_bytes(*word))
    }

    pub fn long(&mut self) -> Result<u64, IndexError> {
        let (low, high) = (self.word()?, self.word()?);
        Ok(u64::from(low) | u64::from(high) << 32)
    }

    /// So many words at once.
    pub fn words(&mut self, count: usize) -> Result<impl Iterator<Item = u32> + use<'b>, IndexError> {
        let bytes = count.checked_mul(4).ok_or(IndexError::Damaged)?;
        let (words, rest) = self.0.split_at_checked(bytes).ok_or(IndexError::Damaged)?;
        self.0 = rest;
        Ok(words.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word)))
    }
}

/// A part as it stands in the file; the room is used again, for a query reads thousands.
#[derive(Default)]
pub(super) struct Room(Vec<u8>);

impl Room {
    /// What the part holds.
    pub fn body(&self) -> &[u8] {
        let end = self.0.len().saturating_sub(SIDE);
        self.0.get(SIDE..end).unwrap_or_default()
    }

    /// All that was read, and where in it lies what the part holds.
    pub fn into_inner(self) -> (Vec<u8>, Range<usize>) {
        let body = SIDE..self.0.len().saturating_sub(SIDE);
        (self.0, body)
    }

    /// Reads a part of which it is known how long it is with its sides, and checks it.
    pub fn fill(&mut self, file: &mut (impl Read + Seek), at: u64, length: u64, end: u64) -> Result<(), IndexError> {
        if length < 2 * SIDE as u64 || at > end || length > end - at {
            return Err(IndexError::Damaged);
        }
        file.seek(SeekFrom::Start(at))?;
        self.0.clear();
        self.0.try_reserve_exact(length as usize).map_err(|_| IndexError::Damaged)?;
        let read = file.take(length).read_to_end(&mut self.0)?;
        let sound = read as u64 == length
            && self.0.starts_with(&(length - 2 * SIDE as u64).to_le_bytes())
            && self.0.ends_with(&check(self.body()).to_le_bytes());
        if sound { Ok(()) } else { Err(IndexError::Damaged) }
    }
}

/// A part that says itself how long it is, checked.
pub(super) fn part(file: &mut (impl Read + Seek), at: u64, end: u64) -> Result<Room, IndexError> {
    let mut room = Room::default();
    refill(&mut room, file, at, end)?;
    Ok(room)
}

/// The same, into room that was used before.
pub(super) fn refill(room: &mut Room, file: &mut (impl Read + Seek), at: u64, end: u64) -> Result<(), IndexError> {
    file.seek(SeekFrom::Start(at))?;
    let mut head = [0; SIDE];
    file.read_exact(&mut head).map_err(|_| IndexError::Damaged)?;
    let length = u64::from_le_bytes(head).saturating_add(2 * SIDE as u64);
    room.fill(file, at, length, end)
}
