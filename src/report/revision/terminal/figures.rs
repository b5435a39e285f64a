//! The table of figures that changed.

use super::super::judgement;
use super::super::paper::{Ink, Lines, paint, width};
use super::{Drawing, Sheet};
use crate::report::digest::visible;
use crate::report::terminal::Style;
use crate::revision::figures::{Figure, FigureChange, Role};
use std::fmt::Write;

impl Drawing<'_> {
    /// The figures, what was asked for first.
    pub(super) fn figures(&self, out: &mut String, sheets: &[Sheet<'_>]) {
        let all = || sheets.iter().flat_map(|sheet| sheet.compared.figures.iter().map(move |figure| (sheet, figure)));
        let count = all().count();
        if count == 0 {
            return;
        }
        self.head(out, &format!("{} ({count})", self.said.get("figures")));
        let rows: Vec<(Role, Row)> = all().map(|(sheet, figure)| (figure.role, self.row(sheet, figure))).collect();
        let widest = |of: fn(&Row) -> &str| rows.iter().map(|(_, row)| width(of(row))).max().unwrap_or(0);
        let columns = [widest(|row| &row.old), widest(|row| &row.new), widest(|row| &row.difference)];
        for (role, key) in
            [(Role::Target, "target"), (Role::Result, "result"), (Role::Share, "share"), (Role::Other, "other")]
        {
            let mut named = false;
            for (_, row) in rows.iter().filter(|(of, _)| *of == role) {
                if !named {
                    out.push_str(&paint(self.style, Ink::DIM, &format!("  {}", self.said.get(key))));
                    out.push('\n');
                    named = true;
                }
                self.figure(out, row, columns);
            }
        }
        out.push('\n');
    }

    fn row(&self, sheet: &Sheet<'_>, figure: &FigureChange) -> Row {
        let text =
            |of: &Option<Figure>| of.as_ref().map_or("–".to_string(), |figure| visible(&figure.text).into_owned());
        let unit = if figure.unit.is_empty() { String::new() } else { format!(" ({})", figure.unit) };
        let difference = figure.difference.as_deref().unwrap_or("");
        // The unit stands beside the name already.
        let difference = difference.strip_suffix(figure.unit.as_str()).unwrap_or(difference).trim_end();
        let place = match (&figure.new, &figure.old) {
            (Some(new), _) => sheet.places.1.of(new.range.clone()),
            (None, Some(old)) => sheet.places.0.of(old.range.clone()),
            (None, None) => Default::default(),
        };
        let path = if self.comparison.dossier {
            format!("{}, ", self.comparison.inside(sheet.compared.path()))
        } else {
            String::new()
        };
        Row {
            subject: visible(&format!("{}{unit}", figure.subject)).into_owned(),
            old: text(&figure.old),
            new: text(&figure.new),
            difference: visible(difference).into_owned(),
            judgement: judgement(figure, &self.said),
            better: figure.better,
            place: format!("{path}{}", place.place(self.style.lang)),
        }
    }

    /// One figure: its name on the left, wrapped; on a narrow terminal above its values.
    fn figure(&self, out: &mut String, row: &Row, columns: [usize; 3]) {
        let pad = |text: &str, to: usize, right: bool| {
            let blanks = " ".repeat(to.saturating_sub(width(text)));
            if right { format!("{blanks}{text}") } else { format!("{text}{blanks}") }
        };
        let [old, new, difference] = columns;
        let values = format!(
            "{} → {}  {}  ",
            pad(&row.old, old, true),
            pad(&row.new, new, false),
            pad(&row.difference, difference, true)
        );
        let taken = width(&values) + 34;
        let room = self.style.width.min(120).saturating_sub(taken + 6);
        let mut name = Lines::default();
        name.put(&row.subject, Ink::PLAIN);
        let ink = match row.better {
            Some(true) => Ink::GREEN,
            Some(false) => Ink::RED,
            None => Ink::PLAIN,
        };
        let tail = format!(
            "{}{}{}",
            paint(self.style, Ink::BOLD, &values),
            paint(self.style, ink, &row.judgement),
            paint(self.style, Ink::DIM, &format!("  ({})", row.place))
        );
        let mut block = String::new();
        if room < 24 {
            name.set(out, "    ", self.style);
            let _ = writeln!(out, "      {}", tail.trim_end());
            return;
        }
        name.set(&mut block, "", Style { width: room, colour: false, ..self.style });
        for (at, line) in block.lines().enumerate() {
            let _ = match at {
                0 => writeln!(out, "    {}  {tail}", pad(line, room, false)),
                _ => writeln!(out, "    {line}"),
            };
        }
    }
}

/// A figure, ready to be set.
struct Row {
    subject: String,
    old: String,
    new: String,
    difference: String,
    judgement: String,
    better: Option<bool>,
    place: String,
}
