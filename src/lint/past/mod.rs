//! Does a text speak of today, or does it tell of a time when the unit it names still stood?
//!
//! A report of a merged unit tells much of what its predecessors did, and rightly under their old names:
//! every rule on places asks here before it speaks. The words that tell are data (`lints/data/past.yml`).

pub mod history;
mod page;
pub mod time;

pub use page::{Page, Seen, Spot};

use crate::text::{LexiconBuilder, ListId};
use page::Scopes;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a phrase shows, wherever it stands as said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cue {
    /// Right after the name, or after the list it stands in: «cũ», «trước đây».
    Former,
    /// Later in the sentence: «nay là».
    Now,
    /// Anywhere in the sentence: «tiền thân», «nhập toàn bộ».
    History,
    /// The same; in a task only beside a unit: «sáp nhập hai trường» tells nothing of units.
    Merger,
    /// Right before another kind of unit: what the unit named before it was made.
    Becoming,
    /// Right before the unit: a unit of another kind, named before, was made of it.
    BecameOf,
    /// In a heading or the head of a table, for all below it; in a sentence, for it and the next.
    OldData,
    /// In the clause: it speaks of the outgoing term.
    Outgoing,
    /// Right before the name: its Party committee, which a self-review is about.
    Committee,
    /// In the clause: it speaks of today whatever year stands beside it.
    Today,
    /// In the clause of a task: it speaks of what is to be done.
    ToDo,
    /// In the heading of directions and tasks, where no outline tells.
    Directions,
    /// In the head of a table of tasks.
    TaskTable,
    /// Right before the unit word: the whole is the name of a school, a road, a market.
    NameOf,
    /// Before the unit word with words of the name between: cooperatives.
    LongNameOf,
    /// Before the unit word, plain words between at most: a monument, a burial ground, a house of memory.
    WorkOf,
    /// Words that end or begin like one of these and are none: «thị trường», «yêu cầu».
    NoName,
    /// Plans and projects, whose titles name the unit they were made for.
    Title,
    /// Right after the unit: the time a title gives.
    TitleTerm,
    /// Right before a plan: it is still to be made.
    Making,
    /// What one says to a congress, between quotation marks in its script.
    Speech,
    /// Right before a time: it is the name of a norm, not when something took place.
    Norm,
    /// Right after the name: it is one of several houses of a body.
    BranchOf,
    /// Before the name: where a person comes from.
    Origin,
    /// Kinds of document that have an issuer.
    Document,
    /// A block that begins so is a note.
    Note,
}

/// Phrases by what they show: `lints/data/past.yml`.
pub type PastData = BTreeMap<Cue, Vec<String>>;

/// The phrases, registered in a lexicon, and the units that were looked up last.
#[derive(Debug)]
pub struct PastWords {
    list: ListId,
    scopes: Scopes,
}

impl PastWords {
    /// Adds the phrases to a lexicon under way.
    pub fn register(data: &PastData, builder: &mut LexiconBuilder) -> PastWords {
        let list = builder.list();
        for (cue, phrases) in data {
            builder.add_all(list, *cue as u32, phrases);
        }
        PastWords { list, scopes: Scopes::default() }
    }
}
