//! The words of a block as runs, with references to notes and comments.

use super::super::runs::{Piece, pieces};
use super::styles::NOTE;
use super::{Comment, Composer, Document, Inline, Paragraph, ParagraphProps, RunProps};
use crate::lint::form::Layout;
use std::ops::Range;

/// Footnotes in the order the text names them.
#[derive(Debug, Default)]
pub struct Notes {
    /// Of each note of the document its id, from 1.
    ids: Vec<u32>,
    /// Which have been referred to.
    named: Vec<bool>,
    /// Notes nobody refers to; they are hung on the last block.
    orphans: Vec<u32>,
    /// The last block of the text.
    last: Option<usize>,
}

impl Notes {
    /// Numbers the notes of a document.
    pub fn of(document: &Document, _: &Layout) -> Notes {
        let body = || document.blocks.iter().enumerate().filter(|(_, b)| !b.footnote);
        let mut order: Vec<u32> = Vec::new();
        let mut found = vec![false; document.notes.len()];
        let named = body().flat_map(|(_, block)| pieces(document, block.range.clone()));
        for piece in named {
            if let Piece::Note(note) = piece
                && let Some(found) = found.get_mut(note as usize)
                && !std::mem::replace(found, true)
            {
                order.push(note);
            }
        }
        let orphans: Vec<u32> = (0..document.notes.len() as u32).filter(|&n| !found[n as usize]).collect();
        order.extend(&orphans);
        let mut ids = vec![0; document.notes.len()];
        for (i, &note) in order.iter().enumerate() {
            ids[note as usize] = i as u32 + 1;
        }
        Notes {
            named: vec![false; ids.len()],
            ids,
            orphans,
            last: document.blocks.iter().rposition(|b| !b.footnote && !b.range.is_empty()),
        }
    }

    /// A reference to a note.
    fn reference(&mut self, note: u32) -> Option<Inline> {
        let id = *self.ids.get(note as usize)?;
        let again = std::mem::replace(self.named.get_mut(note as usize)?, true);
        Some(Inline::Note { id, again })
    }
}

impl Composer<'_> {
    /// A block's words, in a run of the given look.
    pub fn words(&mut self, index: usize, look: &RunProps) -> Vec<Inline> {
        let document = self.document;
        let Some(block) = document.blocks.get(index) else { return Vec::new() };
        let comments: Vec<u32> = self.comments_on(index);
        let mut inlines: Vec<Inline> = comments.iter().map(|&id| Inline::CommentStart(id)).collect();
        inlines.extend(self.stretch(block.range.clone(), look, !block.footnote));
        inlines.extend(comments.iter().map(|&id| Inline::CommentEnd(id)));
        if self.notes.last == Some(index) {
            let orphans = std::mem::take(&mut self.notes.orphans);
            inlines.extend(orphans.into_iter().filter_map(|note| self.notes.reference(note)));
        }
        inlines
    }

    /// A stretch of text as runs; a note's own text can refer to no notes.
    pub fn stretch(&mut self, range: Range<usize>, look: &RunProps, notes: bool) -> Vec<Inline> {
        let document = self.document;
        let inline = |piece| match piece {
            Piece::Words { range, bold, italic } => {
                let flag = |on: bool, look: Option<bool>| if on { Some(true) } else { look };
                let run = RunProps { bold: flag(bold, look.bold), italic: flag(italic, look.italic), ..look.clone() };
                Some(Inline::Text(document.text[range].to_string(), run))
            }
            Piece::Break => Some(Inline::Break),
            Piece::Note(note) => self.notes.reference(note).filter(|_| notes),
        };
        pieces(document, range).into_iter().filter_map(inline).collect()
    }

    /// The author's comments that stand before a block.
    fn comments_on(&mut self, index: usize) -> Vec<u32> {
        let document = self.document;
        let mut ids = Vec::new();
        if document.blocks[index].footnote {
            return ids;
        }
        // Those before a footnote's text stand at the block after it, those after everything at the last block.
        let last = self.notes.last == Some(index);
        while let Some(comment) = document.comments.get(self.next_comment) {
            if comment.next_block as usize > index && !last {
                break;
            }
            self.next_comment += 1;
            if !comment.text.is_empty() {
                ids.push(self.comments.len() as u32);
                // Those of the linter's own name are taken out when a file is annotated anew.
                let author = if comment.text.starts_with("vankien:") { AUTHOR } else { DRAFTER };
                self.comments.push(Comment { author: author.to_string(), text: comment.text.clone() });
            }
        }
        ids
    }

    /// The footnotes, in the order of their ids.
    pub fn footnotes(&mut self) -> Vec<Vec<Paragraph>> {
        let document = self.document;
        let mut order: Vec<(u32, usize)> = self.notes.ids.iter().enumerate().map(|(i, &id)| (id, i)).collect();
        order.sort_unstable();
        let mut notes = Vec::new();
        for (_, note) in order {
            let mut paragraphs: Vec<Paragraph> = Vec::new();
            let blocks = document.notes[note].blocks.clone();
            // HTML inside a note is body to the reader.
            for block in blocks.filter(|&b| document.blocks[b as usize].footnote) {
                let content = self.words(block as usize, &RunProps::default());
                paragraphs.push(Paragraph { props: ParagraphProps::of(NOTE), content });
            }
            if paragraphs.is_empty() {
                paragraphs.push(Paragraph { props: ParagraphProps::of(NOTE), content: Vec::new() });
            }
            paragraphs[0].content.insert(0, Inline::NoteMark);
            notes.push(paragraphs);
        }
        notes
    }
}

/// Who comments.
const AUTHOR: &str = "vankien";

/// Whose the other comments of a text are.
const DRAFTER: &str = "Người soạn";
