//! Filters of the templates. Tera escapes only HTML by itself, so what a user or a pack brings into
//! Markdown, YAML or a comment goes through one of these.

use tera::{Kwargs, State, Tera};

/// Makes the filters known.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("md", |text: &str, _: Kwargs, _: &State| markdown(text));
    tera.register_filter("yaml", |text: &str, _: Kwargs, _: &State| yaml(text));
    tera.register_filter("bare", |text: &str, _: Kwargs, _: &State| text.trim_start_matches("- ").to_string());
    tera.register_filter("comment", |text: &str, _: Kwargs, _: &State| comment(text));
}

/// One line of text that Markdown takes literally, in a paragraph and in a table cell.
pub(crate) fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '&' | '~' | '$' | '{' | '}' => {
                escaped.push('\\');
                escaped.push(c);
            }
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A YAML scalar that is read back as this very text.
fn yaml(text: &str) -> String {
    // Words that YAML would take for something else than text.
    const WORDS: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let plain = text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '_' | '/'))
        && text.starts_with(char::is_alphabetic)
        && !text.ends_with(' ')
        && !WORDS.contains(&text.to_lowercase().as_str());
    if plain { text.to_string() } else { serde_json::Value::from(text).to_string() }
}

/// Text that cannot end the comment it stands in.
fn comment(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.replace("--", "–").replace('>', "›")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_text_stays_text() {
        assert_eq!(markdown("a|b *c* [d](e)\n# <f>"), "a\\|b \\*c\\* \\[d\\](e) \\# \\<f\\>");
        assert_eq!(yaml("xã Can Lộc"), "xã Can Lộc");
        for text in ["no", "xã: A", "", " a", "1", "huyện M'Drắk", "a\"b\nc", "- x"] {
            let read: String = crate::yaml::parse(&yaml(text)).unwrap();
            assert_eq!(read, text);
        }
        assert!(!comment("a --> b").contains("-->"));
    }
}
