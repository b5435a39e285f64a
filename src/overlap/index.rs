//! A corpus kept in a file, so that one report meets it without reading the corpus again.
//!
//! The file holds each text's words with the places of its units, which of its runs the corpus shares too widely, and
//! all seeds sorted by hash; and of each sentence that too many texts have for that, one place. A query reads the seeds'
//! slices it needs and the few texts it meets. All numbers are little-endian; each part carries its own check, so that
//! damage is found where it is read.

mod part;

use self::part::{Bytes, Part, Room, check, part, refill};
use super::chain::{self, Hit};
use super::entry::{Entry, Unit};
use super::grams::SEED;
use super::rarity::Rarity;
use super::spread::{self, Sentence};
use super::view::View;
use super::{Genre, Options, Passage, Text, Word, meetings, own, pair};
use crate::document::Span;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::{self, Read, Seek, SeekFrom, Write};
use thiserror::Error;

/// The first bytes of every index, with the version of the format and of all hashes in it.
const MAGIC: &[u8; 8] = b"VKOVL\x00\x00\x05";
const KIND: &[u8; 5] = b"VKOVL";

/// One seed in so many is kept, by hash: enough, for a passage holds dozens.
const KEPT: u64 = 4;

/// Slices of the table of seeds; a query reads one for each seed it has.
const SLICES: usize = 1 << 16;

/// Fewest seeds in one place that are looked at.
const LEAST_HITS: usize = 2;

/// Texts a report is set against, those it meets most: more nobody reads.
const MOST: usize = 200;

/// Why an index cannot be used.
#[derive(Debug, Error)]
pub enum IndexError {
    /// The system says no.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// Another kind of file.
    #[error("không phải chỉ mục của vankien")]
    Foreign,
    /// Made by another version.
    #[error("chỉ mục của phiên bản khác; hãy lập lại bằng vankien overlap index --rebuild")]
    Version,
    /// Cut short or changed.
    #[error("chỉ mục bị hỏng; hãy lập lại bằng vankien overlap index --rebuild")]
    Damaged,
}

/// A document of a corpus.
#[derive(Clone, Debug, Default)]
pub struct Member {
    /// Its path when it was read.
    pub path: String,
    /// The [`mark`] of its file then.
    pub mark: u64,
    /// Its words.
    pub entry: Entry,
}

/// A short mark of a file's bytes, by which it is seen that the file is another now.
pub fn mark(bytes: &[u8]) -> u64 {
    check(bytes)
}

/// What a report shares with one member.
#[derive(Clone, Debug)]
pub struct Match {
    /// The member.
    pub member: Member,
    /// What they share.
    pub passages: Vec<Passage>,
}

/// Writes a corpus. Members are told apart by their path; the last of one path stays.
pub fn write(members: Vec<Member>, genre: &Genre, out: &mut (impl Write + Seek)) -> io::Result<()> {
    let members: BTreeMap<String, Member> = members.into_iter().map(|m| (m.path.clone(), m)).collect();
    let members: Vec<Member> = members.into_values().collect();
    let mut views: Vec<View<'_>> = members.par_iter().map(|member| View::alone(&member.entry.text, genre)).collect();
    meetings::hush_common(&mut views);
    out.write_all(MAGIC)?;
    out.write_all(&[0; 8])?;
    let mut at = 16;
    let mut directory = Part::default();
    let mut seeds: Vec<(u64, u32, u32)> = Vec::new();
    for (id, (Member { path, mark, entry }, view)) in members.iter().zip(&views).enumerate() {
        directory.long(at);
        directory.long(*mark);
        directory.word(path.len() as u32);
        directory.0.extend_from_slice(path.as_bytes());
        let mut part = Part::default();
        part.word(entry.text.words.len() as u32);
        part.word(entry.text.ends.len() as u32);
        part.word(entry.units.len() as u32);
        entry.text.words.iter().for_each(|word| part.word(word.0));
        entry.text.ends.iter().for_each(|&end| part.word(end));
        for unit in &entry.units {
            [unit.end, unit.span.start, unit.span.end].iter().for_each(|&value| part.word(value));
        }
        part.0.extend((0..entry.text.words.len()).map(|word| view.marks(word)));
        at += part.put(out)?;
        seeds.extend(view.seeds().filter(|(seed, _)| seed % KEPT == 0).map(|(seed, word)| (seed, id as u32, word)));
    }
    seeds.par_sort_unstable();
    let rarity = Rarity::new(views.iter());
    let mut slices = Part::default();
    let mut from = 0;
    for slice in 0..SLICES {
        let end = from + seeds[from..].partition_point(|seed| slice_of(seed.0) <= slice);
        slices.long(at);
        let mut part = Part::default();
        for &(seed, text, word) in &seeds[from..end] {
            part.word(rest_of(seed));
            part.word(text);
            part.word(word);
        }
        at += part.put(out)?;
        from = end;
    }
    let rarity_at = at;
    let mut part = Part::default();
    rarity.store(&mut part.0);
    at += part.put(out)?;
    let slices_at = at;
    at += slices.put(out)?;
    let often_at = at;
    let mut part = Part::default();
    for (hash, text, unit) in spread::often(&views) {
        part.long(hash);
        part.word(text);
        part.word(unit);
    }
    at += part.put(out)?;
    let directory_at = at;
    at += directory.put(out)?;
    let mut tail = Part::default();
    for value in [rarity_at, slices_at, often_at, directory_at, members.len() as u64, genre.fingerprint()] {
        tail.long(value);
    }
    tail.put(out)?;
    out.seek(SeekFrom::Start(8))?;
    out.write_all(&at.to_le_bytes())
}

/// Whether ends rise and none lies past the last word.
fn rising(mut ends: impl Iterator<Item = u32>, words: u32) -> bool {
    let mut last = 0;
    ends.all(|end| end > std::mem::replace(&mut last, end)) && last <= words
}

/// What is stored of a member: its words, and [`View::marks`] of each.
fn entry(part: &[u8]) -> Result<(Entry, Vec<u8>), IndexError> {
    let mut rest = Bytes(part);
    let (words, ends, units) = (rest.word()?, rest.word()?, rest.word()?);
    let mut text = Text::new();
    text.words = rest.words(words as usize)?.map(Word).collect();
    text.ends = rest.words(ends as usize)?.collect();
    let mut entry = Entry { text, units: Vec::new() };
    for _ in 0..units {
        let (end, start, stop) = (rest.word()?, rest.word()?, rest.word()?);
        entry.units.push(Unit { end, span: Span { start, end: stop } });
    }
    let sound = rising(entry.text.ends.iter().copied(), words) && rising(entry.units.iter().map(|u| u.end), words);
    if !sound || rest.0.len() != words as usize {
        return Err(IndexError::Damaged);
    }
    Ok((entry, rest.0.to_vec()))
}

/// A member with its marks, which the genre it was seen with gave it. Another genre is asked anew, and only what the corpus
/// shares too widely is kept.
fn seen<'t>(text: &'t Text, marks: Vec<u8>, genre: &Genre, same: bool) -> View<'t> {
    if same {
        return View::restore(text, marks);
    }
    let mut view = View::new(text, genre);
    (0..marks.len()).filter(|&word| marks[word] & super::view::PLAIN != 0).for_each(|word| view.hush(word));
    view
}

/// The slice a seed lies in: rising with the seed.
fn slice_of(seed: u64) -> usize {
    (seed >> 48) as usize
}

/// What tells the seeds of one slice apart: rising with the seed too.
fn rest_of(seed: u64) -> u32 {
    (seed >> 16) as u32
}

/// Bytes of a row of a slice: the seed, the text, the word.
const ROW: usize = 12;

/// An index that is open.
pub struct Index<F> {
    file: F,
    end: u64,
    /// Where each slice begins, and where the last ends.
    slices: Vec<u64>,
    /// Where each member lies, the mark of its file, and its path.
    members: Vec<(u64, u64, String)>,
    rarity: Rarity,
    /// One place of each sentence that very many members have.
    often: Vec<Sentence>,
    /// The [`Genre::fingerprint`] it was made with.
    genre: u64,
}

impl<F: Read + Seek> Index<F> {
    /// Opens an index.
    pub fn open(mut file: F) -> Result<Index<F>, IndexError> {
        let end = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(0))?;
        let mut head = [0; 16];
        file.read_exact(&mut head).map_err(|_| IndexError::Foreign)?;
        if !head.starts_with(KIND) {
            return Err(IndexError::Foreign);
        }
        let (magic, tail) = head.split_at(8);
        if magic != MAGIC {
            return Err(IndexError::Version);
        }
        let tail = u64::from_le_bytes(tail.try_into().map_err(|_| IndexError::Damaged)?);
        if tail < 16 {
            return Err(IndexError::Damaged);
        }
        let tail = part(&mut file, tail, end)?;
        let mut tail = Bytes(tail.body());
        let (rarity_at, slices_at) = (tail.long()?, tail.long()?);
        let (often_at, directory_at) = (tail.long()?, tail.long()?);
        let (count, genre) = (tail.long()?, tail.long()?);
        let slices = part(&mut file, slices_at, end)?;
        let mut slices = Bytes(slices.body());
        let mut slices = (0..SLICES).map(|_| slices.long()).collect::<Result<Vec<u64>, IndexError>>()?;
        // The table of pairs follows the last slice.
        slices.push(rarity_at);
        let table = part(&mut file, often_at, end)?;
        let mut rest = Bytes(table.body());
        let mut often = Vec::with_capacity(rest.0.len() / ROW);
        while !rest.0.is_empty() {
            often.push((rest.long()?, rest.word()?, rest.word()?));
        }
        let directory = part(&mut file, directory_at, end)?;
        let mut rest = Bytes(directory.body());
        let mut members = Vec::new();
        for _ in 0..count {
            let (at, mark) = (rest.long()?, rest.long()?);
            let length = rest.word()? as usize;
            let path = rest.0.get(..length).ok_or(IndexError::Damaged)?;
            members.push((at, mark, String::from_utf8(path.to_vec()).map_err(|_| IndexError::Damaged)?));
            rest.0 = &rest.0[length..];
        }
        let (bytes, table) = part(&mut file, rarity_at, end)?.into_inner();
        let rarity = Rarity::restore(bytes, table).ok_or(IndexError::Damaged)?;
        Ok(Index { file, end, slices, members, rarity, often, genre })
    }

    /// How many documents it holds.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// A member, and [`View::marks`] of its words.
    fn member(&mut self, id: usize, room: &mut Room) -> Result<(Member, Vec<u8>), IndexError> {
        let (at, mark, path) = self.members.get(id).cloned().ok_or(IndexError::Damaged)?;
        refill(room, &mut self.file, at, self.end)?;
        let (entry, marks) = entry(room.body())?;
        Ok((Member { path, mark, entry }, marks))
    }

    /// All members, for an index that is written anew.
    pub fn members(&mut self) -> Result<Vec<Member>, IndexError> {
        let mut room = Room::default();
        (0..self.len()).map(|id| self.member(id, &mut room).map(|(member, _)| member)).collect()
    }

    /// What a report shares with members, those it shares most with first in the search, by path in the answer.
    /// A member of the path `own` is the report itself.
    pub fn ask(&mut self, text: &Text, own: &str, genre: &Genre, options: &Options) -> Result<Vec<Match>, IndexError> {
        let mut view = View::alone(text, genre);
        let mut seeds: Vec<(u64, u32)> = view.seeds().filter(|(seed, _)| seed % KEPT == 0).collect();
        seeds.sort_unstable();
        let (cap, common) = (meetings::cap(self.len()), meetings::common(self.len()));
        let mut hits: BTreeMap<u32, Vec<Hit>> = BTreeMap::new();
        let mut slice = (usize::MAX, Room::default());
        for group in seeds.chunk_by(|x, y| x.0 == y.0) {
            let number = slice_of(group[0].0);
            if slice.0 != number {
                let (from, until) = (self.slices[number], self.slices[number + 1]);
                slice.1.fill(&mut self.file, from, until.saturating_sub(from), self.end)?;
                slice.0 = number;
            }
            let all = slice.1.body().as_chunks::<ROW>().0;
            let word =
                |row: &[u8; ROW], at: usize| u32::from_le_bytes([row[at], row[at + 1], row[at + 2], row[at + 3]]);
            let seed = rest_of(group[0].0);
            let rows = &all[all.partition_point(|row| word(row, 0) < seed)..];
            let rows = rows.iter().take_while(|row| word(row, 0) == seed);
            let rows: Vec<(u32, u32)> = rows.map(|row| (word(row, 4), word(row, 8))).collect();
            let texts = rows.chunk_by(|x, y| x.0 == y.0).count();
            if texts > common {
                group.iter().for_each(|&(_, at)| view.hush(at as usize));
            }
            if texts > cap {
                continue;
            }
            for same in rows.chunk_by(|x, y| x.0 == y.0) {
                for &(id, b) in same.iter().take(LEAST_HITS) {
                    hits.entry(id).or_default().extend(group.iter().take(LEAST_HITS).map(|&(_, a)| Hit { a, b }));
                }
            }
        }
        // A member whose hits lie far apart is not even read.
        let near = |hits: &[Hit]| {
            let clusters = chain::clusters(hits, options.gap, SEED as u32);
            clusters.iter().any(|cluster| cluster.hits >= LEAST_HITS)
        };
        let wanted = |hits: &[Hit]| hits.len() >= LEAST_HITS && near(hits);
        let mut met: Vec<(u32, Vec<Hit>)> = hits.into_iter().filter(|(_, hits)| wanted(hits)).collect();
        met.sort_by_key(|(id, hits)| (std::cmp::Reverse(hits.len()), *id));
        met.truncate(MOST);
        let same = self.genre == genre.fingerprint();
        let (mut found, mut room) = (Vec::new(), slice.1);
        // One after the other: the room and all that a member takes is used again, and most are soon done with.
        for (id, hits) in met {
            let (member, marks) = self.member(id as usize, &mut room)?;
            if member.path == own {
                continue;
            }
            let other = seen(&member.entry.text, marks, genre, same);
            let mut passages =
                pair::apart(&view, &other, hits, |cluster| cluster.hits >= LEAST_HITS, &self.rarity, options);
            passages.retain(|passage| own::enough(self.len(), &view, &other, passage, genre, options));
            if !passages.is_empty() {
                found.push(Match { member, passages });
            }
        }
        let often = spread::met(&view, &self.often);
        for met in often.chunk_by(|x, y| x.0 == y.0).filter(|met| spread::says_enough(&view, met)) {
            let (member, marks) = self.member(met[0].0 as usize, &mut room)?;
            if member.path == own {
                continue;
            }
            let units: Vec<(u32, u32)> = met.iter().map(|&(_, units)| units).collect();
            let old = found.iter().position(|old: &Match| old.member.path == member.path);
            let told: Vec<&Passage> = old.map_or(Vec::new(), |at| found[at].passages.iter().collect());
            let other = seen(&member.entry.text, marks, genre, same);
            let passages = spread::passages(&view, &other, &units, &told, options);
            match old {
                _ if passages.is_empty() => {}
                Some(at) => {
                    found[at].passages.extend(passages);
                    found[at].passages.sort_by_key(|passage| (passage.a.start, passage.b.start));
                }
                None => found.push(Match { member, passages }),
            }
        }
        found.sort_by(|x, y| x.member.path.cmp(&y.member.path));
        Ok(found)
    }
}
