//! `vankien rules`: the catalogue for people.

use super::args::{Common, ListFormat, RulesAction, RulesArgs};
use super::catalogues::{Catalogues, read_folder};
use super::error::CliError;
use super::output;
use crate::lint::{Lang, Rule, Severity, example};
use serde_json::json;
use std::fmt::Write;
use std::process::ExitCode;

/// Runs the command.
pub fn run(args: &RulesArgs, common: &Common) -> Result<ExitCode, CliError> {
    let lang: Lang = common.lang.into();
    match &args.action {
        None | Some(RulesAction::List) => list(args.format, common, lang),
        Some(RulesAction::Show { id }) => show(id, args.format, common, lang),
        Some(RulesAction::Test { dir }) => test(dir.as_deref(), common),
    }
}

fn severity(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::Vi) => "phải sửa",
        (Severity::Warning, Lang::Vi) => "nên sửa",
        (Severity::Info, Lang::Vi) => "lưu ý",
        (Severity::Error, Lang::En) => "error",
        (Severity::Warning, Lang::En) => "warning",
        (Severity::Info, Lang::En) => "info",
    }
}

fn as_json(rule: &Rule, lang: Lang) -> serde_json::Value {
    let kinds: Vec<&str> = rule.kinds.iter().map(|k| k.id()).collect();
    json!({
        "id": rule.id, "group": rule.group, "severity": rule.severity, "title": rule.title.get(lang), "kinds": kinds,
        "why": rule.why.get(lang), "source": rule.source, "help": rule.help.get(lang),
        "examples": {"fires": rule.examples.fires.len(), "silent": rule.examples.silent.len()},
    })
}

fn list(format: ListFormat, common: &Common, lang: Lang) -> Result<ExitCode, CliError> {
    let catalogue = Catalogues::default().load(common.lints.clone(), Vec::new())?;
    let mut rules: Vec<&Rule> = catalogue.rules.iter().collect();
    rules.sort_by(|a, b| (&a.group, &a.id).cmp(&(&b.group, &b.id)));
    let mut out = String::new();
    match format {
        ListFormat::Json => {
            let all: Vec<_> = rules.iter().map(|r| as_json(r, lang)).collect();
            out = serde_json::to_string(&all)? + "\n";
        }
        ListFormat::Terminal => {
            let mut group = "";
            for rule in rules {
                if rule.group != group {
                    group = &rule.group;
                    let _ = writeln!(out, "{group}");
                }
                let _ =
                    writeln!(out, "  {:<26} {:<9} {}", rule.id, severity(rule.severity, lang), rule.title.get(lang));
            }
        }
    }
    output::write(common, &out)?;
    Ok(ExitCode::SUCCESS)
}

fn show(id: &str, format: ListFormat, common: &Common, lang: Lang) -> Result<ExitCode, CliError> {
    let catalogue = Catalogues::default().load(common.lints.clone(), Vec::new())?;
    let rule = catalogue.rule(id);
    let rule = rule.ok_or_else(|| CliError::Usage(format!("không có quy tắc «{id}» (xem vankien rules)")))?;
    if format == ListFormat::Json {
        output::write(common, &(as_json(rule, lang).to_string() + "\n"))?;
        return Ok(ExitCode::SUCCESS);
    }
    let words = |vi: &'static str, en: &'static str| if lang == Lang::Vi { vi } else { en };
    let kinds: Vec<&str> = rule.kinds.iter().map(|k| if lang == Lang::Vi { k.vietnamese() } else { k.id() }).collect();
    let kinds =
        if kinds.is_empty() { words("mọi văn bản", "all documents").to_string() } else { kinds.join(", ") };
    let mut out = format!("{} — {}\n", rule.id, rule.title.get(lang));
    let _ = writeln!(
        out,
        "{}: {} · {}: {kinds}",
        words("Mức", "Severity"),
        severity(rule.severity, lang),
        words("Áp dụng", "Applies to")
    );
    let _ = writeln!(out, "\n{}: {}", words("Vì sao", "Why"), rule.why.get(lang));
    let _ = writeln!(out, "{}: {}", words("Cách sửa", "How to mend"), rule.help.get(lang));
    let _ = writeln!(out, "{}: {}", words("Nguồn", "Source"), rule.source);
    let groups =
        [(words("Sẽ báo", "Fires on"), &rule.examples.fires), (words("Không báo", "Silent on"), &rule.examples.silent)];
    for (heading, examples) in groups {
        if examples.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n{heading}:");
        for example in examples {
            for (i, line) in example.text.trim_end().lines().enumerate() {
                let _ = writeln!(out, "  {} {line}", if i == 0 { "•" } else { " " });
            }
        }
    }
    output::write(common, &out)?;
    Ok(ExitCode::SUCCESS)
}

/// Runs the examples of the rules built in, or of those a folder brings.
fn test(dir: Option<&std::path::Path>, common: &Common) -> Result<ExitCode, CliError> {
    let folder = dir.map(std::path::Path::to_path_buf).or_else(|| common.lints.clone());
    let own = folder.as_deref().map(read_folder).transpose()?;
    let catalogue = Catalogues::default().load(folder.clone(), Vec::new())?;
    let wanted = |rule: &Rule| {
        let file =
            |group: bool| if group { format!("{}/{}.yml", rule.group, rule.id) } else { format!("{}.yml", rule.id) };
        own.as_ref().is_none_or(|files| files.contains_key(&file(true)) || files.contains_key(&file(false)))
    };
    let (mut examples, mut failures) = (0, Vec::new());
    for rule in catalogue.rules.iter().filter(|r| wanted(r)) {
        let (count, failed) = example::test(&catalogue, rule);
        examples += count;
        failures.extend(failed);
    }
    let mut out = String::new();
    for failure in &failures {
        let _ = writeln!(out, "{}: {}\n    {}", failure.rule, failure.problem, failure.example);
    }
    let _ = writeln!(out, "{} ví dụ, {} không đạt", examples, failures.len());
    output::write(common, &out)?;
    Ok(ExitCode::from(u8::from(!failures.is_empty())))
}
