//! The templates that travel in the binary, as text: skeletons are made of them, and what they say is nobody's own.

use regex::{Captures, Regex};
use rust_embed::Embed;
use std::sync::LazyLock;

#[derive(Embed)]
#[folder = "templates/"]
#[exclude = "report/*"]
struct Files;

/// What a template fills in, and its notes to the writer.
static TAGS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?s)\{\{(?<value>.*?)\}\}|\{%.*?%\}|\{#.*?#\}|<!--.*?-->").ok());

/// Their names and texts.
pub fn files() -> impl Iterator<Item = (String, String)> {
    Files::iter().filter_map(|name| {
        let text = String::from_utf8_lossy(&Files::get(&name)?.data).into_owned();
        Some((name.into_owned(), text))
    })
}

/// The lines of our templates: what skeletons say of every unit is nobody's own. A number stands for what is filled
/// in, and nothing for a figure that may be left open; then each line is told once more with that figure.
pub fn wording() -> Vec<String> {
    let Some(tags) = TAGS.as_ref() else { return Vec::new() };
    let filled = |tag: &Captures<'_>, open: &'static str| match tag.name("value") {
        Some(value) if value.as_str().contains('(') => open,
        Some(_) => "0",
        None => "\n",
    };
    let mut lines = Vec::new();
    for (_, text) in files() {
        for open in ["", "0"] {
            let plain = tags.replace_all(&text, |tag: &Captures<'_>| filled(tag, open));
            lines.extend(plain.lines().map(String::from));
        }
    }
    lines
}
