//! What is said of a figure: its name, its unit, whether it is a target or a result, which way it moved.

use super::item::{Item, Items, cell};
use super::{Figure, FigureChange, Role};
use crate::document::{BlockId, Document};
use crate::lint::check::{Context, Lazy, Settings};
use crate::lint::finding::shorten;
use crate::lint::indicators::MeasureId;
use crate::lint::indicators::heads::Head;
use crate::lint::indicators::value::{Standing, Value};
use crate::lint::outline::OutlineMatch;
use crate::lint::pack::{self, Direction};
use crate::mentions::MentionKind;
use crate::mentions::fact::{Cue, Unit};
use crate::text::{Case, Date, Gap, Number, TokenKind, fold};
use std::ops::Range;

/// Words of a name that are shown.
const LONGEST: usize = 10;
/// Tokens from an indicator's name to a value that is its own.
const CLOSE: usize = 5;
/// Letters of a column's head that are shown.
const HEAD: usize = 48;

/// What is known of the figures of one revision.
pub(super) struct Speaker<'i, 'r> {
    items: &'i Items<'r>,
    outline: OutlineMatch,
    values: Vec<Value>,
}

/// What a figure is of.
struct Subject {
    name: String,
    measure: Option<MeasureId>,
    standing: Option<Standing>,
}

impl<'i, 'r> Speaker<'i, 'r> {
    pub fn new(items: &'i Items<'r>) -> Speaker<'i, 'r> {
        let (document, catalogue) = (items.document(), items.catalogue);
        let mentions = &items.reading.mentions;
        let outline = document.meta.kind.and_then(|kind| catalogue.outlines.get(&kind));
        let outline = OutlineMatch::find(document, mentions, outline);
        let (settings, lazy) = (Settings::new(), Lazy::default());
        let values = match (catalogue.rules.first(), spoken_on(items)) {
            (Some(rule), Some(as_of)) => {
                let (settings, outline, lazy, running) = (&settings, &outline, &lazy, &[][..]);
                let context = Context {
                    document,
                    mentions,
                    outline,
                    catalogue,
                    running,
                    as_of,
                    alone: true,
                    compared: false,
                    rule,
                    settings,
                    lazy,
                };
                context.values().iter().filter(|value| value.is_dated()).cloned().collect()
            }
            _ => Vec::new(),
        };
        Speaker { items, outline, values }
    }

    /// What changed of a figure that stands here, or there, or both.
    pub fn change(
        old: (&Speaker<'_, '_>, Option<&Item>),
        new: (&Speaker<'_, '_>, Option<&Item>),
    ) -> Option<FigureChange> {
        let (speaker, item) = match (new, old) {
            ((speaker, Some(item)), _) | (_, (speaker, Some(item))) => (speaker, item),
            _ => return None,
        };
        let subject = speaker.subject(item);
        // What one side calls by a name the other may only call «it».
        let subject = match (old, subject.measure) {
            ((other, Some(twin)), None) if new.1.is_some() => {
                Some(other.subject(twin)).filter(|s| s.measure.is_some()).unwrap_or(subject)
            }
            _ => subject,
        };
        let figure = |speaker: &Speaker<'_, '_>, item: &Item| Figure {
            text: speaker.items.text(item).to_string(),
            range: item.range.clone(),
        };
        let document = speaker.items.document();
        let block = document.blocks.get(item.block as usize)?;
        let unit = speaker.unit(item);
        let moved = old.1.zip(new.1);
        let pack = &speaker.items.catalogue.pack;
        let led = speaker.items.facts.all.get(item.fact).is_some_and(|f| f.is_led_by_any(&[Cue::Up, Cue::Down]));
        let direction = subject.measure.filter(|_| !led).map(|measure| measure.direction(pack));
        let (difference, better) = match moved.and_then(|(old, new)| less(new, old)) {
            Some(difference) => (Some(difference), direction.and_then(|way| better(way, difference.value()))),
            None => (None, None),
        };
        let role = speaker.role(item, &subject);
        Some(FigureChange {
            subject: subject.name,
            difference: difference.map(|d| signed(d, item.unit, &unit)),
            old_unit: moved.map(|(twin, _)| old.0.unit(twin)).filter(|other| fold(other) != fold(&unit)),
            unit,
            old: old.1.map(|item| figure(old.0, item)),
            new: new.1.map(|item| figure(new.0, item)),
            section: document.section_path(block.section),
            role,
            better,
        })
    }

    fn role(&self, item: &Item, subject: &Subject) -> Role {
        let document = self.items.document();
        let block = document.blocks.get(item.block as usize);
        let section = block.and_then(|b| self.outline.roles.get(b.section as usize)).copied().unwrap_or_default();
        let column =
            column_head(self.items, item.block).and_then(|head| self.items.catalogue.indicators.heads.of(&head));
        match (subject.standing, column) {
            (Some(Standing::Target), _) | (None, Some(Head::Target)) => Role::Target,
            (Some(_), _) | (None, Some(Head::Result | Head::Estimate | Head::Start)) => Role::Result,
            _ if subject.measure.is_some() && section == pack::Role::Target => Role::Target,
            _ if subject.measure.is_some() && section == pack::Role::Result => Role::Result,
            _ if item.unit == Unit::Percent => Role::Share,
            _ if section == pack::Role::Target => Role::Target,
            _ if section == pack::Role::Result => Role::Result,
            _ => Role::Other,
        }
    }

    fn subject(&self, item: &Item) -> Subject {
        let pack = &self.items.catalogue.pack;
        let in_table = cell(self.items.document(), item.block).is_some();
        let holds = |value: &&Value| {
            value.place.contains(&item.range.start) && value.value == item.value && (value.plain || in_table)
        };
        let value = self.values.iter().filter(holds).min_by_key(|value| value.place.len());
        let standing = value.map(|value| value.standing);
        let named = || if in_table { self.named_by_row(item) } else { self.named(item) };
        let measure = value.map(|value| value.measure).or_else(named);
        let name = match (in_table, measure) {
            (true, _) => self.of_cell(item),
            (false, Some(measure)) => measure.name(pack).to_string(),
            (false, None) => self.words(item),
        };
        Subject { name, measure, standing }
    }

    /// The indicator named right before a figure.
    fn named(&self, item: &Item) -> Option<MeasureId> {
        let items = self.items;
        if cell(items.document(), item.block).is_some() || item.whole {
            return None;
        }
        let fact = items.facts.all.get(item.fact)?;
        let before = items.before(item);
        let hits = items.catalogue.indicators.named(&items.reading.mentions, &before);
        let hit = hits.last().filter(|hit| hit.end as usize + CLOSE >= before.end)?;
        let measure = MeasureId(hit.item);
        let known = items.catalogue.indicators.known(measure)?;
        // «kết nạp 214 hội viên» is nothing of đảng viên.
        let counted = matches!(item.unit, Unit::Count(_));
        let unit = items.document().tokens.get(fact.tokens.end..fact.end).unwrap_or_default();
        let meant = !counted || unit.iter().all(|token| known.uses(token.id));
        let own = meant && known.counts(&items.catalogue.figures, item.unit);
        (own && !fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times])).then_some(measure)
    }

    /// The indicator a cell's row is named after, and nothing else.
    fn named_by_row(&self, item: &Item) -> Option<MeasureId> {
        let (items, document) = (self.items, self.items.document());
        let block = document.blocks.get(label_cell(document, item.block)? as usize)?;
        let hits = items.catalogue.indicators.named(&items.reading.mentions, &block.tokens);
        let [hit] = hits[..] else { return None };
        let rest = hit.end as usize;
        let whole = rest == block.tokens.end || document.between(rest, rest).contains('(');
        let known = items.catalogue.indicators.known(MeasureId(hit.item))?;
        let counts = item.unit == Unit::None || known.counts(&items.catalogue.figures, item.unit);
        (whole && hit.start as usize <= block.tokens.start + 2 && counts).then_some(MeasureId(hit.item))
    }

    /// A cell's row, and its column where there are several.
    fn of_cell(&self, item: &Item) -> String {
        let row = row_label(self.items, item.block).map(|label| shorten(&label, 120));
        let head = column_head(self.items, item.block).map(|head| shorten(&head, HEAD));
        match (row, head) {
            (Some(row), Some(head)) => format!("{row} ({head})"),
            (Some(row), None) => row,
            (None, head) => own_words(self.items, item).or(head).unwrap_or_default(),
        }
    }

    /// The words that say what a figure is.
    fn words(&self, item: &Item) -> String {
        let (items, document) = (self.items, self.items.document());
        let own = own_words(items, item).or_else(|| {
            // «Kết nạp 25 đảng viên, đạt 104% chỉ tiêu»: what its sentence began with.
            let first = items.all.partition_point(|other| other.sentence < item.sentence);
            let first = items.all.get(first).filter(|first| first.token < item.token)?;
            own_words(items, first)
        });
        let name = own.unwrap_or_else(|| {
            let block = document.blocks.get(item.block as usize);
            block.map_or(String::new(), |block| shorten(document.section_title(block.section), 80))
        });
        let fact = items.facts.all.get(item.fact);
        let review = &items.catalogue.review;
        let moved = |cue, word| fact.is_some_and(|fact| fact.is_led_by(cue)).then_some(word);
        match moved(Cue::Up, &review.up).or_else(|| moved(Cue::Down, &review.down)) {
            Some(word) if !fold(&name).starts_with(word.as_str()) => format!("{name} ({word})"),
            _ => name,
        }
    }

    /// The unit, as written.
    fn unit(&self, item: &Item) -> String {
        let document = self.items.document();
        let Some(fact) = self.items.facts.all.get(item.fact) else { return String::new() };
        match item.unit {
            Unit::Percent => "%".to_string(),
            Unit::Points => "điểm %".to_string(),
            Unit::None => self.unit_of_cell(item).unwrap_or_default(),
            _ => {
                let mut end = item.end;
                let next = |end: usize| document.tokens.get(end);
                while next(end).is_some_and(|t| t.gap == Gap::Slash && t.kind == TokenKind::Word) && end < item.end + 4
                {
                    end += 1;
                }
                // «12 trang trại»: of a word nobody knows, the next too.
                let goes_on = |t: &crate::text::Token| {
                    let word = t.kind == TokenKind::Word && t.gap == Gap::Space && t.case == Case::Lower;
                    word && !self.items.catalogue.review.stop.contains(&t.id)
                };
                if matches!(item.unit, Unit::Word(_)) && end == item.end && next(end).is_some_and(goes_on) {
                    end += 1;
                }
                document.token_text(fact.tokens.end..end.max(fact.tokens.end)).to_string()
            }
        }
    }

    /// The unit a table states for a cell: in its row, or over its column.
    fn unit_of_cell(&self, item: &Item) -> Option<String> {
        let (items, document) = (self.items, self.items.document());
        let (table, row, _) = cell(document, item.block)?;
        let heads = &items.catalogue.indicators.heads;
        let table = document.tables.get(table as usize)?;
        let text = |cell: &BlockId| document.blocks.get(*cell as usize).map(|b| document.block_text(b).trim());
        let column = table
            .rows
            .first()?
            .cells
            .iter()
            .position(|cell| text(cell).is_some_and(|head| heads.of(head) == Some(Head::Unit)));
        let own = column.and_then(|at| table.rows.get(row as usize)?.cells.get(at)).and_then(text);
        if let Some(own) = own.filter(|own| !own.is_empty()) {
            return Some(own.to_string());
        }
        let head = column_head(items, item.block);
        let label = row_label(items, item.block);
        let bracket = |text: &String| {
            let inner = text.rsplit_once('(')?.1.split(')').next()?.trim();
            heads.is_unit(inner).then(|| inner.trim_start_matches("ĐVT:").trim().to_string())
        };
        label.as_ref().and_then(bracket).or_else(|| head.as_ref().and_then(bracket))
    }
}

/// The day a document speaks from, as far as it says.
fn spoken_on(items: &Items<'_>) -> Option<Date> {
    let document = items.document();
    let of_term = |from: i32| Date::new(from, 6, 30);
    let stated = document.meta.date.or_else(|| of_term(document.meta.term?.0));
    let head = document.blocks.get(11.min(document.blocks.len().checked_sub(1)?))?.tokens.end;
    let head = items.reading.mentions.within(&(0..head));
    stated.or_else(|| {
        let terms = head.iter().filter_map(|m| if let MentionKind::Term(from, _) = m.kind { Some(from) } else { None });
        terms.max().and_then(of_term)
    })
}

/// The words right before a figure, or behind it, that name what it is.
fn own_words(items: &Items<'_>, item: &Item) -> Option<String> {
    let document = items.document();
    let before = items.before(item);
    // «Về nông nghiệp, diện tích gieo trồng đạt …»: from the last mark on, if words enough follow it.
    let marks = |&i: &usize| {
        i > before.start && !matches!(document.tokens[i].gap, Gap::Space | Gap::None | Gap::Hyphen | Gap::Slash)
    };
    let from = before.clone().rev().find(marks).unwrap_or(before.start);
    let enough = |words: &str| words.split_whitespace().nth(1).is_some();
    let tail = items.cut(from.max(before.end.saturating_sub(LONGEST))..before.end);
    let behind = items.behind(item);
    let short = tail.split_whitespace().nth(2).is_none();
    // «Xây mới 45 km kênh mương»: what is built stands behind.
    if short && !behind.is_empty() && !(enough(&tail) && item.unit == Unit::Percent) {
        return Some(format!("{tail} {behind}").trim().to_string());
    }
    if enough(&tail) {
        return Some(tail);
    }
    let wide = items.cut(before.start.max(before.end.saturating_sub(LONGEST))..before.end);
    Some(if enough(&wide) { wide } else { tail }).filter(|words| !words.is_empty())
}

impl Items<'_> {
    /// Some words without those that only lead on to a figure.
    fn cut(&self, tokens: Range<usize>) -> String {
        let document = self.document();
        let text = document.token_text(tokens).trim().trim_end_matches([':', ',', '-', '–', '(']).trim();
        let words: Vec<&str> = text.split_whitespace().collect();
        let (mut from, mut to) = (0, words.len());
        let folded: Vec<String> = words.iter().map(|w| fold(w.trim_matches([',', ';', ':', '(', ')']))).collect();
        let count = |phrase: &String| phrase.split(' ').count();
        let review = &self.catalogue.review;
        while let Some(length) = review.trailing.iter().find_map(|p| {
            let length = count(p);
            (to >= from + length && folded[to - length..to].join(" ") == *p).then_some(length)
        }) {
            to -= length;
        }
        while let Some(length) = review.leading.iter().find_map(|p| {
            let length = count(p);
            (to >= from + length && folded[from..from + length].join(" ") == *p).then_some(length)
        }) {
            from += length;
        }
        words[from..to].join(" ").trim_matches([',', ';', ':', '-', '–', ' ', '(', '“', '”', '"']).to_string()
    }

    /// What is counted, with the words behind it: «đảng viên dự bị», of what is measured those alone.
    fn behind(&self, item: &Item) -> String {
        let document = self.document();
        let Some(fact) = self.facts.all.get(item.fact) else { return String::new() };
        let after = self.after(item);
        let stop = after.clone().find(|&i| self.catalogue.review.stop.contains(&document.tokens[i].id));
        let end = stop.unwrap_or(after.end);
        let counted = matches!(item.unit, Unit::Count(_) | Unit::Word(_));
        let from = if counted { fact.tokens.end } else { item.end };
        if from < end.max(item.end) { document.token_text(from..end.max(item.end)).to_string() } else { String::new() }
    }
}

/// The cell that names a cell's row: the first with words.
fn label_cell(document: &Document, block: BlockId) -> Option<BlockId> {
    let (table, row, column) = cell(document, block)?;
    let cells = &document.tables.get(table as usize)?.rows.get(row as usize)?.cells;
    let named = |cell: &BlockId| text_of(document, *cell).chars().filter(|c| c.is_alphabetic()).count() >= 2;
    cells.iter().take(column as usize).copied().find(named)
}

/// The name of a cell's row.
pub(super) fn row_label(items: &Items<'_>, block: BlockId) -> Option<String> {
    let document = items.document();
    let label = text_of(document, label_cell(document, block)?);
    Some(label.trim_start_matches(['-', '–', '+', '*', '•', ' ']).to_string())
}

/// The head of a cell's column, if the table has heads and this is not the column of names.
pub(super) fn column_head(items: &Items<'_>, block: BlockId) -> Option<String> {
    let document = items.document();
    let (table, row, column) = cell(document, block)?;
    let table = document.tables.get(table as usize)?;
    let heads = table.header_rows.max(1).min(row as usize);
    let texts = table.rows.iter().take(heads).filter_map(|row| row.cells.get(column as usize));
    let mut titles: Vec<&str> = texts.map(|&cell| text_of(document, cell)).filter(|t| !t.is_empty()).collect();
    titles.dedup();
    (!titles.is_empty()).then(|| titles.join(", "))
}

fn text_of(document: &Document, cell: BlockId) -> &str {
    document.blocks.get(cell as usize).map_or("", |block| document.block_text(block).trim())
}

/// What the new is more than the old, in the new one's unit.
fn less(new: &Item, old: &Item) -> Option<Number> {
    let old_value = match (old.unit, new.unit) {
        (Unit::Measure(x, from), Unit::Measure(y, to)) if x == y => {
            old.value.shifted(from)?.shifted(to.checked_neg()?)?
        }
        (Unit::Measure(..), Unit::Measure(..)) => return None,
        _ => old.value,
    };
    let scale = new.value.scale.max(old_value.scale);
    let difference = new.value.at_scale(scale)?.checked_sub(old_value.at_scale(scale)?)?;
    let mut mantissa = i64::try_from(difference).ok()?;
    let mut scale = scale;
    while scale > 0 && mantissa % 10 == 0 {
        (mantissa, scale) = (mantissa / 10, scale - 1);
    }
    Some(Number { mantissa, scale, ..new.value })
}

/// «+2,6 triệu đồng», of shares «-1,5 điểm %».
fn signed(difference: Number, unit: Unit, named: &str) -> String {
    let sign = if difference.mantissa > 0 { "+" } else { "" };
    let unit = if unit == Unit::Percent || named == "%" { "điểm %" } else { named };
    format!("{sign}{difference} {unit}").trim_end().to_string()
}

fn better(way: Direction, difference: f64) -> Option<bool> {
    match way {
        Direction::Up | Direction::Keep if difference != 0.0 => Some(difference > 0.0),
        Direction::Down if difference != 0.0 => Some(difference < 0.0),
        _ => None,
    }
}
