//! Seeds that lie near each other on both sides, in any order, belong to one region.

use super::groups::Groups;
use std::ops::Range;

/// A seed that stands at a word of both texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    pub a: u32,
    pub b: u32,
}

/// A cluster of hits: the smallest rectangle in the plane of both texts that holds them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cluster {
    pub a: Range<usize>,
    pub b: Range<usize>,
    pub hits: usize,
}

impl Cluster {
    /// Whether a hit is one of it.
    pub fn holds(&self, hit: &Hit) -> bool {
        self.a.contains(&(hit.a as usize)) && self.b.contains(&(hit.b as usize))
    }
}

/// Single-link clusters of hits no further than `gap` from the next on both axes; `reach` is how many
/// words a hit covers. Hits are sorted into cells as wide as the gap, so that each cell has only eight
/// neighbours to ask and the work grows with the hits, however dense they are. Two cells are joined
/// when their contents' rectangles are near; that may join a corner more than the letter of the rule,
/// which the fitting to sentences mends.
pub(super) fn clusters(hits: &[Hit], gap: u32, reach: u32) -> Vec<Cluster> {
    let gap = gap.max(1);
    // Divided once, and not at every comparison; most hits come in order, and then only each row of cells is sorted.
    let mut placed: Vec<((u32, u32), Hit)> = hits.iter().map(|&hit| ((hit.a / gap, hit.b / gap), hit)).collect();
    if placed.is_sorted_by_key(|((row, _), _)| *row) {
        placed.chunk_by_mut(|x, y| x.0.0 == y.0.0).for_each(<[_]>::sort_unstable);
    } else {
        placed.sort_unstable();
    }
    placed.dedup();
    let mut cells: Vec<Cell> = Vec::new();
    for &(place, ref hit) in &placed {
        match cells.last_mut() {
            Some(cell) if cell.place == place => cell.add(hit),
            _ => cells.push(Cell { place, a: (hit.a, hit.a), b: (hit.b, hit.b), hits: 1 }),
        }
    }
    let mut groups = Groups::new(cells.len());
    // The first cell of the next row that may be a neighbour: rises with the cells.
    let mut below = 0;
    for (at, cell) in cells.iter().enumerate() {
        let (x, y) = cell.place;
        // The other four neighbours meet this cell as theirs.
        if let Some(right) = cells.get(at + 1)
            && right.place == (x, y.saturating_add(1))
            && cell.near(right, gap)
        {
            groups.join(at, at + 1);
        }
        let first = (x.saturating_add(1), y.saturating_sub(1));
        while cells.get(below).is_some_and(|other| other.place < first) {
            below += 1;
        }
        let last = (x.saturating_add(1), y.saturating_add(1));
        let others = cells[below..].iter().take_while(|other| other.place <= last);
        for (step, _) in others.enumerate().filter(|(_, other)| cell.near(other, gap)) {
            groups.join(at, below + step);
        }
    }
    let mut regions: Vec<Option<Cluster>> = vec![None; cells.len()];
    for (at, cell) in cells.iter().enumerate() {
        let a = cell.a.0 as usize..(cell.a.1 + reach) as usize;
        let b = cell.b.0 as usize..(cell.b.1 + reach) as usize;
        let root = groups.first(at);
        match &mut regions[root] {
            Some(region) => {
                region.a = region.a.start.min(a.start)..region.a.end.max(a.end);
                region.b = region.b.start.min(b.start)..region.b.end.max(b.end);
                region.hits += cell.hits;
            }
            none => *none = Some(Cluster { a, b, hits: cell.hits }),
        }
    }
    let mut regions: Vec<Cluster> = regions.into_iter().flatten().collect();
    regions.sort_unstable_by_key(|region| (region.a.start, region.b.start));
    regions
}

/// The hits of one cell: first and last on either axis.
struct Cell {
    place: (u32, u32),
    a: (u32, u32),
    b: (u32, u32),
    hits: usize,
}

impl Cell {
    fn add(&mut self, hit: &Hit) {
        self.a = (self.a.0.min(hit.a), self.a.1.max(hit.a));
        self.b = (self.b.0.min(hit.b), self.b.1.max(hit.b));
        self.hits += 1;
    }

    fn near(&self, other: &Self, gap: u32) -> bool {
        let apart = |x: (u32, u32), y: (u32, u32)| y.0.saturating_sub(x.1).max(x.0.saturating_sub(y.1));
        apart(self.a, other.a) <= gap && apart(self.b, other.b) <= gap
    }
}
