//! Anchors: what makes a sentence concrete (domain 4.2).

use super::check::Context;
use crate::document::Sentence;
use crate::mentions::{Mention, MentionKind};
use crate::text::{Syllable, fold};
use serde::Deserialize;
use std::ops::Range;
use std::sync::LazyLock;

/// A kind of anchor, as rule files name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Anchor {
    /// A number that counts or measures.
    Figure,
    /// A date, a year, a quarter.
    Date,
    /// «hằng quý».
    Recurring,
    /// A body one can ask.
    Body,
    /// A post.
    Post,
    /// A named place, work or event; another unit.
    Place,
    /// A product.
    Product,
    /// The number of a document.
    Citation,
    /// A comparison.
    Comparison,
}

impl Anchor {
    /// All kinds.
    pub const ALL: [Anchor; 9] = [
        Anchor::Figure,
        Anchor::Date,
        Anchor::Recurring,
        Anchor::Body,
        Anchor::Post,
        Anchor::Place,
        Anchor::Product,
        Anchor::Citation,
        Anchor::Comparison,
    ];
}

/// The kind of anchor a mention is, if any.
pub fn of(context: &Context<'_>, mention: &Mention) -> Option<Anchor> {
    Some(match &mention.kind {
        MentionKind::Figure(_) if !is_span_of_years(context, mention) => Anchor::Figure,
        MentionKind::Date(_) => Anchor::Date,
        MentionKind::Recurring => Anchor::Recurring,
        MentionKind::Body => Anchor::Body,
        MentionKind::Post => Anchor::Post,
        MentionKind::Named => Anchor::Place,
        MentionKind::Place(_) if !is_own_unit(context, mention) => Anchor::Place,
        MentionKind::Product => Anchor::Product,
        MentionKind::Citation => Anchor::Citation,
        MentionKind::Comparison => Anchor::Comparison,
        _ => return None,
    })
}

static SPAN: LazyLock<[Syllable; 3]> = LazyLock::new(|| ["năm", "cả", "liền"].map(Syllable::of));

/// «trong 5 năm qua» measures nothing; «trong cả 5 năm», «5 năm liền» says of each.
fn is_span_of_years(context: &Context<'_>, mention: &Mention) -> bool {
    let word = |at: usize| context.document.tokens.get(at).filter(|t| t.gap.joins()).map(|t| t.id);
    let [years, whole, running] = *SPAN;
    word(mention.tokens.end) == Some(years)
        && mention.tokens.start.checked_sub(1).and_then(word) != Some(whole)
        && word(mention.tokens.end + 1) != Some(running)
}

/// Every sentence may name the unit whose report it is.
fn is_own_unit(context: &Context<'_>, mention: &Mention) -> bool {
    let meta = &context.document.meta;
    let name = fold(context.document.token_text(mention.tokens.clone()));
    let own =
        |text: &Option<String>| text.as_deref().is_some_and(|t| fold(t).contains(&name) || name.contains(&fold(t)));
    own(&meta.unit) || own(&meta.province)
}

/// The anchors that some words hold.
pub fn within<'c>(context: &'c Context<'_>, tokens: &Range<usize>) -> impl Iterator<Item = Anchor> + 'c {
    context.mentions.within(tokens).iter().filter_map(|m| of(context, m))
}

/// Whether a sentence has an anchor of one of the kinds.
pub fn is_anchored(context: &Context<'_>, sentence: &Sentence, kinds: &[Anchor]) -> bool {
    within(context, &sentence.tokens).any(|anchor| kinds.contains(&anchor))
}
