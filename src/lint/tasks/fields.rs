//! Lines that complete the task above them: «- Chủ trì: Phòng Kinh tế», «- Khi nào xong: tháng 6/2027».

use super::{Label, points};
use crate::document::{Block, BlockKind};
use crate::lint::check::Context;

/// Tokens in which a line begins with its label.
const OPENING: usize = 8;
/// Tokens of a label, at most: «Nguồn lực và cách huy động:».
const LONGEST: usize = 6;
/// Longer lists are no task's fields.
const MOST: usize = 10;

/// Which of some blocks are fields of the task above them: those whose label is known, and with them the other lines of a
/// list that is a task's form.
pub(super) fn marked(context: &Context<'_>, blocks: &[&Block]) -> Vec<bool> {
    let mut fields: Vec<bool> = blocks.iter().map(|block| is_field(context, block)).collect();
    let depth = |block: &Block| points::depth(context.document, block);
    let is_item = |block: &Block| matches!(block.kind, BlockKind::Item { .. });
    let mut from = 0;
    for list in blocks.chunk_by(|x, y| is_item(x) && is_item(y) && x.section == y.section && depth(x) == depth(y)) {
        let to = from + list.len();
        let above = from.checked_sub(1).map(|at| blocks[at]).zip(list.first());
        let under = above.filter(|(above, first)| above.section == first.section).is_some_and(|(above, first)| {
            let opens = context.document.block_text(above).trim_end().ends_with(':');
            // A heading is the task itself where nothing but the list stands below it.
            let alone = || blocks.get(to).is_none_or(|next| next.section != first.section);
            let task = if above.is_heading() { alone() } else { !is_item(above) || depth(above) < depth(first) };
            !opens && task
        });
        if is_form(context, list, &fields[from..to], under) {
            fields[from..to].fill(true);
        }
        from = to;
    }
    fields
}

/// Whether a list gives one task line by line: «- Ai làm: … - Nguồn vốn: … - Sản phẩm: …». All its lines have labels, one of
/// a kind, and it opens with a known one or has two of them; that of a task («Nội dung: …») is the task itself, unless the list
/// stands `under` one.
fn is_form(context: &Context<'_>, list: &[&Block], known: &[bool], under: bool) -> bool {
    let count = known.iter().filter(|known| **known).count();
    let first = known.first() == Some(&true);
    if count == list.len() || count == 0 || count < 2 && !first || list.len() > MOST {
        return false;
    }
    let mut labels: Vec<String> = Vec::with_capacity(list.len());
    list.iter().all(|block| {
        let label = label(context, block).filter(|_| under || !is_named_task(context, block));
        let label = label.filter(|label| !labels.contains(label));
        label.map(|label| labels.push(label)).is_some()
    })
}

/// The words before the colon a line begins with, where they are few.
fn label(context: &Context<'_>, block: &Block) -> Option<String> {
    let (words, _) = context.document.block_text(block).split_once(':')?;
    let short = words.split_whitespace().count() <= LONGEST && !words.contains(['.', ';', ',', '(']);
    short.then(|| crate::text::fold(words))
}

/// Whether a line begins with what a task is called: «Nội dung: …».
fn is_named_task(context: &Context<'_>, block: &Block) -> bool {
    begins(context, block, |label| label == Label::Task)
}

/// «- Chủ trì: Phòng Kinh tế»: a line that begins with a known label.
fn is_field(context: &Context<'_>, block: &Block) -> bool {
    begins(context, block, |label| label != Label::Task)
}

fn begins(context: &Context<'_>, block: &Block, wanted: impl Fn(Label) -> bool) -> bool {
    let opening = block.tokens.start..block.tokens.end.min(block.tokens.start + OPENING);
    let labels = context.catalogue.tasks.labels(context.mentions, &opening);
    labels.iter().any(|(hit, label)| {
        let marked = context.document.between(hit.end as usize, hit.end as usize).trim_start().starts_with(':');
        wanted(*label) && hit.start as usize <= opening.start + 1 && marked
    })
}
