//! The command line: paths, clock, colours and exit codes; everything else is the library's.

mod annotate;
mod args;
mod catalogues;
mod convert;
mod data;
mod diff;
mod error;
mod fix;
mod inputs;
mod lint;
mod new;
mod others;
mod output;
mod overlap;
mod places;
mod progress;
mod rules;
mod since;

use args::{Cli, Command};
use clap::FromArgMatches;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use error::CliError;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the program; gives its exit code: 0, 1 (findings at or above the level) or 2 (could not run).
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let parsed = args::command().try_get_matches_from(args);
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let common = &cli.common;
    let result = match &cli.command {
        Command::Lint(args) => lint::run(args, common),
        Command::New(args) => new::run(args, common),
        Command::Convert(args) => convert::run(args, common),
        Command::Diff(args) => diff::run(args, common),
        Command::Overlap(args) => overlap::run(args, common),
        Command::Places(args) => places::run(args, common),
        Command::Rules(args) => rules::run(args, common),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut args::command(), "vankien", &mut script);
            output::write(common, &String::from_utf8_lossy(&script)).map(|()| ExitCode::SUCCESS)
        }
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            // One line, whatever the message holds.
            let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            eprintln!("vankien: {}", one_line(&error.to_string()));
            if let CliError::Data { others, .. } = &error {
                for other in others {
                    eprintln!("  {}", one_line(other));
                }
            }
            ExitCode::from(2)
        }
    }
}

/// Help and version as they are; a mistake as one Vietnamese line.
fn usage(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let get = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let (argument, value) = (get(ContextKind::InvalidArg), get(ContextKind::InvalidValue));
    let message = match error.kind() {
        ErrorKind::UnknownArgument => format!("không có tùy chọn «{argument}»"),
        ErrorKind::InvalidSubcommand => format!("không có lệnh «{}»", get(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "chưa ghi lệnh".to_string()
        }
        ErrorKind::MissingRequiredArgument => format!("còn thiếu {argument}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("«{argument}» cần một giá trị"),
        ErrorKind::InvalidValue => {
            let valid = get(ContextKind::ValidValue);
            format!("«{value}» không dùng được cho {argument}; các giá trị: {valid}")
        }
        ErrorKind::ValueValidation => format!("«{value}» không dùng được cho {argument}"),
        ErrorKind::ArgumentConflict => format!("«{argument}» không đi cùng các tùy chọn khác đã ghi"),
        ErrorKind::TooManyValues => format!("«{argument}» nhận quá nhiều giá trị"),
        _ => error.to_string().lines().next().unwrap_or("dòng lệnh sai").to_string(),
    };
    eprintln!("vankien: {message}; xem vankien --help");
    ExitCode::from(2)
}

/// Today in Việt Nam, by the machine's clock.
fn today() -> crate::text::Date {
    let elapsed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    // Seven hours ahead of UTC all year.
    let days = i64::try_from((elapsed.as_secs() + 7 * 3_600) / 86_400).unwrap_or(0);
    crate::text::Date::from_days_since_epoch(days).unwrap_or(crate::text::Date { year: 2025, month: 7, day: 1 })
}

/// Says something to the person at the terminal, unless they asked for quiet.
fn note(common: &args::Common, text: &str) {
    if !common.quiet {
        eprintln!("vankien: {text}");
    }
}

impl From<serde_json::Error> for CliError {
    fn from(error: serde_json::Error) -> CliError {
        CliError::Usage(format!("không viết được JSON: {error}"))
    }
}
