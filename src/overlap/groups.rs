//! Things joined into groups, in whatever order they meet.

/// Which group each of some things is of, by index.
pub struct Groups(Vec<usize>);

impl Groups {
    /// So many things, each alone.
    pub fn new(count: usize) -> Groups {
        Groups((0..count).collect())
    }

    /// The first thing of a thing's group.
    pub fn first(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    /// Makes the groups of two things one.
    pub fn join(&mut self, x: usize, y: usize) {
        let (x, y) = (self.first(x), self.first(y));
        // The smaller index stays the first: the same groups in the same order on every run.
        self.0[x.max(y)] = x.min(y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_through_others() {
        let mut groups = Groups::new(5);
        groups.join(4, 2);
        groups.join(2, 1);
        assert_eq!([0, 1, 2, 3, 4].map(|at| groups.first(at)), [0, 1, 1, 3, 1]);
    }
}
