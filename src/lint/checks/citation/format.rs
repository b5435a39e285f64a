//! Numbers of documents not written as their issuer writes them.

use super::Citation;
use crate::lint::check::{Check, Context, Draft};
use crate::lint::finding::{Applicability, Edit, Fix};
use crate::lint::registry;
use crate::text::{Gap, LexiconBuilder, Syllable, TokenKind};
use serde::Deserialize;

/// `citation-format:` in a rule file; its codes by their [`registry::key`] once it is registered.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CitationFormat {
    /// Codes of kinds of document.
    types: Vec<String>,
    /// Codes of Party bodies.
    party: Vec<String>,
    /// What other codes of Party bodies end with: the committee of a level.
    party_endings: Vec<String>,
    /// Codes of State bodies.
    state: Vec<String>,
    /// What other codes of State bodies begin with.
    state_openings: Vec<String>,
}

/// Whose form a number is to have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Party,
    State,
}

/// What stands between two parts of a number.
#[derive(PartialEq, Eq)]
enum Mark {
    Hyphen,
    Slash,
}

impl Check for CitationFormat {
    fn register(&mut self, _: &mut LexiconBuilder) {
        let lists =
            [&mut self.types, &mut self.party, &mut self.party_endings, &mut self.state, &mut self.state_openings];
        lists.into_iter().flatten().for_each(|code| *code = registry::key(code));
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        for citation in Citation::all(context) {
            if let Some(draft) = self.written(context, &citation).or_else(|| self.colon(context, &citation)) {
                out.push(draft);
            }
        }
    }
}

impl CitationFormat {
    fn side(&self, issuer: &str) -> Option<Side> {
        let code = registry::key(issuer);
        let ends = |c: &String| code.strip_suffix(c).is_some_and(|rest| rest.chars().count() >= 2);
        let begins = |c: &String| code.strip_prefix(c).is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()));
        if self.party.contains(&code) || self.party_endings.iter().any(ends) {
            Some(Side::Party)
        } else if self.state.contains(&code) || self.state_openings.iter().any(begins) {
            Some(Side::State)
        } else {
            None
        }
    }

    /// The number with its marks, where they are not those of its issuer.
    fn written(&self, context: &Context<'_>, citation: &Citation) -> Option<Draft> {
        let document = context.document;
        let tokens = document.tokens.get(citation.tokens.clone())?;
        let dated = tokens.get(1).is_some_and(|t| t.kind == TokenKind::Number);
        let codes = if dated { 2 } else { 1 };
        // «UBTVQH15»: the term is part of the code.
        let term = tokens.last().is_some_and(|t| t.kind == TokenKind::Number && t.gap == Gap::None);
        let (tokens, issuer_end) = (&tokens[..tokens.len() - usize::from(term)], tokens.last()?.end);
        // A third code («12-TB/BCSĐ-UBND») has rules of its own.
        let [kind, issuer] = tokens.get(codes..)? else { return None };
        let text = |token: &crate::text::Token| token.text(&document.text);
        let known = self.types.contains(&registry::key(text(kind)));
        let issuer = document.text.get(issuer.start as usize..issuer_end as usize)?;
        let side = self.side(issuer).filter(|_| known)?;
        let mut tight = true;
        let mut marks = Vec::with_capacity(3);
        for pair in tokens.windows(2) {
            let raw = document.text.get(pair[0].end as usize..pair[1].start as usize)?;
            // A hyphen that keeps a line together is a hyphen.
            tight &= matches!(raw, "-" | "\u{2010}" | "\u{2011}" | "/");
            marks.push(if raw.contains('/') { Mark::Slash } else { Mark::Hyphen });
        }
        let range = document.token_range(citation.tokens.clone());
        let found = document.text.get(range.clone())?;
        let (number, kind) = (text(&tokens[0]), text(kind));
        let (right, formed) = match side {
            Side::Party => (format!("{number}-{kind}/{issuer}"), marks == [Mark::Hyphen, Mark::Slash]),
            Side::State if dated => (
                format!("{number}/{}/{kind}-{issuer}", text(&tokens[1])),
                marks == [Mark::Slash, Mark::Slash, Mark::Hyphen],
            ),
            Side::State => (format!("{number}/{kind}-{issuer}"), marks == [Mark::Slash, Mark::Hyphen]),
        };
        // Where a line of the source ends inside the number, the blank is the line's.
        let broken = document.source.get(document.span(range.clone()).range()).is_none_or(|s| s.contains(['\n', '\r']));
        if broken || (formed && tight) {
            return None;
        }
        let message = match (formed, side) {
            (true, _) => "",
            (false, Side::Party) => "party",
            (false, Side::State) => "state",
        };
        let applicability = if formed { Applicability::Safe } else { Applicability::Unsafe };
        let draft = Draft::at(range.clone()).say(message).with("found", found).with("right", right.clone());
        Some(offer(draft, context.edit(range, right), applicability))
    }

    /// «Số: 12-NQ/ĐU»: the colon is the State's.
    fn colon(&self, context: &Context<'_>, citation: &Citation) -> Option<Draft> {
        let document = context.document;
        let issuer = document.tokens.get(citation.tokens.end - 1)?;
        let before = document.tokens.get(citation.tokens.start.checked_sub(1)?)?;
        let first = document.tokens.get(citation.tokens.start)?;
        let between = before.end as usize..first.start as usize;
        let colon = document.text.get(between.clone())?.trim() == ":" && before.id == Syllable::of("số");
        if !colon || self.side(issuer.text(&document.text)) != Some(Side::Party) {
            return None;
        }
        let number = document.token_text(citation.tokens.clone());
        let found = document.text.get(before.start as usize..document.token_range(citation.tokens.clone()).end)?;
        let right = format!("{} {number}", before.text(&document.text));
        let range = before.start as usize..before.start as usize + found.len();
        let draft = Draft::at(range).say("colon").with("found", found).with("right", right);
        Some(offer(draft, context.edit(between, " "), Applicability::Unsafe))
    }
}

fn offer(draft: Draft, edit: Option<Edit>, applicability: Applicability) -> Draft {
    match edit {
        Some(edit) => draft.fix(Fix { applicability, edits: vec![edit] }),
        None => draft,
    }
}
