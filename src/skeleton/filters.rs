//! Filters of the templates, and their one function. Tera escapes only HTML by itself, so what a user or a pack brings
//! into Markdown, YAML or a comment goes through one of the filters.

use super::context::BLANK;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// Makes the filters and the function known.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("md", |text: &str, _: Kwargs, _: &State| markdown(text));
    tera.register_filter("yaml", |text: &str, _: Kwargs, _: &State| yaml(text));
    tera.register_filter("bare", |text: &str, _: Kwargs, _: &State| text.trim_start_matches("- ").to_string());
    tera.register_filter("comment", |text: &str, _: Kwargs, _: &State| comment(text));
    tera.register_function("known", known);
}

/// The figure that the tables give of a measure (`of`, its id) at some time (`at`, a column of the row), for a sentence
/// that counts in `unit`. A row in another unit, a title, a figure one cannot write into running text: a blank.
fn known(kwargs: Kwargs, state: &State) -> TeraResult<String> {
    const TIMES: [&str; 5] = ["start", "target", "result", "percent", "new_target"];
    let word = |name| kwargs.must_get::<&str>(name);
    let (of, at, unit) = (word("of")?, word("at")?, word("unit")?);
    if !TIMES.contains(&at) {
        return Err(Error::message(format!("known: không có at=\"{at}\", chỉ có {}", TIMES.join(", "))));
    }
    let rows = state.get::<Vec<Value>>("rows")?.unwrap_or_default();
    let row = rows.iter().find(|row| text(row, "id") == of && text(row, "unit") == unit);
    let shown = row.map_or("", |row| text(row, at));
    let figure = if at == "percent" { shown.strip_suffix('%').unwrap_or(shown) } else { shown };
    let plain = figure.starts_with(|c: char| c.is_ascii_digit())
        && figure.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
    Ok(if plain { figure.to_string() } else { BLANK.to_string() })
}

fn text<'v>(row: &'v Value, field: &'v str) -> &'v str {
    row.get_from_path(field).and_then(Value::as_str).unwrap_or_default()
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
