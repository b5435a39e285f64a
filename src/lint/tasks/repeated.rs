//! What the table of an annex says again of the points of a programme.

use super::{Aspect, Label, table};
use crate::document::Row;
use crate::lint::check::Context;
use crate::text::{Syllable, Token, TokenKind};
use std::ops::Range;
use std::sync::LazyLock;

/// A row of a table of tasks.
pub(super) struct Assigned<'d> {
    /// Of its first cells the one that says most.
    task: &'d [Token],
    /// What it leaves behind; nothing where the table has no such column.
    product: &'d [Token],
}

/// The rows of the tables of some sections.
pub(super) fn rows<'d>(context: &Context<'d>, sections: &[u32]) -> Vec<Assigned<'d>> {
    let document = context.document;
    let words = |id: &u32| document.tokens.get(document.blocks.get(*id as usize)?.tokens.clone());
    let mut rows = Vec::new();
    for table in document.tables.iter().filter(|table| sections.contains(&table.section)) {
        let products = table::product_column(context, table);
        rows.extend(table.rows.iter().skip(table.header_rows).filter_map(|row: &Row| {
            let task = row.cells.iter().take(3).filter_map(words).max_by_key(|words| words.len())?;
            let product = products.and_then(|at| row.cells.get(at)).and_then(words).unwrap_or_default();
            Some(Assigned { task, product })
        }));
    }
    rows
}

/// Whether a row of a table says what a point says, in fewer words: most of its own stand there.
pub(super) fn repeats(context: &Context<'_>, row: &Assigned<'_>, point: &Range<usize>) -> bool {
    let words = context.document.tokens.get(point.clone()).unwrap_or_default();
    let stands = |own: &Token| words.iter().any(|word| word.id == own.id);
    let shared = row.task.iter().filter(|own| stands(own)).count();
    shared * 2 > row.task.len() && !does_another(context, row, point, stands)
}

/// «Chọn điểm thu gom rác vùng cao | Bản đồ 11 điểm tập kết» beside «tổ chức đội thu gom rác …, sản phẩm là 11 hợp đồng thu
/// gom»: the row begins with another act and leaves another thing behind.
fn does_another(
    context: &Context<'_>,
    row: &Assigned<'_>,
    point: &Range<usize>,
    stands: impl Fn(&Token) -> bool,
) -> bool {
    let act = row.task.get(..ACT).unwrap_or_default();
    let product = || {
        let labels = context.catalogue.tasks.labels(context.mentions, point);
        let (hit, _) = labels.into_iter().rfind(|(_, label)| *label == Label::Of(Aspect::Product))?;
        let named = context.document.between(hit.end as usize, hit.end as usize).contains(':');
        let words = context.document.tokens.get(hit.end as usize..point.end)?;
        words.first().is_some_and(|first| named || first.id == *IS).then_some(words)
    };
    let is_word = |token: &&Token| token.kind == TokenKind::Word;
    let apart = |own: &[Token]| {
        let mut words = row.product.iter().filter(is_word).peekable();
        words.peek().is_some() && own.len() >= ACT && !words.any(|word| own.iter().any(|t| t.id == word.id))
    };
    !act.is_empty() && !act.iter().any(stands) && product().is_some_and(apart)
}

static IS: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("là"));

/// Words in which an act is told: «chọn điểm».
const ACT: usize = 2;
