//! Whose tasks a heading says they are that stand below it.

use crate::document::Block;
use crate::lint::check::Context;
use crate::mentions::{Mention, MentionKind};

/// Whether a heading is, or ends with, the name of a body («Phòng Kinh tế», «Nhóm việc giao Ủy ban nhân dân xã»), or says
/// what one does («Những việc Trạm Y tế giữ»).
pub(super) fn is_named(context: &Context<'_>, heading: &Block) -> bool {
    opens_with_body(context, heading)
        || bodies(context, heading).any(|m| closes(context, heading, m.tokens.end))
        || tells_who(context, heading)
}

/// The bodies and posts a heading names.
fn bodies<'c>(context: &Context<'c>, heading: &Block) -> impl Iterator<Item = &'c Mention> {
    let body = |m: &&Mention| matches!(m.kind, MentionKind::Body | MentionKind::Post) && m.tokens.len() >= 2;
    context.mentions.within(&heading.tokens).iter().filter(body)
}

/// «1. Phòng Kinh tế»
pub(super) fn opens_with_body(context: &Context<'_>, heading: &Block) -> bool {
    let first = context.document.tokens.partition_point(|t| (t.start as usize) < heading.body);
    bodies(context, heading).any(|m| m.tokens.start == first)
}

/// «Những việc Phòng Kinh tế giữ», «Phần việc giao cho Trạm Y tế xã»: a heading that ends with what a body does, or with
/// whom the tasks are given to.
pub(super) fn tells_who(context: &Context<'_>, heading: &Block) -> bool {
    let words = &context.catalogue.tasks;
    let does = |m: &Mention| {
        let behind = m.tokens.end..heading.tokens.end;
        let ends = |list| context.mentions.hits_of(list, &behind).any(|hit| closes(context, heading, hit.end as usize));
        ends(words.does) || ends(words.holds)
    };
    let given = |m: &Mention| {
        let before = heading.tokens.start.max(m.tokens.start.saturating_sub(3))..m.tokens.start;
        let mut to = context.mentions.hits_of(words.assigned, &before);
        let by = before.end.checked_sub(1).and_then(|at| context.document.tokens.get(at));
        let led = to.any(|hit| hit.end as usize == before.end) || by.is_some_and(|t| words.given_by.contains(&t.id));
        led && closes(context, heading, m.tokens.end)
    };
    bodies(context, heading).any(|m| does(m) || given(m))
}

/// Whether nothing but the unit stands behind a token: «… xã».
fn closes(context: &Context<'_>, heading: &Block, end: usize) -> bool {
    let units = &context.catalogue.tasks.units;
    let tail = context.document.tokens.get(end..heading.tokens.end).unwrap_or_default();
    tail.iter().all(|t| units.contains(&t.id))
}
