//! Hours of a running order whose end comes before their beginning: «10 giờ 25 - 10 giờ 15».

use super::Page;
use crate::document::Kind;
use crate::lint::check::Draft;
use regex::Regex;
use std::sync::LazyLock;

/// Two hours of one stretch of time. A congress does not sit past midnight.
static STRETCH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let hour = r"(\d{1,2})(?:\s?giờ|\s?[hg:])\s?(\d{2})?(?:\s?phút)?";
    // A boundary of ASCII words: that of all letters is many times slower.
    Regex::new(&format!(r"(?-u:\b){hour}\s?(?:-|–|—|đến)\s?{hour}")).ok()
});

/// Finds them in scripts.
pub(super) fn find(page: &Page<'_>, out: &mut Vec<Draft>) {
    let document = page.context.document;
    let Some(stretch) = STRETCH.as_ref().filter(|_| document.meta.kind == Some(Kind::CongressScript)) else { return };
    for block in document.blocks.iter().filter(|block| !block.quoted && !block.footnote) {
        for found in stretch.captures_iter(document.block_text(block)) {
            let number = |group: usize| found.get(group).map_or(Some(0), |digits| digits.as_str().parse::<u32>().ok());
            let minutes = |hour: usize| {
                let (hours, minutes) = (number(hour)?, number(hour + 1)?);
                (hours < 24 && minutes < 60).then_some(60 * hours + minutes)
            };
            let (Some(from), Some(to), Some(all)) = (minutes(1), minutes(3), found.get(0)) else { continue };
            if to < from {
                let clock = |at: u32| format!("{:02} giờ {:02}", at / 60, at % 60);
                let draft = Draft::at(block.range.start + all.start()..block.range.start + all.end()).say("span");
                out.push(draft.with("from", clock(from)).with("to", clock(to)));
            }
        }
    }
}
